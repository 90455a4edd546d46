//! Another database of ours, read to put its conversations in here: a copy, or somebody's file.
//!
//! It is opened as hostile: what is read is a private copy of it, whole by SQLite's quick check, with
//! nothing in its schema that is not ours, and brought up to date there. The file itself stays as it
//! is, whatever it holds. Putting in is `merge.rs`'s work.

use super::error::{Fault, StoreError};
use super::{backup, migrate, open, schema, whole};
use crate::io_words;
use chat_core::archive::Archived;
use chat_core::ids::ConversationId;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// A database to restore from, in a private copy that goes with it.
#[derive(Debug)]
pub struct Source {
    db: Connection,
    path: PathBuf,
    _private: TempDir,
}

impl Source {
    /// Opens a file by way of a copy in a folder of its own below `data`. Takes as long as reading
    /// the file: call it where waiting is allowed.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] for what is damaged or is not ours, [`StoreError::NewerDatabase`].
    pub fn open(file: &Path, data: &Path) -> Result<Self, StoreError> {
        let wrong = |error| StoreError::from_io(file, error);
        // SQLite takes a file of no bytes for an empty database; it is no copy of anything.
        if io_words::plain_file(file).map_err(wrong)? == 0 {
            let path = file.to_owned();
            return Err(StoreError::Damaged { path });
        }
        let private = tempfile::Builder::new()
            .prefix("restoring-")
            .tempdir_in(data)
            .map_err(|error| StoreError::from_io(data, error))?;
        let copy = private.path().join("copy.sqlite3");
        let given = open::of_anybody(file)?;
        let never = CancellationToken::new();
        backup::make(&given, &copy, &never).map_err(|error| of(file, error))?;
        let db = prepared(&copy).map_err(|fault| StoreError::from_fault(file, fault))?;
        Ok(Self {
            db,
            path: file.to_owned(),
            _private: private,
        })
    }

    /// At most `limit` of its conversations, from after the place `after` on; 0 is the beginning.
    /// Those that were deleted there are not among them.
    ///
    /// # Errors
    /// None of its own.
    pub fn conversations(
        &self,
        after: i64,
        limit: u32,
    ) -> Result<Vec<(i64, ConversationId)>, StoreError> {
        whole::ids(&self.db, after, limit, false).map_err(|fault| self.wrong(fault))
    }

    /// A conversation or a part of it; [`super::Store::whole`] says how parts follow.
    ///
    /// # Errors
    /// None of its own.
    pub fn part(
        &mut self,
        id: &ConversationId,
        after: i64,
    ) -> Result<(Archived, Option<i64>), StoreError> {
        whole::part(&mut self.db, id, after, false)
            .map_err(|fault| StoreError::from_fault(&self.path, fault))
    }

    /// A database that was made here, in a folder that goes with it; `path` is said where something
    /// is wrong.
    pub(super) fn made(db: Connection, path: &Path, private: TempDir) -> Self {
        Self {
            db,
            path: path.to_owned(),
            _private: private,
        }
    }

    pub(super) fn db(&self) -> &Connection {
        &self.db
    }

    pub(super) fn wrong(&self, fault: Fault) -> StoreError {
        StoreError::from_fault(&self.path, fault)
    }
}

/// A private copy made ready: checked first, then brought up to date.
fn prepared(copy: &Path) -> Result<Connection, Fault> {
    let mut db = Connection::open(copy)?;
    open::settle(&db)?;
    schema::ours(&db)?;
    migrate::migrate(&mut db)?;
    Ok(db)
}

/// What went wrong with the copy is said of the file that was to be copied.
fn of(file: &Path, error: StoreError) -> StoreError {
    let path = file.to_owned();
    match error {
        StoreError::Damaged { .. } => StoreError::Damaged { path },
        StoreError::NewerDatabase { found, known, .. } => {
            StoreError::NewerDatabase { found, known, path }
        }
        other => other,
    }
}
