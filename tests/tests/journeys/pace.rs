//! The guide's eleven rapid requests: ten start at once, and the eleventh when a minute has passed.

use chat_core::failure::Code;
use chat_core::message::MessageState;
use chat_core::wire::Settings;
use chat_engine::clock::{Clock, SystemClock};
use chat_engine::environment::Environment;
use chat_engine::keys::MemoryKeys;
use chat_engine::signin::{ChildVariables, InstalledCli};
use chat_engine::{Ask, Config, Engine, Face};
use demo_gateway::Scenario;
use futures::future::join_all;
use gatehouse_tests::canned::{Canned, json, not_found, stream};
use gatehouse_tests::world::{Heard, KEY, World, engine, gateway, heard, no_demo, question};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// How much faster wall time runs here: a minute passes in a second.
const FASTER: i64 = 60;

/// Wall time that runs fast; waits are timed by the other one, which does not.
#[derive(Debug)]
struct Fast(SystemClock);

impl Clock for Fast {
    fn now_ms(&self) -> i64 {
        let past = i64::try_from(self.0.monotonic_ms()).unwrap();
        1_764_000_000_000 + FASTER * past
    }

    fn monotonic_ms(&self) -> u64 {
        self.0.monotonic_ms()
    }
}

fn fast_engine(folder: &Path, url: &str) -> Engine {
    let variables = [("AI_GATEWAY_URL", url), ("AI_GATEWAY_API_KEY", KEY)];
    Engine::open(Config {
        environment: Environment::from_pairs(variables).unwrap(),
        key_store: Arc::new(MemoryKeys::default()),
        clock: Arc::new(Fast(SystemClock::new())),
        vercel: Arc::new(InstalledCli::new(ChildVariables::from_pairs([]))),
        start_demo: no_demo(),
        data_dir: folder.to_owned(),
    })
}

async fn eleven(engine: &Engine, wait: bool) -> Vec<Heard> {
    let asks = (0..11).map(|n| async move {
        let ask = Ask {
            wait,
            ..question(Scenario::Echo, &format!("rapid {n}"))
        };
        heard(engine.ask(Face::Cli, ask).await.unwrap()).await
    });
    join_all(asks).await
}

/// Mutation seen to fail: a limiter that counts eleven.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eleven_rapid_requests_all_succeed_and_the_eleventh_is_late() {
    let gateway = gateway().await;
    let folder = tempfile::tempdir().unwrap();
    let engine = fast_engine(folder.path(), &gateway.chat_url());
    // Opened before the clock matters: a cold start would take minutes of this time.
    engine.get_settings().await.unwrap();
    let all = eleven(&engine, true).await;
    for one in &all {
        assert_eq!(one.outcome.state, MessageState::Done);
        assert_eq!(one.outcome.attempts.len(), 1);
    }
    let late: Vec<_> = all.iter().filter(|one| one.waits > 0).collect();
    assert_eq!(late.len(), 1, "one had to wait, and said so");
    // In the order in which they started, the last is a whole window after the first.
    let mut starts: Vec<_> = gateway.requests().iter().map(|r| r.received_at).collect();
    starts.sort_unstable();
    assert_eq!(starts.len(), 11);
    let window = chat_core::limiter::WINDOW_MS / FASTER;
    let between = i64::try_from((starts[10] - starts[0]).as_millis()).unwrap();
    // A request arrives some milliseconds after its place was given.
    assert!(between >= window - 200, "{between} ms of {window}");
    let first_ten = i64::try_from((starts[9] - starts[0]).as_millis()).unwrap();
    assert!(first_ten < between, "{first_ten} ms");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_waiting_the_eleventh_is_refused_with_429() {
    let world = World::new().await;
    let all = eleven(&world.engine, false).await;
    let refused: Vec<_> = all
        .iter()
        .filter_map(|one| one.outcome.failure.as_ref())
        .collect();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].code, Code::RateLimited);
    assert!(refused[0].message.contains("429"), "{}", refused[0].message);
    assert_eq!(world.gateway.requests().len(), 10);
}

/// The limiter off, against a gateway that limits itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_limiter_off_a_gateways_own_limit_is_told_with_its_status() {
    let asked = Arc::new(AtomicU32::new(0));
    let server = Canned::with(move |sent| match sent.path.as_str() {
        "/v1/chat/completions" if asked.fetch_add(1, Ordering::SeqCst) < 10 => stream(),
        "/v1/chat/completions" => json(
            "429 Too Many Requests",
            &json!({"error": {"message": "slow down", "type": "rate_limit_exceeded"}}),
        ),
        _ => not_found(),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let engine = engine(
        folder.path(),
        &[("AI_GATEWAY_URL", &server.url), ("AI_GATEWAY_API_KEY", KEY)],
    );
    let settings = Settings {
        limiter_per_minute: Some(0),
        ..Settings::default()
    };
    engine.set_settings(settings).await.unwrap();
    let all = eleven(&engine, false).await;
    let refused: Vec<_> = all
        .iter()
        .filter_map(|one| one.outcome.failure.as_ref())
        .collect();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].code, Code::RateLimited);
    assert_eq!(refused[0].status, Some(429));
    assert_eq!(server.requests().len(), 11);
}
