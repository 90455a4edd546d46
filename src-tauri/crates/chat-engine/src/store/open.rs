//! Opens the database: the folder and file with their permissions, and each connection's settings.
//!
//! Nothing is written before the version of what is there has been read: a newer program's
//! database stays as it is, byte for byte.

use super::backup::{self, Occasion};
use super::error::{Fault, StoreError};
use super::{migrate, schema};
use crate::clock::{Clock, SystemClock};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags};
use std::fs::{self, DirBuilder, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{io, thread};

/// How long a connection waits for another process's write.
const BUSY: Duration = Duration::from_secs(5);

/// The same for a backup: who uses one does so for long, and it can wait.
const BACKUP_BUSY: Duration = Duration::from_millis(200);

/// Closing any descriptor of a file drops the POSIX locks that this process holds on it, and
/// making the file opens one: so two openings in one process go one after the other.
static OPENING: Mutex<()> = Mutex::new(());

/// Which file a path names, told from another one that takes its name later.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place(u64, u64);

impl Place {
    /// None where there is no file, or the system cannot tell.
    pub(super) fn of(path: &Path) -> Option<Self> {
        #[cfg(unix)]
        return {
            use std::os::unix::fs::MetadataExt;
            let file = fs::metadata(path).ok()?;
            Some(Self(file.dev(), file.ino()))
        };
        #[cfg(not(unix))]
        return {
            // An open file can be neither moved nor deleted there.
            let _ = path;
            None
        };
    }
}

/// The connections of a store that can write.
pub(super) struct Opened {
    pub(super) writer: Connection,
    pub(super) reader: Connection,
    /// Why there is no copy of an older schema's file, where there should be one.
    pub(super) uncopied: Option<StoreError>,
}

/// The database of a data folder.
pub(super) fn database(folder: &Path) -> PathBuf {
    folder.join("gatehouse.sqlite3")
}

/// Opens for reading and writing; makes what is missing.
pub(super) fn file(folder: &Path) -> Result<Opened, StoreError> {
    let _one_at_a_time = OPENING.lock().unwrap_or_else(PoisonError::into_inner);
    let path = database(folder);
    make_folder(folder).map_err(|error| StoreError::from_io(folder, error))?;
    if is_emptied(folder, &path) {
        return Err(StoreError::Damaged { path });
    }
    make_private_file(&path).map_err(|error| StoreError::from_io(&path, error))?;
    let fault = |fault| StoreError::from_fault(&path, fault);
    let (writer, uncopied) = writer(&path).map_err(fault)?;
    let reader = reader(&path).map_err(fault)?;
    Ok(Opened {
        writer,
        reader,
        uncopied,
    })
}

/// Whether the file is empty that once was not: its log is there, which SQLite would throw away, or
/// copies of it are. An empty file alone is a history that nobody has begun.
fn is_emptied(folder: &Path, path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.len() == 0)
        && (!log_is_empty(path) || !backup::copies(folder).is_empty())
}

/// Opens what is there for reading, also from a folder that cannot be written to.
pub(super) fn read_only(folder: &Path) -> Result<(Connection, u32), StoreError> {
    let path = database(folder);
    if let Err(error) = fs::metadata(&path) {
        return Err(StoreError::from_io(&path, error));
    }
    if is_emptied(folder, &path) {
        return Err(StoreError::Damaged { path });
    }
    let fault = |fault| StoreError::from_fault(&path, fault);
    let connection = or_alone(&path, reader(&path)).map_err(fault)?;
    match migrate::version(&connection).map_err(fault)? {
        0 => Err(StoreError::ReadOnly { path }),
        version => Ok((connection, version)),
    }
}

/// Without its log there is nothing to share with a writer, so the file can be read alone.
fn or_alone(path: &Path, opened: Result<Connection, Fault>) -> Result<Connection, Fault> {
    match opened {
        Err(Fault::Sql(error)) if wants_shared_memory(&error) && log_is_empty(path) => alone(path),
        other => other,
    }
}

/// Opens a file that anybody may have made, to copy it; nothing of it runs while its pages are read.
pub(super) fn of_anybody(path: &Path) -> Result<Connection, StoreError> {
    or_alone(path, reader(path)).map_err(|fault| StoreError::from_fault(path, fault))
}

/// Opens what is there to copy it.
pub(super) fn to_copy(path: &Path) -> Result<Connection, StoreError> {
    reader(path).map_err(|fault| StoreError::from_fault(path, fault))
}

/// A database that lives as long as its connection and never touches a disk.
pub(super) fn memory() -> Result<Connection, Fault> {
    let mut connection = Connection::open_in_memory()?;
    settle(&connection)?;
    migrate::migrate(&mut connection)?;
    Ok(connection)
}

