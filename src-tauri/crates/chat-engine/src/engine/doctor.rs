//! The guide's "test connection": config, DNS, TCP, proxy, TLS, HTTP, key, credit, model and stream,
//! each named when it fails. Which connections are tested is decided here, how is in the parts.

mod key;
mod layers;
mod stream;

use super::Engine;
use super::settings::Known;
use chat_core::connection::Builtin;
use chat_core::failure::{Code, Failure};
use chat_core::wire::{DiagnosisView, LayerView, TestConnection, UserError};
use layers::Look;
use tokio_util::sync::CancellationToken;

/// What was found out about one connection.
#[derive(Debug, Clone)]
pub struct Diagnosis {
    /// Its name.
    pub connection: String,
    /// The layers, as far as they were reached; only the last can have failed.
    pub layers: Vec<Layer>,
}

impl Diagnosis {
    /// Whether every layer holds.
    pub fn is_ok(&self) -> bool {
        self.layers.iter().all(|layer| layer.failure.is_none())
    }
}

/// One layer.
#[derive(Debug, Clone)]
pub struct Layer {
    /// `config`, `dns`, `tcp`, `proxy`, `tls`, `http`, `key`, `credit`, `model` or `stream`.
    pub name: &'static str,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// What was found, where it holds.
    pub note: String,
    /// How long it took, in milliseconds.
    pub ms: u64,
}

impl Engine {
    /// Tests the connection that would be used, and every other that has a key or an address.
    /// `spend`: a tiny answer is asked for, which may cost a fraction of a cent.
    pub async fn diagnose(&self, spend: bool) -> Vec<Diagnosis> {
        let known = self.known().await;
        let mut names: Vec<Option<String>> = vec![None];
        let chosen = self.next_turn(&known).await.connection;
        let facts = self.facts(&known);
        let with_key: Vec<_> = self
            .key_status()
            .await
            .into_iter()
            .filter(|row| row.state == chat_core::wire::KeyState::Present)
            .map(|row| row.connection)
            .collect();
        for connection in facts.connections() {
            let name = connection.name().to_owned();
            let configured = facts.set_address(&connection).is_some() || with_key.contains(&name);
            if configured && chosen.as_ref() != Some(&name) {
                names.push(Some(name));
            }
        }
        // A choice that fails names no connection; what is wrong with it is told by those that are
        // configured, or else by the one that is asked first.
        if chosen.is_none() {
            names.remove(0);
            if names.is_empty() {
                let first = known.settings.default_connection.clone();
                names.push(Some(
                    first.unwrap_or_else(|| Builtin::Gateway.name().to_owned()),
                ));
            }
        }
        let mut found: Vec<Diagnosis> = Vec::new();
        for name in names {
            found.push(self.examine(name.as_deref(), &known, spend).await);
        }
        found
    }

    /// Tests one connection for a window. `cancel_turn` stops it by the id that the page made.
    pub async fn test_connection(&self, params: TestConnection) -> Result<DiagnosisView, Failure> {
        let TestConnection {
            turn_id,
            connection,
            spend,
        } = params;
        let stop = CancellationToken::new();
        self.starting().insert(turn_id.clone(), stop.clone());
        let known = self.known().await;
        let found = tokio::select! {
            () = stop.cancelled() => Err(stopped()),
            found = self.examine(Some(&connection), &known, spend) => Ok(view(found)),
        };
        self.starting().remove(&turn_id);
        found
    }

    async fn examine(&self, name: Option<&str>, known: &Known, spend: bool) -> Diagnosis {
        let mut look = Look::new(self);
        let ready = look.layer("config", async {
            let ready = self.resolve(name, known).await?;
            let ready = self.renewed(ready).await;
            let ready = self.renewed(ready).await;
            let note = format!("{} at {}", ready.connection.name(), ready.base.origin());
            Ok((note, ready))
        });
        let Some(ready) = ready.await else {
            let connection = name.unwrap_or_default().to_owned();
            return Diagnosis {
                connection,
                layers: look.into_layers(),
            };
        };
        look.reach(&ready, known, spend).await;
        look.mask(&ready);
        Diagnosis {
            connection: ready.connection.name().to_owned(),
            layers: look.into_layers(),
        }
    }
}

fn stopped() -> Failure {
    Failure::new(Code::Interrupted, "The test was stopped.").with_action("Start it again.")
}

fn view(found: Diagnosis) -> DiagnosisView {
    let layers = found.layers.into_iter().map(|layer| LayerView {
        layer: layer.name.to_owned(),
        error: layer.failure.as_ref().map(UserError::from),
        note: layer.note,
        ms: layer.ms,
    });
    DiagnosisView {
        connection: found.connection,
        layers: layers.collect(),
    }
}
