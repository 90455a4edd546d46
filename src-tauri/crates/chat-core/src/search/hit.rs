//! What is searched: a message or a title, with what filters ask of it.

use super::filter::SearchRole;

/// A message or a title as filters see it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The text as it is stored.
    pub text: &'a str,
    /// Who wrote it, or that it is a title.
    pub role: SearchRole,
    /// The model of an answer.
    pub model: Option<&'a str>,
    /// Whether files go with it, or pictures came in it.
    pub has_file: bool,
    /// When it was written, in milliseconds since 1970.
    pub created_at_ms: i64,
}

/// The place of a hit in the order of newest first: by time; of one time the title before the
/// messages; of those the one stored last first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// When it was written, in milliseconds since 1970.
    pub created_at_ms: i64,
    /// Whether it is a title.
    pub title: bool,
    /// Its number in the store.
    pub seq: i64,
}
