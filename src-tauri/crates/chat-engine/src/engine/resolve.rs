//! From names, environment, settings and key store to an address and a key.

use super::listing::Listing;
use super::settings::Known;
use super::{DemoAddress, Engine, internal};
use crate::signin::Held;
use crate::transport::{Key, OwnKey, Request, Via};
use chat_core::base_url::BaseUrl;
use chat_core::connection::{
    Address, Auth, Connection, KeyPlace, Kind, ModelChoice, Resolved, Step, Stored, Variable,
    choose, choose_model,
};
use chat_core::dialect::Upstream;
use chat_core::failure::{AuthKind, Code, Failure};
use chat_core::token;
use chat_core::turn::Renewal;
use chat_core::wire::{NextTurn, Timeouts, UserError};
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeMap;
use url::Url;

/// A connection with its key at hand.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) connection: Connection,
    pub(super) base: BaseUrl,
    pub(super) key: Option<SecretString>,
    pub(super) upstream: Upstream,
    /// Keys of providers that go with each question.
    pub(super) provider_keys: Vec<OwnKey>,
    /// The sign-in that the key comes from, if it does.
    pub(super) held: Option<Held>,
    /// Whether that has to be renewed.
    pub(super) renewal: Renewal,
    /// Its own time-outs, else those of the settings.
    pub(super) timeouts: Timeouts,
}

impl Ready {
    /// A server may repeat the key in its words; no face shows it.
    pub(super) fn masked(&self, failure: Failure) -> Failure {
        self.secrets().fold(failure, |failure, key| {
            failure.without_key(key.expose_secret())
        })
    }

    /// Every secret that goes with a question.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &SecretString> {
        let own = self.provider_keys.iter().map(|own| &own.secret);
        self.key.iter().chain(own)
    }

    /// A request to this connection, with all that its requests carry; with a body it is a POST.
    pub(super) fn request(&self, url: Url, body: Option<Vec<u8>>) -> Request {
        let dialect = self.connection.dialect();
        let (header, before) = dialect.key_header();
        let config = self.connection.config();
        let own = config.headers.iter();
        let fixed = dialect.headers().iter().copied();
        Request {
            url,
            key: self.key.clone().map(|secret| Key {
                header,
                before,
                secret,
            }),
            headers: fixed
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .chain(own.map(|(name, value)| (name.clone(), value.clone())))
                .collect(),
            // Only a question is asked with them.
            provider_keys: match &body {
                Some(_) => self.provider_keys.clone(),
                None => Vec::new(),
            },
            body,
            via: Via {
                connect_ms: self.timeouts.connect_ms,
                proxy: config.proxy.clone(),
                ca_pem: config.ca_pem.clone(),
            },
        }
    }
}

impl Engine {
    /// Chooses the connection and fetches its key. Nothing is sent.
    pub(super) async fn resolve(
        &self,
        named: Option<&str>,
        known: &Known,
    ) -> Result<Ready, Failure> {
        let facts = self.facts(known);
        let mut answers = BTreeMap::new();
        let mut stored = BTreeMap::new();
        let resolved = loop {
            match choose(named, &facts, &answers)? {
                Step::Ready(resolved) => break *resolved,
                Step::AskKeyStore { account } => {
                    let answer = match self.inner.keys.get(&account).await {
                        Ok(Some(key)) => {
                            stored.insert(account.clone(), key);
                            Stored::Present
                        }
                        Ok(None) => Stored::Empty,
                        Err(error) => error.stored(),
                    };
                    answers.insert(account, answer);
                }
            }
        };
        self.ready(resolved, &mut stored, known).await
    }