/// Opens for writing and brings the schema up to date, with a copy of the file before. Where no copy
/// can be made the schema is changed all the same, whole or not at all, and it is told: a full disk
/// must not lock anybody out.
fn writer(path: &Path) -> Result<(Connection, Option<StoreError>), Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    settle(&connection)?;
    if connection.is_readonly(MAIN_DB)? {
        return Err(refused(rusqlite::ffi::SQLITE_READONLY));
    }
    // Until the version is known, closing must not move a log into the file either.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    migrate::version_to_write(&connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    schema::ours(&connection)?;
    use_write_ahead_log(&connection)?;
    let from = migrate::version(&connection)?;
    let uncopied = if from == 0 || from == migrate::known() {
        None
    } else {
        let now_ms = SystemClock::new().now_ms();
        let data = path.parent().unwrap_or(path);
        let occasion = Occasion::Migration { from };
        backup::take(&connection, data, occasion, now_ms).err()
    };
    migrate::migrate(&mut connection)?;
    Ok((connection, uncopied))
}

/// Opens for writing after an error of the disk. All of the log is moved into the file and synced:
/// so what was written before is written once more, instead of believing a second sync.
pub(super) fn writer_again(path: &Path) -> Result<Connection, Fault> {
    let (connection, _) = writer(path)?;
    let (busy, _, _): (bool, i64, i64) =
        connection.query_row("PRAGMA wal_checkpoint (TRUNCATE)", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    if busy {
        return Err(refused(rusqlite::ffi::SQLITE_BUSY));
    }
    Ok(connection)
}

/// Opens a backup to change it, with a journal that is gone afterwards. It is not made.
pub(super) fn backup(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    settle(&connection)?;
    connection.busy_timeout(BACKUP_BUSY)?;
    migrate::version(&connection)?;
    // A copy of a file with a write-ahead log says that it has one as well.
    connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    Ok(connection)
}

pub(super) fn reader(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    settle(&connection)?;
    migrate::version(&connection)?;
    Ok(connection)
}

fn alone(path: &Path) -> Result<Connection, Fault> {
    let mut address = url::Url::from_file_path(path)
        .or_else(|()| match std::path::absolute(path) {
            Ok(absolute) => url::Url::from_file_path(absolute),
            Err(_) => Err(()),
        })
        .map_err(|()| refused(rusqlite::ffi::SQLITE_CANTOPEN))?;
    address.set_query(Some("immutable=1"));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(address.as_str(), flags)?;
    settle(&connection)?;
    Ok(connection)
}

/// What every connection holds to, whatever the file says.
pub(super) fn settle(connection: &Connection) -> Result<(), Fault> {
    connection.busy_timeout(BUSY)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // What is deleted is overwritten: later nobody could say where it had stood.
    connection.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // On macOS a plain sync stops at the drive's cache; elsewhere this changes nothing.
    connection.pragma_update(None, "fullfsync", true)?;
    // Sorting never spills text into a temporary file.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(())
}

/// Switches to the write-ahead log. A file system that cannot share memory stays with a rollback
/// journal, which is as safe and slower.
fn use_write_ahead_log(connection: &Connection) -> Result<(), Fault> {
    let mode = || -> rusqlite::Result<String> {
        connection.pragma_query_value(None, "journal_mode", |row| row.get(0))
    };
    if mode()? == "wal" {
        return Ok(());
    }
    let started = Instant::now();
    loop {
        // SQLite does not wait by itself while two processes switch at once.
        let switched: rusqlite::Result<String> =
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0));
        match switched {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => {
                tracing::warn!(mode, "no write-ahead log on this file system");
                return Ok(());
            }
            Err(error) if is_busy(&error) && started.elapsed() < BUSY => {
                thread::sleep(Duration::from_millis(10));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
    matches!(
        error.sqlite_error_code(),
        Some(DatabaseBusy | DatabaseLocked)
    )
}

fn wants_shared_memory(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, ReadOnly};
    matches!(error.sqlite_error_code(), Some(CannotOpen | ReadOnly))
}

fn log_is_empty(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    match fs::metadata(PathBuf::from(log)) {
        Ok(log) => log.len() == 0,
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

fn refused(code: i32) -> Fault {
    Fault::Sql(failure(code))
}

/// An error as SQLite would give it.
pub(super) fn failure(code: i32) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None)
}

pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes the file before SQLite does, readable by its owner alone; SQLite gives its log the same
/// permissions.
pub(super) fn make_private_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => tighten(path),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn tighten(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o077 != 0 {
        // A file of somebody else, or on a disk without permissions, is used as it is.
        let private = fs::Permissions::from_mode(mode & 0o700);
        if let Err(error) = fs::set_permissions(path, private) {
            tracing::warn!(kind = ?error.kind(), "the history file is readable by others");
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn tighten(_path: &Path) -> io::Result<()> {
    Ok(())
}
