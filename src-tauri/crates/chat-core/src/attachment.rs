//! Files that go with a question: what a file is, told by its bytes, and in which form it goes.
//!
//! Pictures and PDFs go as they are, in each dialect's own shape; text and source files as named
//! fenced text everywhere. Whatever else is refused by name, with what to do. Nothing here opens
//! a file: names and bytes are arguments.

mod decode;
mod fence;
mod language;
mod limits;
mod name;
mod refused;
mod sniff;

pub(crate) use fence::code;
pub use fence::{fenced, with_texts};
pub(crate) use language::of as language_of;
pub use limits::{
    Limits, MAX_FILE_BYTES, MAX_FILES, MAX_TEXT_BYTES, MAX_TOGETHER, check_count, check_together,
};
pub use name::file_name;
pub use refused::{Reason, Refused};
pub use sniff::Foreign;

use crate::request::{Media, MediaKind};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sniff::Sniffed;

/// A file, checked, in the form in which it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attached {
    /// A picture or a PDF, as it is.
    Media(Media),
    /// A text, as named fenced text.
    Text(AttachedText),
}

/// A text or source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedText {
    /// The file's name, safe to show and to send.
    pub name: String,
    /// Its language, as code fences name it.
    pub language: &'static str,
    /// What it says, without a byte order mark; otherwise unchanged.
    pub text: String,
}

impl AttachedText {
    /// The text of a PDF for a model that takes none: the name says that it is no more than that.
    pub fn of_pdf(name: &str, text: String) -> Self {
        Self {
            name: format!("{} (its text only)", file_name(name)),
            language: "text",
            text,
        }
    }
}

/// Looks into a file and gives the form in which it goes, or why it does not.
///
/// The name only tells a text's language and what to say in a refusal: what a file is, its first
/// bytes decide. Folders in the name are dropped, so that no path leaves the machine.
pub fn attach(name: &str, bytes: &[u8], limits: Limits) -> Result<Attached, Refused> {
    let name = file_name(name);
    let refuse = |reason| Refused {
        name: name.clone(),
        reason,
    };
    if bytes.is_empty() {
        return Err(refuse(Reason::Empty));
    }
    match sniff::sniff(&name, bytes) {
        Sniffed::Media(kind) => {
            limits.check(kind, bytes.len()).map_err(refuse)?;
            Ok(Attached::Media(Media {
                kind,
                base64: STANDARD.encode(bytes).into(),
                name,
            }))
        }
        Sniffed::Foreign(what) => Err(refuse(Reason::Foreign(what))),
        Sniffed::Unknown => {
            // Before decoding: a large file is not worth the work.
            limits::check_text(bytes.len()).map_err(refuse)?;
            let text = decode::text(bytes).map_err(refuse)?;
            limits::check_text(text.len()).map_err(refuse)?;
            Ok(Attached::Text(AttachedText {
                language: language::of(&name),
                name,
                text,
            }))
        }
    }
}

/// What a refusal calls a kind of file.
fn called(kind: MediaKind) -> &'static str {
    if kind.is_image() { "picture" } else { "PDF" }
}

#[cfg(test)]
mod tests;
