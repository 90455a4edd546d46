//! What is told of an answer. Pure.

use chat_core::ids::ConversationId;
use chat_core::secret_text::mask;
use chat_core::visible;

/// So much of an answer is told, in characters.
const MOST: usize = 120;

/// What is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Notice {
    /// What a press on it opens.
    pub(super) chat: ConversationId,
    /// One line of plain text.
    pub(super) title: String,
    /// Plain text; may be empty.
    pub(super) body: String,
}

/// The beginning of an answer on one line, without what nobody sees and what looks like a key.
pub(super) fn excerpt(text: &str) -> String {
    let near: String = text.chars().take(MOST * 8).collect();
    let mut shown = visible::name(&mask(&near));
    if let Some((cut, _)) = shown.char_indices().nth(MOST) {
        shown.truncate(cut);
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_an_answer_is_told_on_one_line_and_nothing_hidden_or_secret_of_it() {
        assert_eq!(excerpt("One\n\n two\u{202e}\u{1b}."), "One two .");
        assert_eq!(excerpt(""), "");
        let long = "word ".repeat(1000);
        let told = excerpt(&long);
        assert_eq!(told.chars().count(), MOST + 1);
        assert!(told.ends_with('…'));
        let key = ["sk-ant", "-api03-0123456789abcdef"].concat();
        assert_eq!(excerpt(&format!("Your key is {key}.")), "Your key is ***.");
    }
}
