//! `GET /v1/generation?id=…`: what one answer was billed, known some seconds after its end.

use super::{NoFacts, object, usd};
use crate::catalogue::clean;
use crate::money::Usd;
use crate::usage::Usage;
use serde_json::Value;

/// When to ask after an answer's end, in milliseconds: it was not there after 6 s and there after
/// 9 s (GATEWAY §1.5). 404 before the last means "not yet".
pub const GENERATION_POLLS_MS: [u64; 3] = [5_000, 10_000, 20_000];

const MAX_NAME_BYTES: usize = 256;
const MAX_TOKENS: u64 = 1 << 52;

/// A billed answer. What is not told is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generation {
    /// The gateway's id of the answer.
    pub id: String,
    /// The model that served.
    pub model: Option<String>,
    /// The provider that served.
    pub provider: Option<String>,
    /// Whether the person's own provider key served.
    pub own_key: bool,
    /// What was billed; with one's own key what the provider charges for it, where that is told.
    pub cost: Option<Usd>,
    /// What it used.
    pub usage: Option<Usage>,
    /// From the request to the first token, in milliseconds.
    pub first_token_ms: Option<u64>,
    /// From the request to the end, in milliseconds.
    pub total_ms: Option<u64>,
    /// Why it ended, in the gateway's word.
    pub finish_reason: Option<String>,
}

/// Reads the answer: `{data:{…}}`.
pub fn generation(body: &[u8]) -> Result<Generation, NoFacts> {
    let data = object(body)?;
    let text = |field: &str| clean(data.get(field)?.as_str()?, MAX_NAME_BYTES).map(str::to_owned);
    let own_key = data.get("is_byok").and_then(Value::as_bool) == Some(true);
    Ok(Generation {
        id: text("id").ok_or(NoFacts::Unrecognised)?,
        model: text("model"),
        provider: text("provider_name"),
        own_key,
        cost: cost(&data, own_key),
        usage: usage(&data),
        first_token_ms: data.get("latency").and_then(tokens),
        total_ms: data.get("generation_time").and_then(tokens),
        finish_reason: text("finish_reason"),
    })
}

/// With one's own key the gateway bills nothing: then the provider's figure is what the answer cost,
/// and without it nothing is known. The rule is that of an answer's own `usage`.
fn cost(data: &Value, own_key: bool) -> Option<Usd> {
    let amount = |field: &str| data.get(field).and_then(usd);
    let billed = amount("total_cost").or_else(|| amount("usage"));
    let upstream = amount("upstream_inference_cost").filter(|usd| !usd.is_zero());
    match billed {
        Some(billed) if !billed.is_zero() || !own_key => Some(billed),
        Some(_) | None => upstream,
    }
}

fn usage(data: &Value) -> Option<Usage> {
    let number = |fields: [&str; 2]| {
        fields
            .iter()
            .find_map(|field| data.get(field).and_then(tokens))
    };
    let input = number(["native_tokens_prompt", "tokens_prompt"]);
    let output = number(["native_tokens_completion", "tokens_completion"]);
    if input.is_none() && output.is_none() {
        return None;
    }
    let (input, output) = (input.unwrap_or(0), output.unwrap_or(0));
    let part = |field: &str| data.get(field).and_then(tokens);
    Some(Usage {
        input_tokens: input,
        output_tokens: output,
        reasoning_tokens: part("native_tokens_reasoning"),
        cached_input_tokens: part("native_tokens_cached"),
        total_tokens: input.saturating_add(output),
    })
}

/// A count or a duration; some are floats.
fn tokens(value: &Value) -> Option<u64> {
    let number = match (value.as_u64(), value.as_f64()) {
        (Some(whole), _) => whole,
        (None, Some(float)) if (0.0..=1e15).contains(&float) => {
            format!("{float:.0}").parse().ok()?
        }
        (None, _) => return None,
    };
    Some(number.min(MAX_TOKENS))
}
