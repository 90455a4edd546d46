//! Brings a database to the newest schema: numbered SQL files, each in one transaction.
//!
//! Must not know what the tables are for. A released file is never edited.

use super::error::Fault;
use rusqlite::{Connection, TransactionBehavior};

/// Marks the file as ours (`GTHS`), so that another program's database is never written to.
const APPLICATION_ID: i32 = 0x4754_4853;

const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_conversations.sql"),
    include_str!("migrations/0002_money.sql"),
    include_str!("migrations/0003_receipts.sql"),
    include_str!("migrations/0004_attachments.sql"),
    include_str!("migrations/0005_tree.sql"),
    include_str!("migrations/0006_search.sql"),
    include_str!("migrations/0007_journal.sql"),
    include_str!("migrations/0008_presets.sql"),
    include_str!("migrations/0009_draft_asking.sql"),
];

/// The schema that brought pace, response cache, ledger and budget. An older file that can only
/// be read has none of them.
pub(super) const WITH_MONEY: u32 = 2;
/// The version from which receipts and lists of models are saved.
pub(super) const WITH_RECEIPTS: u32 = 3;
/// The version from which files of messages are saved.
pub(super) const WITH_FILES: u32 = 4;
/// The version from which the chosen path, places in it and what a person did to a conversation
/// are saved.
pub(super) const WITH_TREE: u32 = 5;
/// The version from which there is a search index.
pub(super) const WITH_SEARCH: u32 = 6;
/// The version from which presets, templates and what a chat is asked with are saved.
pub(super) const WITH_PRESETS: u32 = 8;
/// The newest schema that this program knows.
pub(super) fn known() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

/// Reads the schema's version without writing anything; it may be a newer program's.
///
/// # Errors
/// [`Fault::Foreign`] for another program's database.
pub(super) fn version(db: &Connection) -> Result<u32, Fault> {
    // One view of the file: another process that makes it between two of these reads would leave
    // its tables beside the mark from before, as in another program's database.
    let _one_view = db
        .is_autocommit()
        .then(|| db.unchecked_transaction())
        .transpose()?;
    let pragma = |name| db.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let found = u32::try_from(pragma("user_version")?).map_err(|_| Fault::Foreign)?;
    let id = pragma("application_id")?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let fresh = found == 0 && id == 0 && tables == 0;
    if !fresh && id != APPLICATION_ID {
        return Err(Fault::Foreign);
    }
    Ok(found)
}

/// The same for a file that is to be written to.
///
/// # Errors
/// Also [`Fault::Newer`], for a newer program's database.
pub(super) fn version_to_write(db: &Connection) -> Result<u32, Fault> {
    let found = version(db)?;
    refuse_newer(found)?;
    Ok(found)
}

/// Refuses the version of a newer program's database.
pub(super) fn refuse_newer(found: u32) -> Result<(), Fault> {
    let known = known();
    if found > known {
        return Err(Fault::Newer { found, known });
    }
    Ok(())
}

/// Whether a migration has this statement, word for word.
pub(super) fn writes(sql: &str) -> bool {
    !sql.is_empty() && MIGRATIONS.iter().any(|step| step.contains(sql))
}

/// Applies what is missing. Safe when several processes do it at the same time: each step reads
/// the version again under the write lock.
pub(super) fn migrate(db: &mut Connection) -> Result<(), Fault> {
    if version_to_write(db)? == known() {
        return Ok(());
    }
    for (number, sql) in (1..).zip(MIGRATIONS) {
        let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if version_to_write(&step)? < number {
            step.execute_batch(sql)?;
            step.pragma_update(None, "application_id", APPLICATION_ID)?;
            step.pragma_update(None, "user_version", number)?;
        }
        step.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_programs_database_is_refused_before_anything_is_written() {
        let mut db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE theirs (x)").unwrap();
        assert!(matches!(migrate(&mut db), Err(Fault::Foreign)));
        let tables: i64 = db
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .unwrap();
        assert_eq!(tables, 1);
    }

    #[test]
    fn migrating_twice_changes_nothing() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db).unwrap();
        let schema = |db: &Connection| -> String {
            db.query_row("SELECT group_concat(sql) FROM sqlite_schema", [], |row| {
                row.get(0)
            })
            .unwrap()
        };
        let first = schema(&db);
        migrate(&mut db).unwrap();
        assert_eq!(schema(&db), first);
        assert_eq!(version(&db).unwrap(), known());
    }

    /// Mutation seen to fail: `one-view` in `xtask/scripts/mutations.py`.
    #[test]
    fn a_file_that_another_process_is_making_is_never_taken_for_a_foreign_one() {
        for _ in 0..40 {
            let dir = tempfile::tempdir().unwrap();
            let open = || {
                let db = Connection::open(dir.path().join("db")).unwrap();
                db.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
                db
            };
            let mut maker = open();
            maker.pragma_update(None, "journal_mode", "WAL").unwrap();
            std::thread::scope(|scope| {
                let looking = scope.spawn(|| {
                    let watcher = open();
                    while version(&watcher).unwrap() < known() {}
                });
                migrate(&mut maker).unwrap();
                looking.join().unwrap();
            });
        }
    }

    /// The disk is full at each write of the later steps in turn.
    #[test]
    fn a_step_that_fails_anywhere_leaves_the_schema_before_it() {
        let mut db = Connection::open_in_memory().unwrap();
        db.execute_batch(MIGRATIONS.first().unwrap()).unwrap();
        db.pragma_update(None, "application_id", APPLICATION_ID)
            .unwrap();
        db.pragma_update(None, "user_version", 1).unwrap();
        let number = |db: &Connection, name| -> i64 {
            db.pragma_query_value(None, name, |row| row.get(0)).unwrap()
        };
        let tables = |db: &Connection| -> i64 {
            db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
                .unwrap()
        };
        let pages = number(&db, "page_count");
        let whole = Connection::open_in_memory().unwrap();
        let after: Vec<i64> = MIGRATIONS
            .iter()
            .map(|step| {
                whole.execute_batch(step).unwrap();
                tables(&whole)
            })
            .collect();
        let mut failed = 0;
        loop {
            db.pragma_update(None, "max_page_count", pages + failed)
                .unwrap();
            match migrate(&mut db) {
                Ok(()) => break,
                Err(Fault::Sql(error)) => assert_eq!(
                    error.sqlite_error_code(),
                    Some(rusqlite::ErrorCode::DiskFull)
                ),
                Err(other) => panic!("{other:?}"),
            }
            failed += 1;
            let at = version(&db).unwrap();
            assert!((1..known()).contains(&at));
            let steps = usize::try_from(at).unwrap();
            assert_eq!(tables(&db), after[steps - 1], "version {at}");
        }
        assert!(failed > 10, "{failed} writes could fail");
        assert_eq!(version(&db).unwrap(), known());
    }
}
