//! Presets and prompt templates: what may stand in one, which name was meant, what a chat's
//! questions are asked with, and the file that carries them from one computer to another.
//!
//! Must not know the store or which preset is asked with when.

mod asking;
mod file;

pub use asking::Asking;
pub use file::{MAX_FILE_BYTES, PresetFile};

use crate::connection::{check_any_name, check_model};
use crate::failure::{Code, Failure};
use crate::label::label;
use crate::request::{Reasoning, check_stop};
use crate::wire::{Parameters, Preset, PromptTemplate};
use strsim::levenshtein;

/// Longest instructions, in bytes.
pub const MAX_INSTRUCTIONS: usize = 1024 * 1024;
/// Longest text of a template, in bytes.
pub const MAX_TEMPLATE: usize = 256 * 1024;
/// Most presets, and most templates.
pub const MOST: usize = 500;
/// Longest name of a template, in characters: it is typed.
const MAX_TYPED: usize = 40;

impl Parameters {
    /// Whether all of it can be asked of some model.
    ///
    /// # Errors
    /// `config_invalid` with what fits.
    pub fn check(&self) -> Result<(), Failure> {
        if self.temperature.is_some_and(|t| !(0.0..=2.0).contains(&t)) {
            return Err(refuse(
                "The temperature is not between 0 and 2.",
                "Give a number from 0 to 2.",
            ));
        }
        if self.max_tokens == Some(0) {
            return Err(refuse(
                "An answer of 0 tokens cannot be asked for.",
                "Give a limit of at least 1, or none.",
            ));
        }
        if let Some(reasoning) = &self.reasoning {
            Reasoning::parse(reasoning)?;
        }
        check_stop(&self.stop)
    }

    /// Takes out of these what the others say.
    pub fn give_way_to(&mut self, others: &Self) {
        if others.max_tokens.is_some() {
            self.max_tokens = None;
        }
        if others.temperature.is_some() {
            self.temperature = None;
        }
        if others.seed.is_some() {
            self.seed = None;
        }
        if !others.stop.is_empty() {
            self.stop.clear();
        }
        if others.reasoning.is_some() {
            self.reasoning = None;
        }
    }

    /// These, and where they say nothing the others.
    #[must_use]
    pub fn or(self, others: &Self) -> Self {
        let stop = if self.stop.is_empty() {
            others.stop.clone()
        } else {
            self.stop
        };
        Self {
            max_tokens: self.max_tokens.or(others.max_tokens),
            temperature: self.temperature.or(others.temperature),
            seed: self.seed.or(others.seed),
            stop,
            reasoning: self.reasoning.or_else(|| others.reasoning.clone()),
        }
    }
}

/// A preset as it is kept: texts without content count as absent.
///
/// # Errors
/// `config_invalid` or `too_large` for what does not fit.
pub fn checked(preset: Preset) -> Result<Preset, Failure> {
    let Preset {
        name,
        connection,
        model,
        instructions,
        parameters,
    } = preset;
    parameters.check()?;
    let said = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let (connection, model) = (said(connection), said(model));
    if let Some(name) = &connection {
        check_any_name(name)?;
    }
    if let Some(id) = &model {
        check_model(id)?;
    }
    let instructions = said(instructions);
    if let Some(text) = &instructions {
        check_instructions(text)?;
    }
    Ok(Preset {
        name: label("preset", &name)?,
        connection,
        model,
        instructions,
        parameters,
    })
}

/// A template as it is kept.
///
/// # Errors
/// `config_invalid` or `too_large` for what does not fit.
pub fn checked_template(template: PromptTemplate) -> Result<PromptTemplate, Failure> {
    let PromptTemplate { name, text } = template;
    let name = name.strip_prefix('/').unwrap_or(&name).to_owned();
    let typed = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    if !(1..=MAX_TYPED).contains(&name.chars().count()) || !name.chars().all(typed) {
        return Err(refuse(
            "That is no name for a prompt template.",
            "Use up to 40 letters, digits, - and _.",
        ));
    }
    if text.trim().is_empty() {
        return Err(refuse("The template has no text.", "Give it one."));
    }
    if text.len() > MAX_TEMPLATE {
        return Err(too_large("The template is over 256 KiB.", "Shorten it."));
    }
    Ok(PromptTemplate { name, text })
}

/// Whether instructions are not too long.
///
/// # Errors
/// `too_large`.
pub fn check_instructions(text: &str) -> Result<(), Failure> {
    if text.len() > MAX_INSTRUCTIONS {
        return Err(too_large(
            "These instructions are over 1 MiB; nothing was changed.",
            "Shorten them.",
        ));
    }
    Ok(())
}

/// Said of a preset that is not there, with the one that was meant, if any is near.
pub fn unknown(name: &str, there: &[Preset]) -> Failure {
    let names = there.iter().map(|preset| preset.name.as_str());
    let failure = Failure::new(
        Code::ConfigInvalid,
        format!("There is no preset \"{name}\"."),
    );
    match nearest(name, names) {
        Some(near) => failure.with_action(format!("Did you mean \"{near}\"?")),
        None if there.is_empty() => failure
            .with_action("Save one first.")
            .with_command("Save one with: gatehouse presets set"),
        None => failure
            .with_action("Choose one that there is.")
            .with_command("See which there are: gatehouse presets list"),
    }
}

/// The name that most resembles another one; none where no more than half of it would stay.
pub fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let letters = |text: &str| -> String { text.to_lowercase().chars().take(100).collect() };
    let wanted = letters(name);
    names
        .map(|one| {
            let here = letters(one);
            let begins = !wanted.is_empty() && here.starts_with(&wanted);
            let apart = if begins {
                1
            } else {
                levenshtein(&wanted, &here)
            };
            (apart, here.chars().count().max(wanted.chars().count()), one)
        })
        .filter(|(apart, length, _)| apart * 2 <= *length)
        .min_by_key(|(apart, _, _)| *apart)
        .map(|(_, _, one)| one)
}

fn refuse(message: &str, action: &str) -> Failure {
    Failure::new(Code::ConfigInvalid, message).with_action(action)
}

fn too_large(message: &str, action: &str) -> Failure {
    Failure::new(Code::TooLarge, message).with_action(action)
}

#[cfg(test)]
mod tests;
