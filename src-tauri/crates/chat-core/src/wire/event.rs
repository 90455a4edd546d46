//! The one event enum: everything that goes over a window's Channel.

use super::{
    AnswerFacts, ConversationView, CostView, FileView, FinishReason, KeyStatus, NextTurn,
    StartedTurn, UserError, WaitReason,
};
use crate::blocks::PatchOp;
use crate::ids::{ConversationId, MessageId, TurnId};
use crate::message::MessageState;
use crate::receipt::Receipt;
use crate::usage::Usage;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What goes over a window's Channel (DESIGN §5.4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[expect(
    clippy::large_enum_variant,
    reason = "events are serialised once and few are held; a box would show in no figure"
)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Event {
    /// The live events start here; the state up to here is the result of `attach`.
    Snapshot {
        /// Turns that were running.
        turns: Vec<TurnId>,
    },
    /// A turn began, here or in another window.
    TurnStarted {
        /// What began.
        #[serde(flatten)]
        started: StartedTurn,
    },
    /// A turn waits.
    TurnWaiting {
        /// The turn.
        turn_id: TurnId,
        /// For what.
        reason: WaitReason,
        /// Until when, milliseconds since 1970; none when unknown.
        #[ts(type = "number | null")]
        until_ms: Option<i64>,
        /// What is asked otherwise than asked for, and why: it is told before that is sent.
        note: Option<String>,
    },
    /// An answer changed.
    TurnPatched {
        /// The turn.
        turn_id: TurnId,
        /// Counts up by one per turn and window.
        #[ts(type = "number")]
        seq: u64,
        /// Changes of the answer's tree, in order.
        ops: Vec<PatchOp>,
        /// Added reasoning text, mostly empty.
        reasoning: String,
    },
    /// Usage became known.
    UsageUpdated {
        /// The turn.
        turn_id: TurnId,
        /// Tokens.
        usage: Option<Usage>,
        /// Cost.
        cost: Option<CostView>,
    },
    /// A turn ended; nothing follows for it but the same once more, with its true end, where that
    /// could not be saved at first and now is.
    TurnEnded {
        /// The turn.
        turn_id: TurnId,
        /// Its conversation.
        conversation: ConversationId,
        /// The answer's message.
        message: MessageId,
        /// What became of it.
        state: MessageState,
        /// Why, unless an error ended it.
        finish: Option<FinishReason>,
        /// The error that ended it.
        error: Option<UserError>,
        /// The model that served, else the one asked.
        model: String,
        /// What it took.
        #[serde(flatten)]
        facts: AnswerFacts,
        /// The pictures in it.
        files: Vec<FileView>,
        /// Where the answer came from.
        receipt: Receipt,
        /// Words in the answer, for the status line.
        words: u32,
    },
    /// A conversation appeared, changed or got a message, here or in another process.
    ConversationChanged {
        /// Its row now; none when it is gone or many changed: ask for the list again.
        conversation: Option<ConversationView>,
    },
    /// A key was set or removed.
    KeysChanged {
        /// The states now.
        keys: Vec<KeyStatus>,
        /// What the next message would use.
        next: NextTurn,
    },
    /// Another process changed settings: ask for them again.
    SettingsChanged,
    /// Something to tell that belongs to no turn.
    Notice {
        /// What.
        error: UserError,
    },
    /// Something is wanted of the main window: take it (`take_wanted`).
    Wanted,
    /// Events were lost or held back too long: attach again.
    Resync,
}
