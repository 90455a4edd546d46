//! What was typed and not sent.

use super::{BeginWith, StagedFile};
use crate::ids::{ConversationId, MessageId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What `save_draft` takes. A draft without text, files and choices is forgotten.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SaveDraft {
    /// Whose draft it is; none is that of a new conversation.
    pub conversation: Option<ConversationId>,
    /// The question of that conversation which is put otherwise in it; none is the draft of the box.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub message: Option<MessageId>,
    /// Whether a new conversation is to be a temporary one: its draft is kept in memory alone.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub temporary: bool,
    /// The text, exactly as typed.
    pub text: String,
    /// Where the caret is, in UTF-16 units.
    pub caret: u32,
    /// Its files, by the ids that `add_file` gave.
    #[serde(default)]
    pub files: Vec<String>,
    /// What a conversation that is not begun is to be asked with; none where nothing was chosen.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub asking: Option<DraftAsking>,
}

/// What was chosen for a conversation that is not begun.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct DraftAsking {
    /// Its preset.
    pub preset: Option<String>,
    /// The model of the next message, as typed or chosen.
    pub model: Option<String>,
    /// What it is set up with.
    pub begin: Option<BeginWith>,
}

/// A draft as it was left.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftView {
    /// The text; empty where there is none.
    pub text: String,
    /// Where the caret was, in UTF-16 units.
    pub caret: u32,
    /// Its files, which wait for their question again.
    pub files: Vec<StagedFile>,
    /// What was chosen for a conversation that is not begun.
    pub asking: Option<DraftAsking>,
    /// Questions of it that were being put otherwise.
    #[serde(default)]
    pub edits: Vec<HalfEdit>,
}

/// A question that was being put otherwise, and was not asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HalfEdit {
    /// The question.
    pub message: MessageId,
    /// What was made of it so far.
    pub text: String,
}
