//! Which play each scenario is. A new scenario that streams needs an arm here and nothing else.

use serde_json::{Value, json};

use crate::chat::Chat;
use crate::play::{Container, Ending, Newline, Piece, Play, Split, Tempo, Then, USUAL, split};
use crate::scenario::Scenario;
use crate::texts;

/// The answer of a scenario to a question. Scenarios that refuse have none of their own: they
/// come here only when it is their turn to succeed.
pub(crate) fn play(scenario: Scenario, chat: &Chat, flood: usize) -> Play {
    match scenario {
        Scenario::Demo => Play::limited(&texts::demo::answer(&chat.questions()), chat),
        Scenario::Echo => Play::limited(chat.questions().last().copied().unwrap_or_default(), chat),
        Scenario::JsonInsteadOfSse => Play::contained(Container::Json),
        Scenario::SseAsJson => Play::contained(Container::SseAsJson),
        Scenario::UntilClose => Play::contained(Container::SseUntilClose),
        Scenario::GzipBody => Play::contained(Container::SseGzip),
        Scenario::ErrorInStream => {
            Play::ending(texts::PARTIAL, Ending::Failed).then(gateway_error())
        }
        Scenario::ErrorEvent => Play::ending(texts::PARTIAL, Ending::Failed).then(Piece::Raw(
            b"event: error\ndata: {\"error\":{\"message\":\"The provider is overloaded.\",\
              \"type\":\"overloaded_error\"}}\n\n",
        )),
        Scenario::BareError => Play::ending(texts::PARTIAL, Ending::Failed).then(Piece::Raw(
            b"{\"error\":{\"message\":\"The provider is overloaded.\",\
              \"type\":\"overloaded_error\"}}\n\n",
        )),
        Scenario::Stall => Play::ending(texts::PARTIAL, Ending::Silence),
        Scenario::KeepaliveStall => Play::ending(texts::PARTIAL, Ending::Heartbeats),
        Scenario::Slow => Play {
            tempo: Tempo::OneDeltaASecond,
            ..Play::sample()
        },
        Scenario::ResetMidEvent => {
            Play::ending(texts::PARTIAL, Ending::Reset).then(Piece::Half("never whole"))
        }
        Scenario::CutUtf8 => {
            Play::ending(texts::PARTIAL, Ending::Cut).then(Piece::HalfCharacter("größer 日"))
        }
        Scenario::CloseEarly => Play::ending(texts::PARTIAL, Ending::End),
        Scenario::MissingDone => Play::ending(texts::SAMPLE, Ending::Finish("stop", Then::End)),
        Scenario::DoneOpen => {
            Play::ending(texts::SAMPLE, Ending::Finish("stop", Then::DoneThenSilence))
        }
        Scenario::DataAfterDone => {
            Play::ending(texts::SAMPLE, Ending::Finish("stop", Then::DoneThenText))
        }
        Scenario::NoLastBlankLine => Play::ending(
            texts::SAMPLE,
            Ending::Finish("stop", Then::EndWithoutBlankLine),
        ),
        Scenario::OddFinish => odd_finish(),
        Scenario::Crlf => Play::framed(|framing| {
            framing.newline = Newline::CrLf;
            framing.split = Split::LastByte;
        }),
        Scenario::CrOnly => Play::framed(|framing| framing.newline = Newline::Cr),
        Scenario::MixedEndings => Play::framed(|framing| framing.newline = Newline::Mixed),
        Scenario::Bom => Play::framed(|framing| framing.bom = true),
        Scenario::Comments => Play::framed(|framing| {
            framing.between = b": keep-alive\n\nretry: 0\nid: 7\nmood: calm\nmood\n\n:\n\n";
        }),
        Scenario::NoSpace => Play::framed(|framing| framing.space = false),
        Scenario::MultiDataLines => Play::framed(|framing| framing.spread = true),
        Scenario::SplitUtf8 => Play::framed(|framing| framing.split = Split::Byte),
        Scenario::BadJsonLines => Play::framed(|framing| framing.between = b"data: ping\n\n"),
        Scenario::InvalidUtf8 => invalid_utf8(),
        Scenario::EndlessLine => Play::ending("", Ending::EndlessLine),
        Scenario::EmptyAnswer => Play::of(""),
        Scenario::Refusal => refusal(),
        Scenario::Reasoning => reasoning(),
        Scenario::ThinkTags => {
            let text = format!("<think>{}</think>{}", texts::REASONING, texts::SAMPLE);
            Play::pieces(&text, split(&text, USUAL))
        }
        Scenario::ToolCalls => tool_calls(true),
        Scenario::ToolCallsNoIndex => tool_calls(false),
        Scenario::UsageOwnChunk => Play {
            plain_usage: true,
            ..Play::sample()
        },
        Scenario::EmptyChoicesFirst => {
            Play::sample().after(Piece::Fields(json!({ "choices": [] })))
        }
        Scenario::NullContent => null_content(),
        Scenario::ContentParts => content_parts(),
        Scenario::FinishWithText => finish_with_text(),
        Scenario::Length => Play::of(texts::PARTIAL).finish("length"),
        Scenario::ContentFilter => Play::of(texts::PARTIAL).finish("content_filter"),
        Scenario::ContentFilterEmpty => Play::of("").finish("content_filter"),
        Scenario::DeltaFlood => {
            let text = texts::flood(flood);
            Play {
                tempo: Tempo::Volume,
                ..Play::pieces(&text, split(&text, &[1]))
            }
        }
        Scenario::Markdown200k => {
            let text = texts::markdown::document(texts::markdown::LENGTH);
            Play {
                tempo: Tempo::Volume,
                ..Play::pieces(&text, split(&text, &[24, 9, 40]))
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
        | Scenario::ResetBefore => Play::sample(),
    }
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
