//! What follows an erasing: free space, backups, the log.
//!
//! Each chore is struck off once it is done and can be done again without harm.

use super::super::error::Fault;
use super::super::transaction::{self, immediate, without_sync};
use super::{erased, steps};
use rusqlite::{Connection, Transaction};
use std::collections::HashSet;

/// Larger files are written anew by way of a temporary file instead of memory.
const IN_MEMORY: i64 = 256 * 1024 * 1024;

/// Notes what an erasing leaves to do, in its own transaction.
pub(super) fn add(tx: &Transaction<'_>) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO chores (what) VALUES ('log'), ('backups') ON CONFLICT DO NOTHING",
        [],
    )?;
    Ok(())
}

/// What is to be done.
pub(super) struct Due {
    /// Whether the backups are to be gone through.
    pub(super) backups: bool,
    log: bool,
    /// The ids of all that was erased so far.
    pub(super) erased: HashSet<String>,
}

/// Does what the file itself needs, and tells what else is to be done.
pub(super) fn begin(db: &mut Connection) -> Result<Option<Due>, Fault> {
    // What older programs left in free space is of no concern before something is erased.
    let due = Due {
        backups: is_due(db, "backups")?,
        log: is_due(db, "log")?,
        erased: erased(db)?,
    };
    if !due.log && !due.backups {
        return Ok(None);
    }
    if is_due(db, "rewrite")? {
        rewrite(db)?;
        let struck = "DELETE FROM chores WHERE what = 'rewrite'";
        without_sync(db, |db| Ok(db.execute(struck, [])?))?;
    }
    Ok(Some(due))
}

/// Empties the log and strikes off what is done; whether nothing is left.
pub(super) fn end(db: &mut Connection, due: &Due, cleaned: bool) -> Result<bool, Fault> {
    let mut all = cleaned;
    if due.backups && cleaned {
        all &= strike(db, "backups", due)?;
    }
    // Struck off last, and first: what is written after the log was emptied holds no text.
    if due.log {
        all &= transaction::empty_log(db)? && strike(db, "log", due)?;
    }
    Ok(all)
}

/// Writes the file anew, without its free space.
pub(super) fn rewrite(db: &Connection) -> Result<(), Fault> {
    let number = |name| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let bytes = number("page_count")? * number("page_size")?;
    if bytes > IN_MEMORY {
        db.pragma_update(None, "temp_store", "FILE")?;
    }
    let written = db.execute_batch("VACUUM");
    db.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(written?)
}

fn is_due(db: &Connection, what: &str) -> Result<bool, Fault> {
    let due = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM chores WHERE what = ?1)")?
        .query_row([what], |row| row.get(0))?;
    Ok(due)
}

/// Strikes a chore off, unless another process has erased something since, which wants it too.
fn strike(db: &mut Connection, what: &str, due: &Due) -> Result<bool, Fault> {
    // Lost with the power, it is done once more.
    without_sync(db, |db| {
        let tx = immediate(db)?;
        if steps::any_under_way(&tx)? || erased(&tx)? != due.erased {
            return Ok(false);
        }
        tx.prepare_cached("DELETE FROM chores WHERE what = ?1")?
            .execute([what])?;
        tx.commit()?;
        Ok(true)
    })
}
