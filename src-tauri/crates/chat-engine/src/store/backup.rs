//! Copies of the whole history: made while others write, checked before they count, few and bounded.
//!
//! A copy stands alone: it has no log, and only its owner may read it. Which ones stay is decided in
//! [`chat_core::retention`]; when one is due is the engine's to say.

use super::error::{Fault, StoreError};
use super::{Store, migrate, open};
use chat_core::calendar::Day;
use chat_core::retention::{self, Copy, Reason, surplus};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{io, thread};
use tokio_util::sync::CancellationToken;

/// How many pages are copied at once where a writer would wait for it.
const PAGES: i32 = 256;
/// The same where nobody waits: between two steps it can be stopped.
const PAGES_AT_ONCE: i32 = 4_096;
/// The writer's turn between two steps.
const PAUSE: Duration = Duration::from_millis(5);
/// What every copy's name ends with.
const ENDING: &str = ".sqlite3";
/// The name of a copy that is not whole yet ends with this.
const PART: &str = ".part";

/// Folders of private copies begin with these.
pub(super) const PRIVATE: [&str; 2] = ["restoring-", "salvaging-"];
/// What is older than this is nobody's any more; copying takes minutes at most.
const LEFT_BEHIND: Duration = Duration::from_hours(1);

/// What a copy is made for; it is in its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The first of a day.
    Daily,
    /// A newer schema is put in place.
    Migration {
        /// The one that was there.
        from: u32,
    },
    /// Another copy is merged in.
    Restore,
    /// A person wants one.
    Asked,
}

impl Occasion {
    fn name(self) -> String {
        match self {
            Self::Daily => "daily".to_owned(),
            Self::Migration { from } => format!("before-schema-{}", from.saturating_add(1)),
            Self::Restore => "before-restore".to_owned(),
            Self::Asked => "asked".to_owned(),
        }
    }
}

/// Whether a copy of this name was made before another one was merged in.
pub(crate) fn is_of_restore(name: &str) -> bool {
    name.starts_with(&Occasion::Restore.name())
}

/// The folder of the automatic copies.
pub(crate) fn folder(data: &Path) -> PathBuf {
    data.join("backups")
}

/// The file of the history itself.
pub(crate) fn history(data: &Path) -> PathBuf {
    open::database(data)
}

/// Every copy in the folder that is whole, the one with the latest time first.
pub fn copies(data: &Path) -> Vec<Copy> {
    let Ok(files) = fs::read_dir(folder(data)) else {
        return Vec::new();
    };
    let mut copies: Vec<Copy> = files
        .flatten()
        .filter_map(|file| {
            let name = file.file_name().into_string().ok()?;
            let (occasion, at_ms) = name.strip_suffix(ENDING)?.rsplit_once('-')?;
            Some(Copy {
                at_ms: at_ms.parse().ok()?,
                bytes: file.metadata().ok()?.len(),
                reason: match occasion.split_once('-')?.0 {
                    "daily" => Reason::Daily,
                    "before" => Reason::Before,
                    "asked" => Reason::Asked,
                    _ => return None,
                },
                name,
            })
        })
        .collect();
    copies.sort_by_key(|copy| std::cmp::Reverse(copy.at_ms));
    copies
}

/// The same in the order in which they were made, the newest first, as far as that can be told now.
pub fn newest_first(data: &Path, now_ms: i64) -> Vec<Copy> {
    let mut copies = copies(data);
    retention::newest_first(&mut copies, now_ms);
    copies
}

/// The files of [`newest_first`].
pub fn files(data: &Path, now_ms: i64) -> Vec<PathBuf> {
    let folder = folder(data);
    newest_first(data, now_ms)
        .into_iter()
        .map(|copy| folder.join(copy.name))
        .collect()
}

impl Store {
    /// Copies everything to a new file, as it is at one moment; others write meanwhile. The file is
    /// there whole and checked, or not at all; one that is there already stays. Gives its size in
    /// bytes, none where it was stopped. Takes as long as copying takes: call it where waiting is
    /// allowed.
    ///
    /// # Errors
    /// [`StoreError::Io`] where the file is there already, or for a store in memory.
    pub fn copy_to(
        &self,
        target: &Path,
        stop: &CancellationToken,
    ) -> Result<Option<u64>, StoreError> {
        make(&self.to_copy()?, target, stop)
    }

    /// What lives in memory is never copied to a disk.
    fn to_copy(&self) -> Result<Connection, StoreError> {
        if self.is_temporary() {
            let source = io::Error::from(io::ErrorKind::Unsupported);
            return Err(StoreError::from_io(&self.path, source));
        }
        open::to_copy(&self.path)
    }
}

/// Makes an automatic copy of what `source` reads, and removes the ones that are no longer kept.
/// The text of a copy's name comes from its day, so that a person finds it.
pub(super) fn take(
    source: &Connection,
    data: &Path,
    occasion: Occasion,
    now_ms: i64,
) -> Result<PathBuf, StoreError> {
    let folder = folder(data);
    open::make_folder(&folder).map_err(|error| StoreError::from_io(&folder, error))?;
    let name = format!("{}-{}-{now_ms}{ENDING}", occasion.name(), Day::at(now_ms));
    let target = folder.join(&name);
    make(source, &target, &CancellationToken::new())?;
    for name in surplus(&copies(data), now_ms) {
        fs::remove_file(folder.join(name)).ok();
    }
    Ok(target)
}

