//! Settings and the models to choose from.

use chat_core::wire::{ModelView, Settings};
use tauri::State;

use crate::shell::{Answer, Shell, told};

/// The models of a connection; none names the one that the next message would use.
#[tauri::command]
pub(crate) async fn list_models(
    shell: State<'_, Shell>,
    connection: Option<String>,
) -> Answer<Vec<ModelView>> {
    shell.engine()?.list_models(connection).await.map_err(told)
}

/// The settings in effect.
#[tauri::command]
pub(crate) async fn get_settings(shell: State<'_, Shell>) -> Answer<Settings> {
    shell.engine()?.get_settings().await.map_err(told)
}

/// Stores settings and gives what is in effect now.
#[tauri::command]
pub(crate) async fn set_settings(shell: State<'_, Shell>, settings: Settings) -> Answer<Settings> {
    shell.engine()?.set_settings(settings).await.map_err(told)
}
