//! Damaged histories: the program starts, says what and where, leaves the file as it is until the
//! person chooses, and then brings over what can be read.

use chat_core::message::MessageState;
use chat_core::wire::{Event, ListFilter};
use chat_engine::{Engine, Face};
use demo_gateway::Gateway;
use gatehouse_tests::cli::Cli;
use gatehouse_tests::until;
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{engine_at, gateway, heard, question};
use std::path::{Path, PathBuf};

/// How many conversations a window would list.
async fn listed(engine: &Engine) -> usize {
    let rows = engine.list_conversations(None, ListFilter::default()).await;
    rows.unwrap().len()
}

const DATABASE: &str = "gatehouse.sqlite3";
/// SQLite's pages.
const PAGE: usize = 4_096;

/// A folder with so many conversations of some length, closed.
async fn furnished(gateway: &Gateway, count: usize) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let engine = engine_at(dir.path(), gateway);
    without_limits(&engine).await;
    for n in 0..count {
        ask(&engine, &text(n)).await;
    }
    engine.close().await;
    dir
}

fn text(n: usize) -> String {
    format!("Question {n}, ") + &"with some more words in it. ".repeat(40)
}

async fn without_limits(engine: &Engine) {
    let settings = chat_core::wire::Settings {
        limiter_per_minute: Some(0),
        cache_ttl_seconds: 0,
        ..engine.get_settings().await.unwrap()
    };
    engine.set_settings(settings).await.unwrap();
}

async fn ask(engine: &Engine, text: &str) -> MessageState {
    let asked = engine
        .ask(Face::Chat, question("echo", text))
        .await
        .unwrap();
    heard(asked).await.outcome.state
}

/// The texts of all answers.
async fn answers(engine: &Engine) -> Vec<String> {
    let mut all = Vec::new();
    for row in engine
        .list_conversations(None, ListFilter::default())
        .await
        .unwrap()
    {
        let (_, messages) = engine.messages(&row.id, true).await.unwrap();
        all.extend(messages.into_iter().map(|stored| stored.message.text));
    }
    all
}

type Damage = fn(&mut Vec<u8>);

/// How a file of twelve conversations is damaged, and how many of them, and of their 24 messages,
/// must come back.
const DAMAGES: &[(&str, Damage, usize, usize)] = &[
    ("its header", |file| file[..100].fill(0xAA), 12, 24),
    ("its magic words", |file| file[..16].fill(b'x'), 12, 24),
    ("its schema", |file| file[..2 * PAGE].fill(0x11), 12, 24),
    (
        "a page in the middle",
        |file| {
            let at = file.len() / 2 / PAGE * PAGE;
            file[at..at + PAGE].fill(0x5A);
        },
        9,
        20,
    ),
    (
        "every 512th byte",
        |file| {
            for byte in file.iter_mut().skip(511).step_by(512) {
                *byte ^= 0xFF;
            }
        },
        0,
        20,
    ),
    ("its end", |file| file.truncate(file.len() / 2 + 7), 0, 0),
    ("nearly all of it", |file| file.truncate(700), 0, 0),
    ("everything", |file| file.fill(b'#'), 0, 0),
];

fn break_file(dir: &Path, damage: Damage) -> (PathBuf, Vec<u8>) {
    let file = dir.join(DATABASE);
    let mut bytes = std::fs::read(&file).unwrap();
    damage(&mut bytes);
    std::fs::write(&file, &bytes).unwrap();
    (file, bytes)
}

fn set_aside(dir: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            name.starts_with("gatehouse.damaged-") && name.ends_with(".sqlite3")
        })
        .collect();
    found.sort();
    found
}

