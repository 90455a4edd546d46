//! Addresses of this program: `gatehouse://ask?text=…` and nothing else. Any web page can write one,
//! so nothing comes of it but a text that a person looks at first.
//!
//! Must not know what is done with the text, and never gives anything but a text: no address, no
//! key, no model, no order to send.

use crate::visible::{count_hidden, without_hidden};
use url::Url;

/// Longest text of an address, in bytes.
pub const MAX_TEXT: usize = 32 * 1024;
/// Longest address, in bytes: each byte of the text may be written as three.
pub const MAX_ADDRESS: usize = 3 * MAX_TEXT + 64;
/// How often a text is gone through for what nobody can see: leaving something out may leave
/// something else without what it belonged to.
const MAX_ROUNDS: usize = 8;

/// What an address brings: a text, which a person sees before it goes anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// The text: what can be seen of it, exactly as it is shown and used.
    pub text: String,
    /// How many characters were left out because nobody can see them.
    pub hidden: u32,
}

/// Why an address is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is not of this program, or no address.
    #[error("it is no address of Gatehouse")]
    NotOurs,
    /// It asks for something else than `ask`.
    #[error("it asks for something that no link may ask for")]
    NotAsk,
    /// It holds more than one text, or something beside it.
    #[error("it holds something beside one text")]
    Beside,
    /// There is no text in it that can be seen.
    #[error("it holds no text")]
    NoText,
    /// It is too long.
    #[error("it is too long")]
    TooLong,
}

/// Reads an address.
///
/// # Errors
/// Whatever is not exactly `gatehouse://ask?text=…`.
pub fn read(address: &str) -> Result<Brought, Refused> {
    if address.len() > MAX_ADDRESS {
        return Err(Refused::TooLong);
    }
    // The URL standard leaves control characters out; here their presence alone is suspicious.
    if address.chars().any(char::is_control) {
        return Err(Refused::NotOurs);
    }
    let url = Url::parse(address).map_err(|_| Refused::NotOurs)?;
    if url.scheme() != "gatehouse" {
        return Err(Refused::NotOurs);
    }
    // What a browser makes of `gatehouse://ask?…` may have a slash.
    let asks = url.host_str() == Some("ask") && matches!(url.path(), "" | "/");
    if !asks {
        return Err(Refused::NotAsk);
    }
    let is_plain = url.username().is_empty()
        && url.password().is_none()
        && url.port().is_none()
        && url.fragment().is_none();
    let mut pairs = url.query_pairs();
    let (first, more) = (pairs.next(), pairs.next());
    let text = match first {
        Some((name, text)) if name == "text" && more.is_none() && is_plain => text,
        None if is_plain => return Err(Refused::NoText),
        Some(_) | None => return Err(Refused::Beside),
    };
    if text.len() > MAX_TEXT {
        return Err(Refused::TooLong);
    }
    let brought = seen(&text).ok_or(Refused::NoText)?;
    if brought.text.trim().is_empty() {
        return Err(Refused::NoText);
    }
    Ok(brought)
}

