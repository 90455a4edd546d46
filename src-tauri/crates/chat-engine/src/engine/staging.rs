//! Files that a window has added and not sent yet, and chats that go along as one. They wait in
//! memory, each window's for itself, checked, within the limits of one question; a reload of the page
//! finds them again, the end of the program forgets them.

use super::export_history::Pieces;
use super::{AskedFile, Engine, ExportWhat, internal};
use crate::export::Format;
use crate::live::Face;
use chat_core::attachment::{
    Attached, Limits, MAX_FILE_BYTES, Refused, attach, check_count, check_together,
};
use chat_core::dialect::Dialect;
use chat_core::failure::{Code, Failure};
use chat_core::ids::ConversationId;
use chat_core::wire::{FileView, StagedFile};
use std::sync::{MutexGuard, PoisonError};

/// A file that waits.
#[derive(Debug)]
pub(super) struct Waiting {
    /// The window whose question it waits for.
    face: Face,
    view: StagedFile,
    asked: AskedFile,
    attached: Attached,
}

impl Engine {
    /// Takes a file for the next question of the window. What cannot go is refused here, by the
    /// limits of the connection that would be asked.
    pub async fn add_file(
        &self,
        face: Face,
        name: String,
        bytes: Vec<u8>,
        connection: Option<&str>,
    ) -> Result<StagedFile, Failure> {
        check_count(self.staged_files(face).len() + 1).map_err(|refused| refused.failure())?;
        if bytes.len() > MAX_FILE_BYTES {
            return Err(Failure::new(
                Code::TooLarge,
                "That file is over 24 MB, more than any model takes.",
            )
            .with_action("Attach only a part of it."));
        }
        let dialect = self.dialect_of(connection).await;
        let asked = AskedFile {
            name,
            bytes: bytes.into(),
        };
        let (asked, attached) = tokio::task::spawn_blocking(move || {
            let attached = attach(&asked.name, &asked.bytes, Limits::of(dialect));
            (asked, attached)
        })
        .await
        .map_err(|_| internal())?;
        let attached = attached.map_err(|refused| refused.failure())?;
        let view = StagedFile {
            id: super::new_id(),
            file: view_of(&attached, &asked),
        };
        let waiting = Waiting {
            face,
            view: view.clone(),
            asked,
            attached,
        };
        self.push(waiting).map_err(|refused| refused.failure())?;
        Ok(view)
    }

    /// Takes another conversation for the next question of the window: its chosen path as Markdown, as
    /// an export has it. One that is longer than a text may be is refused as such a file is.
    ///
    /// # Errors
    /// Where it is not there (any more), or cannot go.
    pub async fn add_conversation(
        &self,
        face: Face,
        id: ConversationId,
        connection: Option<&str>,
    ) -> Result<StagedFile, Failure> {
        // Before it is read: nothing of it could go.
        check_count(self.staged_files(face).len() + 1).map_err(|refused| refused.failure())?;
        let what = ExportWhat {
            conversation: Some(id.clone()),
            format: Format::Markdown,
            tree: false,
        };
        let mut export = self.export_history(what).await?;
        let mut text = String::new();
        while let Some(piece) = export.next().await? {
            text.push_str(&piece);
        }
        let row = self.store_to_read().await?.conversation(&id).await;
        let title = row.map_err(|error| error.failure())?.title;
        // A title is no path.
        let title = title.replace(['/', '\\'], "-");
        let name = match title.trim() {
            "" => "chat",
            title => title,
        };
        self.add_file(face, format!("{name}.md"), text.into_bytes(), connection)
            .await
    }

    /// Forgets a file that waits in a window. Whether there was one does not matter.
    pub fn remove_file(&self, face: Face, id: &str) {
        self.staged()
            .retain(|waiting| waiting.face != face || waiting.view.id != id);
    }

    /// The files that wait in a window, in the order in which they came.
    pub fn staged_files(&self, face: Face) -> Vec<StagedFile> {
        let staged = self.staged();
        let own = staged.iter().filter(|waiting| waiting.face == face);
        own.map(|waiting| waiting.view.clone()).collect()
    }

