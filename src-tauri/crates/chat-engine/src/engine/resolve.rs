//! From names, environment, settings and key store to an address and a key.

use super::{DemoAddress, Engine, internal};
use chat_core::base_url::BaseUrl;
use chat_core::connection::{
    Address, Auth, Builtin, Facts, KeyPlace, Kind, ModelChoice, Resolved, Step, Stored, choose,
    choose_model,
};
use chat_core::dialect::{Upstream, UpstreamKind};
use chat_core::failure::{AuthKind, Code, Failure};
use chat_core::token;
use chat_core::wire::{NextTurn, Settings, UserError};
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeMap;

/// A connection with its key at hand.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) connection: Builtin,
    pub(super) base: BaseUrl,
    pub(super) key: Option<SecretString>,
    pub(super) upstream: Upstream,
}

impl Engine {
    pub(super) fn facts(&self, settings: &Settings) -> Facts {
        let mut facts = self.inner.config.environment.facts();
        facts
            .stored_default
            .clone_from(&settings.default_connection);
        facts
    }

    /// Chooses the connection and fetches its key. Nothing is sent.
    pub(super) async fn resolve(
        &self,
        named: Option<&str>,
        settings: &Settings,
    ) -> Result<Ready, Failure> {
        let facts = self.facts(settings);
        let mut answers = BTreeMap::new();
        let mut stored = BTreeMap::new();
        let resolved = loop {
            match choose(named, &facts, &answers)? {
                Step::Ready(resolved) => break resolved,
                Step::AskKeyStore {
                    connection,
                    account,
                } => {
                    let answer = match self.inner.keys.get(&account).await {
                        Ok(Some(key)) => {
                            stored.insert(connection, key);
                            Stored::Present
                        }
                        Ok(None) => Stored::Empty,
                        Err(error) => error.stored(),
                    };
                    answers.insert(connection, answer);
                }
            }
        };
        self.ready(resolved, &mut stored).await
    }

    async fn ready(
        &self,
        resolved: Resolved,
        stored: &mut BTreeMap<Builtin, SecretString>,
    ) -> Result<Ready, Failure> {
        let connection = resolved.connection;
        let (base, key) = match &resolved.address {
            Address::OwnDemo => {
                let demo = self.demo().await?;
                let base = BaseUrl::parse(&demo.url).map_err(|_| internal())?;
                (base, demo.key.clone())
            }
            Address::At(base) => {
                let key = match &resolved.key {
                    KeyPlace::Env(variable) => self.inner.config.environment.key(*variable)?,
                    KeyPlace::Stored { .. } => stored.remove(&connection),
                    KeyPlace::NotNeeded => None,
                };
                (base.clone(), key)
            }
        };
        let auth = match (resolved.auth(), &key) {
            (Auth::ApiKey, _) => AuthKind::ApiKey,
            (Auth::Oidc, Some(token)) => {
                let expiry = token::expiry(token.expose_secret());
                let now = self.inner.config.clock.now_ms();
                AuthKind::Oidc {
                    expired: expiry.exp_ms().map(|_| expiry.is_past(now)),
                }
            }
            (Auth::Oidc, None) | (Auth::None, _) => AuthKind::None,
        };
        let (kind, provider) = match connection.kind() {
            Kind::Gateway => (UpstreamKind::Gateway, None),
            Kind::Direct { provider } => (UpstreamKind::Direct, Some(provider.to_owned())),
            Kind::Local => (UpstreamKind::Local, None),
        };
        let upstream = Upstream {
            kind,
            host: base.host().to_owned(),
            auth,
            provider,
        };
        Ok(Ready {
            connection,
            base,
            key,
            upstream,
        })
    }

    async fn demo(&self) -> Result<&DemoAddress, Failure> {
        self.inner
            .demo
            .get_or_try_init(|| (self.inner.config.start_demo)())
            .await
    }

    /// The model for a connection: asked, stored, default, or the first that a local server lists.
    pub(super) async fn resolve_model(
        &self,
        asked: Option<&str>,
        ready: &Ready,
        settings: &Settings,
    ) -> Result<String, Failure> {
        // The default model is meant for real gateways; the demo knows only its own.
        let stored = match ready.connection {
            Builtin::Demo => None,
            Builtin::Gateway | Builtin::OpenAi | Builtin::Local => {
                settings.default_model.as_deref()
            }
        };
        match choose_model(asked, stored, ready.connection) {
            ModelChoice::Id(id) => checked_model(id),
            ModelChoice::FirstOfList => self.first_model(ready, settings).await,
        }
    }

    /// What the next message would use, without starting or sending anything.
    pub(super) async fn next_turn(&self, settings: &Settings) -> NextTurn {
        let facts = self.facts(settings);
        let mut answers = BTreeMap::new();
        let chosen = loop {
            match choose(None, &facts, &answers) {
                Err(failure) => break Err(failure),
                Ok(Step::Ready(resolved)) => break Ok(resolved),
                Ok(Step::AskKeyStore {
                    connection,
                    account,
                }) => {
                    let answer = match self.inner.keys.peek(&account).await {
                        Ok(Some(_)) => Stored::Present,
                        Ok(None) => Stored::Empty,
                        Err(error) => error.stored(),
                    };
                    answers.insert(connection, answer);
                }
            }
        };
        match chosen {
            Ok(resolved) => {
                let connection = resolved.connection;
                let stored = match connection {
                    Builtin::Demo => None,
                    Builtin::Gateway | Builtin::OpenAi | Builtin::Local => {
                        settings.default_model.as_deref()
                    }
                };
                let model = match choose_model(None, stored, connection) {
                    ModelChoice::Id(id) => Some(id),
                    ModelChoice::FirstOfList => None,
                };
                NextTurn {
                    connection: Some(connection.name().to_owned()),
                    model,
                    demo: resolved.is_demo(),
                    problem: None,
                }
            }
            Err(failure) => NextTurn {
                connection: None,
                model: None,
                demo: false,
                problem: Some(UserError::from(&failure)),
            },
        }
    }
}

fn checked_model(id: String) -> Result<String, Failure> {
    let fits = (1..=256).contains(&id.trim().len()) && !id.chars().any(char::is_control);
    if fits {
        Ok(id)
    } else {
        Err(
            Failure::new(Code::ConfigInvalid, "That is no model id.").with_action(
                "Give one line of at most 256 bytes, such as anthropic/claude-sonnet-4.5.",
            ),
        )
    }
}
