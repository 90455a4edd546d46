//! A tree in the form in which the page gets it. Must not know Markdown.

use super::Node;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};
use std::sync::Arc;

/// A finished tree as JSON, made once however often it is shown; a clone is the same one.
#[derive(Debug, Clone, Default)]
pub struct Drawn(Option<Arc<RawValue>>);

impl Drawn {
    /// Writes a tree down.
    pub fn of(nodes: &[Node]) -> Self {
        if nodes.is_empty() {
            return Self::default();
        }
        // Strings, numbers and lists alone: there is nothing in it that could fail.
        Self(to_raw_value(nodes).ok().map(Arc::from))
    }

    /// Its JSON, a list of [`Node`]s.
    pub fn json(&self) -> &str {
        self.0.as_deref().map_or("[]", RawValue::get)
    }

    /// Whether both were drawn at once, not only alike.
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

impl PartialEq for Drawn {
    fn eq(&self, other: &Self) -> bool {
        self.json() == other.json()
    }
}

impl Eq for Drawn {}

impl Serialize for Drawn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Some(json) => json.as_ref().serialize(serializer),
            None => <[Node]>::serialize(&[], serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Drawn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(|nodes| Self::of(&nodes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_written_as_its_nodes_are_and_read_as_they_are() {
        let nodes = [Node::Rule, Node::Text("a \"b\"\n".to_owned())];
        let drawn = Drawn::of(&nodes);
        let json = serde_json::to_string(&nodes).unwrap();
        assert_eq!(drawn.json(), json);
        assert_eq!(serde_json::to_string(&drawn).unwrap(), json);
        let read: Drawn = serde_json::from_str(&json).unwrap();
        assert_eq!(read, drawn);
        assert!(!read.is_same(&drawn) && drawn.is_same(&drawn.clone()));
    }

    #[test]
    fn nothing_is_an_empty_list() {
        assert_eq!(Drawn::of(&[]), Drawn::default());
        assert_eq!(serde_json::to_string(&Drawn::default()).unwrap(), "[]");
        assert_eq!(
            serde_json::from_str::<Drawn>("[]").unwrap(),
            Drawn::default()
        );
    }
}
