//! What was typed and not sent, kept on disk so that neither a crash nor a restart loses it.

use super::{AskedFile, Engine};
use crate::live::Face;
use crate::store::{Draft, DraftFile, DraftPlace, Store};
use chat_core::failure::{Code, Failure};
use chat_core::ids::ConversationId;
use chat_core::wire::{DraftAsking, DraftView, HalfEdit, SaveDraft};
use std::sync::atomic::Ordering;

/// Largest text of a draft, in bytes: that of a question.
const MAX_DRAFT_BYTES: usize = 16 * 1024 * 1024;

impl Engine {
    /// Saves what stands in the box of a window, or in the place of a question. That of a temporary chat is
    /// kept in memory alone, as the chat is.
    pub async fn save_draft(&self, face: Face, params: SaveDraft) -> Result<(), Failure> {
        let SaveDraft {
            conversation,
            message,
            temporary,
            text,
            caret,
            files,
            asking,
        } = params;
        // A conversation that is begun keeps itself what it is asked with.
        let asking = asking.filter(|asking| conversation.is_none() && !is_empty(asking));
        if text.len() > MAX_DRAFT_BYTES || asking.as_ref().is_some_and(is_too_long) {
            return Err(too_long());
        }
        let store = self.draft_store(conversation.as_ref(), temporary).await?;
        let place = message.map_or_else(|| place(face, conversation), DraftPlace::Edit);
        let saved = store.draft_files(place.clone()).await;
        let saved = saved.map_err(|error| error.failure())?;
        let files = files
            .into_iter()
            .filter_map(|id| {
                let file = if saved.contains(&id) {
                    None
                } else {
                    Some(self.staged_file(face, &id)?)
                };
                Some(DraftFile {
                    name: file
                        .as_ref()
                        .map(|file| file.name.clone())
                        .unwrap_or_default(),
                    bytes: file.map(|file| file.bytes),
                    id,
                })
            })
            .collect();
        let draft = Draft {
            text,
            caret,
            files,
            asking: asking.and_then(|asking| serde_json::to_string(&asking).ok()),
        };
        let now_ms = self.inner.config.clock.now_ms();
        let saved = store.save_draft(place, draft, now_ms).await;
        saved.map_err(|error| error.failure())
    }

    /// Adds a text to quick-ask's draft, behind what stands there: from another program, which must
    /// not replace what a person typed.
    pub async fn add_to_quick_draft(&self, text: String) -> Result<(), Failure> {
        let store = self.store().await?;
        let there = store.draft(DraftPlace::Quick).await;
        let there = there.map_err(|error| error.failure())?.text.len();
        if there.saturating_add(text.len()).saturating_add(2) > MAX_DRAFT_BYTES {
            return Err(too_long());
        }
        let now_ms = self.inner.config.clock.now_ms();
        let added = store.add_to_draft(DraftPlace::Quick, text, now_ms).await;
        added.map_err(|error| error.failure())
    }

    /// The draft of a place, with the questions of it that are half put otherwise. Its files wait for
    /// their question again, and those of another place no longer do: they are in its draft. `temporary`:
    /// where nothing is begun, that of a temporary chat.
    pub async fn open_draft(
        &self,
        face: Face,
        conversation: Option<ConversationId>,
        temporary: bool,
    ) -> Result<DraftView, Failure> {
        let store = self.draft_store(conversation.as_ref(), temporary).await?;
        if face == Face::Quick && !self.inner.quick_draft_seen.swap(true, Ordering::AcqRel) {
            // Of before the program was started. While it runs, the window knows since when it is hidden.
            let kept_ms = i64::from(self.known().await.settings.quick_keep_minutes) * 60_000;
            let since_ms = self.inner.config.clock.now_ms().saturating_sub(kept_ms);
            let dropped = store.drop_old_draft(DraftPlace::Quick, since_ms).await;
            dropped.map_err(|error| error.failure())?;
        }
        let edits = match &conversation {
            Some(id) => store.half_edits(id.clone()).await,
            None => Ok(Vec::new()),
        };
        let edits = edits.map_err(|error| error.failure())?.into_iter();
        let edits = edits
            .map(|(message, text)| HalfEdit { message, text })
            .collect();
        let draft = store.draft(place(face, conversation)).await;
        let Draft {
            text,
            caret,
            files,
            asking,
        } = draft.map_err(|error| error.failure())?;
        // A newer program may keep more of it: what cannot be read counts as nothing.
        let asking = asking.and_then(|json| serde_json::from_str(&json).ok());
        let files = files.into_iter().filter_map(|file| {
            let (name, bytes) = (file.name, file.bytes?);
            Some((file.id, AskedFile { name, bytes }))
        });
        let files = self.stage_instead(face, files.collect()).await?;
        Ok(DraftView {
            text,
            caret,
            files,
            asking,
            edits,
        })
    }

    /// Where drafts of a conversation are kept: where it is itself.
    async fn draft_store(
        &self,
        conversation: Option<&ConversationId>,
        temporary: bool,
    ) -> Result<Store, Failure> {
        match conversation {
            Some(id) => Ok(self.home_to_change(id).await?.store),
            None if temporary => self.temporary_store(),
            None => self.store().await,
        }
    }
}

fn too_long() -> Failure {
    Failure::new(
        Code::TooLarge,
        "The text is over 16 MiB; it is not kept as a draft.",
    )
    .with_action("Shorten it.")
}

fn is_empty(asking: &DraftAsking) -> bool {
    *asking == DraftAsking::default()
}

fn is_too_long(asking: &DraftAsking) -> bool {
    let instructions = asking
        .begin
        .as_ref()
        .and_then(|begin| begin.instructions.as_ref());
    instructions.is_some_and(|text| text.len() > MAX_DRAFT_BYTES)
}

/// Whose draft a window shows.
pub(super) fn place(face: Face, conversation: Option<ConversationId>) -> DraftPlace {
    match (face, conversation) {
        (Face::Quick, _) => DraftPlace::Quick,
        (Face::Chat | Face::Cli, Some(id)) => DraftPlace::Conversation(id),
        (Face::Chat | Face::Cli, None) => DraftPlace::New,
    }
}
