//! What can go wrong with the store, decided from SQLite's and the system's codes, never from text.
//!
//! Must not know what was being stored.

use crate::io_words;
use chat_core::failure::{Code, Failure};
use rusqlite::ffi::{self, ErrorCode};
use std::io;
use std::path::{Path, PathBuf};

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A newer program made the database. Nothing in it was changed.
    #[error("the history was made by a newer version of Gatehouse")]
    NewerDatabase {
        /// The schema found.
        found: u32,
        /// The newest schema that this program knows.
        known: u32,
        /// The database.
        path: PathBuf,
    },
    /// The folder or the database cannot be written to.
    #[error("the history cannot be written to")]
    ReadOnly {
        /// The database.
        path: PathBuf,
    },
    /// The disk is full. What was being written is not stored; everything before it is.
    #[error("the disk is full")]
    Full {
        /// The database.
        path: PathBuf,
    },
    /// The file that was opened is no longer there: deleted, moved or replaced while it was in use.
    /// What was being written is not stored.
    #[error("the history was moved or deleted")]
    Moved {
        /// Where it was.
        path: PathBuf,
    },
    /// Another process held the database for longer than five seconds.
    #[error("the history is in use by another program")]
    Busy {
        /// The database.
        path: PathBuf,
    },
    /// The file is damaged, or is no database of Gatehouse. It is left as it is.
    #[error("the history file is damaged")]
    Damaged {
        /// The database.
        path: PathBuf,
    },
    /// The system refused to read or write.
    #[error("the history could not be read or written")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
    /// There is no such row.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The answer has already ended; nothing was changed.
    #[error("the answer has already ended")]
    Ended,
    /// The store was closed, or the job on its thread broke.
    #[error("the store is closed")]
    Gone,
    /// A fault of the program: SQLite refused what it was told.
    #[error("the history refused a change")]
    Sql {
        /// The database.
        path: PathBuf,
        /// SQLite's reason.
        #[source]
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// The same as a person meets it: one sentence, one action that names the place.
    pub fn failure(&self) -> Failure {
        let storage = |sentence: &str, action: String| {
            Failure::new(Code::Storage, sentence).with_action(action)
        };
        match self {
            Self::NewerDatabase { path, .. } => storage(
                "Your history was written by a newer version of Gatehouse, so this one leaves it untouched.",
                format!(
                    "Update Gatehouse, or choose another folder than {}.",
                    folder(path)
                ),
            ),
            Self::ReadOnly { path } => storage(
                "Gatehouse cannot write to its history.",
                format!("Allow writing to {}.", folder(path)),
            ),
            Self::Full { path } => storage(
                "The disk is full, so this could not be saved.",
                format!("Free some space on the disk that holds {}.", folder(path)),
            ),
            Self::Moved { path } => storage(
                "The history was moved or deleted while Gatehouse ran.",
                format!(
                    "Put it back to {}, or go on with a new one there.",
                    folder(path)
                ),
            ),
            Self::Busy { path } => storage(
                "Another program keeps the history locked.",
                format!("Close what uses {} and try again.", folder(path)),
            ),
            Self::Damaged { path } => storage(
                "The history file is damaged or was not made by Gatehouse; it is left as it is.",
                format!(
                    "Salvage what can be read of {}; it is kept beside the new one.",
                    path.display()
                ),
            )
            .with_command(format!(
                "Salvage what can be read of {}: gatehouse history salvage",
                path.display()
            )),
            Self::Io { path, source } => storage(
                &format!(
                    "The history could not be read or written ({}).",
                    io_reason(source)
                ),
                format!("Check the disk and the folder {}.", folder(path)),
            ),
            Self::NotFound(what) => {
                Failure::new(Code::ConfigInvalid, format!("There is no such {what}."))
                    .with_action(format!("Choose another {what} from the list."))
                    .with_command(
                        "See gatehouse history list; what was deleted: gatehouse history deleted.",
                    )
            }
            Self::Ended => Failure::new(Code::Internal, "That answer has already ended."),
            Self::Gone => Failure::new(Code::Storage, "The history is closed.")
                .with_action("Start Gatehouse again."),
            Self::Sql { path, .. } => storage(
                "The history refused a change, which is a fault of Gatehouse.",
                format!(
                    "Start Gatehouse again; your history in {} is kept.",
                    folder(path)
                ),
            ),
        }
    }

    /// What an error of the file system means for the database at `path`.
    pub(super) fn from_io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly { path }
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { path },
            _ => Self::Io { path, source },
        }
    }

    /// What a fault of a job means for the database at `path`.
    pub(super) fn from_fault(path: &Path, fault: Fault) -> Self {
        let path = path.to_owned();
        match fault {
            Fault::Sql(source) => Self::from_sql(path, source),
            Fault::Newer { found, known } => Self::NewerDatabase { found, known, path },
            Fault::Foreign => Self::Damaged { path },
            Fault::NotFound(what) => Self::NotFound(what),
            Fault::Ended => Self::Ended,
        }
    }

    fn from_sql(path: PathBuf, source: rusqlite::Error) -> Self {
        let Some(code) = source.sqlite_error().copied() else {
            return match source {
                // A value that this program never writes, or a row that another one names and that
                // is not there.
                rusqlite::Error::QueryReturnedNoRows
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..)
                | rusqlite::Error::InvalidColumnType(..) => Self::Damaged { path },
                source => Self::Sql { path, source },
            };
        };
        match code.code {
            // The shared-memory file could not grow: no room for it.
            _ if code.extended_code == ffi::SQLITE_IOERR_SHMSIZE => Self::Full { path },
            // What a new row names was read just before: a stored one names what is not there.
            _ if code.extended_code == ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Self::Damaged { path },
            // A stored number so large that what follows from it is none.
            _ if code.extended_code == ffi::SQLITE_CONSTRAINT_DATATYPE => Self::Damaged { path },
            ErrorCode::DiskFull => Self::Full { path },
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::ReadOnly { path },
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::FileLockingProtocolFailed => Self::Busy { path },
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged { path },
            ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => Self::Io {
                path,
                source: io::Error::other(source),
            },
            _ => Self::Sql { path, source },
        }
    }
}