/// Mutation seen to fail: `damaged` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_runs_on_a_temporary_history_until_salvage_is_chosen_and_nothing_is_lost_that_can_be_read()
 {
    let gateway = gateway().await;
    let whole = furnished(&gateway, 12).await;
    for (what, damage, whole_again, messages) in DAMAGES {
        let dir = tempfile::tempdir().unwrap();
        std::fs::copy(whole.path().join(DATABASE), dir.path().join(DATABASE)).unwrap();
        let (file, broken) = break_file(dir.path(), *damage);
        let engine = engine_at(dir.path(), &gateway);
        let window = Window::open(&engine).await;
        // What is damaged deep inside shows only when it is read.
        engine
            .list_conversations(None, ListFilter::default())
            .await
            .ok();
        for row in engine
            .list_conversations(None, ListFilter::default())
            .await
            .unwrap_or_default()
        {
            engine.messages(&row.id, true).await.ok();
        }
        let told = |window: &Window| {
            let notices = window.events().into_iter().filter_map(|event| match event {
                Event::Notice { error } => Some(error),
                _ => None,
            });
            window
                .snapshot
                .notice
                .clone()
                .into_iter()
                .chain(notices)
                .collect::<Vec<_>>()
        };
        let said = told(&window);
        assert!(said.len() <= 1, "{what}: told once: {said:?}");
        if let Some(said) = said.first() {
            assert!(said.message.contains("damaged"), "{what}: {said:?}");
            let action = said.action.as_deref().unwrap();
            assert!(
                action.contains(&*dir.path().to_string_lossy()),
                "{what}: {action}"
            );
            // It goes on, and leaves the file alone.
            assert_eq!(
                ask(&engine, "Meanwhile").await,
                MessageState::Done,
                "{what}"
            );
            assert!(
                std::fs::read(&file).unwrap() == broken,
                "{what}: it was changed"
            );
        }
        let found = match engine.salvage().await {
            Ok(found) => found,
            Err(failure) => {
                assert!(said.is_empty(), "{what}: {failure:?}");
                println!("{what}: not noticed");
                continue;
            }
        };
        let aside = set_aside(dir.path());
        assert_eq!(aside.len(), 1, "{what}");
        assert!(
            std::fs::read(&aside[0]).unwrap() == broken,
            "{what}: it was changed"
        );
        assert!(found.copy.is_none());
        let texts = answers(&engine).await;
        let read = (0..12)
            .filter(|n| texts.iter().filter(|one| **one == text(*n)).count() == 2)
            .count();
        println!(
            "{what}: {read} of 12 conversations whole, {} messages; {:?}",
            texts.len(),
            found.missing
        );
        assert!(read >= *whole_again, "{what}: {read} whole");
        assert!(texts.len() >= *messages, "{what}: {}", texts.len());
        if !said.is_empty() {
            assert!(
                texts.iter().any(|one| one == "Meanwhile"),
                "{what}: what was asked meanwhile"
            );
        }
        assert_eq!(ask(&engine, "After").await, MessageState::Done, "{what}");
        engine.close().await;
        let other = engine_at(dir.path(), &gateway);
        assert!(
            answers(&other).await.iter().any(|one| one == "After"),
            "{what}"
        );
        other.close().await;
    }
}

/// On the command line asking ends in `storage`; asking without saving works; salvage is a verb.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_says_so_and_salvages_with_the_newest_copy() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    for n in 0..3 {
        let asked = cli.run(&["ask", "-m", "scenario:echo", &text(n)]).await;
        assert_eq!(asked.code(), 0, "{}", asked.stderr);
    }
    assert_eq!(cli.run(&["history", "backup"]).await.code(), 0);
    let nothing = cli.run(&["history", "salvage"]).await;
    assert_eq!(nothing.code(), 2, "{}", nothing.stderr);
    let (file, broken) = break_file(&cli.data(), |file| file.fill(b'#'));
    for _ in 0..2 {
        let asked = cli
            .run(&["ask", "--json", "-m", "scenario:echo", "x"])
            .await;
        assert_eq!(asked.code(), 1);
        let error = asked.end();
        assert_eq!(error["code"], "storage", "{error}");
        assert!(
            error["action"]
                .as_str()
                .unwrap()
                .contains("history salvage"),
            "{error}"
        );
        assert!(std::fs::read(&file).unwrap() == broken);
    }
    let unsaved = cli
        .run(&["ask", "--no-save", "-m", "scenario:echo", "x"])
        .await;
    assert_eq!((unsaved.code(), unsaved.text().trim()), (0, "x"));
    let salvaged = cli.run(&["history", "salvage", "--json"]).await;
    assert_eq!(salvaged.code(), 0, "{}", salvaged.stderr);
    let said = salvaged.json();
    assert_eq!(said["read"]["added"], 0, "{said}");
    assert_eq!(said["copy"]["added"], 3, "{said}");
    assert!(std::fs::read(said["aside"].as_str().unwrap()).unwrap() == broken);
    let rows = cli.run(&["history", "list", "--json"]).await.json();
    assert_eq!(rows.as_array().unwrap().len(), 3);
    let usage = cli.run(&["usage", "--json"]).await.json();
    assert_eq!(usage["total"]["requests"], 3, "the ledger too: {usage}");
    // The file that was set aside can be tried again; that it gives nothing is no success.
    let aside = said["aside"].as_str().unwrap();
    let again = cli.run(&["history", "salvage", aside]).await;
    assert_eq!(again.code(), 2, "{}", again.stderr);
    assert!(again.stderr.contains("could be read"), "{}", again.stderr);
}

