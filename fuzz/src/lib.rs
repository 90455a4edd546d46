//! What must hold of every parser of foreign bytes, for any bytes at all.
//!
//! cargo-fuzz runs these with bytes of its own making; `tests/tests/fuzz.rs` includes this file and
//! runs them on stable over the corpus and what proptest makes of it. They panic where a promise is
//! broken.

use chat_core::base_url::BaseUrl;
use chat_core::deep_link;
use chat_core::dialect::{Decoder, Dialect, DialectEvent, Upstream, UpstreamKind, Verdict};
use chat_core::env_file;
use chat_core::failure::{AuthKind, Failure, Reply, classify};
use chat_core::visible::count_hidden;
use chat_engine::sse::{Framer, MAX_STRAY_BYTES, Oversize};

/// Longest message and action of a failure, in characters: our words and one quotation.
const MAX_SAID: usize = 700;

/// A target: the name of its binary and its corpus, and its body.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 9] = [
    ("sse", sse),
    ("openai_chat", openai_chat),
    ("openai_responses", openai_responses),
    ("anthropic", anthropic),
    ("gemini", gemini),
    ("error_body", error_body),
    ("env_file", env_file),
    ("url", url),
    ("deep_link", deep_link),
];

type Events = Vec<(String, String)>;

fn framed<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Result<(Events, String), Oversize> {
    let mut framer = Framer::new();
    let mut events = Vec::new();
    let mut on_event = |name: &str, data: &str| events.push((name.to_owned(), data.to_owned()));
    for piece in pieces {
        framer.push(piece, &mut on_event)?;
    }
    framer.finish(&mut on_event)?;
    let stray = framer.stray().into_owned();
    Ok((events, stray))
}

/// Server-sent events: any split gives the same, nothing is made up, what is kept is bounded. The
/// first byte is the size of the pieces.
pub fn sse(bytes: &[u8]) {
    let Some((step, body)) = bytes.split_first() else {
        return;
    };
    let whole = framed(std::iter::once(body));
    assert_eq!(
        framed(body.chunks(usize::from(*step).max(1))),
        whole,
        "pieces of {step}"
    );
    let Ok((events, stray)) = whole else { return };
    // One byte that is no UTF-8 may become the three of U+FFFD.
    let size: usize = events
        .iter()
        .map(|(name, data)| name.len() + data.len())
        .sum();
    assert!(size <= 3 * body.len());
    assert!(stray.len() <= 3 * MAX_STRAY_BYTES);
    for (name, data) in events {
        assert!(!name.contains(['\n', '\r']) && !data.contains('\r'));
    }
}

/// The decoder of `openai-chat`; see [`decoder`].
pub fn openai_chat(bytes: &[u8]) {
    decoder(Dialect::OpenAiChat, bytes);
}

/// The decoder of `openai-responses`; see [`decoder`].
pub fn openai_responses(bytes: &[u8]) {
    decoder(Dialect::OpenAiResponses, bytes);
}

/// The decoder of `anthropic-messages`; see [`decoder`].
pub fn anthropic(bytes: &[u8]) {
    decoder(Dialect::AnthropicMessages, bytes);
}

/// The decoder of `gemini`; see [`decoder`].
pub fn gemini(bytes: &[u8]) {
    decoder(Dialect::Gemini, bytes);
}

/// A body, read as a stream and as one document: nothing empty is given, a failure or the end is the
/// last, and nothing but a finished answer counts as one.
fn decoder(dialect: Dialect, bytes: &[u8]) {
    let mut decoder = Decoder::new(dialect, upstream());
    let mut framer = Framer::new();
    let mut all = Vec::new();
    let mut on_event = |name: &str, data: &str| {
        let name = (!name.is_empty()).then_some(name);
        all.extend(decoder.frame(name, data));
    };
    if framer.push(bytes, &mut on_event).is_ok() && framer.finish(&mut on_event).is_ok() {
        all.extend(decoder.whole(&framer.stray()));
        hold(decoder, all);
    }
    let mut decoder = Decoder::new(dialect, upstream());
    let all = decoder.whole(&String::from_utf8_lossy(bytes));
    hold(decoder, all);
}

