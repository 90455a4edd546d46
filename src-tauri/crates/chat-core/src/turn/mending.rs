//! What a turn does where the same request would fail again: once without a parameter that the
//! model refused, then what else the person's order names. Only before the first token, never
//! without saying so, and each is an attempt of its own.

use super::{Effect, Output, Phase, Plan, Turn};
use crate::failure::Failure;
use crate::fallback::{Alternative, reason};

impl Turn {
    /// Whether the request is sent once more without what was refused; else the failure.
    pub(super) fn leaves_out(
        &mut self,
        at: u64,
        failure: Failure,
        effects: &mut Vec<Effect>,
    ) -> Option<Failure> {
        let refused = failure
            .refused
            .filter(|param| self.plan.optional.contains(param));
        match refused {
            Some(param) if self.plan.retry.may_wait && !self.reduced => {
                self.reduced = true;
                self.close_attempt(at, Some(failure.code));
                self.note(param.note().to_owned(), effects);
                effects.push(Effect::LeaveOut(param));
                self.admit(at, effects);
                None
            }
            Some(_) | None => Some(failure),
        }
    }

    /// Fails, unless something else can be tried.
    pub(super) fn fail_over(&mut self, at: u64, failure: Failure, effects: &mut Vec<Effect>) {
        if let Some(next) = self.next_for(&failure) {
            self.status = failure.status.or(self.status);
            self.close_attempt(at, Some(failure.code));
            self.phase = Phase::Preparing;
            self.failed = Some(failure);
            effects.push(Effect::Close);
            effects.push(Effect::Prepare(next));
        } else {
            let failure = self.with_untried(failure);
            self.fail(at, failure, effects);
        }
    }

    fn next_for(&mut self, failure: &Failure) -> Option<Alternative> {
        let begun = self.first_token_at.is_some() || !self.pictures.is_empty();
        if begun || !self.plan.retry.may_wait {
            return None;
        }
        while let Some(next) = self.alternatives.pop_front() {
            if next.mends(failure.code, &self.plan.target) {
                return Some(next);
            }
        }
        None
    }

    /// The next of the order is ready: it is told, and asked as if it were the first.
    pub(super) fn prepared(
        &mut self,
        at: u64,
        plan: Plan,
        notes: Vec<String>,
        effects: &mut Vec<Effect>,
    ) {
        let why = self.failed.take();
        let why = why.map(|failure| reason(failure.code, failure.status));
        let target = &plan.target;
        let trying = format!(
            "Trying {} ({}): {}.",
            target.model,
            target.connection,
            why.unwrap_or_default()
        );
        self.note(trying, effects);
        for note in notes {
            self.note(note, effects);
        }
        self.targets.push(plan.target.clone());
        self.provider.clone_from(&plan.upstream.provider);
        self.plan = plan;
        self.repeats = 0;
        self.tried = None;
        self.reduced = false;
        self.finishing = false;
        self.model = None;
        self.generation_id = None;
        self.usage = None;
        self.cost = None;
        self.credential = None;
        self.citations.clear();
        self.begin(at, effects);
    }

    /// The next of the order cannot be asked: the one after it, or the failure that began this.
    pub(super) fn not_prepared(&mut self, at: u64, why: &Failure, effects: &mut Vec<Effect>) {
        self.untried.push(why.message.clone());
        if let Some(failure) = self.failed.take() {
            self.fail_over(at, failure, effects);
        }
    }

    /// What could not be tried is told with what to do.
    fn with_untried(&mut self, failure: Failure) -> Failure {
        let untried = std::mem::take(&mut self.untried);
        if untried.is_empty() {
            return failure;
        }
        let told = format!(
            "What your order names next was not asked: {}",
            untried.join(" ")
        );
        let and_told = |said: &String| format!("{said} {told}");
        let command = failure.command.as_deref().map(and_told).map(Box::new);
        let action = failure.action.as_ref().map_or(told.clone(), and_told);
        Failure {
            action: Some(action),
            command,
            ..failure
        }
    }

    fn note(&mut self, text: String, effects: &mut Vec<Effect>) {
        self.notes.push(text.clone());
        effects.push(Effect::Show(Output::Note(text)));
    }
}
