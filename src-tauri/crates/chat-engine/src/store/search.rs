//! The search index: kept in the transaction that stores, changes or erases what it finds.
//!
//! What a text is found by is decided in [`chat_core::search`].

#![expect(
    clippy::unnecessary_wraps,
    reason = "what is written into the index comes next"
)]

use super::error::Fault;
use rusqlite::Transaction;

/// Indexes a message that has ended.
pub(super) fn add_message(_tx: &Transaction<'_>, _seq: i64) -> Result<(), Fault> {
    Ok(())
}

/// Takes a message out of the index; called while its row is still there.
pub(super) fn drop_message(_tx: &Transaction<'_>, _seq: i64) -> Result<(), Fault> {
    Ok(())
}

/// Indexes a conversation's title in place of the one it had; called after the change.
pub(super) fn put_title(_tx: &Transaction<'_>, _conversation: i64) -> Result<(), Fault> {
    Ok(())
}

/// Takes a conversation's title out of the index; called while its row is still there.
#[expect(dead_code, reason = "its callers come with deleting and renaming")]
pub(super) fn drop_title(_tx: &Transaction<'_>, _conversation: i64) -> Result<(), Fault> {
    Ok(())
}
