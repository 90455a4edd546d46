//! Starting, steering and stopping the server. What it answers: `routes`.

use std::collections::HashSet;
use std::fmt;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

use crate::chat::Ids;
use crate::elsewhere::Elsewhere;
use crate::log::Log;
use crate::{Options, Pace, Recorded, Scenario, StartError, connection};

/// After a failed accept, as when the process has no file handles left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// What all connections of one server share.
pub(crate) struct Shared {
    pub(crate) key: Option<String>,
    pub(crate) flood: usize,
    pub(crate) log: Log,
    pub(crate) ids: Ids,
    pub(crate) elsewhere: Elsewhere,
    now: Mutex<Now>,
}

/// What the handle may change while the server runs.
struct Now {
    scenario: Scenario,
    pace: Pace,
    /// Hashes of the bodies that a `…-then-ok` scenario has refused and will answer next.
    refused_once: HashSet<u64>,
}

impl Shared {
    pub(crate) fn scenario(&self) -> Scenario {
        self.with_now(|now| now.scenario)
    }

    pub(crate) fn pace(&self) -> Pace {
        self.with_now(|now| now.pace)
    }

    /// Takes turns for each body: true for the first sending, false for the next, and so on.
    pub(crate) fn first_sending(&self, body: u64) -> bool {
        self.with_now(|now| !now.refused_once.remove(&body) && now.refused_once.insert(body))
    }

    fn with_now<T>(&self, change: impl FnOnce(&mut Now) -> T) -> T {
        change(&mut self.now.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A running server. Dropping it stops it and closes its connections.
pub struct Gateway {
    shared: Arc<Shared>,
    port: u16,
    accepting: JoinHandle<()>,
}

/// Starts a server on 127.0.0.1, on the tokio runtime of the caller.
///
/// # Errors
/// [`StartError::Bind`] when the port cannot be had.
pub async fn start(options: Options) -> Result<Gateway, StartError> {
    let bind_error = |source| StartError::Bind {
        port: options.port,
        source,
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))
        .await
        .map_err(bind_error)?;
    let port = listener.local_addr().map_err(bind_error)?.port();
    let shared = Arc::new(Shared {
        key: options.key,
        flood: options.flood,
        log: Log::new(),
        ids: Ids::new(),
        elsewhere: Elsewhere::new(),
        now: Mutex::new(Now {
            scenario: options.scenario,
            pace: options.pace,
            refused_once: HashSet::new(),
        }),
    });
    let accepting = tokio::spawn(accept(listener, Arc::clone(&shared)));
    Ok(Gateway {
        shared,
        port,
        accepting,
    })
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let numbers = AtomicU64::new(1);
    // Dropped with this task, which ends every connection.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let number = numbers.fetch_add(1, Ordering::Relaxed);
                    connections.spawn(connection::serve(stream, number, Arc::clone(&shared)));
                }
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

impl Gateway {
    /// `http://127.0.0.1:PORT`, without a path.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The chat endpoint, `…/v1/chat/completions`.
    pub fn chat_url(&self) -> String {
        format!("{}/v1/chat/completions", self.url())
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Answers from now on with another scenario; answers under way go on as they are.
    pub fn set_scenario(&self, scenario: Scenario) {
        self.shared.with_now(|now| {
            now.scenario = scenario;
            now.refused_once.clear();
        });
    }

    /// Streams from now on at another pace; answers under way keep theirs.
    pub fn set_pace(&self, pace: Pace) {
        self.shared.with_now(|now| now.pace = pace);
    }

    /// What was received, oldest first: the last 10,000 requests, with at most 64 MiB of bodies.
    pub fn requests(&self) -> Vec<Recorded> {
        self.shared.log.all()
    }

    /// Forgets what was received, and which bodies a `…-then-ok` scenario has refused.
    pub fn clear(&self) {
        self.shared.log.clear();
        self.shared.with_now(|now| now.refused_once.clear());
    }

    /// Waits until at least `n` requests are recorded or the time is over; returns what there is.
    pub async fn wait_for_requests(&self, n: usize, within: Duration) -> Vec<Recorded> {
        self.shared
            .log
            .wait_until(within, |entries| entries.len() >= n)
            .await
    }

    /// Waits until `n` requests are recorded and all recorded ones have been answered, as far as
    /// they ever will be, or the time is over; returns what there is.
    pub async fn wait_for_answers(&self, n: usize, within: Duration) -> Vec<Recorded> {
        self.shared
            .log
            .wait_until(within, |entries| {
                entries.len() >= n && entries.iter().all(|(_, record)| record.answered.is_some())
            })
            .await
    }

    /// Waits until `n` requests are recorded and the connections of all recorded ones have ended,
    /// or the time is over; returns what there is.
    pub async fn wait_for_closes(&self, n: usize, within: Duration) -> Vec<Recorded> {
        self.shared
            .log
            .wait_until(within, |entries| {
                entries.len() >= n && entries.iter().all(|(_, record)| record.closed_at.is_some())
            })
            .await
    }

    /// Requests that followed a redirect of the scenario `redirect` to its other port.
    pub fn followed_redirects(&self) -> Vec<Recorded> {
        self.shared.elsewhere.requests()
    }

    /// Stops the server and waits until its connections are closed.
    pub async fn shutdown(mut self) {
        self.accepting.abort();
        // The only possible error is that it was cancelled, which is what was asked.
        drop((&mut self.accepting).await);
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway")
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}
