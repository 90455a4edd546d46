//! Strings, the code in them, and texts of many lines.

use super::{Before, Inside, Quote, Scanner};
use crate::code::frame::Frame;
use crate::code::scan::{byte, has, in_word, skip, skip_blank, starts_word, text};
use chat_core::blocks::TokenKind;

/// Longest name that a heredoc may have.
const MAX_TAG: usize = 40;

/// Most `#` around a string.
const MAX_HASHES: usize = 64;

impl Scanner<'_, '_> {
    fn quote(&self, quote: u8) -> Option<&'static Quote> {
        self.syntax.quotes.get(usize::from(quote))
    }

    pub(super) fn spans_lines(&self, quote: u8) -> bool {
        self.quote(quote).is_some_and(|quote| quote.lines)
    }

    /// Begins a string at `at`, with the word before it; false if there is none.
    pub(super) fn quote_start(&mut self, word: &str, at: usize) -> bool {
        let first = byte(self.bytes, at);
        let found = self
            .syntax
            .quotes
            .iter()
            .enumerate()
            .find_map(|(n, quote)| {
                let near = quote.open.as_bytes().first() == Some(&first);
                if !(near || (quote.hashes && first == b'#')) {
                    return None;
                }
                let fits = if word.is_empty() {
                    quote.before.is_empty()
                } else {
                    quote.before.contains(&word)
                };
                let hashes = if fits && quote.hashes {
                    let near = self.bytes.get(..at + MAX_HASHES).unwrap_or(self.bytes);
                    skip(near, at, |b| b == b'#').saturating_sub(at)
                } else {
                    0
                };
                let open = at + hashes;
                let begins = fits && has(self.bytes, open, quote.open);
                let end = open + quote.open.len();
                begins.then_some((u8::try_from(n).ok()?, u8::try_from(hashes).ok()?, end))
            });
        let Some((quote, hashes, end)) = found else {
            return false;
        };
        self.pen.plain(self.at);
        self.pen.token(end, TokenKind::String);
        self.at = end;
        self.before = Before::Operand;
        self.stack.push(Frame::Text { quote, hashes });
        true
    }

    /// A string from where its content goes on.
    pub(super) fn text(&mut self, quote: u8, hashes: u8) {
        let Some(quote) = self.quote(quote) else {
            self.stack.pop();
            return;
        };
        let mut at = self.at;
        while at < self.bytes.len() {
            let b = byte(self.bytes, at);
            if has(self.bytes, at, quote.close)
                && self.hashes_follow(at + quote.close.len(), hashes)
            {
                self.at = at + quote.close.len() + usize::from(hashes);
                self.pen.token(self.at, TokenKind::String);
                self.stack.pop();
                self.before = Before::Operand;
                return;
            }
            if self.inner_code(quote.inside, at) {
                return;
            }
            if quote.escape != 0 && b == quote.escape {
                at += 1;
                self.escaped_end = at >= self.bytes.len();
            }
            at += 1;
        }
        self.at = self.bytes.len();
        self.pen.token(self.at, TokenKind::String);
    }

    fn hashes_follow(&self, at: usize, hashes: u8) -> bool {
        let end = at + usize::from(hashes);
        self.bytes
            .get(at..end)
            .is_some_and(|marks| marks.iter().all(|b| *b == b'#'))
    }

    /// Takes the code that begins at `at` in a string, if any does.
    fn inner_code(&mut self, inside: Inside, at: usize) -> bool {
        let b = byte(self.bytes, at);
        let next = byte(self.bytes, at + 1);
        let (length, close) = match (inside, b, next) {
            (Inside::Template | Inside::Dollar, b'$', b'{') | (Inside::Hash, b'#', b'{') => {
                (2, b'}')
            }
            (Inside::Paren, b'\\', b'(') => (2, b')'),
            (Inside::Brace, b'{', b'{') => {
                // Both are taken, so that the second one begins no code.
                self.at = at + 2;
                self.pen.token(self.at, TokenKind::String);
                return true;
            }
            (Inside::Brace, b'{', _) => (1, b'}'),
            (Inside::Dollar, b'$', _) if starts_word(next) => {
                self.pen.token(at, TokenKind::String);
                let end = skip(self.bytes, at + 1, in_word);
                self.token(at, end, TokenKind::Variable);
                return true;
            }
            _ => return false,
        };
        if !self.stack.push(Frame::Code { close, open: 0 }) {
            return false;
        }
        self.pen.token(at, TokenKind::String);
        self.at = at + length;
        self.pen.plain(self.at);
        self.before = Before::Operator;
        true
    }

    /// Notes a text that begins on the next line.
    pub(super) fn heredoc_start(&mut self) -> bool {
        let at = self.at;
        let Some(mark) = self
            .syntax
            .heredocs
            .iter()
            .find(|mark| has(self.bytes, at, mark))
        else {
            return false;
        };
        let mut name = at + mark.len();
        let indented = matches!(byte(self.bytes, name), b'-' | b'~') || *mark == "<<<";
        if matches!(byte(self.bytes, name), b'-' | b'~') {
            name += 1;
        }
        let quoted = matches!(byte(self.bytes, name), b'"' | b'\'');
        name += usize::from(quoted);
        if !byte(self.bytes, name).is_ascii_uppercase() {
            return false;
        }
        let end = skip(self.bytes, name, |b| b.is_ascii_alphanumeric() || b == b'_');
        if end - name > MAX_TAG {
            return false;
        }
        self.heredoc = Some(Frame::Heredoc {
            tag: text(self.bytes, name, end).into(),
            indented,
        });
        self.token(at, end + usize::from(quoted), TokenKind::String);
        true
    }

    /// A whole line of such a text, or its end.
    pub(super) fn heredoc_line(&mut self) {
        let Some(Frame::Heredoc { tag, indented }) = self.stack.top() else {
            return;
        };
        let start = if *indented {
            skip_blank(self.bytes, self.at)
        } else {
            self.at
        };
        let end = start + tag.len();
        let ends = has(self.bytes, start, tag) && !in_word(byte(self.bytes, end));
        self.at = if ends { end } else { self.bytes.len() };
        self.pen.token(self.at, TokenKind::String);
        if ends {
            self.stack.pop();
        }
    }
}
