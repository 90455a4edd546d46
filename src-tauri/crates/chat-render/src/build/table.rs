//! Tables: shown as a code block of their source lines, so that rows stay rows.
//!
//! The parser's own tables stay off: they drop surplus cells and fill up missing ones, about 90
//! made-up cells for each byte of a hostile text.

use super::{Builder, Mark, is_container};
use crate::clean::push_clean;
use chat_core::blocks::Node;
use pulldown_cmark::{Event, TagEnd};
use std::mem;
use std::ops::Range;

/// A table, which becomes a code block of its source lines.
#[derive(Debug, Default)]
pub(super) struct Table {
    text: String,
    line_from: Option<usize>,
}

impl Builder<'_> {
    /// Handles an event within the part of a paragraph that is a table; false elsewhere.
    pub(super) fn in_table(&mut self, event: &Event<'_>, range: &Range<usize>) -> bool {
        let Some(from) = self.table_from else {
            return false;
        };
        let ends = matches!(event, Event::End(TagEnd::Paragraph));
        if self.table.is_none() {
            if ends {
                // A code span swallowed the header's line.
                self.table_from = None;
            }
            if ends || range.end < from || (range.start < from && !is_break(event)) {
                return false;
            }
            self.enter_table();
        }
        let Some(table) = &mut self.table else {
            return false;
        };
        match event {
            Event::Start(_) => self.marks.push(Mark::Skipped),
            Event::End(_) => {
                self.marks.pop();
            }
            _ => {}
        }
        let line_ends = ends
            .then_some(range.end)
            .or(is_break(event).then_some(range.start));
        if let Some(end) = line_ends {
            if let Some(start) = table.line_from.take() {
                let line = self.source.get(start..end).unwrap_or_default();
                push_clean(&mut table.text, line.trim());
                table.text.push('\n');
            }
        } else if table.line_from.is_none() && !matches!(event, Event::End(_)) {
            table.line_from = Some(range.start);
        }
        if ends {
            self.table_from = None;
            let mut text = mem::take(&mut table.text);
            self.table = None;
            text.truncate(text.trim_end().len());
            let lang = String::new();
            self.push(Node::Code { lang, text });
        }
        true
    }

    /// Ends the paragraph before a table, with the inline nodes that are open in it.
    fn enter_table(&mut self) {
        self.image = None;
        while self
            .open
            .last()
            .is_some_and(|open| !is_container(&open.node))
        {
            let empty = self
                .open
                .last()
                .is_some_and(|open| open.node.children().is_some_and(Vec::is_empty));
            if empty {
                self.open.pop();
            } else {
                self.close();
            }
        }
        self.table = Some(Table::default());
    }
}

fn is_break(event: &Event<'_>) -> bool {
    matches!(event, Event::SoftBreak | Event::HardBreak)
}

/// Offset of the header's line within `paragraph`: the line before the first delimiter row.
pub(super) fn header_offset(paragraph: &str) -> Option<usize> {
    if !paragraph.contains('|') {
        return None;
    }
    let mut previous: Option<(usize, &str)> = None;
    let mut offset = 0;
    for line in paragraph.split_inclusive('\n') {
        if let Some((start, header)) = previous
            && header.contains('|')
            && is_delimiter_row(line)
        {
            return Some(start);
        }
        previous = Some((offset, line));
        offset += line.len();
    }
    None
}

/// Whether a line looks like a table's row once the marks of enclosing quotes are skipped.
pub(super) fn starts_like_row(line: &str) -> bool {
    without_container_marks(line).starts_with('|')
}

fn is_delimiter_row(line: &str) -> bool {
    let row = without_container_marks(line).trim_end();
    row.contains('-')
        && row.contains('|')
        && row
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

fn without_container_marks(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_starts_at_the_line_before_its_delimiter_row() {
        let cases = [
            ("| a | b |\n|---|:-:|\n| 1 | 2 |", Some(0)),
            ("a | b\n- | -", Some(0)),
            ("Lead:\n| a |\n|---|", Some(6)),
            ("x\n> | a |\n> |---|", Some(2)),
            ("| a | b |\nno delimiter", None),
            ("a\n|---|", None),
            ("a | b\n---", None),
            ("plain", None),
        ];
        for (paragraph, expected) in cases {
            assert_eq!(header_offset(paragraph), expected, "{paragraph:?}");
        }
    }
}
