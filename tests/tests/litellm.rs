//! A conversation with a gateway that is not ours: `LiteLLM`'s proxy, in front of a real small model
//! and of faults. `cargo xtask test litellm` fetches and starts it; without it nothing runs here.
#![cfg(test)]
#![forbid(unsafe_code)]

use gatehouse_tests::cli::{Cli, Run};

fn given(name: &str) -> String {
    std::env::var(name).unwrap()
}

fn cli() -> Cli {
    Cli::new()
        .with("AI_GATEWAY_URL", given("GATEHOUSE_TEST_PEER_URL"))
        .with("AI_GATEWAY_API_KEY", given("GATEHOUSE_TEST_PEER_KEY"))
}

async fn ask(cli: &Cli, arguments: &[&str]) -> Run {
    cli.run(&[&["ask", "--json"], arguments].concat()).await
}

/// A failing run: its status, its code, and how often it was tried.
fn failed(run: &Run) -> (i32, String, usize) {
    let end = run.end();
    (
        run.code(),
        end["code"].as_str().unwrap_or_default().to_owned(),
        end["attempts"].as_array().map_or(0, Vec::len),
    )
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test litellm` starts"]
async fn a_real_model_behind_it_holds_a_conversation() {
    let cli = cli();
    let limit = ["--max-tokens", "30", "--temperature", "0"];
    let model = given("GATEHOUSE_TEST_PEER_MODEL");
    let first = ask(
        &cli,
        &[&["-m", &model, "Say the name of one colour."], &limit[..]].concat(),
    )
    .await;
    assert_eq!(first.code(), 0, "{}", first.stderr);
    assert!(!first.answer().trim().is_empty());
    let end = first.end();
    assert!(end["usage"]["outputTokens"].as_u64().unwrap() > 0, "{end}");
    let next = ask(
        &cli,
        &[&["--continue", "And one more?"], &limit[..]].concat(),
    )
    .await;
    assert_eq!(next.code(), 0, "{}", next.stderr);
    assert!(next.end()["usage"]["inputTokens"].as_u64() > end["usage"]["inputTokens"].as_u64());
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test litellm` starts"]
async fn streamed_or_not_the_answer_is_the_same() {
    let cli = cli();
    let streamed = ask(&cli, &["-m", "mock-gpt", "--no-cache", "Hi"]).await;
    let whole = ask(&cli, &["-m", "mock-gpt", "--no-cache", "--no-stream", "Hi"]).await;
    assert!(streamed.answer().starts_with("Hello from LiteLLM."));
    assert_eq!(streamed.answer(), whole.answer());
    assert!(streamed.of_type("text").len() > 3);
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test litellm` starts"]
async fn it_speaks_the_messages_dialect_too() {
    let url = given("GATEHOUSE_TEST_PEER_URL");
    let cli = Cli::new()
        .with("ANTHROPIC_BASE_URL", url.trim_end_matches("/v1"))
        .with("ANTHROPIC_API_KEY", given("GATEHOUSE_TEST_PEER_KEY"));
    for stream in [&[][..], &["--no-stream"]] {
        let run = ask(
            &cli,
            &[
                &["-c", "anthropic", "-m", "claude-mock", "--no-cache", "Hi"],
                stream,
            ]
            .concat(),
        )
        .await;
        assert_eq!(run.code(), 0, "{}", run.text());
        assert_eq!(run.answer(), "Hello from a mocked Claude behind LiteLLM.");
    }
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test litellm` starts"]
async fn each_of_its_faults_is_told_apart() {
    let cli = cli();
    let asked = |model: &'static str| {
        let cli = &cli;
        async move { ask(cli, &["-m", model, "Hi"]).await }
    };
    for (model, expected) in [
        ("mock-429", (4, "rate_limited", 3)),
        ("mock-500", (5, "gateway_error", 3)),
        ("dead-upstream", (5, "gateway_error", 3)),
        ("mock-ctx", (5, "context_too_long", 1)),
        ("mock-none", (5, "model_not_found", 1)),
    ] {
        let run = asked(model).await;
        let (code, name, attempts) = expected;
        assert_eq!(
            failed(&run),
            (code, name.to_owned(), attempts),
            "{model}: {}",
            run.text()
        );
    }
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test litellm` starts"]
async fn the_pace_of_its_router_is_a_rate_limit() {
    let cli = cli();
    let mut last = None;
    for _ in 0..3 {
        last = Some(ask(&cli, &["-m", "rpm2", "--no-cache", "Hi"]).await);
    }
    let last = last.unwrap();
    assert_eq!(
        failed(&last),
        (4, "rate_limited".to_owned(), 3),
        "{}",
        last.text()
    );
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test litellm` starts"]
async fn a_wrong_key_is_told_once() {
    let cli = cli().with("AI_GATEWAY_API_KEY", "wrong-key-000000");
    let run = ask(&cli, &["-m", "mock-gpt", "Hi"]).await;
    assert_eq!(
        failed(&run),
        (3, "key_rejected".to_owned(), 1),
        "{}",
        run.text()
    );
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test litellm` starts"]
async fn its_models_are_listed_and_doctor_finds_nothing_wrong() {
    let cli = cli();
    let list = cli.run(&["models", "--refresh", "--json"]).await;
    assert_eq!(list.code(), 0, "{}", list.stderr);
    for model in ["via-llama", "mock-gpt", "claude-mock"] {
        assert!(
            list.text().contains(model),
            "{model} is not in {}",
            list.text()
        );
    }
    let doctor = cli.run(&["doctor", "--json", "--no-spend"]).await;
    assert_eq!(doctor.code(), 0, "{}", doctor.text());
}
