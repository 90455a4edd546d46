//! What sums over the ledger are shown as: every amount an exact decimal.

use super::Latency;
use crate::failure::Code;
use serde::{Deserialize, Serialize};

/// What `usage` shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Report {
    /// A row for each day, month, model or connection.
    pub rows: Vec<ReportRow>,
    /// All of them.
    pub total: ReportRow,
}

/// Sums of one day, month, model or connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct ReportRow {
    /// The day (`2026-03-01`), month (`2026-03`), model or connection.
    pub key: String,
    /// Requests made, failed ones and repeats included; answers from the cache are not.
    #[ts(type = "number")]
    pub requests: u64,
    /// Tokens read, cached ones included.
    #[ts(type = "number")]
    pub input_tokens: u64,
    /// The part of them that was read from the provider's cache, where reported.
    #[ts(type = "number")]
    pub cached_input_tokens: u64,
    /// Tokens written, reasoning included.
    #[ts(type = "number")]
    pub output_tokens: u64,
    /// The part of them that was reasoning, where reported.
    #[ts(type = "number")]
    pub reasoning_tokens: u64,
    /// What they cost, as an exact decimal: `billed_usd` and `estimated_usd` together.
    pub usd: String,
    /// The part that was reported.
    pub billed_usd: String,
    /// The part that is listed price times tokens.
    pub estimated_usd: String,
    /// Requests that may have cost something of which nothing is known.
    #[ts(type = "number")]
    pub unpriced_requests: u64,
    /// Answers from the response cache.
    #[ts(type = "number")]
    pub cached_answers: u64,
    /// What those would have cost again, where known.
    pub saved_usd: String,
    /// What providers' caches spared, by the prices as they are listed now.
    pub cache_read_saved_usd: String,
    /// Both together.
    pub all_saved_usd: String,
    /// Tokens read from providers' caches of which no price is listed.
    #[ts(type = "number")]
    pub unpriced_cached_tokens: u64,
    /// The part of the requests that failed.
    #[ts(type = "number")]
    pub failed_requests: u64,
    /// Why they failed, the most frequent first.
    pub errors: Vec<ErrorCount>,
    /// How long answers took.
    pub latency: Latency,
}

/// How often requests failed in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ErrorCount {
    /// The code.
    pub code: Code,
    /// How often.
    #[ts(type = "number")]
    pub count: u64,
}
