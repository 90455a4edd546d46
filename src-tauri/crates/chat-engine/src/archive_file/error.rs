//! Why an archive cannot be read, decided from types, never from text.

use crate::io_words;
use chat_core::failure::{Code, Failure};
use std::io;
use std::path::Path;
use zip::result::ZipError;

/// Why an archive as a whole cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArchiveError {
    /// The system refused.
    #[error("the archive cannot be read")]
    Io(#[from] io::Error),
    /// A folder, a pipe or a device.
    #[error("not a file")]
    NoFile,
    /// Neither a zip nor JSON with conversations.
    #[error("not an archive of conversations")]
    Foreign,
    /// A zip without conversations.
    #[error("a zip without conversations.json")]
    NoConversations,
    /// The zip's conversations are locked with a password.
    #[error("the zip is encrypted")]
    Encrypted,
    /// The zip is packed in a way that exports are not.
    #[error("the zip is packed in an unknown way")]
    Method,
    /// The zip is damaged.
    #[error("the zip is damaged")]
    Broken,
    /// The zip lists more files than any export has.
    #[error("the zip lists too many files")]
    TooManyFiles,
    /// The zip names a file twice.
    #[error("the zip names a file twice")]
    TwoOfAName,
    /// More comes out of it than any export holds.
    #[error("the archive is too long")]
    TooLong,
    /// A later version of Gatehouse wrote it.
    #[error("the archive was written by a newer version of Gatehouse")]
    Newer {
        /// The version found.
        found: u64,
    },
}

impl From<ZipError> for ArchiveError {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::Io(error) => Self::from_read(error),
            ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
                Self::Method
            }
            ZipError::InvalidPassword => Self::Encrypted,
            // What it says of itself does not hold.
            _ => Self::Broken,
        }
    }
}

impl ArchiveError {
    /// An error while unpacking: bytes that do not fit are the zip's own fault.
    pub(super) fn from_read(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::UnexpectedEof
            | io::ErrorKind::Other => Self::Broken,
            io::ErrorKind::Unsupported => Self::Method,
            _ => Self::Io(error),
        }
    }

    /// The same as a person meets it: one sentence, one action.
    pub(crate) fn failure(&self, path: &Path) -> Failure {
        let file = path.display();
        let invalid = |sentence: String, action: &str| {
            Failure::new(Code::ConfigInvalid, sentence).with_action(action)
        };
        let whole = "Ask for the export again, and give the file as it came.";
        match self {
            Self::Io(error) => invalid(
                format!("{file} cannot be read ({}).", io_words::said(error)),
                "Check the path and that you may read it.",
            ),
            Self::NoFile => invalid(
                format!("{file} is not a file."),
                "Give the path of an export archive.",
            ),
            Self::Foreign => invalid(
                format!("{file} is no archive of conversations that Gatehouse knows."),
                "Give an export of ChatGPT, Claude or Gatehouse, as zip or JSON.",
            )
            .with_command(
                "Give an export of ChatGPT, Claude or Gatehouse, as zip or JSON; a copy of the whole history goes to gatehouse history restore.",
            ),
            Self::NoConversations => invalid(
                format!("{file} has no conversations.json in it."),
                "Give the zip that ChatGPT or Claude sent, as it came.",
            ),
            Self::Encrypted => invalid(
                format!("{file} is locked with a password."),
                "Unpack it yourself and give the conversations.json in it.",
            ),
            Self::Method => invalid(
                format!("{file} is packed in a way that Gatehouse does not know."),
                "Unpack it yourself and give the conversations.json in it.",
            ),
            Self::Broken => invalid(format!("The zip {file} is damaged."), whole),
            Self::TooManyFiles => invalid(
                format!("The zip {file} lists more files than any export has."),
                "Unpack it yourself and give the conversations.json in it.",
            ),
            Self::TwoOfAName => invalid(
                format!("The zip {file} names a file twice, of which only one could be read."),
                "Unpack it yourself and give each conversations.json in it.",
            ),
            Self::TooLong => invalid(
                format!("More than 16 GB comes out of {file}, which no export holds."),
                whole,
            ),
            Self::Newer { found } => invalid(
                format!("{file} was written by a newer version of Gatehouse (format {found})."),
                "Update Gatehouse, then import it.",
            ),
        }
    }
}
