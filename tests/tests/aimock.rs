//! A conversation with a server that is not ours: aimock with the fixtures of `xtask/peers`.
//! `cargo xtask test aimock` starts it and runs this.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test that cannot go on should say so and stop"
)]

use gatehouse_tests::peer::Peer;

const SUM: &str = "2+2 is 4. A mock said so, in a few small pieces.";
const SLOW: &str =
    "One word after the other, with a pause in between, so that there is time to press Stop.";
const BROKEN: &str = "This answer breaks off in the middle of a sentence that would have gone on.";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the peer: cargo xtask test aimock"]
async fn a_conversation_streams_and_goes_on() {
    let peer = Peer::from_environment();
    let first = peer.cli.run(&peer.ask(&["What is 2+2?"])).await;
    assert_eq!(first.code(), 0, "{} {}", first.text(), first.stderr);
    assert_eq!(first.answer(), SUM);
    assert_eq!(first.end()["reason"], "stop");
    let second = peer
        .cli
        .run(&["ask", "--json", "--continue", "And 3+3?"])
        .await;
    assert_eq!(second.answer(), "3+3 is 6.", "{}", second.text());
    let id = first.lines()[0]["conversation"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(second.lines()[0]["conversation"], id.as_str());
    let shown = peer
        .cli
        .run(&["history", "show", &id, "--json"])
        .await
        .json();
    assert_eq!(shown["messages"].as_array().unwrap().len(), 4);
    let whole = peer
        .cli
        .run(&peer.ask(&["--no-stream", "What is 2+2?"]))
        .await;
    assert_eq!(whole.answer(), SUM, "{}", whole.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the peer: cargo xtask test aimock"]
async fn refusals_are_told_by_their_codes() {
    let peer = Peer::from_environment();
    let wrong = peer.cli.with("AI_GATEWAY_API_KEY", "not-the-peers-key");
    let run = wrong.run(&peer.ask(&["What is 2+2?"])).await;
    assert_eq!(run.end()["code"], "key_rejected", "{}", run.text());
    assert_eq!(run.code(), 3);
    peer.cli.run(&["settings", "set", "retries.max", "0"]).await;
    for (question, code, status, exit) in [
        ("too many", "rate_limited", 429, 4),
        ("fail inside", "gateway_error", 500, 5),
    ] {
        let run = peer.cli.run(&peer.ask(&[question])).await;
        let end = run.end();
        assert_eq!(end["code"], code, "{end}");
        assert_eq!(end["status"], status, "{end}");
        assert_eq!(run.code(), exit);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the peer: cargo xtask test aimock"]
async fn a_stream_that_is_lost_leaves_an_exact_prefix_marked_interrupted() {
    let peer = Peer::from_environment();
    let run = peer.cli.run(&peer.ask(&["break off"])).await;
    let end = run.end();
    assert_eq!(
        (end["type"].as_str(), end["code"].as_str()),
        (Some("error"), Some("interrupted"))
    );
    assert_eq!(end["partial"], true);
    assert_eq!(run.code(), 5);
    let answer = run.answer();
    assert!(
        !answer.is_empty() && BROKEN.starts_with(&answer) && answer != BROKEN,
        "{answer}"
    );
    let id = run.lines()[0]["conversation"].as_str().unwrap().to_owned();
    let shown = peer
        .cli
        .run(&["history", "show", &id, "--json"])
        .await
        .json();
    assert_eq!(shown["messages"][1]["text"], answer.as_str());
    assert_eq!(shown["messages"][1]["state"], "interrupted");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the peer: cargo xtask test aimock"]
async fn stop_ends_a_slow_answer_and_keeps_what_came() {
    let peer = Peer::from_environment();
    let mut running = peer.cli.start(&peer.ask(&["slowly"]));
    let lines = running.lines_to("text").await;
    running.signal("INT");
    let run = running.end().await;
    assert_eq!(run.code(), 130);
    assert_eq!(run.end()["reason"], "cancelled");
    let first = lines.last().unwrap()["text"].as_str().unwrap().to_owned();
    let answer = first + &run.answer();
    assert!(SLOW.starts_with(&answer) && answer != SLOW, "{answer}");
}