fn hold(mut decoder: Decoder, mut all: Vec<DialectEvent>) {
    let reason = decoder.finish_reason();
    let (last, verdict) = decoder.finish();
    all.extend(last);
    let mut failed = false;
    let mut done = false;
    for event in &all {
        assert!(!failed, "after a failure came {event:?}");
        match event {
            DialectEvent::Text(text)
            | DialectEvent::Reasoning(text)
            | DialectEvent::Refusal(text) => assert!(!text.is_empty()),
            DialectEvent::ToolCall { id, .. } => {
                assert!(!id.is_empty());
                assert!(
                    matches!(verdict, Verdict::Finished(_)),
                    "a call of half an answer"
                );
            }
            DialectEvent::Failed(failure) => {
                told(failure);
                failed = true;
            }
            DialectEvent::Done => {
                assert!(!done, "it ended twice");
                done = true;
            }
            DialectEvent::Citation(_)
            | DialectEvent::Picture(_)
            | DialectEvent::Credential(_)
            | DialectEvent::Model(_)
            | DialectEvent::Provider(_)
            | DialectEvent::GenerationId(_)
            | DialectEvent::Usage(_)
            | DialectEvent::Cost(_) => {}
        }
    }
    if matches!(verdict, Verdict::Finished(_)) {
        assert!(!failed, "a failure is no finished answer");
        assert!(
            done || reason.is_some() || decoder.parsed() > 0,
            "nothing said that it ended"
        );
    }
}

/// The body of a reply that is no answer; the first two bytes give its status. Its failure is short,
/// plain and on one line.
pub fn error_body(bytes: &[u8]) {
    let Some(([high, low], body)) = bytes.split_first_chunk() else {
        return;
    };
    let status = 100 + u16::from_be_bytes([*high, *low]) % 500;
    for kind in ["application/json", "text/html", ""] {
        let header = |name: &str| (name == "content-type").then_some(kind);
        let reply = Reply {
            status,
            header: &header,
            body,
            now_ms: 1_795_345_200_000,
            model: "a/model",
        };
        let failure = classify(&reply, &upstream());
        assert_eq!(failure.status, Some(status));
        told(&failure);
    }
}

fn told(failure: &Failure) {
    let action = failure.action.as_deref().unwrap_or_default();
    assert!(!failure.message.is_empty());
    for said in [&failure.message, action] {
        assert!(said.chars().count() <= MAX_SAID, "too long: {said}");
        assert!(
            !said.chars().any(char::is_control),
            "not one plain line: {said:?}"
        );
    }
}

/// A `.env` file: what is found of ours is of one line, and no more is found than there are lines.
pub fn env_file(bytes: &[u8]) {
    let Ok(file) = env_file::read(bytes) else {
        return;
    };
    let ends = bytes.iter().filter(|b| matches!(b, b'\n' | b'\r')).count();
    let found = file.keys.len() + file.addresses.len() + file.others;
    assert!(found <= ends + 1, "{found} names on {} lines", ends + 1);
    assert!(file.unread_lines <= ends + 1);
    for variable in file.keys.keys() {
        if let Some(key) = file.key(*variable) {
            assert!(!key.is_empty() && !key.chars().any(char::is_control));
        }
    }
}

/// An address as a person writes it: what comes of it never leads elsewhere, and settles.
pub fn url(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    for dialect in Dialect::ALL {
        let Ok(base) = BaseUrl::parse(text, dialect) else {
            continue;
        };
        let origin = base.origin();
        for address in [base.chat("a/../b", true), base.models(), base.credits()] {
            assert_eq!(address.origin().ascii_serialization(), origin);
            assert!(address.username().is_empty() && address.password().is_none());
        }
        let again = BaseUrl::parse(base.models().as_str(), dialect);
        assert!(
            again.is_ok_and(|again| again.origin() == origin),
            "its own address is refused"
        );
    }
}

/// An address of this program, as any web page may write it: a text that can be seen comes of it, or
/// nothing, and the text says the same when it is written again.
pub fn deep_link(bytes: &[u8]) {
    let Ok(address) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(brought) = deep_link::read(address) else {
        return;
    };
    let start = address.get(..16).unwrap_or_default();
    assert!(
        start.eq_ignore_ascii_case("gatehouse://ask?")
            || start.eq_ignore_ascii_case("gatehouse://ask/")
    );
    let text = brought.text;
    assert!(!text.trim().is_empty() && text.len() <= deep_link::MAX_TEXT);
    assert_eq!(count_hidden(&text), 0);
    let is_said = |c: char| !c.is_control() || c == '\n' || c == '\t';
    assert!(text.chars().all(is_said));
    let hex = text
        .bytes()
        .map(|byte| format!("%{byte:02X}"))
        .collect::<Vec<_>>()
        .concat();
    let again = deep_link::read(&format!("gatehouse://ask?text={hex}"));
    assert_eq!(again, Ok(deep_link::Brought { text, hidden: 0 }));
}

fn upstream() -> Upstream {
    Upstream {
        kind: UpstreamKind::Gateway,
        host: "ai.example".to_owned(),
        auth: AuthKind::ApiKey,
        provider: None,
    }
}
