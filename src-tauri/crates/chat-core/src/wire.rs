//! The contract with the page (DESIGN §5.4): what commands take and give, and the one event enum.
//!
//! Every type here is written to `src-tauri/bindings/ipc.d.ts` by a test, and golden JSON of each
//! event is read by the page's tests. Nothing here can hold a key.

mod about;
mod answer;
mod archive;
mod asking;
mod attempt;
mod autostart;
mod backup;
mod connection;
mod conversation;
mod data;
mod doctor;
mod draft;
mod event;
mod file;
mod hotkey;
mod import;
mod link;
mod options;
mod preset;
mod preview;
mod routing;
mod search;
mod sent;
mod settings;
mod usage;
mod wanted;

pub use about::{AboutView, Drawing};
pub use answer::AnswerFacts;
pub use archive::{
    ExportAs, ExportWanted, HistoryCheckView, HistoryImport, ImportProgress, LeftOutView,
    SkippedRow,
};
pub use asking::{AnswerAgain, ChatReply, EditMessage, SendMessage, StartedTurn};
pub use attempt::AttemptView;
pub use autostart::AutostartState;
pub use backup::{BackupView, RestoreView, SalvageView};
pub use connection::{ConnectionEdit, ConnectionView, FoundServer, GuideChoice};
pub use conversation::{
    ConversationChange, ConversationView, LabelView, Labels, ListFilter, MessagePage,
    OpenConversation, PageWanted, VariantsView,
};
pub use data::{DataKind, DataPlace, DataView, EverythingDeleted};
pub use doctor::{CreditView, DiagnosisView, LayerView, TestConnection};
pub use draft::{DraftAsking, DraftView, HalfEdit, SaveDraft};
pub use event::Event;
pub use file::{FileView, StagedFile};
pub use hotkey::{HotkeyState, HotkeyView};
pub use import::{ImportView, ImportedAddress, ImportedKeyView, UnusedVariable};
pub use link::{LinkAnswer, LinkQuestion, OpenLink};
pub use options::TurnOptions;
pub use preset::{
    BeginWith, ImportOutcome, ImportedName, InstructionsFrom, Parameters, PastQuestion, Preset,
    PresetImport, PromptTemplate, QuestionsWanted, SavePreset, SaveTemplate,
};
pub use preview::{CostEstimate, FileEstimate, PreviewTurn, TokenEstimate, TooLong, TurnPreview};
pub use routing::RoutingOption;
pub use search::{FindMessages, HitSpot, SearchHit, SearchOrder, SearchResults, SnippetPiece};
pub use sent::{NotKept, SentRequest, WhatWasSent};
pub use settings::{
    AfterSend, CodeColours, Density, Language, LongPaste, OnClose, SendWith, Settings, TextSize,
    Theme, Timeouts,
};
pub use usage::{BudgetLimit, BudgetView, UsageReport, UsageSpan, UsageWanted};
pub use wanted::{Missing, Wanted};

use crate::blocks::{Drawn, Node};
use crate::failure::{Code, Failure};
use crate::ids::{ConversationId, MessageId, TurnId};
use crate::message::{MessageState, Role};
use crate::receipt::Receipt;
use crate::usage::CostBasis;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Largest Channel message, in bytes of JSON. From 8,192 on the web view fetches instead of
/// evaluating, which costs ten times as much.
pub const MAX_EVENT_BYTES: usize = 8_000;

/// How many Channel messages may wait for the page's `ack` before the engine holds back.
pub const MAX_UNACKED_EVENTS: u32 = 64;

/// The page acknowledges after this many Channel messages.
pub const ACK_EVERY: u32 = 16;

/// How long a deleted conversation can be taken back where nothing is set, in minutes.
pub const DEFAULT_UNDO_MINUTES: u32 = 10;

/// An error as a face shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserError {
    /// The code to act on.
    pub code: Code,
    /// One sentence for a person.
    pub message: String,
    /// What to do, one short sentence.
    pub action: Option<String>,
    /// HTTP status, none where no response came.
    pub status: Option<u16>,
    /// The server's hint, in milliseconds.
    #[ts(type = "number | null")]
    pub retry_after_ms: Option<u64>,
    /// The gateway's id of the request.
    pub request_id: Option<String>,
    /// The model that may have been meant, where the one asked is not offered. Errors that were
    /// stored before there was this have none.
    #[serde(default)]
    pub nearest: Option<String>,
}

impl From<&Failure> for UserError {
    fn from(failure: &Failure) -> Self {
        let Failure {
            code,
            message,
            action,
            command: _,
            status,
            retry_after_ms,
            may_repeat: _,
            refused: _,
            request_id,
            nearest,
        } = failure.clone();
        Self {
            code,
            message,
            action,
            status,
            retry_after_ms,
            request_id,
            nearest: nearest.map(|id| *id),
        }
    }
}

/// Why an answer ended, as the wire said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FinishReason {
    /// The model had said everything.
    Stop,
    /// Cut off at the token limit.
    Length,
    /// Cut off by a filter.
    ContentFilter,
    /// The model wants a tool.
    ToolCalls,
    /// The person stopped it.
    Cancelled,
}

impl FinishReason {
    /// Every reason.
    pub const ALL: [Self; 5] = [
        Self::Stop,
        Self::Length,
        Self::ContentFilter,
        Self::ToolCalls,
        Self::Cancelled,
    ];

    /// The name in JSON and in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Length => "length",
            Self::ContentFilter => "content_filter",
            Self::ToolCalls => "tool_calls",
            Self::Cancelled => "cancelled",
        }
    }

    /// The inverse of [`FinishReason::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}

