//! Dockerfiles: instructions, then words as in a shell.

use super::frame::Stack;
use super::pen::Pen;
use super::scan::{byte, skip, skip_blank, text};
use super::shell::{self, Dialect};
use chat_core::blocks::TokenKind;

/// The instructions, sorted.
const INSTRUCTIONS: &[&str] = &[
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

/// Scans a line.
pub(super) fn line(stack: &mut Stack, pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    let start = skip_blank(bytes, 0);
    if stack.top().is_some() || byte(bytes, start) == b'#' {
        shell::line(Dialect::Shell, stack, pen);
        return;
    }
    let end = skip(bytes, start, |b| b.is_ascii_alphabetic());
    let word = text(bytes, start, end).to_ascii_uppercase();
    if INSTRUCTIONS.binary_search(&word.as_str()).is_ok() {
        pen.token(end, TokenKind::Keyword);
    }
    let list = byte(bytes, skip_blank(bytes, end)) == b'[';
    let command = matches!(word.as_str(), "RUN" | "CMD" | "ENTRYPOINT") && !list;
    let dialect = if command {
        Dialect::Shell
    } else {
        Dialect::Arguments
    };
    shell::line(dialect, stack, pen);
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_is_sorted() {
        assert!(super::INSTRUCTIONS.is_sorted());
    }
}
