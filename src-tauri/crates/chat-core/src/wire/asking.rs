//! What asking takes and gives.

use super::{BeginWith, TurnOptions};
use crate::ids::{ConversationId, MessageId, TurnId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What `send_message` takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SendMessage {
    /// Made by the page; a repeated command with the same id changes nothing.
    pub turn_id: TurnId,
    /// The conversation to go on with; none starts one.
    pub conversation: Option<ConversationId>,
    /// The question.
    pub text: String,
    /// The model; none takes the preset's, the one chosen for the conversation, its last, else the
    /// default.
    pub model: Option<String>,
    /// The connection; none is taken from the same places, else the usual choice.
    pub connection: Option<String>,
    /// The answer's limit in tokens; none takes the preset's, else the conversation's, else leaves
    /// it to the model. So it is with `options`.
    pub max_tokens: Option<u32>,
    /// How many of the oldest turns are not sent; they stay in the conversation.
    #[serde(default)]
    pub leave_out: u32,
    /// Files that go with it, by the ids that `add_file` gave.
    #[serde(default)]
    pub files: Vec<String>,
    /// What is asked of the model beside it.
    #[serde(default)]
    pub options: TurnOptions,
    /// Begins a conversation of which nothing is kept on this computer. One that is begun stays
    /// what it is.
    #[serde(default)]
    pub temporary: bool,
    /// The preset to ask with: what is said here wins over it, and it wins over what was chosen for
    /// the chat. A chat that begins keeps it; in another one it counts for this question, and its
    /// instructions replace those in force.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub preset: Option<String>,
    /// What a chat that begins is set up with.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub begin: Option<BeginWith>,
}

/// What `edit_message` takes: another question in the place of one that was asked, which stays
/// beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EditMessage {
    /// Made by the page, for the new turn.
    pub turn_id: TurnId,
    /// The question that is put otherwise. Its pictures and documents go with the new one.
    pub message: MessageId,
    /// The question as it is now.
    pub text: String,
    /// The model; none takes the conversation's last.
    pub model: Option<String>,
    /// The answer's limit in tokens; none leaves it to the model.
    pub max_tokens: Option<u32>,
    /// As in [`SendMessage`].
    #[serde(default)]
    pub leave_out: u32,
    /// As in [`SendMessage`].
    #[serde(default)]
    pub options: TurnOptions,
    /// As in [`SendMessage`].
    #[serde(default)]
    #[ts(optional = nullable)]
    pub preset: Option<String>,
}

/// What `retry_turn` and `continue_turn` take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AnswerAgain {
    /// Made by the page, for the new turn.
    pub turn_id: TurnId,
    /// The answer to repeat or to go on from.
    pub message: MessageId,
    /// The model; none takes the answer's.
    pub model: Option<String>,
    /// The answer's limit in tokens; none leaves it to the model.
    pub max_tokens: Option<u32>,
    /// As in [`SendMessage`].
    #[serde(default)]
    pub leave_out: u32,
    /// As in [`SendMessage`].
    #[serde(default)]
    pub options: TurnOptions,
    /// As in [`SendMessage`].
    #[serde(default)]
    #[ts(optional = nullable)]
    pub preset: Option<String>,
}

/// What starting a turn gives, the same again for a repeated command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StartedTurn {
    /// The turn.
    pub turn_id: TurnId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// The question's message.
    pub question: MessageId,
    /// The answer's message.
    pub message: MessageId,
    /// The connection used.
    pub connection: String,
    /// The model asked.
    pub model: String,
    /// What is drawn of the question, where nobody would see all of it.
    pub shown: Option<String>,
}

/// What the guide's `/api/chat` gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChatReply {
    /// The answer's text.
    pub reply: String,
}
