//! Conversations as faces see them.

use super::temporary::Home;
use super::{CONVERSATIONS_PAGE, Engine, MESSAGES_PAGE};
use crate::live::cost_view;
use crate::owner;
use crate::store::{ConversationRow, KeptFile, Place, Shown, Store, StoredMessage, Variants};
use chat_core::blocks::Drawn;
use chat_core::dialect::Picture;
use chat_core::failure::Failure;
use chat_core::ids::{ConversationId, MessageId};
use chat_core::message::MessageState;
use chat_core::preset::Asking;
use chat_core::title::title_of;
use chat_core::visible;
use chat_core::wire::{
    AnswerFacts, ConversationView, FileView, ListFilter, MessagePage, MessageView,
    OpenConversation, PageWanted, VariantsView,
};

impl Engine {
    /// The newest conversations that a list shows, the pinned ones first; or those after `before`
    /// in it, the last one of a list that is not pinned. Of those that were deleted all at once.
    pub async fn list_conversations(
        &self,
        before: Option<ConversationId>,
        filter: ListFilter,
    ) -> Result<Vec<ConversationView>, Failure> {
        if filter.deleted {
            let deleted = self.deleted_conversations().await?;
            return Ok(deleted.into_iter().map(|one| one.conversation).collect());
        }
        let store = self.store_to_read().await?;
        let before = match before {
            Some(id) => {
                let row = store.conversation(&id).await;
                let row = row.map_err(|error| error.failure())?;
                Some((row.updated_at_ms, id))
            }
            None => None,
        };
        let ListFilter {
            archived,
            folder,
            tag,
            deleted: _,
        } = filter;
        let shown = Shown {
            archived,
            folder,
            tag,
        };
        let rows = store.conversations(shown, before, CONVERSATIONS_PAGE).await;
        let rows = rows.map_err(|error| error.failure())?;
        Ok(rows.into_iter().map(|row| row_view(row, false)).collect())
    }

    /// The end of a conversation's chosen path, rendered.
    pub async fn open_conversation(&self, id: ConversationId) -> Result<OpenConversation, Failure> {
        let home = self.home_of(&id).await?;
        self.opened(&home, id, Place::End).await
    }

    /// A conversation around one of its messages: on the chosen path, or on the message's own.
    pub async fn open_at(&self, message: MessageId) -> Result<OpenConversation, Failure> {
        let home = self.home_with(&message).await?;
        let id = home.store.conversation_of(&message).await;
        let id = id.map_err(|error| error.failure())?;
        self.opened(&home, id, Place::Around(message)).await
    }

    /// What comes before or after a message.
    pub async fn message_page(&self, wanted: PageWanted) -> Result<MessagePage, Failure> {
        let PageWanted {
            conversation,
            before,
            after,
        } = wanted;
        let place = match (before, after) {
            (Some(message), _) => Place::Before(message),
            (None, Some(message)) => Place::After(message),
            (None, None) => Place::End,
        };
        let home = self.home_of(&conversation).await?;
        self.page(&home, &conversation, place).await
    }

    async fn opened(
        &self,
        home: &Home,
        id: ConversationId,
        place: Place,
    ) -> Result<OpenConversation, Failure> {
        let row = home.store.conversation(&id).await;
        let row = row.map_err(|error| error.failure())?;
        let page = self.page(home, &id, place).await?;
        Ok(OpenConversation {
            conversation: row_view(row, home.temporary),
            page,
        })
    }

    async fn page(
        &self,
        home: &Home,
        id: &ConversationId,
        place: Place,
    ) -> Result<MessagePage, Failure> {
        let since = self.drawings().since();
        let page = home.store.page(id, place, MESSAGES_PAGE).await;
        let mut page = page.map_err(|error| error.failure())?;
        let open = page.messages.iter_mut().map(|(stored, _)| stored);
        self.settle(&home.store, open).await;
        // Nothing of a temporary chat is held anywhere but in its store.
        let since = (!home.temporary).then_some(since);
        let engine = self.clone();
        // Rendering long answers takes milliseconds that other turns should not wait for.
        let rendered = tokio::task::spawn_blocking(move || {
            let view = |(stored, variants): (StoredMessage, Variants)| {
                let drawn = engine.drawn(&stored.message, since);
                message_view(stored, drawn, variants)
            };
            MessagePage {
                messages: page.messages.into_iter().map(view).collect(),
                position: page.position,
                total: page.total,
                later: page.later,
                on_chosen_path: page.chosen,
            }
        });
        rendered.await.map_err(|_| super::internal())
    }

