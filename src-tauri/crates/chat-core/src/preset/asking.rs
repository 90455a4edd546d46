//! What a chat's questions are asked with, as it is stored beside its connection and model.

use crate::wire::{InstructionsFrom, Parameters};
use serde::{Deserialize, Serialize};

/// What a chat's questions are asked with.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Asking {
    /// The name of its preset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// Its own parameters.
    #[serde(skip_serializing_if = "is_default")]
    pub parameters: Parameters,
    /// Whether the instructions for all chats stay out of it.
    #[serde(skip_serializing_if = "is_default")]
    pub no_default_instructions: bool,
    /// Where the instructions in force come from.
    #[serde(skip_serializing_if = "is_default")]
    pub instructions_from: InstructionsFrom,
}

impl Asking {
    /// From what is stored. What cannot be read or does not fit counts as nothing: a newer program,
    /// or an imported file, may have said it.
    pub fn from_json(json: Option<&str>) -> Self {
        let read: Option<Self> = json.and_then(|json| serde_json::from_str(json).ok());
        read.filter(|asking| asking.parameters.check().is_ok())
            .unwrap_or_default()
    }

    /// As it is stored; none where nothing was said.
    pub fn to_json(&self) -> Option<String> {
        if *self == Self::default() {
            return None;
        }
        serde_json::to_string(self).ok()
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
