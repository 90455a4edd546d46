//! The combination of keys that opens quick-ask, as it truly stands on this desktop.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which combination opens quick-ask, and whether it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HotkeyView {
    /// Whether it does, and if not, why.
    pub state: HotkeyState,
    /// The keys, as they are written in the setting, or as the desktop calls them; none where there
    /// are to be none.
    pub keys: Option<String>,
    /// Whether the desktop itself gives combinations, asks for consent, and may give another one:
    /// on Wayland.
    pub by_desktop: bool,
}

/// Whether a combination opens quick-ask, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum HotkeyState {
    /// There is to be none.
    Off,
    /// It rests until it is wanted again, or until the program ends.
    Paused,
    /// The desktop has not answered yet: it may be asking the person.
    Waiting,
    /// It does.
    Bound,
    /// Another program has it.
    Taken,
    /// No key of this keyboard bears that sign.
    NoSuchKey,
    /// The desktop, or the person whom it asked, refused.
    Refused,
    /// This desktop gives no program a combination.
    Unsupported,
}
