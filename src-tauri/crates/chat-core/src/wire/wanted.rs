//! What the main window is asked for from outside of it: by quick-ask, the tray, a notification, a
//! link, another start of the program.

use crate::ids::ConversationId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the main window is to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Wanted {
    /// A conversation.
    Chat {
        /// Which.
        id: ConversationId,
    },
    /// A new conversation.
    NewChat,
    /// The settings.
    Settings {
        /// The section, by the name that the page has for it; none is where they were left.
        section: Option<String>,
    },
    /// The ways to answers of one's own; the question stands in the box of a new conversation.
    SetUp {
        /// What was asked before there was a way; may be empty.
        question: String,
    },
    /// A text that a link brought: the person sees it before it goes anywhere.
    Preview {
        /// All of it.
        text: String,
        /// How many characters were left out because nobody can see them.
        hidden: u32,
    },
    /// Word of a link that was not taken.
    BadLink,
    /// Word of what this desktop lacks.
    Missing {
        /// All of it that was not told before.
        what: Vec<Missing>,
    },
}

/// Something that a desktop may lack, and that the program works without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Missing {
    /// The session bus, and with it tray icons and notifications.
    Bus,
    /// A panel that shows tray icons.
    Tray,
    /// The combination of keys for quick-ask.
    Shortcut,
    /// Notifications.
    Notifications,
}

impl Missing {
    /// Everything that may be missing.
    pub const ALL: [Self; 4] = [Self::Bus, Self::Tray, Self::Shortcut, Self::Notifications];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bus => "bus",
            Self::Tray => "tray",
            Self::Shortcut => "shortcut",
            Self::Notifications => "notifications",
        }
    }
}
