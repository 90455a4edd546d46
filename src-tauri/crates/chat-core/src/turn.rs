//! One question and its answer as a pure state machine: told what happened, it says what to do.
//!
//! Retry, Stop, time-outs and saving are decided here, and tested without a clock. It knows no
//! socket, no disk and no task; whoever drives it runs the effects in order and calls
//! [`Turn::handle`] with [`What::Tick`] when [`Turn::deadline`] has passed.

mod effect;
mod input;
mod mending;
mod plan;
mod reading;
mod renewal;
mod saving;
#[cfg(test)]
mod tests;
mod thinking;

pub use effect::{Attempt, Effect, FromCache, Outcome, Output, Served};
pub use input::{Input, What};
pub use plan::{Admission, Plan};
pub use renewal::Renewal;
pub use thinking::Thinking;

use crate::dialect::{Citation, Credential, Picture};
use crate::failure::{self, Code, Failure, retry_delay};
use crate::fallback::{Alternative, Target};
use crate::limiter;
use crate::message::MessageState;
use crate::receipt::ToolCallView;
use crate::usage::{Cost, Usage};
use crate::wire::{FinishReason, WaitReason};
use std::collections::VecDeque;

/// A checkpoint starts at most this long after the first unsaved byte, in milliseconds.
pub const SAVE_AFTER_MS: u64 = 50;
/// A checkpoint that survives power loss is due this long after the last one, in milliseconds: with
/// the time that it takes itself, a second.
pub const SYNC_EVERY_MS: u64 = 900;
/// Silence is spoken of after this long, and again after each further span, in milliseconds.
pub const STILL_EVERY_MS: u64 = 10_000;
/// After a finish reason only usage and the end are waited for, this long, in milliseconds.
pub const LINGER_MS: u64 = 5_000;
/// A wait for a place that moves by less than this is the same wait, in milliseconds.
const SAME_WAIT_MS: u64 = 500;
/// Largest answer, text and reasoning together, in bytes.
pub const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;
/// More citations than this are dropped.
pub const MAX_CITATIONS: usize = 256;
/// More tool calls than this are not kept with an answer.
pub const MAX_TOOL_CALLS: usize = 64;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Not started.
    New,
    /// The sign-in is being renewed.
    Renewing,
    /// What else can be asked is being made ready.
    Preparing,
    /// Whether a request may start is being found out.
    Admitting,
    /// A request is out, no 2xx status yet.
    Asking,
    /// A 2xx status arrived.
    Reading,
    /// Between two attempts, or for a place among our own.
    Waiting { until: u64 },
    /// Over; nothing more happens.
    Over,
}

/// The machine.
#[derive(Debug)]
pub struct Turn {
    plan: Plan,
    phase: Phase,
    started_at: u64,
    attempt_at: u64,
    status: Option<u16>,
    heard_at: u64,
    still_at: u64,
    finishing: bool,
    repeats: u32,
    attempts: Vec<Attempt>,
    targets: Vec<Target>,
    alternatives: VecDeque<Alternative>,
    /// Why the next of the order is made ready.
    failed: Option<Failure>,
    /// Why some of the order were not asked.
    untried: Vec<String>,
    /// Whether a refused parameter was left out.
    reduced: bool,
    notes: Vec<String>,
    /// The renewal of the sign-in, once it was tried.
    tried: Option<renewal::Tried>,
    /// The failure that is being renewed after.
    rejected: Option<Failure>,
    bytes: usize,
    has_text: bool,
    first_token_at: Option<u64>,
    thinking: Thinking,
    /// Until when the person was told that this waits for a place.
    told_until: Option<u64>,
    unsaved_since: Option<u64>,
    saving: bool,
    synced_at: u64,
    /// Whether something is saved that a loss of power could take.
    unsynced: bool,
    save_failure: Option<Failure>,
    model: Option<String>,
    provider: Option<String>,
    generation_id: Option<String>,
    usage: Option<Usage>,
    cost: Option<Cost>,
    citations: Vec<Citation>,
    pictures: Vec<Picture>,
    tool_calls: Vec<ToolCallView>,
    credential: Option<Credential>,
}

