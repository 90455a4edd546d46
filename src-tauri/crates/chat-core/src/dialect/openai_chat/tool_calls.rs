//! Joins the pieces of tool calls, which servers number in several ways or not at all.
//!
//! A known id names its call; a new id begins one, unless the piece only goes on with arguments
//! under an index that is known; without an id the index decides; without either a new name
//! begins a call and anything else belongs to the last.

use crate::dialect::DialectEvent;
use serde_json::Value;

/// More calls than this are ignored: nobody meant them, and each is searched for.
const MAX_CALLS: usize = 128;

#[derive(Debug, Default)]
struct Call {
    index: Option<u64>,
    id: String,
    name: String,
    arguments: String,
}

/// The tool calls of an answer so far.
#[derive(Debug, Default)]
pub(super) struct ToolCalls {
    calls: Vec<Call>,
}

impl ToolCalls {
    /// Takes a `tool_calls` value: a list, or one call alone.
    pub(super) fn push(&mut self, value: &Value) {
        match value {
            Value::Array(pieces) => pieces.iter().for_each(|piece| self.piece(piece)),
            Value::Object(_) => self.piece(value),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Takes the older `function_call` object: one call without an id.
    pub(super) fn push_function(&mut self, function: &Value) {
        if function.is_object() {
            self.apply(None, "", function);
        }
    }

    /// The joined calls, in the order of their first pieces; leaves none behind.
    pub(super) fn take(&mut self, out: &mut Vec<DialectEvent>) {
        for (number, call) in std::mem::take(&mut self.calls).into_iter().enumerate() {
            let Call {
                index: _,
                id,
                name,
                arguments,
            } = call;
            if name.is_empty() && arguments.is_empty() {
                continue;
            }
            out.push(DialectEvent::ToolCall {
                id: if id.is_empty() {
                    format!("call_{number}")
                } else {
                    id
                },
                name,
                arguments: if arguments.trim().is_empty() {
                    "{}".to_owned()
                } else {
                    arguments
                },
            });
        }
    }

    fn piece(&mut self, piece: &Value) {
        let index = piece.get("index").and_then(Value::as_u64);
        let id = piece.get("id").and_then(Value::as_str).unwrap_or_default();
        // Some servers put name and arguments on the call itself.
        let function = piece
            .get("function")
            .filter(|value| value.is_object())
            .unwrap_or(piece);
        if piece.is_object() {
            self.apply(index, id, function);
        }
    }

    fn apply(&mut self, index: Option<u64>, id: &str, function: &Value) {
        let name = function
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let at = self.find(index, id, name).or_else(|| {
            (self.calls.len() < MAX_CALLS).then(|| {
                self.calls.push(Call {
                    index,
                    ..Call::default()
                });
                self.calls.len() - 1
            })
        });
        let Some(call) = at.and_then(|at| self.calls.get_mut(at)) else {
            return;
        };
        if call.id.is_empty() {
            id.clone_into(&mut call.id);
        }
        if call.name.is_empty() {
            name.clone_into(&mut call.name);
        }
        match function.get("arguments") {
            Some(Value::String(piece)) => call.arguments.push_str(piece),
            Some(whole @ (Value::Object(_) | Value::Array(_))) => {
                call.arguments = whole.to_string();
            }
            Some(Value::Null | Value::Bool(_) | Value::Number(_)) | None => {}
        }
    }

    /// The call that a piece goes on with.
    fn find(&self, index: Option<u64>, id: &str, name: &str) -> Option<usize> {
        let at_index = index.and_then(|index| {
            self.calls
                .iter()
                .rposition(|call| call.index == Some(index))
        });
        if !id.is_empty() {
            return self
                .calls
                .iter()
                .rposition(|call| call.id == id)
                .or_else(|| {
                    at_index.filter(|&at| {
                        name.is_empty() || self.calls.get(at).is_some_and(|call| call.id.is_empty())
                    })
                });
        }
        let begins = |at: &usize| {
            self.calls
                .get(*at)
                .is_some_and(|call| name.is_empty() || call.name.is_empty() || call.name == name)
        };
        match index {
            Some(_) => at_index.filter(begins),
            None if name.is_empty() => self.calls.len().checked_sub(1),
            None => None,
        }
    }
}
