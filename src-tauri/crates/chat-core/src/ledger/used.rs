//! What of a request the sums are made of: a narrow view, so that a long ledger is read quickly.

use super::Outcome;
use crate::failure::Code;
use crate::money::Usd;
use crate::usage::{Cost, Usage};
use crate::wire::FinishReason;

/// What of an [`Entry`](super::Entry) is summed; its names are borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used<'a> {
    /// When it started, milliseconds since 1970.
    pub at_ms: i64,
    /// The connection asked.
    pub connection: &'a str,
    /// The model asked.
    pub model_asked: &'a str,
    /// The model that served, where reported.
    pub model_served: Option<&'a str>,
    /// Tokens, where reported.
    pub usage: Option<Usage>,
    /// Cost, where known.
    pub cost: Option<Cost>,
    /// What an answer from the cache would have cost again, where known.
    pub saved: Option<Usd>,
    /// Milliseconds to the first text or reasoning.
    pub first_token_ms: Option<u64>,
    /// Milliseconds to the end.
    pub total_ms: u64,
    /// Its HTTP status; none where no response came, or none was asked for.
    pub status: Option<u16>,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether the answer came from the response cache.
    pub cached: bool,
}

impl<'a> Used<'a> {
    /// The model that served, else the one asked.
    pub fn model(&self) -> &'a str {
        self.model_served.unwrap_or(self.model_asked)
    }

    /// Whether somebody may have been paid for it although no cost is known.
    pub fn may_have_been_paid(&self) -> bool {
        match (self.status, self.outcome) {
            _ if self.cached => false,
            (Some(status), _) => (200..300).contains(&status),
            (None, Outcome::Finished(_)) => true,
            (None, Outcome::Failed(code)) => ended_under_way(code),
        }
    }

    /// Whether its whole time says how long an answer takes: it ended by itself.
    pub(super) fn ran_to_its_end(&self) -> bool {
        match self.outcome {
            Outcome::Finished(
                FinishReason::Stop
                | FinishReason::Length
                | FinishReason::ContentFilter
                | FinishReason::ToolCalls,
            ) => true,
            Outcome::Finished(FinishReason::Cancelled) | Outcome::Failed(_) => false,
        }
    }
}

/// Whether a failure without a status left a request behind that a server may be working on.
fn ended_under_way(code: Code) -> bool {
    match code {
        Code::IdleTimeout
        | Code::Interrupted
        | Code::BadResponse
        | Code::Storage
        | Code::Internal => true,
        Code::ConfigInvalid
        | Code::KeyMissing
        | Code::KeyRejected
        | Code::KeyExpired
        | Code::KeyringLocked
        | Code::KeyringUnavailable
        | Code::KeyringDenied
        | Code::PaymentRequired
        | Code::BudgetReached
        | Code::Forbidden
        | Code::ModelNotFound
        | Code::BadRequest
        | Code::ContextTooLong
        | Code::TooLarge
        | Code::RateLimited
        | Code::QuotaExhausted
        | Code::Overloaded
        | Code::GatewayError
        | Code::ProviderError
        | Code::Refused
        | Code::Offline
        | Code::Dns
        | Code::Tls
        | Code::Proxy
        | Code::Connect => false,
    }
}
