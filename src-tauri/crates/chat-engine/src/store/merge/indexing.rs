//! What is to be indexed of archived conversations, all at the end of their transaction.
//!
//! FTS5 gathers what comes in rising order and writes it as one part. A savepoint makes it write
//! what it has, and so does each statement that `SQLite` must be able to undo by itself, such as an
//! update with a foreign key. Between messages that took two fifths of an import's time.

use crate::store::error::Fault;
use crate::store::search;
use rusqlite::Transaction;

#[derive(Default)]
pub(super) struct ToIndex {
    /// With their times.
    all: Vec<(i64, Text)>,
}

/// What has a number in the index.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Text {
    Message(i64),
    TitleOf(i64),
}

impl ToIndex {
    /// A message whose text is final.
    pub(super) fn message(&mut self, seq: i64, created_at_ms: i64) {
        self.all.push((created_at_ms, Text::Message(seq)));
    }

    /// A conversation whose title changed.
    pub(super) fn title(&mut self, conversation: i64, created_at_ms: i64) {
        self.all.push((created_at_ms, Text::TitleOf(conversation)));
    }

    pub(super) fn add(&mut self, other: Self) {
        self.all.extend(other.all);
    }

    pub(super) fn index(mut self, tx: &Transaction<'_>) -> Result<(), Fault> {
        self.all.sort_unstable();
        for (_, text) in self.all {
            match text {
                Text::Message(seq) => search::add_message(tx, seq)?,
                Text::TitleOf(conversation) => search::put_title(tx, conversation)?,
            }
        }
        Ok(())
    }
}