/// Tables that are lost alone: their conversation is read without them, and the copy has the rest.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_and_tags_that_cannot_be_read_come_back_from_the_newest_copy() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    std::fs::write(cli.folder().join("a.pdf"), "%PDF-1.4\n%%EOF\n").unwrap();
    let asked = ["ask", "--json", "-m", "scenario:echo", "--attach", "a.pdf"];
    let asked = cli.done(&[&asked[..], &["with a file"]].concat()).await;
    let id = asked.lines()[0]["conversation"]
        .as_str()
        .unwrap()
        .to_owned();
    cli.done(&["history", "set", &id, "--tag", "rust", "-s", "Be brief."])
        .await;
    let whole = cli.done(&["history", "export", "--format", "json"]).await;
    cli.done(&["history", "backup"]).await;
    let file = cli.data().join(DATABASE);
    let roots = std::process::Command::new("sqlite3")
        .arg(&file)
        .arg("SELECT rootpage FROM sqlite_schema WHERE name IN ('attachments', 'tags')")
        .output()
        .expect("sqlite3");
    let mut bytes = std::fs::read(&file).unwrap();
    for root in String::from_utf8(roots.stdout).unwrap().lines() {
        let root: usize = root.parse().unwrap();
        bytes[(root - 1) * PAGE..root * PAGE].fill(0x5A);
    }
    std::fs::write(&file, bytes).unwrap();
    let salvaged = cli.done(&["history", "salvage"]).await;
    let said = "0 conversations added and 1 updated from the newest copy; 0 messages added";
    assert!(salvaged.text().contains(said), "{}", salvaged.text());
    let now = cli.done(&["history", "export", "--format", "json"]).await;
    let conversations = |run: &gatehouse_tests::cli::Run| {
        let text = run.text();
        text.split_once('\n').unwrap().1.to_owned()
    };
    assert_eq!(conversations(&now), conversations(&whole));
    cli.done(&["history", "check"]).await;
}

/// Without a copy all is lost: the new history begins, and no script takes that for success.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_salvage_that_brings_nothing_over_ends_in_storage() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    cli.done(&["ask", "-m", "scenario:echo", &text(0)]).await;
    let (_, broken) = break_file(&cli.data(), |file| file.fill(b'#'));
    let salvaged = cli.run(&["history", "salvage", "--json"]).await;
    assert_eq!(salvaged.code(), 1, "{}", salvaged.stderr);
    let said = salvaged.json();
    assert_eq!(said["missing"][0], "Nothing of it could be read.", "{said}");
    assert!(std::fs::read(said["aside"].as_str().unwrap()).unwrap() == broken);
    assert_eq!(
        cli.done(&["history", "list", "--json"]).await.text(),
        "[]\n"
    );
}

/// SQLite throws the log of an empty file away: it is not opened before the person chose.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_emptied_file_beside_copies_or_a_log_is_told_and_not_begun_anew() {
    let gateway = gateway().await;
    let dir = furnished(&gateway, 2).await;
    let file = dir.path().join(DATABASE);
    let wal = dir.path().join(format!("{DATABASE}-wal"));
    let log = vec![7; 50_000];
    std::fs::write(&wal, &log).unwrap();
    std::fs::write(&file, "").unwrap();
    let engine = engine_at(dir.path(), &gateway);
    let failure = engine
        .list_conversations(None, ListFilter::default())
        .await
        .unwrap_err();
    assert!(failure.message.contains("damaged"), "{failure:?}");
    let window = Window::open(&engine).await;
    assert!(window.snapshot.notice.is_some());
    assert_eq!(std::fs::read(&file).unwrap().len(), 0);
    assert!(std::fs::read(&wal).unwrap() == log, "the log is as it was");
    engine.salvage().await.unwrap();
    assert!(std::fs::read(set_aside(dir.path())[0].with_extension("sqlite3-wal")).unwrap() == log);
    engine.close().await;

    let dir = furnished(&gateway, 2).await;
    let engine = engine_at(dir.path(), &gateway);
    engine.back_up().await.unwrap();
    engine.close().await;
    std::fs::write(dir.path().join(DATABASE), "").unwrap();
    let engine = engine_at(dir.path(), &gateway);
    assert!(
        engine
            .list_conversations(None, ListFilter::default())
            .await
            .is_err()
    );
    let found = engine.salvage().await.unwrap();
    assert_eq!(found.copy.unwrap().added, 2);
    assert_eq!(listed(&engine).await, 2);
}

