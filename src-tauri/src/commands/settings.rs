//! Settings, and the models to choose from.

use chat_core::wire::{ModelView, RoutingOption, Settings};
use tauri::{AppHandle, State, WebviewWindow};

use crate::shell::{Answer, Shell, told};
use crate::shortcut;

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
pub(crate) async fn set_settings(
    shell: State<'_, Shell>,
    app: AppHandle,
    settings: Settings,
) -> Answer<Settings> {
    let set = shell.engine()?.set_settings(settings).await.map_err(told)?;
    shortcut::follow(&app);
    Ok(set)
}

/// Remembers how long answers of this window may be, and changes no other setting.
#[tauri::command]
pub(crate) async fn set_answer_length(
    shell: State<'_, Shell>,
    window: WebviewWindow,
    tokens: Option<u32>,
) -> Answer<()> {
    let face = super::chat::face(&window);
    let set = shell.engine()?.set_answer_length(face, tokens);
    set.await.map_err(told)
}

/// What gateways are told beside each request.
#[tauri::command]
pub(crate) async fn get_routing(shell: State<'_, Shell>) -> Answer<Vec<RoutingOption>> {
    shell.engine()?.routing_options().await.map_err(told)
}

/// Stores what gateways are told; options that are not named stay.
#[tauri::command]
pub(crate) async fn set_routing(
    shell: State<'_, Shell>,
    options: Vec<RoutingOption>,
) -> Answer<Vec<RoutingOption>> {
    shell
        .engine()?
        .set_routing_options(options)
        .await
        .map_err(told)
}
