//! What stands in the tray's menu: the entries, their ids and their words. Must not know how a menu
//! is shown.

use chat_core::ids::ConversationId;
use chat_core::visible::without_hidden;
use chat_core::wire::{ConversationView, Language};

use crate::texts::{Text, said};

/// How many conversations the menu offers.
const RECENT: usize = 5;
/// The longest title, in characters: a panel shows a menu as wide as its widest line.
const LONGEST: usize = 40;
/// How the id of a conversation's entry begins.
const CHAT: &str = "chat:";

/// An entry that does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    /// Shows quick-ask.
    Ask,
    /// Shows the main window.
    Open,
    /// Begins a conversation there.
    NewChat,
    /// Opens this conversation there.
    Chat(ConversationId),
    /// Lets the shortcut rest, or wants it again.
    Pause,
    /// Opens the settings there.
    Settings,
    /// Ends the program.
    Quit,
}

impl Entry {
    /// Its id in the menu. The ids are fixed.
    pub(super) fn id(&self) -> String {
        let fixed = match self {
            Self::Ask => "ask",
            Self::Open => "open",
            Self::NewChat => "new",
            Self::Chat(id) => return format!("{CHAT}{id}"),
            Self::Pause => "pause",
            Self::Settings => "settings",
            Self::Quit => "quit",
        };
        fixed.to_owned()
    }

    /// The entry of an id.
    pub(super) fn from_id(id: &str) -> Option<Self> {
        match id {
            "ask" => Some(Self::Ask),
            "open" => Some(Self::Open),
            "new" => Some(Self::NewChat),
            "pause" => Some(Self::Pause),
            "settings" => Some(Self::Settings),
            "quit" => Some(Self::Quit),
            _ => ConversationId::parse(id.strip_prefix(CHAT)?)
                .ok()
                .map(Self::Chat),
        }
    }
}

/// The words of an entry; a conversation has its title instead.
pub(super) fn label(entry: &Entry, language: Language) -> &'static str {
    let text = match entry {
        Entry::Ask => Text::Ask,
        Entry::Open => Text::Open,
        Entry::NewChat => Text::NewChat,
        Entry::Chat(_) => Text::Conversation,
        Entry::Pause => Text::PauseShortcut,
        Entry::Settings => Text::Settings,
        Entry::Quit => Text::Quit,
    };
    said(text, language)
}

/// A conversation in the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Recent {
    /// Its id.
    pub(super) id: ConversationId,
    /// Its title as a menu shows it.
    pub(super) title: String,
}

/// Those used last of a list, which has the pinned ones first.
pub(super) fn newest(mut listed: Vec<ConversationView>) -> Vec<Recent> {
    listed.sort_by_key(|row| std::cmp::Reverse(row.updated_at_ms));
    listed
        .into_iter()
        .take(RECENT)
        .map(|row| Recent {
            title: shown(&row.title),
            id: row.id,
        })
        .collect()
}

/// A title of others as a menu may show it: one short line of what can be seen, and no sign of it
/// marks a key of the menu.
fn shown(title: &str) -> String {
    let seen = without_hidden(title);
    let words: Vec<&str> = seen
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let line = words.join(" ");
    let mut short: String = line.chars().take(LONGEST).collect();
    if short.len() < line.len() {
        short.pop();
        short.push('…');
    }
    if short.is_empty() {
        short.push('…');
    }
    // Menus take a single one for the mark of a key; twice it is itself.
    short.replace('&', "&&")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIXED: [Entry; 6] = [
        Entry::Ask,
        Entry::Open,
        Entry::NewChat,
        Entry::Pause,
        Entry::Settings,
        Entry::Quit,
    ];

    fn labels(language: Language) -> [&'static str; 6] {
        FIXED.each_ref().map(|entry| label(entry, language))
    }

    #[test]
    fn the_ids_are_fixed_and_lead_back_to_their_entries() {
        let ids = FIXED.each_ref().map(Entry::id);
        assert_eq!(ids, ["ask", "open", "new", "pause", "settings", "quit"]);
        for entry in FIXED {
            assert_eq!(Entry::from_id(&entry.id()), Some(entry));
        }
        let chat = Entry::Chat(ConversationId::parse("01HZY0000000000000000000C1").unwrap());
        assert_eq!(Entry::from_id(&chat.id()), Some(chat));
        for other in ["", "other", "none", "chat:", "chat:../x", "chat"] {
            assert_eq!(Entry::from_id(other), None, "{other}");
        }
    }

    #[test]
    fn the_menu_speaks_the_language_of_the_page() {
        assert_eq!(
            labels(Language::En),
            [
                "Ask",
                "Open",
                "New chat",
                "Pause shortcut",
                "Settings",
                "Quit"
            ]
        );
        assert_eq!(
            labels(Language::De),
            [
                "Fragen",
                "Öffnen",
                "Neuer Chat",
                "Kürzel aussetzen",
                "Einstellungen",
                "Beenden"
            ]
        );
    }

    #[test]
    fn a_title_of_others_is_one_short_plain_line() {
        for (title, expected) in [
            ("What is 2+2?", "What is 2+2?"),
            ("R&D _plan_", "R&&D _plan_"),
            ("a\r\n\tb\u{7}c\0d", "a b c d"),
            ("pay\u{202e}lap\u{200b}", "paylap"),
            ("", "…"),
            (" \u{200b}\n", "…"),
            ("<b>&amp;</b>", "<b>&&amp;</b>"),
        ] {
            assert_eq!(shown(title), expected, "{title:?}");
        }
        let exact = "字".repeat(LONGEST);
        assert_eq!(shown(&exact), exact);
        let long = shown(&"x".repeat(10_000));
        assert_eq!(long.chars().count(), LONGEST);
        assert!(long.ends_with("x…"));
    }
}
