//! `gatehouse settings`: by name, checked, the same settings that the window has.

use crate::args::{SettingsArgs, SettingsVerb};
use crate::output;
use crate::report::Ended;
use chat_core::failure::Failure;
use chat_core::settings::Key;
use chat_core::wire::Settings;
use chat_engine::Engine;
use serde_json::{Map, Value};

pub(crate) async fn run(engine: &Engine, args: SettingsArgs, json: bool) -> Result<Ended, Failure> {
    match args.verb {
        SettingsVerb::Get { key: None } => {
            let settings = engine.get_settings().await?;
            Ok(print(&Key::ALL, &settings, json).into())
        }
        SettingsVerb::Get { key: Some(name) } => {
            let key = Key::parse(&name)?;
            let settings = engine.get_settings().await?;
            if json {
                return Ok(print(&[key], &settings, true).into());
            }
            Ok(output::text(&format!("{}\n", key.get(&settings))).into())
        }
        SettingsVerb::Set { key, value } => {
            let key = Key::parse(&key)?;
            let mut settings = engine.get_settings().await?;
            if value.trim().is_empty() {
                key.reset(&mut settings);
            } else {
                key.set(&mut settings, &value)?;
            }
            let settings = engine.set_settings(settings).await?;
            Ok(if json {
                print(&[key], &settings, true).into()
            } else {
                Ended::Done
            })
        }
    }
}

fn print(keys: &[Key], settings: &Settings, json: bool) -> Result<(), output::Closed> {
    if json {
        let rows: Map<String, Value> = keys
            .iter()
            .map(|key| (key.name().to_owned(), value(*key, settings)))
            .collect();
        return output::json(&rows);
    }
    for key in keys {
        output::text(&format!("{} = {}\n", key.name(), key.get(settings)))?;
    }
    Ok(())
}

fn value(key: Key, settings: &Settings) -> Value {
    let text = key.get(settings);
    if text.is_empty() {
        return Value::Null;
    }
    match text.parse::<u64>() {
        Ok(number) if !key.is_text() => Value::from(number),
        Ok(_) | Err(_) => Value::from(text),
    }
}
