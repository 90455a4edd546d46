//! History on the command line: titles, flags, folders and tags, deleting and taking back.

use gatehouse_tests::cli::Cli;
use gatehouse_tests::world::gateway;
use serde_json::{Value, json};

async fn begun(cli: &Cli, text: &str) -> String {
    let run = cli
        .run(&["ask", "--json", "-m", "scenario:echo", text])
        .await;
    assert_eq!(run.code(), 0, "{}", run.stderr);
    run.lines()[0]["conversation"].as_str().unwrap().to_owned()
}

async fn ids(cli: &Cli, arguments: &[&str]) -> Vec<String> {
    let all = [&["history", "list", "--json"], arguments].concat();
    let rows = cli.done(&all).await.json();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conversation_is_renamed_pinned_filed_tagged_and_archived() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let old = begun(&cli, "the old one").await;
    let new = begun(&cli, "the new one").await;
    let row = cli
        .done(&["history", "rename", &old, " Mine\nalone ", "--json"])
        .await;
    assert_eq!(row.json()[0]["title"], "Mine alone");
    let row = cli.done(&["history", "rename", &old, "", "--json"]).await;
    assert_eq!(row.json()[0]["title"], "the old one");
    let set = &[
        "history", "set", &old, "--pin", "--folder", "Work", "--tag", "a", "--tag", "b",
    ];
    cli.done(set).await;
    assert_eq!(
        ids(&cli, &[]).await,
        [old.clone(), new.clone()],
        "pinned ones first"
    );
    assert_eq!(ids(&cli, &["--folder", "Work"]).await, [old.as_str()]);
    assert_eq!(ids(&cli, &["--tag", "b"]).await, [old.as_str()]);
    let text = cli.done(&["history", "list"]).await.text().to_owned();
    assert!(
        text.contains("the old one  (pinned)  [Work]  #a  #b\n"),
        "{text}"
    );
    cli.done(&[
        "history",
        "set",
        &old,
        "--unpin",
        "--archive",
        "--untag",
        "a",
        "--folder",
        "",
    ])
    .await;
    assert_eq!(ids(&cli, &[]).await, [new]);
    assert_eq!(ids(&cli, &["--archived"]).await, [old.as_str()]);
    // It is asked as was set for it, with the instructions that were set.
    let set = [
        "history",
        "set",
        &old,
        "-m",
        "scenario:reasoning",
        "-s",
        "Be brief.",
    ];
    cli.done(&set).await;
    let run = cli
        .done(&["ask", "--json", "--conversation", &old, "more"])
        .await;
    assert_eq!(run.lines()[0]["model"], "scenario:reasoning");
    let sent = gateway.requests().last().unwrap().messages();
    assert_eq!(sent[0], ("system".to_owned(), "Be brief.".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_set_is_said_and_changes_nothing() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let id = begun(&cli, "one").await;
    let long = "x".repeat(61);
    for arguments in [
        &["history", "set", &id][..],
        &["history", "set", &id, "--pin", "--unpin"],
        &["history", "set", &id, "--folder", "two\nlines"],
        &["history", "set", &id, "--tag", &long],
        &["history", "set", &id, "--tag", ""],
        &["history", "set", "nobody", "--pin"],
        &["history", "set", "../x", "--pin"],
        &["history", "rename", "nobody", "x"],
        &["history", "delete"],
        &["history", "delete", "nobody"],
        &["history", "delete", &id, "../x"],
        &["history", "take-back", &id],
    ] {
        let run = cli.run(arguments).await;
        assert_eq!(run.code(), 2, "{arguments:?}: {}", run.stderr);
    }
    let rows = cli.done(&["history", "list", "--json"]).await.json();
    assert_eq!(rows[0]["title"], "one");
    assert_eq!(
        (&rows[0]["tags"], &rows[0]["folder"]),
        (&json!([]), &Value::Null)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_deleted_is_hidden_listed_taken_back_or_gone_for_good() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let (one, two) = (
        begun(&cli, "first words").await,
        begun(&cli, "second words").await,
    );
    let run = cli.done(&["history", "delete", &one, &two]).await;
    assert!(run.stderr.contains("take-back"), "{}", run.stderr);
    assert!(ids(&cli, &[]).await.is_empty());
    for arguments in [
        &["history", "show", &one][..],
        &["history", "show", &one, "--tree"],
        &["history", "delete", &one],
        &["ask", "--conversation", &one, "more"],
    ] {
        assert_eq!(cli.run(arguments).await.code(), 2, "{arguments:?}");
    }
    let deleted = cli.done(&["history", "deleted", "--json"]).await.json();
    assert_eq!(deleted.as_array().unwrap().len(), 2);
    assert!(deleted[0]["leftMs"].as_i64().unwrap() > 500_000);
    let text = cli.done(&["history", "deleted"]).await.text().to_owned();
    assert!(text.contains("first words  (10 min left)"), "{text}");
    cli.done(&["history", "take-back", &one]).await;
    assert_eq!(ids(&cli, &[]).await, [one.as_str()]);
    // What is deleted last is not what --continue means.
    let run = cli
        .done(&[
            "ask",
            "--json",
            "--continue",
            "-m",
            "scenario:echo",
            "go on",
        ])
        .await;
    assert_eq!(run.lines()[0]["conversation"], one.as_str());
    cli.done(&["history", "delete", "--now", &one]).await;
    assert_eq!(cli.run(&["history", "take-back", &one]).await.code(), 2);
    let files = std::fs::read_dir(cli.data()).unwrap().flatten();
    for file in files.filter(|file| file.path().is_file()) {
        let bytes = std::fs::read(file.path()).unwrap();
        let found = bytes.windows(11).any(|window| window == b"first words");
        assert!(!found, "{}", file.path().display());
    }
}

/// More than a page, so that it is written in parts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_conversation_is_shown_whole_and_in_order() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    cli.done(&["settings", "set", "limiter.perMinute", "0"])
        .await;
    let id = begun(&cli, "question 0").await;
    for n in 1..35 {
        let text = format!("question {n}");
        cli.done(&["ask", "--conversation", &id, &text]).await;
    }
    let shown = cli.done(&["history", "show", &id, "--json"]).await.json();
    let texts = shown["messages"].as_array().unwrap().iter();
    let texts: Vec<_> = texts
        .map(|row| row["text"].as_str().unwrap().to_owned())
        .collect();
    let expected: Vec<_> = (0..70).map(|n| format!("question {}", n / 2)).collect();
    assert_eq!(texts, expected);
    let text = cli.done(&["history", "show", &id]).await.text().to_owned();
    assert_eq!(text.matches("\nYou:\n").count(), 35);
}
