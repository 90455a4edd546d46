//! Settings and stored connections: read from the store, checked, written back row by row.

use super::{Engine, routing};
use crate::live::Face;
use crate::store::Store;
use chat_core::connection::{self, ConnectionConfig, Facts};
use chat_core::failure::{Code, Failure};
use chat_core::routing::Routing;
use chat_core::settings::{changed_rows, check, from_rows};
use chat_core::wire::{Event, Settings};
use std::collections::BTreeMap;
use std::path::Path;

/// What stands in front of a stored connection's name in the settings table.
const CONNECTION_ROW: &str = "connection.";
/// Where the origin is kept that belongs to the setting `signin.folder`.
const ORIGIN_ROW: &str = "signin.origin";
/// Where the origin is kept that belongs to the setting `gateway.byok`.
pub(super) const BYOK_ORIGIN_ROW: &str = "byok.origin";

/// What the person has set, as the store holds it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Known {
    /// The settings.
    pub(super) settings: Settings,
    /// Connections of their own, and changes of built-in ones, by name.
    pub(super) connections: BTreeMap<String, ConnectionConfig>,
    /// What gateways are told beside each request.
    pub(super) routing: Routing,
    /// The gateway's origin when it was chosen whose own keys it gets.
    pub(super) byok_origin: Option<String>,
    /// The gateway's origin when the sign-in's folder was chosen.
    pub(super) signin_origin: Option<String>,
    /// Whether that sign-in is for the gateway as it stands.
    pub(super) signed_in: bool,
}

impl Known {
    fn from_rows(rows: &BTreeMap<String, String>) -> Self {
        let connections = rows
            .iter()
            .filter_map(|(key, value)| {
                let name = key.strip_prefix(CONNECTION_ROW)?;
                // A row that cannot be read may be a newer program's: it stays, unused.
                Some((name.to_owned(), serde_json::from_str(value).ok()?))
            })
            .collect();
        Self {
            settings: from_rows(rows),
            connections,
            routing: routing::from_rows(rows),
            byok_origin: rows.get(BYOK_ORIGIN_ROW).cloned(),
            signin_origin: rows.get(ORIGIN_ROW).cloned(),
            signed_in: false,
        }
    }
}

impl Engine {
    /// The settings, or why they cannot be read.
    pub async fn get_settings(&self) -> Result<Settings, Failure> {
        Ok(self.read_known().await?.settings)
    }

    /// What is set, or why it cannot be read.
    pub(super) async fn read_known(&self) -> Result<Known, Failure> {
        let rows = self
            .store_to_read()
            .await?
            .settings()
            .await
            .map_err(|error| error.failure())?;
        let mut known = Known::from_rows(&rows);
        known.signed_in = self.is_signed_in(&known);
        Ok(known)
    }

    /// What is set; nothing where the store cannot be used, so that one can ask all the same.
    pub(super) async fn known(&self) -> Known {
        self.read_known().await.unwrap_or_default()
    }

    /// What the choice of a connection is made from.
    pub(super) fn facts(&self, known: &Known) -> Facts {
        Facts {
            stored_default: known.settings.default_connection.clone(),
            stored: known.connections.clone(),
            signed_in: known.signed_in,
            ..self.inner.config.environment.facts()
        }
    }

    /// Writes what differs from what is stored.
    pub async fn set_settings(&self, settings: Settings) -> Result<Settings, Failure> {
        check(&settings)?;
        let store = self.store().await?;
        let known = self.read_known().await?;
        let old = known.settings.clone();
        if old.default_connection != settings.default_connection
            && let Some(name) = &settings.default_connection
        {
            connection::find(name, &self.facts(&known))?;
        }
        if old.signin_folder != settings.signin_folder
            && let Some(folder) = &settings.signin_folder
            && !Path::new(folder).is_dir()
        {
            return Err(Failure::new(
                Code::ConfigInvalid,
                "There is no such folder for the sign-in.",
            )
            .with_action("Name the folder of a project that is linked with Vercel."));
        }
        // The folder's tokens go to the gateway of that moment, and to no later one.
        if old.signin_folder != settings.signin_folder {
            let origin = match &settings.signin_folder {
                Some(_) => Some(self.gateway_origin(&known)?),
                None => None,
            };
            write(&store, ORIGIN_ROW.to_owned(), origin).await?;
        }
        for (key, value) in changed_rows(&old, &settings) {
            write(&store, key.to_owned(), value).await?;
        }
        self.tell_keys().await;
        Ok(settings)
    }

    /// Remembers the answer limit of a face. The other settings stay as they are, also those that
    /// were changed elsewhere since that face last read them.
    pub async fn set_answer_length(&self, face: Face, tokens: Option<u32>) -> Result<(), Failure> {
        let old = self.read_known().await?.settings;
        let mut new = old.clone();
        match face {
            Face::Quick => new.quick_max_tokens = tokens,
            Face::Chat | Face::Cli => new.chat_max_tokens = tokens,
        }
        check(&new)?;
        let store = self.store().await?;
        for (key, value) in changed_rows(&old, &new) {
            write(&store, key.to_owned(), value).await?;
        }
        Ok(())
    }

    /// Stores what was said of a connection; an empty configuration forgets it.
    pub(super) async fn write_connection(
        &self,
        name: &str,
        config: &ConnectionConfig,
    ) -> Result<(), Failure> {
        let value = (!config.is_empty())
            .then(|| serde_json::to_string(config))
            .transpose()
            .map_err(|_| super::internal())?;
        let store = self.store().await?;
        write(&store, format!("{CONNECTION_ROW}{name}"), value).await?;
        self.tell_keys().await;
        Ok(())
    }

    pub(super) async fn tell_keys(&self) {
        let known = self.known().await;
        let (keys, next) = (self.key_status().await, self.next_turn(&known).await);
        self.tell(&Event::KeysChanged { keys, next });
    }
}

pub(super) async fn write(
    store: &Store,
    key: String,
    value: Option<String>,
) -> Result<(), Failure> {
    store
        .set_setting(key, value)
        .await
        .map_err(|error| error.failure())
}
