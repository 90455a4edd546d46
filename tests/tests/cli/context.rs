//! A conversation that outgrows its model: refused before sending, and what `--leave-out` does.

use gatehouse_tests::cli::Cli;
use gatehouse_tests::world::gateway;

/// Two of these are surely more than the 128,000 tokens of the model below, one is not.
fn long_question() -> String {
    "rain ".repeat(90_000)
}

/// Mutation seen to fail: without `hopeless` in the books the second question is sent.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_surely_does_not_fit_is_not_sent_and_leaving_out_turns_helps() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let ask = |more: &[&'static str]| {
        let mut all = vec!["ask", "--json", "-m", "openai/gpt-4o"];
        all.extend(more);
        let cli = cli.clone();
        async move { cli.run_with(&all, long_question().as_bytes()).await }
    };
    let first = ask(&[]).await;
    assert_eq!(first.code(), 0, "{}", first.text());
    assert_eq!(first.end()["leftOut"], 0);

    let refused = ask(&["--continue"]).await;
    assert_eq!(refused.code(), 5);
    let end = refused.end();
    assert_eq!(end["code"], "context_too_long");
    assert_eq!(
        (&end["status"], &end["attempts"]),
        (&().into(), &[(); 0].as_slice().into())
    );
    let message = end["message"].as_str().unwrap();
    assert!(
        message.starts_with("This chat no longer fits: about ")
            && message.contains(" of 128,000 tokens"),
        "{message}"
    );
    let action = end["action"].as_str().unwrap();
    assert!(action.contains("--leave-out 1"), "{action}");
    assert_eq!(gateway.requests().len(), 1, "nothing was sent");

    // More than there are: all there are. The one that failed was never part of what is sent.
    let short = ask(&["--continue", "--no-cache", "--leave-out", "7"]).await;
    assert_eq!(short.code(), 0, "{}", short.text());
    assert_eq!(short.end()["leftOut"], 1);
    assert_eq!(gateway.requests()[1].messages().len(), 1);
    let shown = cli.run(&["history", "list", "--json"]).await.json();
    assert_eq!(shown[0]["messageCount"], 6, "nothing is deleted: {shown}");

    let plain = cli
        .run(&[
            "ask",
            "--continue",
            "-m",
            "demo",
            "--leave-out",
            "1",
            "and?",
        ])
        .await;
    assert!(plain.stderr.contains("Left out of"), "{}", plain.stderr);
}
