//! A known key in any text, in every way in which it may be written.

use super::{MASK, mask};

/// A known key shorter than this is masked only where it stands whole.
const FRAGMENT: usize = 8;
/// More backslashes do not stand before one character: JSON in JSON in JSON has seven.
const MAX_SLASHES: usize = 63;

/// The text with a known key replaced by `***`: as it is, base64 (also inside of longer base64), and
/// either of them URL-encoded or JSON-escaped, also more than once; and any piece of at least eight
/// characters from its beginning, so that a cut leaves nothing. Then whatever else looks like a key.
pub fn mask_known(text: &str, secret: &str) -> String {
    if secret.is_empty() {
        return mask(text);
    }
    mask(&Forms::of(secret).without(text))
}

/// Whether a known key, or a piece of at least eight characters from its beginning, stands in a text,
/// in any of the ways that [`mask_known`] replaces.
pub fn holds_known(text: &str, secret: &str) -> bool {
    if secret.is_empty() {
        return false;
    }
    let forms = Forms::of(secret);
    let begins = |(at, byte): (usize, u8)| {
        forms.begin(byte) && text.get(at..).is_some_and(|rest| forms.agreement(rest) > 0)
    };
    text.bytes().enumerate().any(begins)
}

/// The ways in which a key may be written before anything is escaped.
struct Forms {
    all: Vec<String>,
    /// Which bytes one of them can begin with, escaped or not: megabytes are looked through.
    begin: [bool; 256],
}

impl Forms {
    fn of(secret: &str) -> Self {
        let all = forms(secret);
        let firsts: Vec<u8> = all.iter().filter_map(|form| form.bytes().next()).collect();
        let begin = std::array::from_fn(|byte| {
            u8::try_from(byte)
                .is_ok_and(|byte| matches!(byte, b'%' | b'\\' | b'+') || firsts.contains(&byte))
        });
        Self { all, begin }
    }

    fn begin(&self, byte: u8) -> bool {
        self.begin.get(usize::from(byte)).copied().unwrap_or(true)
    }

    /// For how many bytes a text begins like one of them: the longest.
    fn agreement(&self, text: &str) -> usize {
        let lengths = self.all.iter().map(|form| agreement(text, form));
        lengths.max().unwrap_or(0)
    }

    /// Replaces every piece of the text that agrees with the beginning of a form: the longest first,
    /// so that no form leaves the rest of another behind.
    fn without(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let begins = rest.bytes().next().is_some_and(|byte| self.begin(byte));
            let length = if begins { self.agreement(rest) } else { 0 };
            if length > 0 {
                out.push_str(MASK);
                rest = rest.get(length..).unwrap_or_default();
            } else {
                out.push(first);
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
            }
        }
        out
    }
}

/// For how many bytes a text begins like `form`, whatever is escaped in it; 0 if it is less than the
/// form and less than [`FRAGMENT`] characters. Where a key itself holds `%` or `\`, what stands in the
/// text can be read in more than one way, from one character to the next: all are gone after.
fn agreement(text: &str, form: &str) -> usize {
    let mut begins = false;
    if let Some(first) = form.chars().next() {
        spelled(text, first, |_| begins = true);
    }
    if !begins {
        return 0;
    }
    let mut ends = vec![0];
    for (chars, c) in form.chars().enumerate() {
        let mut next = Vec::new();
        for end in &ends {
            spelled(text.get(*end..).unwrap_or_default(), c, |length| {
                next.push(end + length);
            });
        }
        next.sort_unstable();
        next.dedup();
        if next.is_empty() {
            let longest = ends.last().copied().unwrap_or(0);
            return if chars >= FRAGMENT { longest } else { 0 };
        }
        ends = next;
    }
    ends.last().copied().unwrap_or(0)
}