/// Why a turn waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum WaitReason {
    /// For a permit of the limiter.
    Limiter,
    /// Before the next attempt.
    Retry,
    /// For a renewed sign-in.
    Signin,
    /// Nothing has come for a while.
    Still,
}

/// A cost as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CostView {
    /// An exact decimal.
    pub usd: String,
    /// Reported or computed.
    pub basis: CostBasis,
}

/// A message as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MessageView {
    /// Its id.
    pub id: MessageId,
    /// The message before it on the path.
    pub parent: Option<MessageId>,
    /// Who speaks.
    pub role: Role,
    /// The exact text: what Copy gives.
    pub text: String,
    /// What is drawn of the text, where nobody would see all of it.
    pub shown: Option<String>,
    /// An answer's tree; empty for questions.
    #[ts(as = "Vec<Node>")]
    pub nodes: Drawn,
    /// The model's reasoning, as text.
    pub reasoning: String,
    /// A question's files, or the pictures in an answer.
    pub files: Vec<FileView>,
    /// What became of it.
    pub state: MessageState,
    /// The turn that an answer belongs to.
    pub turn_id: Option<TurnId>,
    /// The model that served, else the one asked.
    pub model: Option<String>,
    /// The connection used.
    pub connection: Option<String>,
    /// Why it ended.
    pub finish: Option<FinishReason>,
    /// The token limit that was sent, if any.
    pub max_tokens: Option<u32>,
    /// What went wrong, for failed and interrupted answers.
    pub error: Option<UserError>,
    /// Where an answer came from.
    pub receipt: Receipt,
    /// What it took.
    #[serde(flatten)]
    pub facts: AnswerFacts,
    /// Where it stands among others in its place.
    pub variants: VariantsView,
    /// Milliseconds since 1970.
    #[ts(type = "number")]
    pub created_at_ms: i64,
}

/// What the next message would use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NextTurn {
    /// The connection's name; none if the choice fails.
    pub connection: Option<String>,
    /// The model id; none for a local server that was not asked yet.
    pub model: Option<String>,
    /// Whether it is the demo gateway, with no model behind it.
    pub demo: bool,
    /// Whether a key is needed and missing, or another reason why sending would fail.
    pub problem: Option<UserError>,
    /// What is worth saying of the model: it is gone, will be soon, or stands in for one that is.
    pub hint: Option<String>,
    /// What the list at hand says of the model, its price among it; nobody is asked for it.
    pub facts: Option<ModelView>,
}

/// A running turn in a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunningTurn {
    /// The turn.
    pub turn_id: TurnId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// The answer's message.
    pub message: MessageId,
    /// The model asked.
    pub model: String,
    /// The tree so far; patches after this continue it.
    pub nodes: Vec<Node>,
    /// The reasoning so far.
    pub reasoning: String,
    /// How long the model reasoned until it last paused, in milliseconds.
    #[ts(type = "number | null")]
    pub reasoning_ms: Option<u64>,
    /// Since when it reasons now, milliseconds since 1970; none when it does not.
    #[ts(type = "number | null")]
    pub reasoning_since_ms: Option<i64>,
    /// Patches up to this one are in `nodes`.
    #[ts(type = "number")]
    pub seq: u64,
}

/// What `attach` gives: everything a fresh page needs to draw itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// The program's version.
    pub version: String,
    /// What the next message would use.
    pub next: NextTurn,
    /// Keys, without any key in them.
    pub keys: Vec<KeyStatus>,
    /// The newest conversations; empty for quick-ask.
    pub conversations: Vec<ConversationView>,
    /// Turns that are running.
    pub turns: Vec<RunningTurn>,
    /// Files that wait for their question; empty for quick-ask.
    pub files: Vec<StagedFile>,
    /// The settings.
    pub settings: Settings,
    /// Something to tell at start, such as an unusable store.
    pub notice: Option<UserError>,
}

/// Where a key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum KeySource {
    /// An environment variable.
    Env,
    /// The OS keyring.
    Keyring,
    /// This process's memory.
    Session,
    /// Nowhere.
    None,
}

/// What is known of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum KeyState {
    /// There is one.
    Present,
    /// There is none.
    Absent,
    /// The keyring is locked.
    Locked,
    /// The keyring refused.
    Denied,
    /// There is no keyring, or it does not answer.
    Unavailable,
}

/// The state of one connection's key. Never the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeyStatus {
    /// The connection.
    pub connection: String,
    /// The origin that the key belongs to, such as `https://ai-gateway.vercel.sh`.
    pub origin: Option<String>,
    /// Where it comes from.
    pub source: KeySource,
    /// What is known of it.
    pub state: KeyState,
    /// Its last four characters, for keys of at least 12.
    pub last4: Option<String>,
    /// When a sign-in token expires, milliseconds since 1970.
    #[ts(type = "number | null")]
    pub expires_at_ms: Option<i64>,
    /// What looks wrong with it, such as a key of another provider. It is used all the same.
    pub warning: Option<String>,
}

/// A model of a connection's catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ModelView {
    /// The id that is sent.
    pub id: String,
    /// The connection that offers it.
    pub connection: String,
    /// How many tokens fit, where listed.
    #[ts(type = "number | null")]
    pub context_window: Option<u64>,
    /// The longest answer in tokens, where listed.
    #[ts(type = "number | null")]
    pub max_output: Option<u64>,
    /// Price of a million input tokens as an exact decimal, where listed.
    pub input_usd_per_million: Option<String>,
    /// Price of a million output tokens as an exact decimal, where listed.
    pub output_usd_per_million: Option<String>,
    /// When it stops answering, milliseconds since 1970, where announced.
    #[ts(type = "number | null")]
    pub retires_at_ms: Option<i64>,
}