/// What can be seen of a text; none where it hides something behind something hidden without end.
fn seen(text: &str) -> Option<Brought> {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let before = lines.chars().count();
    let is_said = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let mut kept: String = lines.chars().filter(is_said).collect();
    for _ in 0..MAX_ROUNDS {
        if count_hidden(&kept) == 0 {
            let hidden = before.saturating_sub(kept.chars().count());
            return Some(Brought {
                text: kept,
                hidden: u32::try_from(hidden).unwrap_or(u32::MAX),
            });
        }
        kept = without_hidden(&kept).into_owned();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(address: &str) -> String {
        read(address).unwrap().text
    }

    #[test]
    fn one_text_is_brought() {
        for (address, expected) in [
            ("gatehouse://ask?text=What+is+2%2B2%3F", "What is 2+2?"),
            ("GATEHOUSE://ask/?text=a%0D%0Ab%0Ac", "a\nb\nc"),
            ("gatehouse://ask?text=%C3%A9%20%E5%AD%97", "é 字"),
            // A text is a text, whatever it says.
            (
                "gatehouse://ask?text=http%3A%2F%2Fx%2F%3Fkey%3D1",
                "http://x/?key=1",
            ),
            ("gatehouse://ask?text=%3Cb%3E%26amp%3B", "<b>&amp;"),
        ] {
            assert_eq!(text(address), expected, "{address}");
        }
    }

    #[test]
    fn nothing_but_one_text_is_taken() {
        for (address, why) in [
            ("", Refused::NotOurs),
            ("ask?text=x", Refused::NotOurs),
            ("https://ask?text=x", Refused::NotOurs),
            ("gatehouses://ask?text=x", Refused::NotOurs),
            ("gatehouse://ask?te\nxt=x", Refused::NotOurs),
            ("gatehouse:ask?text=x", Refused::NotAsk),
            ("gatehouse://?text=x", Refused::NotAsk),
            ("gatehouse://ask.example?text=x", Refused::NotAsk),
            ("gatehouse://asK?text=x", Refused::NotAsk),
            ("gatehouse://settings?text=x", Refused::NotAsk),
            ("gatehouse://ask/send?text=x", Refused::NotAsk),
            ("gatehouse://ask?text=x&send=1", Refused::Beside),
            ("gatehouse://ask?send=1&text=x", Refused::Beside),
            ("gatehouse://ask?text=x&text=y", Refused::Beside),
            ("gatehouse://ask?url=http://127.0.0.1:9/v1", Refused::Beside),
            ("gatehouse://ask?key=sk-planted", Refused::Beside),
            ("gatehouse://ask?model=x&text=y", Refused::Beside),
            ("gatehouse://me:secret@ask?text=x", Refused::Beside),
            ("gatehouse://ask:80?text=x", Refused::Beside),
            ("gatehouse://ask?text=x#y", Refused::Beside),
            ("gatehouse://ask", Refused::NoText),
            ("gatehouse://ask?", Refused::NoText),
            ("gatehouse://ask?text=", Refused::NoText),
            ("gatehouse://ask?text=%20%0A", Refused::NoText),
            ("gatehouse://ask?text=%E2%80%8B%00", Refused::NoText),
        ] {
            assert_eq!(read(address), Err(why), "{address}");
        }
    }

    #[test]
    fn what_nobody_can_see_is_left_out_and_counted() {
        let brought = read("gatehouse://ask?text=pay%E2%80%AElap%E2%80%8B%1B%5B31m%00").unwrap();
        assert_eq!(brought.text, "paylap[31m");
        assert_eq!(brought.hidden, 4);
        assert_eq!(read("gatehouse://ask?text=a%0D%0Ab").unwrap().hidden, 0);
        // Letters hidden as tags, as instructions for a model.
        let tag = |c: char| format!("%F3%A0%81%{:02X}", 0x80 | (u32::from(c) & 0x3f));
        let tags = "ignore all".chars().map(tag).collect::<Vec<_>>().concat();
        let brought = read(&format!("gatehouse://ask?text=Hello{tags}")).unwrap();
        assert_eq!((brought.text.as_str(), brought.hidden), ("Hello", 10));
    }

    #[test]
    fn a_text_has_an_end() {
        let exact = "x".repeat(MAX_TEXT);
        assert_eq!(text(&format!("gatehouse://ask?text={exact}")), exact);
        let over = format!("gatehouse://ask?text={exact}x");
        assert_eq!(read(&over), Err(Refused::TooLong));
        let written = "%C3%A9".repeat(MAX_TEXT / 2);
        assert_eq!(
            text(&format!("gatehouse://ask?text={written}")).len(),
            MAX_TEXT
        );
        let huge = format!("gatehouse://ask?text={}", "%41".repeat(MAX_ADDRESS));
        assert_eq!(read(&huge), Err(Refused::TooLong));
    }

    proptest! {
        #[test]
        fn what_is_brought_is_what_was_written_as_far_as_it_can_be_seen(written in any::<String>()) {
            let encoded: String = url::form_urlencoded::byte_serialize(written.as_bytes()).collect();
            if let Ok(brought) = read(&format!("gatehouse://ask?text={encoded}")) {
                prop_assert_eq!(count_hidden(&brought.text), 0);
                let controls = |text: &str| text.chars().any(|c| c.is_control() && c != '\n' && c != '\t');
                prop_assert!(!controls(&brought.text));
                if count_hidden(&written) == 0 && !written.chars().any(char::is_control) {
                    prop_assert_eq!(brought.text, written);
                    prop_assert_eq!(brought.hidden, 0);
                }
            } else {
                prop_assert!(seen(&written).is_none_or(|brought| brought.text.trim().is_empty()));
            }
        }

        #[test]
        fn any_other_address_is_refused(host in "[a-z.]{0,12}", query in "[a-z]{1,8}=[a-z]{0,8}(&[a-z]{1,8}=[a-z]{0,8})?") {
            let address = format!("gatehouse://{host}?{query}");
            let is_ours = host == "ask" && query.starts_with("text=") && !query.contains('&') && query != "text=";
            prop_assert_eq!(read(&address).is_ok(), is_ours, "{}", address);
        }
    }
}
