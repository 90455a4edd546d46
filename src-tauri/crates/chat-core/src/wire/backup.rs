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