impl Turn {
    /// A turn that has not begun.
    pub fn new(plan: Plan) -> Self {
        let provider = plan.upstream.provider.clone();
        Self {
            targets: vec![plan.target.clone()],
            alternatives: plan.alternatives.clone().into(),
            failed: None,
            untried: Vec::new(),
            reduced: false,
            notes: Vec::new(),
            plan,
            phase: Phase::New,
            started_at: 0,
            attempt_at: 0,
            status: None,
            heard_at: 0,
            still_at: 0,
            finishing: false,
            repeats: 0,
            attempts: Vec::new(),
            tried: None,
            rejected: None,
            bytes: 0,
            has_text: false,
            first_token_at: None,
            thinking: Thinking::default(),
            told_until: None,
            unsaved_since: None,
            saving: false,
            synced_at: 0,
            unsynced: false,
            save_failure: None,
            model: None,
            provider,
            generation_id: None,
            usage: None,
            cost: None,
            citations: Vec::new(),
            pictures: Vec::new(),
            tool_calls: Vec::new(),
            credential: None,
        }
    }

    /// Whether the turn is over.
    pub fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// When [`What::Tick`] is due, on the clock of the inputs; none when nothing is waited for.
    pub fn deadline(&self) -> Option<u64> {
        let timeout = match self.phase {
            Phase::New | Phase::Over => return None,
            Phase::Renewing | Phase::Preparing | Phase::Admitting => None,
            Phase::Waiting { until } => Some(until),
            Phase::Asking | Phase::Reading => self.silence_deadline(),
        };
        let still = match self.phase {
            Phase::Asking | Phase::Reading if !self.finishing => Some(self.still_at),
            Phase::New
            | Phase::Renewing
            | Phase::Preparing
            | Phase::Admitting
            | Phase::Over
            | Phase::Waiting { .. }
            | Phase::Asking
            | Phase::Reading => None,
        };
        [timeout, still, self.save_deadline()]
            .into_iter()
            .flatten()
            .min()
    }

    /// Takes what happened, gives what to do.
    pub fn handle(&mut self, input: Input) -> Vec<Effect> {
        let Input { at, what } = input;
        let mut effects = Vec::new();
        match (self.phase, what) {
            (Phase::Over, _) => {}
            (Phase::New, What::Start) => {
                self.started_at = at;
                self.synced_at = at;
                self.begin(at, &mut effects);
            }
            (Phase::Renewing, What::Renewed) => self.renewal_ended(at, Ok(()), &mut effects),
            (Phase::Renewing, What::NotRenewed(why)) => {
                self.renewal_ended(at, Err(why), &mut effects);
            }
            (Phase::Preparing, What::Prepared { plan, notes }) => {
                self.prepared(at, *plan, notes, &mut effects);
            }
            (Phase::Preparing, What::NotPrepared(why)) => {
                self.not_prepared(at, &why, &mut effects);
            }
            (Phase::Admitting, What::Admitted) => self.open(at, &mut effects),
            (Phase::Admitting, What::HeldBack { for_ms, again_ms }) => {
                self.held_back(at, for_ms, again_ms, &mut effects);
            }
            (Phase::New, What::Stop) => {
                self.started_at = at;
                self.finish(at, End::Finished(FinishReason::Cancelled), &mut effects);
            }
            (_, What::Stop) => {
                self.close_attempt(at, None);
                effects.push(Effect::Close);
                self.finish(at, End::Finished(FinishReason::Cancelled), &mut effects);
            }
            (_, What::Saved) => self.saving = false,
            (_, What::SaveFailed(failure)) => {
                self.saving = false;
                (self.unsaved_since, self.unsynced) = (None, false);
                self.save_failure.get_or_insert(failure);
            }
            (_, What::Tick) => self.tick(at, &mut effects),
            (Phase::Asking, What::Opened { status }) => {
                self.phase = Phase::Reading;
                self.status = Some(status);
                self.hear(at);
            }
            (Phase::Asking, What::Failed(failure)) => {
                self.attempt_failed(at, failure, &mut effects);
            }
            (Phase::Asking | Phase::Reading, What::Broke(failure)) => {
                effects.push(Effect::Close);
                self.fail(at, failure, &mut effects);
            }
            (Phase::Reading | Phase::Renewing | Phase::Admitting, What::Failed(failure)) => {
                self.fail(at, failure, &mut effects);
            }
            (Phase::Reading, What::Data) => self.hear(at),
            (Phase::Reading, What::Finishing) => {
                self.finishing = true;
                self.hear(at);
            }
            (Phase::Reading, What::Decoded(event)) => self.decoded(at, event, &mut effects),
            (Phase::Reading, What::Ended(verdict)) => self.ended(at, verdict, &mut effects),
            // Late words of an attempt that is over, or a second Start: nothing to do.
            (
                Phase::New
                | Phase::Renewing
                | Phase::Preparing
                | Phase::Waiting { .. }
                | Phase::Admitting,
                _,
            )
            | (Phase::Asking, What::Decoded(_) | What::Data | What::Finishing | What::Ended(_))
            | (
                Phase::Asking | Phase::Reading,
                What::Start
                | What::Admitted
                | What::HeldBack { .. }
                | What::Renewed
                | What::NotRenewed(_)
                | What::Prepared { .. }
                | What::NotPrepared(_),
            )
            | (Phase::Reading, What::Opened { .. }) => {}
        }
        effects
    }

