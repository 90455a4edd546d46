//! What the server saw of one request. Plain data: no locks, no sockets.

use std::fmt;
use std::time::Instant;

use serde_json::Value;

/// Headers whose value is a secret; `Debug` prints `***` for them.
const SECRET_HEADERS: [&str; 5] = [
    "authorization",
    "proxy-authorization",
    "x-api-key",
    "cookie",
    "x-goog-api-key",
];

/// One request as it was received, and what became of it.
#[derive(Clone)]
pub struct Recorded {
    /// Which connection it came over, counted from 1. Requests over a kept-alive one share it.
    pub connection: u64,
    /// The method, as sent.
    pub method: String,
    /// The request target with its query, as sent.
    pub path: String,
    /// Header names as sent, values as text, in order.
    pub headers: Vec<(String, String)>,
    /// The body without transfer coding, at most its first MiB.
    pub body: Vec<u8>,
    /// How long the whole body was, in bytes.
    pub body_len: usize,
    /// The body as JSON, when it is JSON and was kept whole.
    pub json: Option<Value>,
    /// When the whole request had been read.
    pub received_at: Instant,
    /// What was sent back; `None` while the answer is still under way.
    pub answered: Option<Answered>,
    /// When the connection ended, as seen from here; `None` while it is open.
    pub closed_at: Option<Instant>,
    /// Who ended it.
    pub closed_by: Option<ClosedBy>,
}

/// What was sent back for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// The status, or `None` where no head was sent.
    pub status: Option<u16>,
    /// Bytes handed to the socket, head included.
    pub bytes: u64,
    /// Whether a complete HTTP response was sent: false after a cut, a reset, or the peer's close.
    pub finished: bool,
}

/// Which side ended a connection first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedBy {
    /// The client: the server read its FIN or RST.
    Peer,
    /// The server: by script, after an error, or because it was shut down.
    Server,
}

impl Recorded {
    /// The first header of that name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(held, _)| held.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Whether the body was longer than what [`Recorded::body`] keeps.
    pub fn body_truncated(&self) -> bool {
        self.body_len > self.body.len()
    }

    /// The `model` of the body.
    pub fn model(&self) -> Option<&str> {
        self.json.as_ref()?.get("model")?.as_str()
    }

    /// Whether the body asked for a stream.
    pub fn wants_stream(&self) -> bool {
        self.json
            .as_ref()
            .and_then(|body| body.get("stream")?.as_bool())
            .unwrap_or(false)
    }

    /// The `max_tokens` of the body, or `max_completion_tokens`.
    pub fn max_tokens(&self) -> Option<u64> {
        let body = self.json.as_ref()?;
        body.get("max_tokens")
            .or_else(|| body.get("max_completion_tokens"))?
            .as_u64()
    }

    /// Role and text of every message of the body; parts of an array are joined.
    pub fn messages(&self) -> Vec<(String, String)> {
        self.json
            .as_ref()
            .map(crate::chat::messages)
            .unwrap_or_default()
    }

    /// The text of the last message with that role.
    pub fn last_text(&self, role: &str) -> Option<String> {
        self.messages()
            .into_iter()
            .rev()
            .find(|(held, _)| held == role)
            .map(|(_, text)| text)
    }
}

impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<(&str, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| {
                let secret = SECRET_HEADERS
                    .iter()
                    .any(|held| name.eq_ignore_ascii_case(held));
                (name.as_str(), if secret { "***" } else { value.as_str() })
            })
            .collect();
        // The body may hold anything, so only its length is shown.
        f.debug_struct("Recorded")
            .field("connection", &self.connection)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("headers", &headers)
            .field("body_len", &self.body_len)
            .field("model", &self.model())
            .field("received_at", &self.received_at)
            .field("answered", &self.answered)
            .field("closed_at", &self.closed_at)
            .field("closed_by", &self.closed_by)
            .finish_non_exhaustive()
    }
}
