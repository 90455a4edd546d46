//! Files as faces show them: a name, a kind and a size, never a path or the bytes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A file of a question, or a picture in an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FileView {
    /// Its name, safe to show; empty for a picture in an answer.
    pub name: String,
    /// Its media type; `text/plain` for whatever goes as text.
    pub kind: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// A file that waits for its question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StagedFile {
    /// What `send_message` and `remove_file` name it by.
    pub id: String,
    /// The file.
    #[serde(flatten)]
    pub file: FileView,
}
