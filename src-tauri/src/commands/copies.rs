//! Copies of the history: made, listed, merged back; and what to do with a damaged one. A copy goes
//! by the name that the list gave it: no path crosses over.

use chat_core::wire::{BackupView, RestoreView, SalvageView};
use chat_engine::{Backup, Restoring};
use tauri::State;

use crate::shell::{Answer, Shell, told};

/// The automatic copies, the newest first.
#[tauri::command(async)]
#[expect(
    clippy::needless_pass_by_value,
    reason = "Tauri hands arguments over by value"
)]
pub(crate) fn list_backups(shell: State<'_, Shell>) -> Answer<Vec<BackupView>> {
    Ok(shell.engine()?.backups())
}

/// Copies the history now, beside the automatic copies.
#[tauri::command]
pub(crate) async fn backup_now(shell: State<'_, Shell>) -> Answer<BackupView> {
    shell.engine()?.back_up().await.map_err(told)
}

/// Merges an automatic copy into the history, the newest where none is named; with `dry_run` it only
/// tells what would be done.
#[tauri::command]
pub(crate) async fn restore_backup(
    shell: State<'_, Shell>,
    name: Option<String>,
    dry_run: bool,
    with_deleted: bool,
) -> Answer<RestoreView> {
    let from = name.map_or(Backup::Latest, Backup::Named);
    let restoring = Restoring {
        dry_run,
        with_deleted,
    };
    shell.engine()?.restore(from, restoring).await.map_err(told)
}

/// Sets a damaged history aside and brings over what can be read of it.
#[tauri::command]
pub(crate) async fn salvage_history(shell: State<'_, Shell>) -> Answer<SalvageView> {
    shell.engine()?.salvage().await.map_err(told)
}
