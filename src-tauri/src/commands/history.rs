//! What was said before: listed, opened a page at a time, organised, deleted, taken back.

use chat_core::ids::{ConversationId, MessageId};
use chat_core::visible;
use chat_core::wire::{
    ConversationChange, ConversationView, DraftView, FindMessages, Labels, ListFilter, MessagePage,
    OpenConversation, PageWanted, SaveDraft, SearchResults, WhatWasSent,
};
use tauri::{State, WebviewWindow};

use crate::shell::{Answer, Shell, told};

/// The newest conversations that a list shows, or those that follow a given one in it.
#[tauri::command]
pub(crate) async fn list_conversations(
    shell: State<'_, Shell>,
    before: Option<ConversationId>,
    filter: Option<ListFilter>,
) -> Answer<Vec<ConversationView>> {
    shell
        .engine()?
        .list_conversations(before, filter.unwrap_or_default())
        .await
        .map_err(told)
}

/// Which folders and tags there are.
#[tauri::command]
pub(crate) async fn list_labels(shell: State<'_, Shell>) -> Answer<Labels> {
    shell.engine()?.labels().await.map_err(told)
}

/// One conversation with the end of its chosen path.
#[tauri::command]
pub(crate) async fn open_conversation(
    shell: State<'_, Shell>,
    id: ConversationId,
) -> Answer<OpenConversation> {
    shell.engine()?.open_conversation(id).await.map_err(told)
}

/// One conversation around one of its messages, also off the chosen path.
#[tauri::command]
pub(crate) async fn open_at(
    shell: State<'_, Shell>,
    message: MessageId,
) -> Answer<OpenConversation> {
    shell.engine()?.open_at(message).await.map_err(told)
}

/// The messages right before or after one.
#[tauri::command]
pub(crate) async fn message_page(
    shell: State<'_, Shell>,
    params: PageWanted,
) -> Answer<MessagePage> {
    shell.engine()?.message_page(params).await.map_err(told)
}

/// The exact text of a message, however long it is; or that text as it may be drawn.
#[tauri::command]
pub(crate) async fn message_text(
    shell: State<'_, Shell>,
    message: MessageId,
    shown: bool,
) -> Answer<String> {
    let text = shell.engine()?.text_of(&message).await.map_err(told)?;
    Ok(match visible::other_than(&text) {
        Some(other) if shown => other,
        Some(_) | None => text,
    })
}

/// What was sent for an answer, without any key.
#[tauri::command]
pub(crate) async fn what_was_sent(
    shell: State<'_, Shell>,
    message: MessageId,
) -> Answer<WhatWasSent> {
    shell.engine()?.what_was_sent(message).await.map_err(told)
}

/// What holds the words that were typed; anything is a valid search.
#[tauri::command]
pub(crate) async fn search(shell: State<'_, Shell>, params: FindMessages) -> Answer<SearchResults> {
    shell.engine()?.search(params).await.map_err(told)
}

/// Makes the conversation go on with this message in place of those beside it.
#[tauri::command]
pub(crate) async fn choose_variant(
    shell: State<'_, Shell>,
    message: MessageId,
) -> Answer<OpenConversation> {
    shell.engine()?.choose_variant(message).await.map_err(told)
}

/// Gives a conversation a title; an empty one goes back to its first question.
#[tauri::command]
pub(crate) async fn rename_conversation(
    shell: State<'_, Shell>,
    id: ConversationId,
    title: String,
) -> Answer<ConversationView> {
    shell
        .engine()?
        .rename_conversation(id, &title)
        .await
        .map_err(told)
}

/// Changes what a person set for a conversation.
#[tauri::command]
pub(crate) async fn set_conversation(
    shell: State<'_, Shell>,
    id: ConversationId,
    change: ConversationChange,
) -> Answer<ConversationView> {
    shell
        .engine()?
        .set_conversation(id, change)
        .await
        .map_err(told)
}

/// The instructions of a conversation's own, whole; none where those in force come from elsewhere.
#[tauri::command]
pub(crate) async fn own_instructions(
    shell: State<'_, Shell>,
    id: ConversationId,
) -> Answer<Option<String>> {
    shell.engine()?.own_instructions(&id).await.map_err(told)
}

/// Keeps an interrupted answer as far as it came.
#[tauri::command]
pub(crate) async fn keep_answer(shell: State<'_, Shell>, message: MessageId) -> Answer<()> {
    shell.engine()?.keep_answer(message).await.map_err(told)
}

/// The person has seen a conversation.
#[tauri::command]
pub(crate) async fn mark_read(shell: State<'_, Shell>, id: ConversationId) -> Answer<()> {
    shell.engine()?.mark_read(id).await.map_err(told)
}

/// Deletes a conversation; it can be taken back for a while.
#[tauri::command]
pub(crate) async fn delete_conversation(shell: State<'_, Shell>, id: ConversationId) -> Answer<()> {
    shell
        .engine()?
        .delete_conversation(id, false)
        .await
        .map_err(told)
}

/// Makes a deleted conversation as it was.
#[tauri::command]
pub(crate) async fn take_back_conversation(
    shell: State<'_, Shell>,
    id: ConversationId,
) -> Answer<ConversationView> {
    shell
        .engine()?
        .take_back_conversation(id)
        .await
        .map_err(told)
}

/// Keeps what stands in the box of a window.
#[tauri::command]
pub(crate) async fn save_draft(
    shell: State<'_, Shell>,
    window: WebviewWindow,
    params: SaveDraft,
) -> Answer<()> {
    let face = super::chat::face(&window);
    shell.engine()?.save_draft(face, params).await.map_err(told)
}

/// What stood in the box of a window, with its files waiting again.
#[tauri::command]
pub(crate) async fn open_draft(
    shell: State<'_, Shell>,
    window: WebviewWindow,
    conversation: Option<ConversationId>,
    temporary: Option<bool>,
) -> Answer<DraftView> {
    let face = super::chat::face(&window);
    shell
        .engine()?
        .open_draft(face, conversation, temporary.unwrap_or_default())
        .await
        .map_err(told)
}