/// Tells each number of bytes of the text that spell this character: itself, `%2F`, `%252F`, `\/`,
/// `\u002f`, `\x2f`, or `+` for a space. JSON inside JSON has more than one backslash.
fn spelled(text: &str, c: char, mut tell: impl FnMut(usize)) {
    if text.starts_with(c) {
        tell(c.len_utf8());
    }
    match text.bytes().next() {
        Some(b'%') => {
            let mut bytes = [0; 4];
            let bytes = c.encode_utf8(&mut bytes).bytes();
            let percent = bytes.into_iter().try_fold(0, |length, byte| {
                percent(text.get(length..)?, byte).map(|more| length + more)
            });
            if let Some(length) = percent {
                tell(length);
            }
        }
        Some(b'\\') => {
            let slashes = slashes(text);
            if c == '\\' {
                [2, 4, 8]
                    .into_iter()
                    .filter(|length| *length <= slashes)
                    .for_each(&mut tell);
            }
            let escaped = text.get(slashes..).and_then(|rest| escaped(rest, c));
            if let Some(length) = escaped {
                tell(slashes + length);
            }
        }
        Some(b'+') if c == ' ' => tell(1),
        Some(_) | None => {}
    }
}

/// How many backslashes a text begins with, as far as escapes go: of a longer run the last ones count
/// when their turn comes.
fn slashes(text: &str) -> usize {
    let all = text.bytes().take(MAX_SLASHES);
    all.take_while(|byte| *byte == b'\\').count()
}

/// What follows backslashes: `"`, `/`, `u002f`, `x2f`, `n`.
fn escaped(text: &str, c: char) -> Option<usize> {
    let letter = match c {
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        other => other,
    };
    if text.starts_with(letter) && !letter.is_ascii_digit() && !matches!(c, 'u' | 'x') {
        return Some(letter.len_utf8());
    }
    if let Some(hex) = text.strip_prefix('x') {
        return (number(hex, 2)? == u32::from(c)).then_some(3);
    }
    // A character beyond the first plane is two of these, each behind its own backslashes.
    let mut units = [0; 2];
    let (mut length, mut rest) = (0, text);
    for (at, unit) in c.encode_utf16(&mut units).iter().enumerate() {
        if at > 0 {
            let slashes = slashes(rest);
            length += slashes;
            rest = rest.get(slashes..)?;
        }
        let hex = rest.strip_prefix('u')?;
        (number(hex, 4)? == u32::from(*unit)).then_some(())?;
        length += 5;
        rest = hex.get(4..)?;
    }
    Some(length)
}

/// `%2F`, or `%252F` and so on where it was encoded again.
fn percent(text: &str, byte: u8) -> Option<usize> {
    let mut hex = text.strip_prefix('%')?;
    while number(hex, 2)? != u32::from(byte) {
        hex = hex.strip_prefix("25")?;
    }
    Some(text.len() - hex.len() + 2)
}

fn number(text: &str, digits: usize) -> Option<u32> {
    let hex = text.get(..digits)?;
    let all = hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    all.then(|| u32::from_str_radix(hex, 16).ok())?
}

/// The ways in which a key may be written before anything is escaped.
fn forms(secret: &str) -> Vec<String> {
    let mut forms = vec![secret.to_owned()];
    for skip in 0..3 {
        let standard = base64(secret.as_bytes(), skip);
        forms.push(standard.replace('+', "-").replace('/', "_"));
        forms.push(standard);
    }
    forms.retain(|form| !form.is_empty());
    forms
}

