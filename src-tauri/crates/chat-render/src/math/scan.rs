//! Finds the formulas of a Markdown text.
//!
//! Linear: what begins a formula is looked at once, and the search for its end stops at the next
//! beginning of the same kind, at a blank line, or where the formula is too long.

use super::MAX_FORMULA;
use super::dollar::{self, Between};
use super::places::{Hole, Leaf, LeafKind, Places};
use std::ops::Range;

/// A formula in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where it is, with its marks.
    pub(crate) range: Range<usize>,
    /// Whether its marks say that it stands on lines of its own.
    pub(crate) display: bool,
    /// The pieces of the range that are the formula's, with its marks: all but line ends and what
    /// begins a line for the block around it.
    pub(crate) pieces: Vec<Range<usize>>,
    /// Whether it is in a row of a table, where bars are escaped.
    pub(crate) row: bool,
}

/// The marks of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
    /// `\(…\)`
    Round,
    /// `\[…\]`
    Square,
    /// `$$…$$`
    Double,
    /// `$…$`
    Single,
}

impl Marks {
    pub(super) fn len(self) -> usize {
        match self {
            Self::Round | Self::Square | Self::Double => 2,
            Self::Single => 1,
        }
    }

    fn display(self) -> bool {
        match self {
            Self::Square | Self::Double => true,
            Self::Round | Self::Single => false,
        }
    }
}

/// What a text has.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// Formulas, in order.
    pub(super) found: Vec<Found>,
    /// Where a formula begins that more text may end.
    pub(super) open: Option<usize>,
    /// How many characters were looked at, which tests hold linear.
    pub(super) looked_at: usize,
}

/// How the search for an end went.
enum End {
    /// Here, before its mark.
    At(usize),
    /// There is none.
    None,
    /// There is none yet.
    Open,
}

/// Finds formulas at the places where they may stand.
pub(super) fn scan(text: &str, places: &Places) -> Scan {
    let mut scan = Scan::default();
    let mut at = 0;
    let mut holes = places.holes.as_slice();
    for leaf in &places.leaves {
        at = at.max(leaf.range.start);
        while at < leaf.range.end {
            while let [hole, rest @ ..] = holes
                && hole.range.end <= at
            {
                holes = rest;
            }
            if let Some(hole) = holes.first()
                && hole.range.start <= at
            {
                at = hole.range.end;
                continue;
            }
            let Some((marks, skip)) = opener(text, at) else {
                at += text
                    .get(at..)
                    .and_then(|t| t.chars().next())
                    .map_or(1, char::len_utf8);
                continue;
            };
            let Some(marks) = marks else {
                at += skip;
                continue;
            };
            let mut search = Search {
                text,
                leaf,
                holes,
                marks,
                start: at,
                pieces: Vec::new(),
                margin: None,
                looked_at: 1,
            };
            let end = search.end();
            scan.looked_at += search.looked_at;
            match end {
                End::At(end) => {
                    let range = at..end + marks.len();
                    at = range.end;
                    scan.found.push(Found {
                        range,
                        display: marks.display(),
                        pieces: search.pieces,
                        row: leaf.kind == LeafKind::Row,
                    });
                }
                End::None => at += skip,
                End::Open => {
                    scan.open = scan.open.or(Some(at));
                    at += skip;
                }
            }
        }
    }
    scan
}

/// What begins here: the marks of a formula, or something to skip; with its length.
fn opener(text: &str, at: usize) -> Option<(Option<Marks>, usize)> {
    let rest = text.get(at..)?;
    let mut chars = rest.chars();
    match chars.next()? {
        '\\' => Some(match chars.next() {
            Some('(') => (Some(Marks::Round), 2),
            Some('[') => (Some(Marks::Square), 2),
            Some(c) => (None, 1 + c.len_utf8()),
            None => (None, 1),
        }),
        '$' => Some(match run(rest) {
            1 => (Some(Marks::Single), 1),
            2 => (Some(Marks::Double), 2),
            more => (None, more),
        }),
        _ => None,
    }
}

/// How many dollar signs a text begins with.
fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('$').len()
}

/// The search for the end of a formula.
struct Search<'t> {
    text: &'t str,
    leaf: &'t Leaf,
    holes: &'t [Hole],
    marks: Marks,
    start: usize,
    pieces: Vec<Range<usize>>,
    /// See [`Search::margin`].
    margin: Option<(usize, usize)>,
    looked_at: usize,
}

