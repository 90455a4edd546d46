//! The scanner for languages of words, strings and comments: most of them.
//!
//! It reads a line once from left to right and looks ahead only within what it then takes, so
//! that its time is linear. A wrong guess costs a colour, never a character.

mod list;
mod name;
mod syntax;
mod text;

pub(super) use list::Words;
pub(super) use syntax::{Capitals, Inside, Jsx, Quote, Syntax};

use super::frame::{Frame, Stack};
use super::jsx;
use super::pen::Pen;
use super::scan::{byte, has, in_word, is_blank, number_end, skip, skip_blank, starts_word};
use chat_core::blocks::TokenKind;

/// What stands before the current place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The beginning of the line.
    Nothing,
    /// A value: an operator follows, a `/` divides.
    Operand,
    /// An operator or bracket: a value follows.
    Operator,
    /// A point.
    Dot,
    /// `(`, for Lisp.
    Paren,
    /// A word that names a function next.
    FunctionNext,
    /// A word that names a type next.
    TypeNext,
}

/// Scans what is readable of a line.
pub(super) fn line(syntax: &'static Syntax, stack: &mut Stack, pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    let at = pen.at();
    let mut scanner = Scanner {
        syntax,
        stack,
        pen,
        bytes,
        at,
        before: Before::Nothing,
        no_regex: false,
        escaped_end: false,
        heredoc: None,
    };
    scanner.run();
    scanner.end();
}

/// A line being scanned.
#[derive(Debug)]
struct Scanner<'s, 'l> {
    syntax: &'static Syntax,
    stack: &'s mut Stack,
    pen: &'s mut Pen<'l>,
    bytes: &'l [u8],
    at: usize,
    before: Before,
    /// Whether no regular expression ends on the rest of the line.
    no_regex: bool,
    /// Whether an escape stands before the end of the line.
    escaped_end: bool,
    /// What begins on the next line.
    heredoc: Option<Frame>,
}

impl Scanner<'_, '_> {
    fn run(&mut self) {
        if self.directive() {
            return;
        }
        while self.at < self.bytes.len() {
            match self.stack.top() {
                Some(Frame::Comment { depth }) => self.comment(*depth),
                Some(Frame::Text { quote, hashes }) => self.text(*quote, *hashes),
                Some(Frame::Heredoc { .. }) => self.heredoc_line(),
                Some(Frame::Tag { ends, .. }) => {
                    self.at = jsx::tag(*ends, self.stack, self.pen, self.at);
                    self.before = Before::Operand;
                }
                Some(Frame::Content) => {
                    self.at = jsx::content(self.stack, self.pen, self.at);
                    self.before = Before::Operator;
                }
                // Those belong to other scanners, around this one.
                Some(
                    Frame::Code { .. }
                    | Frame::Value { .. }
                    | Frame::Inner(_)
                    | Frame::MarkupComment
                    | Frame::Style { .. }
                    | Frame::Indented { .. }
                    | Frame::Fence { .. }
                    | Frame::Command { .. },
                )
                | None => self.code(),
            }
        }
    }

    fn end(&mut self) {
        self.pen.rest(None);
        let open = self.stack.position(
            |frame| matches!(frame, Frame::Text { quote, .. } if !self.spans_lines(*quote)),
        );
        if let Some(open) = open
            && !(self.escaped_end && open + 1 == self.stack.len())
        {
            self.stack.truncate(open);
        }
        if let Some(heredoc) = self.heredoc.take() {
            self.stack.push(heredoc);
        }
    }

    /// A token from `start`, or from where the line is coloured, to `end`.
    fn token(&mut self, start: usize, end: usize, kind: TokenKind) {
        self.pen.plain(start);
        self.pen.token(end, kind);
        self.at = end;
    }

