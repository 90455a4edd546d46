//! Whether the program starts with the session, as the system has it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether the program starts with the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AutostartState {
    /// It does not.
    Off,
    /// It does, without showing its window.
    On,
    /// Another Gatehouse is started in its place.
    Elsewhere,
    /// This system has no place for such a wish.
    Unsupported,
}
