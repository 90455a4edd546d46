//! From the bytes of a response body to what a turn is told: sniffing, framing, decoding.
//!
//! It knows bytes and the dialect, but neither sockets nor time.

use crate::sse::{Framer, Oversize};
use chat_core::dialect::{Decoder, Dialect, DialectEvent, Upstream, Verdict};
use chat_core::failure::{Code, Failure};
use chat_core::turn::{MAX_ANSWER_BYTES, What, answer_too_large};

#[cfg(test)]
pub(crate) mod replay;
#[cfg(test)]
mod tests;

/// A body being read.
#[derive(Debug)]
pub(crate) struct Answer {
    kind: Kind,
    decoder: Decoder,
    finishing: bool,
    done: bool,
    /// Bytes of frames since the last one that showed something.
    unseen: usize,
}

/// Whether a reply with this head has an answer for a body. Any other is a failure.
pub(crate) fn is_answer(status: u16, content_type: Option<&str>) -> bool {
    let is_html = content_type.is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    (200..300).contains(&status) && status != 204 && !is_html
}

/// White space in front of a body that is read past, in bytes.
const MAX_BLANK: usize = 64 * 1024;
/// Frames that show nothing, such as pieces of tool calls, may hold this much before the answer
/// counts as too large, in bytes.
const MAX_UNSEEN: usize = 2 * MAX_ANSWER_BYTES;

#[derive(Debug)]
enum Kind {
    /// Only white space so far.
    Unknown(Vec<u8>),
    /// Server-sent events.
    Stream(Framer),
    /// One JSON document, although a stream may have been asked for.
    Json(Vec<u8>),
}

impl Answer {
    pub(crate) fn new(dialect: Dialect, upstream: Upstream) -> Self {
        Self {
            kind: Kind::Unknown(Vec::new()),
            decoder: Decoder::new(dialect, upstream),
            finishing: false,
            done: false,
            unseen: 0,
        }
    }

    /// Takes the next bytes; adds what they say to `out`.
    pub(crate) fn push(&mut self, bytes: &[u8], out: &mut Vec<What>) {
        if self.done {
            return;
        }
        if let Kind::Unknown(head) = &mut self.kind {
            head.extend_from_slice(bytes);
            let (blank, first) = sniff(head);
            if blank > MAX_BLANK {
                out.push(What::Broke(only_blank()));
                return;
            }
            let Some(first) = first else { return };
            let head = std::mem::take(head);
            self.kind = match first {
                b'{' | b'[' => Kind::Json(Vec::new()),
                _ => Kind::Stream(Framer::new()),
            };
            self.feed(&head, out);
        } else {
            self.feed(bytes, out);
        }
    }

    fn feed(&mut self, bytes: &[u8], out: &mut Vec<What>) {
        let Self {
            kind,
            decoder,
            finishing,
            done,
            unseen,
        } = self;
        match kind {
            Kind::Unknown(_) => {}
            Kind::Json(body) => {
                if body.len() + bytes.len() > MAX_ANSWER_BYTES {
                    out.push(What::Broke(answer_too_large()));
                    return;
                }
                body.extend_from_slice(bytes);
                out.push(What::Data);
            }
            Kind::Stream(framer) => {
                let before = decoder.parsed();
                let from = out.len();
                let pushed = framer.push(bytes, &mut |event, data| {
                    if !*done {
                        let shown = frame(decoder, event, data, finishing, done, out);
                        // Its field counts too: without end, also nothing is too much.
                        *unseen = if shown { 0 } else { *unseen + 6 + data.len() };
                    }
                });
                // What is skipped, such as "ping", keeps a connection alive and is no data.
                let heard = decoder.parsed() > before || framer.has_begun_json();
                if out.len() == from && heard {
                    out.push(What::Data);
                }
                if let Err(oversize) = pushed {
                    out.push(What::Broke(too_big(oversize)));
                } else if *unseen > MAX_UNSEEN {
                    out.push(What::Broke(answer_too_large()));
                }
            }
        }
    }

