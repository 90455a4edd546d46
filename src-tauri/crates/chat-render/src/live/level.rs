//! The containers that are open where the tail begins, and the short text that opens them again.
//!
//! `1. a`, then a quotation in that item, then the tail: the parser comes to the same state by
//! reading `1. x`, a comment, `   > ` with a comment. The comments end what is before them
//! without a blank line, and the `x` shows whether the list is loose. All this is dropped from
//! the result.

use std::fmt::Write as _;

/// Comments end every paragraph, and themselves, on their own line.
const COMMENT: &str = "<!---->";

/// What keeps a container open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A quotation or an alert.
    Quote,
    /// A list with this marker: `-`, `1.`.
    List { marker: String },
    /// An item, by its line up to its content.
    Item { opener: String },
    /// What a footnote says, by its label.
    Footnote { label: String },
    /// A table of so many columns.
    Table { columns: usize },
    /// Code after this fence.
    Fence { opener: String },
    /// Code by its indentation.
    Indented,
}

/// A container on the way to the tail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Level {
    pub(super) kind: Kind,
    /// How many of its children stay as they are; the next level, if any, is the last of them.
    pub(super) kept: usize,
    /// Of a list: whether blank lines are between its items so far.
    pub(super) loose: bool,
    /// Of a list: whether that is to be seen, for paragraphs stand in its items.
    pub(super) paragraphs: bool,
}

impl Level {
    pub(super) fn new(kind: Kind) -> Self {
        Self {
            kind,
            kept: 0,
            loose: false,
            paragraphs: false,
        }
    }

    /// What each further line in it starts with.
    pub(super) fn continuation(&self) -> String {
        match &self.kind {
            Kind::Quote => "> ".to_owned(),
            Kind::Item { opener } => " ".repeat(opener.len()),
            Kind::Footnote { .. } => " ".repeat(4),
            Kind::List { .. } | Kind::Table { .. } | Kind::Fence { .. } | Kind::Indented => {
                String::new()
            }
        }
    }
}

/// The text that opens `levels` again. Its length is bounded by their number and columns.
pub(super) fn text(levels: &[Level]) -> String {
    let mut text = String::new();
    let mut prefix = String::new();
    for (number, level) in levels.iter().enumerate() {
        let inside = prefix.clone() + &level.continuation();
        let is_last = number + 1 == levels.len();
        let written = match &level.kind {
            Kind::Quote => writeln!(text, "{prefix}> {COMMENT}"),
            // An item so wide that nothing which follows lies within it.
            Kind::List { marker } if is_last => {
                writeln!(text, "{prefix}   {marker}    x\n{prefix}        {COMMENT}")
            }
            Kind::List { .. } => Ok(()),
            Kind::Item { opener } => writeln!(text, "{prefix}{opener}x\n{inside}{COMMENT}"),
            Kind::Footnote { label } => writeln!(text, "{prefix}[^{label}]: {COMMENT}"),
            Kind::Table { columns } => writeln!(
                text,
                "{prefix}|{}\n{prefix}|{}",
                "x|".repeat(*columns),
                "-|".repeat(*columns)
            ),
            Kind::Fence { opener } => writeln!(text, "{prefix}{opener}"),
            Kind::Indented => writeln!(text, "{prefix}    x"),
        };
        // Writing to a string does not fail.
        let _ = written;
        prefix = inside;
    }
    text
}

/// How many children of the level `number` that text makes, but for the next level.
pub(super) fn fillers(levels: &[Level], number: usize) -> usize {
    let is_last = number + 1 == levels.len();
    match levels.get(number).map(|level| &level.kind) {
        Some(Kind::Quote | Kind::Footnote { .. } | Kind::Table { .. } | Kind::Indented) => 1,
        Some(Kind::List { .. }) => usize::from(is_last),
        Some(Kind::Item { .. }) => 2,
        Some(Kind::Fence { .. }) | None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_are_opened_again() {
        let levels = [
            Kind::Quote,
            Kind::List {
                marker: "1.".into(),
            },
            Kind::Item {
                opener: " 12.  ".into(),
            },
            Kind::List { marker: "-".into() },
        ]
        .map(Level::new);
        let expected =
            "> <!---->\n>  12.  x\n>       <!---->\n>          -    x\n>               <!---->\n";
        assert_eq!(text(&levels), expected);
        assert_eq!(text(&[]), "");
        let table = [Level::new(Kind::Table { columns: 2 })];
        assert_eq!(text(&table), "|x|x|\n|-|-|\n");
    }
}
