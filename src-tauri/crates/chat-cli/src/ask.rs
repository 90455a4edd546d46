//! `gatehouse ask`: one question, its answer streamed as text or as JSON lines.

use crate::args::AskArgs;
use crate::files;
use crate::output::{self, Closed};
use crate::prompt;
use crate::report::{self, AttemptRow, Ended, PictureRow, attempt_rows, picture_rows};
use crate::stop::Stop;
use chat_core::cache::age_words;
use chat_core::connection::{Builtin, DEMO_NOTE};
use chat_core::failure::Failure;
use chat_core::fallback::Alternative;
use chat_core::ids::TurnId;
use chat_core::receipt::Receipt;
use chat_core::request::Reasoning;
use chat_core::turn::Outcome;
use chat_core::usage::Usage;
use chat_core::wire::{CostView, FinishReason, StartedTurn, WaitReason};
use chat_engine::{Ask, Engine, Face, Onto, TurnEvent, cost_view};
use futures::StreamExt;
use serde::Serialize;
use std::time::Duration;

/// How long a stopped run waits for somebody to read the rest.
const PRINT_WITHIN: Duration = Duration::from_secs(5);

#[derive(Serialize)]
#[serde(
    tag = "type",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
enum Line<'a> {
    Start {
        conversation: Option<&'a str>,
        message: &'a str,
        turn: &'a str,
        connection: &'a str,
        model: &'a str,
    },
    Waiting {
        reason: WaitReason,
        until_ms: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<&'a str>,
    },
    Reasoning {
        text: &'a str,
    },
    Text {
        text: &'a str,
    },
    ToolCall {
        id: &'a str,
        name: &'a str,
        arguments: &'a str,
    },
    Finish {
        reason: FinishReason,
        model: &'a str,
        provider: Option<&'a str>,
        usage: Option<Usage>,
        cost: Option<CostView>,
        first_token_ms: Option<u64>,
        total_ms: u64,
        cached: bool,
        #[serde(flatten)]
        receipt: Box<Receipt>,
        generation_id: Option<&'a str>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pictures: Vec<PictureRow>,
        attempts: Vec<AttemptRow>,
    },
}

pub(crate) async fn run(engine: &Engine, args: AskArgs, json: bool) -> Ended {
    let named = args.connection.is_some();
    let save = !args.no_save;
    let mut stop = Stop::listen();
    let asked = tokio::select! {
        biased;
        () = stop.requested() => return Ended::Stopped,
        asked = begin(engine, args) => asked,
    };
    let (started, events) = match asked {
        Ok(asked) => asked,
        Err(failure) => return report::failure(&failure, json),
    };
    if started.connection == Builtin::Demo.name() && !named {
        output::note(DEMO_NOTE);
    }
    let mut answer = Answer {
        json,
        started,
        saved: save,
        ends_line: true,
        is_empty: true,
    };
    if json && answer.start().is_err() {
        engine.cancel_turn(&answer.started.turn_id);
    }
    // Apart from the printing, which may block on a reader that does not read.
    let stopping = tokio::spawn(end_when_told(
        engine.clone(),
        answer.started.turn_id.clone(),
        stop,
    ));
    let ended = answer.follow(engine, events).await;
    stopping.abort();
    ended
}

type Events = futures::stream::BoxStream<'static, TurnEvent>;

