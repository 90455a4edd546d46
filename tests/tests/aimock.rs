//! A conversation with a server that is not ours: `@copilotkit/aimock`, with the fixtures of
//! `xtask/peers/aimock.json`. `cargo xtask test aimock` starts it; without it nothing runs here.
#![cfg(test)]
#![forbid(unsafe_code)]

use gatehouse_tests::cli::Cli;

fn cli() -> Cli {
    let given = |name: &str| std::env::var(name).unwrap();
    Cli::new()
        .with("AI_GATEWAY_URL", given("GATEHOUSE_TEST_PEER_URL"))
        .with("AI_GATEWAY_API_KEY", given("GATEHOUSE_TEST_PEER_KEY"))
}

fn model() -> String {
    std::env::var("GATEHOUSE_TEST_PEER_MODEL").unwrap()
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test aimock` starts"]
async fn a_conversation_streams_and_is_carried_on() {
    let cli = cli();
    let first = cli
        .run(&["ask", "--json", "-m", &model(), "What is 2+2?"])
        .await;
    assert_eq!(first.code(), 0, "{}", first.stderr);
    assert_eq!(
        first.answer(),
        "2+2 is 4. A mock said so, in a few small pieces."
    );
    assert_eq!(first.end()["reason"], "stop");

    let next = cli.run(&["ask", "--json", "--continue", "And 3+3?"]).await;
    assert_eq!(next.answer(), "3+3 is 6.");
    let id = next.lines()[0]["conversation"].as_str().unwrap().to_owned();
    let shown = cli.run(&["history", "show", &id, "--json"]).await.json();
    assert_eq!(shown["messages"].as_array().unwrap().len(), 4);
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test aimock` starts"]
async fn an_answer_that_is_not_streamed_is_the_same() {
    let run = cli()
        .run(&[
            "ask",
            "--json",
            "--no-stream",
            "-m",
            &model(),
            "What is 2+2?",
        ])
        .await;
    assert_eq!(
        run.answer(),
        "2+2 is 4. A mock said so, in a few small pieces."
    );
}

/// Mutation seen to fail: `KeyRejected` among the codes of `Code::is_retried`.
#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test aimock` starts"]
async fn a_wrong_key_is_told_and_not_tried_again() {
    let run = cli()
        .with("AI_GATEWAY_API_KEY", "wrong-key-000000")
        .run(&["ask", "--json", "-m", &model(), "What is 2+2?"])
        .await;
    let end = run.end();
    assert_eq!(
        (run.code(), end["code"].as_str(), end["status"].as_u64()),
        (3, Some("key_rejected"), Some(401))
    );
    assert_eq!(end["attempts"].as_array().unwrap().len(), 1);
}

/// Mutation seen to fail: `repeats` in `xtask/scripts/mutations.py`.
#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test aimock` starts"]
async fn a_rate_limit_is_waited_for_three_times_at_most() {
    let run = cli()
        .run(&["ask", "--json", "-m", &model(), "too many"])
        .await;
    let end = run.end();
    assert_eq!(
        (run.code(), end["code"].as_str(), end["status"].as_u64()),
        (4, Some("rate_limited"), Some(429))
    );
    assert_eq!(end["attempts"].as_array().unwrap().len(), 3);
    assert_eq!(run.of_type("waiting").len(), 2);
}

/// Mutation seen to fail: `repeats` in `xtask/scripts/mutations.py`.
#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test aimock` starts"]
async fn a_server_that_fails_is_tried_three_times_at_most() {
    let run = cli()
        .run(&["ask", "--json", "-m", &model(), "fail inside"])
        .await;
    let end = run.end();
    assert_eq!(
        (run.code(), end["code"].as_str()),
        (5, Some("gateway_error"))
    );
    assert_eq!(end["attempts"].as_array().unwrap().len(), 3);
}

/// Mutation seen to fail: `early-end` in `xtask/scripts/mutations.py`.
#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test aimock` starts"]
async fn an_answer_that_breaks_off_keeps_its_prefix() {
    let whole = "This answer breaks off in the middle of a sentence that would have gone on.";
    let cli = cli();
    let run = cli
        .run(&["ask", "--json", "-m", &model(), "break off"])
        .await;
    let (end, answer) = (run.end(), run.answer());
    assert_eq!(
        (run.code(), end["code"].as_str(), end["partial"].as_bool()),
        (5, Some("interrupted"), Some(true))
    );
    assert!(
        !answer.is_empty() && answer.len() < whole.len() && whole.starts_with(&answer),
        "{answer:?}"
    );
    assert_eq!(
        end["attempts"].as_array().unwrap().len(),
        1,
        "it may have been paid for"
    );

    let id = run.lines()[0]["conversation"].as_str().unwrap().to_owned();
    let shown = cli.run(&["history", "show", &id, "--json"]).await.json();
    let kept = &shown["messages"][1];
    assert_eq!(
        (kept["state"].as_str(), kept["text"].as_str()),
        (Some("interrupted"), Some(answer.as_str()))
    );
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test aimock` starts"]
async fn stop_ends_a_slow_answer() {
    let cli = cli();
    let mut running = cli.start(&["ask", "--json", "-m", &model(), "slowly"]);
    // It comes in pieces: there is text long before the end.
    running.lines_to("text").await;
    running.signal("INT");
    let run = running.end().await;
    assert_eq!(
        (run.code(), run.end()["reason"].as_str()),
        (130, Some("cancelled"))
    );
}

/// A connection to the peer in another dialect: its name, the variables of its address and key, and
/// the address behind the peer's origin.
const CONNECTIONS: [(&str, &str, &str, &str); 3] = [
    (
        "openai-responses",
        "OPENAI_BASE_URL",
        "OPENAI_API_KEY",
        "/v1",
    ),
    ("anthropic", "ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY", ""),
    ("gemini", "GEMINI_BASE_URL", "GEMINI_API_KEY", ""),
];

/// A model of each that aimock knows to think: it leaves the reasoning of others out.
fn thinking(connection: &str) -> &'static str {
    match connection {
        "openai-responses" => "gpt-5.1",
        "anthropic" => "claude-sonnet-4-5",
        _ => "gemini-2.5-pro",
    }
}

/// The command line with each of them.
fn others() -> impl Iterator<Item = (&'static str, &'static str, Cli)> {
    let given = |name: &str| std::env::var(name).unwrap();
    CONNECTIONS
        .into_iter()
        .map(move |(connection, address, key, behind)| {
            let url = given("GATEHOUSE_TEST_PEER_URL");
            let origin = url.strip_suffix("/v1").unwrap();
            let cli = Cli::new()
                .with(address, format!("{origin}{behind}"))
                .with(key, given("GATEHOUSE_TEST_PEER_KEY"));
            (connection, key, cli)
        })
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test aimock` starts"]
async fn every_other_dialect_streams_and_carries_on() {
    for (connection, _, cli) in others() {
        let first = cli
            .run(&["ask", "--json", "--connection", connection, "What is 2+2?"])
            .await;
        assert_eq!(first.code(), 0, "{connection}: {}", first.stderr);
        assert_eq!(
            first.answer(),
            "2+2 is 4. A mock said so, in a few small pieces.",
            "{connection}"
        );
        assert!(first.of_type("text").len() > 1, "{connection}: one piece");
        assert_eq!(first.end()["reason"], "stop", "{connection}");

        let next = cli.run(&["ask", "--json", "--continue", "And 3+3?"]).await;
        assert_eq!(next.answer(), "3+3 is 6.", "{connection}");
    }
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test aimock` starts"]
async fn every_other_dialect_reads_an_answer_that_is_not_streamed() {
    for (connection, _, cli) in others() {
        let question = [
            "ask",
            "--json",
            "--no-stream",
            "--connection",
            connection,
            "What is 2+2?",
        ];
        let run = cli.run(&question).await;
        assert_eq!(
            run.answer(),
            "2+2 is 4. A mock said so, in a few small pieces.",
            "{connection}"
        );
    }
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test aimock` starts"]
async fn every_other_dialect_shows_the_reasoning_apart() {
    for (connection, _, cli) in others() {
        let run = cli
            .run(&[
                "ask",
                "--json",
                "-m",
                thinking(connection),
                "--connection",
                connection,
                "think first",
            ])
            .await;
        assert_eq!(run.answer(), "It is 4.", "{connection}");
        let reasoning: String = run
            .of_type("reasoning")
            .iter()
            .map(|line| line["text"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(reasoning, "Two and two are four.", "{connection}");
    }
}

/// Mutation seen to fail: `KeyRejected` among the codes of `Code::is_retried`.
#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test aimock` starts"]
async fn every_other_dialect_tells_a_wrong_key_once() {
    for (connection, key, cli) in others() {
        let run = cli
            .with(key, "wrong-key-000000")
            .run(&["ask", "--json", "--connection", connection, "What is 2+2?"])
            .await;
        let end = run.end();
        assert_eq!(
            (run.code(), end["code"].as_str(), end["status"].as_u64()),
            (3, Some("key_rejected"), Some(401)),
            "{connection}"
        );
        assert_eq!(end["attempts"].as_array().unwrap().len(), 1, "{connection}");
    }
}

/// Mutation seen to fail: `repeats` in `xtask/scripts/mutations.py`.
#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test aimock` starts"]
async fn every_other_dialect_waits_for_a_rate_limit() {
    let runs = others().map(async |(connection, _, cli)| {
        let run = cli
            .run(&["ask", "--json", "--connection", connection, "too many"])
            .await;
        let end = run.end();
        assert_eq!(
            (run.code(), end["code"].as_str(), end["status"].as_u64()),
            (4, Some("rate_limited"), Some(429)),
            "{connection}"
        );
        assert_eq!(end["attempts"].as_array().unwrap().len(), 3, "{connection}");
    });
    futures::future::join_all(runs).await;
}

/// Mutation seen to fail: `early-end` in `xtask/scripts/mutations.py`.
#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test aimock` starts"]
async fn every_other_dialect_keeps_the_prefix_of_an_answer_that_breaks_off() {
    let whole = "This answer breaks off in the middle of a sentence that would have gone on.";
    for (connection, _, cli) in others() {
        let run = cli
            .run(&["ask", "--json", "--connection", connection, "break off"])
            .await;
        let (end, answer) = (run.end(), run.answer());
        assert_eq!(
            (run.code(), end["code"].as_str(), end["partial"].as_bool()),
            (5, Some("interrupted"), Some(true)),
            "{connection}"
        );
        assert!(
            !answer.is_empty() && answer.len() < whole.len() && whole.starts_with(&answer),
            "{connection}: {answer:?}"
        );
    }
}
