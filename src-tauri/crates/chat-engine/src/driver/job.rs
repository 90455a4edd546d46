//! What a turn is driven with: one way to ask at a time, and how another is made.

use crate::books::Books;
use crate::ending::Beforehand;
use crate::journal::Limits;
use crate::signin::Held;
use crate::store::{NewTurn, Store};
use crate::transport::Request;
use chat_core::dialect::Dialect;
use chat_core::failure::Failure;
use chat_core::fallback::Alternative;
use chat_core::request::ChatRequest;
use chat_core::turn::Plan;
use futures::future::BoxFuture;
use std::sync::Arc;

/// Everything that a turn needs, decided before it starts.
#[derive(Debug)]
pub(crate) struct Job {
    /// How it is asked first, and then how it is asked instead.
    pub(crate) leg: Leg,
    /// Makes the next of the person's order ready.
    pub(crate) alternatives: Arc<dyn Prepare>,
    pub(crate) store: Store,
    /// The turn as it began in that store.
    pub(crate) begin: NewTurn,
    /// Wall time at the start, in milliseconds since 1970.
    pub(crate) started_at_ms: i64,
    /// How much of the raw bytes is kept; none keeps nothing.
    pub(crate) journal: Option<Limits>,
}

/// One way to ask a question: of whom, with what, on which account.
#[derive(Debug)]
pub(crate) struct Leg {
    pub(crate) plan: Plan,
    pub(crate) dialect: Dialect,
    pub(crate) request: Request,
    /// What the request says, where a parameter of it may be refused.
    pub(crate) asked: Option<ChatRequest>,
    /// The sign-in that the request carries, if it does.
    pub(crate) held: Option<Held>,
    pub(crate) beforehand: Beforehand,
    pub(crate) books: Books,
    /// Worth saying of it.
    pub(crate) notes: Vec<String>,
}

/// Makes another way to ask the same question.
pub(crate) trait Prepare: std::fmt::Debug + Send + Sync {
    /// Everything is checked as for the first way; nothing is sent that could be paid for.
    fn prepare(&self, next: Alternative) -> BoxFuture<'static, Result<Box<Leg>, Failure>>;
}
