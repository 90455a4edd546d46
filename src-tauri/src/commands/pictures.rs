//! Pictures of messages, as bytes that the page draws. It names a message and which of its files.

use chat_core::ids::MessageId;
use tauri::State;
use tauri::ipc::Response;

use crate::shell::{Answer, Shell, told};

/// The bytes of a PNG, JPEG, GIF or WebP within the bounds of what is drawn.
#[tauri::command]
pub(crate) async fn read_picture(
    shell: State<'_, Shell>,
    message: MessageId,
    index: u32,
) -> Answer<Response> {
    let bytes = shell.engine()?.picture(&message, index).await;
    Ok(Response::new(bytes.map_err(told)?))
}
