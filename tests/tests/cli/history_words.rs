//! What a person types at the history without having read much, and what is said then.

use gatehouse_tests::cli::Cli;
use gatehouse_tests::world::gateway;

async fn begun(cli: &Cli, text: &str) -> String {
    let run = cli
        .run(&["ask", "--json", "-m", "scenario:echo", text])
        .await;
    assert_eq!(run.code(), 0, "{}", run.stderr);
    run.lines()[0]["conversation"].as_str().unwrap().to_owned()
}

/// The shell takes quotes away and parts words.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_without_quotes_are_one_search_and_one_title() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let id = begun(&cli, "an amber window").await;
    begun(&cli, "an amber door").await;
    for arguments in [
        &["amber", "window", "--limit", "5"][..],
        &["amber", "--", "-door"],
        &["--limit", "5", "amber window"],
        &["-door", "amber"],
    ] {
        let all = [&["--json", "history", "search"], arguments].concat();
        let run = cli.run(&all).await;
        assert_eq!(run.code(), 0, "{all:?}: {}", run.stderr);
        let hits = run.json();
        // The question and its echo.
        assert_eq!(hits.as_array().unwrap().len(), 2, "{all:?}: {hits}");
        for hit in hits.as_array().unwrap() {
            assert_eq!(hit["conversation"], id.as_str(), "{all:?}");
        }
    }
    let renamed = cli
        .run(&["history", "rename", &id, "Two", "words", "--json"])
        .await;
    assert_eq!(renamed.json()[0]["title"], "Two words");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_are_deleted_only_if_every_one_is_there() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let id = begun(&cli, "kept").await;
    for arguments in [
        &["history", "delete", &id, "nobody"][..],
        &["history", "delete", "--now", &id, "nobody"],
    ] {
        let refused = cli.run(arguments).await;
        assert_eq!(refused.code(), 2);
        assert!(
            refused
                .stderr
                .contains("no conversation nobody; nothing was deleted"),
            "{}",
            refused.stderr
        );
        assert_eq!(cli.run(&["history", "show", &id]).await.code(), 0);
    }
    let deleted = cli.run(&["history", "remove", &id]).await;
    let back = format!("history take-back {id}");
    assert!(deleted.stderr.contains(&back), "{}", deleted.stderr);
    let again = cli.run(&["history", "show", &id]).await;
    assert!(
        again.stderr.contains("gatehouse history deleted"),
        "{}",
        again.stderr
    );
}

/// An empty list is said to be one, on standard error alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_to_list_is_said() {
    let cli = Cli::new();
    for (arguments, said) in [
        (&["list"][..], "There are no conversations."),
        (&["list", "--archived"], "The archive is empty."),
        (
            &["list", "--tag", "a"],
            "No conversation is filed or tagged so.",
        ),
        (&["deleted"], "There is nothing to take back."),
        (&["backups"], "There are no automatic copies."),
    ] {
        let all = [&["history"], arguments].concat();
        let run = cli.run(&all).await;
        assert_eq!((run.code(), run.text()), (0, ""), "{all:?}");
        assert!(run.stderr.contains(said), "{all:?}: {}", run.stderr);
        let json = cli.run(&[&all[..], &["--json"]].concat()).await;
        assert_eq!(json.text().trim(), "[]", "{all:?}");
        assert_eq!(json.stderr, "", "{all:?}");
    }
}

/// Each of the three kinds of file goes to its own verb, and the wrong one names the right one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_the_wrong_kind_or_place_is_told_what_to_do() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    begun(&cli, "one").await;
    let export = cli.run(&["history", "export", "-o", "all.json"]).await;
    assert!(export.stderr.contains("Written to all.json."));
    let written = std::fs::read_to_string(cli.folder().join("all.json")).unwrap();
    assert!(
        written.starts_with("{\"format\":"),
        "the ending says the format"
    );
    let backup = cli.run(&["history", "backup", "copy.sqlite3"]).await;
    assert_eq!(backup.code(), 0, "{}", backup.stderr);
    for (arguments, code, said) in [
        (&["restore", "all.json"][..], 2, "gatehouse history import"),
        (&["import", "copy.sqlite3"], 2, "gatehouse history restore"),
        (&["restore", "nowhere"], 2, "no such file"),
        (&["import", "nowhere"], 2, "no such file"),
        (
            &["export", "-o", "nowhere/x.md"],
            1,
            "no such file or folder",
        ),
        (&["backup", "nowhere/x"], 2, "There is no folder nowhere."),
        (&["restore", "latest"], 2, "gatehouse history backup"),
    ] {
        let run = cli.run(&[&["history"], arguments].concat()).await;
        assert_eq!(run.code(), code, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
}

/// What a restore kept of the history as it was is not what the next restore reads.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn latest_is_no_copy_that_a_restore_made() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    begun(&cli, "one").await;
    let made = cli.run(&["history", "backup", "--json"]).await.json();
    let name = made["file"].as_str().unwrap();
    for _ in 0..2 {
        let restored = cli.run(&["history", "restore", "latest", "--json"]).await;
        let from = restored.json()["from"].as_str().unwrap().to_owned();
        assert!(from.ends_with(name), "{from}");
    }
    let rows = cli.run(&["history", "backups", "--json"]).await.json();
    assert_eq!(rows.as_array().unwrap().len(), 3, "{rows}");
}
