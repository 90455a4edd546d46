//! Models that are gone, misspelled or leave soon: what is said of them, and that none is replaced.

use chat_core::catalogue::{Shipped, nearest, shipped};
use chat_engine::clock::{Clock, SystemClock};
use demo_gateway::Scenario;
use gatehouse_tests::canned::{Canned, Respond, response, stream};
use gatehouse_tests::cli::Cli;
use gatehouse_tests::world::gateway;

/// Every id of the guide, and how the ids begin that GATEWAY §5 suggests instead.
const GUIDE: [(&str, &[&str]); 12] = [
    (
        "anthropic/claude-sonnet-4-5",
        &["anthropic/claude-sonnet-4.", "anthropic/claude-sonnet-5"],
    ),
    ("anthropic/claude-opus-4", &["anthropic/claude-opus-"]),
    (
        "anthropic/claude-3-5-sonnet-20241022",
        &["anthropic/claude-sonnet-4.6", "anthropic/claude-sonnet-5"],
    ),
    (
        "anthropic/claude-3-opus-20240229",
        &["anthropic/claude-opus-"],
    ),
    ("openai/gpt-4o", &["openai/gpt-"]),
    ("openai/gpt-4o-mini", &["openai/gpt-"]),
    ("openai/gpt-4-turbo", &["openai/gpt-4.1", "openai/gpt-4o"]),
    (
        "openai/gpt-3.5-turbo",
        &["openai/gpt-4o-mini", "openai/gpt-4.1-mini"],
    ),
    ("google/gemini-2.5-flash", &["google/gemini-"]),
    ("google/gemini-2.0-pro", &["google/gemini-2.5-pro"]),
    ("google/gemini-1.5-pro", &["google/gemini-2.5-pro"]),
    ("google/gemini-1.5-flash", &["google/gemini-2.5-flash"]),
];

/// Mutation seen to fail: without `name_nearest` in the driver every action is "Choose another
/// model.".
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_model_that_is_not_offered_is_sent_as_typed_and_the_nearest_is_named() {
    let gateway = gateway().await;
    gateway.set_scenario(Scenario::Status404Model);
    let cli = Cli::at(&gateway);
    cli.run(&["settings", "set", "limiter.perMinute", "0"])
        .await;
    let now_ms = SystemClock::new().now_ms();
    for (id, suggested) in GUIDE {
        let end = cli.run(&["ask", "--json", "-m", id, "x"]).await.end();
        assert_eq!(
            (&end["code"], &end["status"]),
            (&"model_not_found".into(), &404.into())
        );
        let action = end["action"].as_str().unwrap();
        let near = nearest(id, shipped(Shipped::Gateway), now_ms).unwrap();
        assert!(action.contains(&format!("{near}?")), "{id}: {action}");
        assert!(
            suggested.iter().any(|begins| near.starts_with(begins)),
            "{id}: {near}"
        );
        let requests = gateway.requests();
        assert_eq!(requests.last().unwrap().model(), Some(id));
    }
    assert_eq!(gateway.requests().len(), GUIDE.len(), "no other is tried");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stale_id_is_hinted_at_once_and_sent_all_the_same() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    for (id, hinted) in [
        ("openai/gpt-3.5-turbo", true),
        ("google/gemini-1.5-pro", true),
        ("openai/gpt-4o", false),
        // Nothing is known of it: it may be newer than the list.
        ("some/model-nobody-listed", false),
    ] {
        let run = cli.run(&["ask", "--no-cache", "-m", id, "x"]).await;
        assert_eq!(run.code(), 0, "{}", run.stderr);
        let hints = run.stderr.lines().filter(|line| line.contains(id));
        assert_eq!(hints.count(), usize::from(hinted), "{id}: {}", run.stderr);
        assert_eq!(gateway.requests().last().unwrap().model(), Some(id));
    }
}

/// A saved list without the usual model: the nearest that it has is asked, which is said; `-m` and
/// `default.model` stay as they are.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_default_that_is_gone_becomes_the_nearest_living_one_and_says_so() {
    const NEW: &str = "anthropic/claude-sonnet-4.6";
    let respond: Respond = |path| match path {
        "/v1/models" => response(
            "200 OK",
            "application/json",
            r#"{"data":[{"id":"anthropic/claude-sonnet-4.6"}]}"#,
        ),
        _ => stream(),
    };
    let server = Canned::start(respond).await;
    let cli = Cli::new()
        .with("AI_GATEWAY_URL", &server.url)
        .with("AI_GATEWAY_API_KEY", "k-1234567890");
    cli.run(&["models", "--refresh"]).await;
    let run = cli.run(&["ask", "--json", "x"]).await;
    assert_eq!(run.lines()[0]["model"], NEW);
    assert!(
        run.stderr
            .contains("anthropic/claude-sonnet-4.5 is no longer offered")
            && run.stderr.contains(NEW),
        "{}",
        run.stderr
    );
    let old = "anthropic/claude-sonnet-4.5";
    let named = cli.run(&["ask", "--json", "-m", old, "x"]).await;
    assert_eq!(named.lines()[0]["model"], old);
    cli.run(&["settings", "set", "default.model", old]).await;
    let stored = cli.run(&["ask", "--json", "x"]).await;
    assert_eq!(stored.lines()[0]["model"], old);
}
