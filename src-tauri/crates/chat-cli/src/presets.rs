//! `gatehouse presets`: a model, instructions and parameters under a name.

use crate::args::{PresetArgs, PresetPart, PresetsArgs, PresetsVerb};
use crate::files;
use crate::output::{self, Closed, for_terminal, one_line};
use crate::report::{self, Ended};
use chat_core::failure::{Code, Failure};
use chat_core::preset::unknown;
use chat_core::wire::{ImportOutcome, ImportedName, Preset, PresetImport, SavePreset};
use chat_engine::Engine;

pub(crate) async fn run(engine: &Engine, args: PresetsArgs, json: bool) -> Result<Ended, Failure> {
    Ok(match args.verb {
        PresetsVerb::List => {
            let all = engine.list_presets().await?;
            if all.is_empty() && !json {
                output::note("There are no presets. gatehouse presets set NAME makes one.");
            }
            list(&all, json).into()
        }
        PresetsVerb::Show { name } => show(&engine.preset(&name).await?, json).into(),
        PresetsVerb::Set { name, said } => {
            let all = engine.list_presets().await?;
            let before = all.into_iter().find(|preset| preset.name == name);
            let save = SavePreset {
                before: before.as_ref().map(|preset| preset.name.clone()),
                preset: changed(before, name, *said)?,
            };
            let saved = engine.save_preset(save).await?;
            if json {
                output::json(&saved).into()
            } else {
                Ended::Done
            }
        }
        PresetsVerb::Remove { name } => {
            if !engine.remove_preset(name.clone()).await? {
                return Err(unknown(&name, &engine.list_presets().await?));
            }
            Ended::Done
        }
        PresetsVerb::Export { file, force } => {
            let named = file.display().to_string();
            engine.export_presets_to(file, force).await?;
            output::note(&for_terminal(&format!("Written to {named}.")));
            report::written(&named, json)
        }
        PresetsVerb::Import { file, dry_run } => {
            let bytes = files::presets(file).await?;
            told(&engine.import_presets(&bytes, dry_run).await?, json).into()
        }
    })
}

/// The preset as it is to be: what is not said stays.
fn changed(before: Option<Preset>, name: String, said: PresetArgs) -> Result<Preset, Failure> {
    let is_new = before.is_none();
    let mut preset = before.unwrap_or_default();
    let PresetArgs {
        connection,
        model,
        system,
        max_tokens,
        temperature,
        seed,
        stop,
        reasoning,
        unset,
        rename,
    } = said;
    if is_new && rename.is_some() {
        return Err(Failure::new(
            Code::ConfigInvalid,
            "What is not there cannot get another name.",
        )
        .with_action("See which there are: gatehouse presets list"));
    }
    let parameters = &mut preset.parameters;
    for part in unset {
        match part {
            PresetPart::Connection => preset.connection = None,
            PresetPart::Model => preset.model = None,
            PresetPart::System => preset.instructions = None,
            PresetPart::MaxTokens => parameters.max_tokens = None,
            PresetPart::Temperature => parameters.temperature = None,
            PresetPart::Seed => parameters.seed = None,
            PresetPart::Stop => parameters.stop.clear(),
            PresetPart::Reasoning => parameters.reasoning = None,
        }
    }
    parameters.max_tokens = max_tokens.or(parameters.max_tokens);
    parameters.temperature = temperature.or(parameters.temperature);
    parameters.seed = seed.or(parameters.seed);
    parameters.reasoning = reasoning.or_else(|| parameters.reasoning.take());
    if !stop.is_empty() {
        parameters.stop = stop;
    }
    preset.connection = connection.or(preset.connection);
    preset.model = model.or(preset.model);
    preset.instructions = system.or(preset.instructions);
    preset.name = rename.unwrap_or(name);
    Ok(preset)
}

/// One line a preset: its name, and where it asks.
fn list(all: &[Preset], json: bool) -> Result<(), Closed> {
    if json {
        return output::json(&all);
    }
    for preset in all {
        let asked = [&preset.model, &preset.connection];
        let beside: Vec<&str> = asked.into_iter().flatten().map(String::as_str).collect();
        let line = format!("{}  {}", preset.name, beside.join("  "));
        output::text(&format!("{}\n", one_line(line.trim_end())))?;
    }
    Ok(())
}

fn show(preset: &Preset, json: bool) -> Result<(), Closed> {
    if json {
        return output::json(preset);
    }
    let parameters = &preset.parameters;
    let lines = [
        ("connection", preset.connection.clone()),
        ("model", preset.model.clone()),
        ("max-tokens", parameters.max_tokens.map(|n| n.to_string())),
        ("temperature", parameters.temperature.map(|n| n.to_string())),
        ("seed", parameters.seed.map(|n| n.to_string())),
        ("reasoning", parameters.reasoning.clone()),
    ];
    for (name, value) in lines {
        if let Some(value) = value {
            output::text(&format!("{name} = {}\n", one_line(&value)))?;
        }
    }
    for stop in &parameters.stop {
        output::text(&format!("stop = {}\n", one_line(stop)))?;
    }
    if let Some(text) = &preset.instructions {
        output::text(&for_terminal(&format!("\n{text}\n")))?;
    }
    Ok(())
}

fn told(import: &PresetImport, json: bool) -> Result<(), Closed> {
    if json {
        return output::json(import);
    }
    let would = if import.dry_run { "would be " } else { "" };
    let line = |kind: &str, one: &ImportedName| {
        let outcome = match one.outcome {
            ImportOutcome::Added => format!("{would}added"),
            ImportOutcome::Replaced => format!("{would}replaced"),
            ImportOutcome::Unchanged => "is here just so".to_owned(),
        };
        output::text(&format!("{kind} {}: {outcome}\n", one_line(&one.name)))
    };
    import
        .presets
        .iter()
        .try_for_each(|one| line("preset", one))?;
    import
        .templates
        .iter()
        .try_for_each(|one| line("template", one))
}