    fn code(&mut self) {
        let at = self.at;
        let b = byte(self.bytes, at);
        if is_blank(b) {
            self.at = skip_blank(self.bytes, at);
        } else if self.attribute() || self.comment_start(b) || self.quote_start("", at) {
            // It went on by itself.
        } else if starts_word(b) || self.syntax.word_starts.contains(&b) {
            self.word();
        } else if b.is_ascii_digit() {
            let end = number_end(self.bytes, at, self.syntax.quoted_digits);
            self.token(at, end, TokenKind::Number);
            self.before = Before::Operand;
        } else if !self.special(b) {
            self.punctuation(b);
        }
    }

    /// A preprocessor's line: its first word.
    fn directive(&mut self) -> bool {
        if !self.syntax.directives
            || matches!(self.stack.top(), Some(frame) if !matches!(frame, Frame::Inner(_)))
        {
            return false;
        }
        let hash = skip_blank(self.bytes, self.at);
        let word = skip_blank(self.bytes, hash + 1);
        if byte(self.bytes, hash) != b'#' || !byte(self.bytes, word).is_ascii_alphabetic() {
            return false;
        }
        let end = skip(self.bytes, word, in_word);
        self.token(hash, end, TokenKind::Attribute);
        let file = skip_blank(self.bytes, end);
        if byte(self.bytes, file) == b'<' && has(self.bytes, word, "i") {
            let close = skip(self.bytes, file, |b| b != b'>');
            self.token(file, (close + 1).min(self.bytes.len()), TokenKind::String);
        }
        false
    }

    fn comment_start(&mut self, b: u8) -> bool {
        let at = self.at;
        let preceded = at > 0 && !is_blank(byte(self.bytes, at - 1));
        let begins = |mark: &str| mark.as_bytes().first() == Some(&b) && has(self.bytes, at, mark);
        let block = self.syntax.block_comment;
        if let Some((open, _)) = block.filter(|(open, _)| begins(open)) {
            self.pen.plain(at);
            self.at += open.len();
            if !self.stack.push(Frame::Comment { depth: 1 }) {
                self.pen.token(self.at, TokenKind::Comment);
            }
            return true;
        }
        let found = self.syntax.line_comments.iter().any(|mark| begins(mark));
        if found && !(self.syntax.spaced_comments && preceded) {
            self.token(at, self.bytes.len(), TokenKind::Comment);
        }
        self.at > at
    }

    fn comment(&mut self, depth: u16) {
        let (open, close) = self.syntax.block_comment.unwrap_or(("", "*/"));
        let mut depth = depth;
        let mut at = self.at;
        while at < self.bytes.len() && depth > 0 {
            if has(self.bytes, at, close) {
                depth -= 1;
                at += close.len();
            } else if self.syntax.nested_comments && has(self.bytes, at, open) {
                depth = depth.saturating_add(1);
                at += open.len();
            } else {
                at += 1;
            }
        }
        self.pen.token(at, TokenKind::Comment);
        self.at = at;
        if depth == 0 {
            self.stack.pop();
        } else if let Some(Frame::Comment { depth: kept }) = self.stack.top_mut() {
            *kept = depth;
        }
    }

    /// Attributes, annotations, variables, symbols, heredocs, regular expressions, markup.
    fn special(&mut self, b: u8) -> bool {
        let at = self.at;
        let syntax = self.syntax;
        let next = byte(self.bytes, at + 1);
        if b == b'@' && syntax.annotations && starts_word(next) {
            let end = skip(self.bytes, at + 1, |b| in_word(b) || b == b'.');
            self.token(at, end, TokenKind::Attribute);
        } else if syntax.sigils.contains(&b) && (starts_word(next) || syntax.sigils.contains(&next))
        {
            let name = skip(self.bytes, at, |b| syntax.sigils.contains(&b));
            let end = skip(self.bytes, name, in_word);
            self.token(at, end, TokenKind::Variable);
            self.before = Before::Operand;
        } else if b == b':' && syntax.symbols && starts_word(next) && !self.glued() {
            let end = skip(self.bytes, at + 1, |b| {
                in_word(b) || syntax.word_parts.contains(&b)
            });
            self.token(at, end, TokenKind::Constant);
            self.before = Before::Operand;
        } else if b == b'-' && self.is_option() {
            let end = skip(self.bytes, at + 1, in_word);
            self.token(at, end, TokenKind::Attribute);
            self.before = Before::Operator;
        } else if b == b'\'' && syntax.lifetimes {
            self.apostrophe();
        } else {
            return self.heredoc_start() || self.regex(b) || self.markup(b);
        }
        true
    }