    async fn ready(
        &self,
        resolved: Resolved,
        stored: &mut BTreeMap<String, SecretString>,
        known: &Known,
    ) -> Result<Ready, Failure> {
        let auth = resolved.auth();
        let Resolved {
            connection,
            address,
            key,
        } = resolved;
        let mut held = None;
        let mut renewal = Renewal::Never;
        let (base, key) = match address {
            Address::OwnDemo => {
                let demo = self.demo().await?;
                let base =
                    BaseUrl::parse(&demo.url, connection.dialect()).map_err(|_| internal())?;
                (base, demo.key.clone())
            }
            Address::At(base) => {
                let key = match &key {
                    KeyPlace::Env(Variable::VercelOidcToken) | KeyPlace::SignIn => {
                        // What is no token at all is told, and not renewed.
                        self.inner
                            .config
                            .environment
                            .key(Variable::VercelOidcToken)?;
                        let sign_in = self.held(known, base.origin());
                        let (token, when) = self.token_for(&sign_in).await;
                        (held, renewal) = (Some(sign_in), when);
                        token.map(|token| token.text)
                    }
                    KeyPlace::Env(variable) => self.inner.config.environment.key(*variable)?,
                    KeyPlace::Stored { account } => stored.remove(account),
                    KeyPlace::NotNeeded => None,
                };
                (base, key)
            }
        };
        let auth = match (auth, &key) {
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
        let provider = match connection.kind() {
            // Both connections to OpenAI are one provider.
            Kind::Direct { .. } => connection
                .builtin()
                .map(|builtin| builtin.keeper().name().to_owned()),
            Kind::Gateway | Kind::Own => None,
        };
        let upstream = Upstream {
            kind: connection.upstream_kind(),
            host: base.host().to_owned(),
            auth,
            provider,
        };
        Ok(Ready {
            timeouts: connection.timeouts(known.settings.timeouts),
            connection,
            base,
            key,
            upstream,
            provider_keys: Vec::new(),
            held,
            renewal,
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
        known: &Known,
    ) -> Result<String, Failure> {
        let base = Some(&ready.base);
        match self.usual(asked, &ready.connection, base, known).await {
            ModelChoice::Id(id) => checked_model(id),
            ModelChoice::FirstOfList => self.first_model(ready).await,
        }
    }

    async fn usual(
        &self,
        asked: Option<&str>,
        connection: &Connection,
        base: Option<&BaseUrl>,
        known: &Known,
    ) -> ModelChoice {
        let usual = match (asked, &known.settings.default_model, base) {
            (None, None, Some(base)) => self.living_default(connection, base).await,
            (_, stored, _) => stored.clone(),
        };
        choose_model(asked, usual.as_deref(), connection)
    }

    /// What would be used, without starting or sending anything, and without a question of the
    /// keyring to the person. The address is none for the demo's own.
    pub(super) async fn peek(
        &self,
        named: Option<&str>,
        known: &Known,
    ) -> Result<(Connection, Option<BaseUrl>), Failure> {
        let facts = self.facts(known);
        let mut answers = BTreeMap::new();
        let resolved = loop {
            match choose(named, &facts, &answers)? {
                Step::Ready(resolved) => break *resolved,
                Step::AskKeyStore { account } => {
                    let answer = match self.inner.keys.peek(&account).await {
                        Ok(Some(_)) => Stored::Present,
                        Ok(None) => Stored::Empty,
                        Err(error) => error.stored(),
                    };
                    answers.insert(account, answer);
                }
            }
        };
        let base = match resolved.address {
            Address::At(base) => Some(base),
            Address::OwnDemo => None,
        };
        Ok((resolved.connection, base))
    }

    /// The model that would be asked; none for a local server whose list was never read.
    pub(super) async fn peek_model(
        &self,
        asked: Option<&str>,
        connection: &Connection,
        base: Option<&BaseUrl>,
        known: &Known,
    ) -> Option<String> {
        match self.usual(asked, connection, base, known).await {
            ModelChoice::Id(id) => Some(id),
            ModelChoice::FirstOfList => {
                let (saved, _) = self.saved_catalogue(connection, base?).await?;
                saved.models().first().map(|model| model.id.clone())
            }
        }
    }

    /// What the next message would use, without starting or sending anything.
    pub(super) async fn next_turn(&self, known: &Known) -> NextTurn {
        let (connection, base) = match self.peek(None, known).await {
            Ok(found) => found,
            Err(failure) => {
                return NextTurn {
                    connection: None,
                    model: None,
                    demo: false,
                    problem: Some(UserError::from(&failure)),
                    hint: None,
                    facts: None,
                };
            }
        };
        let model = match self.usual(None, &connection, base.as_ref(), known).await {
            ModelChoice::Id(id) => Some(id),
            ModelChoice::FirstOfList => None,
        };
        let named = known.settings.default_model.is_some();
        let listing = match (&model, &base) {
            (Some(model), Some(base)) => self.listing(&connection, base, model, named).await,
            (_, _) => Listing::default(),
        };
        NextTurn {
            connection: Some(connection.name().to_owned()),
            model,
            demo: connection.is_demo(),
            problem: None,
            hint: listing.hint,
            facts: listing.model.map(|model| model.view(connection.name())),
        }
    }
}

fn checked_model(id: String) -> Result<String, Failure> {
    // Line breaks too: an address would drop them from a model's name in silence.
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
