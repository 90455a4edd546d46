//! Connections: listed, added, changed, removed, tested; local servers and the sign-in.

use chat_core::wire::{
    ConnectionEdit, ConnectionView, CreditView, DiagnosisView, FoundServer, KeyStatus,
    TestConnection,
};
use tauri::State;

use crate::shell::{Answer, Shell, told};

/// Every connection as it stands, without any key.
#[tauri::command]
pub(crate) async fn list_connections(shell: State<'_, Shell>) -> Answer<Vec<ConnectionView>> {
    shell.engine()?.list_connections().await.map_err(told)
}

/// Adds a connection of one's own. Nothing is asked there.
#[tauri::command]
pub(crate) async fn add_connection(
    shell: State<'_, Shell>,
    name: String,
    edit: ConnectionEdit,
) -> Answer<ConnectionView> {
    shell
        .engine()?
        .new_connection(&name, edit)
        .await
        .map_err(told)
}

/// Changes a connection, also a built-in one.
#[tauri::command]
pub(crate) async fn change_connection(
    shell: State<'_, Shell>,
    name: String,
    edit: ConnectionEdit,
) -> Answer<ConnectionView> {
    shell
        .engine()?
        .edit_connection(&name, edit)
        .await
        .map_err(told)
}

/// Removes a connection of one's own with its key, or what was changed of a built-in one.
#[tauri::command]
pub(crate) async fn remove_connection(shell: State<'_, Shell>, name: String) -> Answer<()> {
    shell.engine()?.remove_connection(&name).await.map_err(told)
}

/// Asks the usual ports of this machine for model servers.
#[tauri::command]
pub(crate) async fn probe_local(shell: State<'_, Shell>) -> Answer<Vec<FoundServer>> {
    Ok(shell.engine()?.probe_local().await)
}

/// Tests a connection layer by layer; `cancel_turn` stops it.
#[tauri::command]
pub(crate) async fn test_connection(
    shell: State<'_, Shell>,
    params: TestConnection,
) -> Answer<DiagnosisView> {
    shell.engine()?.test_connection(params).await.map_err(told)
}

/// Asks a gateway what credit is left: one request, free of charge, because the person wants to know.
#[tauri::command]
pub(crate) async fn credit_left(
    shell: State<'_, Shell>,
    connection: Option<String>,
) -> Answer<CreditView> {
    shell
        .engine()?
        .credit_left(connection.as_deref())
        .await
        .map_err(told)
}

/// Gets a new sign-in token now.
#[tauri::command]
pub(crate) async fn renew_sign_in(shell: State<'_, Shell>) -> Answer<Vec<KeyStatus>> {
    shell.engine()?.renew_sign_in().await.map_err(told)
}
