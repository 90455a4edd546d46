//! The text of a PDF, for models that take no PDFs: read in a thread of its own, bounded in size,
//! time and depth.
//!
//! A PDF is a stranger's program. The parser holds no unsafe code and bounds nesting and unpacking
//! itself; here a panic ends only the reading, and reading that does not end is left alone. Which
//! files go in which form is decided in `chat-core`.

mod page;

use chat_core::attachment::{MAX_FILE_BYTES, MAX_TEXT_BYTES};
use chat_core::failure::{Code, Failure};
use lopdf::{Document, LoadOptions};
use page::Page;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{Semaphore, oneshot};
use tokio::time::timeout;

/// How long reading may take, waiting for others included.
const LIMIT: Duration = Duration::from_secs(20);
/// How many PDFs are read at once; one whose reading does not end keeps its place.
static TURNS: Semaphore = Semaphore::const_new(2);
/// The parser goes at most 100 levels deep; this is several times what that takes.
const STACK_BYTES: usize = 32 * 1024 * 1024;
const BOUNDS: Bounds = Bounds {
    unpacked: 32 * 1024 * 1024,
    pages: 5_000,
    text: MAX_TEXT_BYTES,
};

/// How much is read.
#[derive(Clone, Copy)]
struct Bounds {
    /// What one packed stream may come to, in bytes.
    unpacked: usize,
    /// How many pages there may be.
    pages: usize,
    /// How long the text may be, in bytes.
    text: usize,
}

/// Why a PDF gave no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PdfProblem {
    /// It is damaged, or no PDF.
    #[error("could not be read as a PDF")]
    Unreadable,
    /// It asks for a password.
    #[error("is locked with a password")]
    Locked,
    /// Its pages are pictures, or its letters have no known meaning.
    #[error("holds no text that can be read out")]
    NoText,
    /// It, or its text, is over the limit of texts, or it has too many pages.
    #[error("holds too much text to send")]
    TooLarge,
    /// Reading it did not end in time.
    #[error("took too long to read")]
    TooSlow,
}

impl PdfProblem {
    /// The failure for a person; `name` is the file's, as it may be shown.
    pub fn failure(self, name: &str) -> Failure {
        let (code, action) = match self {
            Self::Unreadable => (Code::ConfigInvalid, "Save it anew as PDF, or as text."),
            Self::Locked => (Code::ConfigInvalid, "Save a copy without a password."),
            Self::NoText => (
                Code::ConfigInvalid,
                "Choose a model that takes PDFs, or attach its pages as pictures.",
            ),
            Self::TooLarge => (Code::TooLarge, "Attach only a part of it."),
            Self::TooSlow => (
                Code::TooLarge,
                "Choose a model that takes PDFs, or attach it as text.",
            ),
        };
        Failure::new(code, format!("{name} {self}.")).with_action(action)
    }
}

/// The text of a PDF's pages in their order, empty lines between them. Lines are told by where
/// letters stand; pictures, tables and forms are lost.
pub async fn pdf_text(bytes: Vec<u8>) -> Result<String, PdfProblem> {
    within(LIMIT, &TURNS, move |given_up| {
        text(&bytes, BOUNDS, given_up)
    })
    .await
}

/// Runs a reading in a thread of its own. One that is not done in time is told to stop and not
/// waited for; its turn stays taken until it does.
async fn within(
    limit: Duration,
    turns: &'static Semaphore,
    read: impl FnOnce(&AtomicBool) -> Result<String, PdfProblem> + Send + 'static,
) -> Result<String, PdfProblem> {
    let stop = Stop(Arc::default());
    let given_up = Arc::clone(&stop.0);
    let reading = async {
        let turn = turns.acquire().await.map_err(|_| PdfProblem::TooSlow)?;
        let (answer, answered) = oneshot::channel();
        std::thread::Builder::new()
            .name("pdf".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || {
                // A panic ends this thread, and with it both `turn` and `answer` are let go.
                let read = read(&given_up);
                drop(turn);
                // Nobody waits any more after a time-out.
                let _ = answer.send(read);
            })
            .map_err(|_| PdfProblem::TooSlow)?;
        answered.await.unwrap_or(Err(PdfProblem::Unreadable))
    };
    timeout(limit, reading)
        .await
        .unwrap_or(Err(PdfProblem::TooSlow))
}

/// Tells a reading to stop when nobody waits for it any more.
struct Stop(Arc<AtomicBool>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn text(bytes: &[u8], bounds: Bounds, given_up: &AtomicBool) -> Result<String, PdfProblem> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(PdfProblem::TooLarge);
    }
    let options = LoadOptions::with_max_decompressed_size(bounds.unpacked);
    let document =
        Document::load_mem_with_options(bytes, options).map_err(|error| problem(&error))?;
    if document.is_encrypted() && document.encryption_state.is_none() {
        return Err(PdfProblem::Locked);
    }
    let mut out = String::new();
    for (number, id) in document.page_iter().enumerate() {
        if given_up.load(Ordering::Relaxed) {
            return Err(PdfProblem::TooSlow);
        }
        if number >= bounds.pages {
            return Err(PdfProblem::TooLarge);
        }
        // A damaged page does not cost the others.
        let Ok(content) = document.get_page_content_with_limit(id, bounds.unpacked) else {
            continue;
        };
        let mut page = Page::new(&document, id, bounds.unpacked);
        let page = page.read(&content, bounds.text, given_up);
        let page = page.trim();
        if !page.is_empty() && !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(page);
        if out.len() > bounds.text {
            return Err(PdfProblem::TooLarge);
        }
    }
    if is_readable(&out) {
        Ok(out)
    } else {
        Err(PdfProblem::NoText)
    }
}

fn problem(error: &lopdf::Error) -> PdfProblem {
    match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => PdfProblem::Locked,
        lopdf::Error::Decompress(_) => PdfProblem::TooLarge,
        // The parser's other errors all mean this, whatever it adds to them.
        _ => PdfProblem::Unreadable,
    }
}

/// Whether most of it has a meaning: fonts without one give replacement characters.
fn is_readable(text: &str) -> bool {
    let (mut known, mut unknown) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if c == char::REPLACEMENT_CHARACTER || ('\u{e000}'..='\u{f8ff}').contains(&c) {
            unknown += 1;
        } else {
            known += 1;
        }
    }
    known > unknown
}

#[cfg(test)]
mod tests;
