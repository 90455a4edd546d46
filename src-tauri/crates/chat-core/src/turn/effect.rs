//! What a turn asks for.

use crate::dialect::{Citation, Credential, Picture};
use crate::failure::{Code, Failure};
use crate::fallback::{Alternative, Target};
use crate::message::MessageState;
use crate::receipt::ToolCallView;
use crate::request::Param;
use crate::usage::{Cost, Usage};
use crate::wire::{FinishReason, WaitReason};

/// Something for the driver to do, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Ask our own limits, the pace and at first the budget, whether a request may start.
    Admit,
    /// Renew the sign-in; answered by [`super::What::Renewed`] or [`super::What::NotRenewed`].
    Renew {
        /// Whether a token was sent and rejected; otherwise it is past, or there is none.
        rejected: bool,
    },
    /// Take a parameter out of the request that the model refused.
    LeaveOut(Param),
    /// Make this ready to be asked; answered by [`super::What::Prepared`] or
    /// [`super::What::NotPrepared`].
    Prepare(Alternative),
    /// Send the request. Repeats are counted from 0.
    Open {
        /// Which repeat this is; 0 for the first attempt.
        repeat: u32,
    },
    /// Drop the response, and with it the socket.
    Close,
    /// Ask the dialect for its verdict now, as if the body had ended.
    Conclude,
    /// Show something.
    Show(Output),
    /// Write what was not written yet. Exactly one save runs at a time.
    Save {
        /// Whether it must survive a power loss.
        sync: bool,
    },
    /// Write the end and tell everyone; the last effect of a turn.
    Finish(Box<Outcome>),
}

/// What faces see while a turn runs.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Text of the answer.
    Text(String),
    /// The model's reasoning.
    Reasoning(String),
    /// A whole tool call.
    ToolCall {
        /// The provider's id.
        id: String,
        /// The tool.
        name: String,
        /// JSON text.
        arguments: String,
    },
    /// The turn waits.
    Waiting {
        /// For what.
        reason: WaitReason,
        /// For how many milliseconds from now; none when unknown.
        for_ms: Option<u64>,
    },
    /// Something else is asked than what was asked for, and why.
    Note(String),
    /// Usage or cost became known.
    Usage {
        /// Tokens.
        usage: Option<Usage>,
        /// Cost.
        cost: Option<Cost>,
    },
}

/// What an answer says of itself while it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served<'a> {
    /// The model that serves, where reported.
    pub model: Option<&'a str>,
    /// The provider, where known.
    pub provider: Option<&'a str>,
    /// The gateway's id of the generation, where reported.
    pub generation_id: Option<&'a str>,
}

/// One HTTP request of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// To which of the turn's targets it went, counted from 0.
    pub target: usize,
    /// Its status; none where no response came.
    pub status: Option<u16>,
    /// Why it failed; none if it did not, or was stopped.
    pub code: Option<Code>,
    /// When it began, in milliseconds after the turn.
    pub after_ms: u64,
    /// How long it took, in milliseconds.
    pub ms: u64,
}

/// Where an answer from the response cache comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FromCache {
    /// When the answer was kept, milliseconds since 1970.
    pub kept_at_ms: i64,
    /// What it cost then, and was saved now.
    pub saved: Option<Cost>,
}

/// How a turn ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What became of the answer.
    pub state: MessageState,
    /// Why it ended; none exactly when there is a failure.
    pub finish: Option<FinishReason>,
    /// The failure that ended it.
    pub failure: Option<Failure>,
    /// Whether text came.
    pub partial: bool,
    /// The model that served, where reported.
    pub model: Option<String>,
    /// The provider that served, where known.
    pub provider: Option<String>,
    /// Tokens, where reported.
    pub usage: Option<Usage>,
    /// Cost, where reported.
    pub cost: Option<Cost>,
    /// The gateway's id of the generation.
    pub generation_id: Option<String>,
    /// Milliseconds from the start to the first text or reasoning.
    pub first_token_ms: Option<u64>,
    /// Milliseconds that the model spent on its reasoning, as far as it was shown.
    pub reasoning_ms: Option<u64>,
    /// Milliseconds from the start to the end.
    pub total_ms: u64,
    /// Every request made.
    pub attempts: Vec<Attempt>,
    /// What they went to, in order; the first one is what was asked for.
    pub targets: Vec<Target>,
    /// What was said of asking otherwise than asked for.
    pub notes: Vec<String>,
    /// What the answer refers to.
    pub citations: Vec<Citation>,
    /// Pictures in the answer, in order.
    pub pictures: Vec<Picture>,
    /// The tools that the model wanted, in order.
    pub tool_calls: Vec<ToolCallView>,
    /// Whose credential paid, where told.
    pub credential: Option<Credential>,
    /// The kept answer that this one is, if it came from the response cache.
    pub cached: Option<FromCache>,
    /// How many of the oldest turns were left out, as the person said.
    pub left_out: u32,
}
