//! `GET /v1/models/CREATOR/MODEL/endpoints`: the providers that serve a model.

use super::{NoFacts, object};
use crate::catalogue::{Price, clean, count, endpoint_price};
use serde_json::Value;

/// Most providers that are taken from one answer.
pub const MAX_ENDPOINTS: usize = 64;
const MAX_NAME_BYTES: usize = 128;

/// A provider that serves a model. What is not listed is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The provider, as `order` and `only` name it.
    pub provider: String,
    /// How many tokens fit there.
    pub context_window: Option<u64>,
    /// The longest answer there, in tokens.
    pub max_output: Option<u64>,
    /// What tokens cost there.
    pub price: Option<Price>,
    /// Whether it answers at present.
    pub is_up: Option<bool>,
    /// The share of the last day it was up, in thousandths.
    pub uptime_per_mille: Option<u32>,
    /// Half of the last hour's answers began within that many milliseconds.
    pub first_token_ms: Option<u64>,
    /// Tokens a second in the last hour, half of the answers at least.
    pub tokens_per_second: Option<u64>,
    /// How its weights are rounded, such as `fp8`.
    pub quantization: Option<String>,
}

/// Reads the answer. Rows without a clean provider's name are left out.
pub fn endpoints(body: &[u8]) -> Result<Vec<Endpoint>, NoFacts> {
    let data = object(body)?;
    let rows = data.get("endpoints").and_then(Value::as_array);
    let rows = rows.ok_or(NoFacts::Unrecognised)?;
    let read = rows.iter().filter_map(endpoint);
    Ok(read.take(MAX_ENDPOINTS).collect())
}

fn endpoint(row: &Value) -> Option<Endpoint> {
    let text = |field: &str| clean(row.get(field)?.as_str()?, MAX_NAME_BYTES).map(str::to_owned);
    let number = |field: &str| row.get(field).and_then(count);
    Some(Endpoint {
        provider: text("provider_name")?,
        context_window: number("context_length"),
        max_output: number("max_completion_tokens"),
        price: row.get("pricing").and_then(endpoint_price),
        is_up: row
            .get("status")
            .and_then(Value::as_i64)
            .map(|status| status == 0),
        uptime_per_mille: row.get("uptime_last_1d").and_then(per_mille),
        first_token_ms: row.get("latency_last_1h").and_then(median),
        tokens_per_second: row.get("throughput_last_1h").and_then(median),
        quantization: text("quantization").filter(|word| word != "unknown"),
    })
}

/// A measure as such, or the middle of its spread.
fn median(value: &Value) -> Option<u64> {
    whole(value.get("p50").unwrap_or(value))
}

/// A share as 0 to 1 or as 0 to 100.
fn per_mille(value: &Value) -> Option<u32> {
    let share = value
        .as_f64()
        .filter(|share| (0.0..=100.0).contains(share))?;
    let factor = if share <= 1.0 { 1_000.0 } else { 10.0 };
    format!("{:.0}", share * factor).parse().ok()
}

fn whole(value: &Value) -> Option<u64> {
    let number = value
        .as_f64()
        .filter(|number| (0.0..=1e12).contains(number))?;
    format!("{number:.0}").parse().ok()
}
