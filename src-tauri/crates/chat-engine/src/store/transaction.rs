//! How the store's transactions begin, and which of them wait for the disk.
//!
//! Must not know what is written.

use super::error::Fault;
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// Takes the write lock at once: a lock taken later could fail in the middle.
pub(super) fn immediate(db: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    db.transaction_with_behavior(TransactionBehavior::Immediate)
}

/// Does work whose commit survives the death of the process, but not yet a loss of power. The log
/// keeps its order: a later full sync also secures what was written without.
pub(super) fn without_sync<T>(
    db: &mut Connection,
    work: impl FnOnce(&mut Connection) -> Result<T, Fault>,
) -> Result<T, Fault> {
    db.pragma_update(None, "synchronous", "NORMAL")?;
    let done = work(db);
    db.pragma_update(None, "synchronous", "FULL")?;
    done
}
