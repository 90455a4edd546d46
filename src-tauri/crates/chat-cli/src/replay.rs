//! `gatehouse replay`: an answer again, from the bytes that came, without any network.

use crate::args::ReplayArgs;
use crate::output::{self, Closed, for_terminal};
use crate::report::{self, Ended};
use chat_core::failure::{Code, Failure};
use chat_core::ids::MessageId;
use chat_core::turn::Outcome;
use chat_core::wire::FinishReason;
use chat_engine::{Engine, Replay, ReplayFrom, TurnEvent};
use serde::Serialize;

/// The same lines as of `ask --json`, as far as they say something here.
#[derive(Serialize)]
#[serde(
    tag = "type",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
enum Line<'a> {
    Start {
        turn: &'a str,
        model: Option<&'a str>,
        connection: Option<&'a str>,
    },
    Text {
        text: &'a str,
    },
    Reasoning {
        text: &'a str,
    },
    ToolCall {
        id: &'a str,
        name: &'a str,
        arguments: &'a str,
    },
    Finish {
        /// None where it broke off.
        reason: Option<FinishReason>,
        /// What it broke off with.
        code: Option<Code>,
        /// The same in words.
        message: Option<&'a str>,
        /// Whether it came to the text, or the failure, that is stored.
        same: bool,
    },
}

pub(crate) async fn run(engine: &Engine, args: ReplayArgs, json: bool) -> Result<Ended, Failure> {
    // An id has neither dots nor slashes.
    let id = args
        .from
        .to_str()
        .filter(|from| MessageId::parse(from).is_ok());
    let from = match id.map(str::to_owned) {
        Some(id) if !args.from.is_file() => ReplayFrom::Id(id),
        Some(_) | None => ReplayFrom::File(args.from),
    };
    let replay = engine.replay(from).await?;
    if let Some(path) = args.save {
        replay.save(path.clone(), args.redact, false).await?;
        let named = path.display().to_string();
        output::note(&for_terminal(&format!(
            "{named} holds the question, what went with it, and the answer: look at it before you give it to anybody."
        )));
        return Ok(report::written(&named, json));
    }
    let speed = (!args.instant).then_some(args.speed);
    play(&replay, speed, json).await
}

async fn play(replay: &Replay, speed: Option<f64>, json: bool) -> Result<Ended, Failure> {
    if json {
        let line = Line::Start {
            turn: &replay.turn,
            model: replay.model.as_deref(),
            connection: replay.connection.as_deref(),
        };
        if output::json(&line).is_err() {
            return Ok(Ended::Closed);
        }
    }
    let (mut closed, mut shown, mut ends_line) = (false, false, false);
    let ended = replay.play(speed, |event| {
        if let TurnEvent::Text(text) = event {
            shown = true;
            ends_line = text.ends_with('\n');
        }
        closed = print(event, json).is_err();
        !closed
    });
    let ended = ended.await?;
    if closed {
        return Ok(Ended::Closed);
    }
    if json {
        let failure = ended
            .outcome
            .as_ref()
            .and_then(|outcome| outcome.failure.as_ref());
        let line = Line::Finish {
            reason: ended
                .outcome
                .as_ref()
                .and_then(|outcome: &Outcome| outcome.finish),
            code: failure.map(|failure| failure.code),
            message: failure.map(|failure| failure.message.as_str()),
            same: ended.same,
        };
        if output::json(&line).is_err() {
            return Ok(Ended::Closed);
        }
    } else if shown && !ends_line && output::text("\n").is_err() {
        return Ok(Ended::Closed);
    }
    if ended.same {
        if let Some(failure) = ended.failure.filter(|_| !json) {
            let said = format!("It failed: {}", failure.message);
            output::note(&for_terminal(&said));
        }
        return Ok(Ended::Done);
    }
    let why = if replay.cut {
        "only its beginning was kept"
    } else {
        "it was made by another version, or the history was changed"
    };
    if json {
        return Ok(Ended::Failed(Code::Internal));
    }
    Ok(report::failure(
        &Failure::new(
            Code::Internal,
            format!("This is not what is stored: {why}."),
        )
        .with_action("What is stored stays; see gatehouse history show."),
        json,
    ))
}

fn print(event: &TurnEvent, json: bool) -> Result<(), Closed> {
    match event {
        TurnEvent::Text(text) if json => output::json(&Line::Text { text }),
        TurnEvent::Text(text) if output::is_terminal() => output::text(&for_terminal(text)),
        TurnEvent::Text(text) => output::text(text),
        TurnEvent::Reasoning(text) if json => output::json(&Line::Reasoning { text }),
        TurnEvent::ToolCall {
            id,
            name,
            arguments,
        } if json => output::json(&Line::ToolCall {
            id,
            name,
            arguments,
        }),
        TurnEvent::Reasoning(_)
        | TurnEvent::ToolCall { .. }
        | TurnEvent::Waiting { .. }
        | TurnEvent::Note(_)
        | TurnEvent::Ended(_) => Ok(()),
    }
}
