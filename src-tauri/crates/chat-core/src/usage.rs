//! What an answer used and cost.

use crate::money::Usd;
use serde::{Deserialize, Serialize};

/// Token counts in the one shape that Gatehouse uses everywhere: `input` includes cached reads
/// and writes, `output` includes reasoning, `total` is their sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// Tokens read, cached ones included.
    #[ts(type = "number")]
    pub input_tokens: u64,
    /// Tokens written, reasoning included.
    #[ts(type = "number")]
    pub output_tokens: u64,
    /// The part of the output that was reasoning, where reported.
    #[ts(type = "number | null")]
    pub reasoning_tokens: Option<u64>,
    /// The part of the input read from the provider's cache, where reported.
    #[ts(type = "number | null")]
    pub cached_input_tokens: Option<u64>,
    /// `input_tokens + output_tokens`.
    #[ts(type = "number")]
    pub total_tokens: u64,
}

/// Where a cost figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
pub enum CostBasis {
    /// The gateway reported it.
    Billed,
    /// Listed price times tokens.
    Estimated,
}

/// A cost with its basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// The amount.
    pub usd: Usd,
    /// Reported or computed.
    pub basis: CostBasis,
}
