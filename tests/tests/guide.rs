//! The integration guide's own promises, by its own names.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test that cannot go on should say so and stop"
)]

use chat_core::wire::{Event, SendMessage, TurnOptions};
use chat_engine::{Face, new_turn_id};
use demo_gateway::{Options, Pace};
use gatehouse_tests::cli::Cli;
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{KEY, World, engine, question};
use serde_json::json;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn should_call_gateway_with_correct_format() {
    let world = World::new().await;
    let window = Window::open(&world.engine).await;
    let turn = new_turn_id();
    let message = SendMessage {
        turn_id: turn.clone(),
        conversation: None,
        text: "test prompt".to_owned(),
        model: None,
        connection: None,
        max_tokens: Some(1_000),
        leave_out: 0,
        files: Vec::new(),
        options: TurnOptions::default(),
        temporary: false,
        preset: None,
        begin: None,
    };
    world
        .engine
        .send_message(Face::Chat, message)
        .await
        .unwrap();
    window.wait_for_end(&turn).await;
    let requests = world.gateway.requests();
    assert_eq!(requests.len(), 1);
    let request = &requests[0];
    assert_eq!(request.method, "POST");
    assert_eq!(request.path, "/v1/chat/completions");
    assert_eq!(request.header("content-type"), Some("application/json"));
    let bearer = format!("Bearer {KEY}");
    assert_eq!(request.header("authorization"), Some(bearer.as_str()));
    let body = request.json.as_ref().unwrap();
    assert_eq!(body["model"], gatehouse_tests::world::gateway_default());
    assert_eq!(
        body["messages"],
        json!([{"role": "user", "content": "test prompt"}])
    );
    assert_eq!(body["max_tokens"], 1_000);
    assert_eq!(body["stream"], true);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn should_successfully_call_claude_via_gateway() {
    let world = World::new().await;
    let reply = world.engine.chat("What is 2+2?".to_owned()).await.unwrap();
    assert!(reply.reply.contains('4'), "{}", reply.reply);
    let text = world
        .engine
        .ask_claude("What is 2+2?".to_owned())
        .await
        .unwrap();
    assert!(text.contains('4'), "{text}");
    let run = Cli::at(&world.gateway).run(&["ask", "What is 2+2?"]).await;
    assert!(run.text().contains('4'), "{}", run.text());
    assert_eq!(run.code(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chat_asks_for_1000_tokens_and_ask_claude_for_500_and_both_for_a_whole_answer() {
    let world = World::new().await;
    let reply = world.engine.chat("one".to_owned()).await.unwrap();
    assert_eq!(
        serde_json::to_value(&reply)
            .unwrap()
            .as_object()
            .unwrap()
            .len(),
        1,
        "{{reply}} and nothing else"
    );
    world.engine.ask_claude("two".to_owned()).await.unwrap();
    let seen: Vec<_> = world
        .gateway
        .requests()
        .iter()
        .map(|request| {
            (
                request.last_text("user").unwrap(),
                request.max_tokens(),
                request.wants_stream(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("one".to_owned(), Some(1_000), false),
            ("two".to_owned(), Some(500), false)
        ]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn send_message_streams_the_answer_as_it_comes() {
    let world = World::at(Pace::PerDelta(Duration::from_millis(60))).await;
    let window = Window::open(&world.engine).await;
    let ask = question("crlf", "?");
    let message = SendMessage {
        turn_id: ask.turn.clone(),
        conversation: None,
        text: ask.text,
        model: ask.model,
        connection: None,
        max_tokens: None,
        leave_out: 0,
        files: Vec::new(),
        options: TurnOptions::default(),
        temporary: false,
        preset: None,
        begin: None,
    };
    world
        .engine
        .send_message(Face::Chat, message)
        .await
        .unwrap();
    window.wait_for_end(&ask.turn).await;
    let patches: Vec<_> = window
        .timed()
        .into_iter()
        .filter(|(_, event)| matches!(event, Event::TurnPatched { .. }))
        .map(|(at, _)| at)
        .collect();
    assert!(patches.len() > 10, "{} pieces", patches.len());
    let spread = patches[patches.len() - 1].duration_since(patches[0]);
    assert!(
        spread > Duration::from_millis(600),
        "all at once: {spread:?}"
    );
    assert_eq!(
        window.tree(&ask.turn),
        chat_render::render(demo_gateway::texts::SAMPLE)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_guides_sentences_stand_where_they_are_true() {
    let gateway = demo_gateway::start(Options {
        pace: Pace::None,
        ..Options::default()
    })
    .await
    .unwrap();
    let expired = {
        let part = |value: serde_json::Value| {
            let text = gatehouse_tests::forms::base64(value.to_string().as_bytes());
            text.trim_end_matches('=')
                .replace('+', "-")
                .replace('/', "_")
        };
        let (head, body) = (
            part(json!({"alg": "RS256"})),
            part(json!({"exp": 1_600_000_000})),
        );
        format!("{head}.{body}.c2lnbmF0dXJl")
    };
    let folder = tempfile::tempdir().unwrap();
    let url = gateway.chat_url();
    let engine = engine(
        folder.path(),
        &[("AI_GATEWAY_URL", &url), ("VERCEL_OIDC_TOKEN", &expired)],
    );
    let mut settings = engine.get_settings().await.unwrap();
    settings.retries_max = 0;
    engine.set_settings(settings).await.unwrap();
    for (scenario, sentence) in [
        ("401", "Token expired. Run: vercel env pull"),
        ("429", "Rate limit exceeded. Please try again later."),
        ("500", "Gateway error. Check Vercel Dashboard."),
        ("400", "Request failed: 400"),
        ("403", "Request failed: 403"),
        ("502", "Request failed: 502"),
        (
            "json-without-choices",
            "Invalid response format from gateway",
        ),
    ] {
        let asked = engine
            .ask(Face::Chat, question(scenario, "?"))
            .await
            .unwrap();
        let heard = gatehouse_tests::world::heard(asked).await;
        let message = heard.outcome.failure.as_ref().unwrap().message.clone();
        assert!(message.starts_with(sentence), "{scenario}: {message}");
    }
}

#[test]
fn every_test_that_the_guides_table_names_exists() {
    let sources: String = [("tests", ".rs"), ("src-tauri/crates", ".rs")]
        .into_iter()
        .flat_map(|(folder, ending)| gatehouse_tests::sources::files(folder, &[ending]))
        .map(|(_, text)| text)
        .collect();
    let table = gatehouse_tests::sources::files("docs", &["guide.md"]);
    let words = table[0].1.split('`').skip(1).step_by(2);
    let mut tests = 0;
    for word in words {
        let file = word.starts_with("tests/");
        if file {
            let place = gatehouse_tests::sources::root().join(word);
            assert!(place.is_file(), "{word}");
        } else if word.matches('_').count() >= 3 && !word.contains(' ') {
            tests += 1;
            assert!(sources.contains(&format!("fn {word}(")), "{word}");
        }
    }
    assert!(tests > 20, "{tests}");
}
