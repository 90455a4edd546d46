//! What lies where on this machine, and what is left when all of it is deleted, as faces see it.

use super::KeySource;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is kept on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DataView {
    /// The files, by what they are for.
    pub places: Vec<DataPlace>,
    /// Where keys are kept.
    pub keys: KeySource,
    /// Conversations, those in the archive and deleted ones that can be taken back among them; none
    /// where the history cannot be read.
    #[ts(type = "number | null")]
    pub conversations: Option<u64>,
    /// Their messages.
    #[ts(type = "number | null")]
    pub messages: Option<u64>,
}

/// Files of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DataPlace {
    /// What they are for.
    pub what: DataKind,
    /// The file or the folder.
    pub path: String,
    /// How much they take.
    #[ts(type = "number")]
    pub bytes: u64,
    /// How many there are.
    pub files: u32,
}

/// What files are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DataKind {
    /// Conversations, drafts, settings, presets, the ledger, kept answers and the journal.
    History,
    /// Damaged histories that were set aside.
    SetAside,
    /// The automatic copies.
    Backups,
    /// What the program noted of its own running.
    Logs,
    /// The web view's own files.
    WebView,
}

/// What was deleted with everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EverythingDeleted {
    /// How many conversations there were; none where the history could not be read.
    #[ts(type = "number | null")]
    pub conversations: Option<u64>,
    /// How many files were overwritten and removed.
    pub files: u32,
    /// How much they took.
    #[ts(type = "number")]
    pub bytes: u64,
    /// The keys that were removed, by connection and address.
    pub keys: Vec<String>,
    /// Files that could not be removed, and why.
    pub left: Vec<String>,
}
