//! Copies of the history, as faces see them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An automatic copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupView {
    /// Its file's name in the folder of copies.
    pub name: String,
    /// When it was made, milliseconds since 1970.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// Its size.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// What a restore did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RestoreView {
    /// What it was read from.
    pub from: String,
    /// The copy of the history as it was before; none for a trial.
    pub copy: Option<String>,
    /// Conversations that were not here.
    #[ts(type = "number")]
    pub added: u64,
    /// Conversations that got something.
    #[ts(type = "number")]
    pub updated: u64,
    /// Conversations of which everything was here.
    #[ts(type = "number")]
    pub unchanged: u64,
    /// Conversations that were left out because they were deleted here.
    #[ts(type = "number")]
    pub deleted: u64,
    /// Conversations that cannot be taken; the first of them are named below.
    #[ts(type = "number")]
    pub refused: u64,
    /// Of each refused one its id and why, for the first hundred.
    pub why: Vec<String>,
    /// Messages that came in.
    #[ts(type = "number")]
    pub messages: u64,
}

/// What was salvaged of a damaged history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SalvageView {
    /// Where the damaged file is now, as it was.
    pub aside: String,
    /// What was read of it.
    pub read: RestoreView,
    /// What the newest copy had beside that; none where there is no copy.
    pub copy: Option<RestoreView>,
    /// Entries of the ledger that were read.
    #[ts(type = "number")]
    pub entries: u64,
    /// Of each table in which something could not be read, how much.
    pub missing: Vec<String>,
}
