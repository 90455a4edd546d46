//! What follows an erasing: free space, backups, the log.
//!
//! Each chore is struck off once it is done and can be done again without harm.

use super::super::error::Fault;
use super::super::transaction::{self, without_sync};
use super::{backups, erased};
use rusqlite::{Connection, Transaction};
use std::path::Path;

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

/// Does what is to be done; whether nothing is left.
pub(super) fn done(db: &mut Connection, folder: &Path) -> Result<bool, Fault> {
    // What older programs left in free space is of no concern before something is erased.
    if !is_due(db, "log")? && !is_due(db, "backups")? {
        return Ok(true);
    }
    if is_due(db, "rewrite")? {
        rewrite(db)?;
        strike(db, "rewrite")?;
    }
    let mut all = true;
    if is_due(db, "backups")? {
        if backups::clean(folder, &erased(db)?) {
            strike(db, "backups")?;
        } else {
            all = false;
        }
    }
    // Struck off last, and first: what is written after the log was emptied holds no text.
    if is_due(db, "log")? {
        if transaction::empty_log(db)? {
            strike(db, "log")?;
        } else {
            all = false;
        }
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

fn strike(db: &mut Connection, what: &str) -> Result<(), Fault> {
    // Lost with the power, it is done once more.
    without_sync(db, |db| {
        db.prepare_cached("DELETE FROM chores WHERE what = ?1")?
            .execute([what])?;
        Ok(())
    })
}
