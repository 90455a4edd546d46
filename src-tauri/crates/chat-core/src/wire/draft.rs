//! What was typed and not sent.

use super::StagedFile;
use crate::ids::ConversationId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What `save_draft` takes. An empty text without files forgets the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SaveDraft {
    /// Whose draft it is; none is that of a new conversation.
    pub conversation: Option<ConversationId>,
    /// The text, exactly as typed.
    pub text: String,
    /// Where the caret is, in UTF-16 units.
    pub caret: u32,
    /// Its files, by the ids that `add_file` gave.
    #[serde(default)]
    pub files: Vec<String>,
}

/// A draft as it was left.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftView {
    /// The text; empty where there is none.
    pub text: String,
    /// Where the caret was, in UTF-16 units.
    pub caret: u32,
    /// Its files, which wait for their question again.
    pub files: Vec<StagedFile>,
}