    /// A part of the chosen path as it is stored, from its beginning on or from after a message,
    /// and whether more follow.
    pub async fn path_part(
        &self,
        id: &ConversationId,
        after: Option<MessageId>,
    ) -> Result<(Vec<StoredMessage>, bool), Failure> {
        let home = self.home_of(id).await?;
        let place = after.map_or(Place::Start, Place::After);
        let page = home.store.page(id, place, MESSAGES_PAGE).await;
        let page = page.map_err(|error| error.failure())?;
        let mut messages: Vec<_> = page
            .messages
            .into_iter()
            .map(|(stored, _)| stored)
            .collect();
        self.settle(&home.store, messages.iter_mut()).await;
        Ok((messages, page.later))
    }

    /// A conversation's row in the list.
    pub async fn conversation(&self, id: &ConversationId) -> Result<ConversationView, Failure> {
        let home = self.home_of(id).await?;
        let row = home.store.conversation(id).await;
        let row = row.map_err(|error| error.failure())?;
        Ok(row_view(row, home.temporary))
    }

    /// The messages of a conversation: the chosen path, or the whole tree.
    pub async fn messages(
        &self,
        id: &ConversationId,
        tree: bool,
    ) -> Result<(ConversationView, Vec<StoredMessage>), Failure> {
        let home = self.home_of(id).await?;
        let row = home.store.conversation(id).await;
        let row = row.map_err(|error| error.failure())?;
        let messages = if tree {
            home.store.tree(id).await
        } else {
            home.store.path(id).await
        };
        let mut messages = messages.map_err(|error| error.failure())?;
        self.settle(&home.store, messages.iter_mut()).await;
        Ok((row_view(row, home.temporary), messages))
    }

    /// Answers whose process is dead are interrupted, also where that cannot be written.
    async fn settle(
        &self,
        store: &Store,
        messages: impl Iterator<Item = &mut StoredMessage> + Send,
    ) {
        for stored in messages {
            if !stored.message.state.is_open() {
                continue;
            }
            self.inner.around.unsaved.complete(stored);
            let Some(turn) = &stored.turn else { continue };
            if let Ok(Some(turn)) = store.turn(turn).await
                && !self
                    .inner
                    .around
                    .outbox
                    .turns()
                    .iter()
                    .any(|live| live.started.turn_id == turn.turn)
                && !owner::is_alive(&self.inner.config.data_dir, &turn.owner)
            {
                stored.message.state = MessageState::Interrupted;
            }
        }
    }

    /// The pictures in an answer, in their order.
    pub async fn pictures_of(&self, answer: &MessageId) -> Result<Vec<Picture>, Failure> {
        let home = self.home_with(answer).await?;
        let pictures = home.store.pictures(answer).await;
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
        let home = self.home_with(id).await?;
        let stored = home.store.message(id).await;
        Ok(stored.map_err(|error| error.failure())?.message.text)
    }
}

/// A conversation as the page knows it.
pub(super) fn row_view(row: ConversationRow, temporary: bool) -> ConversationView {
    let ConversationRow {
        id,
        title,
        updated_at_ms,
        created_at_ms: _,
        message_count,
        titled: _,
        pinned,
        archived,
        unread,
        folder,
        tags,
        connection,
        model,
        asking,
        deleted_at_ms,
        revision: _,
    } = row;
    let Asking {
        preset,
        parameters,
        no_default_instructions,
        instructions_from,
    } = asking;
    ConversationView {
        id,
        // One that an older version stored may hold what is left out today.
        title: title_of(&title),
        updated_at_ms,
        message_count,
        pinned,
        archived,
        unread,
        folder,
        tags,
        connection,
        model,
        preset,
        parameters,
        no_default_instructions,
        instructions_from,
        temporary,
        deleted_at_ms,
    }
}

fn message_view(stored: StoredMessage, nodes: Drawn, variants: Variants) -> MessageView {
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
    MessageView {
        id: message.id,
        parent: message.parent,
        role: message.role,
        shown: visible::other_than(&message.text),
        text: message.text,
        nodes,
        reasoning: visible::visible(&message.reasoning).into_owned(),
        files: files.into_iter().map(file_view).collect(),
        state: message.state,
        turn_id: turn,
        model: message.model.as_deref().map(visible::name),
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
        variants: VariantsView {
            index: variants.index,
            count: variants.count,
            previous: variants.previous,
            next: variants.next,
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
