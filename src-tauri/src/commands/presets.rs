//! Presets, prompt templates, and what was asked before.

use std::path::PathBuf;

use chat_core::wire::{
    PastQuestion, Preset, PresetImport, PromptTemplate, QuestionsWanted, SavePreset, SaveTemplate,
};
use tauri::ipc::Request;
use tauri::{State, WebviewWindow};

use crate::dialog::{self, Wanted};
use crate::shell::{Answer, Shell, told};
use crate::texts::{Text, said};

/// Every preset, by name.
#[tauri::command]
pub(crate) async fn list_presets(shell: State<'_, Shell>) -> Answer<Vec<Preset>> {
    shell.engine()?.list_presets().await.map_err(told)
}

/// Saves a preset, a new one or in the place of another.
#[tauri::command]
pub(crate) async fn save_preset(shell: State<'_, Shell>, params: SavePreset) -> Answer<Preset> {
    shell.engine()?.save_preset(params).await.map_err(told)
}

/// Removes a preset; whether it was there.
#[tauri::command]
pub(crate) async fn remove_preset(shell: State<'_, Shell>, name: String) -> Answer<bool> {
    shell.engine()?.remove_preset(name).await.map_err(told)
}

/// Every prompt template, by name.
#[tauri::command]
pub(crate) async fn list_templates(shell: State<'_, Shell>) -> Answer<Vec<PromptTemplate>> {
    shell.engine()?.list_templates().await.map_err(told)
}

/// Saves a template, a new one or in the place of another.
#[tauri::command]
pub(crate) async fn save_template(
    shell: State<'_, Shell>,
    params: SaveTemplate,
) -> Answer<PromptTemplate> {
    shell.engine()?.save_template(params).await.map_err(told)
}

/// Removes a template; whether it was there.
#[tauri::command]
pub(crate) async fn remove_template(shell: State<'_, Shell>, name: String) -> Answer<bool> {
    shell.engine()?.remove_template(name).await.map_err(told)
}

/// Writes all presets and templates to a file. None where no file was chosen, else its name.
#[tauri::command]
pub(crate) async fn export_presets(
    shell: State<'_, Shell>,
    window: WebviewWindow,
) -> Answer<Option<String>> {
    export(&shell, |wanted| dialog::ask(window, wanted)).await
}

/// Takes over what a file of presets holds; a dry run only tells what would be done.
#[tauri::command]
pub(crate) async fn import_presets(
    shell: State<'_, Shell>,
    request: Request<'_>,
) -> Answer<PresetImport> {
    let dry_run = super::files::argument(&request, "dryRun").as_deref() == Some("true");
    let bytes = super::files::bytes(&request)?.into_owned();
    let importing = shell.engine()?;
    importing
        .import_presets(&bytes, dry_run)
        .await
        .map_err(told)
}

/// What the person asked before, the newest first.
#[tauri::command]
pub(crate) async fn list_questions(
    shell: State<'_, Shell>,
    params: QuestionsWanted,
) -> Answer<Vec<PastQuestion>> {
    shell.engine()?.list_questions(params).await.map_err(told)
}

async fn export<C: Future<Output = Option<PathBuf>>>(
    shell: &Shell,
    choose: impl FnOnce(Wanted) -> C,
) -> Answer<Option<String>> {
    let ending = "json";
    let title = said(Text::Presets, shell.language());
    let name = dialog::proposed(title, title, ending);
    let Some(chosen) = choose(Wanted::Place { name, ending }).await else {
        return Ok(None);
    };
    let (path, replace) = dialog::place(chosen, ending);
    let written = shell.engine()?.export_presets_to(path.clone(), replace);
    written.await.map_err(told)?;
    Ok(Some(super::transfer::name_of(&path)))
}

#[cfg(test)]
mod tests {
    use std::future::ready;

    use super::*;
    use crate::shell::tests::shell;

    #[tokio::test]
    async fn presets_go_to_the_file_that_the_person_names() {
        let folder = tempfile::tempdir().unwrap();
        let shell = shell(folder.path());
        let preset = Preset {
            name: "Terse".to_owned(),
            ..Preset::default()
        };
        let save = SavePreset {
            preset,
            before: None,
        };
        let engine = shell.engine().unwrap();
        engine.save_preset(save).await.unwrap();
        let file = folder.path().join("mine.json");
        let name = export(&shell, |wanted| {
            let proposed = "Gatehouse presets.json".to_owned();
            assert_eq!(
                wanted,
                Wanted::Place {
                    name: proposed,
                    ending: "json"
                }
            );
            ready(Some(file.clone()))
        });
        assert_eq!(name.await.unwrap().as_deref(), Some("mine.json"));
        let text = std::fs::read(&file).unwrap();
        let told = engine.import_presets(&text, true).await.unwrap();
        assert_eq!(told.presets.len(), 1);
        assert_eq!(export(&shell, |_| ready(None)).await.unwrap(), None);
    }
}