    /// The files of a question that is sent from a window.
    pub(super) fn files_to_send(
        &self,
        face: Face,
        ids: &[String],
    ) -> Result<Vec<AskedFile>, Failure> {
        let staged = self.staged();
        let find = |id: &String| {
            let mut own = staged.iter().filter(|waiting| waiting.face == face);
            own.find(|waiting| waiting.view.id == *id)
        };
        ids.iter()
            .map(|id| find(id).map(|waiting| waiting.asked.clone()))
            .collect::<Option<_>>()
            .ok_or_else(|| {
                Failure::new(
                    Code::ConfigInvalid,
                    "A file of this question is no longer there.",
                )
                .with_action("Attach it again.")
            })
    }

    /// One file that waits in a window.
    pub(super) fn staged_file(&self, face: Face, id: &str) -> Option<AskedFile> {
        let staged = self.staged();
        let mut own = staged.iter().filter(|waiting| waiting.face == face);
        let found = own.find(|waiting| waiting.view.id == id);
        found.map(|waiting| waiting.asked.clone())
    }

    /// Makes these the files that wait in a window. They were checked when they were first added.
    pub(super) async fn stage_instead(
        &self,
        face: Face,
        files: Vec<(String, AskedFile)>,
    ) -> Result<Vec<StagedFile>, Failure> {
        // The limits of a connection are asked again when it is sent.
        let limits = Limits::of(Dialect::OpenAiChat);
        let waiting: Vec<Waiting> = tokio::task::spawn_blocking(move || {
            let files = files.into_iter().filter_map(|(id, asked)| {
                let attached = attach(&asked.name, &asked.bytes, limits).ok()?;
                let file = view_of(&attached, &asked);
                Some(Waiting {
                    face,
                    view: StagedFile { id, file },
                    asked,
                    attached,
                })
            });
            files.collect()
        })
        .await
        .map_err(|_| internal())?;
        let views = waiting.iter().map(|one| one.view.clone()).collect();
        let mut staged = self.staged();
        staged.retain(|one| one.face != face);
        staged.extend(waiting);
        Ok(views)
    }

    /// What these files are in a request, for an estimate; those that are gone are left out.
    pub(super) fn staged_parts(&self, face: Face, ids: &[String]) -> Vec<(String, Attached)> {
        let staged = self.staged();
        let own = staged.iter().filter(|one| one.face == face);
        let named = own.filter(|one| ids.contains(&one.view.id));
        named
            .map(|one| (one.view.id.clone(), one.attached.clone()))
            .collect()
    }

    /// Checked again with those that came meanwhile: two may be added at once.
    fn push(&self, waiting: Waiting) -> Result<(), Refused> {
        let mut staged = self.staged();
        let own = staged.iter().filter(|one| one.face == waiting.face);
        let mut all: Vec<_> = own.map(|one| one.attached.clone()).collect();
        all.push(waiting.attached.clone());
        check_together(&all)?;
        staged.push(waiting);
        Ok(())
    }

    async fn dialect_of(&self, connection: Option<&str>) -> Dialect {
        let known = self.known().await;
        match self.peek(connection, &known).await {
            Ok((connection, _)) => connection.dialect(),
            // Sending says what is wrong with the connection; its limits are not the question here.
            Err(_) => Dialect::OpenAiChat,
        }
    }

    fn staged(&self) -> MutexGuard<'_, Vec<Waiting>> {
        self.inner
            .staged
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn view_of(attached: &Attached, asked: &AskedFile) -> FileView {
    let (name, kind) = match attached {
        Attached::Media(media) => (&media.name, media.kind.media_type()),
        Attached::Text(text) => (&text.name, "text/plain"),
    };
    FileView {
        name: name.clone(),
        kind: kind.to_owned(),
        bytes: u64::try_from(asked.bytes.len()).unwrap_or(u64::MAX),
    }
}
