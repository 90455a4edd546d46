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

/// Those of the owners that a query gives whose process is gone.
pub(super) fn dead_owners(
    db: &Connection,
    query: &str,
    values: impl rusqlite::Params,
    is_alive: impl Fn(&str) -> bool,
) -> Result<Vec<String>, Fault> {
    let mut owners: Vec<String> = db
        .prepare_cached(query)?
        .query_map(values, |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    owners.retain(|owner| !is_alive(owner));
    Ok(owners)
}
