//! The next message before it is sent: which model it goes to, what it will take, and whether it
//! still fits.

use super::BeginWith;
use crate::estimate::Interval;
use crate::ids::{ConversationId, MessageId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What `preview_turn` takes: the message as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreviewTurn {
    /// The conversation to go on with; none starts one.
    pub conversation: Option<ConversationId>,
    /// The question so far.
    pub text: String,
    /// As in `SendMessage`.
    pub model: Option<String>,
    /// As in `SendMessage`.
    pub connection: Option<String>,
    /// As in `SendMessage`.
    pub max_tokens: Option<u32>,
    /// As in `SendMessage`.
    pub leave_out: u32,
    /// As in `SendMessage`.
    pub files: Vec<String>,
    /// As in `SendMessage`.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub preset: Option<String>,
    /// As in `SendMessage`.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub begin: Option<BeginWith>,
}

/// What the next message would be. Nothing was sent to find it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TurnPreview {
    /// The model; none for a local server that was not asked yet.
    pub model: Option<String>,
    /// What is worth saying of it: it is gone, will be soon, or stands in for one that is.
    pub hint: Option<String>,
    /// Input tokens, estimated.
    pub tokens: TokenEstimate,
    /// How many tokens fit, where listed.
    #[ts(type = "number | null")]
    pub context_window: Option<u64>,
    /// What it may cost, where a price is listed.
    pub cost: Option<CostEstimate>,
    /// How many earlier turns there are.
    pub earlier: u32,
    /// How many of them are left out.
    pub left_out: u32,
    /// The first question that is still sent; none where all earlier ones are left out.
    pub kept_from: Option<MessageId>,
    /// What can be done where it likely does not fit.
    pub too_long: Option<TooLong>,
    /// What each of its files takes of that.
    pub files: Vec<FileEstimate>,
    /// How many characters of the question and its texts nobody sees; pasted text may hold words
    /// for the model in them.
    pub hidden: u32,
}

/// Numbers of tokens between which the true one is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TokenEstimate {
    /// Hardly fewer.
    #[ts(type = "number")]
    pub low: u64,
    /// The best single guess.
    #[ts(type = "number")]
    pub likely: u64,
    /// Hardly more.
    #[ts(type = "number")]
    pub high: u64,
}

impl From<Interval> for TokenEstimate {
    fn from(Interval { low, likely, high }: Interval) -> Self {
        Self { low, likely, high }
    }
}

/// The least and the most that a message may cost, exact decimals in US dollars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CostEstimate {
    /// The fewest tokens, all read from the provider's cache, and no answer.
    pub least_usd: String,
    /// The most tokens and the longest answer.
    pub most_usd: String,
    /// The longest answer that this reckons with, in tokens.
    #[ts(type = "number")]
    pub output_limit: u64,
}

/// What one of the message's files takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileEstimate {
    /// The file, by the id that `add_file` gave.
    pub id: String,
    /// Its tokens.
    pub tokens: TokenEstimate,
    /// What the likely number of them costs where nothing of it is cached; none where no price is
    /// listed.
    pub usd: Option<String>,
}

/// A message that likely passes its model's context.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TooLong {
    /// Whether it surely does, so that it would be refused here.
    pub sure: bool,
    /// The fewest turns without which the rest likely fits; none where the question alone does not.
    pub leave_out: Option<u32>,
    /// A listed model that holds all of it.
    pub larger: Option<String>,
}