    fn silence_deadline(&self) -> Option<u64> {
        let limit = match self.phase {
            Phase::Asking => self.plan.timeouts.first_byte_ms,
            Phase::Reading if self.finishing => LINGER_MS,
            Phase::Reading => self.plan.timeouts.idle_ms,
            Phase::New
            | Phase::Renewing
            | Phase::Preparing
            | Phase::Admitting
            | Phase::Waiting { .. }
            | Phase::Over => 0,
        };
        (limit > 0).then(|| self.heard_at.saturating_add(limit))
    }

    /// Asks our own limits first, if there are any.
    fn admit(&mut self, at: u64, effects: &mut Vec<Effect>) {
        if self.plan.admission.is_none() {
            return self.open(at, effects);
        }
        self.phase = Phase::Admitting;
        effects.push(Effect::Admit);
    }

    fn held_back(&mut self, at: u64, for_ms: u64, again_ms: u64, effects: &mut Vec<Effect>) {
        if !self.plan.retry.may_wait {
            let per_minute = self.plan.admission.map_or(0, |own| own.per_minute);
            return self.fail(at, limiter::refusal(per_minute, for_ms), effects);
        }
        self.phase = Phase::Waiting {
            until: at.saturating_add(again_ms.min(for_ms)),
        };
        // Asked again in between, the same wait is told once.
        let until = at.saturating_add(for_ms);
        let is_news = self
            .told_until
            .is_none_or(|told| told.abs_diff(until) > SAME_WAIT_MS);
        if is_news {
            self.told_until = Some(until);
            effects.push(Effect::Show(Output::Waiting {
                reason: WaitReason::Limiter,
                for_ms: Some(for_ms),
            }));
        }
    }

    fn open(&mut self, at: u64, effects: &mut Vec<Effect>) {
        self.phase = Phase::Asking;
        self.told_until = None;
        self.attempt_at = at;
        self.status = None;
        self.hear(at);
        effects.push(Effect::Open {
            repeat: self.repeats,
        });
    }

    fn hear(&mut self, at: u64) {
        self.heard_at = at;
        self.still_at = at.saturating_add(STILL_EVERY_MS);
    }

    fn tick(&mut self, at: u64, effects: &mut Vec<Effect>) {
        self.save_if_due(at, effects);
        match self.phase {
            Phase::New | Phase::Renewing | Phase::Preparing | Phase::Admitting | Phase::Over => {}
            Phase::Waiting { until } => {
                if at >= until {
                    self.admit(at, effects);
                }
            }
            Phase::Asking | Phase::Reading => {
                if self.silence_deadline().is_some_and(|due| at >= due) {
                    if self.finishing {
                        effects.push(Effect::Conclude);
                        self.heard_at = at;
                        return;
                    }
                    effects.push(Effect::Close);
                    let waited = at.saturating_sub(self.heard_at);
                    let failure = failure::idle_timeout(
                        &self.plan.upstream,
                        waited,
                        self.status,
                        self.has_text,
                    );
                    self.fail_over(at, failure, effects);
                } else if at >= self.still_at && !self.finishing {
                    self.still_at = at.saturating_add(STILL_EVERY_MS);
                    effects.push(Effect::Show(Output::Waiting {
                        reason: WaitReason::Still,
                        for_ms: None,
                    }));
                }
            }
        }
    }

