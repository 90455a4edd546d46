//! Presets and prompt templates: texts under names. What is in them is not known here, except that
//! chats name their preset.

use super::Store;
use super::error::{Fault, StoreError};
use super::migrate::{self, WITH_PRESETS};
use super::restore::Source;
use super::transaction::immediate;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// What stands under names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Presets.
    Presets,
    /// Prompt templates.
    Templates,
}

/// What became of something that was to be put under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelved {
    /// It is there.
    Done,
    /// Another one has the name; nothing changed.
    Taken,
    /// What was to get another name is not there; nothing changed.
    Gone,
    /// There are as many as there may be; nothing changed.
    Full,
}

impl Shelf {
    fn table(self) -> &'static str {
        match self {
            Self::Presets => "presets",
            Self::Templates => "templates",
        }
    }
}

/// A chat's preset, where what is said of it can be read.
const PRESET_OF: &str = "CASE WHEN json_valid(asking) THEN json_extract(asking, '$.preset') END";

impl Store {
    /// All of a kind with their names, by name.
    ///
    /// # Errors
    /// None of its own.
    pub async fn shelved(&self, shelf: Shelf) -> Result<Vec<(String, String)>, StoreError> {
        self.read(move |db| all(db, shelf)).await
    }

    /// The one of a name.
    ///
    /// # Errors
    /// None of its own.
    pub async fn shelved_as(
        &self,
        shelf: Shelf,
        name: String,
    ) -> Result<Option<String>, StoreError> {
        self.read(move |db| one(db, shelf, &name)).await
    }

    /// Puts one under a name, in the place of one that had the name `before`; chats that name that
    /// preset name this one then. None is a new one. There are at most `most`.
    ///
    /// # Errors
    /// None of its own.
    pub async fn shelve(
        &self,
        shelf: Shelf,
        (name, value): (String, String),
        before: Option<String>,
        most: usize,
    ) -> Result<Shelved, StoreError> {
        self.write(move |db| {
            let tx = immediate(db)?;
            let done = shelve(&tx, shelf, (&name, &value), before.as_deref(), most)?;
            tx.commit()?;
            Ok(done)
        })
        .await
    }

    /// Puts all of these under their names, whatever was there; all or none. There are at most
    /// `most` then.
    ///
    /// # Errors
    /// None of its own.
    pub async fn shelve_all(
        &self,
        all: Vec<(Shelf, String, String)>,
        most: usize,
    ) -> Result<Shelved, StoreError> {
        self.write(move |db| {
            let tx = immediate(db)?;
            for (shelf, name, value) in &all {
                put(&tx, *shelf, name, value)?;
            }
            for shelf in [Shelf::Presets, Shelf::Templates] {
                if count(&tx, shelf)? > most {
                    return Ok(Shelved::Full);
                }
            }
            tx.commit()?;
            Ok(Shelved::Done)
        })
        .await
    }

    /// Takes over what another database has under names that are not taken here.
    ///
    /// # Errors
    /// None of its own.
    pub async fn take_shelved(&self, source: &mut Source) -> Result<(), StoreError> {
        let mut rows = Vec::new();
        for shelf in [Shelf::Presets, Shelf::Templates] {
            let found = all(source.db(), shelf).map_err(|fault| source.wrong(fault))?;
            rows.extend(found.into_iter().map(|(name, value)| (shelf, name, value)));
        }
        self.write(move |db| {
            let tx = immediate(db)?;
            for (shelf, name, value) in &rows {
                if !is_there(&tx, *shelf, name)? {
                    put(&tx, *shelf, name, value)?;
                }
            }
            Ok(tx.commit()?)
        })
        .await
    }

    /// Removes one; whether it was there. A chat that names that preset names none then, and keeps
    /// the instructions that it had of it.
    ///
    /// # Errors
    /// None of its own.
    pub async fn unshelve(&self, shelf: Shelf, name: String) -> Result<bool, StoreError> {
        self.write(move |db| {
            let tx = immediate(db)?;
            let gone = remove(&tx, shelf, &name)?;
            if gone && shelf == Shelf::Presets {
                tx.prepare_cached(&format!(
                    "UPDATE conversations SET revision = revision + (revision < ?2),
                         asking = json_remove(asking, '$.preset', '$.instructionsFrom')
                     WHERE {PRESET_OF} = ?1"
                ))?
                .execute(params![name, i64::MAX])?;
            }
            tx.commit()?;
            Ok(gone)
        })
        .await
    }
}

/// All of a kind, by name without regard to case.
pub(super) fn all(db: &Connection, shelf: Shelf) -> Result<Vec<(String, String)>, Fault> {
    if migrate::version(db)? < WITH_PRESETS {
        return Ok(Vec::new());
    }
    let table = shelf.table();
    let rows = db
        .prepare_cached(&format!(
            "SELECT name, value FROM {table} ORDER BY name COLLATE NOCASE, name"
        ))?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

fn one(db: &Connection, shelf: Shelf, name: &str) -> Result<Option<String>, Fault> {
    if migrate::version(db)? < WITH_PRESETS {
        return Ok(None);
    }
    let table = shelf.table();
    let value = db
        .prepare_cached(&format!("SELECT value FROM {table} WHERE name = ?1"))?
        .query_row([name], |row| row.get(0))
        .optional()?;
    Ok(value)
}

fn shelve(
    tx: &Transaction<'_>,
    shelf: Shelf,
    (name, value): (&str, &str),
    before: Option<&str>,
    most: usize,
) -> Result<Shelved, Fault> {
    if before != Some(name) && is_there(tx, shelf, name)? {
        return Ok(Shelved::Taken);
    }
    match before {
        None if count(tx, shelf)? >= most => return Ok(Shelved::Full),
        None => {}
        Some(before) if !is_there(tx, shelf, before)? => return Ok(Shelved::Gone),
        Some(before) if before == name => {}
        Some(before) => {
            remove(tx, shelf, before)?;
            if shelf == Shelf::Presets {
                tx.prepare_cached(&format!(
                    "UPDATE conversations SET revision = revision + (revision < ?3),
                         asking = json_set(asking, '$.preset', ?2)
                     WHERE {PRESET_OF} = ?1"
                ))?
                .execute(params![before, name, i64::MAX])?;
            }
        }
    }
    put(tx, shelf, name, value)?;
    Ok(Shelved::Done)
}

fn put(tx: &Transaction<'_>, shelf: Shelf, name: &str, value: &str) -> Result<(), Fault> {
    let table = shelf.table();
    tx.prepare_cached(&format!(
        "INSERT INTO {table} (name, value) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    ))?
    .execute([name, value])?;
    Ok(())
}

fn remove(tx: &Transaction<'_>, shelf: Shelf, name: &str) -> Result<bool, Fault> {
    let table = shelf.table();
    let gone = tx
        .prepare_cached(&format!("DELETE FROM {table} WHERE name = ?1"))?
        .execute([name])?;
    Ok(gone > 0)
}

fn is_there(tx: &Transaction<'_>, shelf: Shelf, name: &str) -> Result<bool, Fault> {
    Ok(one(tx, shelf, name)?.is_some())
}

fn count(tx: &Transaction<'_>, shelf: Shelf) -> Result<usize, Fault> {
    let table = shelf.table();
    let count: i64 = tx
        .prepare_cached(&format!("SELECT count(*) FROM {table}"))?
        .query_row([], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}
