//! Follow-ups on the command line, and what is kept.

use gatehouse_tests::cli::{Cli, Run};
use gatehouse_tests::world::gateway;
use serde_json::{Value, json};

fn conversation(run: &Run) -> String {
    assert_eq!(run.code(), 0, "{} {}", run.text(), run.stderr);
    run.lines()[0]["conversation"].as_str().unwrap().to_owned()
}

async fn ask(cli: &Cli, arguments: &[&str]) -> Run {
    let all = [&["ask", "--json"], arguments].concat();
    cli.run(&all).await
}

fn roles_and_texts(shown: &Value) -> Vec<(String, String)> {
    shown["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["role"].as_str().unwrap().to_owned(),
                row["text"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn conversation_and_continue_go_on_where_they_were_with_model_and_instructions() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    // Without any conversation, --continue starts one.
    let first = ask(
        &cli,
        &[
            "--continue",
            "-m",
            "scenario:echo",
            "-s",
            "Be brief.",
            "one",
        ],
    )
    .await;
    let id = conversation(&first);
    let other = conversation(&ask(&cli, &["-m", "scenario:crlf", "elsewhere"]).await);
    assert_ne!(id, other);
    let second = ask(&cli, &["--conversation", &id, "two"]).await;
    assert_eq!(conversation(&second), id);
    assert_eq!(second.lines()[0]["model"], "scenario:echo", "as before");
    let third = ask(&cli, &["--continue", "three"]).await;
    assert_eq!(conversation(&third), id, "the one updated last");
    let sent = gateway.requests().last().unwrap().messages();
    let texts: Vec<&str> = sent.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, ["Be brief.", "one", "one", "two", "two", "three"]);
    ask(&cli, &["--continue", "-s", "Be long.", "four"]).await;
    let sent = gateway.requests().last().unwrap().messages();
    assert_eq!(sent[0], ("system".to_owned(), "Be long.".to_owned()));
    assert_eq!(sent.iter().filter(|(role, _)| role == "system").count(), 1);
    let shown = cli.run(&["history", "show", &id, "--json"]).await.json();
    let systems: Vec<_> = roles_and_texts(&shown)
        .into_iter()
        .filter(|(role, _)| role == "system")
        .collect();
    assert!(systems.contains(&("system".to_owned(), "Be long.".to_owned())));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_save_stores_nothing_and_reads_what_it_is_told_to() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let run = ask(&cli, &["--no-save", "-m", "scenario:echo", "unseen"]).await;
    assert_eq!(run.lines()[0]["conversation"], Value::Null);
    assert!(run.lines()[0]["message"].is_string());
    assert_eq!(run.answer(), "unseen");
    let list = cli.run(&["history", "list", "--json"]).await.json();
    assert_eq!(list, json!([]));

    let id = conversation(&ask(&cli, &["-m", "scenario:echo", "kept"]).await);
    let before = cli.run(&["history", "show", &id, "--json"]).await.json();
    let run = ask(&cli, &["--no-save", "--conversation", &id, "unseen"]).await;
    assert_eq!(run.lines()[0]["conversation"], Value::Null);
    let sent = gateway.requests().last().unwrap().messages();
    let texts: Vec<&str> = sent.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, ["kept", "kept", "unseen"]);
    let after = cli.run(&["history", "show", &id, "--json"]).await.json();
    assert_eq!(after, before);
    // No file below the data folder holds the unsaved words.
    for entry in walk(&cli.data()) {
        let bytes = std::fs::read(&entry).unwrap();
        let found = bytes.windows(6).any(|window| window == b"unseen");
        assert!(!found, "{}", entry.display());
    }
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            files.extend(walk(&entry.path()));
        } else {
            files.push(entry.path());
        }
    }
    files
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_conversation_is_wrong_usage_and_sends_nothing() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    for id in [
        "0198b2a0-0000-7000-8000-000000000000",
        "nonsense",
        "",
        "../x",
    ] {
        for arguments in [
            &["ask", "--json", "--conversation", id, "?"][..],
            &["history", "show", id, "--json"],
        ] {
            let run = cli.run(arguments).await;
            assert_eq!(run.end()["code"], "config_invalid", "{arguments:?}");
            assert_eq!(run.lines().len(), 1);
            assert_eq!(run.code(), 2, "{arguments:?}");
        }
    }
    let both = ["ask", "--json", "--continue", "--conversation", "x", "?"];
    assert_eq!(cli.run(&both).await.code(), 2);
    assert_eq!(gateway.requests().len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn history_has_the_documented_shapes_and_the_newest_first() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let asked = "A title from the question\nand more below it";
    let title = "A title from the question and more below it";
    let first = ask(&cli, &["-m", "scenario:reasoning", "-s", "S", asked]).await;
    let id = conversation(&first);
    let broken = ask(&cli, &["-m", "scenario:close-early", "newer"]).await;
    assert_eq!(broken.code(), 5);
    let newer = broken.lines()[0]["conversation"]
        .as_str()
        .unwrap()
        .to_owned();
    let list = cli.run(&["history", "list", "--json"]).await.json();
    let rows = list.as_array().unwrap();
    assert_eq!(rows[0]["id"], newer.as_str());
    assert_eq!(rows[1]["id"], id.as_str());
    assert_eq!(rows[1]["title"], title);
    assert_eq!(rows[1].as_object().unwrap().len(), 17);
    assert!(rows[1]["updatedAtMs"].as_i64().unwrap() > 1_700_000_000_000);
    assert!(rows[1]["messageCount"].as_u64().unwrap() >= 2);

    for arguments in [
        &["history", "show", &id, "--json"][..],
        &["history", "show", &id, "--tree", "--json"],
    ] {
        let shown = cli.run(arguments).await.json();
        assert_eq!(shown.as_object().unwrap().len(), 3);
        assert_eq!(shown["id"], id.as_str());
        assert_eq!(shown["title"], title);
        let rows = shown["messages"].as_array().unwrap();
        for row in rows {
            let mut names: Vec<_> = row
                .as_object()
                .unwrap()
                .keys()
                .map(String::as_str)
                .collect();
            names.sort_unstable();
            let mut expected = [
                "id",
                "parent",
                "role",
                "text",
                "reasoning",
                "state",
                "model",
                "createdAtMs",
            ];
            expected.sort_unstable();
            assert_eq!(names, expected);
        }
        let answer = rows.last().unwrap();
        assert_eq!(answer["role"], "assistant");
        assert_eq!(answer["id"], first.lines()[0]["message"], "start names it");
        assert_eq!(answer["state"], "done");
        assert_eq!(answer["text"], demo_gateway::texts::SAMPLE);
        assert_eq!(answer["reasoning"], demo_gateway::texts::REASONING);
        assert!(answer["model"].is_string());
        let question = rows.iter().find(|row| row["role"] == "user").unwrap();
        assert_eq!(answer["parent"], question["id"]);
        assert_eq!(question["text"], asked);
    }
    let shown = cli.run(&["history", "show", &newer, "--json"]).await.json();
    assert_eq!(shown["messages"][1]["state"], "interrupted");
    // As text for a person, too.
    let plain = cli.run(&["history", "list"]).await;
    assert!(plain.text().contains(title) && plain.text().lines().count() == 2);
    let plain = cli.run(&["history", "show", &id]).await;
    assert!(plain.text().contains(demo_gateway::texts::SAMPLE));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_follow_up_stays_with_the_connection_of_the_last_answer() {
    let (usual, other) = (gateway().await, gateway().await);
    let cli = Cli::at(&usual)
        .with("OPENAI_BASE_URL", other.url())
        .with("OPENAI_API_KEY", gatehouse_tests::world::KEY);
    let first = ask(&cli, &["-c", "openai", "-m", "scenario:echo", "one"]).await;
    let id = conversation(&first);
    let second = ask(&cli, &["--conversation", &id, "two"]).await;
    assert_eq!(
        second.lines()[0]["connection"],
        "openai",
        "{}",
        second.text()
    );
    assert_eq!(second.answer(), "two");
    assert_eq!((usual.requests().len(), other.requests().len()), (0, 2));
    let third = ask(
        &cli,
        &[
            "--continue",
            "-c",
            "gateway",
            "-m",
            "scenario:echo",
            "three",
        ],
    )
    .await;
    assert_eq!(third.lines()[0]["connection"], "gateway");
    assert_eq!(usual.requests().last().unwrap().messages().len(), 5);
    let fourth = ask(&cli, &["--continue", "four"]).await;
    assert_eq!(fourth.lines()[0]["connection"], "gateway");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_goes_on_with_its_conversation_in_the_next_process() {
    let cli = Cli::new();
    let first = ask(&cli, &["What is 20+2?"]).await;
    let id = conversation(&first);
    let second = ask(&cli, &["--continue", "And now?"]).await;
    assert_eq!(conversation(&second), id);
    assert_eq!(second.lines()[0]["connection"], "demo");
    assert!(second.answer().contains("20"), "{}", second.answer());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_processes_at_once_on_one_folder_lose_nothing() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let questions: Vec<String> = (0..10).map(|n| format!("question {n}")).collect();
    let runs = futures::future::join_all(questions.iter().map(|text| {
        let cli = &cli;
        async move { ask(cli, &["-m", "scenario:echo", text]).await }
    }))
    .await;
    for (run, text) in runs.iter().zip(&questions) {
        assert_eq!(run.code(), 0, "{} {}", run.text(), run.stderr);
        assert_eq!(run.answer(), *text);
    }
    let list = cli.run(&["history", "list", "--json"]).await.json();
    let mut titles: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["title"].as_str().unwrap())
        .collect();
    titles.sort_unstable();
    assert_eq!(titles, questions);
    // Everything on disk lives under the data folder.
    let names: Vec<_> = std::fs::read_dir(cli.folder())
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert_eq!(names, ["data"]);
}
