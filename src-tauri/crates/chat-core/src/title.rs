//! A conversation's title: one line of at most 80 characters, from its first question.

use crate::failure::is_hidden;
use crate::visible::without_hidden;
use unicode_segmentation::UnicodeSegmentation;

/// Longest title, in characters.
pub const MAX_TITLE_CHARS: usize = 80;

/// The title for a first question: its words on one line, cut at a word border where one is near,
/// and never inside what is read as one character, such as a flag. What would turn around the text
/// beside it, in a list or a notification, is left out.
pub fn title_of(question: &str) -> String {
    let question = without_hidden(question);
    let mut line = String::new();
    let mut cut = false;
    for word in question.split(|c: char| c.is_whitespace() || c.is_control()) {
        // No more than fits, and what tells that it does not.
        let word = word.chars().filter(|c| !turns_around(*c));
        let word: String = word.take(MAX_TITLE_CHARS + 1).collect();
        if word.chars().all(is_hidden) {
            continue;
        }
        let room =
            MAX_TITLE_CHARS.saturating_sub(line.chars().count() + usize::from(!line.is_empty()));
        if word.chars().count() > room {
            cut = true;
            if line.chars().count() < MAX_TITLE_CHARS / 2 {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(start_of(&word, room));
            }
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    if cut {
        let mut short = start_of(&line, MAX_TITLE_CHARS - 1).to_owned();
        short.push('…');
        return short;
    }
    if line.is_empty() {
        "New chat".to_owned()
    } else {
        line
    }
}

/// As much of a text as fits into so many characters, with nothing cut in two that is read as one;
/// only what is longer than that by itself.
fn start_of(text: &str, room: usize) -> &str {
    let most = text.char_indices().nth(room).map(|(at, _)| at);
    let most = most.unwrap_or(text.len());
    let whole = text
        .grapheme_indices(true)
        .map(|(at, one)| at + one.len())
        .take_while(|end| *end <= most)
        .last();
    text.get(..whole.unwrap_or(most)).unwrap_or_default()
}

/// Whether a character changes the direction of those beside it without being seen.
fn turns_around(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A title that a person gave, on one line and cut like one made here; none where nothing was given.
pub fn given_title(text: &str) -> Option<String> {
    let said = |c: char| !c.is_whitespace() && !c.is_control() && !is_hidden(c);
    without_hidden(text).contains(said).then(|| title_of(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_are_short_and_readable() {
        for (question, title) in [
            ("What is 2+2?", "What is 2+2?"),
            ("  two\n lines\t here ", "two lines here"),
            ("", "New chat"),
            ("\u{0}\u{7}", "New chat"),
            ("\u{200b} \u{feff}", "New chat"),
            ("\u{202e}", "New chat"),
            ("evil\u{202e}fdp.exe \u{2066}x\u{2069}", "evilfdp.exe x"),
            ("a\u{e0068}\u{e0069} b\u{fe01}\u{3164}", "a b"),
            ("no\u{ffff} \u{fdd0}box\u{1fffe}", "no box"),
            ("\u{ffff}", "New chat"),
        ] {
            assert_eq!(title_of(question), title);
        }
        let long = title_of(&"word ".repeat(60));
        assert!(long.ends_with('…') && long.chars().count() <= MAX_TITLE_CHARS);
        assert!(!long.contains("wor…"));
    }

    #[test]
    fn a_given_title_is_one_line_and_nothing_is_none() {
        assert_eq!(given_title(" My\n chat ").unwrap(), "My chat");
        assert_eq!(given_title(&"x".repeat(99)).unwrap().chars().count(), 80);
        for nothing in ["", " \n", "\u{0}", "\u{200b}", "\u{ffff}"] {
            assert_eq!(given_title(nothing), None);
        }
    }

    /// Mutation seen to fail: `cut-in-two` in `xtask/scripts/mutations.py`.
    #[test]
    fn a_title_is_never_cut_inside_what_is_read_as_one_character() {
        let family = "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466}";
        for one in [
            family,
            "\u{1f1e9}\u{1f1ea}",
            "e\u{301}",
            "\u{915}\u{94d}\u{937}\u{93f}",
        ] {
            for before in 0..8 {
                let title = title_of(&("x".repeat(before) + &one.repeat(80)));
                assert!(title.chars().count() <= MAX_TITLE_CHARS);
                let whole = title.strip_suffix('…').unwrap().replace(one, "");
                assert_eq!(whole, "x".repeat(before), "{title}");
            }
        }
        // More of one than there is room for.
        let flood = title_of(&"\u{1f468}\u{200d}".repeat(1_000));
        assert_eq!(flood.chars().count(), MAX_TITLE_CHARS);
        // Marks that would pile up on one letter.
        let flood = title_of(&("e".to_owned() + &"\u{301}".repeat(1_000)));
        assert_eq!(flood, "e".to_owned() + &"\u{301}".repeat(16));
    }

    proptest! {
        #[test]
        fn any_question_gives_one_line_of_at_most_80(question in "\\PC{0,300}|(.|\n){0,300}") {
            let title = title_of(&question);
            prop_assert!((1..=MAX_TITLE_CHARS).contains(&title.chars().count()));
            prop_assert!(!title.chars().any(|c| c.is_control() || turns_around(c)));
            prop_assert!(!title.chars().all(is_hidden), "it can be seen");
            prop_assert_eq!(title_of(&title), title, "a title is its own title");
        }
    }
}
