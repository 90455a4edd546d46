//! `history sent`: what went out, to the letter, and why there is nothing where there is nothing.

use gatehouse_tests::cli::Cli;
use gatehouse_tests::world::{KEY, gateway};
use serde_json::Value;

async fn answer(cli: &Cli, arguments: &[&str]) -> String {
    let run = cli.run(&[&["ask", "--json"], arguments].concat()).await;
    run.lines()[0]["message"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_body_is_what_the_server_received_and_no_key_is_told() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let question = "Grüße \u{1F600} \"quoted\" \\ 1.0";
    let id = answer(&cli, &["-s", "Be terse.", "--temperature", "0.5", question]).await;
    let received = gateway.requests().last().unwrap().clone();
    let plain = cli.done(&["history", "sent", &id]).await;
    assert_eq!(
        plain.text().trim_end_matches('\n').as_bytes(),
        received.body
    );
    assert!(plain.stderr.contains("request 1 of 1"), "{}", plain.stderr);
    let told = cli.done(&["history", "sent", &id, "--json"]).await;
    let told = told.json();
    assert_eq!(told["body"].as_str().unwrap().as_bytes(), received.body);
    assert_eq!(told["bodyBytes"], received.body.len());
    assert_eq!(told["masked"], false);
    for text in [told.to_string(), plain.text().to_owned(), plain.stderr] {
        assert!(!text.contains(KEY), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_an_answer_with_several_requests_the_last_is_told() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let id = answer(&cli, &["-m", "scenario:500-then-ok", "Hello"]).await;
    let told = cli.done(&["history", "sent", &id, "--json"]).await.json();
    assert_eq!(
        (&told["attempt"], &told["attempts"]),
        (&Value::from(2), &Value::from(2))
    );
}

/// Why nothing is there is a sentence, and the status that of wrong usage.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_nothing_is_kept_it_is_said_why() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let first = answer(&cli, &["Hello"]).await;
    let cached = answer(&cli, &["Hello"]).await;
    let unanswered = {
        let nobody = cli.with("AI_GATEWAY_URL", "http://127.0.0.1:9/v1");
        answer(&nobody, &["--no-wait", "Nobody there?"]).await
    };
    cli.done(&["settings", "set", "journal.megabytes", "0"])
        .await;
    let off = answer(&cli, &["Unkept"]).await;
    cli.done(&["history", "export", "-o", "all.json"]).await;
    let elsewhere = Cli::new();
    let archive = cli.folder().join("all.json");
    elsewhere
        .done(&["history", "import", archive.to_str().unwrap()])
        .await;
    for (cli, id, said) in [
        (&cli, &cached, "Nothing was sent"),
        (&cli, &unanswered, "the journal is off"),
        (&cli, &off, "the journal is off"),
        (&elsewhere, &first, "not asked from here"),
    ] {
        let run = cli.run(&["history", "sent", id]).await;
        assert_eq!(run.code(), 2, "{said}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
        assert!(run.text().is_empty());
    }
    cli.done(&["settings", "set", "journal.megabytes", "64"])
        .await;
    let run = cli.run(&["history", "sent", &unanswered]).await;
    assert!(run.stderr.contains("no server answered"), "{}", run.stderr);
    let run = cli.run(&["history", "sent", "no-such-id"]).await;
    assert_eq!(run.code(), 2);
}
