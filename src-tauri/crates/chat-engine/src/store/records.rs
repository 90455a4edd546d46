//! What goes into the store and what comes out of it.
//!
//! Plain data; how it is laid out in tables is the other modules' concern.

use super::drafts::DraftPlace;
use super::files::KeptFile;
use chat_core::dialect::Picture;
use chat_core::ids::{ConversationId, MessageId, TurnId};
use chat_core::message::{Message, MessageState};
use chat_core::preset::Asking;
use chat_core::receipt::Receipt;
use chat_core::request::Media;
use chat_core::title::title_of;
use chat_core::usage::{Cost, Usage};
use chat_core::wire::{AttemptView, FinishReason, UserError};

/// A turn as it begins: everything that is on disk before any network.
#[derive(Clone, Debug)]
pub struct NewTurn {
    /// Made by the asker; a repeat of it writes nothing.
    pub turn: TurnId,
    /// The name of this process's lock ([`crate::owner::Owner`]).
    pub owner: String,
    /// Now, in milliseconds since 1970.
    pub at_ms: i64,
    /// Where the turn belongs.
    pub conversation: Conversation,
    /// What is asked.
    pub question: Question,
    /// The pictures and documents that go with a new question; a stored one has its own.
    pub attachments: Vec<Media>,
    /// The id of the answer's row.
    pub answer: MessageId,
    /// The connection asked.
    pub connection: String,
    /// The model asked.
    pub model: String,
    /// The limit sent, if any.
    pub max_tokens: Option<u32>,
    /// The temperature sent, if any.
    pub temperature: Option<f64>,
    /// The draft that the question was; it is gone once the question is stored.
    pub draft: Option<DraftPlace>,
    /// What the conversation's questions are asked with from now on; none leaves it as it is.
    pub asking: Option<Asking>,
}

/// The conversation of a new turn.
#[derive(Clone, Debug)]
pub enum Conversation {
    /// Begins one.
    Start {
        /// Its id, not yet used.
        id: ConversationId,
        /// One line, at most 80 characters.
        title: String,
        /// Its system message.
        system: Option<(MessageId, String)>,
    },
    /// Goes on with one.
    GoOn {
        /// Its id.
        id: ConversationId,
        /// A system message that replaces the one in force; one with the same text is not stored
        /// again, an empty one leaves none in force.
        system: Option<(MessageId, String)>,
    },
}

/// The question of a new turn.
#[derive(Clone, Debug)]
pub enum Question {
    /// A question that is not stored yet.
    New {
        /// Its id.
        id: MessageId,
        /// The message that it follows; none is the end of the chosen path, or the system
        /// message where nothing was said yet.
        parent: Option<MessageId>,
        /// The text, exactly as typed.
        text: String,
    },
    /// A stored question asked again: the answer becomes a sibling of its other answers.
    Existing(MessageId),
    /// A question in place of a stored one, as a sibling of it.
    Instead {
        /// Its id.
        id: MessageId,
        /// The stored one, which stays.
        of: MessageId,
        /// The text, exactly as typed.
        text: String,
    },
}

impl Question {
    /// A title for the conversation that it begins.
    pub(super) fn title(&self) -> String {
        match self {
            Self::New { text, .. } | Self::Instead { text, .. } => title_of(text),
            Self::Existing(_) => title_of(""),
        }
    }

    /// The same where nothing of its conversation is there.
    pub(super) fn alone(self) -> Self {
        match self {
            Self::New { id, text, .. } | Self::Instead { id, text, .. } => Self::New {
                id,
                parent: None,
                text,
            },
            // What was asked again is not known here.
            Self::Existing(id) => Self::New {
                id,
                parent: None,
                text: String::new(),
            },
        }
    }
}

/// What [`super::Store::begin_turn`] found.
#[derive(Clone, Debug, PartialEq)]
pub enum Begun {
    /// The turn is stored now.
    New(StoredTurn),
    /// The turn was stored before, with these rows; nothing was written.
    Already(StoredTurn),
}

impl Begun {
    /// The turn, new or not.
    pub fn turn(&self) -> &StoredTurn {
        match self {
            Self::New(turn) | Self::Already(turn) => turn,
        }
    }
}

/// A turn's rows.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredTurn {
    /// The turn.
    pub turn: TurnId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// The question's message.
    pub question: MessageId,
    /// The answer's message.
    pub answer: MessageId,
    /// The process that works on it, or did.
    pub owner: String,
    /// The connection asked.
    pub connection: String,
    /// The model asked.
    pub model: String,
    /// The limit sent, if any.
    pub max_tokens: Option<u32>,
    /// The temperature sent, if any.
    pub temperature: Option<f64>,
    /// When it began, milliseconds since 1970.
    pub started_at_ms: i64,
    /// When it ended; none while it runs, and for ever if its process died.
    pub ended_at_ms: Option<i64>,
    /// The attempts as they were given to [`EndTurn`].
    pub attempts_json: Option<String>,
}

