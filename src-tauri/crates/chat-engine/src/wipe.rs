//! Files that go for good: out of their folder first, then overwritten, so that what is cut off in
//! the middle leaves nothing that looks like a damaged file.
//!
//! It knows no names of ours. On a disk that writes elsewhere what is overwritten (most with flash)
//! the old bytes stay until that disk needs their place; no program can do more.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// How much is overwritten at a time.
const BLOCK: usize = 1024 * 1024;

/// What was wiped, and what could not be.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Wiped {
    pub(crate) files: u32,
    pub(crate) bytes: u64,
    pub(crate) left: Vec<(PathBuf, io::ErrorKind)>,
}

impl Wiped {
    /// Wipes a file, or takes a link away; one that is not there is no loss.
    pub(crate) fn file(&mut self, path: &Path) {
        self.note(path, remove(path));
    }

    /// Empties a file that stays open elsewhere, such as the log.
    pub(crate) fn emptied(&mut self, path: &Path) {
        self.note(path, empty(path));
    }

    /// Wipes everything in a folder that is ours alone, and the folder. A link is taken away; where it
    /// leads nothing is touched.
    pub(crate) fn folder(&mut self, path: &Path) {
        let is_folder = fs::symlink_metadata(path).is_ok_and(|about| about.is_dir());
        if !is_folder {
            self.file(path);
            return;
        }
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            self.folder(&entry.path());
        }
        if let Err(error) = fs::remove_dir(path) {
            self.left.push((path.to_owned(), error.kind()));
        }
    }

    /// Notes what somebody else took away, if there was anything.
    pub(crate) fn done(&mut self, path: &Path, done: io::Result<bool>) {
        match done {
            Ok(true) => self.note(path, Ok(0)),
            Ok(false) => {}
            Err(error) => self.note(path, Err(error)),
        }
    }

    fn note(&mut self, path: &Path, done: io::Result<u64>) {
        match done {
            Ok(bytes) => {
                self.files = self.files.saturating_add(1);
                self.bytes = self.bytes.saturating_add(bytes);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => self.left.push((path.to_owned(), error.kind())),
        }
    }
}

fn remove(path: &Path) -> io::Result<u64> {
    let about = fs::symlink_metadata(path)?;
    // What has another name elsewhere belongs to somebody else, too.
    let opened = (about.is_file() && !has_other_names(&about))
        .then(|| OpenOptions::new().write(true).open(path).ok());
    fs::remove_file(path)?;
    if let Some(Some(mut file)) = opened
        && let Err(error) = overwrite(&mut file, about.len())
    {
        // It has no name any more; that is what counts.
        tracing::debug!(kind = ?error.kind(), "a removed file was not overwritten");
    }
    Ok(about.len())
}

fn empty(path: &Path) -> io::Result<u64> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::ErrorKind::NotFound.into());
    }
    let mut file = OpenOptions::new().write(true).open(path)?;
    let length = file.metadata()?.len();
    overwrite(&mut file, length)?;
    file.set_len(0)?;
    Ok(length)
}

fn overwrite(file: &mut File, length: u64) -> io::Result<()> {
    let zeros = vec![0; BLOCK];
    file.seek(SeekFrom::Start(0))?;
    let mut left = length;
    while left > 0 {
        let now = usize::try_from(left).unwrap_or(BLOCK).min(BLOCK);
        file.write_all(zeros.get(..now).unwrap_or_default())?;
        left = left.saturating_sub(u64::try_from(now).unwrap_or(left));
    }
    file.sync_data()
}

fn has_other_names(about: &Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::MetadataExt::nlink(about) > 1;
    #[cfg(not(unix))]
    return {
        let _ = about;
        false
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn a_file_is_gone_and_whoever_still_has_it_open_reads_zeros() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        fs::write(&path, b"secret words").unwrap();
        let mut open = File::open(&path).unwrap();
        let mut wiped = Wiped::default();
        wiped.file(&path);
        wiped.file(&dir.path().join("never there"));
        assert!(!path.exists());
        let mut seen = Vec::new();
        open.read_to_end(&mut seen).unwrap();
        assert_eq!(seen, [0; 12]);
        assert_eq!((wiped.files, wiped.bytes), (1, 12));
        assert!(wiped.left.is_empty());
    }

    #[test]
    fn an_open_log_is_emptied_and_goes_on() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("log");
        let mut log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .unwrap();
        log.write_all(b"secret words\n").unwrap();
        Wiped::default().emptied(&path);
        log.write_all(b"later\n").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"later\n");
    }

    #[cfg(unix)]
    #[test]
    fn what_a_link_leads_to_and_what_has_another_name_keep_their_bytes() {
        let dir = tempfile::tempdir().unwrap();
        let (ours, theirs) = (dir.path().join("ours"), dir.path().join("theirs"));
        fs::create_dir_all(ours.join("deep/er")).unwrap();
        fs::create_dir(&theirs).unwrap();
        fs::write(theirs.join("kept"), b"theirs").unwrap();
        fs::write(ours.join("deep/er/own"), b"own").unwrap();
        std::os::unix::fs::symlink(&theirs, ours.join("folder")).unwrap();
        std::os::unix::fs::symlink(theirs.join("kept"), ours.join("file")).unwrap();
        fs::hard_link(theirs.join("kept"), ours.join("deep/twin")).unwrap();
        let mut wiped = Wiped::default();
        wiped.folder(&ours);
        assert!(!ours.exists());
        assert_eq!(fs::read(theirs.join("kept")).unwrap(), b"theirs");
        assert_eq!(wiped.files, 4);
        assert!(wiped.left.is_empty());
    }
}
