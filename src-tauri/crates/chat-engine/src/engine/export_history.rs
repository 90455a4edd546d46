//! Exporting: conversation by conversation, a piece of text at a time, so that nothing is held
//! that is not being written.

use super::{Engine, internal};
use crate::export::{self, Format, Written};
use crate::io_words;
use crate::store::{Store, StoreError};
use chat_core::archive::{FORMAT, VERSION};
use chat_core::failure::{Code, Failure};
use chat_core::ids::ConversationId;
use std::collections::VecDeque;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;
use tokio_util::sync::CancellationToken;

/// How many ids are read at a time.
const PAGE: u32 = 500;

/// What is exported.
#[derive(Debug, Clone)]
pub struct ExportWhat {
    /// One conversation; none is all.
    pub conversation: Option<ConversationId>,
    /// As what.
    pub format: Format,
    /// Every message, for formats that show a path.
    pub tree: bool,
}

/// An export under way; [`Export::next`] gives its text.
#[derive(Debug)]
pub struct Export {
    engine: Engine,
    store: Store,
    what: ExportWhat,
    waiting: VecDeque<ConversationId>,
    /// After which conversation the next page of ids begins; none when all are known.
    page: Option<i64>,
    /// The conversation whose next part comes, and where it begins.
    part: Option<(ConversationId, i64)>,
    begun: bool,
    first: bool,
    over: bool,
}

impl Engine {
    /// Begins an export.
    ///
    /// # Errors
    /// Where the conversation is not there, or the history cannot be read.
    pub async fn export_history(&self, what: ExportWhat) -> Result<Export, Failure> {
        let store = self.store_to_read().await?;
        let mut waiting = VecDeque::new();
        if let Some(id) = &what.conversation {
            store
                .conversation(id)
                .await
                .map_err(|error| error.failure())?;
            waiting.push_back(id.clone());
        }
        let page = what.conversation.is_none().then_some(0);
        Ok(Export {
            engine: self.clone(),
            store,
            what,
            waiting,
            page,
            part: None,
            begun: false,
            first: true,
            over: false,
        })
    }

    /// Exports to a file that only its owner can read, whole or not at all; whether it was not
    /// stopped before. A file that is there is left as it is unless `replace` says otherwise.
    ///
    /// # Errors
    /// As above, and where the file cannot be written.
    pub async fn export_to(
        &self,
        what: ExportWhat,
        path: PathBuf,
        replace: bool,
        stop: &CancellationToken,
    ) -> Result<bool, Failure> {
        let export = self.export_history(what).await?;
        write_pieces(export, path, replace, stop).await
    }
}

/// A text that is made piece by piece.
pub trait Pieces: Send {
    /// The next piece; none at the end.
    ///
    /// # Errors
    /// Where what it is made of cannot be read any further.
    fn next(&mut self) -> impl Future<Output = Result<Option<String>, Failure>> + Send;
}

/// Writes such a text to a file that only its owner can read, whole or not at all; whether it was
/// not stopped before.
pub(super) async fn write_pieces(
    mut pieces: impl Pieces,
    path: PathBuf,
    replace: bool,
    stop: &CancellationToken,
) -> Result<bool, Failure> {
    let (path, mut file) = begun(path, replace)?;
    let failed = |error: &std::io::Error| unwritten(&path, error);
    while let Some(text) = pieces.next().await? {
        if stop.is_cancelled() {
            return Ok(false);
        }
        let written =
            tokio::task::spawn_blocking(move || file.write_all(text.as_bytes()).map(|()| file));
        file = written
            .await
            .map_err(|_| internal())?
            .map_err(|error| failed(&error))?;
    }
    let (to, stop) = (path.clone(), stop.clone());
    let kept = tokio::task::spawn_blocking(move || {
        file.as_file().sync_all()?;
        if stop.is_cancelled() {
            return Ok(false);
        }
        keep(file, &to, replace).map(|()| true)
    });
    let kept = kept.await.map_err(|_| internal())?;
    kept.map_err(|error| not_kept(&path, &error))
}

/// Writes a text to a file that only its owner can read, whole or not at all. A file that is there
/// is left as it is unless `replace` says otherwise.
pub(super) async fn write_whole(path: PathBuf, text: String, replace: bool) -> Result<(), Failure> {
    let writing = move || {
        let (path, mut file) = begun(path, replace)?;
        let failed = |error: std::io::Error| unwritten(&path, &error);
        file.write_all(text.as_bytes()).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        keep(file, &path, replace).map_err(|error| not_kept(&path, &error))
    };
    tokio::task::spawn_blocking(writing)
        .await
        .map_err(|_| internal())?
}

