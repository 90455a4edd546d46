//! Remembers which pieces of an answer came already: a stream tells each of them several times.

use serde_json::Value;
use std::collections::BTreeSet;

/// More places than this are not remembered: from there on everything counts as told.
const MAX_PLACES: usize = 1024;

/// Where a piece stands: its item in the answer and its part in the item. Ids name neither:
/// some servers give the same item another id in every event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) item: Option<u64>,
    pub(super) part: Option<u64>,
}

impl Place {
    /// The place that an event names; `part` is the key of the part's index.
    pub(super) fn of(event: &Value, part: &str) -> Self {
        let index = |key: &str| event.get(key).and_then(Value::as_u64);
        Self {
            item: index("output_index"),
            part: index(part),
        }
    }

    /// All parts of the same item.
    pub(super) fn whole_item(self) -> Self {
        Self { part: None, ..self }
    }

    /// Whether both may be the same: an index that was not told may be any.
    fn meets(self, other: Self) -> bool {
        let same = |a: Option<u64>, b: Option<u64>| a.is_none() || b.is_none() || a == b;
        same(self.item, other.item) && same(self.part, other.part)
    }
}

/// The places that were told so far.
#[derive(Debug, Default)]
pub(super) struct Told {
    places: BTreeSet<Place>,
}

impl Told {
    /// Notes that something came for a place.
    pub(super) fn mark(&mut self, place: Place) {
        if self.places.len() < MAX_PLACES {
            self.places.insert(place);
        }
    }

    /// Whether something may have come for a place. In doubt yes: a text that is missing its
    /// repeat is whole, one that holds it twice is spoiled.
    pub(super) fn has(&self, place: Place) -> bool {
        self.places.len() >= MAX_PLACES || self.places.iter().any(|told| told.meets(place))
    }

    /// Whether nothing came at all.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}
