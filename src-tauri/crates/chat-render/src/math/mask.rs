//! Hides the formulas of a text from the Markdown parser, and finds them again in what it reads.
//!
//! Underscores, asterisks, bars and backslashes mean other things in a formula. So each byte of it
//! becomes a letter in a copy that is parsed in place of the text: offsets stay, blocks stay.

use super::scan::{Found, scan};
use super::{MAX_FORMULA, places};
use pulldown_cmark::Options;
use std::ops::Range;

/// What each byte of a formula becomes. Letters begin and end no construct of Markdown.
const HIDDEN: u8 = b'z';

/// The formulas of a text.
#[derive(Debug, Default)]
pub(crate) struct Formulas {
    /// The text to parse; none where the text itself will do.
    masked: Option<String>,
    found: Vec<Found>,
    /// Where a formula begins that more text may end: what is from here on can still change,
    /// whatever blocks it is in.
    pub(crate) open: Option<usize>,
}

/// A piece of text or a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece<'f> {
    /// Text of this range.
    Text(Range<usize>),
    /// A formula that begins here.
    Formula(&'f Found),
}

impl Formulas {
    /// Finds them. A text without a mark is not parsed for it.
    pub(crate) fn find(text: &str, options: Options) -> Self {
        if !text.contains('$') && !text.contains("\\(") && !text.contains("\\[") {
            return Self::default();
        }
        let scan = scan(text, &places::find(text, options));
        let mut masked = (!scan.found.is_empty()).then(|| text.as_bytes().to_vec());
        for range in scan.found.iter().flat_map(|found| &found.pieces) {
            let bytes = masked
                .as_mut()
                .and_then(|bytes| bytes.get_mut(range.clone()));
            bytes.into_iter().flatten().for_each(|byte| *byte = HIDDEN);
        }
        Self {
            masked: masked.and_then(|bytes| String::from_utf8(bytes).ok()),
            found: scan.found,
            open: scan.open,
        }
    }

    /// The text that is to be parsed, of the same length.
    pub(crate) fn parsed<'t>(&'t self, text: &'t str) -> &'t str {
        self.masked.as_deref().unwrap_or(text)
    }

    /// Whether this offset is within a formula and not at its beginning: it is shown already.
    pub(crate) fn within(&self, offset: usize) -> bool {
        let found = self.found.get(self.after(offset));
        found.is_some_and(|found| found.range.start < offset)
    }

    /// Whether there is anything of a formula in a range.
    pub(crate) fn any(&self, range: &Range<usize>) -> bool {
        let found = self.found.get(self.after(range.start));
        found.is_some_and(|found| found.range.start < range.end)
    }

    /// The index of the first formula that ends after this offset.
    fn after(&self, offset: usize) -> usize {
        self.found
            .partition_point(|found| found.range.end <= offset)
    }

    /// Cuts the range of a text at the formulas in it; what belongs to one that began before is
    /// left out.
    pub(crate) fn cut(&self, range: Range<usize>) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        let mut at = range.start;
        for found in self.found.iter().skip(self.after(at)) {
            if found.range.start >= range.end {
                break;
            }
            if found.range.start > at {
                pieces.push(Piece::Text(at..found.range.start));
            }
            if found.range.start >= at {
                pieces.push(Piece::Formula(found));
            }
            at = found.range.end;
        }
        if at < range.end {
            pieces.push(Piece::Text(at..range.end));
        }
        pieces
    }
}

impl Found {
    /// The formula as written, with its marks, without what its lines begin with for other blocks.
    pub(crate) fn written(&self, text: &str) -> String {
        let mut written = String::with_capacity(self.range.len().min(MAX_FORMULA));
        for piece in &self.pieces {
            if !written.is_empty() {
                written.push('\n');
            }
            written.push_str(text.get(piece.clone()).unwrap_or_default());
        }
        if self.row {
            written = written.replace("\\|", "|");
        }
        written
    }

    /// The formula as written, without its marks.
    pub(crate) fn source<'w>(&self, written: &'w str) -> &'w str {
        let marks = if written.starts_with('$') && !self.display {
            1
        } else {
            2
        };
        let end = written.len().saturating_sub(marks);
        written.get(marks..end).unwrap_or_default().trim()
    }
}
