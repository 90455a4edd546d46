//! What a gateway tells beside answers: who serves a model, what credit is left, and what one
//! answer was billed (GATEWAY §1.4, §1.5). Bytes in, facts out; it knows no address and no key.
//!
//! A status other than 2xx goes to [`classify`](crate::failure::classify), which reads these
//! endpoints' flat `{"error":"…"}` too.

mod endpoints;
mod generation;

pub use endpoints::{Endpoint, MAX_ENDPOINTS, endpoints};
pub use generation::{GENERATION_POLLS_MS, Generation, generation};

use crate::money::Usd;
use crate::secret_text;
use serde_json::Value;

/// Longest message of the gateway's that is passed on, in characters.
const MAX_MESSAGE_CHARS: usize = 300;

/// A 2xx answer that does not hold what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoFacts {
    /// An error of the gateway's; its message, with anything like a key masked.
    #[error("the gateway said: {0}")]
    Said(String),
    /// Something else: no JSON, or none of the expected shape.
    #[error("the answer is not what was asked for")]
    Unrecognised,
}

/// Credit at the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credits {
    /// What is left; below zero is possible.
    pub balance: Usd,
    /// What was used in all.
    pub total_used: Usd,
}

/// Reads `GET /v1/credits`: `{balance, total_used}`, decimals as text or as numbers.
pub fn credits(body: &[u8]) -> Result<Credits, NoFacts> {
    let answer = object(body)?;
    let amount = |field: &str| answer.get(field).and_then(usd).ok_or(NoFacts::Unrecognised);
    Ok(Credits {
        balance: amount("balance")?,
        total_used: amount("total_used")?,
    })
}

/// The answer's `data` where there is one, else the answer itself.
fn object(body: &[u8]) -> Result<Value, NoFacts> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let mut answer: Value = serde_json::from_slice(body).map_err(|_| NoFacts::Unrecognised)?;
    if let Some(error) = answer.get("error").filter(|error| !error.is_null()) {
        let said = error.as_str().or_else(|| error.get("message")?.as_str());
        return Err(said.map_or(NoFacts::Unrecognised, |said| NoFacts::Said(message(said))));
    }
    let data = answer.get_mut("data").map(Value::take);
    let object = data.filter(Value::is_object).unwrap_or(answer);
    object
        .is_object()
        .then_some(object)
        .ok_or(NoFacts::Unrecognised)
}

fn message(said: &str) -> String {
    let line: String = said
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(MAX_MESSAGE_CHARS)
        .collect();
    secret_text::mask(&line)
}

/// A number prints as the shortest decimal that is that float, which is the one that was sent.
fn usd(value: &Value) -> Option<Usd> {
    match value {
        Value::String(text) => Usd::parse(text).ok(),
        Value::Number(number) => Usd::parse(&number.to_string()).ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
