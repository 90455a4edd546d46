//! JSON, also with comments, single quotes and bare keys.

use super::frame::{Frame, Stack};
use super::pen::Pen;
use super::scan::{byte, find, has, in_word, number_end, skip, skip_blank, starts_word, text};
use chat_core::blocks::TokenKind;

/// Scans a line.
pub(super) fn line(stack: &mut Stack, pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    let mut at = pen.at();
    while at < bytes.len() {
        let b = byte(bytes, at);
        let end = if matches!(stack.top(), Some(Frame::Comment { .. })) {
            let end = find(bytes, at, "*/").map(|end| end + 2);
            if end.is_some() {
                stack.pop();
            }
            let end = end.unwrap_or(bytes.len());
            pen.token(end, TokenKind::Comment);
            at = end;
            continue;
        } else if has(bytes, at, "/*") {
            pen.plain(at);
            pen.token(at + 2, TokenKind::Comment);
            stack.push(Frame::Comment { depth: 1 });
            at += 2;
            continue;
        } else if has(bytes, at, "//") {
            bytes.len()
        } else if matches!(b, b'"' | b'\'') {
            string_end(bytes, at)
        } else if b.is_ascii_digit() || (b == b'-' && byte(bytes, at + 1).is_ascii_digit()) {
            number_end(bytes, at + usize::from(b == b'-'), false)
        } else if starts_word(b) {
            skip(bytes, at, |b| in_word(b) || b == b'$')
        } else {
            at += 1;
            continue;
        };
        let kind = match b {
            b'/' => Some(TokenKind::Comment),
            b'-' | b'0'..=b'9' => Some(TokenKind::Number),
            _ if byte(bytes, skip_blank(bytes, end)) == b':' => Some(TokenKind::Property),
            b'"' | b'\'' => Some(TokenKind::String),
            _ => constant(text(bytes, at, end)),
        };
        if let Some(kind) = kind {
            pen.plain(at);
            pen.token(end, kind);
        }
        at = end;
    }
    pen.rest(None);
}

/// The end of a string that is on one line.
pub(super) fn string_end(bytes: &[u8], start: usize) -> usize {
    let quote = byte(bytes, start);
    let mut at = start + 1;
    while at < bytes.len() {
        match byte(bytes, at) {
            b'\\' => at += 1,
            b if b == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The words of JSON, YAML and TOML that are values.
pub(super) fn constant(word: &str) -> Option<TokenKind> {
    let known = matches!(
        word,
        "true"
            | "false"
            | "null"
            | "True"
            | "False"
            | "yes"
            | "no"
            | "on"
            | "off"
            | "NaN"
            | "Infinity"
            | "nan"
            | "inf"
            | "none"
            | "~"
    );
    known.then_some(TokenKind::Constant)
}
