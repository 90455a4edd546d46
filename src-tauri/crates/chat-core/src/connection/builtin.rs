//! The connections that exist without being added, and what each brings.

use super::Auth;
use crate::dialect::Dialect;

/// A connection that every Gatehouse has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Builtin {
    /// The AI gateway.
    Gateway,
    /// `OpenAI` itself, or a server that speaks like it.
    OpenAi,
    /// `OpenAI` by its newer protocol, with the same key and address.
    OpenAiResponses,
    /// Anthropic itself.
    Anthropic,
    /// Google's Gemini itself.
    Gemini,
    /// A model server on this machine or network, without a key.
    Local,
    /// The demo gateway inside this program.
    Demo,
}

impl Builtin {
    /// Every one, in the order in which they are listed.
    pub const ALL: &'static [Self] = &[
        Self::Gateway,
        Self::OpenAi,
        Self::OpenAiResponses,
        Self::Anthropic,
        Self::Gemini,
        Self::Local,
        Self::Demo,
    ];

    /// Those that a key alone makes the choice, the first one first (DESIGN §5.1).
    pub const BY_KEY: &'static [Self] =
        &[Self::Gateway, Self::Anthropic, Self::OpenAi, Self::Gemini];

    /// The name that `-c` and settings use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::OpenAi => "openai",
            Self::OpenAiResponses => "openai-responses",
            Self::Anthropic => "anthropic",
            Self::Gemini => "gemini",
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

    /// The connection whose key and address it shares; itself where it has its own.
    pub fn keeper(self) -> Self {
        match self {
            Self::OpenAiResponses => Self::OpenAi,
            Self::Gateway
            | Self::OpenAi
            | Self::Anthropic
            | Self::Gemini
            | Self::Local
            | Self::Demo => self,
        }
    }

    /// The wire protocol.
    pub fn dialect(self) -> Dialect {
        match self {
            Self::Gateway | Self::OpenAi | Self::Local | Self::Demo => Dialect::OpenAiChat,
            Self::OpenAiResponses => Dialect::OpenAiResponses,
            Self::Anthropic => Dialect::AnthropicMessages,
            Self::Gemini => Dialect::Gemini,
        }
    }

    /// Where it goes when nothing else is configured; none where there is no such place.
    pub fn default_address(self) -> Option<&'static str> {
        match self {
            Self::Gateway => Some("https://ai-gateway.vercel.sh/v1/chat/completions"),
            Self::OpenAi | Self::OpenAiResponses => Some("https://api.openai.com/v1"),
            Self::Anthropic => Some("https://api.anthropic.com"),
            Self::Gemini => Some("https://generativelanguage.googleapis.com"),
            Self::Local | Self::Demo => None,
        }
    }

    /// The environment variable that sets its address.
    pub fn address_variable(self) -> Option<&'static str> {
        match self {
            Self::Gateway => Some("AI_GATEWAY_URL"),
            Self::OpenAi | Self::OpenAiResponses => Some("OPENAI_BASE_URL"),
            Self::Anthropic => Some("ANTHROPIC_BASE_URL"),
            Self::Gemini => Some("GEMINI_BASE_URL"),
            Self::Local => Some("LOCAL_BASE_URL"),
            Self::Demo => None,
        }
    }

    /// The environment variables that may hold its key, the winning one first.
    pub fn key_variables(self) -> &'static [Variable] {
        match self {
            Self::Gateway => &[Variable::AiGatewayApiKey, Variable::VercelOidcToken],
            Self::OpenAi | Self::OpenAiResponses => &[Variable::OpenAiApiKey],
            Self::Anthropic => &[Variable::AnthropicApiKey],
            Self::Gemini => &[Variable::GeminiApiKey],
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
            Self::OpenAi | Self::OpenAiResponses => Some("gpt-4o-mini"),
            Self::Anthropic => Some("claude-sonnet-4-5"),
            Self::Gemini => Some("gemini-2.5-flash"),
            Self::Demo => Some("demo"),
            Self::Local => None,
        }
    }

    /// What stands behind it, as far as failures and receipts need to know.
    pub fn kind(self) -> Kind {
        match self {
            Self::Gateway | Self::Demo => Kind::Gateway,
            Self::OpenAi | Self::OpenAiResponses => Kind::Direct { prefix: "openai" },
            Self::Anthropic => Kind::Direct {
                prefix: "anthropic",
            },
            Self::Gemini => Kind::Direct { prefix: "google" },
            Self::Local => Kind::Own,
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
        /// What gateways write in front of its model ids, without the slash.
        prefix: &'static str,
    },
    /// The person's own server.
    Own,
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
    /// `ANTHROPIC_API_KEY`
    AnthropicApiKey,
    /// `GEMINI_API_KEY`
    GeminiApiKey,
}

impl Variable {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::AiGatewayApiKey => "AI_GATEWAY_API_KEY",
            Self::VercelOidcToken => "VERCEL_OIDC_TOKEN",
            Self::OpenAiApiKey => "OPENAI_API_KEY",
            Self::AnthropicApiKey => "ANTHROPIC_API_KEY",
            Self::GeminiApiKey => "GEMINI_API_KEY",
        }
    }

    /// What it holds.
    pub fn auth(self) -> Auth {
        match self {
            Self::AiGatewayApiKey
            | Self::OpenAiApiKey
            | Self::AnthropicApiKey
            | Self::GeminiApiKey => Auth::ApiKey,
            Self::VercelOidcToken => Auth::Oidc,
        }
    }
}
