//! The verbs of the history as somebody types them who knows git and the like: the beginning of an
//! id, a name that is no file, no terminal, a program that reads JSON.

use gatehouse_tests::cli::Cli;
use gatehouse_tests::sources::root;
use gatehouse_tests::world::gateway;
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn begun(cli: &Cli, text: &str) -> String {
    let run = cli
        .done(&["ask", "--json", "-m", "scenario:echo", text])
        .await;
    run.lines()[0]["conversation"].as_str().unwrap().to_owned()
}

/// What both begin with, and one character more of the first.
fn beginnings(one: &str, other: &str) -> (String, String) {
    let alike = one.bytes().zip(other.bytes());
    let alike = alike.take_while(|(a, b)| a == b).count();
    (one[..alike].to_owned(), one[..=alike].to_owned())
}

/// Mutation seen to fail: `id-beginning` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_beginning_of_an_id_is_enough_where_no_other_begins_so() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let one = begun(&cli, "one").await;
    let two = begun(&cli, "two").await;
    let (both, only) = beginnings(&one, &two);
    for arguments in [
        &["history", "show", &only][..],
        &["history", "show", &one],
        &["history", "set", &only, "--pin"],
        &["history", "rename", &only, "one"],
        &["history", "export", &only],
        &["ask", "--conversation", &only, "-m", "scenario:echo", "one"],
        &["replay", &only, "--instant"],
        &["history", "delete", &only],
        &["history", "take-back", &only],
    ] {
        let run = cli.done(arguments).await;
        let said = run.text().to_owned() + &run.stderr;
        assert!(said.contains("one"), "{arguments:?}: {said}");
        assert!(!said.contains("two"), "{arguments:?}: {said}");
    }
    for arguments in [
        &["history", "show", &both][..],
        &["history", "delete", &both],
        &["history", "delete", "--now", &two, &both],
        &["history", "rename", &both, "x"],
        &["ask", "--conversation", &both, "x"],
        &["replay", &both],
    ] {
        let run = cli.run(arguments).await;
        assert_eq!(run.code(), 2, "{arguments:?}");
        for named in [&*one, &*two, "“one”", "“two”"] {
            assert!(run.stderr.contains(named), "{arguments:?}: {}", run.stderr);
        }
    }
    for typed in [&one[..3], &one[..1], "", "../x", "%", "01_", "zzzz"] {
        let run = cli.run(&["history", "show", typed]).await;
        assert_eq!((run.code(), run.text()), (2, ""), "{typed:?}");
    }
    // What is deleted is not found by its beginning, and only it is taken back by it.
    cli.done(&["history", "delete", &one]).await;
    assert_eq!(cli.run(&["history", "show", &only]).await.code(), 2);
    let taken = cli.done(&["history", "take-back", &both]).await;
    assert!(taken.text().starts_with(&one), "{}", taken.text());
}

