//! Messages and their states: the nodes of a conversation's tree.
//!
//! How they are stored is the engine's concern.

use crate::ids::{ConversationId, MessageId};
use serde::{Deserialize, Serialize};

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The instructions of the conversation.
    System,
    /// The person.
    User,
    /// The model.
    Assistant,
}

impl Role {
    /// The name used on the wire and in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
        }
    }

    /// The inverse of [`Role::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::System, Self::User, Self::Assistant]
            .into_iter()
            .find(|role| role.as_str() == text)
    }
}

/// What became of a message. Questions are always [`MessageState::Done`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
pub enum MessageState {
    /// Stored, nothing received yet.
    Pending,
    /// Text is arriving.
    Streaming,
    /// The wire said that the answer is whole.
    Done,
    /// The person stopped it; the text so far is kept.
    Cancelled,
    /// An error ended it; the text so far is kept.
    Failed,
    /// It broke off, or its process died; the text is an exact prefix.
    Interrupted,
}

impl MessageState {
    /// Every state, in the order of a message's life.
    pub const ALL: [Self; 6] = [
        Self::Pending,
        Self::Streaming,
        Self::Done,
        Self::Cancelled,
        Self::Failed,
        Self::Interrupted,
    ];

    /// The name used in the store and in `history show`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Streaming => "streaming",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
        }
    }

    /// The inverse of [`MessageState::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether a process still works on it.
    pub fn is_open(self) -> bool {
        match self {
            Self::Pending | Self::Streaming => true,
            Self::Done | Self::Cancelled | Self::Failed | Self::Interrupted => false,
        }
    }
}

/// A node of a conversation's tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its own id.
    pub id: MessageId,
    /// The conversation that holds it.
    pub conversation: ConversationId,
    /// The message that it follows; none for the first.
    pub parent: Option<MessageId>,
    /// Who speaks.
    pub role: Role,
    /// The text, as Markdown source for answers.
    pub text: String,
    /// The model's reasoning, where it showed any.
    pub reasoning: String,
    /// What became of it.
    pub state: MessageState,
    /// The model that served an answer, else the one asked.
    pub model: Option<String>,
    /// The connection that an answer went through.
    pub connection: Option<String>,
    /// When it was stored, in milliseconds since 1970 (UTC).
    pub created_at_ms: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for state in MessageState::ALL {
            assert_eq!(MessageState::parse(state.as_str()), Some(state));
        }
        for role in [Role::System, Role::User, Role::Assistant] {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        assert_eq!(MessageState::parse("half"), None);
    }
}
