//! The history as files, and its check: exported, imported, an answer saved for a report. Which
//! file it is, the person tells the shell's own dialog; the page learns its name alone.
#![expect(
    clippy::needless_pass_by_value,
    reason = "Tauri hands arguments over by value"
)]

use std::path::{Path, PathBuf};

use chat_core::ids::MessageId;
use chat_core::wire::{ExportAs, ExportWanted, HistoryCheckView, HistoryImport, ImportProgress};
use chat_engine::{ExportFormat, ExportWhat, ImportHow, ReplayFrom};
use tauri::ipc::Channel;
use tauri::{State, WebviewWindow};

use crate::dialog::{self, Wanted};
use crate::shell::{Answer, Shell, told};
use crate::texts::{Text, said};

/// Writes one conversation or all to a file. None where no file was chosen or it was stopped, else
/// the file's name.
#[tauri::command]
pub(crate) async fn export_conversation(
    shell: State<'_, Shell>,
    window: WebviewWindow,
    params: ExportWanted,
) -> Answer<Option<String>> {
    export(&shell, params, |wanted| dialog::ask(window, wanted)).await
}

/// Imports an archive. The dry run asks which and tells what would be done; after it, the same
/// archive is imported. None where no file was chosen.
#[tauri::command]
pub(crate) async fn import_history(
    shell: State<'_, Shell>,
    window: WebviewWindow,
    dry_run: bool,
    with_deleted: bool,
    progress: Channel<ImportProgress>,
) -> Answer<Option<HistoryImport>> {
    let choose = |wanted| dialog::ask(window, wanted);
    // A page that is gone does not end it.
    let tell = move |how_far| drop(progress.send(how_far));
    import(&shell, (dry_run, with_deleted), choose, tell).await
}

/// Writes the bytes of an answer to a file for a report, what looks like a key only as `***` or not
/// at all. None where no file was chosen, else the file's name.
#[tauri::command]
pub(crate) async fn save_replay(
    shell: State<'_, Shell>,
    window: WebviewWindow,
    message: MessageId,
    redact: bool,
) -> Answer<Option<String>> {
    replay(&shell, message, redact, |wanted| {
        dialog::ask(window, wanted)
    })
    .await
}

/// Stops an export, an import or the making of an index; whether there was any.
#[tauri::command(async)]
pub(crate) fn stop_history_work(shell: State<'_, Shell>) -> bool {
    shell.work.stop()
}

/// Checks the whole file, and the search index against the texts.
#[tauri::command]
pub(crate) async fn check_history(shell: State<'_, Shell>) -> Answer<HistoryCheckView> {
    let _begun = shell.work.begin().map_err(told)?;
    let check = shell.engine()?.check_history().await.map_err(told)?;
    Ok(HistoryCheckView {
        sound: check.is_sound(),
        complaints: check.complaints,
        indexed: check.index.documents,
        missing: check.index.missing,
        surplus: check.index.surplus,
        wrong_groups: check.index.wrong_groups,
        left: check.index.left,
    })
}

/// Makes the search index anew; `progress` hears how many messages are left. Stopped, the rest is
/// done later.
#[tauri::command]
pub(crate) async fn rebuild_index(shell: State<'_, Shell>, progress: Channel<u64>) -> Answer<()> {
    let begun = shell.work.begin().map_err(told)?;
    let tell = |left| {
        drop(progress.send(left));
        !begun.stop.is_cancelled()
    };
    shell.engine()?.rebuild_index(tell).await.map_err(told)
}

async fn export<C: Future<Output = Option<PathBuf>>>(
    shell: &Shell,
    wanted: ExportWanted,
    choose: impl FnOnce(Wanted) -> C,
) -> Answer<Option<String>> {
    let begun = shell.work.begin().map_err(told)?;
    let engine = shell.engine()?;
    let format = match wanted.format {
        ExportAs::Markdown => ExportFormat::Markdown,
        ExportAs::Html => ExportFormat::Html,
        ExportAs::Json => ExportFormat::Json,
    };
    let ending = format.as_str();
    let language = shell.language();
    let title = match &wanted.conversation {
        Some(id) => {
            let opened = engine.open_conversation(id.clone()).await.map_err(told)?;
            opened.conversation.title
        }
        None => said(Text::History, language).to_owned(),
    };
    let name = dialog::proposed(&title, said(Text::Conversation, language), ending);
    let Some(chosen) = choose(Wanted::Place { name, ending }).await else {
        return Ok(None);
    };
    let (path, replace) = dialog::place(chosen, ending);
    let what = ExportWhat {
        conversation: wanted.conversation,
        format,
        tree: wanted.tree,
    };
    let written = engine.export_to(what, path.clone(), replace, &begun.stop);
    let written = written.await.map_err(told)?;
    Ok(written.then(|| name_of(&path)))
}

async fn import<C: Future<Output = Option<PathBuf>>>(
    shell: &Shell,
    (dry_run, with_deleted): (bool, bool),
    choose: impl FnOnce(Wanted) -> C,
    tell: impl Fn(ImportProgress),
) -> Answer<Option<HistoryImport>> {
    let begun = shell.work.begin().map_err(told)?;
    let engine = shell.engine()?;
    let known = shell.work.take_archive().filter(|_| !dry_run);
    let archive = match known {
        Some(archive) => archive,
        None => match choose(Wanted::Archive).await {
            Some(archive) => archive,
            None => return Ok(None),
        },
    };
    let how = ImportHow {
        dry_run,
        with_deleted,
        stop: begun.stop.clone(),
    };
    let done = engine.import_history(archive.clone(), how, tell).await;
    let done = done.map_err(told)?;
    if dry_run {
        shell.work.remember(archive);
    }
    Ok(Some(done))
}

async fn replay<C: Future<Output = Option<PathBuf>>>(
    shell: &Shell,
    message: MessageId,
    redact: bool,
    choose: impl FnOnce(Wanted) -> C,
) -> Answer<Option<String>> {
    let _begun = shell.work.begin().map_err(told)?;
    let from = ReplayFrom::Id(message.to_string());
    let replay = shell.engine()?.replay(from).await.map_err(told)?;
    let ending = "json";
    let title = said(Text::Answer, shell.language());
    let name = dialog::proposed(title, title, ending);
    let Some(chosen) = choose(Wanted::Place { name, ending }).await else {
        return Ok(None);
    };
    let (path, replace) = dialog::place(chosen, ending);
    let saved = replay.save(path.clone(), redact, replace).await;
    saved.map_err(told)?;
    Ok(Some(name_of(&path)))
}

pub(super) fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

#[cfg(test)]
#[path = "transfer_tests.rs"]
mod tests;