    fn attempt_failed(&mut self, at: u64, failure: Failure, effects: &mut Vec<Effect>) {
        self.status = failure.status;
        let Some(failure) = self.renews(at, failure, effects) else {
            return;
        };
        let Some(failure) = self.leaves_out(at, failure, effects) else {
            return;
        };
        let jitter = self.jitter();
        match retry_delay(&self.plan.retry, &failure, self.repeats, jitter) {
            Some(delay) => {
                self.close_attempt(at, Some(failure.code));
                self.repeats += 1;
                self.phase = Phase::Waiting {
                    until: at.saturating_add(delay),
                };
                effects.push(Effect::Show(Output::Waiting {
                    reason: WaitReason::Retry,
                    for_ms: Some(delay),
                }));
            }
            None => self.fail_over(at, failure, effects),
        }
    }

    /// A number from 0 to 1,000 that differs between turns and repeats (the finaliser of `SplitMix64`).
    fn jitter(&self) -> u32 {
        let mut x = u64::from(self.plan.seed).wrapping_add(u64::from(self.repeats) << 32);
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((x ^ (x >> 31)) % 1_001).unwrap_or(0)
    }

    fn close_attempt(&mut self, at: u64, code: Option<Code>) {
        match self.phase {
            Phase::Asking | Phase::Reading => self.attempts.push(Attempt {
                target: self.targets.len().saturating_sub(1),
                status: self.status,
                code,
                after_ms: self.attempt_at.saturating_sub(self.started_at),
                ms: at.saturating_sub(self.attempt_at),
            }),
            Phase::New
            | Phase::Renewing
            | Phase::Preparing
            | Phase::Admitting
            | Phase::Waiting { .. }
            | Phase::Over => {}
        }
    }

    fn fail(&mut self, at: u64, mut failure: Failure, effects: &mut Vec<Effect>) {
        failure.status = failure.status.or(self.status);
        self.status = failure.status;
        self.close_attempt(at, Some(failure.code));
        self.finish(at, End::Failed(failure), effects);
    }

    fn finish(&mut self, at: u64, end: End, effects: &mut Vec<Effect>) {
        let (state, finish, failure) = match (end, self.save_failure.take()) {
            // What could not be saved is the thing to say, whatever else went well.
            (End::Finished(_), Some(unsaved)) => (MessageState::Failed, None, Some(unsaved)),
            (End::Finished(FinishReason::Cancelled), None) => {
                (MessageState::Cancelled, Some(FinishReason::Cancelled), None)
            }
            (End::Finished(reason), None) => (MessageState::Done, Some(reason), None),
            (End::Failed(failure), _) => {
                let state = if failure.code == Code::Interrupted {
                    MessageState::Interrupted
                } else {
                    MessageState::Failed
                };
                (state, None, Some(failure))
            }
        };
        self.phase = Phase::Over;
        effects.push(Effect::Finish(Box::new(Outcome {
            state,
            finish,
            failure,
            partial: self.has_text,
            model: self.model.take(),
            provider: self.provider.take(),
            usage: self.usage,
            cost: self.cost,
            generation_id: self.generation_id.take(),
            first_token_ms: self
                .first_token_at
                .map(|first| first.saturating_sub(self.started_at)),
            reasoning_ms: self.thinking.ms(at),
            total_ms: at.saturating_sub(self.started_at),
            attempts: std::mem::take(&mut self.attempts),
            targets: std::mem::take(&mut self.targets),
            notes: std::mem::take(&mut self.notes),
            citations: std::mem::take(&mut self.citations),
            pictures: std::mem::take(&mut self.pictures),
            tool_calls: std::mem::take(&mut self.tool_calls),
            credential: self.credential,
            cached: None,
            left_out: 0,
        })));
    }
}

/// The failure of an answer larger than [`MAX_ANSWER_BYTES`].
pub fn answer_too_large() -> Failure {
    Failure::new(
        Code::TooLarge,
        "The answer is over 16 MiB; what came until then is kept.",
    )
    .with_action("Ask for a shorter answer.")
}

enum End {
    Finished(FinishReason),
    Failed(Failure),
}
