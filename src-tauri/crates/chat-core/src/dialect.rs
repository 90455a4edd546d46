//! Wire protocols: what every dialect takes and gives.
//!
//! A dialect encodes a [`ChatRequest`] and decodes frames into
//! [`DialectEvent`]s. It knows no socket, no SSE framing, no clock and no key.

pub mod anthropic;
mod course;
mod effort;
mod gateway_options;
pub mod gemini;
mod json;
mod not_sent;
pub mod openai_chat;
pub mod openai_responses;
mod own_keys;
mod think;

pub(crate) use gateway_options::gateway_options;
pub use own_keys::with_own_keys;

use crate::failure::{AuthKind, Failure};
use crate::money::Usd;
use crate::request::{ChatRequest, MediaKind};
use crate::usage::Usage;
use crate::wire::FinishReason;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{Engine, alphabet};

/// The wire protocols that Gatehouse speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// `POST …/chat/completions`: gateways, `OpenAI`, routers, local servers.
    OpenAiChat,
    /// `POST …/responses`.
    OpenAiResponses,
    /// `POST …/messages`.
    AnthropicMessages,
    /// `POST …/models/MODEL:streamGenerateContent`.
    Gemini,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 4] = [
        Self::OpenAiChat,
        Self::OpenAiResponses,
        Self::AnthropicMessages,
        Self::Gemini,
    ];

    /// The name in settings and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenAiChat => "openai-chat",
            Self::OpenAiResponses => "openai-responses",
            Self::AnthropicMessages => "anthropic-messages",
            Self::Gemini => "gemini",
        }
    }

    /// The inverse of [`Dialect::name`].
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.name() == name)
    }

    /// The version segment that an address without one gets (DESIGN §5.1).
    pub fn version(self) -> &'static str {
        match self {
            Self::OpenAiChat | Self::OpenAiResponses | Self::AnthropicMessages => "v1",
            Self::Gemini => "v1beta",
        }
    }

    /// How a key travels: the header's name, and what stands before the key in it.
    pub fn key_header(self) -> (&'static str, &'static str) {
        match self {
            Self::OpenAiChat | Self::OpenAiResponses => ("authorization", "Bearer "),
            Self::AnthropicMessages => ("x-api-key", ""),
            Self::Gemini => ("x-goog-api-key", ""),
        }
    }

    /// Headers that every request of the dialect carries.
    pub fn headers(self) -> &'static [(&'static str, &'static str)] {
        match self {
            // The version that still takes sampling parameters (GATEWAY §3.1).
            Self::AnthropicMessages => &[("anthropic-version", "2023-06-01")],
            Self::OpenAiChat | Self::OpenAiResponses | Self::Gemini => &[],
        }
    }

    /// The JSON body of a request. What is not set is not sent.
    pub fn encode(self, request: &ChatRequest, upstream: &Upstream) -> Vec<u8> {
        match self {
            Self::OpenAiChat => openai_chat::encode(request, upstream),
            Self::OpenAiResponses => openai_responses::encode(request, upstream),
            Self::AnthropicMessages => anthropic::encode(request, upstream),
            Self::Gemini => gemini::encode(request, upstream),
        }
    }
}

/// Decodes one answer, whatever its dialect.
#[derive(Debug)]
pub enum Decoder {
    /// `openai-chat`
    OpenAiChat(openai_chat::Decoder),
    /// `openai-responses`
    OpenAiResponses(openai_responses::Decoder),
    /// `anthropic-messages`
    Anthropic(anthropic::Decoder),
    /// `gemini`
    Gemini(gemini::Decoder),
}

/// Calls the decoder of the dialect at hand.
macro_rules! each {
    ($self:expr, $decoder:ident => $call:expr) => {
        match $self {
            Decoder::OpenAiChat($decoder) => $call,
            Decoder::OpenAiResponses($decoder) => $call,
            Decoder::Anthropic($decoder) => $call,
            Decoder::Gemini($decoder) => $call,
        }
    };
}

impl Decoder {
    /// A decoder for an answer of that server.
    pub fn new(dialect: Dialect, upstream: Upstream) -> Self {
        match dialect {
            Dialect::OpenAiChat => Self::OpenAiChat(openai_chat::Decoder::new(upstream)),
            Dialect::OpenAiResponses => {
                Self::OpenAiResponses(openai_responses::Decoder::new(upstream))
            }
            Dialect::AnthropicMessages => Self::Anthropic(anthropic::Decoder::new(upstream)),
            Dialect::Gemini => Self::Gemini(gemini::Decoder::new(upstream)),
        }
    }

    /// Decodes one SSE event: its name if it had one, and its data lines joined with line feeds.
    pub fn frame(&mut self, event: Option<&str>, data: &str) -> Vec<DialectEvent> {
        each!(self, decoder => decoder.frame(event, data))
    }

