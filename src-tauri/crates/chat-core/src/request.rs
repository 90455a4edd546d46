//! What is asked of a model, in no dialect yet.

mod options;
mod param;

pub use options::{MAX_SCHEMA_BYTES, MAX_STOP, check_stop};
pub use param::Param;

use crate::message::Role;
use crate::routing::Routing;
use std::sync::Arc;

/// One message to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestMessage {
    /// Who speaks.
    pub role: Role,
    /// What is said. Attached texts are part of it already.
    pub text: String,
    /// Pictures and documents that go in a shape of their own; only questions have any.
    pub media: Vec<Media>,
}

impl RequestMessage {
    /// A message of nothing but text.
    pub fn text(role: Role, text: impl Into<String>) -> Self {
        Self {
            role,
            text: text.into(),
            media: Vec::new(),
        }
    }
}

/// A picture or document, checked and encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// The file's name, for dialects that carry one.
    pub name: String,
    /// What it is.
    pub kind: MediaKind,
    /// Its bytes in base64 (RFC 4648 §4, padded). Shared: a conversation repeats its files.
    pub base64: Arc<str>,
}

/// Kinds of files that models take as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaKind {
    /// `image/png`
    Png,
    /// `image/jpeg`
    Jpeg,
    /// `image/gif`
    Gif,
    /// `image/webp`
    Webp,
    /// `application/pdf`
    Pdf,
}

impl MediaKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Png, Self::Jpeg, Self::Gif, Self::Webp, Self::Pdf];

    /// The inverse of [`MediaKind::media_type`].
    pub fn parse(media_type: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.media_type() == media_type)
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
        }
    }

    /// Whether it is a picture.
    pub fn is_image(self) -> bool {
        match self {
            Self::Png | Self::Jpeg | Self::Gif | Self::Webp => true,
            Self::Pdf => false,
        }
    }
}

/// How much a model shall think before it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reasoning {
    /// Not at all, where the model can be told so.
    Off,
    /// In the model's own steps.
    Effort(Effort),
    /// For at most this many tokens.
    Budget(u32),
}

/// Steps of effort, as gateways and providers name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// As little as the model can.
    Minimal,
    /// Little.
    Low,
    /// The middle.
    Medium,
    /// Much.
    High,
    /// As much as the model can.
    Max,
}

impl Effort {
    /// Every step.
    pub const ALL: [Self; 5] = [
        Self::Minimal,
        Self::Low,
        Self::Medium,
        Self::High,
        Self::Max,
    ];

    /// The word on the wire and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Minimal => "minimal",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Max => "max",
        }
    }
}

/// A JSON schema that the answer must follow.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerSchema {
    /// Its name: letters, digits, `_` and `-`, at most 64.
    pub name: String,
    /// The schema itself, an object.
    pub schema: serde_json::Value,
}

/// A chat request before a dialect encodes it.
#[derive(Debug, Clone, PartialEq)]
pub struct ChatRequest {
    /// The model id, as typed.
    pub model: String,
    /// The chosen path, system message first if there is one.
    pub messages: Vec<RequestMessage>,
    /// Limit of the answer in tokens; none leaves it to the model.
    pub max_tokens: Option<u32>,
    /// Whether `openai-chat` sends that limit by its newer name, as the model wants.
    pub newer_limit: bool,
    /// The longest answer that the model is known to give, for dialects that require a limit.
    pub known_max_output: Option<u32>,
    /// Sampling temperature; sent only when set.
    pub temperature: Option<f64>,
    /// Texts at which the answer ends.
    pub stop: Vec<String>,
    /// Seed of the sampling, where the model has one.
    pub seed: Option<i64>,
    /// How much to think; none leaves it to the model.
    pub reasoning: Option<Reasoning>,
    /// The shape of the answer; none is free text.
    pub schema: Option<AnswerSchema>,
    /// What a gateway is told beside the request; sent to gateways only.
    pub routing: Routing,
    /// Whether to ask for a stream.
    pub stream: bool,
}

impl ChatRequest {
    /// A streamed request with nothing set.
    pub fn new(model: impl Into<String>, messages: Vec<RequestMessage>) -> Self {
        Self {
            model: model.into(),
            messages,
            max_tokens: None,
            newer_limit: false,
            known_max_output: None,
            temperature: None,
            stop: Vec::new(),
            seed: None,
            reasoning: None,
            schema: None,
            routing: Routing::default(),
            stream: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_files_read_back() {
        for kind in MediaKind::ALL {
            assert_eq!(MediaKind::parse(kind.media_type()), Some(kind));
        }
        assert_eq!(MediaKind::parse("image/heic"), None);
    }
}