async fn begin(engine: &Engine, args: AskArgs) -> Result<(StartedTurn, Events), Failure> {
    let turn = TurnId::parse(&new_turn()).map_err(|_| report::internal("No id could be made."))?;
    let onto = match (&args.conversation, args.continue_last) {
        (Some(id), _) => Onto::Conversation(engine.typed_conversation(id).await?),
        (None, true) => engine
            .last_conversation()
            .await?
            .map_or(Onto::Nothing, Onto::Conversation),
        (None, false) => Onto::Nothing,
    };
    // What is wrong with the arguments is said without waiting for standard input.
    let reasoning = args.reasoning.as_deref().map(Reasoning::parse);
    let fallback = args.fallback.as_deref().map(Alternative::parse_order);
    let ask = Ask {
        files: files::attached(args.attach).await?,
        stop: args.stop,
        seed: args.seed,
        reasoning: reasoning.transpose()?,
        schema: files::schema(args.schema).await?,
        onto,
        connection: args.connection,
        model: args.model,
        preset: args.preset,
        system: args.system,
        max_tokens: args.max_tokens,
        leave_out: args.leave_out,
        temperature: args.temperature,
        stream: !args.no_stream,
        save: !args.no_save,
        cache: !args.no_cache,
        fallback: fallback.transpose()?,
        wait: !args.no_wait,
        ..Ask::new(turn, prompt::read(args.prompt).await?)
    };
    let asked = engine.ask(Face::Cli, ask).await?;
    for note in &asked.notes {
        output::note(&output::for_terminal(note));
    }
    let events = asked
        .events
        .ok_or_else(|| report::internal("The turn was asked before."))?;
    Ok((asked.started, events))
}

fn now_ms() -> i64 {
    use chat_engine::clock::{Clock, SystemClock};
    SystemClock::new().now_ms()
}

fn new_turn() -> String {
    chat_engine::new_turn_id().to_string()
}

/// The first stop ends the turn. Whoever then still waits to print has five seconds, or until the
/// second stop.
async fn end_when_told(engine: Engine, turn: TurnId, mut stop: Stop) {
    stop.requested().await;
    engine.cancel_turn(&turn);
    tokio::select! {
        () = stop.requested() => {}
        () = tokio::time::sleep(PRINT_WITHIN) => {}
    }
    std::process::exit(i32::from(Ended::STOPPED_STATUS));
}

struct Answer {
    json: bool,
    started: StartedTurn,
    saved: bool,
    ends_line: bool,
    is_empty: bool,
}

impl Answer {
    fn start(&self) -> Result<(), Closed> {
        let StartedTurn {
            turn_id,
            conversation,
            message,
            connection,
            model,
            question: _,
            shown: _,
        } = &self.started;
        output::json(&Line::Start {
            conversation: self.saved.then(|| conversation.as_str()),
            message: message.as_str(),
            turn: turn_id.as_str(),
            connection,
            model,
        })
    }

    /// Prints until the end. A closed output ends the turn first, so that its text is kept.
    async fn follow(&mut self, engine: &Engine, mut events: Events) -> Ended {
        let mut closed = false;
        let gone = output::reader_gone();
        tokio::pin!(gone);
        loop {
            let event = tokio::select! {
                biased;
                event = events.next() => event,
                // Nothing may come for minutes: a reader that left is noticed all the same.
                () = &mut gone, if !closed => {
                    closed = true;
                    engine.cancel_turn(&self.started.turn_id);
                    continue;
                }
            };
            match event {
                Some(TurnEvent::Ended(outcome)) if closed => {
                    drop(outcome);
                    return Ended::Closed;
                }
                Some(TurnEvent::Ended(outcome)) => return self.end(&outcome),
                Some(_) if closed => {}
                Some(event) => {
                    if self.print(&event).is_err() {
                        closed = true;
                        engine.cancel_turn(&self.started.turn_id);
                    }
                }
                None => {
                    return report::failure(
                        &report::internal("The turn ended without a word."),
                        self.json,
                    );
                }
            }
        }
    }

