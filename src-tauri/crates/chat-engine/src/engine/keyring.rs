//! Keys: set, removed and spoken of; never given out.

use super::Engine;
use super::settings::Known;
use crate::keys::KeyStoreError;
use chat_core::base_url::BaseUrl;
use chat_core::connection::{
    Address, Connection, KeyProblem, Variable, check_key, foreign_key_warning, place,
};
use chat_core::failure::{Code, Failure};
use chat_core::token;
use chat_core::wire::{Event, KeySource, KeyState, KeyStatus};
use secrecy::{ExposeSecret, SecretString};

/// Keys shorter than this show no part of themselves.
const LAST4_FROM: usize = 12;

impl Engine {
    /// The state of each connection's key.
    pub async fn key_status(&self) -> Vec<KeyStatus> {
        let known = self.known().await;
        let facts = self.facts(&known);
        let mut rows = Vec::new();
        for connection in facts.connections().iter().filter(|c| c.keeps_key()) {
            let base = match place(connection, &facts) {
                Ok(Address::At(base)) => Some(base),
                Ok(Address::OwnDemo) | Err(_) => None,
            };
            let mut row = self.status_of(connection, base.as_ref()).await;
            if let Some(base) = base {
                self.add_sign_in(&mut row, connection, &base, &known).await;
            }
            rows.push(row);
        }
        rows
    }

    /// A sign-in counts where nothing else does; a token's end is that of the freshest one.
    async fn add_sign_in(
        &self,
        row: &mut KeyStatus,
        connection: &Connection,
        base: &BaseUrl,
        known: &Known,
    ) {
        let environment = &self.inner.config.environment;
        let source = match row.source {
            KeySource::None if known.signed_in => KeySource::Session,
            KeySource::Env
                if matches!(environment.key(Variable::AiGatewayApiKey), Ok(None))
                    && matches!(environment.key(Variable::VercelOidcToken), Ok(Some(_))) =>
            {
                KeySource::Env
            }
            KeySource::None | KeySource::Env | KeySource::Keyring | KeySource::Session => return,
        };
        if !connection
            .key_variables()
            .contains(&Variable::VercelOidcToken)
        {
            return;
        }
        let held = self.held(known, base.origin());
        if let (Some(token), _) = held.now(self.inner.config.clock.now_ms()).await {
            describe(row, connection, source, &token.text);
        }
    }

    async fn status_of(&self, connection: &Connection, base: Option<&BaseUrl>) -> KeyStatus {
        let mut status = KeyStatus {
            connection: connection.name().to_owned(),
            origin: base.map(BaseUrl::origin),
            source: KeySource::None,
            state: KeyState::Absent,
            last4: None,
            expires_at_ms: None,
            warning: None,
        };
        let environment = &self.inner.config.environment;
        let variables = connection.key_variables().iter();
        // A variable that holds no usable key is still what counts; asking says what is wrong.
        if let Some(set) = variables
            .map(|v| environment.key(*v))
            .find(|key| !matches!(key, Ok(None)))
        {
            status.source = KeySource::Env;
            if let Ok(Some(key)) = set {
                describe(&mut status, connection, KeySource::Env, &key);
            }
            return status;
        }
        let Some(base) = base else { return status };
        let account = connection.account(base);
        match self.inner.keys.peek(&account).await {
            Ok(Some(key)) => describe(
                &mut status,
                connection,
                self.inner.keys.source_of(&account),
                &key,
            ),
            Ok(None) => {}
            Err(error) => status.state = error.state(),
        }
        status
    }

    /// Keeps a key for a connection's origin. It goes to the key store and nowhere else.
    pub async fn set_key(
        &self,
        connection: String,
        key: String,
    ) -> Result<Vec<KeyStatus>, Failure> {
        // Wrapped first, so that it is wiped on every way out.
        let key = SecretString::from(key);
        let account = self.account_of(&connection).await?;
        let clean = check_key(key.expose_secret()).map_err(KeyProblem::failure)?;
        let clean = SecretString::from(clean.to_owned());
        self.inner
            .keys
            .set(&account, clean)
            .await
            .map_err(KeyStoreError::failure)?;
        Ok(self.keys_changed().await)
    }

    /// Keeps the key that the key store just refused for this process alone. It was handed over once
    /// and did not leave the engine since.
    pub async fn keep_session_key(&self, connection: String) -> Result<Vec<KeyStatus>, Failure> {
        let account = self.account_of(&connection).await?;
        let kept = self.inner.keys.keep_for_session(&account);
        if !kept.map_err(KeyStoreError::failure)? {
            return Err(
                Failure::new(Code::ConfigInvalid, "That key is not at hand any more.")
                    .with_action("Enter it again."),
            );
        }
        Ok(self.keys_changed().await)
    }

    /// Forgets a connection's key. Whether there was one does not matter.
    pub async fn remove_key(&self, connection: String) -> Result<Vec<KeyStatus>, Failure> {
        let account = self.account_of(&connection).await?;
        self.inner
            .keys
            .remove(&account)
            .await
            .map_err(KeyStoreError::failure)?;
        Ok(self.keys_changed().await)
    }

    pub(super) async fn keys_changed(&self) -> Vec<KeyStatus> {
        let keys = self.key_status().await;
        let next = self.next_turn(&self.known().await).await;
        self.tell(&Event::KeysChanged {
            keys: keys.clone(),
            next,
        });
        keys
    }

    async fn account_of(&self, name: &str) -> Result<String, Failure> {
        let facts = self.facts(&self.known().await);
        let connection = facts
            .connection(name)
            .filter(Connection::needs_key)
            .ok_or_else(|| {
                let all = facts.connections();
                let names: Vec<_> = all
                    .iter()
                    .filter(|c| c.needs_key())
                    .map(Connection::name)
                    .collect();
                Failure::new(Code::ConfigInvalid, "That connection takes no key.")
                    .with_action(format!("Choose one of {}.", names.join(", ")))
            })?;
        match place(&connection, &facts)? {
            Address::At(base) => {
                base.check_key_allowed()
                    .map_err(|error| error.failure(&connection.address_source()))?;
                Ok(connection.account(&base))
            }
            Address::OwnDemo => Err(super::internal()),
        }
    }
}

fn describe(
    status: &mut KeyStatus,
    connection: &Connection,
    source: KeySource,
    key: &SecretString,
) {
    let key = key.expose_secret();
    status.warning = foreign_key_warning(connection, key);
    status.source = source;
    status.state = KeyState::Present;
    status.expires_at_ms = token::expiry(key).exp_ms();
    status.last4 = last4(key);
}

/// What may be shown of a key.
pub(super) fn last4(key: &str) -> Option<String> {
    let is_shown = key.len() >= LAST4_FROM && key.is_ascii();
    is_shown.then(|| key.get(key.len() - 4..).map(str::to_owned))?
}
