//! Lists of models as connections gave them, one a connection. What is in them is not known here.

use super::Store;
use super::error::{Fault, StoreError};
use super::migrate::{self, WITH_RECEIPTS};
use super::transaction::without_sync;
use rusqlite::{Connection, OptionalExtension, params};

impl Store {
    /// Keeps a connection's list in place of an older one.
    ///
    /// # Errors
    /// None of its own.
    pub async fn save_catalogue(
        &self,
        connection: String,
        address: String,
        models: String,
        at_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| {
            without_sync(db, |db| {
                db.prepare_cached(
                    "INSERT OR REPLACE INTO catalogues (connection, address, fetched_at_ms, models)
                     VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![connection, address, at_ms, models])?;
                Ok(())
            })
        })
        .await
    }

    /// A connection's list as that address gave it, and when, milliseconds since 1970.
    ///
    /// # Errors
    /// None of its own.
    pub async fn saved_catalogue(
        &self,
        connection: String,
        address: String,
    ) -> Result<Option<(String, i64)>, StoreError> {
        self.read(move |db| find(db, &connection, &address)).await
    }
}

fn find(db: &Connection, connection: &str, address: &str) -> Result<Option<(String, i64)>, Fault> {
    if migrate::version(db)? < WITH_RECEIPTS {
        return Ok(None);
    }
    Ok(db
        .prepare_cached(
            "SELECT models, fetched_at_ms FROM catalogues WHERE connection = ?1 AND address = ?2",
        )?
        .query_row([connection, address], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}
