//! What commands and characters stand for in a formula: a closed list, read once.
//!
//! Must not know how a formula is put together.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The list, made for reading: a section for each class.
const LIST: &str = include_str!("symbols.txt");

/// What a symbol is to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// A letter or a sign that stands for a thing.
    Ordinary,
    /// Between two things, both of which it needs.
    Binary,
    /// A relation.
    Relation,
    /// A relation that can grow sideways.
    Arrow,
    /// A large operator with its limits below and above.
    Large,
    /// A large operator with its limits beside it.
    Integral,
    /// Opens.
    Open,
    /// Closes.
    Close,
    /// Opens or closes.
    Fence,
    /// Separates.
    Punctuation,
    /// A function's name.
    Function,
    /// A function's name with its limit below.
    Limit,
}

/// A symbol of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Symbol {
    /// What it is to its neighbours.
    pub(super) kind: Kind,
    /// What is drawn.
    pub(super) text: &'static str,
}

struct Symbols {
    commands: HashMap<&'static str, Symbol>,
    characters: HashMap<&'static str, Symbol>,
}

static SYMBOLS: LazyLock<Symbols> = LazyLock::new(|| {
    let mut symbols = Symbols {
        commands: HashMap::new(),
        characters: HashMap::new(),
    };
    for (kind, text, names) in entries() {
        let symbol = Symbol { kind, text };
        symbols.characters.entry(text).or_insert(symbol);
        for name in names {
            symbols.commands.entry(name).or_insert(symbol);
        }
    }
    // The one character whose drawing is another.
    for (typed, drawn) in [("-", "−"), ("*", "∗")] {
        if let Some(symbol) = symbols.characters.get(drawn).copied() {
            symbols.characters.insert(typed, symbol);
        }
    }
    symbols
});

/// The lines of the list: class, text and names.
fn entries() -> impl Iterator<Item = (Kind, &'static str, impl Iterator<Item = &'static str>)> {
    let mut kind = Kind::Ordinary;
    LIST.lines().filter_map(move |line| {
        if let Some(section) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            kind = section_kind(section).unwrap_or(kind);
            return None;
        }
        let (text, names) = line.split_once(' ').unwrap_or((line, ""));
        // A comment has a `#` of its own, but so has the sign: that line is `# #`.
        let nothing = text.is_empty() || (text == "#" && names != "#");
        let names = names.split(' ').filter(|name| !name.is_empty());
        (!nothing).then_some((kind, text, names))
    })
}

fn section_kind(name: &str) -> Option<Kind> {
    Some(match name {
        "ordinary" => Kind::Ordinary,
        "binary" => Kind::Binary,
        "relation" => Kind::Relation,
        "arrow" => Kind::Arrow,
        "large" => Kind::Large,
        "integral" => Kind::Integral,
        "open" => Kind::Open,
        "close" => Kind::Close,
        "fence" => Kind::Fence,
        "punctuation" => Kind::Punctuation,
        "function" => Kind::Function,
        "limit" => Kind::Limit,
        _ => return None,
    })
}

/// What the command `\name` stands for.
pub(super) fn command(name: &str) -> Option<Symbol> {
    SYMBOLS.commands.get(name).copied()
}

/// What a character typed into a formula stands for.
pub(super) fn character(typed: &str) -> Option<Symbol> {
    SYMBOLS.characters.get(typed).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_list_is_whole_and_says_nothing_twice() {
        let mut names = HashSet::new();
        let mut kinds = HashSet::new();
        for (kind, text, commands) in entries() {
            kinds.insert(kind);
            assert!(
                !text.is_empty() && !text.contains(char::is_control),
                "{text:?}"
            );
            for name in commands {
                let letters = name.chars().all(|c| c.is_ascii_alphabetic());
                assert!(letters || name.chars().count() == 1, "{name:?}");
                assert!(names.insert(name), "{name:?} is there twice");
            }
        }
        assert_eq!(kinds.len(), 12);
        assert!(names.len() > 450, "{}", names.len());
        for line in LIST.lines().filter(|line| line.starts_with('[')) {
            let section = line.trim_matches(['[', ']']);
            assert!(
                line == "[ lbrack" || section_kind(section).is_some(),
                "{line}"
            );
        }
    }

    #[test]
    fn typed_signs_are_what_their_commands_are() {
        for (typed, name) in [
            ("≤", "le"),
            ("→", "to"),
            ("∑", "sum"),
            ("*", "ast"),
            ("|", "vert"),
            ("‖", "|"),
        ] {
            assert_eq!(character(typed), command(name), "{typed}");
        }
        assert_eq!(character("-").map(|minus| minus.text), Some("−"));
        assert_eq!(command("nosuchthing"), None);
    }
}
