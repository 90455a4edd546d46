//! What counts as the same when a text is searched: case, diacritics, forms of one character,
//! kinds of quotes and dashes, kinds and amounts of white space.
//!
//! Knows nothing of words or queries.

use std::ops::Range;
use unicode_normalization::char::{compose, decompose_compatible};

/// A text as it is compared.
///
/// Compatibility forms become the plain ones (`ﬁ` → `fi`, `Ａ` → `a`), marks on letters go, case
/// goes, `ß ø ł đ æ œ ı` become what one types for them, curly quotes and all dashes the straight
/// ones. White space and control characters, however many, become one space, and none stays at
/// the ends. Voicing marks of kana stay: they are other sounds.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return fold_ascii(text);
    }
    let mut folding = Folding::new(text.len(), None);
    folding.run(text);
    folding.out
}

/// The same for plain texts, which are most: thousands are looked at in a search.
fn fold_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for byte in text.bytes() {
        if byte.is_ascii_graphic() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(char::from(byte.to_ascii_lowercase()));
        } else {
            gap = true;
        }
    }
    out
}

/// A folded text that knows where each of its characters came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// As [`fold`] gives it.
    pub text: String,
    spans: Vec<Span>,
}

/// Where a folded character begins, and which bytes of the original it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    at: usize,
    from: usize,
    to: usize,
}

impl Folded {
    /// Folds a text and keeps the way back for what is in a range of the folded text.
    pub fn within(text: &str, range: Range<usize>) -> Self {
        let mut folding = Folding::new(text.len(), Some(Vec::with_capacity(range.len())));
        folding.kept = range;
        folding.run(text);
        Self {
            text: folding.out,
            spans: folding.spans.unwrap_or_default(),
        }
    }

    /// The bytes of the original that a range came from, as far as the way back is kept. Marks that were
    /// folded away belong to the letter before them.
    pub fn original(&self, folded: &Range<usize>) -> Range<usize> {
        let first = self.spans.partition_point(|span| span.at < folded.start);
        let end = self.spans.partition_point(|span| span.at < folded.end);
        let inside = self.spans.get(first..end).unwrap_or_default();
        match (inside.first(), inside.last()) {
            (Some(first), Some(last)) => first.from..last.to,
            (Some(_) | None, None) | (None, Some(_)) => 0..0,
        }
    }
}

struct Folding {
    out: String,
    spans: Option<Vec<Span>>,
    /// Which part of the folded text has spans.
    kept: Range<usize>,
    /// White space was seen since the last character, from here on.
    gap: Option<usize>,
    last: Option<char>,
}

impl Folding {
    fn new(bytes: usize, spans: Option<Vec<Span>>) -> Self {
        Self {
            out: String::with_capacity(bytes),
            spans,
            kept: 0..0,
            gap: None,
            last: None,
        }
    }

    fn run(&mut self, text: &str) {
        for (at, c) in text.char_indices() {
            let to = at + c.len_utf8();
            if c.is_ascii_graphic() {
                self.push(c.to_ascii_lowercase(), at, to);
            } else if is_space(c) {
                self.gap.get_or_insert(at);
            } else if folds_to_itself(c) {
                self.push(c, at, to);
            } else if !is_dropped(c) {
                decompose_compatible(c, |part| self.part(part, at, to));
            } else {
                self.stretch(to);
            }
        }
    }

    /// One character of a decomposition.
    fn part(&mut self, c: char, at: usize, to: usize) {
        if is_space(c) {
            self.gap.get_or_insert(at);
        } else if is_dropped(c) {
            self.stretch(to);
        } else if let Some(whole) = self.composed(c) {
            self.replace_last(whole, to);
        } else {
            for c in c.to_lowercase() {
                self.plain(c, at, to);
            }
        }
    }

    /// A lower-case character as one types it.
    fn plain(&mut self, c: char, at: usize, to: usize) {
        let typed = match c {
            'ß' => "ss",
            'ø' => "o",
            'ł' => "l",
            'đ' | 'ð' => "d",
            'æ' => "ae",
            'œ' => "oe",
            'þ' => "th",
            'ı' => "i",
            'ς' => "σ",
            '‘' | '’' | '‚' | '‛' => "'",
            '“' | '”' | '„' | '‟' => "\"",
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
            c if is_dropped(c) => return,
            c => return self.push(c, at, to),
        };
        for c in typed.chars() {
            self.push(c, at, to);
        }
    }

    /// What the last character becomes with this one, where they are one.
    fn composed(&self, c: char) -> Option<char> {
        let last = self.last.filter(|last| !last.is_ascii())?;
        self.gap.is_none().then(|| compose(last, c)).flatten()
    }

    fn replace_last(&mut self, whole: char, to: usize) {
        self.out.pop();
        self.out.push(whole);
        self.last = Some(whole);
        self.stretch(to);
    }

    fn push(&mut self, c: char, at: usize, to: usize) {
        if let Some(from) = self.gap.take()
            && self.last.is_some()
        {
            // White space inside a form of several characters stands for the whole of it.
            self.note(from, if from < at { at } else { to });
            self.out.push(' ');
        }
        self.note(at, to);
        self.out.push(c);
        self.last = Some(c);
    }

    fn note(&mut self, from: usize, to: usize) {
        if let Some(spans) = &mut self.spans
            && self.kept.contains(&self.out.len())
        {
            spans.push(Span {
                at: self.out.len(),
                from,
                to,
            });
        }
    }

    /// What is folded away belongs to the character before it.
    fn stretch(&mut self, to: usize) {
        if self.gap.is_none()
            && self.out.len() <= self.kept.end
            && let Some(span) = self.spans.as_mut().and_then(|spans| spans.last_mut())
        {
            span.to = to;
        }
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// A short way for the most frequent characters: neither case nor another form, and no mark that
/// joins the one before.
fn folds_to_itself(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '가'..='힣')
}

/// Marks on letters, and characters that show nothing.
fn is_dropped(c: char) -> bool {
    matches!(u32::from(c),
        0x0300..=0x036F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F
        // points of Hebrew and Arabic
        | 0x0591..=0x05BD | 0x05BF | 0x05C1 | 0x05C2 | 0x05C4 | 0x05C5 | 0x05C7
        | 0x064B..=0x065F | 0x0670
        // soft hyphen, zero-width characters, marks of direction, variation selectors
        | 0x00AD | 0x061C | 0x180B..=0x180F | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064
        | 0x2066..=0x206F | 0xFEFF | 0xFE00..=0xFE0F | 0xE_0100..=0xE_01EF)
}
