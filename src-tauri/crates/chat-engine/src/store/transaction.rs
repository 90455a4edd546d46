//! How the store's transactions begin, and which of them wait for the disk.
//!
//! Must not know what is written.

use super::error::Fault;
use super::migrate;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::time::Duration;

/// How long emptying the log may wait for readers; the writer has other work to do.
const LOG_WAIT: Duration = Duration::from_millis(100);

/// Takes the write lock at once: a lock taken later could fail in the middle. A newer program may
/// have migrated the file since it was opened; it is then written to no more.
pub(super) fn immediate(db: &mut Connection) -> Result<Transaction<'_>, Fault> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    migrate::refuse_newer(tx.pragma_query_value(None, "user_version", |row| row.get(0))?)?;
    Ok(tx)
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

/// Moves the log into the file and cuts it to nothing. False where a reader is in the way.
pub(super) fn empty_log(db: &Connection) -> Result<bool, Fault> {
    let usual: u32 = db.pragma_query_value(None, "busy_timeout", |row| row.get(0))?;
    db.busy_timeout(LOG_WAIT)?;
    let held: rusqlite::Result<bool> =
        db.query_row("PRAGMA wal_checkpoint (TRUNCATE)", [], |row| row.get(0));
    db.busy_timeout(Duration::from_millis(usual.into()))?;
    match held {
        Ok(held) => Ok(!held),
        Err(error) => {
            tracing::warn!(code = ?error.sqlite_error_code(), "the log cannot be emptied");
            Ok(false)
        }
    }
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
