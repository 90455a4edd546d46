//! Files that go with a question: looked into before anything is stored, kept with the question,
//! and sent again with everything that follows it.
//!
//! What a file is and how large it may be is decided in `chat-core`; nothing here opens one.

use super::question::Wanted;
use crate::attachment::pdf_text;
use crate::store::Store;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chat_core::attachment::{
    Attached, AttachedText, Limits, MAX_TOGETHER, attach, check_count, check_together, with_texts,
};
use chat_core::catalogue::Inputs;
use chat_core::dialect::{Dialect, Upstream};
use chat_core::failure::{Code, Failure};
use chat_core::request::{ChatRequest, Media, RequestMessage};
use std::fmt;
use std::sync::Arc;

/// A file to go with a question.
#[derive(Clone)]
pub struct AskedFile {
    /// Its name; folders in it are dropped.
    pub name: String,
    /// What it holds.
    pub bytes: Arc<[u8]>,
}

impl fmt::Debug for AskedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AskedFile")
            .field("name", &self.name)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// A question with its files in the form in which they are kept.
#[derive(Clone)]
pub(super) struct Put {
    /// The question, texts and source files in front of it.
    pub(super) text: String,
    /// Pictures and PDFs.
    pub(super) media: Vec<Media>,
}

/// Looks into the files of a question.
pub(super) async fn put(text: &str, files: &[AskedFile], dialect: Dialect) -> Result<Put, Failure> {
    check_count(files.len()).map_err(|refused| refused.failure())?;
    let files = files.to_vec();
    let text = text.to_owned();
    // Encoding megabytes takes time that other turns should not wait for.
    tokio::task::spawn_blocking(move || {
        let attached = files
            .iter()
            .map(|file| attach(&file.name, &file.bytes, Limits::of(dialect)))
            .collect::<Result<Vec<_>, _>>()
            .and_then(|attached| check_together(&attached).map(|()| attached))
            .map_err(|refused| refused.failure())?;
        let (mut texts, mut media) = (Vec::new(), Vec::new());
        for file in attached {
            match file {
                Attached::Text(text) => texts.push(text),
                Attached::Media(one) => media.push(one),
            }
        }
        Ok(Put {
            text: with_texts(&texts, &text),
            media,
        })
    })
    .await
    .map_err(|_| super::internal())?
}

/// Fetches the files of earlier questions, unless they are too much for one request together
/// with those of the new one.
pub(super) async fn fetch_media(
    store: &Store,
    sent: &mut [RequestMessage],
    wanted: Vec<Wanted>,
) -> Result<(), Failure> {
    if wanted.is_empty() {
        return Ok(());
    }
    let new = sent.iter().flat_map(|message| &message.media);
    let earlier = wanted.iter().map(|wanted| wanted.bytes.div_ceil(3) * 4);
    let together = earlier.sum::<u64>()
        + new
            .filter_map(|media| u64::try_from(media.base64.len()).ok())
            .sum::<u64>();
    if usize::try_from(together).map_or(true, |bytes| bytes > MAX_TOGETHER) {
        return Err(Failure::new(
            Code::TooLarge,
            "The files of this chat are over 32 MB together.",
        )
        .with_action("Begin a new chat with those that matter."));
    }
    for Wanted { at, question, .. } in wanted {
        if let Some(message) = sent.get_mut(at) {
            let media = store.media(&question).await;
            message.media = media.map_err(|error| error.failure())?;
        }
    }
    Ok(())
}

/// Puts the text of PDFs in their place for a model that is known to take none, and tells what
/// does not go as it was meant.
pub(super) async fn fit(
    request: &mut ChatRequest,
    inputs: Option<Inputs>,
    dialect: Dialect,
    upstream: &Upstream,
) -> Result<Vec<String>, Failure> {
    let mut notes = Vec::new();
    if let Some(inputs) = inputs {
        let model = &request.model;
        for message in &mut request.messages {
            if !inputs.pdf {
                pdfs_as_text(message, model, &mut notes).await?;
            }
            // A list may be old: the server decides.
            let pictures = message.media.iter().filter(|media| media.kind.is_image());
            notes.extend(pictures.filter(|_| !inputs.image).map(|picture| {
                let name = &picture.name;
                format!("{name} is sent, but {model} is not listed as taking pictures.")
            }));
        }
    }
    let not_sent = dialect.not_sent(request, upstream);
    let (model, dialect) = (&request.model, dialect.name());
    notes.extend(not_sent.into_iter().map(|option| {
        format!("Not sent, as {model} over {dialect} has no place for it: the {option}.")
    }));
    Ok(notes)
}

async fn pdfs_as_text(
    message: &mut RequestMessage,
    model: &str,
    notes: &mut Vec<String>,
) -> Result<(), Failure> {
    let (pdfs, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut message.media)
        .into_iter()
        .partition(|media| !media.kind.is_image());
    message.media = rest;
    let mut texts = Vec::new();
    for pdf in pdfs {
        let bytes = STANDARD
            .decode(&*pdf.base64)
            .map_err(|_| super::internal())?;
        let text = pdf_text(bytes)
            .await
            .map_err(|problem| problem.failure(&pdf.name))?;
        notes.push(format!(
            "{} goes as its text only: {model} takes no PDFs.",
            pdf.name
        ));
        texts.push(AttachedText::of_pdf(&pdf.name, text));
    }
    message.text = with_texts(&texts, &message.text);
    Ok(())
}
