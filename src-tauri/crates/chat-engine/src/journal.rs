//! The replay journal: the bytes of an answer, or of a refusal, as they came, with their times, small
//! enough to keep.
//!
//! It knows neither sockets nor tables. While an answer streams it holds what is packed already;
//! no secret is ever given to it but to look for.

mod frames;
mod play;
mod report;
mod request;
#[cfg(test)]
mod tests;

pub(crate) use frames::{Frames, Head, Recorder};
pub(crate) use play::{Played, play};
pub(crate) use report::{Report, ReportError};
pub(crate) use request::{Asked, asked, unpacked};

use crate::answer::is_answer;
use chat_core::dialect::{Dialect, Upstream, UpstreamKind};
use chat_core::failure::AuthKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How much of one body is kept, in bytes as it came and eight for each piece.
pub(crate) const MAX_RAW: usize = 32 * 1024 * 1024;
/// How much of one request is kept, in bytes of its JSON.
pub(crate) const MAX_REQUEST: usize = 1024 * 1024;

/// How much is kept, and how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Bytes of all of it.
    pub(crate) bytes: u64,
    /// Milliseconds.
    pub(crate) age_ms: i64,
}

impl Limits {
    /// What the settings say; none is off.
    pub(crate) fn of(settings: &chat_core::wire::Settings) -> Option<Self> {
        let megabytes = settings.journal_megabytes;
        (megabytes > 0).then(|| Self {
            bytes: u64::from(megabytes) * 1024 * 1024,
            // No limit of time is a limit that no clock reaches.
            age_ms: match settings.journal_days {
                0 => i64::MAX / 2,
                days => i64::from(days) * 86_400_000,
            },
        })
    }
}

/// Headers by their names in lower case.
pub(crate) type Headers = BTreeMap<String, String>;

/// One reply of a server, packed.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    /// Which request of its turn; the first is 1.
    pub(crate) attempt: u32,
    /// When its head came, milliseconds since 1970.
    pub(crate) at_ms: i64,
    /// The version of Gatehouse.
    pub(crate) program: String,
    pub(crate) dialect: Dialect,
    pub(crate) upstream: Server,
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    /// Of a reply that is no answer the headers that count for what it means; else none.
    pub(crate) headers: Headers,
    /// [`request::packed`].
    pub(crate) request: Vec<u8>,
    /// [`Frames`], packed.
    pub(crate) body: Vec<u8>,
    pub(crate) raw_bytes: u64,
    pub(crate) cut: bool,
    pub(crate) whole: bool,
}

impl Recorded {
    /// Whether it is a failure instead of an answer.
    pub(crate) fn is_refusal(&self) -> bool {
        !is_answer(self.status, self.content_type.as_deref())
    }

    /// How much it takes, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.request.len().saturating_add(self.body.len())
    }
}

/// Who answered, as far as decoding and sentences need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Server {
    kind: ServerKind,
    host: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sent: Option<Sent>,
}

/// What kind of credential went there: a refused one is told differently by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Sent {
    Key,
    Oidc { expired: Option<bool> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ServerKind {
    Gateway,
    Direct,
    Local,
}

impl From<&Upstream> for Server {
    fn from(upstream: &Upstream) -> Self {
        Self {
            kind: match upstream.kind {
                UpstreamKind::Gateway => ServerKind::Gateway,
                UpstreamKind::Direct => ServerKind::Direct,
                UpstreamKind::Local => ServerKind::Local,
            },
            host: upstream.host.clone(),
            provider: upstream.provider.clone(),
            sent: match upstream.auth {
                AuthKind::None => None,
                AuthKind::ApiKey => Some(Sent::Key),
                AuthKind::Oidc { expired } => Some(Sent::Oidc { expired }),
            },
        }
    }
}

impl From<Server> for Upstream {
    fn from(server: Server) -> Self {
        Self {
            kind: match server.kind {
                ServerKind::Gateway => UpstreamKind::Gateway,
                ServerKind::Direct => UpstreamKind::Direct,
                ServerKind::Local => UpstreamKind::Local,
            },
            host: server.host,
            auth: match server.sent {
                None => AuthKind::None,
                Some(Sent::Key) => AuthKind::ApiKey,
                Some(Sent::Oidc { expired }) => AuthKind::Oidc { expired },
            },
            provider: server.provider,
        }
    }
}
