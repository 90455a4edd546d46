//! A streamed answer as data: pieces, framing, ending. Which scenario has which: `scripts`;
//! performing it: `perform`.

use serde_json::{Value, json};

use crate::chat::Chat;
use crate::{texts, tokens};

/// One step of a stream.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    /// `delta.content`
    Text(String),
    /// `delta.reasoning` with `reasoning_details`, as the gateway sends it.
    Reasoning(String),
    /// Any other `delta`.
    Delta(Value),
    /// Any other chunk: its fields besides id, object, created and model.
    Fields(Value),
    /// Bytes as they stand.
    Raw(&'static [u8]),
    /// An event with this text, cut off in its middle.
    Half(&'static str),
    /// An event with this text, cut off one byte into its last character beyond ASCII.
    HalfCharacter(&'static str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Newline {
    Lf,
    CrLf,
    Cr,
    /// The three take turns, event by event.
    Mixed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Split {
    /// A chunk is an event.
    Event,
    /// A chunk is a byte.
    Byte,
    /// The last byte of every event comes in a chunk of its own.
    LastByte,
}

/// How events become bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Framing {
    pub(crate) newline: Newline,
    pub(crate) space: bool,
    pub(crate) bom: bool,
    /// Every event over several `data:` lines.
    pub(crate) spread: bool,
    /// Sent after every event.
    pub(crate) between: &'static [u8],
    pub(crate) split: Split,
}

/// What the stream is wrapped in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    Sse,
    SseAsJson,
    SseUntilClose,
    SseGzip,
    /// A complete answer, whatever was asked for.
    Json,
}

/// What follows the chunk with `finish_reason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    Done,
    /// Nothing: the body ends.
    End,
    /// The body ends before the blank line that would end the event.
    EndWithoutBlankLine,
    /// `[DONE]`, and the body goes on without a byte.
    DoneThenSilence,
    DoneThenText,
    /// The same `finish_reason` once more, then `[DONE]`.
    FinishAgain,
}

/// How the stream ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Finish(&'static str, Then),
    /// The body ends properly, the answer does not.
    End,
    /// The same, after an error was sent.
    Failed,
    Silence,
    Heartbeats,
    Reset,
    /// The socket closes inside the body.
    Cut,
    /// One `data:` line for as long as anyone reads, up to a bound.
    EndlessLine,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tempo {
    /// As the server's pace says.
    Given,
    /// The same, without a pause per delta.
    Volume,
    OneDeltaASecond,
}

/// One answer, ready to be performed.
#[derive(Debug, Clone)]
pub(crate) struct Play {
    pub(crate) pieces: Vec<Piece>,
    /// All answer text, for the token count and for a complete answer.
    pub(crate) text: String,
    pub(crate) reasoning: String,
    /// Fields of the message beside its text, for a complete answer.
    pub(crate) message: Value,
    /// Text in the chunk that has `finish_reason`.
    pub(crate) last_text: Option<String>,
    /// Usage in a chunk of its own, and nothing that only the gateway sends.
    pub(crate) plain_usage: bool,
    pub(crate) framing: Framing,
    pub(crate) container: Container,
    pub(crate) ending: Ending,
    pub(crate) tempo: Tempo,
}

/// Characters in the pieces of a text, in turn.
pub(crate) const USUAL: &[usize] = &[3, 5, 4, 6];

impl Play {
    /// A good answer with that text.
    pub(crate) fn of(text: &str) -> Self {
        // Nobody watches a long text letter by letter.
        let sizes = if text.len() > 64 << 10 { &[512] } else { USUAL };
        Self {
            pieces: split(text, sizes),
            text: text.to_owned(),
            reasoning: String::new(),
            message: json!({}),
            last_text: None,
            plain_usage: false,
            framing: Framing {
                newline: Newline::Lf,
                space: true,
                bom: false,
                spread: false,
                between: b"",
                split: Split::Event,
            },
            container: Container::Sse,
            ending: Ending::Finish("stop", Then::Done),
            tempo: Tempo::Given,
        }
        .after(Piece::Delta(json!({ "role": "assistant" })))
    }

    pub(crate) fn sample() -> Self {
        Self::of(texts::SAMPLE)
    }

    pub(crate) fn ending(text: &str, ending: Ending) -> Self {
        Self {
            ending,
            ..Self::of(text)
        }
    }

    pub(crate) fn framed(change: impl FnOnce(&mut Framing)) -> Self {
        let mut play = Self::sample();
        change(&mut play.framing);
        play
    }

    pub(crate) fn contained(container: Container) -> Self {
        Self {
            container,
            ..Self::sample()
        }
    }

    /// An answer of these pieces after the role, with that text in all.
    pub(crate) fn pieces(text: &str, pieces: Vec<Piece>) -> Self {
        let mut play = Self::of("");
        play.pieces.extend(pieces);
        text.clone_into(&mut play.text);
        play
    }

    /// An answer that ends for another reason than `stop`.
    pub(crate) fn finish(self, reason: &'static str) -> Self {
        Self {
            ending: Ending::Finish(reason, Then::Done),
            ..self
        }
    }

    pub(crate) fn then(mut self, piece: Piece) -> Self {
        self.pieces.push(piece);
        self
    }

    pub(crate) fn after(mut self, piece: Piece) -> Self {
        self.pieces.insert(0, piece);
        self
    }

    pub(crate) fn limited(text: &str, chat: &Chat) -> Self {
        let (text, cut) = tokens::cut(text, chat.max_tokens.unwrap_or(u64::MAX));
        let play = Self::of(&text);
        if cut { play.finish("length") } else { play }
    }
}

/// A text in pieces of so many characters in turn.
pub(crate) fn split(text: &str, sizes: &[usize]) -> Vec<Piece> {
    let mut characters = text.chars();
    let mut pieces = Vec::new();
    for size in sizes.iter().cycle() {
        let piece: String = characters.by_ref().take(*size).collect();
        if piece.is_empty() {
            break;
        }
        pieces.push(Piece::Text(piece));
    }
    pieces
}
