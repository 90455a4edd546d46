//! What only quick-ask does: what goes with its question, and hiding it.
#![expect(
    clippy::needless_pass_by_value,
    reason = "Tauri hands arguments over by value"
)]

use chat_core::wire::{StagedFile, Wanted};
use chat_engine::Face;
use tauri::ipc::Request;
use tauri::{AppHandle, Manager, State, WebviewWindow};

use super::files::{argument, bytes};
use crate::selection::{self, Source};
use crate::shell::{Answer, Shell, told};
use crate::{quick, wanted, windows};

/// Takes what goes with the next question: a file's bytes, or what another program has copied or
/// selected, of which the page gets its name and size. None where there is nothing.
#[tauri::command]
pub(crate) async fn add_context(
    shell: State<'_, Shell>,
    app: AppHandle,
    request: Request<'_>,
) -> Answer<Option<StagedFile>> {
    let name = argument(&request, "name").unwrap_or_default();
    let connection = argument(&request, "connection");
    let source = argument(&request, "source").and_then(|name| Source::named(&name));
    let (name, bytes) = match source {
        None => (name, bytes(&request)?.into_owned()),
        Some(source) => match selection::take(&app, source).await.map_err(told)? {
            Some(taken) => (format!("{name}.{}", taken.ending), taken.bytes),
            None => return Ok(None),
        },
    };
    let added = shell
        .engine()?
        .add_file(Face::Quick, name, bytes, connection.as_deref());
    added.await.map(Some).map_err(told)
}

/// Forgets what was to go with the next question.
#[tauri::command(async)]
pub(crate) fn remove_context(shell: State<'_, Shell>, id: String) -> Answer<()> {
    shell.engine()?.remove_file(Face::Quick, &id);
    Ok(())
}

/// Shows this in the main window, which gets the keyboard; without anything, as it is.
#[tauri::command(async)]
pub(crate) fn open_in_main(app: AppHandle, wanted: Option<Wanted>) {
    quick::give_way(&app);
    match wanted {
        Some(wanted) => wanted::show(&app, wanted),
        None => windows::show_main(&app),
    }
}

/// Hides quick-ask. Where it was `left` for another window it stays if it has been asked for since, or
/// has the keyboard after all: the page hears of both later than the window system.
#[tauri::command(async)]
pub(crate) fn hide_quick(window: WebviewWindow, left: Option<bool>) {
    let app = window.app_handle();
    if left == Some(true) && (quick::is_coming(app) || window.is_focused().unwrap_or(false)) {
        return;
    }
    quick::put_away(app);
}
