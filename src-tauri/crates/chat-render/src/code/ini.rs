//! TOML, INI, properties and `.env`: sections, keys, values.

use super::frame::{Frame, Stack};
use super::json::{constant, string_end};
use super::pen::Pen;
use super::scan::{byte, find, has, in_word, is_blank, skip, skip_blank, text};
use chat_core::blocks::TokenKind;

/// Scans a line.
pub(super) fn line(stack: &mut Stack, pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    if let Some(Frame::Value { quote }) = stack.top() {
        let end = long_end(*quote, bytes, 0);
        pen.token(end.unwrap_or(bytes.len()), TokenKind::String);
        if end.is_none() {
            return;
        }
        stack.pop();
        value(stack, pen);
        return;
    }
    let start = skip_blank(bytes, 0);
    match byte(bytes, start) {
        b'#' | b';' | b'!' => pen.rest(Some(TokenKind::Comment)),
        b'[' if stack.top().is_none() => {
            let end = skip(bytes, start, |b| b != b'#' && b != b';');
            pen.token(end, TokenKind::Heading);
            pen.rest(Some(TokenKind::Comment));
        }
        _ if stack.top().is_some() => value(stack, pen),
        _ => {
            key(pen, start);
            value(stack, pen);
        }
    }
}

/// Colours what is before `=` or `:`, if either follows.
fn key(pen: &mut Pen<'_>, start: usize) {
    let bytes = pen.bytes();
    let start = if has(bytes, start, "export ") {
        pen.token(start + 7, TokenKind::Keyword);
        start + 7
    } else {
        start
    };
    let mut at = start;
    while !matches!(byte(bytes, at), b'=' | b':') {
        if at >= bytes.len() {
            return;
        }
        at = if matches!(byte(bytes, at), b'"' | b'\'') {
            string_end(bytes, at)
        } else {
            at + 1
        };
    }
    pen.plain(start);
    pen.token(at, TokenKind::Property);
    pen.plain(at + 1);
}

fn value(stack: &mut Stack, pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    let mut at = pen.at();
    while at < bytes.len() {
        let b = byte(bytes, at);
        let begins = at;
        match b {
            b'#' | b';' if at == 0 || is_blank(byte(bytes, at - 1)) => {
                pen.plain(at);
                pen.rest(Some(TokenKind::Comment));
                return;
            }
            b'"' | b'\'' if has(bytes, at, "\"\"\"") || has(bytes, at, "'''") => {
                let end = long_end(b, bytes, at + 3);
                at = end.unwrap_or(bytes.len());
                pen.plain(begins);
                pen.token(at, TokenKind::String);
                if end.is_none() {
                    stack.push(Frame::Value { quote: b });
                }
            }
            b'"' | b'\'' => {
                at = string_end(bytes, at);
                pen.plain(begins);
                // A key of a table on one line.
                let kind = if byte(bytes, skip_blank(bytes, at)) == b'=' {
                    TokenKind::Property
                } else {
                    TokenKind::String
                };
                pen.token(at, kind);
            }
            b'[' => {
                stack.push(Frame::Code {
                    close: b']',
                    open: 0,
                });
                at += 1;
            }
            b']' => {
                stack.pop();
                at += 1;
            }
            b'$' if byte(bytes, at + 1) == b'{' => {
                at = skip(bytes, at, |b| b != b'}') + 1;
                pen.plain(begins);
                pen.token(at, TokenKind::Variable);
            }
            _ if in_word(b) => {
                at = skip(bytes, at, |b| {
                    in_word(b) || matches!(b, b'.' | b'-' | b':' | b'+')
                });
                let word = text(bytes, begins, at);
                let kind = if byte(bytes, skip_blank(bytes, at)) == b'=' {
                    Some(TokenKind::Property)
                } else if b.is_ascii_digit() {
                    Some(TokenKind::Number)
                } else {
                    constant(word)
                };
                if let Some(kind) = kind {
                    pen.plain(begins);
                    pen.token(at, kind);
                }
            }
            _ => at += 1,
        }
    }
    pen.rest(None);
}

/// Where a text of many lines ends, if it does on this line.
fn long_end(quote: u8, bytes: &[u8], start: usize) -> Option<usize> {
    let mark = if quote == b'"' { "\"\"\"" } else { "'''" };
    find(bytes, start, mark).map(|at| at + 3)
}
