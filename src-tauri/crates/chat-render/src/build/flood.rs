//! Recognises texts whose nesting would make the parser slow.
//!
//! For every line the parser walks all quotes and lists that are open, so ten thousand of them
//! over ten thousand lines cost a hundred million steps. Nobody writes that; it is then shown as
//! it stands.

/// Nesting that is never a problem.
const DEEP: usize = 200;

/// Steps beyond that which are still quick: a few milliseconds.
const STEPS: usize = 5_000_000;

/// Whether the nesting of a text times its lines is out of proportion.
pub(crate) fn is_flood(text: &str) -> bool {
    let mut tally = Tally::default();
    tally.add(text);
    tally.is_flood()
}

/// Lines and their nesting so far. Looks at line starts only and counts high rather than low.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tally {
    lines: usize,
    quotes: usize,
    nested: usize,
    lists: usize,
}

impl Tally {
    /// Counts lines that follow those before.
    pub(crate) fn add(&mut self, text: &str) {
        for line in text.lines() {
            let marks = Marks::of(line);
            self.lines += 1;
            self.quotes = self.quotes.max(marks.quotes);
            // An item stays open by two columns of indentation or more.
            self.nested = self.nested.max(marks.lists + marks.columns / 2);
            self.lists += marks.lists;
        }
    }

    /// Whether the nesting times the lines is out of proportion. Once it is, more lines change
    /// nothing about it.
    pub(crate) fn is_flood(&self) -> bool {
        let depth = self.quotes + 2 * self.nested.min(self.lists);
        depth.saturating_sub(DEEP).saturating_mul(self.lines) > STEPS
    }
}

/// What a line starts with.
#[derive(Debug, Default, PartialEq, Eq)]
struct Marks {
    quotes: usize,
    lists: usize,
    columns: usize,
}

impl Marks {
    fn of(line: &str) -> Self {
        let mut marks = Self::default();
        let mut bytes = line.bytes().peekable();
        let mut number = false;
        while let Some(byte) = bytes.next() {
            let ends = bytes.peek().is_none_or(|next| matches!(next, b' ' | b'\t'));
            match byte {
                b' ' => marks.columns += 1,
                b'\t' => marks.columns += 4,
                b'>' => marks.quotes += 1,
                b'-' | b'*' | b'+' if ends => marks.lists += 1,
                b'.' | b')' if ends && number => marks.lists += 1,
                b'0'..=b'9' => {}
                _ => break,
            }
            number = byte.is_ascii_digit();
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_counted_at_the_start_of_a_line() {
        let cases = [
            ("", (0, 0, 0)),
            ("text > - *", (0, 0, 0)),
            (">> > x", (3, 0, 2)),
            ("- * + 1. 23) x", (0, 5, 5)),
            ("-- x", (0, 0, 0)),
            ("\t-", (0, 1, 4)),
            ("2026 x", (0, 0, 1)),
        ];
        for (line, (quotes, lists, columns)) in cases {
            let expected = Marks {
                quotes,
                lists,
                columns,
            };
            assert_eq!(Marks::of(line), expected, "{line:?}");
        }
    }

    #[test]
    fn only_absurd_nesting_is_a_flood() {
        let lines = |line: &str| line.repeat(20_000);
        let cases = [
            (lines("plain text\n"), false),
            (lines("- item\n"), false),
            (lines("> > > - x\n"), false),
            (lines(&format!("{}x\n", " ".repeat(300))), false),
            (lines(&format!("{}\n", "-".repeat(80))), false),
            (">".repeat(1_000_000), false),
            (format!("{}{}", ">".repeat(1_000), lines("x\n")), true),
            (format!("{}{}", "- ".repeat(1_000), lines("x\n")), true),
        ];
        for (number, (text, expected)) in cases.iter().enumerate() {
            assert_eq!(is_flood(text), *expected, "case {number}");
        }
    }
}
