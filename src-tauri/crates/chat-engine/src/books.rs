//! What a turn means for the person's own limits and books: pace, budget, ledger, response cache.
//!
//! The rules are in `chat-core`, the memory is the store. It knows no socket and no window.

use crate::clock::Clock;
use crate::owner;
use crate::store::{Paced, Reservation, StartAsk, Store, Ticket};
use chat_core::budget::Budget;
use chat_core::cache::{CacheKey, CachedAnswer, Ending, Ttl, may_keep};
use chat_core::catalogue::{Catalogue, Price, price_of};
use chat_core::failure::Failure;
use chat_core::fallback::Target;
use chat_core::ids::TurnId;
use chat_core::ledger::{Entry, Outcome as EntryOutcome};
use chat_core::limiter::Limit;
use chat_core::money::Usd;
use chat_core::turn::{Attempt, Outcome, What};
use chat_core::usage::{Cost, CostBasis};
use chat_core::wire::FinishReason;
use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

/// Asking again for a place: not more often than this, in milliseconds.
const ASK_AT_LEAST_MS: i64 = 50;
/// Asking again for a place, so that those who wait move up, in milliseconds.
const ASK_AGAIN_MS: u64 = 1_000;

/// The books of one turn.
#[derive(Debug, Clone)]
pub(crate) struct Books {
    /// Where they are kept: on disk, or in this process where the folder cannot be used.
    pub(crate) store: Store,
    /// The name of this process's lock.
    pub(crate) owner: String,
    pub(crate) folder: PathBuf,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) turn: TurnId,
    /// Whether the turn has asked something else before: what it held for that is freed first.
    pub(crate) again: bool,
    pub(crate) target: Target,
    pub(crate) limit: Option<Limit>,
    pub(crate) may_wait: bool,
    /// The budget, and what the turn may cost at most; a failure where that cannot be counted.
    pub(crate) budget: Option<Result<(Budget, Usd), Failure>>,
    /// Why the request would surely fail; it is not sent then.
    pub(crate) hopeless: Option<Failure>,
    /// The listed price of the model asked.
    pub(crate) price: Option<Price>,
    /// The list that has the prices of others, should one of them answer.
    pub(crate) list: Option<Cow<'static, Catalogue>>,
    /// Under which name the answer is kept, and for how long; none keeps nothing.
    pub(crate) keep: Option<(CacheKey, Ttl)>,
}

impl Books {
    /// Whether anything has to be asked before a request.
    pub(crate) fn admits(&self) -> bool {
        self.hopeless.is_some() || self.limit.is_some() || self.budget.is_some()
    }

    /// Whether a request may start now. `first` is the turn's first request, for which the budget
    /// is asked; `ticket` its place in line, if it has one.
    pub(crate) async fn admit(self, first: bool, ticket: Option<Ticket>) -> (What, Option<Ticket>) {
        if let Some(failure) = &self.hopeless {
            return (What::Failed(failure.clone()), ticket);
        }
        if let (true, Some(budget)) = (first, &self.budget) {
            let (budget, worst_case) = match budget {
                Ok(counted) => *counted,
                Err(failure) => return (What::Failed(failure.clone()), ticket),
            };
            if self.again {
                // What else was asked holds nothing any more; this has a worst case of its own.
                warn(
                    self.store
                        .release(self.turn.clone())
                        .await
                        .map_err(|e| e.failure()),
                );
            }
            let reservation = Reservation {
                turn: self.turn.clone(),
                owner: self.owner.clone(),
                budget,
                worst_case,
            };
            let held = self.store.reserve(reservation, self.now(), self.alive());
            match held.await {
                Ok(Ok(())) => {}
                Ok(Err(reached)) => {
                    return (What::Failed(reached.failure(self.clock.now_ms())), ticket);
                }
                Err(error) => return (What::Failed(error.failure()), ticket),
            }
        }
        let Some(limit) = self.limit else {
            return (What::Admitted, None);
        };
        let ask = StartAsk {
            connection: self.target.connection.clone(),
            owner: self.owner.clone(),
            limit,
            ticket,
            may_wait: self.may_wait,
        };
        match self
            .store
            .start_request(ask, self.now(), self.alive())
            .await
        {
            Ok(Paced::Permit) => (What::Admitted, None),
            Ok(Paced::Wait { until_ms, ticket }) => {
                let wait = until_ms
                    .saturating_sub(self.clock.now_ms())
                    .max(ASK_AT_LEAST_MS);
                let for_ms = u64::try_from(wait).unwrap_or(0);
                let again_ms = for_ms.min(ASK_AGAIN_MS);
                (What::HeldBack { for_ms, again_ms }, ticket)
            }
            Err(error) => (What::Failed(error.failure()), ticket),
        }
    }

    /// What an answer cost: as reported, else the listed price of what served times the tokens, else
    /// nothing.
    pub(crate) fn cost(&self, outcome: &Outcome) -> Option<Cost> {
        outcome.cost.or_else(|| {
            let (served, none) = (outcome.model.as_deref(), Catalogue::default());
            let asked = (self.target.model.as_str(), self.price.as_ref());
            let price = price_of(asked, served, self.list.as_deref().unwrap_or(&none))?;
            let usd = price.cost(&outcome.usage?)?;
            Some(Cost {
                usd,
                basis: CostBasis::Estimated,
            })
        })
    }

