//! Text as it may be shown: nothing hidden in it, no code language that is more than a word.

pub(crate) use chat_core::visible::push_visible as push_clean;
use pulldown_cmark::CodeBlockKind;

/// The first word of an info string, if it is only `[a-z0-9+#-]{1,20}`.
pub(crate) fn language(kind: &CodeBlockKind<'_>) -> String {
    let info = match kind {
        CodeBlockKind::Indented => "",
        CodeBlockKind::Fenced(info) => info,
    };
    let word = info.split_whitespace().next().unwrap_or_default();
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-');
    if word.len() <= 20 && word.chars().all(allowed) {
        word.to_ascii_lowercase()
    } else {
        String::new()
    }
}

/// Most bytes of a footnote's name; the rest of a longer one is not shown.
const MAX_LABEL: usize = 80;

/// A footnote's name as it is shown.
pub(crate) fn label(name: &str) -> String {
    let mut shown = String::new();
    push_clean(&mut shown, name);
    if shown.len() > MAX_LABEL {
        shown.truncate(shown.floor_char_boundary(MAX_LABEL));
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_one_plain_word() {
        let cases = [
            ("rust", "rust"),
            ("C++ title=x", "c++"),
            ("  Objective-C", "objective-c"),
            ("c#", "c#"),
            ("js\" onclick=", ""),
            ("js{1-999999999}", ""),
            ("exactly-twenty-chars", "exactly-twenty-chars"),
            ("twenty-one-characters", ""),
            ("\u{444}", ""),
            ("", ""),
        ];
        for (info, expected) in cases {
            let kind = CodeBlockKind::Fenced(info.into());
            assert_eq!(language(&kind), expected, "{info:?}");
        }
        assert_eq!(
            language(&CodeBlockKind::Fenced("a".repeat(10_000).into())),
            ""
        );
        assert_eq!(language(&CodeBlockKind::Indented), "");
    }

    #[test]
    fn control_characters_become_visible() {
        let cases = [
            ("plain\n\t", "plain\n\t"),
            ("a\0b", "a\u{fffd}b"),
            ("\u{1b}[31m", "\u{fffd}[31m"),
            ("\u{7f}\u{9b}", "\u{fffd}\u{fffd}"),
            ("a\r\nb\rc", "a\nb\nc"),
        ];
        for (text, expected) in cases {
            let mut into = String::new();
            push_clean(&mut into, text);
            assert_eq!(into, expected, "{text:?}");
        }
    }
}
