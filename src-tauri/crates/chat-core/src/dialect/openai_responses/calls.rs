//! Joins the pieces of tool calls: name and id come with the item, arguments in pieces or whole.

use super::once::Place;
use crate::dialect::DialectEvent;
use serde_json::Value;

/// More calls than this are ignored: nobody meant them, and each is searched for.
const MAX_CALLS: usize = 128;

#[derive(Debug, Default)]
struct Call {
    /// Its item in the answer.
    index: Option<u64>,
    /// The item's id, which pieces may name.
    item: String,
    /// The call's id, which its result must name.
    id: String,
    name: String,
    arguments: String,
    /// The wire said that the arguments are whole.
    whole: bool,
}

/// The tool calls of an answer so far.
#[derive(Debug, Default)]
pub(super) struct Calls {
    calls: Vec<Call>,
}

impl Calls {
    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// A `function_call` item, at its beginning or, `whole`, at its end.
    pub(super) fn item(&mut self, item: &Value, place: Place, whole: bool) {
        let id = text(item, "call_id");
        let known = self
            .calls
            .iter()
            .rposition(|call| !id.is_empty() && call.id == id)
            .or_else(|| {
                // A new id begins a call, unless its pieces came before its item.
                self.find(place.item, text(item, "id"))
                    .filter(|&at| self.calls.get(at).is_some_and(|call| call.id.is_empty()))
            });
        let Some(call) = self.at(known, place.item) else {
            return;
        };
        for (field, key) in [
            (&mut call.item, "id"),
            (&mut call.id, "call_id"),
            (&mut call.name, "name"),
        ] {
            if field.is_empty() {
                text(item, key).clone_into(field);
            }
        }
        call.set_arguments(item.get("arguments"));
        call.whole |= whole;
    }

    /// A piece of a call's arguments.
    pub(super) fn delta(&mut self, event: &Value) {
        let place = Place::of(event, "content_index");
        let known = self.piece_of(event, place);
        if let Some(call) = self.at(known, place.item) {
            call.arguments.push_str(text(event, "delta"));
        }
    }

    /// The end of a call's arguments, which are told again in one piece.
    pub(super) fn done(&mut self, event: &Value) {
        let place = Place::of(event, "content_index");
        let known = self.piece_of(event, place);
        if let Some(call) = self.at(known, place.item) {
            if call.name.is_empty() {
                text(event, "name").clone_into(&mut call.name);
            }
            call.set_arguments(event.get("arguments"));
            call.whole = true;
        }
    }

    /// The joined calls in the order in which they began; leaves none behind. Of an answer that
    /// was cut off only those that were told to be whole.
    pub(super) fn take(&mut self, cut_off: bool, out: &mut Vec<DialectEvent>) {
        for (number, call) in std::mem::take(&mut self.calls).into_iter().enumerate() {
            let nameless = call.name.is_empty() && call.arguments.is_empty();
            if nameless || (cut_off && !call.whole) {
                continue;
            }
            let id = [call.id, call.item]
                .into_iter()
                .find(|id| !id.is_empty())
                .unwrap_or_else(|| format!("call_{number}"));
            let arguments = if call.arguments.trim().is_empty() {
                "{}".to_owned()
            } else {
                call.arguments
            };
            out.push(DialectEvent::ToolCall {
                id,
                name: call.name,
                arguments,
            });
        }
    }

    /// The call that a piece belongs to; one that names none is the last one's.
    fn piece_of(&self, event: &Value, place: Place) -> Option<usize> {
        let item = text(event, "item_id");
        self.find(place.item, item).or_else(|| {
            let unnamed = place.item.is_none() && item.is_empty();
            self.calls.len().checked_sub(1).filter(|_| unnamed)
        })
    }

    /// The item's id decides where it is known; some servers change it in every event.
    fn find(&self, index: Option<u64>, item: &str) -> Option<usize> {
        let by_id = |call: &Call| !item.is_empty() && call.item == item;
        let by_index = |call: &Call| index.is_some() && call.index == index;
        self.calls
            .iter()
            .rposition(by_id)
            .or_else(|| self.calls.iter().rposition(by_index))
    }

    /// The known call, else a new one while there is room.
    fn at(&mut self, known: Option<usize>, index: Option<u64>) -> Option<&mut Call> {
        let at = known.or_else(|| {
            (self.calls.len() < MAX_CALLS).then(|| {
                self.calls.push(Call {
                    index,
                    ..Call::default()
                });
                self.calls.len() - 1
            })
        });
        self.calls.get_mut(at?)
    }
}

impl Call {
    /// Arguments in one piece; empty ones are none and leave the pieces.
    fn set_arguments(&mut self, value: Option<&Value>) {
        match value {
            Some(Value::String(text)) if !text.is_empty() => text.clone_into(&mut self.arguments),
            Some(whole @ (Value::Object(_) | Value::Array(_))) => {
                self.arguments = whole.to_string();
            }
            Some(Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_)) | None => {}
        }
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