/// A restore of a pipe would wait for ever, and of nothing would bring nothing and say so.
/// Mutations seen to fail: `no-file`, `nothing-salvaged` in `xtask/scripts/mutations.py`.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_file_is_neither_read_nor_replaced() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    begun(&cli, "kept").await;
    cli.done(&["history", "export", "-o", "all.json"]).await;
    cli.done(&["presets", "set", "Terse", "-s", "Be terse."])
        .await;
    std::fs::write(cli.folder().join("one.json"), WITH_TEMPLATE).unwrap();
    cli.done(&["presets", "import", "one.json"]).await;
    let make = "mkfifo pipe; : > empty; mkdir folder; ln -s all.json link; ln -s pipe odd";
    for (arguments, code, said) in [
        (&["restore", "pipe"][..], 2, "no plain file"),
        (&["restore", "/dev/null"], 2, "no plain file"),
        (&["restore", "folder"], 2, "it is a folder"),
        (&["restore", "empty"], 2, "no copy of a history"),
        (&["restore", ""], 2, "a value is required"),
        (&["salvage", "pipe"], 2, "no plain file"),
        (&["salvage", "folder"], 2, "it is a folder"),
        (&["salvage", "empty"], 2, "Nothing of empty could be read"),
        (&["salvage", "all.json"], 2, "Nothing of all.json"),
        (&["export", "-o", "folder", "--force"], 1, "it is a folder"),
        (&["export", "-o", "pipe", "--force"], 1, "no plain file"),
        (&["export", "-o", "odd", "--force"], 1, "no plain file"),
        (&["export", "-o", "link"], 2, "there already"),
    ] {
        let all = [&["history"], arguments].concat();
        let run = cli.run_after(&format!("({make}) 2>&-"), &all).await;
        assert_eq!(run.code(), code, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
    assert!(!cli.data().join("backups").exists(), "nothing was copied");
    // Behind a link it is the file that is replaced.
    let place = cli.folder().join("all.json");
    std::fs::write(&place, "before").unwrap();
    cli.done(&["history", "export", "-o", "link", "--force"])
        .await;
    assert!(cli.folder().join("link").is_symlink());
    assert!(std::fs::read_to_string(place).unwrap().contains("kept"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_verb_that_changes_or_writes_something_says_so_in_json() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let id = begun(&cli, "one").await;
    let run = cli
        .done(&["history", "export", &id, "-o", "a.html", "--json"])
        .await;
    assert_eq!(run.json(), json!({"file": "a.html"}));
    let written = std::fs::read_to_string(cli.folder().join("a.html")).unwrap();
    assert!(
        written.to_lowercase().starts_with("<!doctype html"),
        "the ending says the format, --json how it is told"
    );
    let run = cli.done(&["replay", &id, "--save", "b", "--json"]).await;
    assert_eq!(run.json(), json!({"file": "b"}));
    let rows = cli.done(&["history", "delete", &id, &id, "--json"]).await;
    assert_eq!(rows.json()[0]["id"], id.as_str());
    assert_eq!(rows.json()[0]["leftMs"], 600_000);
    assert_eq!(rows.json().as_array().unwrap().len(), 1);
    cli.done(&["history", "take-back", &id]).await;
    let rows = cli
        .done(&["history", "delete", &id, "--now", "--json"])
        .await;
    assert_eq!(rows.json()[0]["leftMs"], 0);
    for (arguments, said, help) in [
        (&["history", "show"][..], "<ID>", "history show --help"),
        (&["history"], "subcommand", "See gatehouse history --help"),
        (&["replay", "--speed", "0", "x"], "--speed", "--help"),
    ] {
        let run = cli.run(&[arguments, &["--json"]].concat()).await;
        assert_eq!(run.code(), 2);
        let (message, action) = (run.end()["message"].clone(), run.end()["action"].clone());
        assert!(message.as_str().unwrap().contains(said), "{message}");
        assert!(action.as_str().unwrap().contains(help), "{action}");
    }
}

/// Every name in a document, however deep.
fn names(value: &Value) -> BTreeSet<String> {
    let within: Vec<&Value> = match value {
        Value::Array(all) => all.iter().collect(),
        Value::Object(fields) => fields.values().collect(),
        _ => Vec::new(),
    };
    let own = value
        .as_object()
        .into_iter()
        .flat_map(|fields| fields.keys());
    let deeper = within.into_iter().flat_map(names);
    own.cloned().chain(deeper).collect()
}

/// A file of presets with a template.
const WITH_TEMPLATE: &str = r#"{"format":"gatehouse-presets","version":1,
    "templates":[{"name":"sum","text":"Sum up: {{input}}"}]}"#;

/// Of a verb with the names that `docs/json.md` gives its document.
fn documented(verb: &str) -> BTreeSet<String> {
    let page = std::fs::read_to_string(root().join("docs/json.md")).unwrap();
    let row = page
        .lines()
        .find_map(|line| line.strip_prefix(&format!("| `{verb}` | ")));
    let row = row.unwrap_or_else(|| panic!("{verb} is not in docs/json.md"));
    let document = row.split('|').next().unwrap();
    let words = document.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_document_has_the_names_that_its_page_gives_it() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let id = begun(&cli, "amber").await;
    let failing = ["ask", "--no-save", "-m", "scenario:401", "amber"];
    assert_ne!(cli.run(&failing).await.code(), 0, "usage has an error");
    cli.done(&["settings", "set", "budget.monthlyUsd", "20"])
        .await;
    cli.done(&["history", "export", "-o", "all.json"]).await;
    cli.done(&["presets", "set", "Terse", "-s", "Be terse."])
        .await;
    std::fs::write(cli.folder().join("one.json"), WITH_TEMPLATE).unwrap();
    cli.done(&["presets", "import", "one.json"]).await;
    for (verb, arguments) in [
        ("history list", &[][..]),
        ("history rename", &[&*id, "amber"]),
        ("history show", &[&*id]),
        ("history search", &["amber"]),
        ("history export -o", &["b.md"]),
        ("history import", &["all.json"]),
        ("history backup", &[]),
        ("history backups", &[]),
        ("history restore", &["latest"]),
        ("history check", &[]),
        ("history rebuild", &[]),
        ("history delete", &[&*id]),
        ("presets show", &["Terse"]),
        ("presets list", &[]),
        ("presets export", &["presets.json"]),
        ("presets import", &["presets.json"]),
        ("usage", &[]),
    ] {
        let words: Vec<&str> = verb.split(' ').chain(["--json"]).collect();
        let (last, first) = words.split_last().unwrap();
        let run = cli.done(&[first, arguments, &[*last]].concat()).await;
        assert_eq!(names(&run.json()), documented(verb), "{verb}");
    }
    let failure = cli.run(&["history", "show", "nobody", "--json"]).await;
    let page = std::fs::read_to_string(root().join("docs/json.md")).unwrap();
    let said = page
        .lines()
        .find(|line| line.starts_with("`{type: \"error\""))
        .unwrap();
    for name in names(&failure.json()) {
        assert!(said.contains(&name), "{name}");
    }
}

/// Nobody is asked where nobody is there; at a terminal it is asked before what cannot be undone.
/// `script` is part of every Debian.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_taken_back_is_asked_about_at_a_terminal() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let id = begun(&cli, "one").await;
    let program = gatehouse_tests::cli::program().display();
    let at_terminal = |typed: &str, arguments: &str| {
        format!(
            "echo {typed} | script -qec '{program} history delete {arguments} {id}' typed >/dev/null"
        )
    };
    for (typed, arguments, stays) in [
        ("n", "--now", true),
        ("''", "--now", true),
        ("n", "", false),
        ("y", "--now", false),
        ("n", "--now --yes", false),
    ] {
        // What the first program does is done; the second tells what is left.
        let first = at_terminal(typed, arguments);
        let run = cli.run_after(&first, &["history", "list", "--json"]).await;
        let rows = run.json().as_array().unwrap().len();
        let shown = std::fs::read_to_string(cli.folder().join("typed")).unwrap();
        assert_eq!(rows == 1, stays, "{typed} {arguments}: {shown}");
        let is_asked = shown.contains("Delete 1 conversation for good? [y/N]");
        assert_eq!(is_asked, arguments == "--now", "{shown}");
        if !stays {
            let back = cli.run(&["history", "take-back", &id]).await;
            assert_eq!(back.code() == 0, arguments.is_empty());
            if arguments == "--now" {
                break;
            }
        }
    }
}

/// One is one: in what was added, read and counted. Nothing turns the terminal's text around.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_printed_counts_right_and_controls_no_terminal() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let odd = "a\u{202e}b\u{9b}31mc\u{1b}[31m";
    let id = begun(&cli, odd).await;
    cli.done(&["history", "export", "-o", "all.json"]).await;
    cli.done(&["presets", "set", "Terse", "-s", "Be terse."])
        .await;
    std::fs::write(cli.folder().join("one.json"), WITH_TEMPLATE).unwrap();
    cli.done(&["presets", "import", "one.json"]).await;
    cli.done(&["history", "backup", "copy.sqlite3"]).await;
    for (arguments, said) in [
        (
            &["import", "all.json"][..],
            "1 conversation: 0 added, 0 updated, 1 unchanged, 0 left out; 0 messages new\n",
        ),
        (
            &["restore", "copy.sqlite3", "--dry-run"],
            "0 conversations would be added, 0 would be updated, 1 unchanged; 0 messages would be added.\n",
        ),
    ] {
        let run = cli.done(&[&["history"], arguments].concat()).await;
        assert_eq!(run.text(), said);
    }
    let made = cli.done(&["history", "backup"]).await;
    assert!(made.text().trim_end().ends_with(" KB"), "{}", made.text());
    for arguments in [
        &["list"][..],
        &["list", "--json"],
        &["show", &id],
        &["show", &id, "--json"],
        &["search", "a*"],
        &["search", "a*", "--json"],
    ] {
        let run = cli.done(&[&["history"], arguments].concat()).await;
        let is_safe = |c: char| c == '\n' || (!c.is_control() && c != '\u{202e}');
        assert!(run.text().chars().all(is_safe), "{:?}", run.text());
    }
    let shown = cli.done(&["history", "show", &id, "--json"]).await.json();
    assert_eq!(shown["messages"][0]["text"], odd);
}

