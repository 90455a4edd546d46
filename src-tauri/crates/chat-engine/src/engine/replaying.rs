//! Playing an answer again from the bytes that came, and writing them to a file for a report.

use super::{Engine, internal};
use crate::driver::TurnEvent;
use crate::io_words;
use crate::journal::{self, Played, Recorded, Report, ReportError};
use crate::store::{KeptAnswer, StoreError};
use chat_core::failure::{Code, Failure};
use chat_core::turn::{Outcome, Output};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::mpsc;

/// How many pieces may wait to be shown.
const AHEAD: usize = 64;

/// Where an answer to play comes from.
#[derive(Debug, Clone)]
pub enum ReplayFrom {
    /// The id of a turn, of an answer, or of a conversation, which means its last answer; of the
    /// latter the beginning will do.
    Id(String),
    /// A file that [`Replay::save`] wrote.
    File(PathBuf),
}

/// An answer that can be played.
#[derive(Debug)]
pub struct Replay {
    /// The answer's turn.
    pub turn: String,
    /// The model that served it, else the one asked.
    pub model: Option<String>,
    /// The connection that it went through.
    pub connection: Option<String>,
    /// Whether more came than is kept.
    pub cut: bool,
    recorded: Recorded,
    /// What the history holds of it.
    stored: Stored,
    /// The person's own keys, as far as this process knows any without asking.
    secrets: Vec<secrecy::SecretString>,
}

#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) text: String,
    pub(crate) reasoning: String,
    pub(crate) state: String,
    /// What it failed with.
    pub(crate) code: Option<Code>,
}

/// How a replay ended.
#[derive(Debug)]
pub struct ReplayEnd {
    /// Whether it came to the stored text, byte for byte; of a refusal, to the same failure.
    pub same: bool,
    /// How the answer ended.
    pub outcome: Option<Outcome>,
    /// What it failed with, where its bytes say so and the history does, too.
    pub failure: Option<Failure>,
}

impl Engine {
    /// An answer to play.
    ///
    /// # Errors
    /// Where it is not there, or its bytes are not kept.
    pub async fn replay(&self, from: ReplayFrom) -> Result<Replay, Failure> {
        let secrets = self.inner.config.environment.secrets();
        match from {
            ReplayFrom::Id(id) => {
                let store = self.store_to_read().await?;
                let mut kept = store.kept_answer(id.clone()).await;
                if let Err(StoreError::NotFound(what)) = kept {
                    let whole = self.one_of(&id, false, what).await?;
                    kept = store.kept_answer(whole.into()).await;
                    if matches!(kept, Err(StoreError::NotFound(_))) {
                        return Err(not_kept());
                    }
                }
                of_kept(kept.map_err(|error| error.failure())?, secrets)
            }
            ReplayFrom::File(path) => {
                let from = path.clone();
                let read = tokio::task::spawn_blocking(move || Report::read(&from));
                let report = read.await.map_err(|_| internal())?;
                let report = report.map_err(|error| unread(&path, &error))?;
                let (recorded, stored) = report.parts().map_err(|error| unread(&path, &error))?;
                Ok(Replay {
                    turn: report.turn,
                    model: report.model,
                    connection: report.connection,
                    cut: recorded.cut,
                    recorded,
                    stored,
                    secrets,
                })
            }
        }
    }
}

fn not_kept() -> Failure {
    Failure::new(
        Code::ConfigInvalid,
        "The bytes of that answer are not kept: nothing came from a server, it is too old or from elsewhere (an archive, a copy), or the journal was off.",
    )
    .with_action("How much is kept is said by gatehouse settings: journal.megabytes and journal.days.")
}

fn of_kept(kept: KeptAnswer, secrets: Vec<secrecy::SecretString>) -> Result<Replay, Failure> {
    let recorded = kept.recorded.ok_or_else(not_kept)?;
    Ok(Replay {
        turn: kept.turn.to_string(),
        model: kept.model,
        connection: kept.connection,
        cut: recorded.cut,
        recorded,
        stored: Stored {
            text: kept.text,
            reasoning: kept.reasoning,
            state: kept.state.as_str().to_owned(),
            code: kept.code,
        },
        secrets,
    })
}

