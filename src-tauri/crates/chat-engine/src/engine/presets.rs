//! Presets and prompt templates as faces list, save, remove, export and import them; and what was
//! asked before.

use super::export_history::write_whole;
use super::{Engine, internal};
use crate::store::{Shelf, Shelved};
use chat_core::failure::{Code, Failure};
use chat_core::preset::{MOST, PresetFile, checked, checked_template, unknown};
use chat_core::wire::{
    Event, ImportOutcome, ImportedName, PastQuestion, Preset, PresetImport, PromptTemplate,
    QuestionsWanted, SavePreset, SaveTemplate,
};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Most questions of a page.
const MOST_QUESTIONS: u32 = 100;

impl Engine {
    /// Every preset, by name.
    pub async fn list_presets(&self) -> Result<Vec<Preset>, Failure> {
        let rows = self.shelved(Shelf::Presets).await?;
        // One that cannot be read may be a newer program's: it stays, unused.
        let read = rows.into_iter();
        Ok(read
            .filter_map(|(name, value)| read_preset(name, &value))
            .collect())
    }

    /// The preset of a name.
    pub async fn preset(&self, name: &str) -> Result<Preset, Failure> {
        let store = self.store_to_read().await?;
        let value = store.shelved_as(Shelf::Presets, name.to_owned()).await;
        let value = value.map_err(|error| error.failure())?;
        match value.and_then(|value| read_preset(name.to_owned(), &value)) {
            Some(preset) => Ok(preset),
            None => Err(unknown(name, &self.list_presets().await?)),
        }
    }

    /// Saves a preset as a new one, or in the place of another, whose chats go on with it.
    pub async fn save_preset(&self, save: SavePreset) -> Result<Preset, Failure> {
        let SavePreset { preset, before } = save;
        let preset = checked(preset)?;
        let renamed = before.as_ref().is_some_and(|name| *name != preset.name);
        self.shelve(Shelf::Presets, &preset.name, &preset, before)
            .await?;
        if renamed {
            self.tell(&Event::ConversationChanged { conversation: None });
        }
        Ok(preset)
    }

    /// Removes a preset; whether it was there. Its chats keep the instructions that they have of it.
    pub async fn remove_preset(&self, name: String) -> Result<bool, Failure> {
        let gone = self.unshelve(Shelf::Presets, name).await?;
        if gone {
            self.tell(&Event::ConversationChanged { conversation: None });
        }
        Ok(gone)
    }

    /// Every prompt template, by name.
    pub async fn list_templates(&self) -> Result<Vec<PromptTemplate>, Failure> {
        let rows = self.shelved(Shelf::Templates).await?;
        let read = rows.into_iter().filter_map(|(name, value)| {
            let template: PromptTemplate = serde_json::from_str(&value).ok()?;
            Some(PromptTemplate { name, ..template })
        });
        Ok(read.collect())
    }

    /// Saves a template as a new one, or in the place of another.
    pub async fn save_template(&self, save: SaveTemplate) -> Result<PromptTemplate, Failure> {
        let SaveTemplate { template, before } = save;
        let template = checked_template(template)?;
        self.shelve(Shelf::Templates, &template.name, &template, before)
            .await?;
        Ok(template)
    }

    /// Removes a template; whether it was there.
    pub async fn remove_template(&self, name: String) -> Result<bool, Failure> {
        self.unshelve(Shelf::Templates, name).await
    }

    /// All presets and templates as the text of one file.
    pub async fn export_presets(&self) -> Result<String, Failure> {
        let (presets, templates) = (self.list_presets().await?, self.list_templates().await?);
        Ok(PresetFile::new(presets, templates).write())
    }

    /// The same to a file that only its owner can read. A file that is there is left as it is unless
    /// `replace` says otherwise.
    pub async fn export_presets_to(&self, path: PathBuf, replace: bool) -> Result<(), Failure> {
        write_whole(path, self.export_presets().await?, replace).await
    }

