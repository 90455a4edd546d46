//! `history search`, `history check` and `history rebuild`: what is found, how it is told, and an
//! index that is checked and made anew.

use gatehouse_tests::cli::Cli;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// One message: who, when (seconds), what.
type Message<'a> = (&'a str, u64, &'a str);

/// 2026-03-01 and 2026-04-01, noon UTC.
const MARCH: u64 = 1_772_366_400;
const APRIL: u64 = 1_775_044_800;

const COOKING: &[Message<'_>] = &[
    ("user", MARCH, "How do I make a Café crème?"),
    (
        "assistant",
        MARCH + 60,
        "Boil the milk, then add the coffee. 学中文 helps too.",
    ),
];
const CODING: &[Message<'_>] = &[
    ("user", APRIL, "Why does std::mem::take need Default?"),
    (
        "assistant",
        APRIL + 60,
        "Run cargo with --release and see:\n```rust\nlet foo_bar = std::mem::take(&mut milk);\n```",
    ),
    (
        "user",
        APRIL + 120,
        "milk milk milk milk, the recategorised",
    ),
];

fn archive(conversations: &[(&str, &str, &[Message<'_>])]) -> String {
    let rows: Vec<Value> = conversations
        .iter()
        .map(|(id, title, messages)| {
            let nodes = messages.iter().enumerate().map(|(n, (role, at, text))| {
                let message = json!({
                    "author": {"role": role},
                    "create_time": at,
                    "content": {"content_type": "text", "parts": [text]},
                    "metadata": {"model_slug": "gpt-4o"},
                });
                let parent = (n > 0).then(|| format!("n{}", n - 1));
                (
                    format!("n{n}"),
                    json!({"parent": parent, "message": message}),
                )
            });
            let mapping: serde_json::Map<_, _> = nodes.collect();
            json!({"title": title, "create_time": messages[0].1, "mapping": mapping, "conversation_id": id})
        })
        .collect();
    serde_json::to_string(&rows).unwrap()
}

async fn import(cli: &Cli, text: &str) {
    std::fs::write(cli.folder().join("archive.json"), text).unwrap();
    cli.done(&["history", "import", "archive.json"]).await;
}

async fn furnished() -> Cli {
    let cli = Cli::new();
    let two = [
        ("cooking", "In the kitchen", COOKING),
        ("coding", "Borrowing", CODING),
    ];
    import(&cli, &archive(&two)).await;
    cli
}

async fn search(cli: &Cli, arguments: &[&str]) -> Vec<Value> {
    let all = [&["history", "search", "--json"], arguments].concat();
    let rows = cli.done(&all).await.json();
    rows.as_array().unwrap().clone()
}

fn snippets(rows: &[Value]) -> Vec<String> {
    let rows = rows.iter();
    rows.map(|row| row["snippet"].as_str().unwrap().to_owned())
        .collect()
}

/// What a hit is of, by what makes it one of a kind.
fn name(row: &Value) -> &'static str {
    let second = row["createdAtMs"].as_u64().unwrap() / 1_000;
    match (row["role"].as_str().unwrap(), second) {
        ("title", MARCH..APRIL) => "title 1",
        ("title", _) => "title 2",
        (_, MARCH) => "cafe",
        (_, APRIL) => "take",
        ("user", _) => "milky",
        (_, ..APRIL) => "boil",
        _ => "code",
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_form_of_a_search_finds_its_messages_newest_first() {
    let cli = furnished().await;
    for (typed, found) in [
        ("milk", &["milky", "code", "boil"][..]),
        ("cafe creme", &["cafe"]),
        ("caf", &[]),
        ("\"the milk\"", &["boil"]),
        ("\"milk the\"", &[]),
        ("\"milk the", &[]),
        ("\"boil the milk", &["boil"]),
        ("coff*", &["boil"]),
        ("*gori*", &["milky"]),
        ("*ised", &["milky"]),
        ("milk -coffee", &["milky", "code"]),
        ("-milk", &["title 2", "take", "title 1", "cafe"]),
        ("std::mem::take", &["code", "take"]),
        ("--release", &["code"]),
        ("bar", &["code"]),
        ("mem::tak", &[]),
        ("中", &["boil"]),
        ("中文", &["boil"]),
        ("文中", &[]),
        ("milk has:code", &["code"]),
        ("milk role:user", &["milky"]),
        ("role:title", &["title 2", "title 1"]),
        ("kitchen", &["title 1"]),
        ("milk model:gpt-4", &["code", "boil"]),
        ("milk before:2026-04", &["boil"]),
        ("milk after:2026-04-01", &["milky", "code"]),
        ("milk -after:2026-04-01", &["boil"]),
    ] {
        let rows = search(&cli, &[typed]).await;
        let names: Vec<&str> = rows.iter().map(name).collect();
        assert_eq!(names, found, "{typed:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hit_tells_its_conversation_message_role_time_and_place() {
    let cli = furnished().await;
    let rows = search(&cli, &["coffee"]).await;
    let [row] = &rows[..] else {
        panic!("{rows:?}");
    };
    let id = row["conversation"].as_str().unwrap();
    let shown = cli.done(&["history", "show", id, "--json"]).await.json();
    let message = &shown["messages"][1];
    assert_eq!(row["message"], message["id"]);
    assert_eq!(row["role"], "assistant");
    assert_eq!(row["createdAtMs"], json!((MARCH + 60) * 1_000));
    assert_eq!(row["title"], "In the kitchen");
    assert_eq!(row["archived"], false);
    let text: Vec<u16> = message["text"].as_str().unwrap().encode_utf16().collect();
    let place = ["start", "end"].map(|end| usize::try_from(row[end].as_u64().unwrap()).unwrap());
    let there = String::from_utf16(&text[place[0]..place[1]]).unwrap();
    assert_eq!(there, "coffee");
    let run = cli.done(&["history", "search", "coffee"]).await;
    assert!(run.text().starts_with("In the kitchen\n  2026-03-01  "));
    assert!(run.text().contains("add the coffee."), "{}", run.text());
    assert!(!run.text().contains('\u{1b}'), "{}", run.text());
    // What is deleted is not found.
    cli.done(&["history", "delete", id]).await;
    assert!(search(&cli, &["coffee"]).await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_limit_is_kept_and_relevance_puts_the_best_first() {
    let cli = furnished().await;
    let one = cli
        .done(&["history", "search", "milk", "--limit", "1"])
        .await;
    assert_eq!(one.text().matches("2026-").count(), 1, "{}", one.text());
    assert!(one.stderr.contains("--limit"), "{}", one.stderr);
    let rows = search(&cli, &["milk", "--limit", "2"]).await;
    assert_eq!(rows.len(), 2);
    // The newest has `the` once among few words, an older one twice.
    let newest = snippets(&search(&cli, &["the"]).await);
    assert!(newest[0].starts_with("milk milk"), "{newest:?}");
    let best = snippets(&search(&cli, &["the", "--relevance"]).await);
    assert!(best[0].starts_with("Boil"), "{best:?}");
    let sorted = |rows: Vec<String>| rows.into_iter().collect::<BTreeSet<_>>();
    assert_eq!(sorted(best), sorted(newest));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_found_is_one_sentence_with_an_idea_and_no_failure() {
    let cli = furnished().await;
    for (typed, idea) in [
        ("recategor", "such as wor*"),
        ("\"no such phrase\"", "fewer"),
        ("", "Name a word"),
    ] {
        let run = cli.done(&["history", "search", typed]).await;
        assert_eq!(run.text(), "", "{typed:?}");
        assert_eq!(run.stderr.lines().count(), 1, "{typed:?}: {}", run.stderr);
        assert!(run.stderr.contains(idea), "{typed:?}: {}", run.stderr);
        assert_eq!(search(&cli, &[typed]).await, Vec::<Value>::new());
    }
    // What was read otherwise than it may have been meant is said.
    let run = cli.done(&["history", "search", "role:boss"]).await;
    assert!(run.stderr.contains("role:boss was searched for as text"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn anything_typed_is_answered_soon_and_a_word_at_the_end_of_a_megabyte_is_found() {
    let cli = Cli::new();
    let long = format!("{}needle", "hay and more hay, ".repeat(60_000));
    assert!(long.len() > 1_000_000);
    import(&cli, &archive(&[("c", "T", &[("user", MARCH, &long)])])).await;
    let rows = search(&cli, &["needle"]).await;
    assert_eq!(snippets(&rows).len(), 1);
    assert!(snippets(&rows)[0].ends_with("needle"), "{rows:?}");
    let words: Vec<String> = (0..10_000).map(|n| n.to_string()).collect();
    // As long as one argument may be.
    let (many, word, quotes) = (words.join(" "), "x".repeat(120_000), "\"".repeat(120_000));
    for typed in [&many, &word, &quotes] {
        let run = cli.done(&["history", "search", typed]).await;
        assert_eq!(run.text(), "");
        assert!(run.stderr.contains("very long"), "{}", run.stderr);
    }
    for typed in ["\"", "*", "-", "\"\"", "-\"", "model:", "(a OR", "\u{1}"] {
        cli.done(&["history", "search", typed]).await;
    }
}

async fn check(cli: &Cli) -> Value {
    cli.done(&["history", "check", "--json"]).await.json()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_check_tells_what_is_indexed_and_a_rebuild_changes_nothing() {
    let cli = furnished().await;
    let before = check(&cli).await;
    assert_eq!(before["ok"], true);
    assert_eq!(before["problems"], json!([]));
    // Five messages and two titles.
    assert_eq!(before["indexed"], 7);
    for name in ["missing", "surplus", "wrongGroups", "notYetIndexed"] {
        assert_eq!(before[name], 0, "{name}");
    }
    let found = search(&cli, &["milk"]).await;
    let run = cli.done(&["history", "rebuild"]).await;
    assert_eq!(run.text(), "The search index was made anew.\n");
    assert_eq!(
        cli.done(&["history", "rebuild", "--json"]).await.json(),
        json!({"ok": true})
    );
    assert_eq!(check(&cli).await["indexed"], 7);
    assert_eq!(search(&cli, &["milk"]).await, found);
    let text = cli.done(&["history", "check"]).await.text().to_owned();
    assert!(text.contains("is sound") && text.contains("index is right: 7 "));
}
