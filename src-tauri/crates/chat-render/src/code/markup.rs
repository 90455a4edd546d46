//! HTML, XML and what resembles them, with the scripts and style sheets in them.

use super::css;
use super::frame::{Embedded, Frame, Stack};
use super::pen::Pen;
use super::scan::{
    byte, find, has, has_any_case, in_word, is_blank, skip, skip_blank, starts_word,
};
use super::tables::JAVASCRIPT;
use super::words;
use chat_core::blocks::TokenKind;

/// Scans a line.
pub(super) fn line(stack: &mut Stack, pen: &mut Pen<'_>) {
    let length = pen.bytes().len();
    while pen.at() < length {
        match stack.position(|frame| matches!(frame, Frame::Inner(_))) {
            Some(depth) => inner(depth, stack, pen),
            None => outer(stack, pen),
        }
    }
}

/// A script or style sheet up to its end tag.
fn inner(depth: usize, stack: &mut Stack, pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    let script = stack.position(|frame| *frame == Frame::Inner(Embedded::Script)) == Some(depth);
    let tag = if script { "</script" } else { "</style" };
    let mut end = pen.at();
    while end < bytes.len() && !has_any_case(bytes, end, tag) {
        end += 1;
    }
    pen.limit(end);
    if pen.at() < end {
        if script {
            words::line(&JAVASCRIPT, stack, pen);
        } else {
            css::line(stack, pen);
        }
    }
    pen.plain(end);
    pen.unlimit();
    if end < bytes.len() {
        stack.truncate(depth);
        open(stack, pen, end);
    }
}

fn outer(stack: &mut Stack, pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    let at = pen.at();
    match stack.top() {
        Some(Frame::MarkupComment) => {
            let end = find(bytes, at, "-->").map(|end| end + 3);
            pen.token(end.unwrap_or(bytes.len()), TokenKind::Comment);
            if end.is_some() {
                stack.pop();
            }
        }
        Some(Frame::Value { quote }) => {
            let quote = *quote;
            let end = skip(bytes, at, |b| b != quote);
            pen.token(end + 1, TokenKind::String);
            if end < bytes.len() {
                stack.pop();
            }
        }
        Some(Frame::Tag { ends, name }) => tag(*ends, *name, stack, pen),
        Some(_) | None => content(stack, pen),
    }
}

fn content(stack: &mut Stack, pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    let at = pen.at();
    let end = skip(bytes, at, |b| b != b'<' && b != b'&');
    pen.plain(end);
    let next = byte(bytes, end + 1);
    if has(bytes, end, "<!--") {
        pen.token(end + 4, TokenKind::Comment);
        stack.push(Frame::MarkupComment);
    } else if byte(bytes, end) == b'<' && (starts_word(next) || matches!(next, b'/' | b'!' | b'?'))
    {
        open(stack, pen, end);
    } else if byte(bytes, end) == b'&' {
        let name = skip(bytes, end + 1, |b| in_word(b) || b == b'#');
        if byte(bytes, name) == b';' && name > end + 1 {
            pen.token(name + 1, TokenKind::Constant);
        } else {
            pen.plain(name);
        }
    } else {
        pen.plain(end + 1);
    }
}

/// Takes `<name` or `</name` at `at`.
fn open(stack: &mut Stack, pen: &mut Pen<'_>, at: usize) {
    let bytes = pen.bytes();
    let ends = byte(bytes, at + 1) == b'/';
    let name = at + 1 + usize::from(matches!(byte(bytes, at + 1), b'/' | b'!' | b'?'));
    let end = skip(bytes, name, in_name);
    let length = end - name;
    let name = if length == 6 && has_any_case(bytes, name, "script") {
        Embedded::Script
    } else if length == 5 && has_any_case(bytes, name, "style") {
        Embedded::Style
    } else {
        Embedded::Nothing
    };
    pen.plain(at);
    pen.token(end, TokenKind::Tag);
    stack.push(Frame::Tag { ends, name });
}

/// The next piece within a tag.
fn tag(ends: bool, name: Embedded, stack: &mut Stack, pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    let at = pen.at();
    let b = byte(bytes, at);
    let closed = has(bytes, at, "/>") || has(bytes, at, "?>");
    if closed || b == b'>' {
        pen.token(at + 1 + usize::from(closed), TokenKind::Tag);
        stack.pop();
        if !closed && !ends && name != Embedded::Nothing {
            stack.push(Frame::Inner(name));
        }
    } else if matches!(b, b'"' | b'\'') {
        pen.token(at + 1, TokenKind::String);
        stack.push(Frame::Value { quote: b });
    } else if b == b'=' {
        let value = skip_blank(bytes, at + 1);
        pen.plain(value);
        if !matches!(byte(bytes, value), b'"' | b'\'') {
            let end = skip(bytes, value, |b| {
                !is_blank(b) && !matches!(b, b'>' | b'"' | b'\'')
            });
            pen.token(end, TokenKind::String);
        }
    } else if in_name(b) || matches!(b, b'@' | b'#' | b'*' | b'[' | b'(') {
        let end = skip(bytes, at + 1, |b| {
            !is_blank(b) && !matches!(b, b'=' | b'>' | b'/' | b'"' | b'\'' | b'<')
        });
        pen.token(end, TokenKind::Attribute);
    } else {
        let end = if is_blank(b) {
            skip_blank(bytes, at)
        } else {
            at + 1
        };
        pen.plain(end);
    }
}

fn in_name(b: u8) -> bool {
    in_word(b) || matches!(b, b'-' | b':' | b'.')
}
