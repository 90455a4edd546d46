//! Why the system refused to read or write a file, in words that a person uses, and what is no file
//! to be read at all. No sentence names a file.

use std::io;
use std::path::Path;

/// The size of a plain file in bytes. It is looked at and not opened: opening a pipe waits for
/// somebody who writes, and a device may never end.
pub(crate) fn plain_file(path: &Path) -> io::Result<u64> {
    let about = std::fs::metadata(path)?;
    if about.is_file() {
        return Ok(about.len());
    }
    Err(io::Error::from(if about.is_dir() {
        io::ErrorKind::IsADirectory
    } else {
        io::ErrorKind::Other
    }))
}

/// A few words that go into parentheses.
pub(crate) fn said(error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder",
        io::ErrorKind::PermissionDenied => "that is not allowed",
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full",
        io::ErrorKind::IsADirectory => "it is a folder",
        io::ErrorKind::NotADirectory => "a part of its path is no folder",
        io::ErrorKind::InvalidFilename => "such a name cannot be",
        // Ours, for what is no plain file.
        io::ErrorKind::Other => "it is no plain file, or the system refused",
        // The kinds are open-ended; the system's own word is better than none.
        other => return other.to_string(),
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Error, ErrorKind};

    #[test]
    fn what_people_meet_is_said_in_their_words() {
        let missing = std::fs::read("no/such/file").unwrap_err();
        assert_eq!(said(&missing), "there is no such file or folder");
        let folder = Error::from(ErrorKind::IsADirectory);
        assert_eq!(said(&folder), "it is a folder");
        assert_eq!(said(&Error::from(ErrorKind::TimedOut)), "timed out");
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        std::fs::write(&file, "four").unwrap();
        assert_eq!(plain_file(&file).unwrap(), 4);
        let folder = plain_file(dir.path()).unwrap_err();
        assert_eq!(said(&folder), "it is a folder");
        #[cfg(unix)]
        assert!(said(&plain_file(Path::new("/dev/null")).unwrap_err()).contains("no plain file"));
    }
}
