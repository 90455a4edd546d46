//! Wire protocols: what every dialect takes and gives.
//!
//! A dialect encodes a [`ChatRequest`](crate::request::ChatRequest) and decodes frames into
//! [`DialectEvent`]s. It knows no socket, no SSE framing, no clock and no key.

pub mod openai_chat;

use crate::failure::{AuthKind, Failure};
use crate::money::Usd;
use crate::usage::Usage;
use crate::wire::FinishReason;

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
