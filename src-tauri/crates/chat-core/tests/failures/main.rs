//! Replies into failures: code, whether and when the request is repeated, words.
#![expect(
    clippy::panic,
    reason = "helpers of tests: only test functions themselves are free of these lints"
)]

mod any;
mod document;
mod ends;
mod guide;
mod replies;
mod retries;
mod streams;

use chat_core::dialect::{Upstream, UpstreamKind};
use chat_core::failure::{AuthKind, Failure, Reply, classify};

/// Sunday, 22 November 2026, 11:00:00 UTC.
const NOW_MS: i64 = 1_795_345_200_000;

fn upstream(name: &str) -> Upstream {
    let (kind, host) = match name {
        "direct" => (UpstreamKind::Direct, "api.openai.com"),
        "anthropic" => (UpstreamKind::Direct, "api.anthropic.com"),
        "gemini" => (UpstreamKind::Direct, "generativelanguage.googleapis.com"),
        "local" | "keyless" => (UpstreamKind::Local, "lab.example:8000"),
        _ => (UpstreamKind::Gateway, "ai.example"),
    };
    let auth = match name {
        "past" => AuthKind::Oidc {
            expired: Some(true),
        },
        "ahead" => AuthKind::Oidc {
            expired: Some(false),
        },
        "unreadable" => AuthKind::Oidc { expired: None },
        "none" | "keyless" => AuthKind::None,
        "gateway" | "direct" | "anthropic" | "gemini" | "local" => AuthKind::ApiKey,
        other => panic!("unknown upstream {other}"),
    };
    Upstream {
        kind,
        host: host.to_owned(),
        auth,
        provider: match name {
            "direct" => Some("openai".to_owned()),
            "anthropic" | "gemini" => Some(name.to_owned()),
            _ => None,
        },
    }
}

/// What a reply with these headers becomes.
fn classified(status: u16, headers: &[(&str, &str)], body: &[u8], upstream: &Upstream) -> Failure {
    let header = |wanted: &str| {
        let found = headers.iter().find(|(name, _)| *name == wanted);
        found.map(|(_, value)| *value)
    };
    let reply = Reply {
        status,
        header: &header,
        body,
        now_ms: NOW_MS,
        model: "a/model",
    };
    classify(&reply, upstream)
}
