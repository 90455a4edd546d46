//! Keys go one way: in. What comes back says only whether there is one, and its last four.

use chat_core::wire::KeyStatus;
use tauri::State;

use crate::shell::{Answer, Shell, told};

/// The state of every connection's key.
#[tauri::command]
pub(crate) async fn key_status(shell: State<'_, Shell>) -> Answer<Vec<KeyStatus>> {
    Ok(shell.engine()?.key_status().await)
}

/// Stores a key.
#[tauri::command]
pub(crate) async fn set_key(
    shell: State<'_, Shell>,
    connection: String,
    key: String,
) -> Answer<Vec<KeyStatus>> {
    shell.engine()?.set_key(connection, key).await.map_err(told)
}

/// Keeps the key that the keyring just refused for as long as the program runs. The page gives none.
#[tauri::command]
pub(crate) async fn keep_session_key(
    shell: State<'_, Shell>,
    connection: String,
) -> Answer<Vec<KeyStatus>> {
    shell
        .engine()?
        .keep_session_key(connection)
        .await
        .map_err(told)
}

/// Forgets a stored key.
#[tauri::command]
pub(crate) async fn remove_key(
    shell: State<'_, Shell>,
    connection: String,
) -> Answer<Vec<KeyStatus>> {
    shell.engine()?.remove_key(connection).await.map_err(told)
}
