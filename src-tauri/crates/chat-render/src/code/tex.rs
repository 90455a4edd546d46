//! TeX and LaTeX: commands, environments, comments.

use super::pen::Pen;
use super::scan::{byte, has, skip};
use chat_core::blocks::TokenKind;

/// Scans a line.
pub(super) fn line(pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    let mut at = 0;
    while at < bytes.len() {
        match byte(bytes, at) {
            b'%' => {
                pen.plain(at);
                pen.rest(Some(TokenKind::Comment));
                return;
            }
            b'\\' => {
                let end = skip(bytes, at + 1, |b| b.is_ascii_alphabetic() || b == b'@');
                let end = end.max(at + 2);
                pen.plain(at);
                pen.token(end, TokenKind::Keyword);
                let environment = has(bytes, at, "\\begin{") || has(bytes, at, "\\end{");
                at = end;
                if environment {
                    at = skip(bytes, end, |b| b != b'}');
                    pen.plain(end + 1);
                    pen.token(at, TokenKind::Type);
                }
            }
            b'$' => {
                let end = skip(bytes, at, |b| b == b'$');
                pen.plain(at);
                pen.token(end, TokenKind::String);
                at = end;
            }
            _ => at += 1,
        }
    }
    pen.rest(None);
}
