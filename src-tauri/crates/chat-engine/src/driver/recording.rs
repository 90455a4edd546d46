//! The tap: what comes over the wire goes into the replay journal, too. It never holds an answer up
//! and never makes it fail.

use super::Run;
use crate::journal::{Frames, Head, Recorded, Recorder};
use crate::transport::Response;
use chat_core::secret_text::holds_known;
use secrecy::{ExposeSecret, SecretString};
use std::io;

/// How much is looked through for secrets at a time, in bytes; what precedes it is looked at again,
/// as far as a secret could reach.
const LOOK: usize = 1024 * 1024;

/// The answers of a turn as they came.
#[derive(Debug, Default)]
pub(super) struct Journal {
    attempt: u32,
    recorder: Option<Box<Recorder>>,
    done: Vec<Recorded>,
}

impl Journal {
    /// The next request is sent; what came of the one before is whatever came.
    pub(super) fn next(&mut self) {
        self.finish(false);
        self.attempt = self.attempt.saturating_add(1);
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
            Some(Ok(recorded)) => self.done.push(recorded),
            Some(Err(error)) => untold(&error),
            None => {}
        }
    }
}

impl Run {
    /// Begins to record an answer, if it is kept at all.
    pub(super) fn record(&mut self, response: &Response) {
        if self.job.journal.is_none() {
            return;
        }
        let clock = &self.around.clock;
        let leg = &self.job.leg;
        let started = Recorder::start(&Head {
            attempt: self.journal.attempt.max(1),
            at_ms: clock.now_ms(),
            began: clock.monotonic_ms(),
            dialect: leg.dialect,
            upstream: &leg.plan.upstream,
            status: response.status,
            content_type: response.header("content-type"),
            request: Some(&leg.request),
        });
        match started {
            Ok(recorder) => self.journal.recorder = Some(Box::new(recorder)),
            Err(error) => untold(&error),
        }
    }

    /// Puts what was recorded into the store. An answer that repeats a key that was sent is not
    /// kept: its bytes are as they came.
    pub(super) async fn keep_journal(&mut self) {
        self.journal.finish(false);
        let recorded = std::mem::take(&mut self.journal.done);
        let Some(limits) = self.job.journal.filter(|_| !recorded.is_empty()) else {
            return;
        };
        let secrets: Vec<SecretString> = self.job.leg.request.secrets().cloned().collect();
        let secrets: Vec<SecretString> =
            secrets.into_iter().chain(self.secrets.drain(..)).collect();
        let clean = tokio::task::spawn_blocking(move || {
            let is_clean = |one: &Recorded| !repeats(one, &secrets).unwrap_or(true);
            recorded.into_iter().filter(is_clean).collect::<Vec<_>>()
        });
        let Ok(clean) = clean.await else { return };
        let turn = self.live.started.turn_id.clone();
        let now_ms = self.around.clock.now_ms();
        if let Err(error) = self
            .job
            .store
            .keep_journal(&turn, clean, limits, now_ms)
            .await
        {
            tracing::warn!(
                code = error.failure().code.as_str(),
                "an answer is not kept for replay"
            );
        }
    }
}

/// Whether a secret stands in an answer or its request, in any of its forms.
fn repeats(recorded: &Recorded, secrets: &[SecretString]) -> io::Result<bool> {
    if secrets.is_empty() {
        return Ok(false);
    }
    let request = crate::journal::unpacked(recorded).unwrap_or_default();
    if holds(request.as_bytes(), secrets) {
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
