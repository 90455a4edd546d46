//! Asking, stopping, asking again.
#![expect(
    clippy::needless_pass_by_value,
    reason = "Tauri hands arguments over by value"
)]

use chat_core::ids::TurnId;
use chat_core::wire::{
    AnswerAgain, ChatReply, EditMessage, PreviewTurn, SendMessage, StartedTurn, TurnPreview,
};
use chat_engine::Face;
use tauri::{State, WebviewWindow};

use crate::quick;
use crate::shell::{Answer, Shell, told};

/// Which face a window is: it decides the usual answer limit.
pub(super) fn face(window: &WebviewWindow) -> Face {
    if window.label() == quick::LABEL {
        Face::Quick
    } else {
        Face::Chat
    }
}

/// Asks. The same `turnId` again asks nothing and gives the same turn.
#[tauri::command]
pub(crate) async fn send_message(
    shell: State<'_, Shell>,
    window: WebviewWindow,
    params: SendMessage,
) -> Answer<StartedTurn> {
    shell
        .engine()?
        .send_message(face(&window), params)
        .await
        .map_err(told)
}

/// Stops a turn; false when it is not running.
#[tauri::command(async)]
pub(crate) fn cancel_turn(shell: State<'_, Shell>, turn_id: TurnId) -> Answer<bool> {
    Ok(shell.engine()?.cancel_turn(&turn_id))
}

/// Asks the question of an answer again, beside it.
#[tauri::command]
pub(crate) async fn retry_turn(
    shell: State<'_, Shell>,
    window: WebviewWindow,
    params: AnswerAgain,
) -> Answer<StartedTurn> {
    shell
        .engine()?
        .retry_turn(face(&window), params)
        .await
        .map_err(told)
}

/// Asks another question in the place of one that was asked.
#[tauri::command]
pub(crate) async fn edit_message(
    shell: State<'_, Shell>,
    window: WebviewWindow,
    params: EditMessage,
) -> Answer<StartedTurn> {
    shell
        .engine()?
        .edit_message(face(&window), params)
        .await
        .map_err(told)
}

/// Goes on with an answer that was cut off.
#[tauri::command]
pub(crate) async fn continue_turn(
    shell: State<'_, Shell>,
    window: WebviewWindow,
    params: AnswerAgain,
) -> Answer<StartedTurn> {
    shell
        .engine()?
        .continue_turn(face(&window), params)
        .await
        .map_err(told)
}

/// What a message would be if it were sent now; nothing is sent for it.
#[tauri::command]
pub(crate) async fn preview_turn(
    shell: State<'_, Shell>,
    window: WebviewWindow,
    params: PreviewTurn,
) -> Answer<TurnPreview> {
    shell
        .engine()?
        .preview_turn(face(&window), params)
        .await
        .map_err(told)
}

/// The integration guide's `/api/chat`: the whole answer at once.
#[tauri::command]
pub(crate) async fn chat(shell: State<'_, Shell>, message: String) -> Answer<ChatReply> {
    shell.engine()?.chat(message).await.map_err(told)
}

/// The integration guide's server action: a short answer's text.
#[tauri::command]
pub(crate) async fn ask_claude(shell: State<'_, Shell>, question: String) -> Answer<String> {
    shell.engine()?.ask_claude(question).await.map_err(told)
}
