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
    messages: Vec<(i64, i64)>,
    titles: Vec<(i64, i64)>,
}

impl ToIndex {
    /// A message whose text is final.
    pub(super) fn message(&mut self, seq: i64, created_at_ms: i64) {
        self.messages.push((created_at_ms, seq));
    }

    /// A conversation whose title changed.
    pub(super) fn title(&mut self, conversation: i64, created_at_ms: i64) {
        self.titles.push((created_at_ms, conversation));
    }

    pub(super) fn add(&mut self, other: Self) {
        self.messages.extend(other.messages);
        self.titles.extend(other.titles);
    }

    pub(super) fn index(mut self, tx: &Transaction<'_>) -> Result<(), Fault> {
        self.messages.sort_unstable();
        for (_, seq) in self.messages {
            search::add_message(tx, seq)?;
        }
        self.titles.sort_unstable();
        for (_, conversation) in self.titles {
            search::put_title(tx, conversation)?;
        }
        Ok(())
    }
}
