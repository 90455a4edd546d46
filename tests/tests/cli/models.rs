//! Models that are gone, misspelled or leave soon: what is said of them, and that none is replaced.

use chat_core::catalogue::{Shipped, nearest, shipped};
use chat_engine::clock::{Clock, SystemClock};
use demo_gateway::Scenario;
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
