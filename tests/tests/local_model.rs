//! A conversation with a real small model on this machine, through llama.cpp's own server.
//! `cargo xtask test local-model` fetches and starts it; without it nothing runs here.
#![cfg(test)]
#![forbid(unsafe_code)]

use gatehouse_tests::cli::Cli;

fn cli() -> (Cli, String) {
    let given = |name: &str| std::env::var(name).unwrap();
    let cli = Cli::new()
        .with("AI_GATEWAY_URL", given("GATEHOUSE_TEST_PEER_URL"))
        .with("AI_GATEWAY_API_KEY", given("GATEHOUSE_TEST_PEER_KEY"));
    (cli, given("GATEHOUSE_TEST_PEER_MODEL"))
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test local-model` starts"]
async fn a_real_model_holds_a_conversation() {
    let (cli, model) = cli();
    let limit = ["--max-tokens", "40", "--temperature", "0"];
    let first = [
        &["ask", "--json", "-m", &model, "Say the name of one colour."],
        &limit[..],
    ]
    .concat();
    let first = cli.run(&first).await;
    assert_eq!(first.code(), 0, "{}", first.stderr);
    assert!(!first.answer().trim().is_empty());
    let end = first.end();
    assert!(end["usage"]["outputTokens"].as_u64().unwrap() > 0, "{end}");
    assert!(end["firstTokenMs"].as_u64().is_some());

    let next = cli
        .run(
            &[
                &["ask", "--json", "--continue", "And one more?"],
                &limit[..],
            ]
            .concat(),
        )
        .await;
    assert_eq!(next.code(), 0, "{}", next.stderr);
    let (before, after) = (
        end["usage"]["inputTokens"].as_u64(),
        next.end()["usage"]["inputTokens"].as_u64(),
    );
    assert!(
        after > before,
        "the conversation was sent along: {before:?}, then {after:?}"
    );
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test local-model` starts"]
async fn an_answer_cut_off_at_the_limit_says_so() {
    let (cli, model) = cli();
    let run = cli
        .run(&[
            "ask",
            "--json",
            "-m",
            &model,
            "--max-tokens",
            "5",
            "Tell a long story.",
        ])
        .await;
    assert_eq!(
        (run.code(), run.end()["reason"].as_str()),
        (0, Some("length"))
    );
    assert!(
        run.stderr.contains("Cut off at the token limit"),
        "{}",
        run.stderr
    );
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test local-model` starts"]
async fn a_wrong_key_is_told() {
    let (cli, model) = cli();
    let run = cli
        .with("AI_GATEWAY_API_KEY", "wrong-key-000000")
        .run(&["ask", "--json", "-m", &model, "Hi"])
        .await;
    assert_eq!(
        (run.code(), run.end()["code"].as_str()),
        (3, Some("key_rejected"))
    );
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test local-model` starts"]
async fn doctor_finds_nothing_wrong() {
    let (cli, _) = cli();
    let run = cli.run(&["doctor", "--json", "--no-spend"]).await;
    assert_eq!(run.code(), 0, "{}", run.text());
    assert_eq!(run.json()[0]["ok"], true);
}
