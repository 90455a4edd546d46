//! The model's reasoning, as summary or in full: its parts with a blank line between them.

use super::once::{Place, Told};
use crate::dialect::DialectEvent;
use serde_json::Value;

/// What is told of the reasoning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A summary of it, in parts.
    Summary,
    /// The reasoning itself, as open models give it.
    Full,
}

impl Kind {
    /// The key of a part's index.
    fn index(self) -> &'static str {
        match self {
            Self::Summary => "summary_index",
            Self::Full => "content_index",
        }
    }
}

/// The reasoning so far.
#[derive(Debug, Default)]
pub(super) struct Reasoning {
    told: Told,
    /// The kind that came first: the other says the same again.
    kind: Option<Kind>,
    last: Option<Place>,
    part_begins: bool,
}

impl Reasoning {
    /// Whether nothing came at all.
    pub(super) fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// A new part begins.
    pub(super) fn part_begins(&mut self) {
        self.part_begins = true;
    }

    /// A piece of a part.
    pub(super) fn delta(&mut self, kind: Kind, event: &Value, out: &mut Vec<DialectEvent>) {
        if let Some(piece) = event.get("delta").and_then(Value::as_str) {
            self.push(kind, Place::of(event, kind.index()), piece, out);
        }
    }

    /// A whole part at its end: counts if it did not come in pieces.
    pub(super) fn done(
        &mut self,
        kind: Kind,
        event: &Value,
        text: Option<&Value>,
        out: &mut Vec<DialectEvent>,
    ) {
        let place = Place::of(event, kind.index());
        if let Some(text) = text.and_then(Value::as_str)
            && !self.told.has(place)
        {
            self.push(kind, place, text, out);
        }
    }

    /// A whole item at its end: counts if nothing of it came before.
    pub(super) fn item(&mut self, item: &Value, place: Place, out: &mut Vec<DialectEvent>) {
        if self.told.has(place.whole_item()) {
            return;
        }
        for (kind, key) in [(Kind::Summary, "summary"), (Kind::Full, "content")] {
            let Some(parts) = item.get(key).and_then(Value::as_array) else {
                continue;
            };
            for (part, number) in parts.iter().zip(0..) {
                let place = Place {
                    part: Some(number),
                    ..place
                };
                if let Some(text) = part.get("text").and_then(Value::as_str) {
                    self.push(kind, place, text, out);
                }
            }
        }
    }

    fn push(&mut self, kind: Kind, place: Place, text: &str, out: &mut Vec<DialectEvent>) {
        if text.is_empty() || *self.kind.get_or_insert(kind) != kind {
            return;
        }
        let begins = std::mem::take(&mut self.part_begins);
        let apart = self.last.is_some_and(|last| begins || last != place);
        self.last = Some(place);
        self.told.mark(place);
        let gap = if apart { "\n\n" } else { "" };
        out.push(DialectEvent::Reasoning(format!("{gap}{text}")));
    }
}