    /// Whether the `-` here begins an option of a command.
    fn is_option(&self) -> bool {
        self.syntax.capitals == Capitals::Commands
            && byte(self.bytes, self.at + 1).is_ascii_alphabetic()
            && is_blank(byte(self.bytes, self.at.wrapping_sub(1)))
    }

    /// Whether a word or colon ends directly before.
    fn glued(&self) -> bool {
        let before = byte(self.bytes, self.at.wrapping_sub(1));
        in_word(before) || before == b':'
    }

    fn attribute(&mut self) -> bool {
        let mut opens = self.syntax.attributes.iter();
        if !opens.any(|open| has(self.bytes, self.at, open)) {
            return false;
        }
        let mut depth = 0_usize;
        let mut end = self.at;
        while end < self.bytes.len() {
            match byte(self.bytes, end) {
                b'[' => depth += 1,
                b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            end += 1;
            if depth == 0 && byte(self.bytes, end - 1) == b']' {
                break;
            }
        }
        self.token(self.at, end, TokenKind::Attribute);
        true
    }

    /// `'x'` and `'\n'` are characters, `'name` is a name.
    fn apostrophe(&mut self) {
        let at = self.at;
        let next = byte(self.bytes, at + 1);
        let inner = if next == b'\\' {
            skip(self.bytes, at + 3, |b| {
                in_word(b) || matches!(b, b'{' | b'}')
            })
        } else {
            // One character of any length.
            skip(self.bytes, at + 2, |b| (0x80..0xc0).contains(&b))
        };
        if next != 0 && next != b'\'' && byte(self.bytes, inner) == b'\'' {
            self.token(at, inner + 1, TokenKind::String);
        } else if starts_word(next) {
            let end = skip(self.bytes, at + 1, in_word);
            self.token(at, end, TokenKind::Type);
        } else {
            self.at += 1;
        }
        self.before = Before::Operand;
    }

    fn regex(&mut self, b: u8) -> bool {
        if b != b'/'
            || !self.syntax.regex
            || self.no_regex
            || matches!(self.before, Before::Operand)
        {
            return false;
        }
        let mut at = self.at + 1;
        let mut class = false;
        loop {
            match byte(self.bytes, at) {
                _ if at >= self.bytes.len() => {
                    self.no_regex = true;
                    return false;
                }
                b'\\' => at += 1,
                b'[' => class = true,
                b']' => class = false,
                b'/' if !class => break,
                _ => {}
            }
            at += 1;
        }
        let end = skip(self.bytes, at + 1, |b| b.is_ascii_alphabetic());
        self.token(self.at, end, TokenKind::String);
        self.before = Before::Operand;
        true
    }

    fn markup(&mut self, b: u8) -> bool {
        let begins = b == b'<'
            && !matches!(self.before, Before::Operand | Before::Dot)
            && jsx::begins(self.bytes, self.at, self.syntax.jsx);
        if begins {
            self.pen.plain(self.at);
            self.at = jsx::open(self.stack, self.pen, self.at);
            self.before = Before::Operand;
        }
        begins
    }

    fn punctuation(&mut self, b: u8) {
        self.at += 1;
        self.before = match b {
            b')' | b']' | b'}' => Before::Operand,
            // More than one is a range or spread.
            b'.' if byte(self.bytes, self.at.wrapping_sub(2)) != b'.' => Before::Dot,
            b'(' => Before::Paren,
            _ => Before::Operator,
        };
        let Some(Frame::Code { close, open }) = self.stack.top_mut() else {
            return;
        };
        let opens = if *close == b')' { b'(' } else { b'{' };
        if b == opens {
            *open = open.saturating_add(1);
        } else if b == *close {
            if *open > 0 {
                *open -= 1;
            } else {
                self.stack.pop();
                self.pen.plain(self.at);
            }
        }
    }
}
