//! Presets, prompt templates, what a chat's questions are asked with, and questions asked before.

use crate::ids::{ConversationId, MessageId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What may be asked of a model beside its questions; the default leaves all of it to the model.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Parameters {
    /// The answer's limit in tokens.
    pub max_tokens: Option<u32>,
    /// Sampling temperature.
    pub temperature: Option<f64>,
    /// Seed of the sampling, where the model has one.
    #[ts(type = "number | null")]
    pub seed: Option<i64>,
    /// Texts at which the answer ends.
    pub stop: Vec<String>,
    /// How much to think, as in `TurnOptions`.
    pub reasoning: Option<String>,
}

/// A way to ask, under a name: what it leaves out is as it would be without it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Preset {
    /// Its name, one line of at most 60 characters.
    pub name: String,
    /// The connection that is asked.
    pub connection: Option<String>,
    /// The model that is asked.
    pub model: Option<String>,
    /// The instructions.
    pub instructions: Option<String>,
    /// What is asked of the model beside the question.
    pub parameters: Parameters,
}

/// What `save_preset` takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavePreset {
    /// The preset as it is to be.
    pub preset: Preset,
    /// The name that it had; none is a new one. Chats that use it go on with it.
    #[serde(default)]
    pub before: Option<String>,
}

/// A text for the message box under a name that is typed as `/name`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PromptTemplate {
    /// Its name, without the `/`: up to 40 letters, digits, `-` and `_`.
    pub name: String,
    /// The text. At `{{input}}` stands what was typed behind the name.
    pub text: String,
}

/// What `save_template` takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SaveTemplate {
    /// The template as it is to be.
    pub template: PromptTemplate,
    /// The name that it had; none is a new one.
    #[serde(default)]
    pub before: Option<String>,
}

/// Where a chat's instructions come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum InstructionsFrom {
    /// They are its own, or it has none.
    #[default]
    Own,
    /// They are its preset's.
    Preset,
    /// They are the ones for all chats.
    Default,
}

/// What a chat that a question begins is set up with, beside its preset.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct BeginWith {
    /// Its own instructions.
    pub instructions: Option<String>,
    /// Whether the instructions for all chats stay out of it.
    pub no_default_instructions: bool,
    /// Its own parameters.
    pub parameters: Parameters,
}

/// What `list_questions` takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuestionsWanted {
    /// The chat whose questions are wanted; none is all of them.
    pub conversation: Option<ConversationId>,
    /// The question before which those wanted were asked; none begins with the newest.
    #[serde(default)]
    pub before: Option<MessageId>,
    /// How many, 100 at most.
    pub limit: u32,
}

/// A question that the person asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PastQuestion {
    /// Its message.
    pub message: MessageId,
    /// Its chat.
    pub conversation: ConversationId,
    /// The text, exactly as asked; files that were texts are in it.
    pub text: String,
    /// Milliseconds since 1970.
    #[ts(type = "number")]
    pub created_at_ms: i64,
}

/// What `import_presets` gives: what was done, or would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PresetImport {
    /// Whether nothing was stored.
    pub dry_run: bool,
    /// Each preset of the file.
    pub presets: Vec<ImportedName>,
    /// Each template of the file.
    pub templates: Vec<ImportedName>,
}

/// Something that came with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportedName {
    /// Its name.
    pub name: String,
    /// What became of it.
    pub outcome: ImportOutcome,
}

/// What becomes of something that comes with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ImportOutcome {
    /// Nothing had its name.
    Added,
    /// It takes the place of another one of its name.
    Replaced,
    /// It was there just so.
    Unchanged,
}
