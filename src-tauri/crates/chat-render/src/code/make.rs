//! Makefiles: targets, variables, and recipes as in a shell.

use super::frame::{Frame, Stack};
use super::pen::Pen;
use super::scan::{byte, has, in_word, skip, skip_blank, text};
use super::shell::{self, Dialect};
use chat_core::blocks::TokenKind;

/// Words that begin a line, sorted.
const DIRECTIVES: &[&str] = &[
    "-include", "define", "else", "endef", "endif", "export", "ifdef", "ifeq", "ifndef", "ifneq",
    "include", "override", "sinclude", "undefine", "unexport", "vpath",
];

/// Scans a line.
pub(super) fn line(stack: &mut Stack, pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    if byte(bytes, 0) == b'\t' && !matches!(stack.top(), Some(Frame::Value { .. })) {
        let end = skip(bytes, 1, |b| matches!(b, b'@' | b'-' | b'+' | b' '));
        pen.plain(end);
        shell::line(Dialect::Make, stack, pen);
        return;
    }
    if stack.top().is_some() {
        shell::line(Dialect::Make, stack, pen);
        return;
    }
    let start = skip_blank(bytes, 0);
    let end = skip(bytes, start, |b| in_word(b) || b == b'-');
    if DIRECTIVES.binary_search(&text(bytes, start, end)).is_ok() {
        pen.token(end, TokenKind::Keyword);
    } else {
        head(pen, start);
    }
    shell::line(Dialect::MakeArguments, stack, pen);
}

/// What is before `=` or `:`.
fn head(pen: &mut Pen<'_>, start: usize) {
    let bytes = pen.bytes();
    let mut at = start;
    loop {
        match byte(bytes, at) {
            b'#' => return,
            _ if at >= bytes.len() => return,
            // A variable in a target's name.
            b'$' => {
                at = skip(bytes, at, |b| b != b')' && b != b'}');
            }
            b'=' => break,
            b':' if has(bytes, at, ":=") || has(bytes, at, "::=") => break,
            b'?' | b'+' | b'!' if byte(bytes, at + 1) == b'=' => break,
            b':' => {
                pen.token(at, TokenKind::Function);
                return;
            }
            _ => {}
        }
        at += 1;
    }
    pen.token(at, TokenKind::Variable);
    let end = skip(bytes, at, |b| matches!(b, b':' | b'?' | b'+' | b'!' | b'='));
    pen.plain(end);
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_is_sorted() {
        assert!(super::DIRECTIVES.is_sorted());
    }
}