/// What came since the last checkpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// Added text.
    pub text: String,
    /// Added reasoning.
    pub reasoning: String,
    /// Whether the disk must have it before the call returns. Without, it survives the death of
    /// the process, but not yet a loss of power.
    pub sync: bool,
    /// Who answers, where that became known or changed.
    pub served: Option<Served>,
}

/// What is known of who answers, while the answer comes. An answer whose process dies is settled
/// from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// The connection that was asked last.
    pub connection: String,
    /// The model that serves, else the one asked.
    pub model: String,
    /// The provider, where reported.
    pub provider: Option<String>,
    /// The gateway's id of the answer, where reported.
    pub generation_id: Option<String>,
}

/// How a turn ended.
#[derive(Clone, Debug)]
pub struct EndTurn {
    /// The answer.
    pub answer: MessageId,
    /// What became of it; not an open state.
    pub state: MessageState,
    /// The whole text, where the caller has it; none joins the stored pieces and the tail.
    pub text: Option<String>,
    /// The whole reasoning, likewise.
    pub reasoning: Option<String>,
    /// What was not checkpointed yet; what is given whole does not count in it.
    pub tail: Piece,
    /// Now, in milliseconds since 1970.
    pub at_ms: i64,
    /// Why it ended, unless an error ended it.
    pub finish: Option<FinishReason>,
    /// The error that ended it.
    pub error: Option<UserError>,
    /// The connection that was asked last.
    pub connection: String,
    /// The model that served, else the one asked.
    pub model: String,
    /// The provider that served, where reported.
    pub provider: Option<String>,
    /// Tokens, where reported.
    pub usage: Option<Usage>,
    /// Cost, where known.
    pub cost: Option<Cost>,
    /// The gateway's id of the answer.
    pub generation_id: Option<String>,
    /// Milliseconds from sending to the first token.
    pub first_token_ms: Option<u64>,
    /// Milliseconds from sending to the end.
    pub total_ms: u64,
    /// One JSON object for each attempt, in an array.
    pub attempts_json: String,
    /// Where the answer came from.
    pub receipt: Receipt,
    /// The pictures in it.
    pub pictures: Vec<Picture>,
}

/// A conversation in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct ConversationRow {
    /// Its id.
    pub id: ConversationId,
    /// One line, at most 80 characters.
    pub title: String,
    /// The last begin or end of a turn, milliseconds since 1970.
    pub updated_at_ms: i64,
    /// When it was started.
    pub created_at_ms: i64,
    /// How many messages its tree holds.
    pub message_count: u32,
    /// Whether the title was given; else it is cut from the first question.
    pub titled: bool,
    /// Whether it stands before the others.
    pub pinned: bool,
    /// Whether it is out of the usual list.
    pub archived: bool,
    /// Whether an answer came that nobody has seen.
    pub unread: bool,
    /// The folder that it is in.
    pub folder: Option<String>,
    /// Its tags, in their order.
    pub tags: Vec<String>,
    /// The connection that its next question goes to, where one was chosen for it.
    pub connection: Option<String>,
    /// The model that its next question is asked of, where one was chosen for it.
    pub model: Option<String>,
    /// What its questions are asked with beside all that.
    pub asking: Asking,
    /// When it was deleted; it can be taken back until it is erased.
    pub deleted_at_ms: Option<i64>,
    /// How often a person changed any of this.
    pub revision: i64,
}

/// A message with what is known of its turn, if it is an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredMessage {
    /// The message; an open answer has its pieces joined so far.
    pub message: Message,
    /// The turn that it answers.
    pub turn: Option<TurnId>,
    /// Why it ended.
    pub finish: Option<FinishReason>,
    /// The error that ended it.
    pub error: Option<UserError>,
    /// The limit sent, if any.
    pub max_tokens: Option<u32>,
    /// Tokens, where reported.
    pub usage: Option<Usage>,
    /// Cost, where known.
    pub cost: Option<Cost>,
    /// The provider that served, where reported.
    pub provider: Option<String>,
    /// The gateway's id of the answer.
    pub generation_id: Option<String>,
    /// Milliseconds from sending to the first token.
    pub first_token_ms: Option<u64>,
    /// Milliseconds from sending to the end.
    pub total_ms: Option<u64>,
    /// The model asked.
    pub asked: Option<String>,
    /// Every request made, once it has ended.
    pub attempts: Vec<AttemptView>,
    /// Where the answer came from.
    pub receipt: Receipt,
    /// A question's files, or the pictures of an answer, without their bytes.
    pub files: Vec<KeptFile>,
}
