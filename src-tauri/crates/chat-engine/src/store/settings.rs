//! Settings as plain text by key. What a key means is not known here.

use super::error::Fault;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// Every setting that was set.
pub(super) fn all(db: &Connection) -> Result<BTreeMap<String, String>, Fault> {
    let settings = db
        .prepare_cached("SELECT key, value FROM settings")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(settings)
}

/// Sets one; none removes it.
pub(super) fn set(db: &Connection, key: &str, value: Option<&str>) -> Result<(), Fault> {
    match value {
        Some(value) => db
            .prepare_cached(
                "INSERT INTO settings (key, value) VALUES (?1, ?2)
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            )?
            .execute(params![key, value])?,
        None => db
            .prepare_cached("DELETE FROM settings WHERE key = ?1")?
            .execute([key])?,
    };
    Ok(())
}