    /// The end of the body, or the decision to read no further. `whole` is false when the
    /// connection broke: what then says nothing at all has broken off, too.
    pub(crate) fn finish(&mut self, whole: bool, out: &mut Vec<What>) {
        let Self {
            kind,
            decoder,
            finishing,
            done,
            ..
        } = self;
        let mut silent = false;
        let mut is_json = false;
        match kind {
            Kind::Unknown(_) => silent = true,
            Kind::Json(body) => {
                let text = String::from_utf8_lossy(body);
                // Cut off by a clean end, it is no answer in another format but half of one.
                is_json = !is_cut(&text);
                out.extend(merge(decoder.whole(&text)));
            }
            Kind::Stream(framer) => {
                let finished = framer.finish(&mut |event, data| {
                    if !*done {
                        frame(decoder, event, data, finishing, done, out);
                    }
                });
                if finished.is_ok() && framer.data_lines() == 0 {
                    let stray = framer.stray();
                    silent = stray.trim().is_empty();
                    if !silent {
                        out.extend(merge(decoder.whole(&stray)));
                    }
                } else if finished.is_ok() && !*finishing && !*done {
                    // Gateways have been seen to end a stream with an error outside any event, on
                    // one line or several.
                    let stray = framer.stray();
                    let at = stray.lines().position(|line| line.starts_with(['{', '[']));
                    if let Some(at) = at {
                        let json: Vec<_> = stray.lines().skip(at).collect();
                        out.extend(merge(decoder.whole(&json.join("\n"))));
                    }
                }
            }
        }
        let (events, verdict) = decoder.finish();
        out.extend(merge(events));
        // Done was for the reading loop; the verdict says the rest.
        out.retain(|what| !matches!(what, What::Decoded(DialectEvent::Done)));
        // One JSON document that says nothing is not an answer that broke off.
        let says_nothing = is_json && decoder.parsed() <= 1 && !out.iter().any(is_said);
        let cut = matches!(kind, Kind::Json(_)) && !is_json;
        let verdict = match verdict {
            Verdict::NotAnAnswer if cut => Verdict::BrokenOff,
            Verdict::BrokenOff if whole && says_nothing => Verdict::NotAnAnswer,
            Verdict::NotAnAnswer if silent || !whole => Verdict::BrokenOff,
            other @ (Verdict::Finished(_)
            | Verdict::Refused(_)
            | Verdict::BrokenOff
            | Verdict::NotAnAnswer) => other,
        };
        out.push(What::Ended(verdict));
    }
}

/// Decodes a frame; whether it showed anything of the answer.
fn frame(
    decoder: &mut Decoder,
    event: &str,
    data: &str,
    finishing: &mut bool,
    done: &mut bool,
    out: &mut Vec<What>,
) -> bool {
    let name = (!event.is_empty()).then_some(event);
    let mut shown = false;
    for event in decoder.frame(name, data) {
        *done |= matches!(event, DialectEvent::Done);
        shown |= matches!(
            event,
            DialectEvent::Text(_) | DialectEvent::Reasoning(_) | DialectEvent::Picture(_)
        );
        join(out, event);
    }
    if !*finishing && decoder.finish_reason().is_some() {
        *finishing = true;
        // Before Done, which makes the driver ask for the verdict.
        let at = if *done {
            out.len().saturating_sub(1)
        } else {
            out.len()
        };
        out.insert(at, What::Finishing);
    }
    shown
}

/// Adds an event; text that follows text in one piece of the body becomes one text, so that
/// 100,000 tiny deltas cost what a few large ones cost.
fn join(out: &mut Vec<What>, event: DialectEvent) {
    match (out.last_mut(), event) {
        (Some(What::Decoded(DialectEvent::Text(last))), DialectEvent::Text(more))
        | (Some(What::Decoded(DialectEvent::Reasoning(last))), DialectEvent::Reasoning(more)) => {
            last.push_str(&more);
        }
        (_, event) => out.push(What::Decoded(event)),
    }
}

fn merge(events: Vec<DialectEvent>) -> Vec<What> {
    let mut out = Vec::new();
    for event in events {
        join(&mut out, event);
    }
    out
}

/// Whether something of an answer came.
fn is_said(what: &What) -> bool {
    matches!(
        what,
        What::Decoded(
            DialectEvent::Text(_)
                | DialectEvent::Reasoning(_)
                | DialectEvent::Picture(_)
                | DialectEvent::ToolCall { .. }
                | DialectEvent::Failed(_)
        )
    )
}

/// How many bytes of white space a body begins with, and the first byte that is none, if it came.
fn sniff(head: &[u8]) -> (usize, Option<u8>) {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    // Half a byte order mark says nothing yet.
    if b"\xEF\xBB\xBF".starts_with(head) {
        return (0, None);
    }
    let blank = head.iter().take_while(|b| b.is_ascii_whitespace()).count();
    (blank, head.get(blank).copied())
}

/// Whether JSON ends before it is whole.
fn is_cut(text: &str) -> bool {
    let read: Result<serde::de::IgnoredAny, _> = serde_json::from_str(text.trim());
    read.is_err_and(|error| error.is_eof())
}

fn only_blank() -> Failure {
    Failure::new(
        Code::BadResponse,
        "The server sends nothing but blank lines.",
    )
    .with_action("Check that the address is that of an AI gateway.")
}

fn too_big(oversize: Oversize) -> Failure {
    let said = match oversize {
        Oversize::Line => "The server sent a line of over 1 MiB.",
        Oversize::Event => "The server sent an event of over 8 MiB.",
    };
    Failure::new(Code::BadResponse, said)
        .with_action("Check that the address is that of an AI gateway.")
}
