//! Conversations as faces see them.

use super::{CONVERSATIONS_PAGE, Engine};
use crate::live::cost_view;
use crate::owner;
use crate::store::{ConversationRow, KeptFile, Store, StoredMessage};
use chat_core::dialect::Picture;
use chat_core::failure::Failure;
use chat_core::ids::{ConversationId, MessageId};
use chat_core::message::{MessageState, Role};
use chat_core::wire::{AnswerFacts, ConversationView, FileView, MessageView, OpenConversation};

impl Engine {
    /// The newest conversations, or those before the last one of a list.
    pub async fn list_conversations(
        &self,
        before: Option<ConversationId>,
    ) -> Result<Vec<ConversationView>, Failure> {
        let store = self.store_to_read().await?;
        let before = match before {
            Some(id) => {
                let row = store
                    .conversation(&id)
                    .await
                    .map_err(|error| error.failure())?;
                Some((row.updated_at_ms, id))
            }
            None => None,
        };
        let rows = store
            .conversations(before, CONVERSATIONS_PAGE)
            .await
            .map_err(|error| error.failure())?;
        Ok(rows.into_iter().map(row_view).collect())
    }

    /// A conversation's chosen path, rendered.
    pub async fn open_conversation(&self, id: ConversationId) -> Result<OpenConversation, Failure> {
        let store = self.store_to_read().await?;
        let row = store
            .conversation(&id)
            .await
            .map_err(|error| error.failure())?;
        let mut path = store.path(&id).await.map_err(|error| error.failure())?;
        self.settle(&store, &mut path).await;
        // Rendering a long conversation takes milliseconds that other turns should not wait for.
        let messages =
            tokio::task::spawn_blocking(move || path.into_iter().map(message_view).collect())
                .await
                .map_err(|_| super::internal())?;
        Ok(OpenConversation {
            conversation: row_view(row),
            messages,
        })
    }

    /// The messages of a conversation: the chosen path, or the whole tree.
    pub async fn messages(
        &self,
        id: &ConversationId,
        tree: bool,
    ) -> Result<(ConversationView, Vec<StoredMessage>), Failure> {
        let store = self.store_to_read().await?;
        let row = store
            .conversation(id)
            .await
            .map_err(|error| error.failure())?;
        let messages = if tree {
            store.tree(id).await
        } else {
            store.path(id).await
        };
        let mut messages = messages.map_err(|error| error.failure())?;
        self.settle(&store, &mut messages).await;
        Ok((row_view(row), messages))
    }

    /// Answers whose process is dead are interrupted, also where that cannot be written.
    async fn settle(&self, store: &Store, messages: &mut [StoredMessage]) {
        for stored in messages {
            if !stored.message.state.is_open() {
                continue;
            }
            self.inner.unsaved.complete(stored);
            let Some(turn) = &stored.turn else { continue };
            if let Ok(Some(turn)) = store.turn(turn).await
                && !owner::is_alive(&self.inner.config.data_dir, &turn.owner)
            {
                stored.message.state = MessageState::Interrupted;
            }
        }
    }

    /// The pictures in an answer, in their order.
    pub async fn pictures_of(&self, answer: &MessageId) -> Result<Vec<Picture>, Failure> {
        let store = self.store_to_read().await?;
        let pictures = store.pictures(answer).await;
        pictures.map_err(|error| error.failure())
    }

    /// The conversation that changed last.
    pub async fn last_conversation(&self) -> Result<Option<ConversationId>, Failure> {
        self.store_to_read()
            .await?
            .last_conversation()
            .await
            .map_err(|error| error.failure())
    }

    /// The exact text of a message.
    pub async fn text_of(&self, id: &MessageId) -> Result<String, Failure> {
        let stored = self
            .store_to_read()
            .await?
            .message(id)
            .await
            .map_err(|error| error.failure())?;
        Ok(stored.message.text)
    }
}

pub(super) fn row_view(row: ConversationRow) -> ConversationView {
    ConversationView {
        id: row.id,
        title: row.title,
        updated_at_ms: row.updated_at_ms,
        message_count: row.message_count,
    }
}

fn message_view(stored: StoredMessage) -> MessageView {
    let StoredMessage {
        message,
        turn,
        finish,
        error,
        max_tokens,
        usage,
        cost,
        provider,
        first_token_ms,
        total_ms,
        asked,
        attempts,
        receipt,
        files,
        ..
    } = stored;
    let nodes = match message.role {
        Role::Assistant => chat_render::render(&message.text),
        Role::User | Role::System => Vec::new(),
    };
    MessageView {
        id: message.id,
        parent: message.parent,
        role: message.role,
        text: message.text,
        nodes,
        reasoning: message.reasoning,
        files: files.into_iter().map(file_view).collect(),
        state: message.state,
        turn_id: turn,
        model: message.model,
        connection: message.connection,
        finish,
        max_tokens,
        error,
        receipt,
        facts: AnswerFacts {
            asked,
            provider,
            usage,
            cost: cost.map(cost_view),
            first_token_ms,
            total_ms,
            attempts,
        },
        created_at_ms: message.created_at_ms,
    }
}

fn file_view(file: KeptFile) -> FileView {
    FileView {
        name: file.name,
        kind: file.kind.media_type().to_owned(),
        bytes: file.bytes,
    }
}