/// Another database's log beside the file, or its log lost: what is in the file stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_log_or_garbage_in_its_place_costs_nothing_that_was_in_the_file() {
    let gateway = gateway().await;
    for ending in ["-wal", "-shm"] {
        let dir = furnished(&gateway, 3).await;
        std::fs::write(
            dir.path().join(format!("{DATABASE}{ending}")),
            vec![0x37; 40_000],
        )
        .unwrap();
        let engine = engine_at(dir.path(), &gateway);
        assert_eq!(listed(&engine).await, 3, "{ending}");
        without_limits(&engine).await;
        assert_eq!(ask(&engine, "More").await, MessageState::Done);
        engine.close().await;
        let again = engine_at(dir.path(), &gateway);
        assert_eq!(listed(&again).await, 4, "{ending}");
    }
}

/// The write lock, held by another program.
struct Lock(std::process::Child);

impl Lock {
    fn take(folder: &Path) -> Self {
        let mut holder = std::process::Command::new("sqlite3")
            .arg(folder.join(DATABASE))
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let input = holder.stdin.as_mut().unwrap();
        std::io::Write::write_all(input, b"BEGIN IMMEDIATE; SELECT 'held';\n").unwrap();
        let mut said = [0; 5];
        std::io::Read::read_exact(holder.stdout.as_mut().unwrap(), &mut said).unwrap();
        Self(holder)
    }

    fn give_back(mut self) {
        drop(self.0.stdin.take());
        self.0.wait().unwrap();
    }
}

/// A lock that another program holds for a minute: the question waits five seconds, is told, and
/// nothing of it is stored; looking at the history works all the while.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_history_locked_by_another_program_is_told_and_can_be_read() {
    let gateway = gateway().await;
    let dir = furnished(&gateway, 2).await;
    let lock = Lock::take(dir.path());
    let engine = engine_at(dir.path(), &gateway);
    let window = Window::open(&engine).await;
    assert_eq!(
        window.snapshot.conversations.len(),
        2,
        "it starts and reads"
    );
    let began = std::time::Instant::now();
    let asking = tokio::spawn({
        let engine = engine.clone();
        async move { engine.ask(Face::Chat, question("echo", "x")).await }
    });
    // Reading goes on meanwhile.
    for _ in 0..20 {
        assert_eq!(listed(&engine).await, 2);
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let failure = asking.await.unwrap().unwrap_err();
    println!("told after {:?}: {}", began.elapsed(), failure.message);
    assert_eq!(failure.message, "Another program keeps the history locked.");
    assert!(
        failure
            .action
            .unwrap()
            .contains(&*dir.path().to_string_lossy())
    );
    lock.give_back();
    without_limits(&engine).await;
    assert_eq!(ask(&engine, "x").await, MessageState::Done);
    assert_eq!(listed(&engine).await, 3);
}

/// What a dead process left open waits for the lock; the start does not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_of_a_dead_process_is_ended_once_the_lock_of_another_program_is_gone() {
    let gateway = gateway().await;
    let dir = furnished(&gateway, 1).await;
    let sql = |statement: &str| {
        let output = std::process::Command::new("sqlite3")
            .arg(dir.path().join(DATABASE))
            .arg(statement)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    sql("UPDATE messages SET state = 'streaming' WHERE role = 'assistant'");
    let lock = Lock::take(dir.path());
    let engine = engine_at(dir.path(), &gateway);
    let window = Window::open(&engine).await;
    assert!(
        window.snapshot.notice.is_none(),
        "{:?}",
        window.snapshot.notice
    );
    let id = window.snapshot.conversations[0].id.clone();
    let opened = engine.open_conversation(id).await.unwrap();
    assert_eq!(opened.page.messages[1].state, MessageState::Interrupted);
    let is_told = |event: &Event| matches!(event, Event::Notice { error } if error.message.contains("locked"));
    until("it is told", || window.events().iter().any(is_told)).await;
    lock.give_back();
    until("the end on disk", || {
        sql("SELECT state FROM messages WHERE role = 'assistant'") == "interrupted"
    })
    .await;
}