impl Replay {
    /// Plays it: `speed` times as fast as it came, or without any wait. `show` gets every event
    /// but the last; false from it stops.
    ///
    /// # Errors
    /// Where its bytes are damaged.
    pub async fn play(
        &self,
        speed: Option<f64>,
        mut show: impl FnMut(&TurnEvent) -> bool,
    ) -> Result<ReplayEnd, Failure> {
        let (give, mut pieces) = mpsc::channel::<(u32, TurnEvent)>(AHEAD);
        let recorded = self.recorded.clone();
        let model = self.model.clone().unwrap_or_default();
        let playing = tokio::task::spawn_blocking(move || {
            journal::play(&recorded, &model, |ms, output| match event(output) {
                Some(event) => give.blocking_send((ms, event)).is_ok(),
                None => true,
            })
        });
        let begun = tokio::time::Instant::now();
        while let Some((ms, event)) = pieces.recv().await {
            if let Some(speed) = speed.filter(|speed| *speed > 0.0) {
                let after = Duration::from_secs_f64(f64::from(ms) / 1_000.0 / speed);
                tokio::time::sleep_until(begun + after).await;
            }
            if !show(&event) {
                break;
            }
        }
        drop(pieces);
        let played = playing.await.map_err(|_| internal())?;
        let Played {
            text,
            reasoning,
            outcome,
        } = played.map_err(|_| damaged())?;
        let same_text = text == self.stored.text && reasoning == self.stored.reasoning;
        let failure = outcome
            .as_ref()
            .and_then(|outcome| outcome.failure.clone())
            .filter(|failure| Some(failure.code) == self.stored.code);
        Ok(ReplayEnd {
            // How a stream came to be without its end, by Stop or by silence, is not in its bytes.
            same: same_text && (failure.is_some() || !self.recorded.is_refusal()),
            failure,
            outcome,
        })
    }

    /// Writes it to a file of its own, for a report. What looks like a key in it, or is one of
    /// this process's own, is told, and nothing is written; with `redact` it becomes `***`. A file
    /// that is there stays, unless `replace`.
    ///
    /// # Errors
    /// Where something is found, or the file is there or cannot be written.
    pub async fn save(&self, path: PathBuf, redact: bool, replace: bool) -> Result<(), Failure> {
        let report = Report::of(
            self.recorded.clone(),
            &self.turn,
            self.stored.clone(),
            [self.model.clone(), self.connection.clone()],
        );
        let secrets = self.secrets.clone();
        let to = path.clone();
        let written = tokio::task::spawn_blocking(move || {
            let mut report = report.map_err(|_| ReportError::Damaged)?;
            let found = report.redact(&secrets);
            if !found.is_empty() && !redact {
                return Ok(found);
            }
            report.write(&to, replace)?;
            Ok::<_, ReportError>(Vec::new())
        });
        let found = written.await.map_err(|_| internal())?;
        let found = found.map_err(|error| unwritten(&path, &error))?;
        if found.is_empty() {
            return Ok(());
        }
        Err(Failure::new(
            Code::ConfigInvalid,
            format!("It was not written, as it holds {}.", found.join(", ")),
        )
        .with_action("Look at it yourself, or have that replaced by ***.")
        .with_command("Say --redact to write it with *** in that place."))
    }
}

fn event(output: &Output) -> Option<TurnEvent> {
    match output {
        Output::Text(text) => Some(TurnEvent::Text(text.clone())),
        Output::Reasoning(text) => Some(TurnEvent::Reasoning(text.clone())),
        Output::ToolCall {
            id,
            name,
            arguments,
        } => Some(TurnEvent::ToolCall {
            id: id.clone(),
            name: name.clone(),
            arguments: arguments.clone(),
        }),
        Output::Waiting { .. } | Output::Note(_) | Output::Usage { .. } => None,
    }
}

fn damaged() -> Failure {
    Failure::new(Code::Storage, "The kept bytes of that answer are damaged.")
        .with_action("Play another one; the answer itself is in the history.")
}

fn unread(path: &Path, error: &ReportError) -> Failure {
    let file = path.display();
    let (sentence, action) = match error {
        ReportError::Io(error) => (
            format!("{file} cannot be read ({}).", io_words::said(error)),
            "Check the path and that you may read it.",
        ),
        ReportError::Foreign | ReportError::Damaged | ReportError::TooLarge => (
            format!("{file} is no recorded answer."),
            "Give a file that gatehouse replay --save wrote.",
        ),
        ReportError::Newer => (
            format!("{file} was written by a newer version of Gatehouse."),
            "Update Gatehouse, then play it.",
        ),
    };
    Failure::new(Code::ConfigInvalid, sentence).with_action(action)
}

fn unwritten(path: &Path, error: &ReportError) -> Failure {
    match error {
        ReportError::Io(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Failure::new(
                Code::ConfigInvalid,
                format!("{} is there already.", path.display()),
            )
            .with_action("Choose another name.")
        }
        ReportError::Io(error) => Failure::new(
            Code::Storage,
            format!(
                "{} could not be written ({}).",
                path.display(),
                io_words::said(error)
            ),
        )
        .with_action("Choose a place that can be written to."),
        ReportError::Foreign
        | ReportError::Damaged
        | ReportError::TooLarge
        | ReportError::Newer => damaged(),
    }
}
