//! What each scenario streams, as data: pieces, framing, ending. Performing it: `perform`.

use serde_json::{Value, json};

use crate::chat::Chat;
use crate::scenario::Scenario;
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
const USUAL: &[usize] = &[3, 5, 4, 6];

impl Play {
    /// A good answer with that text.
    fn of(text: &str) -> Self {
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

    fn sample() -> Self {
        Self::of(texts::SAMPLE)
    }

    fn ending(text: &str, ending: Ending) -> Self {
        Self {
            ending,
            ..Self::of(text)
        }
    }

    fn framed(change: impl FnOnce(&mut Framing)) -> Self {
        let mut play = Self::sample();
        change(&mut play.framing);
        play
    }

    fn contained(container: Container) -> Self {
        Self {
            container,
            ..Self::sample()
        }
    }

    /// An answer of these pieces after the role, with that text in all.
    fn pieces(text: &str, pieces: Vec<Piece>) -> Self {
        let mut play = Self::of("");
        play.pieces.extend(pieces);
        text.clone_into(&mut play.text);
        play
    }

    /// An answer that ends for another reason than `stop`.
    fn finish(self, reason: &'static str) -> Self {
        Self {
            ending: Ending::Finish(reason, Then::Done),
            ..self
        }
    }

    fn then(mut self, piece: Piece) -> Self {
        self.pieces.push(piece);
        self
    }

    fn after(mut self, piece: Piece) -> Self {
        self.pieces.insert(0, piece);
        self
    }

    fn limited(text: &str, chat: &Chat) -> Self {
        let (text, cut) = tokens::cut(text, chat.max_tokens.unwrap_or(u64::MAX));
        let play = Self::of(&text);
        if cut { play.finish("length") } else { play }
    }

    /// The answer of a scenario to a question. Scenarios that refuse have none of their own: they
    /// come here only when it is their turn to succeed.
    pub(crate) fn new(scenario: Scenario, chat: &Chat, flood: usize) -> Self {
        match scenario {
            Scenario::Demo => Self::limited(&texts::demo::answer(&chat.questions()), chat),
            Scenario::Echo => {
                Self::limited(chat.questions().last().copied().unwrap_or_default(), chat)
            }
            Scenario::JsonInsteadOfSse => Self::contained(Container::Json),
            Scenario::SseAsJson => Self::contained(Container::SseAsJson),
            Scenario::UntilClose => Self::contained(Container::SseUntilClose),
            Scenario::GzipBody => Self::contained(Container::SseGzip),
            Scenario::ErrorInStream => {
                Self::ending(texts::PARTIAL, Ending::Failed).then(gateway_error())
            }
            Scenario::ErrorEvent => Self::ending(texts::PARTIAL, Ending::Failed).then(Piece::Raw(
                b"event: error\ndata: {\"error\":{\"message\":\"The provider is overloaded.\",\
                  \"type\":\"overloaded_error\"}}\n\n",
            )),
            Scenario::BareError => Self::ending(texts::PARTIAL, Ending::Failed).then(Piece::Raw(
                b"{\"error\":{\"message\":\"The provider is overloaded.\",\
                  \"type\":\"overloaded_error\"}}\n\n",
            )),
            Scenario::Stall => Self::ending(texts::PARTIAL, Ending::Silence),
            Scenario::KeepaliveStall => Self::ending(texts::PARTIAL, Ending::Heartbeats),
            Scenario::Slow => Self {
                tempo: Tempo::OneDeltaASecond,
                ..Self::sample()
            },
            Scenario::ResetMidEvent => {
                Self::ending(texts::PARTIAL, Ending::Reset).then(Piece::Half("never whole"))
            }
            Scenario::CutUtf8 => {
                Self::ending(texts::PARTIAL, Ending::Cut).then(Piece::HalfCharacter("größer 日"))
            }
            Scenario::CloseEarly => Self::ending(texts::PARTIAL, Ending::End),
            Scenario::MissingDone => Self::ending(texts::SAMPLE, Ending::Finish("stop", Then::End)),
            Scenario::DoneOpen => {
                Self::ending(texts::SAMPLE, Ending::Finish("stop", Then::DoneThenSilence))
            }
            Scenario::DataAfterDone => {
                Self::ending(texts::SAMPLE, Ending::Finish("stop", Then::DoneThenText))
            }
            Scenario::NoLastBlankLine => Self::ending(
                texts::SAMPLE,
                Ending::Finish("stop", Then::EndWithoutBlankLine),
            ),
            Scenario::OddFinish => odd_finish(),
            Scenario::Crlf => Self::framed(|framing| {
                framing.newline = Newline::CrLf;
                framing.split = Split::LastByte;
            }),
            Scenario::CrOnly => Self::framed(|framing| framing.newline = Newline::Cr),
            Scenario::MixedEndings => Self::framed(|framing| framing.newline = Newline::Mixed),
            Scenario::Bom => Self::framed(|framing| framing.bom = true),
            Scenario::Comments => Self::framed(|framing| {
                framing.between = b": keep-alive\n\nretry: 0\nid: 7\nmood: calm\nmood\n\n:\n\n";
            }),
            Scenario::NoSpace => Self::framed(|framing| framing.space = false),
            Scenario::MultiDataLines => Self::framed(|framing| framing.spread = true),
            Scenario::SplitUtf8 => Self::framed(|framing| framing.split = Split::Byte),
            Scenario::BadJsonLines => Self::framed(|framing| framing.between = b"data: ping\n\n"),
            Scenario::InvalidUtf8 => invalid_utf8(),
            Scenario::EndlessLine => Self::ending("", Ending::EndlessLine),
            Scenario::EmptyAnswer => Self::of(""),
            Scenario::Refusal => refusal(),
            Scenario::Reasoning => reasoning(),
            Scenario::ThinkTags => {
                let text = format!("<think>{}</think>{}", texts::REASONING, texts::SAMPLE);
                Self::pieces(&text, split(&text, USUAL))
            }
            Scenario::ToolCalls => tool_calls(true),
            Scenario::ToolCallsNoIndex => tool_calls(false),
            Scenario::UsageOwnChunk => Self {
                plain_usage: true,
                ..Self::sample()
            },
            Scenario::EmptyChoicesFirst => {
                Self::sample().after(Piece::Fields(json!({ "choices": [] })))
            }
            Scenario::NullContent => null_content(),
            Scenario::ContentParts => content_parts(),
            Scenario::FinishWithText => finish_with_text(),
            Scenario::Length => Self::of(texts::PARTIAL).finish("length"),
            Scenario::ContentFilter => Self::of(texts::PARTIAL).finish("content_filter"),
            Scenario::ContentFilterEmpty => Self::of("").finish("content_filter"),
            Scenario::DeltaFlood => {
                let text = texts::flood(flood);
                Self {
                    tempo: Tempo::Volume,
                    ..Self::pieces(&text, split(&text, &[1]))
                }
            }
            Scenario::Markdown200k => {
                let text = texts::markdown::document(texts::markdown::LENGTH);
                Self {
                    tempo: Tempo::Volume,
                    ..Self::pieces(&text, split(&text, &[24, 9, 40]))
                }
            }
            Scenario::RateLimitedThenOk
            | Scenario::Status500ThenOk
            | Scenario::RateLimitedRetryAfter
            | Scenario::RateLimitedRetryAfterLong
            | Scenario::RateLimited
            | Scenario::Status500
            | Scenario::Status502
            | Scenario::Status503
            | Scenario::Status529
            | Scenario::Status408
            | Scenario::Status401
            | Scenario::Status402
            | Scenario::Status402Quota
            | Scenario::Status403
            | Scenario::Status403Card
            | Scenario::Status404Model
            | Scenario::Status400
            | Scenario::ContextTooLong
            | Scenario::Status413
            | Scenario::FlatError
            | Scenario::HugeErrorBody
            | Scenario::EchoKeyInError
            | Scenario::HtmlPage
            | Scenario::Html200
            | Scenario::Redirect
            | Scenario::JsonWithoutChoices
            | Scenario::JsonError200
            | Scenario::StallHeaders
            | Scenario::ResetBefore => Self::sample(),
        }
    }
}

/// A text in pieces of so many characters in turn.
fn split(text: &str, sizes: &[usize]) -> Vec<Piece> {
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

/// The error chunk of a real gateway: what went wrong is JSON in a string inside it.
fn gateway_error() -> Piece {
    let inner = json!({
        "type": "error",
        "error": { "type": "overloaded_error", "message": "The provider is overloaded." },
    });
    Piece::Fields(json!({ "error": {
        "code": "error",
        "message": "Stream error occurred",
        "name": "AI_TypeValidationError",
        "value": { "error_type": "overloaded_error", "error_message": inner.to_string() },
    } }))
}

fn odd_finish() -> Play {
    let choice = |text: &str, reason: &str| {
        let delta = json!({ "content": text });
        Piece::Fields(json!({ "choices": [
            { "index": 0, "delta": delta, "finish_reason": reason },
        ] }))
    };
    let (first, second) = texts::SAMPLE.split_once(' ').unwrap_or_default();
    let pieces = vec![choice(first, ""), choice(" ", "null"), choice(second, "")];
    let play = Play::pieces(texts::SAMPLE, pieces);
    Play {
        ending: Ending::Finish("stop", Then::FinishAgain),
        ..play
    }
}

fn invalid_utf8() -> Play {
    let mut play = Play::sample();
    let middle = play.pieces.len() / 2;
    let event = b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\xff\xfe\"}}]}\n\n";
    play.pieces.insert(middle, Piece::Raw(event));
    play
}

fn refusal() -> Play {
    let pieces = ["I cannot ", "help with that."].map(|text| json!({ "refusal": text }));
    let play = Play::pieces("", pieces.into_iter().map(Piece::Delta).collect());
    Play {
        message: json!({ "refusal": "I cannot help with that." }),
        ..play
    }
}

/// First as the gateway names it, then as `DeepSeek` and others do.
fn reasoning() -> Play {
    let (first, second) = texts::REASONING.split_once(". ").unwrap_or_default();
    let mut pieces: Vec<Piece> = vec![
        Piece::Reasoning(first.to_owned()),
        Piece::Reasoning(". ".to_owned()),
    ];
    pieces.push(Piece::Delta(json!({ "reasoning_content": second })));
    pieces.extend(split(texts::SAMPLE, USUAL));
    let play = Play::pieces(texts::SAMPLE, pieces);
    Play {
        reasoning: texts::REASONING.to_owned(),
        message: json!({ "reasoning": texts::REASONING }),
        ..play
    }
}

fn tool_calls(with_index: bool) -> Play {
    let calls = [
        ("call_1", "get_weather", ["{\"city\":", " \"Zürich\"", "}"]),
        (
            "call_2",
            "get_time",
            ["{\"zone\"", ":\"Europe/", "Zurich\"}"],
        ),
    ];
    let mut pieces = Vec::new();
    let mut whole = Vec::new();
    for (index, (id, name, arguments)) in calls.into_iter().enumerate() {
        let delta = |mut call: Value| {
            if let (true, Some(fields)) = (with_index, call.as_object_mut()) {
                fields.insert("index".to_owned(), json!(index));
            }
            Piece::Delta(json!({ "tool_calls": [call] }))
        };
        let function = json!({ "name": name, "arguments": "" });
        pieces.push(delta(
            json!({ "id": id, "type": "function", "function": function }),
        ));
        for part in arguments {
            pieces.push(delta(json!({ "function": { "arguments": part } })));
        }
        let function = json!({ "name": name, "arguments": arguments.concat() });
        whole.push(json!({ "id": id, "type": "function", "function": function }));
    }
    let play = Play::pieces("", pieces).finish("tool_calls");
    Play {
        message: json!({ "tool_calls": whole }),
        ..play
    }
}

fn null_content() -> Play {
    let mut pieces = Vec::new();
    for piece in split(texts::SAMPLE, USUAL) {
        pieces.push(Piece::Delta(json!({ "content": null })));
        pieces.push(Piece::Delta(json!({ "role": "assistant" })));
        pieces.push(Piece::Fields(json!({ "choices": [{ "index": 0 }] })));
        pieces.push(piece);
    }
    Play::pieces(texts::SAMPLE, pieces)
}

fn content_parts() -> Play {
    let (first, second) = texts::SAMPLE.split_once(' ').unwrap_or_default();
    let part = |text: &str| Piece::Delta(json!({ "content": [{ "type": "text", "text": text }] }));
    Play::pieces(texts::SAMPLE, vec![part(first), part(" "), part(second)])
}

fn finish_with_text() -> Play {
    let mut play = Play::sample();
    if let Some(Piece::Text(last)) = play.pieces.pop() {
        play.last_text = Some(last);
    }
    play
}
