//! Function calls, which this dialect sends whole: name, arguments and sometimes an id.
//!
//! Arguments in pieces (`partialArgs`) exist on Vertex only and must be asked for; they are not
//! read.

use crate::dialect::DialectEvent;
use serde_json::Value;

/// More calls than this are ignored: nobody meant them.
const MAX_CALLS: usize = 128;

#[derive(Debug)]
struct Call {
    id: String,
    name: String,
    arguments: String,
}

/// The calls of an answer so far.
#[derive(Debug, Default)]
pub(super) struct Calls {
    calls: Vec<Call>,
}

impl Calls {
    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// Takes a `functionCall`. One whose id is known is a repetition.
    pub(super) fn push(&mut self, call: &Value) {
        let text = |key: &str| call.get(key).and_then(Value::as_str).unwrap_or_default();
        let (id, name) = (text("id"), text("name"));
        let known = !id.is_empty() && self.calls.iter().any(|call| call.id == id);
        if name.is_empty() || known || self.calls.len() >= MAX_CALLS {
            return;
        }
        let arguments = match call.get("args") {
            Some(whole @ (Value::Object(_) | Value::Array(_))) => whole.to_string(),
            Some(Value::String(text)) if !text.trim().is_empty() => text.clone(),
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => {
                "{}".to_owned()
            }
        };
        self.calls.push(Call {
            id: id.to_owned(),
            name: name.to_owned(),
            arguments,
        });
    }

    /// The calls in their order; leaves none behind.
    pub(super) fn take(&mut self, out: &mut Vec<DialectEvent>) {
        for (number, call) in std::mem::take(&mut self.calls).into_iter().enumerate() {
            let Call {
                id,
                name,
                arguments,
            } = call;
            out.push(DialectEvent::ToolCall {
                id: if id.is_empty() {
                    format!("call_{number}")
                } else {
                    id
                },
                name,
                arguments,
            });
        }
    }
}