impl Store {
    /// Makes an automatic copy in the data folder, as [`Store::copy_to`], and removes those that are
    /// no longer kept.
    ///
    /// # Errors
    /// As [`Store::copy_to`].
    pub fn back_up(
        &self,
        data: &Path,
        occasion: Occasion,
        now_ms: i64,
    ) -> Result<PathBuf, StoreError> {
        take(&self.to_copy()?, data, occasion, now_ms)
    }
}

/// Removes what processes left that died while they copied, restored or salvaged: it is text of the
/// person's, and nobody's any more.
pub(crate) fn sweep(data: &Path) {
    for (path, is_folder) in unfinished(data) {
        let changed = fs::metadata(&path).and_then(|entry| entry.modified());
        let is_old = changed.is_ok_and(|at| {
            // One of the future is from before the clock was set back.
            let age = at.elapsed().unwrap_or_else(|ahead| ahead.duration());
            age > LEFT_BEHIND
        });
        if is_old && is_folder {
            fs::remove_dir_all(path).ok();
        } else if is_old {
            fs::remove_file(path).ok();
        }
    }
}

/// Whether a process copies, restores or salvages just now, or died over it not long ago: what it
/// reads may be older than what others write.
pub(super) fn is_under_way(data: &Path) -> bool {
    sweep(data);
    !unfinished(data).is_empty()
}

/// The copies and private folders that are not whole or not gone yet; whether each is a folder.
pub(super) fn unfinished(data: &Path) -> Vec<(PathBuf, bool)> {
    let mut found = Vec::new();
    for place in [data.to_owned(), folder(data)] {
        for entry in fs::read_dir(place).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if PRIVATE.iter().any(|start| name.starts_with(start)) {
                found.push((entry.path(), true));
            } else if name.ends_with(PART) {
                found.push((entry.path(), false));
            }
        }
    }
    found
}

/// Copies what `source` reads to a new file. Its size in bytes, or none where it was stopped: then
/// nothing is left of it.
pub(super) fn make(
    source: &Connection,
    target: &Path,
    stop: &CancellationToken,
) -> Result<Option<u64>, StoreError> {
    if target.exists() {
        let there = io::Error::from(io::ErrorKind::AlreadyExists);
        return Err(StoreError::from_io(target, there));
    }
    let mut part = target.as_os_str().to_owned();
    part.push(format!(".{}{PART}", std::process::id()));
    let part = PathBuf::from(part);
    let made = fill(source, &part, target, stop);
    if !matches!(made, Ok(Some(_))) {
        fs::remove_file(&part).ok();
    }
    made
}

fn fill(
    source: &Connection,
    part: &Path,
    target: &Path,
    stop: &CancellationToken,
) -> Result<Option<u64>, StoreError> {
    let io = |error| StoreError::from_io(target, error);
    fs::remove_file(part).ok();
    open::make_private_file(part).map_err(io)?;
    let copied = copy(source, part, stop);
    copied.map_err(|fault| StoreError::from_fault(target, fault))?;
    let file = File::options().write(true).open(part).map_err(io)?;
    file.sync_all().map_err(io)?;
    let bytes = file.metadata().map_err(io)?.len();
    // Stopped before, it was not copied to its end.
    if stop.is_cancelled() {
        return Ok(None);
    }
    fs::rename(part, target).map_err(io)?;
    sync_folder(target).map_err(io)?;
    Ok(Some(bytes))
}

fn copy(source: &Connection, part: &Path, stop: &CancellationToken) -> Result<(), Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut copy = Connection::open_with_flags(part, flags)?;
    // Nobody else sees it yet, and it is synced as a whole.
    copy.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    copy.pragma_update(None, "synchronous", "OFF")?;
    // A copy that fails is thrown away; a journal beside it would be forgotten there.
    copy.pragma_update_and_check(None, "journal_mode", "MEMORY", |_| Ok(()))?;
    let mode: String = source.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    let whole = mode == "wal" || !source.is_autocommit();
    // With a log, one view of everything holds no writer up.
    let view = (whole && source.is_autocommit())
        .then(|| source.unchecked_transaction())
        .transpose()?;
    migrate::version(source)?;
    {
        let backup = Backup::new(source, &mut copy)?;
        loop {
            if stop.is_cancelled() {
                return Ok(());
            }
            match backup.step(if whole { PAGES_AT_ONCE } else { PAGES })? {
                StepResult::Done => break,
                StepResult::More if whole => {}
                // More to copy, or somebody writes: it is their turn.
                _ => thread::sleep(PAUSE),
            }
        }
    }
    drop(view);
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    sound(&copy)?;
    copy.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Whether a file can be relied on: ours, and whole by SQLite's quick check.
pub(super) fn sound(db: &Connection) -> Result<(), Fault> {
    migrate::version(db)?;
    let said: String = db.query_row("PRAGMA quick_check (1)", [], |row| row.get(0))?;
    if said == "ok" {
        Ok(())
    } else {
        Err(Fault::Sql(open::failure(rusqlite::ffi::SQLITE_CORRUPT)))
    }
}

/// A new name in a folder is on disk once the folder is.
pub(super) fn sync_folder(file: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(folder) = file.parent() {
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}
