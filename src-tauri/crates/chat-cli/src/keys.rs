//! `gatehouse keys`: what is known of keys; a key goes in by standard input or a prompt, never out.

mod import;

use crate::args::{KeysArgs, KeysVerb};
use crate::output;
use crate::report::Ended;
use crate::stop::Stop;
use chat_core::failure::{Code, Failure};
use chat_core::wire::{KeySource, KeyState, KeyStatus};
use chat_engine::Engine;
use std::io::{IsTerminal, Read};

/// Longest key that is read, in bytes; a longer one is refused by the engine.
const MAX_READ: u64 = 16 * 1024;

pub(crate) async fn run(engine: &Engine, args: KeysArgs, json: bool) -> Result<Ended, Failure> {
    let rows = match args.verb {
        KeysVerb::Status => engine.key_status().await,
        KeysVerb::Set { surplus, .. } if !surplus.is_empty() => {
            return Err(Failure::new(
                Code::ConfigInvalid,
                "A key is never an argument: other programs can read those.",
            )
            .with_action(
                "Pipe it in, or type it when asked. If that was your key, replace it: your shell may remember it.",
            ));
        }
        KeysVerb::Set { connection, .. } => {
            if engine.keeps_keys_in_memory() {
                return Err(Failure::new(
                    Code::KeyringUnavailable,
                    "Keys are kept in memory only, and this process ends now.",
                )
                .with_action("Unset GATEHOUSE_KEYSTORE, or put the key in the environment."));
            }
            let mut stop = Stop::listen();
            let terminal = Terminal::as_it_is();
            let name = connection.clone();
            let reading = tokio::task::spawn_blocking(move || read_key(&name));
            let read = tokio::select! {
                biased;
                () = stop.requested() => {
                    terminal.restore();
                    return Ok(Ended::Stopped);
                }
                read = reading => read,
            };
            let key = read.map_err(|_| crate::report::internal("The key could not be read."))??;
            engine.set_key(connection, key).await?
        }
        KeysVerb::Remove { connection } => engine.remove_key(connection).await?,
        KeysVerb::Import { file } => return import::run(engine, &file, json).await,
        KeysVerb::Renew => {
            let mut stop = Stop::listen();
            let renewed = tokio::select! {
                biased;
                () = stop.requested() => return Ok(Ended::Stopped),
                renewed = engine.renew_sign_in() => renewed?,
            };
            output::note("The sign-in was renewed; the token lives as long as this process.");
            renewed
        }
    };
    Ok(print(&rows, engine.now_ms(), json).into())
}

/// How the terminal was before a key was asked for: while it is typed nothing is echoed, and a
/// run that is stopped then must not leave it so.
#[cfg(unix)]
struct Terminal(Option<rustix::termios::Termios>);

#[cfg(unix)]
impl Terminal {
    fn as_it_is() -> Self {
        Self(rustix::termios::tcgetattr(std::io::stdin()).ok())
    }

    fn restore(&self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        if let Some(before) = &self.0 {
            // Where it fails there is no terminal any more.
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, before);
            output::note("");
        }
    }
}

/// Elsewhere the system restores its consoles itself.
#[cfg(not(unix))]
struct Terminal;

#[cfg(not(unix))]
impl Terminal {
    fn as_it_is() -> Self {
        Self
    }

    fn restore(&self) {}
}

fn read_key(connection: &str) -> Result<String, Failure> {
    let unreadable = || {
        Failure::new(Code::ConfigInvalid, "The key could not be read as text.")
            .with_action("Pipe it in as UTF-8, or type it when asked.")
    };
    if std::io::stdin().is_terminal() {
        return rpassword::prompt_password(format!("Key for {connection}: "))
            .map_err(|_| unreadable());
    }
    let mut key = String::new();
    std::io::stdin()
        .lock()
        .take(MAX_READ)
        .read_to_string(&mut key)
        .map_err(|_| unreadable())?;
    // The line break that ends the input is not part of the key; one inside it is told.
    Ok(key.trim_end_matches(['\n', '\r']).to_owned())
}

fn print(rows: &[KeyStatus], now_ms: i64, json: bool) -> Result<(), output::Closed> {
    if json {
        return output::json(&rows);
    }
    for row in rows {
        output::text(&format!("{}\n", line(row, now_ms)))?;
        if let Some(warning) = &row.warning {
            output::note(&format!("  {warning}"));
        }
    }
    Ok(())
}

fn line(row: &KeyStatus, now_ms: i64) -> String {
    let state = match row.state {
        KeyState::Present => "key",
        KeyState::Absent => "no key",
        KeyState::Locked => "the keyring is locked",
        KeyState::Denied => "the keyring refuses",
        KeyState::Unavailable => "no keyring",
    };
    let place = match row.source {
        KeySource::Env => " from the environment",
        KeySource::Keyring => " in the keyring",
        KeySource::Session => " in memory",
        KeySource::None => "",
    };
    let last4 = row
        .last4
        .as_ref()
        .map(|last| format!(" ending in {last}"))
        .unwrap_or_default();
    let origin = row.origin.as_deref().unwrap_or("no valid address");
    let left = row.expires_at_ms.map(|end| left(end - now_ms));
    let left = left.unwrap_or_default();
    format!(
        "{:<9} {state}{place}{last4}{left} for {origin}",
        row.connection
    )
}

/// How long a sign-in token can still be used.
fn left(ms: i64) -> String {
    let minutes = ms / 60_000;
    match (minutes / 60, minutes % 60) {
        _ if ms <= 0 => ", past its time,".to_owned(),
        (0, minutes) => format!(", {minutes} min left,"),
        (hours, minutes) => format!(", {hours} h {minutes} min left,"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_told_in_hours_and_minutes() {
        for (ms, said) in [
            (-1, ", past its time,"),
            (0, ", past its time,"),
            (59_999, ", 0 min left,"),
            (3_599_999, ", 59 min left,"),
            (43_200_000, ", 12 h 0 min left,"),
        ] {
            assert_eq!(left(ms), said, "{ms}");
        }
    }
}
