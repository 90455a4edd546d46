//! `gatehouse settings`: by name, checked, the same settings that the window has. Names after
//! `gateway.` are options that every request to a gateway carries.

use crate::args::{SettingsArgs, SettingsVerb};
use crate::output;
use crate::report::Ended;
use chat_core::failure::Failure;
use chat_core::routing::{Field, Routing};
use chat_core::settings::Key;
use chat_core::wire::Settings;
use chat_engine::Engine;
use serde_json::{Map, Value};

/// What stands in front of a gateway option's name.
const GATEWAY: &str = "gateway.";

/// Said where the person's own provider keys are let go to the gateway.
const KEYS_LEAVE: &str = "\
With every question to the gateway at its address of today, your own keys of these providers are
sent to it. Where a provider refuses one, the gateway may go on with its own and bill your credit
there; the receipt says whose key paid.";

/// A setting by its name.
#[derive(Clone, Copy)]
enum Named {
    Own(Key),
    Gateway(Field),
}

/// What is set.
struct Set {
    settings: Settings,
    routing: Routing,
}

pub(crate) async fn run(engine: &Engine, args: SettingsArgs, json: bool) -> Result<Ended, Failure> {
    match args.verb {
        SettingsVerb::Get { key: None } => {
            let own = Key::ALL.into_iter().map(Named::Own);
            let all: Vec<Named> = own.chain(Field::ALL.map(Named::Gateway)).collect();
            Ok(print(&all, &what_is_set(engine).await?, json).into())
        }
        SettingsVerb::Get { key: Some(name) } => {
            let named = Named::parse(&name)?;
            let set = what_is_set(engine).await?;
            if json {
                return Ok(print(&[named], &set, true).into());
            }
            Ok(output::text(&format!("{}\n", named.get(&set))).into())
        }
        SettingsVerb::Set { key, value } => {
            let named = Named::parse(&key)?;
            let mut set = what_is_set(engine).await?;
            match named {
                Named::Gateway(field) => {
                    set.routing = engine.set_routing(field, &value).await?;
                    if let (Field::Byok, false) = (field, set.routing.own_keys.is_empty()) {
                        output::note(KEYS_LEAVE);
                    }
                }
                Named::Own(key) => {
                    if value.trim().is_empty() {
                        key.reset(&mut set.settings);
                    } else {
                        key.set(&mut set.settings, &value)?;
                    }
                    set.settings = engine.set_settings(set.settings).await?;
                }
            }
            Ok(if json {
                print(&[named], &set, true).into()
            } else {
                Ended::Done
            })
        }
    }
}

async fn what_is_set(engine: &Engine) -> Result<Set, Failure> {
    Ok(Set {
        settings: engine.get_settings().await?,
        routing: engine.get_routing().await?,
    })
}

fn print(all: &[Named], set: &Set, json: bool) -> Result<(), output::Closed> {
    if json {
        let rows: Map<String, Value> = all
            .iter()
            .map(|named| (named.name(), named.value(set)))
            .collect();
        return output::json(&rows);
    }
    for named in all {
        output::text(&format!("{} = {}\n", named.name(), named.get(set)))?;
    }
    Ok(())
}

impl Named {
    fn parse(name: &str) -> Result<Self, Failure> {
        let field = name.strip_prefix(GATEWAY).and_then(Field::parse);
        match field {
            Some(field) => Ok(Self::Gateway(field)),
            None => Key::parse(name).map(Self::Own).map_err(|unknown| {
                let options = Field::ALL
                    .map(|field| Self::Gateway(field).name())
                    .join(", ");
                let action = unknown.typed_action().unwrap_or_default();
                let action = format!("{} or {options}.", action.trim_end_matches('.'));
                unknown.with_action(action)
            }),
        }
    }

    fn name(self) -> String {
        match self {
            Self::Own(key) => key.name().to_owned(),
            Self::Gateway(field) => format!("{GATEWAY}{}", field.name()),
        }
    }

    fn get(self, set: &Set) -> String {
        match self {
            Self::Own(key) => key.get(&set.settings),
            Self::Gateway(field) => field.get(&set.routing),
        }
    }

    fn value(self, set: &Set) -> Value {
        let text = self.get(set);
        if text.is_empty() {
            return Value::Null;
        }
        let is_text = match self {
            Self::Own(key) => key.is_text(),
            Self::Gateway(_) => true,
        };
        match text.parse::<u64>() {
            Ok(number) if !is_text => Value::from(number),
            Ok(_) | Err(_) => Value::from(text),
        }
    }
}
