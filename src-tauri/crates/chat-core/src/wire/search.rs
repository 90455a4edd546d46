//! Searching the history: what `search` takes and gives.

use crate::ids::{ConversationId, MessageId};
use crate::search::SearchRole;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What `search` takes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindMessages {
    /// As typed; anything is a valid search.
    pub text: String,
    /// What comes first.
    pub order: SearchOrder,
    /// Whether its last word is still being typed, and finds what begins so.
    pub typing: bool,
    /// `next` of the page before; none for the first page.
    pub after: Option<String>,
    /// How many hits at most, up to 200.
    pub limit: u32,
}

/// What comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum SearchOrder {
    /// What was written last.
    #[default]
    Newest,
    /// What fits best among the newest hits.
    Relevance,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchResults {
    /// In the order that was asked for.
    pub hits: Vec<SearchHit>,
    /// Ask with this for what comes after. There may be more also where fewer than `limit` hits
    /// came: looking through very much stops after a moment.
    pub next: Option<String>,
    /// Sentences on how the search was read and what it did not look at.
    pub notes: Vec<String>,
    /// How many older messages are not in the index yet, at most.
    #[ts(type = "number")]
    pub unindexed: u64,
}

/// A message or title that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchHit {
    /// Its conversation.
    pub conversation: ConversationId,
    /// The title of that.
    pub title: String,
    /// Whether that was put away.
    pub archived: bool,
    /// The message; of a title the first one of the conversation, if it has any.
    pub message: Option<MessageId>,
    /// Whose text it is.
    pub role: SearchRole,
    /// The model of an answer.
    pub model: Option<String>,
    /// About 160 characters around the match, on one line.
    pub snippet: Vec<SnippetPiece>,
    /// The exact place of the match; none where no text was looked for.
    pub spot: Option<HitSpot>,
    /// When it was written, in milliseconds since 1970.
    #[ts(type = "number")]
    pub created_at_ms: i64,
}

/// A piece of a snippet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SnippetPiece {
    /// Text.
    pub text: String,
    /// Whether it is what was looked for.
    pub hit: bool,
}

/// The exact place of a match in the text of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HitSpot {
    /// What matches, as it stands there.
    pub text: String,
    /// How often just this stands before it: in a rendered answer the place is that occurrence.
    pub nth: u32,
    /// Where it begins in the exact text, in UTF-16 units.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}
