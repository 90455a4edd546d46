//! Which process works on a turn: each holds an OS lock on a file of its own, which the system
//! releases however the process ends.
//!
//! Knows no tables and makes no names.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Why a process could not be named as an owner.
#[derive(Debug, thiserror::Error)]
pub enum OwnerError {
    /// A name is 1 to 64 letters, digits, `-` or `_`.
    #[error("not a name for an owner")]
    Name,
    /// The lock file could not be made or locked; a name that is already taken is
    /// [`io::ErrorKind::AlreadyExists`].
    #[error("the lock file could not be made")]
    Io {
        /// The lock file.
        path: PathBuf,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
}

/// This process's lock. Held until it is dropped; then the file is removed.
#[derive(Debug)]
pub struct Owner {
    name: String,
    path: PathBuf,
    // Its open lock is the sign of life; nothing is ever written to it.
    _lock: File,
}

impl Owner {
    /// Makes and locks `owners/NAME.lock` in the data folder. The name must be new: a random one.
    ///
    /// # Errors
    /// [`OwnerError::Io`] where the folder cannot be written to, the file system has no locks,
    /// or the name was used before.
    pub fn create(folder: &Path, name: &str) -> Result<Self, OwnerError> {
        let path = lock_path(folder, name).ok_or(OwnerError::Name)?;
        let made = make_folder(&folder.join("owners")).and_then(|()| lock_new(&path, || ()));
        match made {
            Ok(lock) => Ok(Self {
                name: name.to_owned(),
                path,
                _lock: lock,
            }),
            Err(source) => Err(OwnerError::Io { path, source }),
        }
    }

    /// The name, as it goes into a turn's row.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        // Left behind, it is found unlocked and removed by the next process that asks.
        fs::remove_file(&self.path).ok();
    }
}

/// Whether the process that holds this name is running. A dead one's file is removed. Where the
/// system cannot tell, the answer is yes: then nothing of another process is touched.
pub fn is_alive(folder: &Path, name: &str) -> bool {
    let Some(path) = lock_path(folder, name) else {
        // No process can have such a name.
        return false;
    };
    loop {
        // Opened apart from the holder's own file: its lock is not shared, nor released by closing.
        let lock = match private_options().open(&path) {
            Ok(lock) => lock,
            Err(error) => return error.kind() != io::ErrorKind::NotFound,
        };
        match lock.try_lock() {
            // Somebody else removed it first; by that name there may be a living one's file now.
            Ok(()) if is_removed(&lock) => {}
            Ok(()) => {
                fs::remove_file(&path).ok();
                return false;
            }
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => return true,
        }
    }
}

/// Whether an open file has no name any more, where the system can tell.
fn is_removed(file: &File) -> bool {
    #[cfg(unix)]
    return file
        .metadata()
        .is_ok_and(|file| std::os::unix::fs::MetadataExt::nlink(&file) == 0);
    #[cfg(not(unix))]
    return {
        let _ = file;
        false
    };
}

/// The lock files in a folder, whoever held them.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder.join("owners"));
    let locks = files
        .into_iter()
        .flatten()
        .flatten()
        .map(|file| file.path());
    locks
        .filter(|path| path.extension().is_some_and(|ending| ending == "lock"))
        .collect()
}

/// Whether another process than `own` runs on this folder.
pub fn has_others(folder: &Path, own: Option<&str>) -> bool {
    let Ok(files) = fs::read_dir(folder.join("owners")) else {
        return false;
    };
    files.flatten().any(|file| {
        let name = file.file_name();
        let name = name.to_str().and_then(|name| name.strip_suffix(".lock"));
        name.is_some_and(|name| Some(name) != own && is_alive(folder, name))
    })
}

/// Removes the files of processes that died without removing them.
pub fn sweep(folder: &Path) {
    let Ok(files) = fs::read_dir(folder.join("owners")) else {
        return;
    };
    for file in files.flatten() {
        let name = file.file_name();
        if let Some(name) = name.to_str().and_then(|name| name.strip_suffix(".lock")) {
            is_alive(folder, name);
        }
    }
}

fn lock_path(folder: &Path, name: &str) -> Option<PathBuf> {
    let fits = (1..=64).contains(&name.len());
    let clean = name
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    (fits && clean).then(|| folder.join("owners").join(format!("{name}.lock")))
}

/// Makes and locks a new file. Between the two it looks like a dead owner's, and somebody who asks
/// just then removes it: so the name must still be there once the lock is held. `between` is
/// called there, for the test.
fn lock_new(path: &Path, mut between: impl FnMut()) -> io::Result<File> {
    loop {
        let lock = private_options().create_new(true).open(path)?;
        between();
        match lock.try_lock() {
            Ok(()) if path.exists() => return Ok(lock),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                drop(lock);
                wait_until_removed(path);
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

/// Another process is about to remove the file that it took for a dead owner's.
fn wait_until_removed(path: &Path) {
    for _ in 0..100 {
        if !path.exists() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn being_taken_for_dead_while_starting_does_no_harm() {
        let dir = tempfile::tempdir().unwrap();
        let path = lock_path(dir.path(), "me").unwrap();
        make_folder(&dir.path().join("owners")).unwrap();
        let mut times = 0;
        let lock = lock_new(&path, || {
            times += 1;
            if times <= 2 {
                assert!(!is_alive(dir.path(), "me"));
            }
        });
        assert_eq!(times, 3);
        assert!(is_alive(dir.path(), "me"));
        drop(lock);
        assert!(!is_alive(dir.path(), "me"));
    }

    #[test]
    #[cfg(unix)]
    fn a_file_that_another_made_under_the_same_name_is_not_taken_for_ones_own() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("me.lock");
        let first = private_options().create_new(true).open(&path).unwrap();
        assert!(!is_removed(&first));
        fs::remove_file(&path).unwrap();
        let second = private_options().create_new(true).open(&path).unwrap();
        assert!(is_removed(&first) && !is_removed(&second));
    }

    #[test]
    fn somebody_removing_it_just_now_is_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let path = lock_path(dir.path(), "me").unwrap();
        make_folder(&dir.path().join("owners")).unwrap();
        let mut remover = None;
        let _lock = lock_new(&path, || {
            if remover.is_none() {
                let lock = private_options().open(&path).unwrap();
                lock.try_lock().unwrap();
                let path = path.clone();
                remover = Some(std::thread::spawn(move || {
                    std::thread::sleep(std::time::Duration::from_millis(5));
                    fs::remove_file(path).unwrap();
                    drop(lock);
                }));
            }
        })
        .unwrap();
        remover.unwrap().join().unwrap();
        assert!(is_alive(dir.path(), "me"));
    }
}
