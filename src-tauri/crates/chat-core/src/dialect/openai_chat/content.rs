//! The text, reasoning and refusal of a `delta` or `message`, under all the names they go by.

use serde_json::Value;

/// Deepest nesting of content parts that is read.
const MAX_DEPTH: u8 = 4;

/// What a delta says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// The answer's text, tags of reasoning included.
    pub(super) text: String,
    /// Reasoning outside of the text.
    pub(super) reasoning: String,
    /// The model's words of refusal.
    pub(super) refusal: String,
}

/// Reads a delta or message.
pub(super) fn read(delta: &Value) -> Said {
    let mut said = Said::default();
    // Servers repeat the same reasoning under several names: the first that holds any counts.
    for name in [
        "reasoning",
        "reasoning_content",
        "reasoning_text",
        "thinking",
        "reasoning_details",
    ] {
        if let Some(value) = delta.get(name) {
            plain(value, 0, &mut said.reasoning);
        }
        if !said.reasoning.is_empty() {
            break;
        }
    }
    if let Some(content) = delta.get("content") {
        parts(content, 0, &mut said);
    }
    if let Some(Value::String(refusal)) = delta.get("refusal") {
        said.refusal.push_str(refusal);
    }
    said
}

/// Content as text, as one part or as a list of parts.
fn parts(content: &Value, depth: u8, said: &mut Said) {
    match content {
        Value::String(text) => said.text.push_str(text),
        Value::Array(list) if depth < MAX_DEPTH => {
            for part in list {
                parts(part, depth + 1, said);
            }
        }
        Value::Object(part) => match part.get("type").and_then(Value::as_str) {
            Some(kind @ ("thinking" | "reasoning" | "reasoning.text")) => {
                let own = part.get(kind).or_else(|| part.get("text"));
                plain(own.unwrap_or(&Value::Null), depth, &mut said.reasoning);
            }
            Some("refusal") => {
                let own = part.get("refusal").or_else(|| part.get("text"));
                plain(own.unwrap_or(&Value::Null), depth, &mut said.refusal);
            }
            // "text", "output_text", and what is not known but holds text.
            Some(_) | None => {
                if let Some(text) = part.get("text") {
                    plain(text, depth, &mut said.text);
                }
            }
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {}
    }
}

/// All text of a value: itself, its `text` or `summary`, or its items'.
fn plain(value: &Value, depth: u8, out: &mut String) {
    match value {
        Value::String(text) => out.push_str(text),
        Value::Array(list) if depth < MAX_DEPTH => {
            for item in list {
                plain(item, depth + 1, out);
            }
        }
        Value::Object(object) if depth < MAX_DEPTH => {
            for name in ["text", "summary", "content"] {
                if let Some(inner) = object.get(name) {
                    plain(inner, depth + 1, out);
                    return;
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {}
    }
}
