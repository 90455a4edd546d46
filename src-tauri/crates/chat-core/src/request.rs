//! What is asked of a model, in no dialect yet.

use crate::message::Role;

/// One message to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestMessage {
    /// Who speaks.
    pub role: Role,
    /// What is said.
    pub text: String,
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
    /// Sampling temperature; sent only when set.
    pub temperature: Option<f64>,
    /// Whether to ask for a stream.
    pub stream: bool,
}
