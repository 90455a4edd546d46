//! Why a file does not go: one sentence that names it, and one action.

use super::{MAX_FILES, sniff::Foreign};
use crate::failure::{Code, Failure};
use std::fmt;

/// A file that does not go with a question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", Sentence(self))]
pub struct Refused {
    /// Its name, safe to show; empty where all files together are the reason.
    pub name: String,
    /// Why.
    pub reason: Reason,
}

/// Why a file does not go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No bytes, or nothing but a byte order mark.
    Empty,
    /// Over the limit of its kind, in bytes as it is sent.
    TooLarge {
        /// What it is: a picture, a PDF, a text.
        what: &'static str,
        /// How large it is.
        bytes: usize,
        /// How large it may be.
        most: usize,
    },
    /// Over the limit of all files together.
    TogetherTooLarge {
        /// How large they may be.
        most: usize,
    },
    /// Over the number of files of one question.
    TooMany {
        /// How many there are.
        files: usize,
    },
    /// A known kind of file that models do not take.
    Foreign(Foreign),
    /// Neither text nor anything known.
    Binary,
    /// Text, but neither UTF-8 nor UTF-16.
    Encoding,
}

impl Refused {
    /// What the person can do.
    pub fn action(&self) -> String {
        match self.reason {
            Reason::Empty => "Attach a file with something in it.".to_owned(),
            Reason::TooLarge {
                what: "picture", ..
            } => "Make the picture smaller, or save it as JPEG.".to_owned(),
            Reason::TooLarge { what, .. } => format!("Attach only a part of the {what}."),
            Reason::TogetherTooLarge { .. } => {
                "Send some of the files with another question.".to_owned()
            }
            Reason::TooMany { .. } => {
                format!("Attach at most {MAX_FILES} files, or put several into one.")
            }
            Reason::Foreign(foreign) => foreign.action().to_owned(),
            Reason::Binary => {
                "Attach text, a picture (PNG, JPEG, GIF or WebP) or a PDF.".to_owned()
            }
            Reason::Encoding => "Save it as UTF-8 and attach it again.".to_owned(),
        }
    }

    /// The code that faces act on.
    pub fn code(&self) -> Code {
        match self.reason {
            Reason::TooLarge { .. } | Reason::TogetherTooLarge { .. } => Code::TooLarge,
            Reason::Empty
            | Reason::TooMany { .. }
            | Reason::Foreign(_)
            | Reason::Binary
            | Reason::Encoding => Code::ConfigInvalid,
        }
    }

    /// The failure for a person.
    pub fn failure(&self) -> Failure {
        Failure::new(self.code(), self.to_string()).with_action(self.action())
    }
}

struct Sentence<'a>(&'a Refused);

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(Refused { name, reason }) = self;
        match reason {
            Reason::Empty => write!(f, "{name} is empty."),
            Reason::TooLarge { what, bytes, most } => write!(
                f,
                "{name} is a {what} of {} as it is sent; {} is the most.",
                megabytes(*bytes),
                megabytes(*most)
            ),
            Reason::TogetherTooLarge { most } => write!(
                f,
                "With {name} the files are over {} together.",
                megabytes(*most)
            ),
            Reason::TooMany { files } => {
                write!(f, "{files} files are attached; {MAX_FILES} are the most.")
            }
            Reason::Foreign(foreign) => {
                write!(f, "{name} is {}, which models do not take.", foreign.what())
            }
            Reason::Binary => write!(f, "{name} is neither text nor a picture nor a PDF."),
            Reason::Encoding => write!(f, "{name} is text that is neither UTF-8 nor UTF-16."),
        }
    }
}

/// A size as a person reads it, rounded up to a tenth: never as small as a limit that it passes.
fn megabytes(bytes: usize) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(1024 * 1024);
    match tenths % 10 {
        0 => format!("{} MB", tenths / 10),
        tenth => format!("{}.{tenth} MB", tenths / 10),
    }
}
