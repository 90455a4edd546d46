//! What a person pastes as a key, checked at the door: trimmed, or refused with the reason.
//!
//! A key that is sent wrong comes back as "rejected", which explains nothing. No text here ever
//! repeats the key.

use crate::failure::{Code, Failure};

use super::{Builtin, Connection};

/// Longest key in bytes; sign-in tokens stay far below.
pub const MAX_KEY: usize = 8 * 1024;

/// Why a text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyProblem {
    /// Nothing but white space.
    #[error("The key is empty.")]
    Empty,
    /// More than [`MAX_KEY`] bytes.
    #[error("The key is longer than 8 KiB.")]
    TooLong,
    /// A line break inside.
    #[error("The key contains a line break.")]
    LineBreak,
    /// NUL or another control character.
    #[error("The key contains a control character.")]
    Control,
    /// Zero-width or direction marks, usually from a web page.
    #[error("The key contains invisible characters.")]
    Invisible,
    /// Quotes made by a text editor.
    #[error("The key contains typographic quotes.")]
    SmartQuotes,
    /// Straight quotes or backticks.
    #[error("The key contains quotes.")]
    Quotes,
    /// Other letters outside ASCII.
    #[error("The key contains characters outside plain ASCII.")]
    NotAscii,
    /// `Bearer …` or a whole `Authorization:` header.
    #[error("The key begins with \"Bearer\" or \"Authorization:\", which belongs to the header.")]
    Bearer,
    /// `export NAME=…` or `NAME=…`.
    #[error("The key begins with \"NAME=\", as in an environment file.")]
    Assignment,
    /// The text that guides print where a key belongs.
    #[error("This is a placeholder, not a key.")]
    Placeholder,
    /// A space inside.
    #[error("The key contains a space.")]
    Space,
}

impl KeyProblem {
    /// What the person can do.
    pub fn action(self) -> &'static str {
        match self {
            Self::Empty | Self::TooLong => "Copy the key again.",
            Self::LineBreak | Self::Control | Self::Space => "Copy the key again, on one line.",
            Self::Invisible | Self::NotAscii => "Type the key, or copy it from its own page.",
            Self::SmartQuotes | Self::Quotes => "Leave the quotes out.",
            Self::Bearer => "Paste only what follows it.",
            Self::Assignment => "Paste only what follows the \"=\".",
            Self::Placeholder => "Put in your own key.",
        }
    }

    /// The failure for a person.
    pub fn failure(self) -> Failure {
        Failure::new(Code::ConfigInvalid, self.to_string()).with_action(self.action())
    }

    /// The same for a key that stands in an environment variable.
    pub fn failure_in(self, variable: &str) -> Failure {
        Failure::new(Code::ConfigInvalid, format!("{variable}: {self}")).with_action(self.action())
    }
}

/// The key without surrounding white space, or why it is none.
pub fn check_key(text: &str) -> Result<&str, KeyProblem> {
    let key = text.trim();
    if key.is_empty() {
        return Err(KeyProblem::Empty);
    }
    if key.len() > MAX_KEY {
        return Err(KeyProblem::TooLong);
    }
    if key.contains(is_line_break) {
        return Err(KeyProblem::LineBreak);
    }
    if key.contains(char::is_control) {
        return Err(KeyProblem::Control);
    }
    if key.contains(is_invisible) {
        return Err(KeyProblem::Invisible);
    }
    if is_assignment(key) {
        return Err(KeyProblem::Assignment);
    }
    if starts_with_any(key, &["bearer ", "authorization:"]) || key.eq_ignore_ascii_case("bearer") {
        return Err(KeyProblem::Bearer);
    }
    if is_placeholder(key) {
        return Err(KeyProblem::Placeholder);
    }
    if key.contains(is_smart_quote) {
        return Err(KeyProblem::SmartQuotes);
    }
    if !key.is_ascii() {
        return Err(KeyProblem::NotAscii);
    }
    if key.contains(['"', '\'', '`']) {
        return Err(KeyProblem::Quotes);
    }
    if key.contains(' ') {
        return Err(KeyProblem::Space);
    }
    Ok(key)
}

/// A warning where a key plainly belongs to somebody else; it is still taken, for proxies hand out
/// keys of any shape.
pub fn foreign_key_warning(connection: &Connection, key: &str) -> Option<String> {
    // A server of one's own may want any key.
    let keeper = connection.builtin()?.keeper();
    let (owner, of) = match key {
        _ if key.starts_with("sk-ant-") => ("Anthropic", Builtin::Anthropic),
        _ if key.starts_with("AIza") => ("Google", Builtin::Gemini),
        _ if key.starts_with("vck_") => ("the AI gateway", Builtin::Gateway),
        _ if starts_with_any(key, &["sk-proj-", "sk-svcacct-"]) => ("OpenAI", Builtin::OpenAi),
        _ => return None,
    };
    if of == keeper {
        return None;
    }
    Some(format!(
        "This looks like a key of {owner}, not of {}.",
        connection.name()
    ))
}

fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_smart_quote(c: char) -> bool {
    matches!(
        c,
        '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2039}' | '\u{203a}' | '\u{b4}'
    )
}

fn starts_with_any(text: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|prefix| {
        text.get(..prefix.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(prefix))
    })
}

/// `export X=…`, `$env:X = …`, `NAME=value`. A key that merely ends in `=` padding is none.
fn is_assignment(key: &str) -> bool {
    if starts_with_any(key, &["export ", "set ", "$env:"]) {
        return true;
    }
    key.split_once('=').is_some_and(|(name, value)| {
        let name = name.trim_end();
        !value.trim_start_matches('=').is_empty()
            && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

fn is_placeholder(key: &str) -> bool {
    let bare = key.trim_matches(|c| matches!(c, '"' | '\'' | '`') || is_smart_quote(c));
    let lower = bare.to_ascii_lowercase();
    let bracketed = [('[', ']'), ('<', '>'), ('{', '}')]
        .iter()
        .any(|(open, close)| bare.starts_with(*open) && bare.ends_with(*close));
    let repeated = bare
        .chars()
        .all(|c| matches!(c, '*' | 'x' | 'X' | '.' | '-' | '\u{2022}'));
    bracketed
        || repeated
        || bare.starts_with("${")
        || bare.contains("...")
        || bare.contains('\u{2026}')
        || ["your-", "your_", "my-api-key", "changeme"]
            .iter()
            .any(|start| lower.starts_with(start))
}
