//! Differences of two files, as `diff -u` and git write them.

use super::pen::Pen;
use super::scan::{byte, has};
use chat_core::blocks::TokenKind;

/// What git says of a file before its changes.
const NOTES: &[&str] = &[
    "diff ",
    "index ",
    "new file mode ",
    "deleted file mode ",
    "old mode ",
    "new mode ",
    "similarity index ",
    "rename from ",
    "rename to ",
    "copy from ",
    "copy to ",
    "Binary files ",
    "Only in ",
    "Index: ",
    "\\ No newline",
];

/// Scans a line.
pub(super) fn line(pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    let kind = if has(bytes, 0, "+++ ") || has(bytes, 0, "--- ") || has(bytes, 0, "@@") {
        Some(TokenKind::Heading)
    } else {
        match byte(bytes, 0) {
            b'+' | b'>' => Some(TokenKind::Inserted),
            b'-' | b'<' => Some(TokenKind::Deleted),
            _ if NOTES.iter().any(|note| has(bytes, 0, note)) => Some(TokenKind::Attribute),
            _ => None,
        }
    };
    pen.rest(kind);
}