impl Search<'_> {
    fn end(&mut self) -> End {
        let inner = self.start + self.marks.len();
        if self.marks == Marks::Single && !self.can_open(inner) {
            return End::None;
        }
        let mut piece = self.start;
        let mut at = inner;
        loop {
            self.looked_at += 1;
            if at - inner > MAX_FORMULA {
                return End::None;
            }
            if at >= self.leaf.range.end && !self.may_leave() {
                return self.at_the_end(at);
            }
            while let [hole, rest @ ..] = self.holes
                && hole.range.start <= at
            {
                let within = self.text.get(at..hole.range.end).unwrap_or_default();
                if (hole.code && !within.is_empty()) || within.contains('\n') {
                    return End::None;
                }
                at += within.len();
                self.holes = rest;
            }
            let Some(rest) = self.text.get(at..) else {
                return End::Open;
            };
            let Some(c) = rest.chars().next() else {
                return End::Open;
            };
            if c == '\n' {
                let line = self.text.get(piece..at).unwrap_or_default();
                self.pieces
                    .push(piece..piece + line.trim_end_matches('\r').len());
                match self.line_start(at + 1) {
                    Some(start) => (piece, at) = (start, start),
                    None => return End::None,
                }
                if piece >= self.text.len() {
                    return End::Open;
                }
                continue;
            }
            if let Some(len) = self.closes(rest) {
                if len == 0 || !self.is_formula(inner, at) {
                    return End::None;
                }
                self.pieces.push(piece..at + self.marks.len());
                return End::At(at);
            }
            at += skip(rest, c);
        }
    }

    /// Whether the formula may go on beyond its leaf: lines of a formula may look like a list or a
    /// quotation, and are lines of the same paragraph once they are hidden.
    fn may_leave(&self) -> bool {
        match self.leaf.kind {
            LeafKind::Lines => self.marks.display(),
            LeafKind::Line | LeafKind::Row => false,
        }
    }

    /// Whether a single dollar sign can begin a formula here.
    fn can_open(&self, inner: usize) -> bool {
        let near = self.start.saturating_sub(dollar::WORD);
        let near = (near..=self.start).find(|at| self.text.is_char_boundary(*at));
        let before = near.and_then(|near| self.text.get(near..self.start));
        let after = self.text.get(inner..).unwrap_or_default();
        dollar::can_open(before.unwrap_or_default(), after)
    }

    /// The leaf ends: more text may go on with it only where nothing but a line end follows.
    fn at_the_end(&self, at: usize) -> End {
        let after = self.text.get(at..).unwrap_or_default();
        if after.trim_start().is_empty() && after.matches('\n').count() < 2 {
            End::Open
        } else {
            End::None
        }
    }

    /// Whether the text begins with the mark that ends the formula: with its length, or 0 where it
    /// begins with one that cannot stand in it.
    fn closes(&self, rest: &str) -> Option<usize> {
        let dollars = run(rest);
        match self.marks {
            Marks::Round => rest
                .starts_with("\\)")
                .then_some(2)
                .or_else(|| rest.starts_with("\\(").then_some(0)),
            Marks::Square => rest
                .starts_with("\\]")
                .then_some(2)
                .or_else(|| rest.starts_with("\\[").then_some(0)),
            Marks::Double if dollars > 2 => Some(0),
            Marks::Double => (dollars == 2).then_some(2),
            Marks::Single => (dollars > 0).then_some(1),
        }
    }

    /// Where the formula goes on in a line, after what begins the line for the block around it;
    /// none where it cannot: the line is blank, or belongs to another block.
    fn line_start(&mut self, line: usize) -> Option<usize> {
        let (quotes, column) = self.margin();
        let rest = self.text.get(line..)?;
        let mut content = rest;
        let mut seen = 0;
        while seen < quotes
            && let Some(quoted) = content.trim_start_matches([' ', '\t']).strip_prefix('>')
        {
            content = quoted;
            seen += 1;
        }
        let mut inset = rest.len() - content.len();
        while inset < column
            && let Some(more) = content.strip_prefix([' ', '\t'])
        {
            content = more;
            inset += 1;
        }
        let end = content.find('\n').unwrap_or(content.len());
        let blank = content.get(..end)?.trim().is_empty();
        if blank && end < content.len() {
            return None;
        }
        let elsewhere = line >= self.leaf.range.end
            && (seen < quotes || inset < column || is_definition(content.get(..end)?));
        (!elsewhere || blank).then_some(line + inset)
    }

    /// How many quotations the formula's block is in, and where its text begins in a line.
    fn margin(&mut self) -> (usize, usize) {
        if let Some(margin) = self.margin {
            return margin;
        }
        let before = self.text.get(..self.start).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let before = before.get(line..).unwrap_or_default();
        let text = before.trim_start_matches(begins_block);
        let margin = before.strip_suffix(text).unwrap_or(before);
        let margin = (margin.matches('>').count(), margin.len());
        self.margin = Some(margin);
        margin
    }

    /// Whether what is between the marks is a formula.
    fn is_formula(&self, inner: usize, end: usize) -> bool {
        let inside = self.text.get(inner..end).unwrap_or_default();
        if inside.trim().is_empty() || end - inner > MAX_FORMULA {
            return false;
        }
        if self.leaf.kind == LeafKind::Row && !bars_are_even(inside) {
            return false;
        }
        match self.marks {
            Marks::Round | Marks::Square => true,
            Marks::Double => !dollar::is_prose(inside),
            Marks::Single => dollar::is_formula(Between {
                inside,
                after: self.text.get(end + 1..).unwrap_or_default(),
            }),
        }
    }
}

