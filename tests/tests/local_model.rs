//! A conversation with a real model: llama.cpp's own server on this machine.
//! `cargo xtask test local-model` starts it and runs this.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on should say so and stop; what the model says is shown"
)]

use gatehouse_tests::peer::Peer;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the peer: cargo xtask test local-model"]
async fn a_real_model_answers_and_remembers_the_conversation() {
    let peer = Peer::from_environment();
    let ask = peer.ask(&[
        "--max-tokens",
        "48",
        "--temperature",
        "0",
        "What is the capital of France?",
    ]);
    let first = peer.cli.run(&ask).await;
    println!("{}", first.answer());
    assert_eq!(first.code(), 0, "{} {}", first.text(), first.stderr);
    assert!(first.answer().contains("Paris"), "{}", first.answer());
    let end = first.end();
    assert!(
        ["stop", "length"].contains(&end["reason"].as_str().unwrap()),
        "{end}"
    );
    assert!(end["usage"]["outputTokens"].as_u64().unwrap() > 0, "{end}");
    assert!(end["cost"].is_null(), "nobody reported a cost");
    assert!(first.of_type("text").len() > 3, "it streamed");
    let second = peer
        .cli
        .run(&[
            "ask",
            "--json",
            "--continue",
            "--max-tokens",
            "32",
            "--temperature",
            "0",
            "And of Italy?",
        ])
        .await;
    println!("{}", second.answer());
    assert_eq!(second.code(), 0, "{}", second.text());
    assert!(
        second.end()["usage"]["inputTokens"].as_u64().unwrap()
            > end["usage"]["inputTokens"].as_u64().unwrap(),
        "the conversation went along"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the peer: cargo xtask test local-model"]
async fn a_real_server_refuses_a_wrong_key_and_lets_go_when_stopped() {
    let peer = Peer::from_environment();
    let wrong = peer.cli.with("AI_GATEWAY_API_KEY", "not-the-peers-key");
    let run = wrong.run(&peer.ask(&["hello"])).await;
    assert_eq!(run.end()["code"], "key_rejected", "{}", run.text());
    assert_eq!(run.code(), 3);
    let mut running = peer
        .cli
        .start(&peer.ask(&["Tell me a long story about a fox."]));
    running.lines_to("text").await;
    running.signal("INT");
    let run = running.end().await;
    assert_eq!(run.code(), 130);
    assert_eq!(run.end()["reason"], "cancelled");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the peer: cargo xtask test local-model"]
async fn doctor_examines_a_real_server_without_spending() {
    let peer = Peer::from_environment();
    let run = peer.cli.run(&["doctor", "--no-spend", "--json"]).await;
    assert_eq!(run.code(), 0, "{}", run.text());
    assert_eq!(run.json()[0]["ok"], true);
}
