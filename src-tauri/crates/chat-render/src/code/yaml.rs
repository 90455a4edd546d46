//! YAML: keys, values, block texts.

use super::frame::{Frame, Stack};
use super::json::constant;
use super::pen::Pen;
use super::scan::{byte, is_blank, skip, skip_blank, text};
use chat_core::blocks::TokenKind;

/// Scans a line.
pub(super) fn line(stack: &mut Stack, pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    let start = skip_blank(bytes, 0);
    if let Some(Frame::Indented { column }) = stack.top() {
        if start >= bytes.len() || start > usize::from(*column) {
            pen.rest(Some(TokenKind::String));
            return;
        }
        stack.pop();
    }
    let mut at = start;
    if let Some(Frame::Value { quote }) = stack.top() {
        at = quoted(*quote, pen, 0, stack);
        at = skip_blank(bytes, at);
    } else if matches!(text(bytes, 0, 3), "---" | "...") {
        pen.token(3, TokenKind::Keyword);
        at = skip_blank(bytes, 3);
    } else if byte(bytes, 0) == b'%' {
        pen.rest(Some(TokenKind::Attribute));
        return;
    }
    let mut column = at;
    while byte(bytes, at) == b'-' && (is_blank(byte(bytes, at + 1)) || at + 1 == bytes.len()) {
        column = at;
        at = skip_blank(bytes, at + 1);
    }
    // Whether a key or value may begin here.
    let mut fresh = true;
    while at < bytes.len() {
        let b = byte(bytes, at);
        let begins = at;
        match b {
            b'#' if at == 0 || is_blank(byte(bytes, at - 1)) => {
                pen.plain(at);
                pen.rest(Some(TokenKind::Comment));
                return;
            }
            b'"' | b'\'' if fresh => {
                pen.plain(at);
                let end = quoted_end(b, bytes, at + 1);
                if end.is_some_and(|end| is_key(bytes, skip_blank(bytes, end))) {
                    at = end.unwrap_or(bytes.len());
                    pen.token(at, TokenKind::Property);
                    column = begins;
                } else {
                    pen.token(at + 1, TokenKind::String);
                    stack.push(Frame::Value { quote: b });
                    at = quoted(b, pen, at + 1, stack);
                }
                fresh = false;
            }
            b'|' | b'>' if fresh && only_indicators(bytes, at + 1) => {
                pen.plain(at);
                at = skip(bytes, at + 1, |b| matches!(b, b'-' | b'+' | b'0'..=b'9'));
                pen.token(at, TokenKind::Keyword);
                let column = u16::try_from(column).unwrap_or(u16::MAX);
                stack.push(Frame::Indented { column });
                fresh = false;
            }
            b'&' | b'*' | b'!' if fresh => {
                at = skip(bytes, at + 1, |b| !is_blank(b) && !is_flow(b));
                let kind = if b == b'!' {
                    TokenKind::Type
                } else {
                    TokenKind::Variable
                };
                pen.plain(begins);
                pen.token(at, kind);
            }
            b':' if is_key(bytes, at) => {
                at += 1;
                fresh = true;
            }
            b'[' | b'{' | b',' | b'?' | b']' | b'}' => {
                at += 1;
                fresh = true;
            }
            _ if is_blank(b) => at = skip_blank(bytes, at),
            _ if fresh => {
                at = scalar_end(bytes, at);
                let word = text(bytes, begins, at);
                let kind = if is_key(bytes, at) {
                    column = begins;
                    Some(TokenKind::Property)
                } else {
                    constant(word).or_else(|| number(word))
                };
                if let Some(kind) = kind {
                    pen.plain(begins);
                    pen.token(at, kind);
                }
                fresh = false;
            }
            _ => at += 1,
        }
    }
    pen.rest(None);
}

fn is_flow(b: u8) -> bool {
    matches!(b, b',' | b'[' | b']' | b'{' | b'}')
}

/// Whether the `:` at `at` ends a key.
fn is_key(bytes: &[u8], at: usize) -> bool {
    let next = byte(bytes, at + 1);
    byte(bytes, at) == b':' && (is_blank(next) || at + 1 == bytes.len() || is_flow(next))
}

/// Where a value without quotes ends: at a key's colon, a comment or the end, or in a list at its
/// comma. Blanks before that do not belong to it.
fn scalar_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    let mut end = start;
    while at < bytes.len() {
        let b = byte(bytes, at);
        let comment = b == b'#' && at > start && is_blank(byte(bytes, at - 1));
        if is_key(bytes, at) || comment || is_flow(b) {
            break;
        }
        at += 1;
        if !is_blank(b) {
            end = at;
        }
    }
    end.max(start + 1)
}

fn number(word: &str) -> Option<TokenKind> {
    let digits = word.trim_start_matches(['-', '+']);
    let number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+' | b':'))
        && digits.bytes().filter(u8::is_ascii_alphabetic).count() <= 8;
    number.then_some(TokenKind::Number)
}

/// Whether only what may follow `|` or `>` stands on the rest of the line.
fn only_indicators(bytes: &[u8], at: usize) -> bool {
    let end = skip(bytes, at, |b| matches!(b, b'-' | b'+' | b'0'..=b'9'));
    let end = skip_blank(bytes, end);
    end >= bytes.len() || byte(bytes, end) == b'#'
}

/// Where a quoted text ends, if it does on this line.
fn quoted_end(quote: u8, bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    while at < bytes.len() {
        let b = byte(bytes, at);
        if b == quote {
            return Some(at + 1);
        }
        at += if b == b'\\' && quote == b'"' { 2 } else { 1 };
    }
    None
}

/// Colours a quoted text from `start` and gives where it ends.
fn quoted(quote: u8, pen: &mut Pen<'_>, start: usize, stack: &mut Stack) -> usize {
    let bytes = pen.bytes();
    let end = quoted_end(quote, bytes, start);
    if end.is_some() {
        stack.pop();
    }
    let end = end.unwrap_or(bytes.len());
    pen.token(end, TokenKind::String);
    end
}
