//! Where a folded text has what is looked for: the one definition of a match.

use super::script::is_border;
use memchr::memmem::Finder;
use std::ops::Range;

/// A folded piece of text to look for.
///
/// It matches where it stands in the folded text. Where a letter or digit follows another one
/// across one of its ends, it is only a part of a word: then it matches only if that end is open.
#[derive(Debug, Clone)]
pub struct Needle {
    text: String,
    finder: Finder<'static>,
    open_start: bool,
    open_end: bool,
}

impl PartialEq for Needle {
    fn eq(&self, other: &Self) -> bool {
        (&self.text, self.open_start, self.open_end)
            == (&other.text, other.open_start, other.open_end)
    }
}

impl Eq for Needle {}

impl Needle {
    /// One of a folded text that is not empty.
    pub(super) fn new(folded: String, open_start: bool, open_end: bool) -> Self {
        Self {
            finder: Finder::new(folded.as_bytes()).into_owned(),
            text: folded,
            open_start,
            open_end,
        }
    }

    /// What it looks for, folded.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it may begin inside a word.
    pub fn open_start(&self) -> bool {
        self.open_start
    }

    /// Whether it may end inside a word.
    pub fn open_end(&self) -> bool {
        self.open_end
    }

    /// Whether it matches anywhere in a folded text.
    pub fn is_in(&self, folded: &str) -> bool {
        self.next(folded, 0).is_some()
    }

    /// Its matches in a folded text, from left to right; none overlaps the one before.
    pub fn all<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = self.next(folded, from)?;
            from = found.end;
            Some(found)
        })
    }

    fn next(&self, folded: &str, mut from: usize) -> Option<Range<usize>> {
        loop {
            let rest = folded.as_bytes().get(from..)?;
            let start = from + self.finder.find(rest)?;
            let end = start + self.text.len();
            if self.fits(folded, start, end) {
                return Some(start..end);
            }
            // What was found may overlap a match.
            let step = self.text.chars().next().map_or(1, char::len_utf8);
            from = start + step;
        }
    }

    fn fits(&self, folded: &str, start: usize, end: usize) -> bool {
        (self.open_start || {
            let before = folded
                .get(..start)
                .and_then(|text| text.chars().next_back());
            is_border(before, self.text.chars().next())
        }) && (self.open_end || {
            let after = folded.get(end..).and_then(|text| text.chars().next());
            is_border(self.text.chars().next_back(), after)
        })
    }
}
