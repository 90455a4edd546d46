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
}
