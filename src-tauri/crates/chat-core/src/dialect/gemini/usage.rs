//! Token counts of `usageMetadata` (GATEWAY §3.4).

use crate::usage::Usage;
use serde_json::Value;

/// Counts saturate here, so that sums stay exact in JavaScript and in SQLite.
const MAX_TOKENS: u64 = 1 << 52;

/// The counts in our one shape; none where there is no count of tokens yet.
///
/// The prompt includes what was cached. What tools fed back is input beside it, and thinking is
/// output beside the candidates.
pub(super) fn read(usage: &Value) -> Option<Usage> {
    let field = |name: &str| usage.get(name).and_then(count);
    let prompt = field("promptTokenCount");
    let answer = field("candidatesTokenCount");
    let thoughts = field("thoughtsTokenCount");
    if prompt.is_none() && answer.is_none() && thoughts.is_none() {
        return None;
    }
    let sum = |a: u64, b: u64| a.saturating_add(b).min(MAX_TOKENS);
    let answer = answer.unwrap_or(0);
    let input = sum(
        prompt.unwrap_or(0),
        field("toolUsePromptTokenCount").unwrap_or(0),
    );
    // Proxies that translate count thinking as part of the answer; their total tells.
    let inside = thoughts.is_some_and(|thoughts| thoughts > 0 && thoughts <= answer)
        && field("totalTokenCount") == Some(input.saturating_add(answer));
    let output = if inside {
        answer
    } else {
        sum(answer, thoughts.unwrap_or(0))
    };
    Some(Usage {
        input_tokens: input,
        output_tokens: output,
        reasoning_tokens: thoughts,
        cached_input_tokens: field("cachedContentTokenCount"),
        total_tokens: input.saturating_add(output),
    })
}

/// A count: a whole number, also as float or as text. Negative ones and the rest are no count.
fn count(value: &Value) -> Option<u64> {
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
