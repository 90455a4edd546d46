//! The tap: what comes over the wire goes into the replay journal, too. It never holds an answer up
//! and never makes it fail.

use super::Run;
use super::said::Refused;
use crate::journal::{Frames, Head, Headers, Limits, Recorded, Recorder};
use crate::store::Store;
use crate::transport::Response;
use chat_core::failure::Code;
use chat_core::ids::TurnId;
use chat_core::secret_text::holds_known;
use chat_core::turn::Outcome;
use secrecy::{ExposeSecret, SecretString};
use std::io;
use std::sync::Arc;

/// How much is looked through for secrets at a time, in bytes; what precedes it is looked at again,
/// as far as a secret could reach.
const LOOK: usize = 1024 * 1024;

/// The last reply of a turn as it came.
#[derive(Debug, Default)]
pub(super) struct Journal {
    attempt: u32,
    recorder: Option<Box<Recorder>>,
    done: Option<Recorded>,
    /// What the reply means, where it is no answer.
    refused: Option<Code>,
}

impl Journal {
    /// The next request is sent; what came of the one before is not what the turn ends with.
    pub(super) fn next(&mut self) {
        *self = Self {
            attempt: self.attempt.saturating_add(1),
            ..Self::default()
        };
    }

    pub(super) fn push(&mut self, now: u64, bytes: &[u8]) {
        if let Some(recorder) = &mut self.recorder
            && let Err(error) = recorder.push(now, bytes)
        {
            untold(&error);
            self.recorder = None;
        }
    }

    pub(super) fn finish(&mut self, whole: bool) {
        match self.recorder.take().map(|recorder| recorder.finish(whole)) {
            Some(Ok(recorded)) => self.done = Some(recorded),
            Some(Err(error)) => untold(&error),
            None => {}
        }
    }
}

impl Run {
    /// Begins to record an answer, if it is kept at all.
    pub(super) fn record(&mut self, response: &Response) {
        let at_ms = self.around.clock.now_ms();
        let kind = response.header("content-type");
        self.start(at_ms, response.status, kind, Headers::new());
    }

    /// Records a reply that is no answer, if it is kept at all.
    pub(super) fn record_refused(&mut self, refused: &Refused) {
        let headers = refused.headers.clone();
        let kind = headers.get("content-type").cloned();
        self.start(refused.at_ms, refused.status, kind.as_deref(), headers);
        let now = self.around.clock.monotonic_ms();
        self.journal.push(now, &refused.body.bytes);
        self.journal.finish(refused.body.whole);
        self.journal.refused = Some(refused.failure.code);
    }

    fn start(&mut self, at_ms: i64, status: u16, content_type: Option<&str>, headers: Headers) {
        if self.job.journal.is_none() {
            return;
        }
        let leg = &self.job.leg;
        let started = Recorder::start(Head {
            attempt: self.journal.attempt.max(1),
            at_ms,
            began: self.around.clock.monotonic_ms(),
            dialect: leg.dialect,
            upstream: &leg.plan.upstream,
            status,
            content_type,
            headers,
            request: Some(&leg.request),
        });
        match started {
            Ok(recorder) => self.journal.recorder = Some(Box::new(recorder)),
            Err(error) => untold(&error),
        }
    }

    /// What was recorded of a turn that ended so, to be kept once the end is.
    pub(super) fn tape(&mut self, outcome: &Outcome) -> Option<Arc<Tape>> {
        self.journal.finish(false);
        let limits = self.job.journal?;
        let recorded = self.journal.done.take()?;
        let ended_with = outcome.failure.as_ref().map(|failure| failure.code);
        // What a refusal was followed by, such as Stop or a limit of our own, is not in its bytes.
        if self.journal.refused.is_some() && self.journal.refused != ended_with {
            return None;
        }
        let secrets = self.job.leg.request.secrets().chain(&self.secrets).cloned();
        Some(Arc::new(Tape {
            turn: self.live.started.turn_id.clone(),
            secrets: secrets.collect(),
            recorded,
            limits,
        }))
    }
}

/// The last reply of a turn, not yet in the store.
#[derive(Debug)]
pub(crate) struct Tape {
    turn: TurnId,
    recorded: Recorded,
    /// What was sent with it.
    secrets: Vec<SecretString>,
    limits: Limits,
}

impl Tape {
    /// How much it takes, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.recorded.bytes()
    }

    /// Puts it into the store. A reply that repeats a key that was sent is not kept: its bytes are as
    /// they came.
    pub(crate) async fn keep(self: &Arc<Self>, store: &Store, now_ms: i64) {
        let tape = Arc::clone(self);
        let looked = tokio::task::spawn_blocking(move || {
            let repeats = repeats(&tape.recorded, &tape.secrets).unwrap_or(true);
            (!repeats).then(|| tape.recorded.clone())
        });
        let Ok(Some(clean)) = looked.await else {
            return;
        };
        let kept = store.keep_journal(&self.turn, clean, self.limits, now_ms);
        if let Err(error) = kept.await {
            tracing::warn!(
                code = error.failure().code.as_str(),
                "an answer is not kept for replay"
            );
        }
    }
}

/// Whether a secret stands in a reply or its request, in any of its forms.
fn repeats(recorded: &Recorded, secrets: &[SecretString]) -> io::Result<bool> {
    if secrets.is_empty() {
        return Ok(false);
    }
    let request = crate::journal::unpacked(recorded).unwrap_or_default();
    let headers = recorded.headers.values().map(String::as_str);
    let texts: Vec<&str> = headers.chain([request.as_str()]).collect();
    if texts.iter().any(|text| holds(text.as_bytes(), secrets)) {
        return Ok(true);
    }
    // In base64 a secret is a third longer, escaped six times.
    let reach = secrets
        .iter()
        .map(|secret| secret.expose_secret().len() * 6)
        .max();
    let reach = reach.unwrap_or(0);
    let mut frames = Frames::of(&recorded.body)?;
    let mut seen: Vec<u8> = Vec::new();
    while let Some((_, bytes)) = frames.next()? {
        seen.extend(bytes);
        if seen.len() > LOOK + reach {
            if holds(&seen, secrets) {
                return Ok(true);
            }
            seen.drain(..seen.len() - reach);
        }
    }
    Ok(holds(&seen, secrets))
}

fn holds(bytes: &[u8], secrets: &[SecretString]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut secrets = secrets.iter();
    secrets.any(|secret| holds_known(&text, secret.expose_secret()))
}

fn untold(error: &io::Error) {
    tracing::warn!(kind = ?error.kind(), "an answer is not kept for replay");
}
