//! Identifiers, each its own type so that one can never stand in for another.
//!
//! They are opaque text here; who makes them (random, or the page) is not this crate's concern.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest identifier accepted from outside, in bytes.
pub const MAX_ID_BYTES: usize = 64;

/// Text that cannot be an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an id is 1 to {MAX_ID_BYTES} letters, digits, '-' or '_'")]
pub struct InvalidId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
        #[serde(try_from = "String", into = "String")]
        #[ts(type = "string")]
        pub struct $name(String);

        impl $name {
            /// Accepts 1 to 64 ASCII letters, digits, `-` or `_`.
            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                let fits = (1..=MAX_ID_BYTES).contains(&text.len());
                let clean = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
                if fits && clean { Ok(Self(text.to_owned())) } else { Err(InvalidId) }
            }

            /// An id from 128 bits that its maker drew.
            pub fn from_bits(bits: u128) -> Self {
                Self(format!("{bits:032x}"))
            }

            /// The text of the identifier.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A conversation: a tree of messages.
    ConversationId
);
id!(
    /// One message, a node of the tree.
    MessageId
);
id!(
    /// One question and its answer. Made by the asker, so that a repeated command is recognised.
    TurnId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_take_plain_text_only() {
        for good in ["a", "019ab-c_D", &"x".repeat(64)] {
            assert_eq!(TurnId::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "a b", "../x", "é", "a\n", &"x".repeat(65)] {
            assert_eq!(TurnId::parse(bad), Err(InvalidId), "{bad:?}");
        }
    }

    #[test]
    fn ids_are_checked_when_read_from_json() {
        assert!(serde_json::from_str::<TurnId>("\"ok-1\"").is_ok());
        assert!(serde_json::from_str::<TurnId>("\"no/slash\"").is_err());
    }
}
