//! `gatehouse connections`: the endpoints a question can go to.

use crate::args::{ConnectionArgs, ConnectionsArgs, ConnectionsVerb};
use crate::output::{self, Closed};
use crate::report::Ended;
use chat_core::connection::{ConnectionConfig, MAX_CA_BYTES};
use chat_core::failure::{Code, Failure};
use chat_core::wire::{ConnectionView, FoundServer};
use chat_engine::Engine;
use std::io::Read;
use std::path::Path;

pub(crate) async fn run(
    engine: &Engine,
    args: ConnectionsArgs,
    json: bool,
) -> Result<Ended, Failure> {
    Ok(match args.verb {
        ConnectionsVerb::List => print(&engine.list_connections().await?, json).into(),
        ConnectionsVerb::Add { name, said } => {
            let mut config = ConnectionConfig::default();
            Change::read(said)?.make(&mut config);
            let view = engine.add_connection(&name, config).await?;
            print(&[view], json).into()
        }
        ConnectionsVerb::Set { name, said } => {
            let change = Change::read(said)?;
            let view = engine
                .change_connection(&name, |config| change.make(config))
                .await?;
            print(&[view], json).into()
        }
        ConnectionsVerb::Remove { name } => {
            engine.remove_connection(&name).await?;
            Ended::Done
        }
        ConnectionsVerb::Probe => {
            if !json {
                output::note("Asking the usual ports of this machine …");
            }
            print_found(&engine.probe_local().await, json).into()
        }
    })
}

/// What the flags say, read and taken apart.
struct Change {
    said: ConnectionArgs,
    headers: Vec<(String, String)>,
    ca_pem: Option<String>,
}

impl Change {
    fn read(said: ConnectionArgs) -> Result<Self, Failure> {
        let headers = said
            .header
            .iter()
            .map(|text| header(text))
            .collect::<Result<_, _>>()?;
        let ca_pem = match &said.ca {
            Some(path) if path.as_os_str().is_empty() => Some(String::new()),
            Some(path) => Some(certificates(path)?),
            None => None,
        };
        Ok(Self {
            said,
            headers,
            ca_pem,
        })
    }

    /// What is not said stays; an empty text takes a value away.
    fn make(self, config: &mut ConnectionConfig) {
        let Self {
            said,
            headers,
            ca_pem,
        } = self;
        set(&mut config.dialect, said.dialect);
        set(&mut config.base_url, said.base_url);
        set(&mut config.proxy, said.proxy);
        set(&mut config.ca_pem, ca_pem);
        for (field, ms) in [
            (&mut config.connect_ms, said.connect_ms),
            (&mut config.first_byte_ms, said.first_byte_ms),
            (&mut config.idle_ms, said.idle_ms),
        ] {
            if ms.is_some() {
                *field = ms;
            }
        }
        for (name, value) in headers {
            config
                .headers
                .retain(|known, _| !known.eq_ignore_ascii_case(&name));
            if !value.is_empty() {
                config.headers.insert(name, value);
            }
        }
        config.keyless |= said.no_key;
        config.keyless &= !said.with_key;
    }
}

fn set(field: &mut Option<String>, said: Option<String>) {
    if let Some(text) = said {
        *field = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    }
}

fn header(text: &str) -> Result<(String, String), Failure> {
    text.split_once(':')
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .ok_or_else(|| {
            // Not repeated: it may be a key.
            Failure::new(Code::ConfigInvalid, "A header has no colon.")
                .with_action("Write it like --header \"X-Title: my app\".")
        })
}

fn certificates(path: &Path) -> Result<String, Failure> {
    let unreadable = || {
        Failure::new(
            Code::ConfigInvalid,
            format!("{} cannot be read as certificates.", path.display()),
        )
        .with_action("Give a PEM file of at most 256 KiB.")
    };
    let limit = u64::try_from(MAX_CA_BYTES).unwrap_or(u64::MAX);
    let mut text = String::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(limit.saturating_add(1)).read_to_string(&mut text))
        .map_err(|_| unreadable())?;
    if text.trim().is_empty() || text.len() > MAX_CA_BYTES {
        return Err(unreadable());
    }
    Ok(text)
}

fn print(rows: &[ConnectionView], json: bool) -> Result<(), Closed> {
    if json {
        return output::json(&rows);
    }
    for row in rows {
        let place = match (&row.base_url, &row.problem) {
            (Some(url), _) => url.as_str(),
            (None, Some(problem)) => &problem.message,
            (None, None) if row.name == "demo" => "inside this program",
            (None, None) => "not set",
        };
        let from = if row.from_environment {
            ", from the environment"
        } else {
            ""
        };
        let line = format!("{:<17} {:<19} {place}{from}\n", row.name, row.dialect);
        output::text(&output::for_terminal(&line))?;
    }
    Ok(())
}

fn print_found(found: &[FoundServer], json: bool) -> Result<(), Closed> {
    if json {
        return output::json(&found);
    }
    if found.is_empty() {
        output::note("No model server answers at the usual ports.");
    }
    for server in found {
        let line = format!(
            "{:<10} {:<24} {}\n",
            server.kind,
            server.base_url,
            server.models.join(", ")
        );
        output::text(&output::for_terminal(&line))?;
    }
    Ok(())
}