/// How far to go over a character: an escape goes with what it escapes, but for a line end.
fn skip(rest: &str, c: char) -> usize {
    let mut chars = rest.chars();
    chars.next();
    match chars.next() {
        Some(next) if c == '\\' && next != '\n' => 1 + next.len_utf8(),
        Some(_) | None => c.len_utf8(),
    }
}

/// What a line may begin with for the quotations and lists around its text.
fn begins_block(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, ' ' | '\t' | '>' | '-' | '+' | '*' | '.' | ')')
}

/// Whether a line defines a link or a footnote: no formula takes that away from the rest of the
/// text, where it may be known already.
fn is_definition(line: &str) -> bool {
    let text = line.trim_start_matches(begins_block);
    text.starts_with('[') && text.contains("]:")
}

/// Whether the bars in a piece of a row come in pairs: else they separate cells.
fn bars_are_even(inside: &str) -> bool {
    let bars = inside.matches('|').count() - inside.matches("\\|").count();
    bars.is_multiple_of(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::places;
    use pulldown_cmark::Options;

    fn of(text: &str) -> Scan {
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
        scan(text, &places::find(text, options))
    }

    #[test]
    fn what_more_text_may_end_is_known() {
        for (text, open) in [
            ("a $x", Some(2)),
            ("a \\(x", Some(2)),
            ("a\n\n\\[\nx\n", Some(3)),
            ("$$\nx\n- y\n", Some(0)),
            ("- \\[\n  x\n  + y\n", Some(2)),
            ("$x$ and $$y", Some(8)),
            ("a $x\n\nb", None),
            ("a \\(x\n- y", None),
            ("$$x\n\n", None),
            ("- $$\n- x", None),
            ("# $$x\ny", None),
            ("$$x\n- [a]: y\n", None),
            ("$$x\n[^1]: y\n", None),
            ("a $5 and b", Some(2)),
            ("a $ and b", None),
            ("`$x`", None),
        ] {
            assert_eq!(of(text).open, open, "{text:?}");
        }
        let long = format!("$$\n{}", "x ".repeat(MAX_FORMULA));
        assert_eq!(of(&long).open, None);
    }

    #[test]
    fn the_work_is_linear() {
        for pattern in [
            "$",
            "$$",
            "$$$",
            "$x",
            "$x ",
            "$$x",
            "$$x ",
            "\\(",
            "\\( ",
            "\\[",
            "\\[ ",
            "\\)",
            "\\\\(",
            "\\($$\\[",
            "$ $$ \\( \\[ ",
            "$x$",
            "$$x$$",
            "\\[x\\]",
            "\\(x\n",
            "$$x\n",
            "\\[\n- ",
            "> $$ ",
            "`$`",
            "[$](",
            "|$|",
            "\\$",
            "$`",
            "<b $>",
            "- $$a\n",
            "x\n$$ ",
            "$$a $b ",
        ] {
            let work = |times: usize| of(&pattern.repeat(times)).looked_at;
            let (once, twice) = (work(5_000), work(10_000));
            assert!(twice * 2 <= once * 5, "{pattern:?}: {once}, {twice}");
            let bytes = pattern.len() * 10_000;
            assert!(twice <= 8 * bytes, "{pattern:?}: {twice} of {bytes}");
        }
    }
}
