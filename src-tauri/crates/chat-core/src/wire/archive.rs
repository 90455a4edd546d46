//! What importing and exporting conversations tells.

use crate::ids::ConversationId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What an export is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ExportAs {
    /// Text as it is stored, under headings.
    Markdown,
    /// One page.
    Html,
    /// Everything that is stored, to be imported again.
    Json,
}

/// What is to be exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportWanted {
    /// One conversation; none is all.
    pub conversation: Option<ConversationId>,
    /// As what.
    pub format: ExportAs,
    /// Every message, for formats that show a path.
    pub tree: bool,
}

/// What a check of the history found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryCheckView {
    /// Whether all is well.
    pub sound: bool,
    /// What is wrong with the file; empty when nothing is.
    pub complaints: Vec<String>,
    /// Messages and titles in the search index.
    #[ts(type = "number")]
    pub indexed: u64,
    /// Messages and titles that are not in it and should be.
    #[ts(type = "number")]
    pub missing: u64,
    /// What it should not have.
    #[ts(type = "number")]
    pub surplus: u64,
    /// Of 4,096 groups those that are otherwise than their texts.
    #[ts(type = "number")]
    pub wrong_groups: u64,
    /// Not indexed yet, at most; searching does it.
    #[ts(type = "number")]
    pub left: u64,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportProgress {
    /// Bytes read of the conversations, unpacked.
    #[ts(type = "number")]
    pub bytes: u64,
    /// How many there are, as far as the archive tells.
    #[ts(type = "number")]
    pub total_bytes: u64,
    /// Conversations looked at.
    #[ts(type = "number")]
    pub conversations: u64,
}

/// What came of an import, or would.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryImport {
    /// Whether nothing was stored, as was asked.
    pub dry_run: bool,
    /// Conversations that the archive holds.
    #[ts(type = "number")]
    pub found: u64,
    /// Those that are new here.
    #[ts(type = "number")]
    pub added: u64,
    /// Those that were here and got something.
    #[ts(type = "number")]
    pub updated: u64,
    /// Those of which everything was here.
    #[ts(type = "number")]
    pub unchanged: u64,
    /// Those that were left out.
    #[ts(type = "number")]
    pub skipped: u64,
    /// Those of them that were deleted here.
    #[ts(type = "number")]
    pub deleted: u64,
    /// Messages that are new here.
    #[ts(type = "number")]
    pub messages: u64,
    /// Messages that are here with another text, which stays.
    #[ts(type = "number")]
    pub differing: u64,
    /// Which were left out and why: the first thousand.
    pub skipped_rows: Vec<SkippedRow>,
    /// What of the others has no place here.
    pub left_out: LeftOutView,
    /// Whether the archive was read to its end.
    pub whole: bool,
}

/// A conversation that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SkippedRow {
    /// Its number in the archive; the first is 1.
    #[ts(type = "number")]
    pub number: u64,
    /// Its title, as far as it is known.
    pub title: Option<String>,
    /// Why, in words that follow "left out: ".
    pub reason: String,
}

/// What an archive holds that a conversation has no place for, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct LeftOutView {
    /// Messages that the other program never showed.
    #[ts(type = "number")]
    pub hidden: u64,
    /// What tools were asked and said, where it is no text of the conversation.
    #[ts(type = "number")]
    pub tools: u64,
    /// Files that the archive only names.
    #[ts(type = "number")]
    pub files: u64,
    /// Messages that cannot be read.
    #[ts(type = "number")]
    pub unreadable: u64,
    /// Characters that were no text.
    #[ts(type = "number")]
    pub characters: u64,
}
