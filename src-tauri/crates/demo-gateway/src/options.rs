//! How a server is started: port, key, scenario, pace. Knows nothing of sockets.

use std::fmt;
use std::time::Duration;

use crate::Scenario;

/// How fast the pieces of an answer follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// As fast as the peer reads.
    None,
    /// A pause before each piece of text. `delta-flood` and `markdown-200k` ignore it: they are
    /// about volume, and would take minutes.
    PerDelta(Duration),
    /// So many bytes of answer text a second, for every scenario. Zero counts as one.
    BytesPerSecond(u64),
}

/// What [`crate::start`] needs. The default is the demo: any free port, no key, readable pace.
#[derive(Clone)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// The bearer key that requests must carry; `None` accepts any key and none.
    pub key: Option<String>,
    /// How chat requests are answered unless their model id names another scenario.
    pub scenario: Scenario,
    /// How fast answers are streamed.
    pub pace: Pace,
    /// How many one-byte deltas `delta-flood` sends.
    pub flood: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            key: None,
            scenario: Scenario::Demo,
            pace: Pace::PerDelta(Duration::from_millis(15)),
            flood: 100_000,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("port", &self.port)
            .field("key", &self.key.as_ref().map(|_| "***"))
            .field("scenario", &self.scenario)
            .field("pace", &self.pace)
            .field("flood", &self.flood)
            .finish()
    }
}

/// Why the server could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken, or loopback sockets are not allowed here.
    #[error("cannot listen on 127.0.0.1:{port}")]
    Bind {
        /// The port that was asked for; 0 meant any.
        port: u16,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}
