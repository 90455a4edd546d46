//! Everything that can end a turn badly: the closed list of codes, one `classify`, one `retry_delay`.
//!
//! Codes are decided from status and the body's own fields; nothing is ever decided by matching
//! the text of one of our own errors.

mod body;
mod classify;
mod code;
mod date;
mod ended;
mod fit;
mod hint;
mod phrases;
mod reset;
mod retry;
mod shown;
mod typed;
mod words;

pub use classify::{AuthKind, Reply, classify, from_error_object};
pub use code::Code;
pub(crate) use date::rfc3339_ms;
pub use ended::{
    Unreached, idle_timeout, interrupted, not_an_answer, refused, stream_error, unreached,
};
pub(crate) use fit::grouped;
pub use retry::{MAX_HONOURED_RETRY_AFTER_MS, RetryPolicy, retry_delay};
pub(crate) use shown::is_hidden;
pub use words::{
    GUIDE_GATEWAY_ERROR, GUIDE_INVALID_FORMAT, GUIDE_RATE_LIMIT, GUIDE_REQUEST_FAILED,
    GUIDE_TOKEN_EXPIRED, name_nearest,
};

use crate::request::Param;
use crate::secret_text::mask_known;

/// A failure as a person meets it: one sentence, one action. What most of them lack lies behind a thin
/// pointer, so that a result stays small.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// The code that faces act on.
    pub code: Code,
    /// One sentence for a person; never holds a secret.
    pub message: String,
    /// What the person can do, as one short sentence.
    pub action: Option<String>,
    /// The same where a command does it, in the words of the command line.
    pub command: Option<Box<String>>,
    /// HTTP status of the last attempt, none where no response came.
    pub status: Option<u16>,
    /// The server's own hint, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// Whether the server lets the request be repeated: false where it said `x-should-retry: false`.
    /// A code that is never repeated is not repeated with it either.
    pub may_repeat: bool,
    /// The parameter that was refused, where the server named one that can be left out.
    pub refused: Option<Param>,
    /// The gateway's id of the request, for its support.
    pub request_id: Option<String>,
    /// The model that the person may have meant, where the one asked is not offered.
    pub nearest: Option<Box<String>>,
}

impl Failure {
    /// A failure with only a code and a sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            action: None,
            command: None,
            status: None,
            retry_after_ms: None,
            may_repeat: true,
            refused: None,
            request_id: None,
            nearest: None,
        }
    }

    /// The same without a key that the server may have repeated, in any form.
    pub fn without_key(mut self, key: &str) -> Self {
        self.message = mask_known(&self.message, key);
        self.action = self.action.map(|text| mask_known(&text, key));
        self.command = self.command.map(|text| Box::new(mask_known(&text, key)));
        self.request_id = self.request_id.map(|text| mask_known(&text, key));
        self.nearest = self.nearest.map(|text| Box::new(mask_known(&text, key)));
        self
    }

    /// The same with what the person can do, and nothing to type for it.
    pub fn with_action(mut self, action: impl Into<String>) -> Self {
        self.action = Some(action.into());
        self.command = None;
        self
    }

    /// The same with what is typed to do that.
    pub fn with_command(mut self, command: impl Into<String>) -> Self {
        self.command = Some(Box::new(command.into()));
        self
    }

    /// What the person can do, as the command line says it.
    pub fn typed_action(&self) -> Option<&str> {
        let typed = self.command.as_deref().or(self.action.as_ref());
        typed.map(String::as_str)
    }
}
