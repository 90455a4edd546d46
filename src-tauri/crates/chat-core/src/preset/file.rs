//! The file that presets and templates travel in:
//! `{"format":"gatehouse-presets","version":1,"presets":[…],"templates":[…]}`. Connections are in it
//! by name alone: no address, no key. What is absent is as it would be without a preset.

use super::{MOST, checked, checked_template, refuse, too_large};
use crate::failure::Failure;
use crate::wire::{Preset, PromptTemplate};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashSet;

/// Largest file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;
/// What the file's `format` says.
const FORMAT: &str = "gatehouse-presets";
/// The version that is written, and the newest that is read.
const VERSION: u32 = 1;

/// Presets and templates outside the store.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PresetFile {
    format: String,
    version: u32,
    /// The presets, by name.
    pub presets: Vec<Preset>,
    /// The templates, by name.
    pub templates: Vec<PromptTemplate>,
}

/// What is looked at before the rest.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Head {
    format: String,
    version: u32,
}

impl PresetFile {
    /// A file of these.
    pub fn new(presets: Vec<Preset>, templates: Vec<PromptTemplate>) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            presets,
            templates,
        }
    }

    /// Reads a file, whole or not at all.
    ///
    /// # Errors
    /// `config_invalid` where it is none, a newer program's, or something in it does not fit;
    /// `too_large`.
    pub fn read(bytes: &[u8]) -> Result<Self, Failure> {
        if bytes.len() > MAX_FILE_BYTES {
            return Err(too_large(
                "The file is over 64 MiB; nothing was imported.",
                "Choose a file that Gatehouse exported.",
            ));
        }
        let head: Head = serde_json::from_slice(bytes).unwrap_or_default();
        if head.format != FORMAT {
            return Err(refuse(
                "That is no file of presets.",
                "Choose a file that Gatehouse exported.",
            ));
        }
        if head.version > VERSION {
            return Err(refuse(
                "A newer Gatehouse wrote that file.",
                "Update Gatehouse.",
            ));
        }
        let mut file: Self = serde_json::from_slice(bytes).map_err(|error| {
            refuse(
                &format!(
                    "The file of presets cannot be read in line {}; nothing was imported.",
                    error.line()
                ),
                "Mend it there, or export it again.",
            )
        })?;
        if file.presets.len() > MOST || file.templates.len() > MOST {
            return Err(too_large(
                "The file has over 500 presets or templates; nothing was imported.",
                "Take some out of it.",
            ));
        }
        file.presets = of(file.presets, |preset| &preset.name, checked)?;
        file.templates = of(file.templates, |template| &template.name, checked_template)?;
        Ok(file)
    }

    /// The file's text: what is not set is left out.
    pub fn write(&self) -> String {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        drop_unset(&mut value);
        let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Checks each; what is wrong with one is said with its name.
fn of<T>(
    all: Vec<T>,
    name: impl Fn(&T) -> &String,
    check: impl Fn(T) -> Result<T, Failure>,
) -> Result<Vec<T>, Failure> {
    let mut seen = HashSet::new();
    let mut kept = Vec::with_capacity(all.len());
    for one in all {
        let said = name(&one).clone();
        let one = check(one).map_err(|mut failure| {
            failure.message = format!(
                "\"{said}\" cannot be imported, and nothing was. {}",
                failure.message
            );
            failure
        })?;
        if !seen.insert(name(&one).clone()) {
            return Err(refuse(
                &format!("\"{said}\" stands twice in the file; nothing was imported."),
                "Give one of them another name.",
            ));
        }
        kept.push(one);
    }
    Ok(kept)
}

fn drop_unset(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, value| {
                drop_unset(value);
                let unset = match value {
                    Value::Null => true,
                    Value::Array(all) => all.is_empty() && name == "stop",
                    Value::Object(all) => all.is_empty(),
                    Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
                };
                !unset
            });
        }
        Value::Array(all) => all.iter_mut().for_each(drop_unset),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
