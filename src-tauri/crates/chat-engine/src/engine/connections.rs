//! Connections: listed, added, changed, removed; local servers found on request.

use super::Engine;
use super::settings::Known;
use chat_core::connection::{
    Address, Builtin, Connection, ConnectionConfig, Facts, check_name, is_guide_address, place,
};
use chat_core::failure::{Code, Failure};
use chat_core::wire::{ConnectionEdit, ConnectionView, GuideChoice, UserError};

/// Most connections of one's own.
const MAX_OWN: usize = 200;

impl Engine {
    /// Every connection as it stands, the built-in ones first.
    pub async fn list_connections(&self) -> Result<Vec<ConnectionView>, Failure> {
        let facts = self.facts(&self.read_known().await?);
        Ok(facts
            .connections()
            .iter()
            .map(|connection| view(connection, &facts))
            .collect())
    }

    /// Adds a connection of one's own.
    pub async fn add_connection(
        &self,
        name: &str,
        config: ConnectionConfig,
    ) -> Result<ConnectionView, Failure> {
        check_name(name)?;
        config.check(name)?;
        let known = self.read_known().await?;
        if known.connections.contains_key(name) {
            return Err(Failure::new(
                Code::ConfigInvalid,
                format!("There is a connection \"{name}\" already."),
            )
            .with_action("Change that one, or choose another name.")
            .with_command("Change it with: gatehouse connections set"));
        }
        if known.connections.len() >= MAX_OWN {
            return Err(Failure::new(
                Code::ConfigInvalid,
                "There are 200 connections of your own; that is the most.",
            )
            .with_action("Remove one first."));
        }
        self.write_connection(name, &config).await?;
        self.connection_view(name).await
    }

    /// Changes a connection, also a built-in one.
    pub async fn change_connection(
        &self,
        name: &str,
        change: impl FnOnce(&mut ConnectionConfig),
    ) -> Result<ConnectionView, Failure> {
        let known = self.read_known().await?;
        self.named(name, &known)?;
        let mut config = known.connections.get(name).cloned().unwrap_or_default();
        change(&mut config);
        config.check(name)?;
        self.write_connection(name, &config).await?;
        self.connection_view(name).await
    }

    /// `add_connection` of a window.
    pub async fn new_connection(
        &self,
        name: &str,
        edit: ConnectionEdit,
    ) -> Result<ConnectionView, Failure> {
        let mut config = ConnectionConfig::default();
        apply(edit, &mut config);
        self.add_connection(name, config).await
    }

    /// `change_connection` of a window.
    pub async fn edit_connection(
        &self,
        name: &str,
        edit: ConnectionEdit,
    ) -> Result<ConnectionView, Failure> {
        self.change_connection(name, |config| apply(edit, config))
            .await
    }

    /// Removes a connection of one's own with its key, or what was changed of a built-in one.
    pub async fn remove_connection(&self, name: &str) -> Result<(), Failure> {
        let known = self.read_known().await?;
        let connection = self.named(name, &known)?;
        if connection.builtin().is_none() {
            let place = place(&connection, &self.facts(&known));
            if let (true, Ok(Address::At(base))) = (connection.keeps_key(), place) {
                // A keyring that cannot be asked keeps an entry that nothing uses any more.
                let _ = self.inner.keys.remove(&connection.account(&base)).await;
            }
        }
        self.write_connection(name, &ConnectionConfig::default())
            .await
    }

    fn named(&self, name: &str, known: &Known) -> Result<Connection, Failure> {
        let facts = self.facts(known);
        facts.connection(name).ok_or_else(|| {
            let all = facts.connections();
            let names: Vec<_> = all.iter().map(Connection::name).collect();
            Failure::new(Code::ConfigInvalid, "There is no such connection.")
                .with_action(format!("Use one of: {}.", names.join(", ")))
        })
    }

    async fn connection_view(&self, name: &str) -> Result<ConnectionView, Failure> {
        let known = self.read_known().await?;
        Ok(view(&self.named(name, &known)?, &self.facts(&known)))
    }
}

/// Puts what a person said into what is stored.
fn apply(edit: ConnectionEdit, config: &mut ConnectionConfig) {
    let ConnectionEdit {
        dialect,
        base_url,
        headers,
        connect_ms,
        first_byte_ms,
        idle_ms,
        proxy,
        ca_pem,
        needs_key,
    } = edit;
    let said = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    if let Some(dialect) = dialect {
        config.dialect = said(dialect);
    }
    if let Some(base_url) = base_url {
        config.base_url = said(base_url);
    }
    if let Some(ca_pem) = ca_pem {
        config.ca_pem = said(ca_pem);
    }
    if let Some(needs_key) = needs_key {
        config.keyless = !needs_key;
    }
    config.headers = headers;
    config.connect_ms = connect_ms;
    config.first_byte_ms = first_byte_ms;
    config.idle_ms = idle_ms;
    config.proxy = proxy.and_then(said);
}

fn view(connection: &Connection, facts: &Facts) -> ConnectionView {
    let place = place(connection, facts);
    let config = connection.config();
    let (base_url, problem) = match place {
        Ok(Address::At(base)) => (Some(base.to_string()), None),
        Ok(Address::OwnDemo) => (None, None),
        Err(failure) => (None, Some(UserError::from(&failure))),
    };
    // A local server without an address is not set up, which is no problem.
    let unset =
        facts.set_address(connection).is_none() && connection.builtin() == Some(Builtin::Local);
    ConnectionView {
        name: connection.name().to_owned(),
        builtin: connection.builtin().is_some(),
        dialect: connection.dialect().name().to_owned(),
        base_url,
        from_environment: connection
            .builtin()
            .is_some_and(|builtin| facts.addresses.contains_key(&builtin.keeper())),
        needs_key: connection.needs_key(),
        headers: config.headers.clone(),
        connect_ms: config.connect_ms,
        first_byte_ms: config.first_byte_ms,
        idle_ms: config.idle_ms,
        proxy: config.proxy.clone(),
        has_ca: config.ca_pem.is_some(),
        guide_choice: problem
            .as_ref()
            .and_then(|_| guide_choice(connection, facts)),
        problem: problem.filter(|_| !unset),
    }
}

fn guide_choice(connection: &Connection, facts: &Facts) -> Option<GuideChoice> {
    let keep = facts.set_address(connection)?;
    let own = connection.builtin()?.default_address()?;
    is_guide_address(keep).then(|| GuideChoice {
        own: own.to_owned(),
        keep: keep.trim().to_owned(),
    })
}
