//! Conversations in the list, and pages of their messages.

use super::{InstructionsFrom, MessageView, Parameters};
use crate::ids::{ConversationId, MessageId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A conversation in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConversationView {
    /// Its id.
    pub id: ConversationId,
    /// One line, at most 80 characters.
    pub title: String,
    /// Milliseconds since 1970.
    #[ts(type = "number")]
    pub updated_at_ms: i64,
    /// How many messages it holds.
    pub message_count: u32,
    /// Whether it stands before the others.
    pub pinned: bool,
    /// Whether it is out of the usual list.
    pub archived: bool,
    /// Whether an answer came that nobody has seen.
    pub unread: bool,
    /// The folder that it is in.
    pub folder: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// The connection that its next question goes to, where one was chosen for it.
    pub connection: Option<String>,
    /// The model that its next question is asked of, where one was chosen for it.
    pub model: Option<String>,
    /// The preset that its questions are asked with.
    pub preset: Option<String>,
    /// Its own parameters; what it leaves out is as its preset says.
    pub parameters: Parameters,
    /// Whether the instructions for all chats stay out of it.
    pub no_default_instructions: bool,
    /// Where the instructions that lead its messages come from.
    pub instructions_from: InstructionsFrom,
    /// Whether nothing of it is kept on this computer. It is in no list.
    pub temporary: bool,
    /// When it was deleted, milliseconds since 1970, while it can be taken back.
    #[ts(type = "number | null")]
    pub deleted_at_ms: Option<i64>,
}

/// Which conversations a list shows: the usual one all that are not in the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct ListFilter {
    /// Those in the archive, in place of the others.
    pub archived: bool,
    /// Those in this folder, in the archive or not.
    pub folder: Option<String>,
    /// Those with this tag, in the archive or not.
    pub tag: Option<String>,
    /// All those that were deleted and can be taken back, the last one first, in place of the others.
    pub deleted: bool,
}

/// Which folders and tags there are, each by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Labels {
    /// The folders that a conversation is in.
    pub folders: Vec<LabelView>,
    /// The tags that a conversation has.
    pub tags: Vec<LabelView>,
}

/// A folder or a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LabelView {
    /// Its name.
    pub name: String,
    /// How many conversations have it, the archive not counted.
    pub conversations: u32,
}

/// What `set_conversation` takes: what is not named stays as it is, and an empty text takes away
/// what was there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct ConversationChange {
    /// Whether it stands before the others.
    pub pinned: Option<bool>,
    /// Whether it is out of the usual list.
    pub archived: Option<bool>,
    /// Whether it counts as unread.
    pub unread: Option<bool>,
    /// The folder that it is in.
    pub folder: Option<String>,
    /// Tags that it gets.
    pub tag: Vec<String>,
    /// Tags that it loses.
    pub untag: Vec<String>,
    /// The connection of its next questions.
    pub connection: Option<String>,
    /// The model of its next questions.
    pub model: Option<String>,
    /// Its instructions. Without its own, those of its preset count, else the ones for all chats.
    pub instructions: Option<String>,
    /// The preset of its next questions. A connection, model, instructions or parameters that were
    /// chosen for it before give way to what the preset says, unless they are named with it.
    pub preset: Option<String>,
    /// The parameters of its next questions, all of them.
    pub parameters: Option<Parameters>,
    /// Whether the instructions for all chats stay out of it.
    pub no_default_instructions: Option<bool>,
}

/// A message among those in its place: other answers to the question, or other questions there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VariantsView {
    /// Its number, from 1.
    pub index: u32,
    /// How many there are.
    pub count: u32,
    /// The one before it.
    pub previous: Option<MessageId>,
    /// The one after it.
    pub next: Option<MessageId>,
}

/// A part of a conversation's path, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MessagePage {
    /// The messages; the instructions in force lead them where nothing comes before.
    pub messages: Vec<MessageView>,
    /// How many messages come before the first one, instructions not counted.
    pub position: u32,
    /// How many messages the path has.
    pub total: u32,
    /// Whether more come after the last one.
    pub later: bool,
    /// Whether it is the path that the conversation goes on with.
    pub on_chosen_path: bool,
}

/// What `open_conversation` and `open_at` give: a page of a path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenConversation {
    /// Its row in the list.
    pub conversation: ConversationView,
    /// The page.
    #[serde(flatten)]
    pub page: MessagePage,
}

/// What `message_page` takes: the messages right before one, or right after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PageWanted {
    /// The conversation.
    pub conversation: ConversationId,
    /// The message that the page ends before.
    #[serde(default)]
    pub before: Option<MessageId>,
    /// The message that the page begins after; counts where `before` is none.
    #[serde(default)]
    pub after: Option<MessageId>,
}
