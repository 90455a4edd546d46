//! The end of a turn: written in one transaction, then told; and turns that end as they begin,
//! with a kept answer.
//!
//! Must not know how an answer is read.

#[cfg(test)]
mod tests;

use super::{Job, Surroundings, Tape};
use crate::live::LiveTurn;
use crate::store::{EndTurn, Piece};
use crate::unsaved::{Ended, Kept};
use chat_core::cache::CachedAnswer;
use chat_core::failure::Failure;
use chat_core::message::MessageState;
use chat_core::receipt::Receipt;
use chat_core::turn::{FromCache, Outcome, Output};
use chat_core::wire::{AttemptView, FinishReason, UserError};
use std::sync::Arc;

/// Gives a kept answer instead of asking: no request, no permit, no wait.
pub(crate) async fn give_cached(
    around: Surroundings,
    live: Arc<LiveTurn>,
    job: Job,
    kept: CachedAnswer,
) -> Ended {
    let CachedAnswer {
        kept_at_ms,
        turn: _,
        text,
        reasoning,
        citations,
        model,
        provider,
        usage,
        cost,
        generation_id,
    } = kept;
    let tail = Piece {
        text: text.clone(),
        reasoning: reasoning.clone(),
        ..Piece::default()
    };
    let now_ms = around.clock.now_ms();
    for output in [Output::Reasoning(reasoning), Output::Text(text)] {
        let is_empty =
            matches!(&output, Output::Text(text) | Output::Reasoning(text) if text.is_empty());
        if !is_empty {
            live.show(output, now_ms);
        }
    }
    let outcome = Outcome {
        state: MessageState::Done,
        finish: Some(FinishReason::Stop),
        failure: None,
        partial: true,
        model: Some(model),
        provider,
        usage,
        cost: None,
        generation_id,
        first_token_ms: None,
        reasoning_ms: None,
        total_ms: u64::try_from(now_ms.saturating_sub(job.started_at_ms)).unwrap_or(0),
        attempts: Vec::new(),
        targets: vec![job.leg.plan.target.clone()],
        notes: Vec::new(),
        citations,
        pictures: Vec::new(),
        tool_calls: Vec::new(),
        credential: None,
        cached: Some(FromCache {
            kept_at_ms,
            saved: cost,
        }),
        left_out: job.leg.beforehand.left_out,
    };
    let books = &job.leg.books;
    let recorded = books.close(&outcome, job.started_at_ms, None).await;
    let end = End {
        outcome,
        tail,
        recorded,
        tape: None,
    };
    finish(&around, &live, &job, end).await
}

/// How a turn ended.
#[derive(Debug)]
pub(super) struct End {
    pub(super) outcome: Outcome,
    /// What of the answer is not stored yet.
    pub(super) tail: Piece,
    /// Whether its rows are in the ledger.
    pub(super) recorded: Result<(), Failure>,
    /// What can be played again.
    pub(super) tape: Option<Arc<Tape>>,
}

/// Writes a turn's end and tells everyone. Where it cannot be written, that is told, and the end is
/// kept as it truly was: before it is told, so that who looks then finds it.
pub(super) async fn finish(
    around: &Surroundings,
    live: &Arc<LiveTurn>,
    job: &Job,
    end: End,
) -> Ended {
    let End {
        outcome,
        tail,
        recorded,
        tape,
    } = end;
    let end = ending(around, live, job, &outcome, tail);
    // What it cost comes first: an answer that is stored has its row in the ledger. One that is not
    // stored as ended gets it when its process is found dead.
    let written = match recorded {
        Err(failure) if !job.store.is_temporary() => Err(failure),
        Ok(()) | Err(_) => {
            let ended = job.store.end_turn(end.clone()).await;
            ended.map_err(|error| error.failure())
        }
    };
    let (told, ended) = match written {
        Ok(()) => (outcome, Ended::Written),
        Err(failure) => {
            let told = Outcome {
                state: MessageState::Failed,
                finish: None,
                failure: Some(failure),
                ..outcome.clone()
            };
            // What is in memory alone was not to be kept.
            let ended = if job.store.is_temporary() {
                Ended::Written
            } else {
                around
                    .unsaved
                    .keep(Kept::new(live, job, end, outcome, tape))
            };
            (told, ended)
        }
    };
    tracing::info!(
        turn = %live.started.turn_id,
        state = told.state.as_str(),
        code = told.failure.as_ref().map(|failure| failure.code.as_str()),
        attempts = told.attempts.len(),
        first_token_ms = told.first_token_ms,
        total_ms = told.total_ms,
        "turn ended"
    );
    live.end(Arc::new(told));
    ended
}

fn ending(
    around: &Surroundings,
    live: &LiveTurn,
    job: &Job,
    outcome: &Outcome,
    tail: Piece,
) -> EndTurn {
    EndTurn {
        answer: live.started.message.clone(),
        state: outcome.state,
        text: None,
        reasoning: None,
        tail,
        at_ms: around.clock.now_ms(),
        finish: outcome.finish,
        error: outcome.failure.as_ref().map(UserError::from),
        connection: job.leg.plan.target.connection.clone(),
        model: outcome
            .model
            .clone()
            .unwrap_or_else(|| job.leg.plan.target.model.clone()),
        provider: outcome.provider.clone(),
        usage: outcome.usage,
        cost: outcome.cost,
        generation_id: outcome.generation_id.clone(),
        first_token_ms: outcome.first_token_ms,
        total_ms: outcome.total_ms,
        attempts_json: AttemptView::to_json(&AttemptView::all(outcome)),
        receipt: Receipt::of(outcome),
        pictures: outcome.pictures.clone(),
    }
}
