//! What was said before.

use chat_core::ids::ConversationId;
use chat_core::wire::{ConversationView, OpenConversation};
use tauri::State;

use crate::shell::{Answer, Shell, told};

/// The newest conversations, or those that follow a given one in the list.
#[tauri::command]
pub(crate) async fn list_conversations(
    shell: State<'_, Shell>,
    before: Option<ConversationId>,
) -> Answer<Vec<ConversationView>> {
    shell
        .engine()?
        .list_conversations(before)
        .await
        .map_err(told)
}

/// One conversation with the messages of its chosen path.
#[tauri::command]
pub(crate) async fn open_conversation(
    shell: State<'_, Shell>,
    id: ConversationId,
) -> Answer<OpenConversation> {
    shell.engine()?.open_conversation(id).await.map_err(told)
}
