//! Which unfinished line is held back, because it may yet become something else.
//!
//! Half a fence would be code for one picture, a dash would make a heading of the paragraph above,
//! `1.` would be its last word. Such lines say nothing yet: nobody misses them for a moment.

/// Longest line that is held back as the start of a definition or the head of a table.
const MAX_HELD: usize = 1_000;

/// Whether the unfinished last line is held back. `in_code`: within an open fence.
pub(super) fn is_held(line: &str, in_code: bool) -> bool {
    let quoted = line.trim_start_matches(['>', ' ', '\t']);
    if in_code {
        return quoted.trim_end().chars().all(|c| matches!(c, '`' | '~'));
    }
    is_marks(line.trim())
        || quoted.starts_with("```")
        || quoted.starts_with("~~~")
        || Content::of(line).is_held()
}

/// Whether it is only characters that begin or end blocks.
fn is_marks(line: &str) -> bool {
    let marks = |c: char| {
        matches!(
            c,
            '`' | '~' | '-' | '=' | '*' | '_' | '#' | '+' | '>' | '|' | ':' | ' ' | '\t'
        )
    };
    line.chars().all(marks)
}

/// A line without the marks of its containers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Content<'l> {
    text: &'l str,
    in_item: bool,
    in_quote: bool,
}

impl<'l> Content<'l> {
    fn of(line: &'l str) -> Self {
        let mut content = Self {
            text: line.trim_start(),
            in_item: false,
            in_quote: false,
        };
        loop {
            let text = content.text;
            let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
            let is_number = digits.len() < text.len() && digits.len() + 9 >= text.len();
            let rest = match (text.strip_prefix('>'), item(text)) {
                (Some(rest), _) => {
                    content.in_quote = true;
                    rest
                }
                (None, Some(rest)) => {
                    content.in_item = true;
                    rest
                }
                (None, None) if is_number && item(digits).is_some() => {
                    content.in_item = true;
                    item(digits).unwrap_or_default()
                }
                (None, None) => return content,
            };
            content.text = rest.trim_start();
        }
    }

    fn is_held(self) -> bool {
        let text = self.text.trim_end();
        let number = text.strip_suffix(['.', ')']).unwrap_or(text);
        let is_number =
            (1..10).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        let is_task = self.in_item && matches!(text, "[" | "[ ]" | "[x" | "[x]" | "[X" | "[X]");
        let is_alert = self.in_quote && text.starts_with("[!") && text.len() < "[!IMPORTANT]".len();
        let is_definition = text.starts_with('[')
            && !text.starts_with("[^")
            && text.len() <= MAX_HELD
            && text.contains("]:");
        // What looks like the start of an alert is none once the bracket is closed.
        let is_alert = is_alert && !text.ends_with(']');
        is_number || is_task && self.text.len() < 4 || is_alert || is_definition || is_marks(text)
    }
}

/// What follows the marker of an item, which `text` may begin with.
fn item(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['-', '*', '+', '.', ')'])?;
    rest.starts_with([' ', '\t']).then_some(rest)
}

/// Whether a line may be the head of a table whose next line is not there yet.
pub(super) fn is_table_head(line: &str) -> bool {
    line.len() <= MAX_HELD && Content::of(line).text.starts_with('|')
}

/// Whether a line ends the paragraph before it.
pub(super) fn is_blank(line: &str) -> bool {
    line.trim_start_matches(['>', ' ', '\t'])
        .trim_end()
        .is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_yet_is_held_back() {
        let held = [
            "",
            "  ",
            "-",
            "---",
            "==",
            "`",
            "```",
            "```rust",
            "> ``",
            "> - ",
            "#",
            "## ",
            "1",
            "12.",
            "3) ",
            "- 2.",
            "1. -",
            "- [",
            "- [ ",
            "- [x]",
            "* [X",
            "> [!",
            "> [!NOT",
            "|",
            "|--",
            "| --- | :",
            "[a]: htt",
            "- [a]:",
            "> > *",
        ];
        for line in held {
            assert!(is_held(line, false), "{line:?}");
        }
        let shown = [
            "a",
            "- a",
            "# a",
            "1. a",
            "1.5",
            "12 apples",
            "[a",
            "[^1]: x",
            "- [x] y",
            "> [!NOTE]",
            "| a",
            "1234567890",
            "`a",
            "--- a",
            ".",
        ];
        for line in shown {
            assert!(!is_held(line, false), "{line:?}");
        }
    }

    #[test]
    fn in_code_only_the_end_of_the_fence_waits() {
        for (line, held) in [
            ("``", true),
            ("> ```", true),
            ("  ~~", true),
            ("- ", false),
            ("# a", false),
            ("```rust", false),
        ] {
            assert_eq!(is_held(line, true), held, "{line:?}");
        }
    }
}
