//! Connections: the named endpoints a question can go to, and which of them it goes to.
//!
//! Everything here is decided from facts handed in (DESIGN §5.1). Nothing reads the environment
//! or a keyring, and no key passes through: only whether there is one.

mod builtin;
mod choice;
mod config;
mod guide_hosts;
mod key_text;
mod model;

pub use builtin::{Builtin, Kind, Variable};
pub use choice::{Facts, Step, Stored, choose, find, place};
pub use config::{ConnectionConfig, MAX_CA_BYTES, check_any_name, check_name};
pub use guide_hosts::{guide_question, is_guide_address};
pub use key_text::{KeyProblem, MAX_KEY, check_key, foreign_key_warning};
pub use model::{ModelChoice, check_model, choose_model};

use crate::base_url::BaseUrl;
use crate::dialect::{Dialect, UpstreamKind};
use crate::wire::Timeouts;

#[cfg(test)]
mod signin_tests;
#[cfg(test)]
mod tests;

/// Said once on stderr when nothing is configured and the demo answers.
pub const DEMO_NOTE: &str = "Demo gateway: no model behind it.";

/// A connection as it stands: built in, with what the person changed of it, or their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    name: String,
    builtin: Option<Builtin>,
    dialect: Dialect,
    config: ConnectionConfig,
}

impl Connection {
    /// A built-in one.
    pub fn builtin_with(builtin: Builtin, config: ConnectionConfig) -> Self {
        Self {
            name: builtin.name().to_owned(),
            builtin: Some(builtin),
            dialect: builtin.dialect(),
            config,
        }
    }

    /// One of the person's own; none where its dialect is not known, as a newer program may write.
    pub fn own(name: &str, config: ConnectionConfig) -> Option<Self> {
        Some(Self {
            name: name.to_owned(),
            builtin: None,
            dialect: Dialect::parse(config.dialect.as_deref()?)?,
            config,
        })
    }

    /// The name that `-c` and settings use.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which built-in one it is; none for the person's own.
    pub fn builtin(&self) -> Option<Builtin> {
        self.builtin
    }

    /// The wire protocol.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// What the person said of it.
    pub fn config(&self) -> &ConnectionConfig {
        &self.config
    }

    /// What stands behind it.
    pub fn kind(&self) -> Kind {
        self.builtin.map_or(Kind::Own, Builtin::kind)
    }

    /// The same in the words of failures.
    pub fn upstream_kind(&self) -> UpstreamKind {
        match self.kind() {
            Kind::Gateway => UpstreamKind::Gateway,
            Kind::Direct { .. } => UpstreamKind::Direct,
            Kind::Own => UpstreamKind::Local,
        }
    }

    /// Whether questions need a key.
    pub fn needs_key(&self) -> bool {
        self.builtin
            .map_or(!self.config.keyless, Builtin::needs_key)
    }

    /// Whether it has a key of its own, rather than sharing another's.
    pub fn keeps_key(&self) -> bool {
        self.needs_key() && self.builtin.is_none_or(|b| b.keeper() == b)
    }

    /// The environment variables that may hold its key, the winning one first.
    pub fn key_variables(&self) -> &'static [Variable] {
        self.builtin.map_or(&[], Builtin::key_variables)
    }

    /// The environment variable that sets its address.
    pub fn address_variable(&self) -> Option<&'static str> {
        self.builtin.and_then(Builtin::address_variable)
    }

    /// Where its address can be changed, as sentences name it.
    pub fn address_source(&self) -> String {
        match self.address_variable() {
            Some(variable) => variable.to_owned(),
            None => format!("the connection \"{}\"", self.name),
        }
    }

    /// The model where neither `-m` nor the settings name one; none: the first of its list.
    pub fn default_model(&self) -> Option<&'static str> {
        self.builtin.and_then(Builtin::default_model)
    }

    /// Whether it is the demo gateway, with no model behind it.
    pub fn is_demo(&self) -> bool {
        self.builtin == Some(Builtin::Demo)
    }

    /// Whether our own pace limit leaves it alone by default (DESIGN §5.2).
    pub fn is_unlimited(&self) -> bool {
        matches!(self.builtin, Some(Builtin::Demo | Builtin::Local))
    }

    /// The time-outs in effect: its own over those of the settings.
    pub fn timeouts(&self, settings: Timeouts) -> Timeouts {
        Timeouts {
            connect_ms: self.config.connect_ms.unwrap_or(settings.connect_ms),
            first_byte_ms: self.config.first_byte_ms.unwrap_or(settings.first_byte_ms),
            idle_ms: self.config.idle_ms.unwrap_or(settings.idle_ms),
        }
    }

    /// The account under which its key is kept: `CONNECTION@ORIGIN`, fixed for ever.
    pub fn account(&self, base: &BaseUrl) -> String {
        let keeper = match self.builtin {
            Some(builtin) => builtin.keeper().name(),
            None => &self.name,
        };
        format!("{keeper}@{}", base.origin())
    }
}

/// How a request proves who pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auth {
    /// A key that does not expire.
    ApiKey,
    /// A Vercel sign-in token, which does.
    Oidc,
    /// Nothing is sent.
    None,
}

/// Where the key of a resolved connection is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyPlace {
    /// In this environment variable; the keyring is not touched.
    Env(Variable),
    /// In the key store under this account, `CONNECTION@ORIGIN`.
    Stored {
        /// For example `gateway@https://ai-gateway.vercel.sh`.
        account: String,
    },
    /// The Vercel sign-in of a linked folder.
    SignIn,
    /// None is sent.
    NotNeeded,
}

/// Where a resolved connection goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// To this base address.
    At(BaseUrl),
    /// To a demo gateway that the asking process starts on a free loopback port.
    OwnDemo,
}

/// A connection, ready to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// Which one.
    pub connection: Connection,
    /// Where it goes.
    pub address: Address,
    /// Where its key is.
    pub key: KeyPlace,
}

impl Resolved {
    /// The base address; none for the demo, whose port is not known beforehand.
    pub fn base(&self) -> Option<&BaseUrl> {
        match &self.address {
            Address::At(base) => Some(base),
            Address::OwnDemo => None,
        }
    }

    /// How a request proves who pays. A stored key that is itself a sign-in token still counts as
    /// a key: only the variable says that it can be renewed.
    pub fn auth(&self) -> Auth {
        match &self.key {
            KeyPlace::Env(variable) => variable.auth(),
            KeyPlace::Stored { .. } => Auth::ApiKey,
            KeyPlace::SignIn => Auth::Oidc,
            KeyPlace::NotNeeded => Auth::None,
        }
    }
}
