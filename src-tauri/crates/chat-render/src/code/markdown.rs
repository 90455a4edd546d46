//! Markdown as source: headings, marks of lists, code, links.

use super::frame::{Frame, Stack};
use super::pen::Pen;
use super::scan::{byte, find, has, is_blank, skip, skip_blank, starts_word};
use chat_core::blocks::TokenKind;

/// Scans a line.
pub(super) fn line(stack: &mut Stack, pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    let start = skip_blank(bytes, 0);
    let first = byte(bytes, start);
    let run = skip(bytes, start, |b| b == first) - start;
    if let Some(Frame::Fence { mark, length }) = stack.top() {
        let closes = first == *mark
            && run >= usize::from(*length)
            && skip_blank(bytes, start + run) == bytes.len();
        if closes {
            stack.pop();
        }
        pen.rest(Some(TokenKind::String));
        return;
    }
    match first {
        b'`' | b'~' if run >= 3 => {
            stack.push(Frame::Fence {
                mark: first,
                length: u16::try_from(run).unwrap_or(u16::MAX),
            });
            pen.rest(Some(TokenKind::String));
            return;
        }
        b'#' if run <= 6 && is_blank(byte(bytes, start + run)) => {
            pen.rest(Some(TokenKind::Heading));
            return;
        }
        b'>' => pen.token(start + run, TokenKind::Keyword),
        b'-' | b'*' | b'+' if is_blank(byte(bytes, start + 1)) => {
            pen.token(start + 1, TokenKind::Keyword);
        }
        b'0'..=b'9' => {
            let end = skip(bytes, start, |b| b.is_ascii_digit());
            if matches!(byte(bytes, end), b'.' | b')') && is_blank(byte(bytes, end + 1)) {
                pen.token(end + 1, TokenKind::Keyword);
            }
        }
        _ => {}
    }
    inline(pen);
}

fn inline(pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    let mut at = pen.at();
    // Once an end was looked for in vain, none comes on this line.
    let (mut codes, mut tags) = (true, true);
    while at < bytes.len() {
        let end = match byte(bytes, at) {
            b'\\' => {
                at += 2;
                continue;
            }
            b'`' if codes => {
                let run = skip(bytes, at, |b| b == b'`');
                let end = find(bytes, run, "`");
                codes = end.is_some();
                end.map(|end| (skip(bytes, end, |b| b == b'`'), TokenKind::String))
            }
            b'<' if tags && (starts_word(byte(bytes, at + 1)) || has(bytes, at, "</")) => {
                let end = find(bytes, at, ">");
                tags = end.is_some();
                end.map(|end| (end + 1, TokenKind::Tag))
            }
            b']' if byte(bytes, at + 1) == b'(' => {
                at += 2;
                let end = skip(bytes, at, |b| b != b')');
                Some((end, TokenKind::Variable))
            }
            _ => None,
        };
        match end {
            Some((end, kind)) => {
                pen.plain(at);
                pen.token(end, kind);
                at = end.max(at);
            }
            None => at += 1,
        }
    }
    pen.rest(None);
}
