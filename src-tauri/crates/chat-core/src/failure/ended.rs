//! Failures that no reply states: the answer broke off, stood still, was refused, or was no
//! answer, and servers that could not be reached.

use super::shown::one_line;
use super::words::GUIDE_INVALID_FORMAT;
use super::{Code, Failure};
use crate::dialect::{Upstream, UpstreamKind};

impl Failure {
    /// The same with the status of the reply that it came in.
    fn in_success(mut self) -> Self {
        self.status = Some(200);
        self
    }
}

/// The stream ended before the answer did. `partial`: text came and is kept.
pub fn interrupted(upstream: &Upstream, partial: bool) -> Failure {
    let (what, action) = if partial {
        (
            "The answer",
            "What came is kept. Continue it, or try again.",
        )
    } else {
        ("The connection", "Try again.")
    };
    let message = format!("{what} from {} broke off before its end.", upstream.host);
    Failure::new(Code::Interrupted, message)
        .with_action(action)
        .in_success()
}

/// Nothing came for `waited_ms`. `status` is that of the reply, none before one came.
pub fn idle_timeout(
    upstream: &Upstream,
    waited_ms: u64,
    status: Option<u16>,
    partial: bool,
) -> Failure {
    // To the nearest: a timer is always a little late.
    let seconds = (waited_ms + 500) / 1_000;
    let new = if partial { "Nothing new" } else { "Nothing" };
    let message = format!("{new} came from {} for {seconds} s.", upstream.host);
    let mut failure = Failure::new(Code::IdleTimeout, message).with_action(if partial {
        "What came is kept. Continue it, or try again."
    } else {
        "Try again, choose another model, or allow more time in the settings."
    });
    failure.status = status;
    failure
}

/// The model or provider declined, without any text; `why` are its words, often none.
pub fn refused(upstream: &Upstream, why: &str) -> Failure {
    let why = one_line(why);
    let message = if why.is_empty() {
        format!("{} declined to answer.", subject_of_answer(upstream))
    } else {
        format!(
            "{} declined to answer: “{why}”",
            subject_of_answer(upstream)
        )
    };
    Failure::new(Code::Refused, message)
        .with_action("Ask in other words.")
        .in_success()
}

/// A 200 with JSON or a stream that holds no answer.
pub fn not_an_answer(upstream: &Upstream) -> Failure {
    let message = match upstream.kind {
        UpstreamKind::Gateway => GUIDE_INVALID_FORMAT.to_owned(),
        UpstreamKind::Direct | UpstreamKind::Local => {
            format!("Invalid response format from {}", upstream.host)
        }
    };
    Failure::new(Code::BadResponse, message)
        .with_action("Check the connection's address and its dialect.")
        .in_success()
}

/// A stream that ends with the reason "error" and no error object.
pub fn stream_error(upstream: &Upstream) -> Failure {
    let message = format!("{} broke the answer off with an error.", upstream.subject());
    Failure::new(Code::ProviderError, message)
        .with_action("Try again, or choose another model.")
        .in_success()
}

/// Why no reply came at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreached {
    /// There is no network.
    Offline,
    /// The host name has no address.
    Dns,
    /// No trusted TLS connection.
    Tls,
    /// The proxy failed.
    Proxy,
    /// Nothing listens, or it closed before any byte of a reply.
    Connect,
}

/// No reply came.
pub fn unreached(upstream: &Upstream, why: Unreached) -> Failure {
    let host = &upstream.host;
    let (code, message, action) = match why {
        Unreached::Offline => (
            Code::Offline,
            "There is no network.".to_owned(),
            "Connect and try again.",
        ),
        Unreached::Dns => (
            Code::Dns,
            format!("There is no address for {host}."),
            "Check the connection's address and the network.",
        ),
        Unreached::Tls => (
            Code::Tls,
            format!("There is no trusted connection to {host}."),
            "Check the computer's clock and whether a proxy is in between.",
        ),
        Unreached::Proxy => (
            Code::Proxy,
            format!("The proxy did not connect to {host}."),
            "Check the proxy's settings.",
        ),
        Unreached::Connect => (
            Code::Connect,
            format!("{host} does not answer."),
            match upstream.kind {
                UpstreamKind::Local => "Is the server running? Start it and try again.",
                UpstreamKind::Gateway | UpstreamKind::Direct => {
                    "Check the connection's address and try again."
                }
            },
        ),
    };
    Failure::new(code, message).with_action(action)
}

fn subject_of_answer(upstream: &Upstream) -> &str {
    match upstream.kind {
        // A gateway never declines by itself: the model behind it does.
        UpstreamKind::Gateway | UpstreamKind::Local => "The model",
        UpstreamKind::Direct => upstream.subject(),
    }
}
