//! What an answer's details show beside its text: who was asked and who served, what it took. The
//! same for an answer that has just ended and for one that is read again.

use super::{AttemptView, CostView};
use crate::usage::Usage;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The facts of an answer; all of a question's are absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AnswerFacts {
    /// The model asked; another one may have served.
    pub asked: Option<String>,
    /// The provider that served, where reported.
    pub provider: Option<String>,
    /// Tokens, where reported.
    pub usage: Option<Usage>,
    /// Cost, where known.
    pub cost: Option<CostView>,
    /// Milliseconds from sending to the first token.
    #[ts(type = "number | null")]
    pub first_token_ms: Option<u64>,
    /// Milliseconds from sending to the end; none before it.
    #[ts(type = "number | null")]
    pub total_ms: Option<u64>,
    /// Every request made, in order.
    pub attempts: Vec<AttemptView>,
}