    fn print(&mut self, event: &TurnEvent) -> Result<(), Closed> {
        match event {
            TurnEvent::Text(text) => {
                self.is_empty = false;
                self.ends_line = text.ends_with('\n');
                if self.json {
                    output::json(&Line::Text { text })
                } else if output::is_terminal() {
                    output::text(&output::for_terminal(text))
                } else {
                    output::text(text)
                }
            }
            TurnEvent::Reasoning(text) if self.json => output::json(&Line::Reasoning { text }),
            TurnEvent::ToolCall {
                id,
                name,
                arguments,
            } if self.json => output::json(&Line::ToolCall {
                id,
                name,
                arguments,
            }),
            TurnEvent::Waiting { reason, until_ms } if self.json => output::json(&Line::Waiting {
                reason: *reason,
                until_ms: *until_ms,
                note: None,
            }),
            TurnEvent::Note(note) if self.json => output::json(&Line::Waiting {
                reason: WaitReason::Retry,
                until_ms: None,
                note: Some(note),
            }),
            TurnEvent::Note(note) => {
                output::note(&output::for_terminal(note));
                Ok(())
            }
            TurnEvent::ToolCall {
                name, arguments, ..
            } => {
                let call = format!(
                    "The model asks for the tool {name}({arguments}); gatehouse runs no tools."
                );
                output::note(&output::for_terminal(&call));
                Ok(())
            }
            TurnEvent::Waiting { reason, .. } => {
                output::note(match reason {
                    WaitReason::Limiter => "Your own pace limit: waiting for a place …",
                    WaitReason::Retry => "That failed; trying again …",
                    WaitReason::Signin => "Renewing the sign-in …",
                    WaitReason::Still => "Still waiting …",
                });
                Ok(())
            }
            TurnEvent::Reasoning(_) | TurnEvent::Ended(_) => Ok(()),
        }
    }

    fn end(&mut self, outcome: &Outcome) -> Ended {
        if !self.json && !self.ends_line && output::text("\n").is_err() {
            return Ended::Closed;
        }
        let Some(reason) = outcome.finish else {
            let failure = outcome
                .failure
                .clone()
                .unwrap_or_else(|| report::internal("The turn failed."));
            return report::failed_turn(
                &failure,
                outcome.partial,
                attempt_rows(outcome),
                self.json,
            );
        };
        if self.json {
            let line = Line::Finish {
                reason,
                model: outcome
                    .model
                    .as_deref()
                    .or_else(|| Some(outcome.targets.last()?.model.as_str()))
                    .unwrap_or(&self.started.model),
                provider: outcome.provider.as_deref(),
                usage: outcome.usage,
                cost: outcome.cost.map(cost_view),
                first_token_ms: outcome.first_token_ms,
                total_ms: outcome.total_ms,
                cached: outcome.cached.is_some(),
                receipt: Box::new(Receipt::of(outcome)),
                generation_id: outcome.generation_id.as_deref(),
                pictures: picture_rows(&outcome.pictures),
                attempts: attempt_rows(outcome),
            };
            if output::json(&line).is_err() {
                return Ended::Closed;
            }
        }
        if let Some(kept) = outcome.cached.filter(|_| !self.json) {
            let now = now_ms();
            output::note(&format!(
                "Answered from cache {}; --no-cache asks again.",
                age_words(kept.kept_at_ms, now)
            ));
        }
        if !self.json && outcome.left_out > 0 {
            output::note(&format!(
                "Left out of what was sent: the oldest turns, {} of them.",
                outcome.left_out
            ));
        }
        if !outcome.pictures.is_empty() {
            self.is_empty = false;
            let (count, kept) = (outcome.pictures.len(), self.saved);
            let kept = if kept { ", kept in the history" } else { "" };
            output::note(&format!("Pictures in the answer: {count}{kept}."));
        }
        self.remark(reason);
        match reason {
            FinishReason::Cancelled => Ended::Stopped,
            FinishReason::Stop
            | FinishReason::Length
            | FinishReason::ContentFilter
            | FinishReason::ToolCalls => Ended::Done,
        }
    }

    fn remark(&self, reason: FinishReason) {
        match reason {
            FinishReason::Length if self.saved => {
                output::note(
                    "Cut off at the token limit. Go on with: gatehouse ask --continue \"Go on.\"",
                );
            }
            FinishReason::Length => output::note("Cut off at the token limit."),
            FinishReason::ContentFilter => output::note("Cut off by a content filter."),
            FinishReason::Stop if self.is_empty => output::note("The answer is empty."),
            FinishReason::ToolCalls if self.is_empty => output::note("The answer holds no text."),
            FinishReason::Stop | FinishReason::ToolCalls | FinishReason::Cancelled => {}
        }
    }
}
