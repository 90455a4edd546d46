//! Whether a database's schema is ours: no code in it that we did not write.
//!
//! SQLite runs triggers and views of a file as if they were the program's own. Every one of ours is
//! in a migration, word for word; what is not there is somebody else's.

use super::error::Fault;
use super::migrate;
use rusqlite::Connection;

/// Refuses a file with a trigger, view or virtual table that no migration makes, or with anything
/// but a table where one of the tables should be.
///
/// # Errors
/// [`Fault::Foreign`].
pub(super) fn ours(db: &Connection) -> Result<(), Fault> {
    if migrate::version(db)? == 0 {
        return Ok(());
    }
    let mut statement = db.prepare("SELECT type, name, coalesce(sql, '') FROM sqlite_schema")?;
    let mut rows = statement.query([])?;
    let mut tables = 0;
    while let Some(row) = rows.next()? {
        let (kind, name, sql): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let is_code = kind == "trigger" || kind == "view" || starts_virtual(&sql);
        if is_code && !migrate::writes(&sql) {
            return Err(Fault::Foreign);
        }
        tables += i32::from(kind == "table" && BASE.contains(&name.as_str()));
    }
    // One of them may be missing where another thing has its name.
    if usize::try_from(tables) == Ok(BASE.len()) {
        Ok(())
    } else {
        Err(Fault::Foreign)
    }
}

/// The tables of the first schema; every later one has them.
const BASE: [&str; 5] = ["conversations", "messages", "turns", "pieces", "settings"];

fn starts_virtual(sql: &str) -> bool {
    let mut words = sql.split_whitespace();
    words
        .next()
        .is_some_and(|word| word.eq_ignore_ascii_case("create"))
        && words
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case("virtual"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(sql: &str) -> Connection {
        let mut db = Connection::open_in_memory().unwrap();
        migrate::migrate(&mut db).unwrap();
        db.execute_batch(sql).unwrap();
        db
    }

    #[test]
    fn every_schema_that_a_migration_makes_is_ours() {
        ours(&with("")).unwrap();
        ours(&with(
            "ANALYZE; CREATE INDEX helpful ON messages (created_at_ms)",
        ))
        .unwrap();
        ours(&Connection::open_in_memory().unwrap()).unwrap();
    }

    /// Mutation seen to fail: `foreign-code` in `xtask/scripts/mutations.py`.
    #[test]
    fn code_that_no_migration_wrote_is_refused() {
        for sql in [
            "CREATE TRIGGER t AFTER INSERT ON messages BEGIN DELETE FROM settings; END",
            "DROP TRIGGER messages_grow;
             CREATE TRIGGER messages_grow AFTER INSERT ON messages
             BEGIN UPDATE settings SET value = 'theirs'; END",
            "CREATE VIEW v AS SELECT * FROM settings",
            "DROP TABLE pieces; CREATE VIEW pieces AS SELECT 1 AS answer",
            "CREATE VIRTUAL TABLE f USING fts5 (x)",
            "DROP TABLE pieces",
        ] {
            let refused = ours(&with(sql));
            assert!(matches!(refused, Err(Fault::Foreign)), "{sql}: {refused:?}");
        }
    }
}