    /// Decodes a complete JSON answer, or what was left of a stream outside of any event.
    pub fn whole(&mut self, body: &str) -> Vec<DialectEvent> {
        each!(self, decoder => decoder.whole(body))
    }

    /// The end of the stream: gives what was held back, whole tool calls, and how it ended.
    pub fn finish(&mut self) -> (Vec<DialectEvent>, Verdict) {
        each!(self, decoder => decoder.finish())
    }

    /// The finish reason so far; none before the wire gave one.
    pub fn finish_reason(&self) -> Option<FinishReason> {
        each!(self, decoder => decoder.finish_reason())
    }

    /// How many frames held a JSON object.
    pub fn parsed(&self) -> u64 {
        each!(self, decoder => decoder.parsed())
    }

    /// How many frames were not JSON, or no object.
    pub fn skipped(&self) -> u64 {
        each!(self, decoder => decoder.skipped())
    }
}

/// What kind of server stands at the other end: decides whom a sentence blames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpstreamKind {
    /// An AI gateway: the built-in one, or the demo.
    Gateway,
    /// A provider's own address.
    Direct,
    /// A server of the person's own.
    Local,
}

/// The server of a connection, as far as decoding and sentences need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upstream {
    /// Gateway, provider or own server.
    pub kind: UpstreamKind,
    /// Host, with its port where it is not the usual one, as sentences show it.
    pub host: String,
    /// What was sent as a credential.
    pub auth: AuthKind,
    /// A direct connection's provider, such as `openai`.
    pub provider: Option<String>,
}

impl Upstream {
    /// Whom a sentence names in the middle: `the gateway`, `openai` or the host.
    pub(crate) fn name(&self) -> &str {
        match self.kind {
            UpstreamKind::Gateway => "the gateway",
            UpstreamKind::Direct => self.provider.as_deref().unwrap_or(&self.host),
            UpstreamKind::Local => &self.host,
        }
    }

    /// The same at the start of a sentence.
    pub(crate) fn subject(&self) -> &str {
        match self.kind {
            UpstreamKind::Gateway => "The gateway",
            UpstreamKind::Direct | UpstreamKind::Local => self.name(),
        }
    }
}

/// The id as typed; a direct connection drops its own prefix (DESIGN §5.1).
pub(crate) fn wire_model<'a>(model: &'a str, upstream: &Upstream) -> &'a str {
    let own = match upstream.kind {
        UpstreamKind::Direct => upstream.provider.as_deref(),
        UpstreamKind::Gateway | UpstreamKind::Local => None,
    };
    own.and_then(|provider| model.strip_prefix(provider)?.strip_prefix('/'))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(model)
}

/// What a frame says, in the words that all dialects share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DialectEvent {
    /// A piece of the answer; never empty.
    Text(String),
    /// A piece of the model's reasoning; never empty.
    Reasoning(String),
    /// A whole tool call, its pieces joined; given when the answer has ended.
    ToolCall {
        /// Its id; made up where the wire gave none.
        id: String,
        /// The tool's name.
        name: String,
        /// Its arguments as JSON text; `{}` where there are none.
        arguments: String,
    },
    /// A piece of the model's own words of refusal; never empty.
    Refusal(String),
    /// Something that the answer refers to; each once.
    Citation(Citation),
    /// A picture in the answer.
    Picture(Picture),
    /// Whose credential paid, where the gateway told.
    Credential(Credential),
    /// The model that serves, when first told and when it changes.
    Model(String),
    /// The provider that serves, when first told and when it changes.
    Provider(String),
    /// The id of this answer at the gateway.
    GenerationId(String),
    /// Usage so far; the last one counts.
    Usage(Usage),
    /// Cost as reported; the last one counts.
    Cost(Usd),
    /// An error inside a 200; nothing follows.
    Failed(Failure),
    /// The wire's own end: stop reading. Later frames are not decoded.
    Done,
}

/// A source that an answer names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Its address, as it came; shown as text, never fetched.
    pub url: String,
    /// Its title; empty where none was given.
    pub title: String,
}

const PADDED_OR_NOT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A picture that came inside an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it is.
    pub kind: MediaKind,
    /// Its bytes in base64, as they came.
    pub base64: String,
}

impl Picture {
    /// Its bytes; none where it is no base64. Servers leave the padding out now and then.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        PADDED_OR_NOT.decode(&self.base64).ok()
    }
}

/// Whose credential paid for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// The person's own provider key.
    OwnKey,
    /// The gateway's, billed as its credit.
    Gateway,
}

/// How an answer ended, known when the stream has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The wire gave a finish reason, its terminal event or a complete JSON answer.
    Finished(FinishReason),
    /// A refusal or a block without any text; the words are empty where none were given.
    Refused(String),
    /// No finish reason and no terminal event, or an error came.
    BrokenOff,
    /// Something came, but no answer in this dialect.
    NotAnAnswer,
}
