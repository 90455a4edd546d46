//! Why the system refused to read or write a file, in words that a person uses. Knows no file's name.

use std::io;

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
    use super::said;
    use std::io::{Error, ErrorKind};

    #[test]
    fn what_people_meet_is_said_in_their_words() {
        let missing = std::fs::read("no/such/file").unwrap_err();
        assert_eq!(said(&missing), "there is no such file or folder");
        let folder = Error::from(ErrorKind::IsADirectory);
        assert_eq!(said(&folder), "it is a folder");
        assert_eq!(said(&Error::from(ErrorKind::TimedOut)), "timed out");
    }
}
