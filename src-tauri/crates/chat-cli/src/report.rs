//! How a run ends: exit status, and the one sentence and action of a failure.

use crate::output;
use chat_core::dialect::Picture;
use chat_core::failure::{Code, Failure};
use chat_core::turn::Outcome;
use chat_core::wire::AttemptView;
use clap::error::{ContextKind, ErrorKind};
use serde::Serialize;
use std::process::ExitCode;

/// How a run ended (DESIGN §5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Everything asked for was done.
    Done,
    /// It failed.
    Failed(Code),
    /// The person stopped it.
    Stopped,
    /// Standard output was closed.
    Closed,
}

impl Ended {
    /// Exit status of a run that was stopped.
    pub(crate) const STOPPED_STATUS: u8 = 130;

    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::Failed(code) => code.exit_status(),
            Self::Stopped => Self::STOPPED_STATUS,
            Self::Closed => 1,
        })
    }
}

impl From<Result<(), output::Closed>> for Ended {
    fn from(printed: Result<(), output::Closed>) -> Self {
        match printed {
            Ok(()) => Self::Done,
            Err(output::Closed) => Self::Closed,
        }
    }
}

/// One attempt, in JSON. What it went to is said where that was not always the same.
#[derive(Debug, Serialize)]
pub(crate) struct AttemptRow {
    status: Option<u16>,
    code: Option<Code>,
    ms: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    connection: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
}

pub(crate) fn attempt_rows(outcome: &Outcome) -> Vec<AttemptRow> {
    let several = outcome.targets.len() > 1;
    let row = |attempt: AttemptView| AttemptRow {
        status: attempt.status,
        code: attempt.code,
        ms: attempt.ms,
        connection: attempt.connection.filter(|_| several),
        model: attempt.model.filter(|_| several),
    };
    AttemptView::all(outcome).into_iter().map(row).collect()
}

/// A picture in an answer, in JSON: not its bytes, but how many there are.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PictureRow {
    pub(crate) media_type: &'static str,
    pub(crate) bytes: u64,
    /// Where it was written to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<String>,
}

pub(crate) fn picture_rows(pictures: &[Picture]) -> Vec<PictureRow> {
    pictures
        .iter()
        .filter_map(|picture| {
            Some(PictureRow {
                media_type: picture.kind.media_type(),
                bytes: u64::try_from(picture.bytes()?.len()).ok()?,
                file: None,
            })
        })
        .collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorLine<'a> {
    r#type: &'static str,
    code: Code,
    message: &'a str,
    action: Option<&'a str>,
    status: Option<u16>,
    retry_after_ms: Option<u64>,
    request_id: Option<&'a str>,
    partial: bool,
    attempts: Vec<AttemptRow>,
}

/// Says a failure of something that had not begun.
pub(crate) fn failure(failure: &Failure, json: bool) -> Ended {
    failed_turn(failure, false, Vec::new(), json)
}

/// Says a failure that ended a turn.
pub(crate) fn failed_turn(
    failure: &Failure,
    partial: bool,
    attempts: Vec<AttemptRow>,
    json: bool,
) -> Ended {
    if json {
        let line = ErrorLine {
            r#type: "error",
            code: failure.code,
            message: &failure.message,
            action: failure.typed_action(),
            status: failure.status,
            retry_after_ms: failure.retry_after_ms,
            request_id: failure.request_id.as_deref(),
            partial,
            attempts,
        };
        if output::json(&line).is_err() {
            return Ended::Closed;
        }
    } else {
        output::note(&output::for_terminal(&format!(
            "gatehouse: {}",
            failure.message
        )));
        if let Some(action) = failure.typed_action() {
            output::note(&output::for_terminal(&format!("  {action}")));
        }
        if let Some(id) = &failure.request_id {
            output::note(&output::for_terminal(&format!("  Request id: {id}")));
        }
    }
    Ended::Failed(failure.code)
}

/// Says what is wrong with the arguments, or shows the help that was asked for.
pub(crate) fn usage(error: &clap::Error, json: bool) -> ExitCode {
    if !error.use_stderr() {
        return match output::text(&error.render().to_string()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(output::Closed) => Ended::Closed.code(),
        };
    }
    if let Some(wrong) = several_words(error) {
        return failure(&wrong, json).code();
    }
    let rendered = error.render().to_string();
    if json {
        return failure(&wrong_usage(&rendered), true).code();
    }
    output::note(&output::for_terminal(rendered.trim_end()));
    Ended::Failed(Code::ConfigInvalid).code()
}

/// The sentence of clap's that its first paragraph is, and the help of the verb that was typed.
fn wrong_usage(rendered: &str) -> Failure {
    let first = rendered.lines().take_while(|line| !line.is_empty());
    let said = first.map(str::trim).collect::<Vec<_>>().join(" ");
    let said = said.strip_prefix("error: ").unwrap_or(&said);
    let usage = rendered
        .lines()
        .find_map(|line| line.strip_prefix("Usage: "));
    let verbs = usage.unwrap_or("gatehouse").split(' ');
    let verbs: Vec<_> = verbs
        .take_while(|word| !word.starts_with(['<', '[', '-']))
        .collect();
    Failure::new(Code::ConfigInvalid, format!("Wrong usage: {said}"))
        .with_action(format!("See {} --help.", verbs.join(" ")))
}

/// A question of several words without quotes; the shell made an argument of each.
fn several_words(error: &clap::Error) -> Option<Failure> {
    let told = |kind| error.get(kind).map(ToString::to_string);
    let word = told(ContextKind::InvalidArg)?;
    let is_ask = told(ContextKind::Usage)?.contains("gatehouse ask");
    let surplus = error.kind() == ErrorKind::UnknownArgument && !word.starts_with('-');
    (surplus && is_ask).then(|| {
        Failure::new(
            Code::ConfigInvalid,
            "A question of several words wants quotes around it.",
        )
        .with_action("For example: gatehouse ask \"What is 2+2?\"")
    })
}

/// Tells a program which file was written; a person was told on standard error.
pub(crate) fn written(file: &str, json: bool) -> Ended {
    if json {
        return output::json(&serde_json::json!({ "file": file })).into();
    }
    Ended::Done
}

/// A fault of the program itself.
pub(crate) fn internal(message: &str) -> Failure {
    Failure::new(Code::Internal, message).with_action("Start gatehouse again.")
}