/// Where it is to be, and a file beside that to write to.
fn begun(path: PathBuf, replace: bool) -> Result<(PathBuf, NamedTempFile), Failure> {
    // Behind a link it is the file that is replaced, and nothing but a file ever is.
    let path = match io_words::plain_file(&path) {
        Ok(_) if !replace => return Err(exists(&path)),
        Ok(_) => path.canonicalize().unwrap_or(path),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => path,
        Err(error) => return Err(unwritten(&path, &error)),
    };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        Some(_) | None => PathBuf::from("."),
    };
    // Killed in between, it leaves what a person can tell.
    let file = tempfile::Builder::new()
        .prefix("gatehouse-export-")
        .suffix(".part")
        .tempfile_in(folder)
        .map_err(|error| unwritten(&path, &error))?;
    Ok((path, file))
}

fn keep(file: NamedTempFile, to: &Path, replace: bool) -> std::io::Result<()> {
    let kept = if replace {
        file.persist(to)
    } else {
        file.persist_noclobber(to)
    };
    kept.map(drop).map_err(|error| error.error)
}

fn not_kept(path: &Path, error: &std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::AlreadyExists {
        return exists(path);
    }
    unwritten(path, error)
}

impl Pieces for Export {
    async fn next(&mut self) -> Result<Option<String>, Failure> {
        if !self.begun {
            self.begun = true;
            return Ok(Some(self.begin()));
        }
        while !self.over {
            let text = if let Some((id, after)) = self.part.take() {
                self.archived(id, after).await?
            } else if let Some(id) = self.next_id().await? {
                match self.what.format {
                    Format::Json => self.archived(id, 0).await?,
                    Format::Markdown | Format::Html => self.shown(&id).await?,
                }
            } else {
                self.over = true;
                return Ok(Some(self.end()));
            };
            // One that was deleted meanwhile is not there any more.
            if text.is_some() {
                return Ok(text);
            }
        }
        Ok(None)
    }
}

impl Export {
    async fn next_id(&mut self) -> Result<Option<ConversationId>, Failure> {
        if self.waiting.is_empty()
            && let Some(after) = self.page
        {
            let ids = self.store.conversation_ids(after, PAGE).await;
            let ids = ids.map_err(|error| error.failure())?;
            self.page = ids.last().map(|(seq, _)| *seq);
            self.waiting.extend(ids.into_iter().map(|(_, id)| id));
        }
        Ok(self.waiting.pop_front())
    }

    /// A conversation's lossless form, or the next part of it, on a line.
    async fn archived(
        &mut self,
        id: ConversationId,
        after: i64,
    ) -> Result<Option<String>, Failure> {
        let (archived, next) = match self.store.whole(&id, after).await {
            Ok(part) => part,
            Err(StoreError::NotFound(_)) => return Ok(None),
            Err(error) => return Err(error.failure()),
        };
        self.part = next.map(|next| (id, next));
        let comma = if std::mem::take(&mut self.first) {
            ""
        } else {
            ","
        };
        let line = tokio::task::spawn_blocking(move || serde_json::to_string(&archived))
            .await
            .map_err(|_| internal())?
            .map_err(|_| internal())?;
        Ok(Some(format!("{comma}\n{line}")))
    }

    /// A conversation for a person.
    async fn shown(&mut self, id: &ConversationId) -> Result<Option<String>, Failure> {
        let row = match self.store.conversation(id).await {
            Ok(row) => row,
            Err(StoreError::NotFound(_)) => return Ok(None),
            Err(error) => return Err(error.failure()),
        };
        let (_, messages) = self.engine.messages(id, self.what.tree).await?;
        let (format, is_tree) = (self.what.format, self.what.tree);
        let first = std::mem::take(&mut self.first);
        let text = tokio::task::spawn_blocking(move || {
            let written = Written {
                title: &row.title,
                created_at_ms: row.created_at_ms,
                messages: &messages,
                is_tree,
            };
            export::conversation(format, &written, first)
        });
        Ok(Some(text.await.map_err(|_| internal())?))
    }

    fn begin(&self) -> String {
        match self.what.format {
            Format::Json => format!(
                "{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"exportedAtMs\":{},\"conversations\":[",
                self.engine.inner.config.clock.now_ms()
            ),
            other @ (Format::Markdown | Format::Html) => export::begin(other).to_owned(),
        }
    }

    fn end(&self) -> String {
        match self.what.format {
            Format::Json => "\n]}\n".to_owned(),
            other @ (Format::Markdown | Format::Html) => export::end(other).to_owned(),
        }
    }
}

fn exists(path: &Path) -> Failure {
    Failure::new(
        Code::ConfigInvalid,
        format!("{} is there already.", path.display()),
    )
    .with_action("Choose another name.")
    .with_command("Choose another name, or say --force to replace it.")
}

fn unwritten(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(
        Code::Storage,
        format!(
            "{} could not be written ({}).",
            path.display(),
            io_words::said(error)
        ),
    )
    .with_action("Choose a place that can be written to.")
}
