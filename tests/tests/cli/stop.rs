//! Ctrl-C, SIGTERM and a reader that goes away.

use demo_gateway::{ClosedBy, Pace};
use gatehouse_tests::PATIENCE;
use gatehouse_tests::cli::{Cli, Running};
use gatehouse_tests::world::{gateway, gateway_at};
use std::time::{Duration, Instant};

const AT_ONCE: Duration = Duration::from_secs(2);

async fn check_closed(gateway: &demo_gateway::Gateway, since: Instant, what: &str) {
    let seen = gateway.wait_for_closes(1, PATIENCE).await;
    assert_eq!(seen.len(), 1, "{what}");
    assert_eq!(seen[0].closed_by, Some(ClosedBy::Peer), "{what}");
    let took = seen[0].closed_at.unwrap().duration_since(since);
    println!("{what}: the server saw the close after {took:?}");
    assert!(took < AT_ONCE, "{what}: {took:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ctrl_c_and_sigterm_end_the_turn_with_finish_cancelled_and_130() {
    let gateway = gateway().await;
    for (signal, scenario, text) in [
        ("INT", "stall", demo_gateway::texts::PARTIAL),
        ("TERM", "keepalive-stall", demo_gateway::texts::PARTIAL),
        ("INT", "stall-headers", ""),
        ("TERM", "slow", ""),
    ] {
        gateway.clear();
        let cli = Cli::at(&gateway);
        let model = format!("scenario:{scenario}");
        let mut running = cli.start(&["ask", "--json", "-m", &model, "?"]);
        let start = running.lines_to("start").await.remove(0);
        let mut came = String::new();
        while came.len() < text.len() {
            let line = running.line().await.unwrap();
            came.push_str(line["text"].as_str().unwrap_or_default());
        }
        gateway.wait_for_requests(1, PATIENCE).await;
        let since = Instant::now();
        running.signal(signal);
        let run = running.end().await;
        check_closed(&gateway, since, &format!("SIG{signal} in {scenario}")).await;
        assert_eq!(run.code(), 130, "{scenario}");
        let end = run.end();
        assert_eq!(end["type"], "finish", "{scenario}: {end}");
        assert_eq!(end["reason"], "cancelled");
        assert!(end["usage"].is_null() && end["cost"].is_null(), "{end}");
        assert_eq!(end["firstTokenMs"].is_null(), text.is_empty(), "{end}");
        assert!(end["attempts"][0]["code"].is_null(), "{end}");
        let id = start["conversation"].as_str().unwrap();
        let shown = cli.run(&["history", "show", id, "--json"]).await.json();
        assert_eq!(shown["messages"][1]["state"], "cancelled", "{scenario}");
        assert_eq!(shown["messages"][1]["text"], text, "{scenario}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ctrl_c_while_waiting_to_retry_is_130_and_nothing_is_asked_again() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let mut running = cli.start(&["ask", "--json", "-m", "scenario:429-retry-after", "?"]);
    running.lines_to("waiting").await;
    running.signal("INT");
    let run = running.end().await;
    assert_eq!(
        (run.code(), run.end()["reason"].as_str()),
        (130, Some("cancelled"))
    );
    assert_eq!(gateway.requests().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ctrl_c_before_the_turn_exists_is_130_and_says_nothing() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    // Standard input stays open, so the question is not known yet.
    let mut running = cli.start_waiting(&["ask", "--json", "-m", "scenario:echo", "?"]);
    assert!(!running.ends_within(Duration::from_millis(800)).await);
    running.signal("INT");
    let run = running.end().await;
    assert_eq!(run.code(), 130);
    assert_eq!(run.text(), "");
    assert_eq!(gateway.requests().len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_standard_output_cancels_the_turn_and_is_1() {
    for json in [true, false] {
        let gateway = gateway_at(Pace::PerDelta(Duration::from_millis(25))).await;
        let cli = Cli::at(&gateway);
        let question = demo_gateway::texts::markdown::document(20_000);
        let mut arguments = vec!["ask", "-m", "scenario:echo", question.as_str()];
        if json {
            arguments.push("--json");
        }
        let mut running: Running = cli.start(&arguments);
        running.some_bytes().await;
        gateway.wait_for_requests(1, PATIENCE).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        let since = Instant::now();
        running.close_output();
        let run = running.end().await;
        check_closed(&gateway, since, "closed standard output").await;
        assert_eq!(run.code(), 1, "{}", run.stderr);
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        let rows = cli.run(&["history", "list", "--json"]).await.json();
        let id = rows[0]["id"].as_str().unwrap();
        let shown = cli.run(&["history", "show", id, "--json"]).await.json();
        let answer = &shown["messages"][1];
        assert_eq!(answer["state"], "cancelled");
        assert!(question.starts_with(answer["text"].as_str().unwrap()));
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_standard_output_is_noticed_while_nothing_comes() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let mut running: Running = cli.start(&["ask", "--json", "-m", "scenario:stall", "x"]);
    running.lines_to("text").await;
    let since = Instant::now();
    running.close_output();
    let run = running.end().await;
    check_closed(&gateway, since, "closed standard output, stalled").await;
    assert_eq!(run.code(), 1, "{}", run.stderr);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_output_that_is_full_is_told_in_one_sentence() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    for arguments in [
        &["ask", "-m", "scenario:echo", "x"][..],
        &["ask", "--json", "--no-cache", "-m", "scenario:echo", "x"],
        &["settings", "get"],
    ] {
        let run = cli.run_after("exec >/dev/full", arguments).await;
        assert_eq!(run.code(), 1, "{arguments:?}: {}", run.stderr);
        let told = run
            .stderr
            .matches("The output could not be written")
            .count();
        assert_eq!(told, 1, "{arguments:?}: {}", run.stderr);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_verbs_survive_a_closed_standard_output() {
    let cli = Cli::new();
    for arguments in [
        &["settings", "get", "--json"][..],
        &["keys", "status"],
        &["--help"],
        &["demo-gateway", "--json"],
    ] {
        let mut running = cli.start(arguments);
        running.close_output();
        let run = running.end().await;
        // It may have been quick enough to print into the pipe.
        assert!(
            matches!(run.code(), 0 | 1),
            "{arguments:?}: {:?}",
            run.status
        );
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ctrl_c_ends_the_turn_at_once_also_when_nobody_reads_the_output() {
    let gateway = gateway_at(Pace::BytesPerSecond(60_000)).await;
    let cli = Cli::at(&gateway);
    let mut running = cli.start(&["ask", "--json", "-m", "scenario:markdown-200k", "?"]);
    let start = running.lines_to("start").await.remove(0);
    // Long enough for the pipe to be full, and shorter than the answer.
    tokio::time::sleep(Duration::from_millis(1_800)).await;
    let since = Instant::now();
    running.signal("INT");
    check_closed(&gateway, since, "SIGINT with a full pipe").await;
    assert!(running.ends_within(Duration::from_secs(15)).await);
    assert_eq!(running.end().await.code(), 130);
    let id = start["conversation"].as_str().unwrap();
    let shown = cli.run(&["history", "show", id, "--json"]).await.json();
    let answer = &shown["messages"][1];
    assert_eq!(answer["state"], "cancelled");
    let whole = demo_gateway::texts::markdown::document(demo_gateway::texts::markdown::LENGTH);
    assert!(whole.starts_with(answer["text"].as_str().unwrap()));
}
