//! What is kept on this machine: where, how much, and the end of all of it.

use chat_core::failure::{Code, Failure};
use chat_core::wire::{DataView, EverythingDeleted};
use chat_engine::paths::Paths;
use tauri::{AppHandle, Manager, State, WebviewWindow};

use crate::shell::{Answer, Shell, told};

/// Where everything lies, and how much it is.
#[tauri::command]
pub(crate) async fn where_it_lies(shell: State<'_, Shell>, app: AppHandle) -> Answer<DataView> {
    shell.engine()?.data(&paths(&app)?).await.map_err(told)
}

/// Deletes everything, keys too. What the web view itself keeps goes with it; the page is as one that
/// was never used once it is loaded again, which it does.
#[tauri::command]
pub(crate) async fn delete_everything(
    shell: State<'_, Shell>,
    window: WebviewWindow,
) -> Answer<EverythingDeleted> {
    let _begun = shell.work.begin().map_err(told)?;
    let paths = paths(window.app_handle())?;
    let deleted = shell.engine()?.delete_everything(&paths).await;
    let deleted = deleted.map_err(told)?;
    if let Err(error) = window.clear_all_browsing_data() {
        tracing::warn!(%error, "the web view's own files stay");
    }
    Ok(deleted)
}

fn paths(app: &AppHandle) -> Answer<Paths> {
    let known = app.try_state::<Paths>();
    let known = known.map(|paths| paths.inner().clone());
    known.ok_or_else(|| {
        told(
            Failure::new(Code::ConfigInvalid, "This system names no home folder.")
                .with_action("Set GATEHOUSE_DATA_DIR to a folder of your own."),
        )
    })
}
