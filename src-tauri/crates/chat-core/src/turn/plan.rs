//! What a turn is given: whom it asks, within which limits, and what may be tried instead.

use super::Renewal;
use crate::dialect::Upstream;
use crate::failure::RetryPolicy;
use crate::fallback::{Alternative, Target};
use crate::request::Param;
use crate::wire::Timeouts;

/// What a turn is given at its start.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What is asked.
    pub target: Target,
    /// What is asked instead where that fails before its first token, in order.
    pub alternatives: Vec<Alternative>,
    /// What of the request a model may refuse, and what can then be left out.
    pub optional: Vec<Param>,
    /// Time-outs; the connect time-out is the transport's.
    pub timeouts: Timeouts,
    /// How failures are retried.
    pub retry: RetryPolicy,
    /// Seed of the jitter between retries.
    pub seed: u32,
    /// Who is asked, for the words of failures.
    pub upstream: Upstream,
    /// Our own pace: the most requests a minute; none asks for no permit, and not for the budget.
    pub admission: Option<Admission>,
    /// Whether its credential can be renewed.
    pub renewal: Renewal,
}

/// What stands between a turn and its requests: the person's own limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Admission {
    /// The most requests in a minute, for the words of a refusal; 0 is no limit.
    pub per_minute: u32,
}
