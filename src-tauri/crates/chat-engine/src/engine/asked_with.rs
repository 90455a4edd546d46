//! What a question is asked with where it does not say so itself: its preset, then what was chosen
//! for its chat, then the chat's preset; last the instructions for all chats. The last answer's
//! connection and model, and the usual ones, come after all that (`ground.rs`).

use super::Engine;
use super::asking::Ask;
use super::ground::Ground;
use super::question::system_of;
use super::settings::Known;
use chat_core::failure::Failure;
use chat_core::preset::{Asking, check_instructions};
use chat_core::request::Reasoning;
use chat_core::wire::{BeginWith, InstructionsFrom, Parameters, Preset};

/// The presets of a question.
struct Presets {
    /// The one that it names.
    named: Option<Preset>,
    /// The one that was chosen for its chat.
    kept: Option<Preset>,
}

impl Engine {
    /// Completes a question, and what its chat keeps of it. Tells what is worth saying of that.
    pub(super) async fn completed(
        &self,
        mut ask: Ask,
        ground: &mut Ground,
        known: &Known,
    ) -> Result<(Ask, Vec<String>), Failure> {
        let begin = ask.begin.take().unwrap_or_default();
        let mut notes = Vec::new();
        let named = match &ask.preset {
            Some(name) => Some(self.preset(name).await?),
            None => None,
        };
        let begins = ground.conversation.is_none();
        if begins {
            begin.parameters.check()?;
            ground.asking = Asking {
                preset: named.as_ref().map(|preset| preset.name.clone()),
                parameters: begin.parameters.clone(),
                no_default_instructions: begin.no_default_instructions,
                instructions_from: InstructionsFrom::Own,
            };
        }
        let kept = match ground.asking.preset.clone() {
            Some(name) if !begins => {
                let kept = self.preset(&name).await.ok();
                if kept.is_none() {
                    notes.push(format!(
                        "The preset \"{name}\" of this chat is not there; asked without it."
                    ));
                }
                kept
            }
            Some(_) | None => None,
        };
        let presets = Presets { named, kept };
        target(&mut ask, ground, &presets);
        parameters(&mut ask, ground, &presets)?;
        instructions(&mut ask, ground, &presets, begin, known)?;
        Ok((ask, notes))
    }
}

/// Where it goes, as far as presets say.
fn target(ask: &mut Ask, ground: &mut Ground, presets: &Presets) {
    let fill = |connection: &mut Option<String>, model: &mut Option<String>, preset: &Preset| {
        // A model of another connection than the one that is asked is none for it.
        let fits = match (&connection, &preset.connection) {
            (Some(chosen), Some(said)) => chosen == said,
            (_, _) => true,
        };
        if model.is_none() && fits {
            model.clone_from(&preset.model);
        }
        if connection.is_none() {
            connection.clone_from(&preset.connection);
        }
    };
    if let Some(named) = &presets.named {
        fill(&mut ask.connection, &mut ask.model, named);
    }
    if let Some(kept) = &presets.kept {
        let (connection, model) = &mut ground.own;
        fill(connection, model, kept);
    }
}

fn parameters(ask: &mut Ask, ground: &Ground, presets: &Presets) -> Result<(), Failure> {
    let of = |preset: &Option<Preset>| match preset {
        Some(preset) => preset.parameters.clone(),
        None => Parameters::default(),
    };
    let Parameters {
        max_tokens,
        temperature,
        seed,
        stop,
        reasoning,
    } = if ground.conversation.is_none() {
        // The preset becomes the chat's, and what it is set up with is its own.
        ground.asking.parameters.clone().or(&of(&presets.named))
    } else {
        of(&presets.named)
            .or(&ground.asking.parameters)
            .or(&of(&presets.kept))
    };
    ask.max_tokens = ask.max_tokens.or(max_tokens);
    ask.temperature = ask.temperature.or(temperature);
    ask.seed = ask.seed.or(seed);
    if ask.stop.is_empty() {
        ask.stop = stop;
    }
    if let (None, Some(said)) = (&ask.reasoning, reasoning) {
        ask.reasoning = Some(Reasoning::parse(&said)?);
    }
    Ok(())
}

/// Its instructions: those in force where nothing else is to be.
fn instructions(
    ask: &mut Ask,
    ground: &mut Ground,
    presets: &Presets,
    begin: BeginWith,
    known: &Known,
) -> Result<(), Failure> {
    let begins = ground.conversation.is_none();
    let in_force = system_of(&ground.path);
    let asking = &mut ground.asking;
    let own = begin
        .instructions
        .filter(|text| begins && !text.trim().is_empty());
    let said = |preset: &Option<Preset>| preset.as_ref().and_then(|one| one.instructions.clone());
    let (text, from) = if let Some(text) = ask.system.take() {
        // Whoever says that there are none means the ones for all chats too.
        asking.no_default_instructions |= text.is_empty();
        (Some(text), InstructionsFrom::Own)
    } else if let Some(text) = own {
        check_instructions(&text)?;
        (Some(text), InstructionsFrom::Own)
    } else if let Some(text) = said(&presets.named) {
        let from = if begins {
            InstructionsFrom::Preset
        } else {
            InstructionsFrom::Own
        };
        (Some(text), from)
    } else if in_force.is_some() && asking.instructions_from == InstructionsFrom::Own {
        (None, InstructionsFrom::Own)
    } else if let Some(text) = said(&presets.kept) {
        (Some(text), InstructionsFrom::Preset)
    } else if in_force.is_some()
        && asking.instructions_from == InstructionsFrom::Preset
        && asking.preset.is_some()
        && presets.kept.is_none()
    {
        // The preset is not there, what it said is.
        (None, InstructionsFrom::Preset)
    } else if let Some(text) = &known.settings.default_instructions
        && !asking.no_default_instructions
    {
        (Some(text.clone()), InstructionsFrom::Default)
    } else {
        // Those in force came from what does not say them any more.
        (in_force.map(|_| String::new()), InstructionsFrom::Own)
    };
    ask.system = text;
    asking.instructions_from = from;
    Ok(())
}
