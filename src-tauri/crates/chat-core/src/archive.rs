//! A conversation outside the store: the lossless form, and what other programs' archives hold.
//!
//! The document is `{"format":"gatehouse-history","version":1,"exportedAtMs":…,"conversations":[…]}`.
//! It holds everything that the store holds of a conversation, deletion and the process that worked
//! on it apart. The ledger, settings, keys, drafts, the response cache and the replay journal are
//! no part of it. What is absent is empty, false or unknown. A long conversation may come in parts:
//! elements with one id, the later ones going on where the earlier ones ended.
//!
//! Nothing here reads files or knows tables.

mod chatgpt;
mod check;
mod claude;
mod clean;
mod elements;
mod exact;
mod found;
mod growing;
mod lenient;
mod rows;
mod stable;
mod tidy;

pub use check::{Wrong, check};
pub use clean::clean;
pub use elements::{Element, Elements, MAX_ELEMENT_BYTES, NotAnArchive};
pub use exact::JsonText;
pub use found::{Found, LeftOut, Source, Unread, read};
pub use rows::{Row, Rows};
pub use tidy::{MAX_LABEL_CHARS, MAX_TAGS, tidy};

use crate::ids::{ConversationId, MessageId, TurnId};
use crate::message::{MessageState, Role};
use crate::usage::CostBasis;
use crate::wire::FinishReason;
use serde::{Deserialize, Serialize};

/// What the document's `format` says.
pub const FORMAT: &str = "gatehouse-history";
/// The version that is written, and the newest that is read.
pub const VERSION: u32 = 1;

/// A conversation with all that the store holds of it, or a part of a long one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Archived {
    /// Its id.
    pub id: ConversationId,
    /// One line, at most 80 characters.
    pub title: String,
    /// Whether the title was given by a person or an archive.
    #[serde(default, skip_serializing_if = "is_false")]
    pub titled: bool,
    /// When it was started, milliseconds since 1970.
    pub created_at_ms: i64,
    /// The last begin or end of a turn, milliseconds since 1970.
    pub updated_at_ms: i64,
    /// Counts the changes that a person made to the conversation itself.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub revision: i64,
    /// Whether it is pinned.
    #[serde(default, skip_serializing_if = "is_false")]
    pub pinned: bool,
    /// Whether it is put away.
    #[serde(default, skip_serializing_if = "is_false")]
    pub archived: bool,
    /// Whether an answer has not been seen yet.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unread: bool,
    /// The folder that it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Its tags, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The connection chosen for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<String>,
    /// The model chosen for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// What its questions are asked with beside ([`crate::preset::Asking`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asking: Option<JsonText>,
    /// The last message of the chosen path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<MessageId>,
    /// The system message in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<MessageId>,
    /// Whether a later part goes on with it; head and system message come with the last one.
    #[serde(default, skip_serializing_if = "is_false")]
    pub more: bool,
    /// Its messages: each after the one that it follows.
    pub messages: Vec<Node>,
    /// What is known of how its answers were made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<ArchivedTurn>,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Node {
    /// Its id.
    pub id: MessageId,
    /// The message that it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<MessageId>,
    /// Who speaks.
    pub role: Role,
    /// What became of it. An answer that was being written is [`MessageState::Interrupted`].
    #[serde(default = "done", skip_serializing_if = "is_done")]
    pub state: MessageState,
    /// Whether the chosen path went on with it when it last came through its parent.
    #[serde(default, skip_serializing_if = "is_false")]
    pub chosen: bool,
    /// Its text, exactly.
    pub text: String,
    /// The model's reasoning.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reasoning: String,
    /// The model that served, else the one asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The connection that it went through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<String>,
    /// When it was stored, milliseconds since 1970.
    pub created_at_ms: i64,
    /// What goes with a question, or the pictures in an answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<ArchivedFile>,
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ArchivedFile {
    /// Its name; pictures in answers have none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its media type.
    pub kind: String,
    /// Its bytes in base64 (RFC 4648 §4, padded).
    pub base64: String,
}

/// How an answer was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ArchivedTurn {
    /// Its id.
    pub id: TurnId,
    /// The question's message.
    pub question: MessageId,
    /// The answer's message.
    pub answer: MessageId,
    /// The connection asked.
    pub connection: String,
    /// The model asked.
    pub model: String,
    /// The limit sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_tokens: Option<u32>,
    /// The temperature sent.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "exact::float"
    )]
    pub temperature: Option<f64>,
    /// When it began, milliseconds since 1970.
    pub started_at_ms: i64,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at_ms: Option<i64>,
    /// Why it ended, unless an error ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish: Option<FinishReason>,
    /// What a person was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<JsonText>,
    /// The provider that served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The gateway's id of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation_id: Option<String>,
    /// Tokens read, cached ones included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_tokens: Option<i64>,
    /// Tokens written, reasoning included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_tokens: Option<i64>,
    /// The part of the output that was reasoning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasoning_tokens: Option<i64>,
    /// The part of the input that a provider had kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cached_input_tokens: Option<i64>,
    /// Their sum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_tokens: Option<i64>,
    /// Its cost in US dollars, an exact decimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_usd: Option<String>,
    /// Where the cost comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_basis: Option<CostBasis>,
    /// Milliseconds from sending to the first token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_token_ms: Option<i64>,
    /// Milliseconds from sending to the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_ms: Option<i64>,
    /// One object for each HTTP request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<JsonText>,
    /// Where the answer came from ([`crate::receipt::Receipt`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<JsonText>,
}

fn done() -> MessageState {
    MessageState::Done
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_done(state: &MessageState) -> bool {
    *state == MessageState::Done
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_zero(number: &i64) -> bool {
    *number == 0
}
