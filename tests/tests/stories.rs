//! One story of every failure, in the words that the program has for it: what the gallery shows,
//! `docs/failures.md` shows and the page's tests draw.
//!
//! `GATEHOUSE_BLESS=1 cargo test -p gatehouse-tests --test stories` writes them anew.
#![cfg(test)]
#![forbid(unsafe_code)]

use chat_core::budget::{Budget, Standing, reserve};
use chat_core::context;
use chat_core::dialect::{Upstream, UpstreamKind};
use chat_core::failure::{
    AuthKind, Code, Failure, Reply, Unreached, classify, idle_timeout, interrupted, not_an_answer,
    refused, unreached,
};
use chat_core::limiter;
use chat_core::message::Role;
use chat_core::money::Usd;
use chat_core::request::{ChatRequest, RequestMessage};
use chat_core::wire::UserError;
use chat_engine::keys::KeyStoreError;
use chat_engine::store::StoreError;
use chat_engine::{Ask, Face, new_turn_id};
use gatehouse_tests::sources::root;
use gatehouse_tests::world::engine;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Sunday, 22 November 2026, 11:00:00 UTC.
const NOW_MS: i64 = 1_795_345_200_000;
const DATA: &str = "/home/you/.local/share/gatehouse/gatehouse.sqlite3";

/// What is told, and whether text had come before it.
struct Story {
    title: &'static str,
    failure: Failure,
    partial: bool,
}

fn story(title: &'static str, failure: Failure) -> Story {
    Story {
        title,
        failure,
        partial: false,
    }
}

fn midway(title: &'static str, failure: Failure) -> Story {
    Story {
        partial: true,
        ..story(title, failure)
    }
}

fn gateway(auth: AuthKind) -> Upstream {
    Upstream {
        kind: UpstreamKind::Gateway,
        host: "ai-gateway.vercel.sh".to_owned(),
        auth,
        provider: None,
    }
}

fn provider() -> Upstream {
    Upstream {
        kind: UpstreamKind::Direct,
        host: "api.anthropic.com".to_owned(),
        auth: AuthKind::ApiKey,
        provider: Some("anthropic".to_owned()),
    }
}

fn local() -> Upstream {
    Upstream {
        kind: UpstreamKind::Local,
        host: "127.0.0.1:11434".to_owned(),
        auth: AuthKind::None,
        provider: None,
    }
}

/// What such a reply becomes.
fn reply(upstream: &Upstream, status: u16, headers: &[(&str, &str)], body: &Value) -> Failure {
    let header = |wanted: &str| {
        let found = headers.iter().find(|(name, _)| *name == wanted);
        found.map(|(_, value)| *value)
    };
    classify(
        &Reply {
            status,
            header: &header,
            body: body.to_string().as_bytes(),
            now_ms: NOW_MS,
            model: "anthropic/claude-sonnet-4.5",
        },
        upstream,
    )
}

/// The same, where the body says no more than a sentence.
fn said(upstream: &Upstream, status: u16, kind: &str, message: &str) -> Failure {
    let body = json!({"error": {"type": kind, "message": message}});
    reply(upstream, status, &[("x-request-id", "req_0f3a91")], &body)
}

/// What the engine answers to this question, in a folder of its own without any key.
async fn unasked(ask: Ask) -> Failure {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine(folder.path(), &[]);
    engine.ask(Face::Chat, ask).await.err().unwrap()
}

fn over_budget() -> Failure {
    let budget = Budget::parse("20").unwrap().unwrap();
    let standing = Standing {
        spent: Usd::parse("19.62").unwrap(),
        reserved: Usd::parse("0.11").unwrap(),
    };
    reserve(budget, standing, Usd::parse("0.42").unwrap())
        .unwrap_err()
        .failure(NOW_MS)
}

fn does_not_fit() -> Failure {
    let turn = |number: u32| {
        [
            RequestMessage::text(
                Role::User,
                format!("Question {number}? {}", "word ".repeat(3_000)),
            ),
            RequestMessage::text(Role::Assistant, "word ".repeat(6_000)),
        ]
    };
    let mut messages: Vec<_> = (0..20).flat_map(turn).collect();
    messages.push(RequestMessage::text(Role::User, "And now?"));
    context::check(&ChatRequest::new("a/model", messages), Some(32_000)).unwrap_err()
}