/// What a job on a connection can end with; it becomes a [`StoreError`] once the path is known.
#[derive(Debug)]
pub(super) enum Fault {
    Sql(rusqlite::Error),
    Newer { found: u32, known: u32 },
    Foreign,
    NotFound(&'static str),
    Ended,
}

impl Fault {
    /// Whether the system failed to read or write.
    pub(super) fn is_of_disk(&self) -> bool {
        match self {
            Self::Sql(error) => error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure),
            Self::Newer { .. } | Self::Foreign | Self::NotFound(_) | Self::Ended => false,
        }
    }
}

impl Fault {
    /// Whether SQLite found the file damaged.
    pub(super) fn is_damage(&self) -> bool {
        match self {
            Self::Sql(error) => matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
            ),
            Self::Newer { .. } | Self::Foreign | Self::NotFound(_) | Self::Ended => false,
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

fn folder(path: &Path) -> String {
    path.parent().unwrap_or(path).display().to_string()
}

/// A short reason without SQL, paths or text of the person's.
fn io_reason(error: &io::Error) -> String {
    let inner = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<rusqlite::Error>())
        .and_then(rusqlite::Error::sqlite_error);
    match inner {
        Some(code) => format!("SQLite error {}", code.extended_code),
        None => io_words::said(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(extended: i32) -> StoreError {
        let error = rusqlite::Error::SqliteFailure(ffi::Error::new(extended), None);
        StoreError::from_fault(Path::new("/data/gatehouse.sqlite3"), Fault::Sql(error))
    }

    #[test]
    fn sqlite_codes_become_what_a_person_can_act_on() {
        let cases = [
            (ffi::SQLITE_FULL, "Full"),
            (ffi::SQLITE_IOERR_SHMSIZE, "Full"),
            (ffi::SQLITE_READONLY, "ReadOnly"),
            (ffi::SQLITE_READONLY_DIRECTORY, "ReadOnly"),
            (ffi::SQLITE_PERM, "ReadOnly"),
            (ffi::SQLITE_BUSY, "Busy"),
            (ffi::SQLITE_BUSY_RECOVERY, "Busy"),
            (ffi::SQLITE_LOCKED, "Busy"),
            (ffi::SQLITE_PROTOCOL, "Busy"),
            (ffi::SQLITE_CORRUPT_INDEX, "Damaged"),
            (ffi::SQLITE_NOTADB, "Damaged"),
            (ffi::SQLITE_IOERR_FSYNC, "Io"),
            (ffi::SQLITE_CANTOPEN, "Io"),
            (ffi::SQLITE_CONSTRAINT_FOREIGNKEY, "Damaged"),
            (ffi::SQLITE_CONSTRAINT_DATATYPE, "Damaged"),
            (ffi::SQLITE_CONSTRAINT_UNIQUE, "Sql"),
        ];
        for (code, variant) in cases {
            let shown = format!("{:?}", kind(code));
            assert!(
                shown.starts_with(&format!("{variant} {{")),
                "{code}: {shown}"
            );
        }
    }

    #[test]
    fn every_storage_failure_names_the_folder_and_one_action() {
        for code in [
            ffi::SQLITE_FULL,
            ffi::SQLITE_READONLY,
            ffi::SQLITE_BUSY,
            ffi::SQLITE_NOTADB,
            ffi::SQLITE_IOERR_FSYNC,
            ffi::SQLITE_CONSTRAINT_UNIQUE,
        ] {
            let failure = kind(code).failure();
            assert_eq!(failure.code, Code::Storage);
            assert!(failure.action.unwrap().contains("/data"), "{code}");
            assert_eq!(
                failure.message.matches(". ").count(),
                0,
                "{}",
                failure.message
            );
        }
        assert_eq!(
            StoreError::NotFound("conversation").failure().code,
            Code::ConfigInvalid
        );
    }
}
