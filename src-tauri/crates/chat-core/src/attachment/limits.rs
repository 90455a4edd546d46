//! How large files may be, and how many go with one question.
//!
//! Vendors count what is sent, so limits of pictures and PDFs count the base64. Anthropic takes
//! pictures of 5 MB and requests of 32 MB (platform.claude.com, "Vision" and "Errors"). A gateway
//! passes requests on to it and states no limit of its own (GATEWAY §1.8), so `openai-chat` has
//! the same. `OpenAI` and Google take more (their guides on pictures and file inputs); 20 MB a
//! picture is what both have taken all along.

use super::{Attached, Reason, Refused, called};
use crate::dialect::Dialect;
use crate::request::MediaKind;

const MIB: usize = 1024 * 1024;

/// Most files of one question.
pub const MAX_FILES: usize = 20;
/// Largest text file, in bytes.
pub const MAX_TEXT_BYTES: usize = 4 * MIB;
/// Largest file that any form takes, in bytes: no need to read on.
pub const MAX_FILE_BYTES: usize = 32 * MIB / 4 * 3;
/// What all files of one question may come to, in bytes as they are sent.
pub const MAX_TOGETHER: usize = 32 * MIB;

/// How large pictures and PDFs may be, in bytes as they are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    picture: usize,
    pdf: usize,
}

impl Limits {
    /// The limits of a dialect.
    pub fn of(dialect: Dialect) -> Self {
        let picture = match dialect {
            Dialect::OpenAiChat | Dialect::AnthropicMessages => 5 * MIB,
            Dialect::OpenAiResponses | Dialect::Gemini => 20 * MIB,
        };
        Self {
            picture,
            pdf: 32 * MIB,
        }
    }

    /// Whether a picture or PDF of that many bytes may go.
    pub(super) fn check(self, kind: MediaKind, bytes: usize) -> Result<(), Reason> {
        let most = if kind.is_image() {
            self.picture
        } else {
            self.pdf
        };
        let sent = encoded(bytes);
        if sent > most {
            return Err(Reason::TooLarge {
                what: called(kind),
                bytes: sent,
                most,
            });
        }
        Ok(())
    }
}

/// Whether a text of that many bytes may go.
pub(super) fn check_text(bytes: usize) -> Result<(), Reason> {
    if bytes > MAX_TEXT_BYTES {
        return Err(Reason::TooLarge {
            what: "text",
            bytes,
            most: MAX_TEXT_BYTES,
        });
    }
    Ok(())
}

/// Whether that many files may go with one question; asked before any is read.
pub fn check_count(files: usize) -> Result<(), Refused> {
    if files > MAX_FILES {
        return Err(Refused {
            name: String::new(),
            reason: Reason::TooMany { files },
        });
    }
    Ok(())
}

/// Whether these files may go together. The name is that of the first that is too much.
pub fn check_together(files: &[Attached]) -> Result<(), Refused> {
    check_count(files.len())?;
    let mut bytes = 0_usize;
    for file in files {
        let (name, more) = match file {
            Attached::Media(media) => (&media.name, media.base64.len()),
            Attached::Text(text) => (&text.name, text.text.len()),
        };
        bytes = bytes.saturating_add(more);
        if bytes > MAX_TOGETHER {
            return Err(Refused {
                name: name.clone(),
                reason: Reason::TogetherTooLarge { most: MAX_TOGETHER },
            });
        }
    }
    Ok(())
}

/// How long bytes become in base64, padding included.
fn encoded(bytes: usize) -> usize {
    bytes.div_ceil(3).saturating_mul(4)
}