/// Of a whole tree it is seen which messages stand beside each other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tree_is_shown_with_the_number_of_each_version() {
    let cli = Cli::new();
    let message = |id: &str, parent: Option<&str>, role: &str| json!({"id": id, "parent": parent, "role": role, "text": id, "createdAtMs": 1});
    let conversation = json!({
        "id": "tree", "title": "t", "createdAtMs": 1, "updatedAtMs": 1, "revision": 1, "head": "a2",
        "messages": [
            message("q1", None, "user"),
            message("a1", Some("q1"), "assistant"),
            message("a2", Some("q1"), "assistant"),
            message("q2", None, "user"),
        ]
    });
    let all = json!({
        "format": "gatehouse-history", "version": 1, "exportedAtMs": 1,
        "conversations": [conversation]
    });
    std::fs::write(cli.folder().join("tree.json"), all.to_string()).unwrap();
    cli.done(&["history", "import", "tree.json"]).await;
    let shown = cli.done(&["history", "show", "tree", "--tree"]).await;
    for said in [
        "You ‹1/2›:\nq1",
        "Answer ‹1/2›:\na1",
        "Answer ‹2/2›:\na2",
        "You ‹2/2›:\nq2",
    ] {
        assert!(shown.text().contains(said), "{said}: {}", shown.text());
    }
    let path = cli.done(&["history", "show", "tree"]).await;
    assert!(!path.text().contains('‹'), "{}", path.text());
}
