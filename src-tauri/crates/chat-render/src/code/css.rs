//! Style sheets: CSS, SCSS, Less.

use super::frame::{Frame, Stack};
use super::json::string_end;
use super::pen::Pen;
use super::scan::{byte, find, has, in_word, is_blank, number_end, skip, skip_blank, starts_word};
use chat_core::blocks::TokenKind;

/// Scans what is readable of a line.
pub(super) fn line(stack: &mut Stack, pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    let at = pen.at();
    let (depth, value) = match stack.top() {
        Some(Frame::Style { depth, value }) => (*depth, *value),
        Some(_) | None => (0, false),
    };
    let mut scanner = Scanner {
        bytes,
        at,
        stack,
        pen,
        depth,
        value,
        rule: false,
        declaration: None,
    };
    scanner.run();
    let Scanner { depth, value, .. } = scanner;
    match stack.top_mut() {
        Some(Frame::Style { depth: d, value: v }) => (*d, *v) = (depth, value),
        Some(Frame::Comment { .. }) => {}
        Some(_) | None if depth > 0 || value => {
            stack.push(Frame::Style { depth, value });
        }
        Some(_) | None => {}
    }
}

#[derive(Debug)]
struct Scanner<'s, 'l> {
    bytes: &'l [u8],
    at: usize,
    stack: &'s mut Stack,
    pen: &'s mut Pen<'l>,
    depth: u16,
    /// Whether a value is being read.
    value: bool,
    /// Whether a rule such as `@media` is being read.
    rule: bool,
    /// Whether what is being read declares a property; none before it is known.
    declaration: Option<bool>,
}

impl Scanner<'_, '_> {
    fn run(&mut self) {
        while self.at < self.bytes.len() {
            if matches!(self.stack.top(), Some(Frame::Comment { .. })) {
                self.comment();
            } else {
                self.code();
            }
        }
        self.pen.rest(None);
    }

    fn token(&mut self, end: usize, kind: TokenKind) {
        self.pen.plain(self.at);
        self.pen.token(end, kind);
        self.at = end;
    }

    fn comment(&mut self) {
        let end = find(self.bytes, self.at, "*/").map(|end| end + 2);
        self.token(end.unwrap_or(self.bytes.len()), TokenKind::Comment);
        if end.is_some() {
            self.stack.pop();
        }
    }

    fn code(&mut self) {
        let at = self.at;
        let b = byte(self.bytes, at);
        let next = byte(self.bytes, at + 1);
        match b {
            _ if is_blank(b) => self.at = skip_blank(self.bytes, at),
            b'/' if next == b'*' => {
                // The block goes on below the comment.
                let (depth, value) = (self.depth, self.value);
                if !matches!(self.stack.top(), Some(Frame::Style { .. })) {
                    self.stack.push(Frame::Style { depth, value });
                } else if let Some(Frame::Style { depth: d, value: v }) = self.stack.top_mut() {
                    (*d, *v) = (depth, value);
                }
                self.token(at + 2, TokenKind::Comment);
                self.stack.push(Frame::Comment { depth: 1 });
            }
            b'/' if next == b'/' && byte(self.bytes, at.wrapping_sub(1)) != b':' => {
                self.token(self.bytes.len(), TokenKind::Comment);
            }
            b'"' | b'\'' => self.token(string_end(self.bytes, at), TokenKind::String),
            b'{' => {
                self.depth = self.depth.saturating_add(1);
                self.next_statement();
            }
            b'}' => {
                self.depth = self.depth.saturating_sub(1);
                self.next_statement();
            }
            b';' => self.next_statement(),
            b'@' => {
                let end = skip(self.bytes, at + 1, in_name);
                let kind = if self.value {
                    TokenKind::Variable
                } else {
                    TokenKind::Keyword
                };
                self.token(end, kind);
                self.declaration = Some(false);
                self.rule = !self.value;
            }
            b'$' => self.token(skip(self.bytes, at + 1, in_name), TokenKind::Variable),
            b'!' if self.value => self.token(skip(self.bytes, at + 1, in_name), TokenKind::Keyword),
            b':' if self.is_declaration() => {
                self.at += 1;
                self.value = true;
            }
            _ if self.value || self.rule => self.in_value(b, next),
            _ if self.is_declaration() && in_name(b) => {
                self.token(skip(self.bytes, at, in_name), TokenKind::Property);
            }
            _ => self.selector(b, next),
        }
    }

    fn next_statement(&mut self) {
        self.at += 1;
        self.value = false;
        self.rule = false;
        self.declaration = None;
    }

    /// Decided once a statement: by what ends it on this line, else by whether it stands in a
    /// block.
    fn is_declaration(&mut self) -> bool {
        if let Some(known) = self.declaration {
            return known;
        }
        let end = skip(self.bytes, self.at, |b| !matches!(b, b'{' | b';' | b'}'));
        let known = match byte(self.bytes, end) {
            b'{' => false,
            b';' | b'}' => true,
            _ => self.depth > 0 && !self.bytes.ends_with(b","),
        };
        self.declaration = Some(known);
        known
    }

    fn in_value(&mut self, b: u8, next: u8) {
        let at = self.at;
        let digits = |b: u8| b.is_ascii_digit();
        if digits(b) || (b == b'.' && digits(next)) || (b == b'-' && (digits(next) || next == b'.'))
        {
            let end = number_end(self.bytes, at + usize::from(!digits(b)), false);
            self.token(
                end + usize::from(byte(self.bytes, end) == b'%'),
                TokenKind::Number,
            );
        } else if b == b'#' {
            self.token(skip(self.bytes, at + 1, in_word), TokenKind::Number);
        } else if in_name(b) {
            let end = skip(self.bytes, at, in_name);
            if byte(self.bytes, end) == b'(' {
                let address = has(self.bytes, at, "url(")
                    && !matches!(byte(self.bytes, end + 1), b'"' | b'\'');
                self.token(end, TokenKind::Function);
                if address {
                    self.at = end + 1;
                    let close = skip(self.bytes, end, |b| b != b')');
                    self.token(close, TokenKind::String);
                }
            } else if has(self.bytes, at, "--") {
                self.token(end, TokenKind::Variable);
            } else {
                self.token(end, TokenKind::Constant);
            }
        } else {
            self.at += 1;
        }
    }

    fn selector(&mut self, b: u8, next: u8) {
        let at = self.at;
        let (from, kind) = match b {
            b'.' | b'#' | b'%' => (at + 1, TokenKind::Type),
            b':' => (at + 1 + usize::from(next == b':'), TokenKind::Attribute),
            b'&' => (at + 1, TokenKind::Keyword),
            _ if starts_word(b) => (at, TokenKind::Tag),
            _ if b.is_ascii_digit() => {
                self.token(number_end(self.bytes, at, false), TokenKind::Number);
                return;
            }
            _ => {
                self.at += 1;
                return;
            }
        };
        self.token(skip(self.bytes, from, in_name), kind);
    }
}

fn in_name(b: u8) -> bool {
    in_word(b) || b == b'-'
}