    /// Takes over the presets and templates of a file, all or none; those of the same names give
    /// way. With `dry_run` it only tells what would be done.
    pub async fn import_presets(
        &self,
        bytes: &[u8],
        dry_run: bool,
    ) -> Result<PresetImport, Failure> {
        let file = PresetFile::read(bytes)?;
        let mut put = Vec::new();
        let presets = self.list_presets().await?;
        let templates = self.list_templates().await?;
        let report = PresetImport {
            dry_run,
            presets: compare(
                Shelf::Presets,
                &file.presets,
                &presets,
                |one| &one.name,
                &mut put,
            )?,
            templates: compare(
                Shelf::Templates,
                &file.templates,
                &templates,
                |one| &one.name,
                &mut put,
            )?,
        };
        if !dry_run && !put.is_empty() {
            let store = self.store().await?;
            let done = store.shelve_all(put, MOST).await;
            told(done.map_err(|error| error.failure())?, "")?;
        }
        Ok(report)
    }

    /// What the person asked before, the newest first. Temporary chats leave nothing to find.
    pub async fn list_questions(
        &self,
        wanted: QuestionsWanted,
    ) -> Result<Vec<PastQuestion>, Failure> {
        let QuestionsWanted {
            conversation,
            before,
            limit,
        } = wanted;
        if let Some(id) = &conversation
            && self.home_of(id).await?.temporary
        {
            return Ok(Vec::new());
        }
        let store = self.store_to_read().await?;
        let found = store
            .questions(conversation, before, limit.min(MOST_QUESTIONS))
            .await;
        let found = found.map_err(|error| error.failure())?.into_iter();
        let view = found.map(|asked| PastQuestion {
            message: asked.message,
            conversation: asked.conversation,
            text: asked.text,
            created_at_ms: asked.created_at_ms,
        });
        Ok(view.collect())
    }

    async fn shelved(&self, shelf: Shelf) -> Result<Vec<(String, String)>, Failure> {
        let rows = self.store_to_read().await?.shelved(shelf).await;
        rows.map_err(|error| error.failure())
    }

    async fn shelve(
        &self,
        shelf: Shelf,
        name: &str,
        value: &impl Serialize,
        before: Option<String>,
    ) -> Result<(), Failure> {
        let value = json(value)?;
        let store = self.store().await?;
        let done = store
            .shelve(shelf, (name.to_owned(), value), before, MOST)
            .await;
        told(done.map_err(|error| error.failure())?, name)
    }

    async fn unshelve(&self, shelf: Shelf, name: String) -> Result<bool, Failure> {
        let gone = self.store().await?.unshelve(shelf, name).await;
        gone.map_err(|error| error.failure())
    }
}

/// What becomes of each, and what is to be put for it.
fn compare<T: PartialEq + Serialize>(
    shelf: Shelf,
    given: &[T],
    there: &[T],
    name: impl Fn(&T) -> &String,
    put: &mut Vec<(Shelf, String, String)>,
) -> Result<Vec<ImportedName>, Failure> {
    let there: BTreeMap<&String, &T> = there.iter().map(|one| (name(one), one)).collect();
    let mut all = Vec::with_capacity(given.len());
    for one in given {
        let outcome = match there.get(name(one)) {
            Some(same) if *same == one => ImportOutcome::Unchanged,
            Some(_) => ImportOutcome::Replaced,
            None => ImportOutcome::Added,
        };
        if outcome != ImportOutcome::Unchanged {
            put.push((shelf, name(one).clone(), json(one)?));
        }
        all.push(ImportedName {
            name: name(one).clone(),
            outcome,
        });
    }
    Ok(all)
}

fn read_preset(name: String, value: &str) -> Option<Preset> {
    let preset = serde_json::from_str(value).ok()?;
    Some(Preset { name, ..preset })
}

fn json(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|_| internal())
}

fn told(done: Shelved, name: &str) -> Result<(), Failure> {
    let failure = |message: String, action: &str| {
        Err(Failure::new(Code::ConfigInvalid, message).with_action(action))
    };
    match done {
        Shelved::Done => Ok(()),
        Shelved::Taken => failure(
            format!("There is already one with the name \"{name}\"."),
            "Choose another name, or change that one.",
        ),
        Shelved::Gone => failure(
            "What was to be changed is not there any more; nothing was saved.".to_owned(),
            "Save it as a new one.",
        ),
        Shelved::Full => failure(
            format!("There would be more than {MOST}; nothing was saved."),
            "Remove some first.",
        ),
    }
}