    /// Writes the turn's entries, frees what it held and gives up its place in line, or says why
    /// not all of it is written. It may be done again: what is there stays as it is.
    pub(crate) async fn close(
        &self,
        outcome: &Outcome,
        started_at_ms: i64,
        ticket: Option<Ticket>,
    ) -> Result<(), Failure> {
        if let Some(ticket) = ticket {
            warn(self.store.leave_line(ticket).await.map_err(|e| e.failure()));
        }
        let entries = self.entries(outcome, started_at_ms);
        if entries.is_empty() && self.budget.is_none() {
            return Ok(());
        }
        let recorded = self.store.record(entries, Some(self.turn.clone())).await;
        let recorded = recorded.map_err(|error| error.failure());
        warn(recorded.clone());
        recorded
    }

    /// Keeps a finished answer for the next time.
    pub(crate) async fn keep(&self, outcome: &Outcome, said: Said) {
        let Some((key, ttl)) = self.keep else { return };
        let ending = Ending {
            finish: outcome.finish,
            tool_call: said.tool_call,
            picture: !outcome.pictures.is_empty(),
        };
        let answer = CachedAnswer {
            kept_at_ms: self.clock.now_ms(),
            turn: self.turn.clone(),
            text: said.text,
            reasoning: said.reasoning,
            citations: outcome.citations.clone(),
            model: outcome
                .model
                .clone()
                .unwrap_or_else(|| self.target.model.clone()),
            provider: outcome.provider.clone(),
            usage: outcome.usage,
            cost: self.cost(outcome),
            generation_id: outcome.generation_id.clone(),
        };
        // A conversation that was erased meanwhile leaves no answer behind.
        let is_there = matches!(self.store.turn(&self.turn).await, Ok(Some(_)));
        if is_there && may_keep(ending, &answer) {
            let kept = self.store.keep_answer(key, answer, ttl).await;
            warn(kept.map_err(|error| error.failure()));
        }
    }

    /// Takes back what [`Books::keep`] kept.
    pub(crate) async fn forget(&self) {
        let forgotten = self.store.forget_answers(vec![self.turn.clone()]).await;
        warn(forgotten.map(|_| ()).map_err(|error| error.failure()));
    }

    fn entries(&self, outcome: &Outcome, started_at_ms: i64) -> Vec<Entry> {
        if let Some(kept) = &outcome.cached {
            let mut entry = self.entry(outcome, started_at_ms);
            entry.attempt = 0;
            entry.saved = kept.saved.map(|cost| cost.usd);
            entry.cost = None;
            entry.cached = true;
            return vec![entry];
        }
        let last = outcome.attempts.len();
        outcome
            .attempts
            .iter()
            .zip(1_u32..)
            .map(|(attempt, number)| {
                let at_ms = started_at_ms
                    .saturating_add(i64::try_from(attempt.after_ms).unwrap_or(i64::MAX));
                let is_last = usize::try_from(number).is_ok_and(|number| number == last);
                let mut entry = self.entry(outcome, at_ms);
                entry.attempt = number;
                entry.status = attempt.status;
                entry.total_ms = attempt.ms;
                if let Some(target) = outcome.targets.get(attempt.target) {
                    entry.connection.clone_from(&target.connection);
                    entry.model_asked.clone_from(&target.model);
                }
                if !is_last {
                    earlier(&mut entry, *attempt);
                }
                entry
            })
            .collect()
    }

    /// The entry of a turn's last request.
    fn entry(&self, outcome: &Outcome, at_ms: i64) -> Entry {
        let code = outcome.failure.as_ref().map(|failure| failure.code);
        Entry {
            at_ms,
            turn: self.turn.clone(),
            attempt: 1,
            connection: self.target.connection.clone(),
            model_asked: self.target.model.clone(),
            model_served: outcome.model.clone(),
            provider: outcome.provider.clone(),
            usage: outcome.usage,
            cost: self.cost(outcome),
            saved: None,
            first_token_ms: outcome.first_token_ms,
            total_ms: outcome.total_ms,
            status: None,
            outcome: match (outcome.finish, code) {
                (Some(reason), _) => EntryOutcome::Finished(reason),
                (None, Some(code)) => EntryOutcome::Failed(code),
                (None, None) => EntryOutcome::Finished(FinishReason::Cancelled),
            },
            cached: false,
            request_id: outcome
                .failure
                .as_ref()
                .and_then(|failure| failure.request_id.clone()),
            generation_id: outcome.generation_id.clone(),
        }
    }

    fn now(&self) -> impl Fn() -> i64 + Send + 'static + use<> {
        let clock = Arc::clone(&self.clock);
        move || clock.now_ms()
    }

    fn alive(&self) -> impl Fn(&str) -> bool + Send + 'static + use<> {
        let folder = self.folder.clone();
        move |name: &str| owner::is_alive(&folder, name)
    }
}

/// What an answer said, as it is kept.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) reasoning: String,
    pub(crate) tool_call: bool,
}

/// An attempt that was followed by another brought nothing but its code.
fn earlier(entry: &mut Entry, attempt: Attempt) {
    entry.model_served = None;
    entry.provider = None;
    entry.usage = None;
    entry.cost = None;
    entry.first_token_ms = None;
    entry.request_id = None;
    entry.generation_id = None;
    if let Some(code) = attempt.code {
        entry.outcome = EntryOutcome::Failed(code);
    }
}

fn warn(done: Result<(), Failure>) {
    if let Err(failure) = done {
        tracing::warn!(
            code = failure.code.as_str(),
            "the books could not be written"
        );
    }
}