/// Base64 without padding of the bytes as they look after `skip` unknown bytes: characters that
/// depend on a neighbour are left out. Short keys have no such form.
fn base64(bytes: &[u8], skip: usize) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let shifted: Vec<u8> = std::iter::repeat_n(0, skip)
        .chain(bytes.iter().copied())
        .collect();
    let bits: Vec<bool> = shifted
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1))
        .collect();
    // The first character that holds only bits of the key.
    let first = (skip * 8).div_ceil(6);
    let text: String = bits
        .chunks_exact(6)
        .skip(first)
        .filter_map(|six| {
            let index = six
                .iter()
                .fold(0_usize, |sum, bit| sum * 2 + usize::from(*bit));
            ALPHABET.get(index).map(|byte| char::from(*byte))
        })
        .collect();
    if text.len() < FRAGMENT {
        String::new()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_known_key_is_masked_in_every_form() {
        let key = "pass/word+\"quoted\" ünd 0123456789";
        for form in [
            key.to_owned(),
            serde_json::to_string(key).unwrap(),
            "pass%2Fword%2B%22quoted%22%20%C3%BCnd%200123456789".to_owned(),
            "pass%2fword%2b%22quoted%22%20%c3%bcnd%200123456789".to_owned(),
            "cGFzcy93b3JkKyJxdW90ZWQiIMO8bmQgMDEyMzQ1Njc4OQ==".to_owned(),
            // base64 of "user:" and of "id:" before the key
            "dXNlcjpwYXNzL3dvcmQrInF1b3RlZCIgw7xuZCAwMTIzNDU2Nzg5".to_owned(),
            "aWQ6cGFzcy93b3JkKyJxdW90ZWQiIMO8bmQgMDEyMzQ1Njc4OQ==".to_owned(),
            // cut off
            "pass/word+\"quo".to_owned(),
        ] {
            let masked = mask_known(&format!("said <{form}> twice <{form}>"), key);
            for piece in [
                "pass/wor",
                "quoted",
                "0123456789",
                "cGFzcy93",
                "bmQgMDEy",
                "Nzg5",
            ] {
                assert!(!masked.contains(piece), "{form} -> {masked}");
            }
            assert_eq!(masked.matches("said <").count(), 1);
            assert_eq!(masked.matches("> twice <").count(), 1, "{masked}");
        }
    }

    #[test]
    fn base64_is_masked_to_its_last_whole_character() {
        let key = "pass/word+\"quoted\" ünd 0123456789";
        for (text, masked) in [
            ("cGFzcy93b3JkKyJxdW90ZWQiIMO8bmQgMDEyMzQ1Njc4OQ==", "***Q=="),
            ("cGFzcy93b3JkKyJxdW90ZWQiIMO8bmQgMDEyMzQ1Njc4OQ", "***Q"),
        ] {
            assert_eq!(mask_known(text, key), masked);
        }
    }

    #[test]
    fn short_and_empty_keys_do_no_harm() {
        assert_eq!(mask_known("abc abcd", "abcd"), "abc ***");
        assert_eq!(mask_known("nothing here", ""), "nothing here");
    }

    #[test]
    fn an_escape_hides_no_key() {
        let key = "pass/word+0123 é😀";
        for text in [
            "pass%2Fword%2b0123%20%C3%A9%F0%9F%98%80",
            "pass%252Fword%252B0123+%25C3%25A9%25f0%259f%2598%2580",
            "pass\\/word+0123 \\u00e9\\ud83d\\ude00",
            "pass\\\\/word\\\\u002B0123 \\\\u00E9\\\\uD83D\\\\uDE00",
            "\\u0070\\u0061ss/word\\x2b0123 é😀",
            "cGFzcy93b3JkKzAxMjMgw6nwn5iA",
            "cGFzcy93b3JkKzAxMjMgw6nwn5iA".replace('w', "%77").as_str(),
        ] {
            assert_eq!(mask_known(&format!("<{text}>"), key), "<***>", "{text}");
        }
    }

    #[test]
    fn a_key_with_signs_of_escapes_is_found_however_much_of_it_is_escaped() {
        for (key, text) in [
            ("a%\\\\b/cdefg", "a%25\\\\b/cdefg"),
            ("a%\\\\b/cdefg", "a%25\\\\b%2Fcdefg"),
            ("a%\\\\b/cdefg", "a%\\\\\\\\b\\/cdefg"),
            ("a%41\\u0041cdefg", "a%2541\\u0041cdefg"),
            ("a%41\\u0041cdefg", "a%41\\\\u0041cdefg"),
            ("a\\/%2Fcdefg/", "a\\/%252Fcdefg%2F"),
        ] {
            assert_eq!(mask_known(&format!("<{text}>"), key), "<***>", "{text}");
        }
    }

    #[test]
    fn what_is_not_the_key_stays() {
        for text in [
            "\\\\\\", "100%", "%", "%2", "\\u00", "\\x", "%25%25", "a+b", "\\n",
        ] {
            assert_eq!(mask_known(text, "ab/cd efgh"), text);
        }
    }

    proptest! {
        #[test]
        fn a_known_key_never_survives(key in "[!-~]{8,60}", before in ".{0,20}", after in ".{0,20}") {
            let masked = mask_known(&format!("{before}{key}{after}"), &key);
            prop_assert!(!masked.contains(&key), "{}", masked);
        }

        #[test]
        fn any_text_is_handled(text in "[\\\\%ux0-9a-f\\PC]{0,200}", key in ".{0,40}") {
            mask_known(&text, &key);
        }
    }
}
