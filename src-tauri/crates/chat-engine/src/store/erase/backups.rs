//! Takes what was erased out of the automatic backups, of whatever version they are.
//!
//! A backup that is no database of ours, or a newer program's, is left as it is.

use super::super::error::Fault;
use super::super::migrate::{self, WITH_SEARCH, WITH_TREE};
use super::super::search::backlog;
use super::super::transaction::immediate;
use super::super::{backup, open};
use super::{chores, erase};
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeSet, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// More messages are not taken out of a backup's index one by one: that takes milliseconds each.
const FEW: i64 = 50;

/// Goes through the backups in a folder; whether none of them has to wait.
pub(super) fn clean(folder: &Path, erased: &HashSet<String>) -> bool {
    // A copy that is being made may have been begun before the erasing; it gets its name at its end,
    // so that it is seen under one of its names where the folder is read twice.
    let unfinished = folder.parent().is_some_and(backup::is_under_way);
    let Some(mut paths) = listed(folder) else {
        return false;
    };
    let Some(again) = listed(folder) else {
        return false;
    };
    paths.extend(again);
    let mut all = !unfinished;
    for path in paths {
        match clean_one(&path, erased) {
            Ok(()) => {}
            Err(fault) if is_unknown(&fault) => {
                tracing::warn!("a backup that this program cannot read stays as it is");
            }
            // One that was too old is gone.
            Err(_) if !path.exists() => {}
            Err(fault) => {
                tracing::warn!(
                    ?fault,
                    "a backup waits for what was erased to be taken out of it"
                );
                all = false;
            }
        }
    }
    all
}

/// The backups of a folder, if they can be listed.
fn listed(folder: &Path) -> Option<BTreeSet<PathBuf>> {
    let listed = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    match listed {
        Ok(entries) => Some(
            entries
                .into_iter()
                .map(|entry| entry.path())
                .filter(|path| path.extension() == Some(OsStr::new("sqlite3")))
                .collect(),
        ),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some(BTreeSet::new()),
        Err(error) => {
            tracing::warn!(kind = ?error.kind(), "the backups cannot be listed");
            None
        }
    }
}

/// Whether a file is a newer program's, another's, or damaged: nothing in it can be changed.
fn is_unknown(fault: &Fault) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    match fault {
        Fault::Newer { .. } | Fault::Foreign => true,
        Fault::Sql(error) => matches!(
            error.sqlite_error_code(),
            Some(DatabaseCorrupt | NotADatabase)
        ),
        Fault::NotFound(_) | Fault::Ended => false,
    }
}

fn clean_one(path: &Path, erased: &HashSet<String>) -> Result<(), Fault> {
    let mut db = open::backup(path)?;
    let version = migrate::version(&db)?;
    let mut found = Vec::new();
    {
        let mut rows = db.prepare("SELECT seq, id FROM conversations")?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let (seq, id): (i64, String) = (row.get(0)?, row.get(1)?);
            if erased.contains(&id) {
                found.push(seq);
            }
        }
    }
    if !found.is_empty() {
        if version >= WITH_SEARCH && messages(&db, &found)? > FEW {
            // Made anew should the backup ever be used as it is; restoring makes its own.
            backlog::restart(&mut db)?;
        }
        let tx = immediate(&mut db)?;
        for seq in &found {
            erase(&tx, *seq, 0)?;
        }
        tx.commit()?;
    }
    if holds_old_text(&db, version)? {
        chores::rewrite(&db)?;
        if version >= WITH_TREE {
            db.execute("DELETE FROM chores WHERE what = 'rewrite'", [])?;
        }
    }
    Ok(())
}

fn messages(db: &Connection, conversations: &[i64]) -> Result<i64, Fault> {
    let mut count = db.prepare("SELECT count(*) FROM messages WHERE conversation = ?1")?;
    let mut all = 0;
    for seq in conversations {
        all += count.query_row([seq], |row| row.get::<_, i64>(0))?;
    }
    Ok(all)
}

/// Whether its free space may hold what was deleted before deleting overwrote.
fn holds_old_text(db: &Connection, version: u32) -> Result<bool, Fault> {
    if version < WITH_TREE {
        return Ok(true);
    }
    let due: Option<i64> = db
        .query_row("SELECT 1 FROM chores WHERE what = 'rewrite'", [], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(due.is_some())
}
