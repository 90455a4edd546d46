//! Token counts, cost and whose credential bore it, in the shapes that servers report them.

use crate::dialect::Credential;
use crate::money::Usd;
use crate::usage::Usage;
use serde_json::Value;

/// Counts saturate here, so that sums stay exact in JavaScript and in SQLite.
pub(in crate::dialect) const MAX_TOKENS: u64 = 1 << 52;

/// The `usage` object in our one shape; none where it holds no count that can be read.
pub(super) fn read(usage: &Value) -> Option<Usage> {
    let field = |name: &str| usage.get(name).and_then(count);
    let detail = |parent: &str, name: &str| usage.get(parent)?.get(name).and_then(count);
    let input = field("prompt_tokens").or_else(|| field("input_tokens"));
    let output = field("completion_tokens").or_else(|| field("output_tokens"));
    if input.is_none() && output.is_none() {
        return None;
    }
    let reasoning = detail("completion_tokens_details", "reasoning_tokens")
        .or_else(|| detail("output_tokens_details", "reasoning_tokens"))
        .or_else(|| field("reasoning_tokens"));
    let cached = detail("prompt_tokens_details", "cached_tokens")
        .or_else(|| detail("input_tokens_details", "cached_tokens"))
        .or_else(|| field("prompt_cache_hit_tokens"))
        .or_else(|| field("cache_read_input_tokens"));
    let (input, mut output) = (input.unwrap_or(0), output.unwrap_or(0));
    // Some leave reasoning out of the output and only their total tells.
    if let (Some(reasoning), Some(total)) = (reasoning, field("total_tokens"))
        && reasoning > 0
        && total == input.saturating_add(output).saturating_add(reasoning)
    {
        output = output.saturating_add(reasoning).min(MAX_TOKENS);
    }
    Some(Usage {
        input_tokens: input,
        output_tokens: output,
        reasoning_tokens: reasoning,
        cached_input_tokens: cached,
        total_tokens: input.saturating_add(output),
    })
}

/// A count: a whole number, also as float or as text. Negative ones and the rest are no count.
pub(in crate::dialect) fn count(value: &Value) -> Option<u64> {
    let number = match value {
        Value::Number(number) => match (number.as_u64(), number.as_f64()) {
            (Some(exact), _) => exact,
            (None, Some(float)) if float >= 0.0 => {
                // A float prints in full, so what does not fit is merely too large.
                format!("{float:.0}").parse().unwrap_or(u64::MAX)
            }
            (None, _) => return None,
        },
        Value::String(text) => text.trim().parse().ok()?,
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    Some(number.min(MAX_TOKENS))
}

/// The cost that was reported: `metadata` is `provider_metadata.gateway`, else `usage.cost`, else
/// the frame's own `cost`.
///
/// With the person's own provider key the gateway bills nothing: a zero there says nothing of what
/// the answer cost, so the upstream's figure counts, or none.
pub(in crate::dialect) fn cost(frame: &Value, metadata: Option<&Value>) -> Option<Usd> {
    let usage = frame.get("usage");
    let amounts = [
        metadata.and_then(|metadata| metadata.get("cost")),
        usage.and_then(|usage| usage.get("cost")),
        frame.get("cost"),
    ];
    let billed = amounts.into_iter().flatten().find_map(amount);
    let upstream = usage
        .and_then(|usage| {
            usage
                .get("cost_details")?
                .get("upstream_inference_cost")
                .and_then(amount)
        })
        .filter(|usd| !usd.is_zero());
    match billed {
        Some(usd) if !usd.is_zero() => Some(usd),
        Some(usd) => upstream.or_else(|| match credential(usage, metadata) {
            Some(Credential::OwnKey) => None,
            Some(Credential::Gateway) | None => Some(usd),
        }),
        None => upstream,
    }
}

/// Whose credential paid: that of the provider attempt that succeeded last, else what
/// `usage.is_byok` says (GATEWAY §1.5).
pub(super) fn credential(usage: Option<&Value>, metadata: Option<&Value>) -> Option<Credential> {
    let attempted = || {
        let attempt = metadata?
            .get("routing")?
            .get("modelAttempts")?
            .as_array()?
            .iter()
            .filter_map(|model| model.get("providerAttempts")?.as_array())
            .flatten()
            .rfind(|attempt| attempt.get("success").and_then(Value::as_bool) == Some(true))?;
        match attempt.get("credentialType")?.as_str()? {
            "byok" => Some(Credential::OwnKey),
            "system" => Some(Credential::Gateway),
            _ => None,
        }
    };
    let said = || {
        let own = usage?.get("is_byok")?.as_bool()?;
        Some(if own {
            Credential::OwnKey
        } else {
            Credential::Gateway
        })
    };
    attempted().or_else(said)
}

/// An amount as JSON number or text; the number's shortest decimal is what the server wrote.
fn amount(value: &Value) -> Option<Usd> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    Usd::parse(&text).ok().filter(|usd| *usd >= Usd::default())
}
