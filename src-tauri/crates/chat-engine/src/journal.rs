//! The replay journal: the bytes of an answer as they came, with their times, small enough to keep.
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
pub(crate) use request::unpacked;

use chat_core::dialect::{Dialect, Upstream, UpstreamKind};
use chat_core::failure::AuthKind;
use serde::{Deserialize, Serialize};

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

/// One answer of a server, packed.
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
    /// [`request::packed`].
    pub(crate) request: Vec<u8>,
    /// [`Frames`], packed.
    pub(crate) body: Vec<u8>,
    pub(crate) raw_bytes: u64,
    pub(crate) cut: bool,
    pub(crate) whole: bool,
}

/// Who answered, as far as decoding needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Server {
    kind: ServerKind,
    host: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
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
            // What was sent plays no part in what was said.
            auth: AuthKind::None,
            provider: server.provider,
        }
    }
}
