//! Connections: the named endpoints a question can go to, and which of them it goes to.
//!
//! Everything here is decided from facts handed in (DESIGN §5.1). Nothing reads the environment
//! or a keyring, and no key passes through: only whether there is one.

mod choice;
mod key_text;
mod model;

pub use choice::{Facts, Step, Stored, choose, place};
pub use key_text::{KeyProblem, MAX_KEY, check_key, foreign_key_warning};
pub use model::{ModelChoice, choose_model};

use crate::base_url::BaseUrl;
use crate::dialect::Dialect;

#[cfg(test)]
mod tests;

/// Said once on stderr when nothing is configured and the demo answers.
pub const DEMO_NOTE: &str = "Demo gateway: no model behind it.";

/// The connections that exist without being added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Builtin {
    /// The AI gateway.
    Gateway,
    /// `OpenAI` itself, or a server that speaks like it.
    OpenAi,
    /// A model server on this machine or network, without a key.
    Local,
    /// The demo gateway inside this program.
    Demo,
}

impl Builtin {
    /// Every one, in the order in which a key decides the choice.
    pub const ALL: &'static [Self] = &[Self::Gateway, Self::OpenAi, Self::Local, Self::Demo];

    /// The name that `-c`, settings and the keyring account use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::OpenAi => "openai",
            Self::Local => "local",
            Self::Demo => "demo",
        }
    }

    /// The connection of that exact name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|builtin| builtin.name() == name)
    }

    /// The wire protocol.
    pub fn dialect(self) -> Dialect {
        match self {
            Self::Gateway | Self::OpenAi | Self::Local | Self::Demo => Dialect::OpenAiChat,
        }
    }

    /// Where it goes when nothing else is configured; none where there is no such place.
    pub fn default_address(self) -> Option<&'static str> {
        match self {
            Self::Gateway => Some("https://ai-gateway.vercel.sh/v1/chat/completions"),
            Self::OpenAi => Some("https://api.openai.com/v1"),
            Self::Local | Self::Demo => None,
        }
    }

    /// The environment variable that sets its address.
    pub fn address_variable(self) -> Option<&'static str> {
        match self {
            Self::Gateway => Some("AI_GATEWAY_URL"),
            Self::OpenAi => Some("OPENAI_BASE_URL"),
            Self::Local => Some("LOCAL_BASE_URL"),
            Self::Demo => None,
        }
    }

    /// The environment variables that may hold its key, the winning one first.
    pub fn key_variables(self) -> &'static [Variable] {
        match self {
            Self::Gateway => &[Variable::AiGatewayApiKey, Variable::VercelOidcToken],
            Self::OpenAi => &[Variable::OpenAiApiKey],
            Self::Local | Self::Demo => &[],
        }
    }

    /// Whether questions need a key.
    pub fn needs_key(self) -> bool {
        !self.key_variables().is_empty()
    }

    /// The model where neither `-m` nor the settings name one; none: the first of its list.
    pub fn default_model(self) -> Option<&'static str> {
        match self {
            Self::Gateway => Some("anthropic/claude-sonnet-4.5"),
            Self::OpenAi => Some("gpt-4o-mini"),
            Self::Demo => Some("demo"),
            Self::Local => None,
        }
    }

    /// What stands behind it, as far as failures and receipts need to know.
    pub fn kind(self) -> Kind {
        match self {
            Self::Gateway | Self::Demo => Kind::Gateway,
            Self::OpenAi => Kind::Direct { provider: "openai" },
            Self::Local => Kind::Local,
        }
    }
}

/// What stands behind a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A gateway in front of many providers.
    Gateway,
    /// One provider itself.
    Direct {
        /// Its name in receipts and in front of its model ids.
        provider: &'static str,
    },
    /// The person's own server.
    Local,
}

/// An environment variable that may hold a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variable {
    /// `AI_GATEWAY_API_KEY`
    AiGatewayApiKey,
    /// `VERCEL_OIDC_TOKEN`
    VercelOidcToken,
    /// `OPENAI_API_KEY`
    OpenAiApiKey,
}

impl Variable {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::AiGatewayApiKey => "AI_GATEWAY_API_KEY",
            Self::VercelOidcToken => "VERCEL_OIDC_TOKEN",
            Self::OpenAiApiKey => "OPENAI_API_KEY",
        }
    }

    /// What it holds.
    pub fn auth(self) -> Auth {
        match self {
            Self::AiGatewayApiKey | Self::OpenAiApiKey => Auth::ApiKey,
            Self::VercelOidcToken => Auth::Oidc,
        }
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
    pub connection: Builtin,
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
            KeyPlace::NotNeeded => Auth::None,
        }
    }

    /// Whether the person should be told that no model stands behind the answer.
    pub fn is_demo(&self) -> bool {
        self.connection == Builtin::Demo
    }
}

/// The account under which a connection's key is kept: fixed for ever.
pub fn account(connection: Builtin, base: &BaseUrl) -> String {
    format!("{}@{}", connection.name(), base.origin())
}
