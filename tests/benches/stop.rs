//! How soon the server sees the connection close after Stop: in the engine and in the command line,
//! before the first token and in mid-stream. Goal: 200 ms at the worst of each row.
//!
//! `cargo xtask bench stop` prints goal, figure and ratio, and exits 1 on a miss.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a measurement that cannot be made must not look like one"
)]

use chat_core::ids::TurnId;
use chat_engine::clock::SystemClock;
use chat_engine::environment::Environment;
use chat_engine::keys::MemoryKeys;
use chat_engine::signin::{ChildVariables, InstalledCli};
use chat_engine::{Ask, Config, Engine, Face, TurnEvent};
use demo_gateway::{Gateway, Options, Scenario};
use futures::{FutureExt, StreamExt};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

const GOAL_MS: f64 = 200.0;
const ROUNDS: usize = 20;

#[derive(Clone, Copy)]
enum When {
    BeforeFirstToken,
    InMidStream,
}

impl When {
    fn scenario(self) -> Scenario {
        match self {
            Self::BeforeFirstToken => Scenario::StallHeaders,
            Self::InMidStream => Scenario::Stall,
        }
    }
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let mut missed = false;
    println!(
        "{:<46} {:>8} {:>9} {:>9} {:>7}",
        "Stop → the server sees the close", "goal", "median", "worst", "ratio"
    );
    for (name, when) in [
        ("before the first token", When::BeforeFirstToken),
        ("in mid-stream", When::InMidStream),
    ] {
        for (face, times) in [
            ("engine", runtime.block_on(engine(when))),
            ("command line, SIGINT", runtime.block_on(command_line(when))),
        ] {
            let mut times = times;
            times.sort_by(f64::total_cmp);
            let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
            missed |= worst > GOAL_MS;
            let row = format!("{face}, {name}");
            println!(
                "{row:<46} {GOAL_MS:>5} ms {median:>6.1} ms {worst:>6.1} ms {:>7.3}",
                worst / GOAL_MS
            );
        }
    }
    if missed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

async fn gateway(when: When) -> Gateway {
    demo_gateway::start(Options {
        scenario: when.scenario(),
        ..Options::default()
    })
    .await
    .unwrap()
}

async fn closed_after(gateway: &Gateway, from: Instant) -> f64 {
    let seen = gateway.wait_for_closes(1, Duration::from_secs(10)).await;
    seen[0]
        .closed_at
        .unwrap()
        .saturating_duration_since(from)
        .as_secs_f64()
        * 1_000.0
}

async fn engine(when: When) -> Vec<f64> {
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let gateway = gateway(when).await;
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::open(Config {
            environment: Environment::from_pairs([
                ("AI_GATEWAY_URL", gateway.chat_url()),
                ("AI_GATEWAY_API_KEY", "bench-key-000000".to_owned()),
            ])
            .unwrap(),
            key_store: Arc::new(MemoryKeys::default()),
            clock: Arc::new(SystemClock::new()),
            vercel: Arc::new(InstalledCli::new(ChildVariables::from_pairs([]))),
            start_demo: Arc::new(|| {
                async {
                    Err(chat_core::failure::Failure::new(
                        chat_core::failure::Code::Internal,
                        "unused",
                    ))
                }
                .boxed()
            }),
            data_dir: folder.path().to_owned(),
        });
        let turn = TurnId::parse(&format!("bench-{round}")).unwrap();
        let mut events = engine
            .ask(Face::Cli, Ask::new(turn.clone(), "Stop me"))
            .await
            .unwrap()
            .events
            .unwrap();
        gateway.wait_for_requests(1, Duration::from_secs(10)).await;
        if matches!(when, When::InMidStream) {
            assert!(matches!(events.next().await, Some(TurnEvent::Text(_))));
        }
        let from = Instant::now();
        assert!(engine.cancel_turn(&turn));
        times.push(closed_after(&gateway, from).await);
        engine.close().await;
    }
    times
}

async fn command_line(when: When) -> Vec<f64> {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let gateway = gateway(when).await;
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(gatehouse())
            .args(["ask", "--json", "Stop me"])
            .env("AI_GATEWAY_URL", gateway.chat_url())
            .env("AI_GATEWAY_API_KEY", "bench-key-000000")
            .env("GATEHOUSE_DATA_DIR", folder.path())
            .env("GATEHOUSE_KEYSTORE", "memory")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        gateway.wait_for_requests(1, Duration::from_secs(10)).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        let from = Instant::now();
        assert!(
            Command::new("kill")
                .args(["-INT", &child.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
        times.push(closed_after(&gateway, from).await);
        assert_eq!(child.wait().unwrap().code(), Some(130));
    }
    times
}

/// The binary that `cargo xtask bench` built beside this one.
fn gatehouse() -> std::path::PathBuf {
    let here = std::env::current_exe().unwrap();
    let profile = here
        .ancestors()
        .find(|folder| folder.ends_with("release") || folder.ends_with("debug"))
        .unwrap();
    profile.join("gatehouse")
}