/// In the order of the table in `docs/failures.md`.
async fn stories() -> Vec<Story> {
    let key = gateway(AuthKind::ApiKey);
    let signed_in = gateway(AuthKind::Oidc {
        expired: Some(true),
    });
    let quota = json!({"error": {"type": "insufficient_quota", "code": "insufficient_quota", "message": "You exceeded your current quota."}});
    let wait = [("retry-after", "24")];
    let slow = json!({"error": {"type": "rate_limit_exceeded", "message": "Too many requests."}});
    let question = |connection: &str| Ask {
        connection: Some(connection.to_owned()),
        ..Ask::new(new_turn_id(), "Why is the sky blue?")
    };
    let path = PathBuf::from(DATA);
    vec![
        story(
            "A connection that is not there",
            unasked(question("no-such-connection")).await,
        ),
        story("No key yet", unasked(question("gateway")).await),
        story(
            "A key that is not accepted",
            said(&key, 401, "authentication_error", "Invalid API key."),
        ),
        story(
            "A sign-in whose time is over",
            said(&signed_in, 401, "authentication_error", "Token expired."),
        ),
        story("A locked keyring", KeyStoreError::Locked.failure()),
        story("No keyring", KeyStoreError::NoService.failure()),
        story("A keyring that refused", KeyStoreError::Denied.failure()),
        story(
            "No credit",
            said(&key, 402, "insufficient_funds", "Insufficient funds."),
        ),
        story("Your own budget", over_budget()),
        story(
            "Not allowed",
            said(
                &key,
                403,
                "permission_error",
                "This team may not use this model.",
            ),
        ),
        story(
            "A model that is not offered",
            said(
                &key,
                404,
                "model_not_found",
                "Model 'anthropic/claude-sonnet-4.5' not found.",
            ),
        ),
        story(
            "A request that was refused",
            said(
                &key,
                400,
                "invalid_request_error",
                "temperature: must be at most 1.",
            ),
        ),
        story("A chat that no longer fits", does_not_fit()),
        story(
            "Too many bytes",
            said(
                &key,
                413,
                "request_too_large",
                "Request exceeds the maximum size.",
            ),
        ),
        story(
            "Too often, with a time to come back",
            reply(&key, 429, &wait, &slow),
        ),
        story("Too often, by your own pace", limiter::refusal(10, 31_000)),
        story("A quota that is used up", reply(&key, 429, &[], &quota)),
        story(
            "Overloaded",
            said(&provider(), 529, "overloaded_error", "Overloaded"),
        ),
        story(
            "The gateway failed",
            said(&key, 500, "internal_server_error", "Internal error"),
        ),
        story(
            "A provider failed",
            said(&provider(), 500, "api_error", "Internal server error"),
        ),
        story("Declined", refused(&key, "")),
        story("No network", unreached(&key, Unreached::Offline)),
        story("A name without an address", unreached(&key, Unreached::Dns)),
        story("No trusted connection", unreached(&key, Unreached::Tls)),
        story("The proxy failed", unreached(&key, Unreached::Proxy)),
        story(
            "A local server that is not running",
            unreached(&local(), Unreached::Connect),
        ),
        story("Nothing came", idle_timeout(&key, 120_000, None, false)),
        midway(
            "Nothing more came",
            idle_timeout(&key, 120_000, Some(200), true),
        ),
        story("No answer in the reply", not_an_answer(&key)),
        midway("Broken off", interrupted(&key, true)),
        story(
            "A full disk",
            StoreError::Full { path: path.clone() }.failure(),
        ),
        story(
            "A damaged history",
            StoreError::Damaged { path: path.clone() }.failure(),
        ),
        story(
            "A history of a newer version",
            StoreError::NewerDatabase {
                found: 99,
                known: 8,
                path,
            }
            .failure(),
        ),
        story("A fault of Gatehouse", StoreError::Ended.failure()),
    ]
}

/// Mutation seen to fail: the story of `refused` taken out; another word in `KeyStoreError::Locked`.
#[tokio::test]
async fn every_code_has_a_story_in_the_words_of_the_program() {
    let stories = stories().await;
    let told: BTreeSet<&str> = stories.iter().map(|s| s.failure.code.as_str()).collect();
    let meant: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(told, meant);

    let fresh: Vec<Value> = stories
        .iter()
        .map(|story| {
            json!({
                "title": story.title,
                "partial": story.partial,
                "error": UserError::from(&story.failure),
            })
        })
        .collect();
    let fresh = format!("{}\n", serde_json::to_string_pretty(&fresh).unwrap());
    let path = root().join("tests/fixtures/ipc/failures.json");
    if std::env::var_os("GATEHOUSE_BLESS").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).unwrap_or_default() == fresh,
        "{} is stale: GATEHOUSE_BLESS=1 cargo test -p gatehouse-tests --test stories",
        path.display()
    );
}
