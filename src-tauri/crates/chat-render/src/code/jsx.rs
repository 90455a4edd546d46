//! Markup within JavaScript. What begins, goes on and ends here; code in braces is not its concern.

use super::frame::{Embedded, Frame, Stack};
use super::pen::Pen;
use super::scan::{byte, has, in_word, is_blank, skip, skip_blank, starts_word};
use super::words::Jsx;
use chat_core::blocks::TokenKind;

/// What may stand in the name of a tag or attribute.
fn in_name(b: u8) -> bool {
    in_word(b) || matches!(b, b'-' | b'.' | b':')
}

/// Whether the `<` at `at` begins a tag and is no sign.
fn begins_tag(bytes: &[u8], at: usize) -> bool {
    let next = byte(bytes, at + 1);
    starts_word(next) || matches!(next, b'/' | b'>')
}

/// Whether markup begins at the `<` at `at`.
pub(super) fn begins(bytes: &[u8], at: usize, jsx: Jsx) -> bool {
    let next = byte(bytes, at + 1);
    if !starts_word(next) && next != b'>' {
        return false;
    }
    match jsx {
        Jsx::No => false,
        Jsx::Yes => true,
        Jsx::Guarded => {
            let end = skip(bytes, at + 1, in_name);
            let after = skip_blank(bytes, end);
            let parameters = has(bytes, end, ">(")
                || byte(bytes, after) == b','
                || has(bytes, after, "extends ");
            !parameters
        }
    }
}

/// Takes `<name`, `</name`, `<>` or `</>` at `at` and gives where it ends.
pub(super) fn open(stack: &mut Stack, pen: &mut Pen<'_>, at: usize) -> usize {
    let bytes = pen.bytes();
    let ends = byte(bytes, at + 1) == b'/';
    let end = skip(bytes, at + 1 + usize::from(ends), in_name);
    pen.token(end, TokenKind::Tag);
    stack.push(Frame::Tag {
        ends,
        name: Embedded::Nothing,
    });
    end
}

/// The next piece within a tag.
pub(super) fn tag(ends: bool, stack: &mut Stack, pen: &mut Pen<'_>, at: usize) -> usize {
    let bytes = pen.bytes();
    let b = byte(bytes, at);
    if has(bytes, at, "/>") {
        stack.pop();
        pen.token(at + 2, TokenKind::Tag);
        return at + 2;
    }
    match b {
        b'>' => {
            stack.pop();
            if !ends {
                stack.push(Frame::Content);
            } else if stack.top() == Some(&Frame::Content) {
                stack.pop();
            }
            pen.token(at + 1, TokenKind::Tag);
            at + 1
        }
        b'{' => {
            stack.push(Frame::Code {
                close: b'}',
                open: 0,
            });
            pen.plain(at + 1);
            at + 1
        }
        b'"' | b'\'' => {
            let close = skip(bytes, at + 1, |c| c != b);
            let end = (close + 1).min(bytes.len());
            pen.token(end, TokenKind::String);
            end
        }
        _ if starts_word(b) => {
            let end = skip(bytes, at, in_name);
            pen.token(end, TokenKind::Attribute);
            end
        }
        _ => {
            let end = if is_blank(b) {
                skip_blank(bytes, at)
            } else {
                at + 1
            };
            pen.plain(end);
            end
        }
    }
}

/// The next piece between tags.
pub(super) fn content(stack: &mut Stack, pen: &mut Pen<'_>, at: usize) -> usize {
    let bytes = pen.bytes();
    let end = skip(bytes, at, |b| b != b'<' && b != b'{');
    pen.plain(end);
    match byte(bytes, end) {
        b'{' => {
            stack.push(Frame::Code {
                close: b'}',
                open: 0,
            });
            pen.plain(end + 1);
            end + 1
        }
        b'<' if begins_tag(bytes, end) => open(stack, pen, end),
        _ => {
            let end = (end + 1).min(bytes.len());
            pen.plain(end);
            end
        }
    }
}
