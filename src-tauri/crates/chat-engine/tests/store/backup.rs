//! Copies of the history: made while others write, few, private, and merged back without loss.

use crate::support::*;
use chat_core::message::MessageState;
use chat_engine::store::backup::{self, Occasion};
use chat_engine::store::restore::Source;
use chat_engine::store::{Merged, Merging, Store, StoreError};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

const DAY_MS: i64 = 86_400_000;

async fn said(store: &Store, conv: &str, n: u32, text: &str) {
    store.begin_turn(starting(conv, n)).await.unwrap();
    let answer = format!("a{n}");
    store
        .checkpoint(&message(&answer), piece(text))
        .await
        .unwrap();
    store
        .end_turn(ending(&answer, MessageState::Done))
        .await
        .unwrap();
}

fn check(file: &Path) {
    let db = Connection::open(file).unwrap();
    let said: String = db
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(said, "ok");
    let mode: String = db
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .unwrap();
    assert_eq!(mode, "delete", "it stands alone");
}

#[tokio::test]
async fn a_copy_is_whole_private_and_alone() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    said(&store, "c", 1, "Answer").await;
    let file = store
        .back_up(dir.path(), Occasion::Daily, 5 * DAY_MS)
        .unwrap();
    check(&file);
    let folder = dir.path().join("backups");
    let names: Vec<String> = contents(&folder)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, [format!("daily-1970-01-06-{}.sqlite3", 5 * DAY_MS)]);
    assert_eq!(
        backup::files(dir.path(), i64::MAX),
        std::slice::from_ref(&file)
    );
    #[cfg(unix)]
    for path in [&file, &folder] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", path.display());
    }
    // One that is there stays as it is.
    let never = CancellationToken::new();
    let before = std::fs::read(&file).unwrap();
    assert!(matches!(
        store.copy_to(&file, &never),
        Err(StoreError::Io { .. })
    ));
    assert!(std::fs::read(&file).unwrap() == before);
    // One that is stopped leaves nothing.
    let stopped = CancellationToken::new();
    stopped.cancel();
    let elsewhere = tempfile::tempdir().unwrap();
    let copied = store.copy_to(&elsewhere.path().join("copy"), &stopped);
    assert_eq!(copied.unwrap(), None);
    assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    // A store in memory is never copied.
    let memory = Store::open_in_memory().unwrap();
    assert!(memory.copy_to(&dir.path().join("m"), &never).is_err());
    assert!(!dir.path().join("m").exists());
}

#[tokio::test]
async fn forty_days_leave_a_week_of_days_and_four_weeks() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    said(&store, "c", 1, "Answer").await;
    for day in 1..=40 {
        store
            .back_up(dir.path(), Occasion::Daily, day * DAY_MS)
            .unwrap();
        store
            .back_up(dir.path(), Occasion::Restore, day * DAY_MS + 1)
            .unwrap();
    }
    let all = backup::copies(dir.path());
    let days = all.iter().filter(|copy| copy.name.starts_with("daily"));
    assert_eq!(days.count(), 7 + 4);
    assert_eq!(all.len(), 7 + 4 + 3);
    assert_eq!(contents(&dir.path().join("backups")).len(), all.len());
}

#[tokio::test]
async fn copies_that_were_asked_for_on_one_day_stay_beside_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    for ms in 1..=8 {
        let occasion = if ms % 4 == 0 {
            Occasion::Daily
        } else {
            Occasion::Asked
        };
        store.back_up(dir.path(), occasion, ms).unwrap();
    }
    let times: Vec<_> = backup::newest_first(dir.path(), 8)
        .iter()
        .map(|copy| copy.at_ms)
        .collect();
    // Of the days' copies the last of the day, of the others the last five.
    assert_eq!(times, [8, 7, 6, 5, 3, 2]);
}

#[test]
fn a_file_of_another_name_is_never_taken_for_a_copy() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("backups");
    std::fs::create_dir(&folder).unwrap();
    for name in [
        "notes.txt",
        "daily-2026.sqlite3",
        "x.sqlite3.9.part",
        "daily-1-x.sqlite3",
    ] {
        std::fs::write(folder.join(name), "x").unwrap();
    }
    assert!(backup::files(dir.path(), i64::MAX).is_empty());
}

/// With a log a copy is one view, and holds no writer up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn others_write_while_it_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    for n in 1..=40 {
        said(&store, &format!("c{n}"), n, &"long ".repeat(50_000)).await;
    }
    let (copying, data) = (store.clone(), dir.path().to_owned());
    let copy = tokio::task::spawn_blocking(move || {
        let began = Instant::now();
        let file = copying.back_up(&data, Occasion::Daily, DAY_MS).unwrap();
        (file, began.elapsed())
    });
    let (mut longest, mut n) = (Duration::ZERO, 41);
    while !copy.is_finished() {
        let began = Instant::now();
        said(&store, &format!("c{n}"), n, "short").await;
        longest = longest.max(began.elapsed());
        n += 1;
    }
    let (file, took) = copy.await.unwrap();
    println!(
        "copied in {took:?}; {} turns meanwhile, the slowest {longest:?}",
        n - 41
    );
    assert!(n > 42, "nothing was written meanwhile");
    check(&file);
    let copied = Connection::open(&file).unwrap();
    let count = |table: &str| -> u32 {
        copied
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap()
    };
    // A moment between two turns, with everything before it.
    assert!((40..n).contains(&count("conversations")));
    assert_eq!(count("messages"), 2 * count("conversations"));
}

/// Merges a file in as the engine does.
async fn restored(store: &Store, data: &Path, file: &Path) -> Result<Vec<Merged>, StoreError> {
    let mut source = Source::open(file, data)?;
    let mut all = Vec::new();
    for (_, id) in source.conversations(0, 100)? {
        let (archived, next) = source.part(&id, 0)?;
        assert!(next.is_none());
        all.extend(store.merge(vec![archived], Merging::default()).await?);
    }
    Ok(all)
}

#[tokio::test]
async fn what_was_lost_comes_back_and_what_is_newer_stays() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    said(&store, "c", 1, "Answer").await;
    let file = store.back_up(dir.path(), Occasion::Daily, DAY_MS).unwrap();
    store.begin_turn(following("c", 2)).await.unwrap();
    store
        .end_turn(ending("a2", MessageState::Done))
        .await
        .unwrap();
    assert_eq!(
        restored(&store, dir.path(), &file).await.unwrap(),
        [Merged::Unchanged { differing: 0 }]
    );
    assert_eq!(path_ids(&store, "c").await, ["q1", "a1", "q2", "a2"]);
    // In another folder it comes whole.
    let other = tempfile::tempdir().unwrap();
    let elsewhere = Store::open(other.path()).unwrap();
    assert_eq!(
        restored(&elsewhere, other.path(), &file).await.unwrap(),
        [Merged::Added { messages: 2 }]
    );
    let answer = elsewhere.message(&message("a1")).await.unwrap();
    assert_eq!(answer.message.text, "Answer");
    assert!(elsewhere.integrity().await.unwrap().is_empty());
    let left: Vec<_> = std::fs::read_dir(other.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().starts_with("restoring"))
        .collect();
    assert!(left.is_empty(), "the private copy is gone: {left:?}");
}

/// A file of the first release, also with its log beside it.
#[tokio::test]
async fn a_copy_of_an_older_schema_is_brought_up_to_date_in_private() {
    let old = tempfile::tempdir().unwrap();
    crate::migration::first_schema(old.path());
    let file = old.path().join("gatehouse.sqlite3");
    let before = std::fs::read(&file).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(
        restored(&store, dir.path(), &file).await.unwrap(),
        [Merged::Added { messages: 2 }]
    );
    assert_eq!(path_ids(&store, "c").await, ["q1", "a1"]);
    assert!(std::fs::read(&file).unwrap() == before);
}

async fn made(name: &str, sql: &str, dir: &Path) -> PathBuf {
    let folder = dir.join(name);
    Store::open(&folder).unwrap().close().await;
    let file = folder.join("gatehouse.sqlite3");
    let db = Connection::open(&file).unwrap();
    db.execute_batch(sql).unwrap();
    file
}

/// Mutation seen to fail: `foreign-file` in `xtask/scripts/mutations.py`.
#[tokio::test]
async fn hostile_files_are_refused_and_run_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    said(&store, "c", 1, "Answer").await;
    let conversation = "INSERT INTO conversations (id, title, created_at_ms, updated_at_ms)
                        VALUES ('x', 'T', 1, 1);";
    for (name, sql) in [
        (
            "trigger",
            "CREATE TRIGGER t AFTER UPDATE ON conversations BEGIN DELETE FROM messages; END"
                .to_owned(),
        ),
        (
            "view",
            "PRAGMA foreign_keys = OFF; DROP TABLE pieces; DROP TABLE messages;
             CREATE VIEW messages AS SELECT * FROM conversations"
                .to_owned(),
        ),
        ("newer", "PRAGMA user_version = 999".to_owned()),
        ("theirs", "PRAGMA application_id = 7".to_owned()),
    ] {
        let file = made(name, &format!("{conversation}{sql}"), dir.path()).await;
        let before = std::fs::read(&file).unwrap();
        let refused = restored(&store, dir.path(), &file).await.unwrap_err();
        assert!(
            matches!(
                refused,
                StoreError::Damaged { .. } | StoreError::NewerDatabase { .. }
            ),
            "{name}: {refused:?}"
        );
        assert!(refused.failure().action.is_some());
        assert!(std::fs::read(&file).unwrap() == before, "{name}");
    }
    // What is only odd inside a row is that conversation's alone.
    let odd = made(
        "odd",
        &format!(
            "{conversation}
             INSERT INTO messages (id, conversation, role, state, text, created_at_ms)
                 VALUES ('h1', 1, 'user', 'done', replace(hex(zeroblob(2000000)), '00', 'long'), 1);
             PRAGMA ignore_check_constraints = ON; PRAGMA recursive_triggers = OFF;
             DROP TRIGGER messages_stay_in_place;
             INSERT INTO messages (id, conversation, parent, role, state, text, created_at_ms)
                 VALUES ('h2', 1, 1, 'assistant', 'done', 'x', 1);
             UPDATE messages SET parent = 2 WHERE seq = 1;"
        ),
        dir.path(),
    )
    .await;
    let began = Instant::now();
    let merged = restored(&store, dir.path(), &odd).await;
    assert!(began.elapsed() < Duration::from_secs(20));
    println!("a circle: {merged:?}");
    assert_eq!(path_ids(&store, "c").await, ["q1", "a1"]);
    assert!(store.integrity().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_damaged_copy_is_refused_or_does_no_harm() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    said(&store, "c", 1, &"Answer ".repeat(5_000)).await;
    let file = store.back_up(dir.path(), Occasion::Daily, DAY_MS).unwrap();
    let whole = std::fs::read(&file).unwrap();
    let (mut refused, mut taken) = (0, 0);
    for at in (0..whole.len()).step_by(3_072) {
        let mut broken = whole.clone();
        for byte in &mut broken[at..(at + 64).min(whole.len())] {
            *byte ^= 0xFF;
        }
        std::fs::write(&file, &broken).unwrap();
        let other = tempfile::tempdir().unwrap();
        let elsewhere = Store::open(other.path()).unwrap();
        match restored(&elsewhere, other.path(), &file).await {
            Ok(_) => taken += 1,
            Err(error) => {
                refused += 1;
                assert_eq!(error.failure().code, chat_core::failure::Code::Storage);
            }
        }
        assert!(elsewhere.integrity().await.unwrap().is_empty(), "byte {at}");
    }
    println!("{refused} refused, {taken} without a fault that SQLite sees");
    assert!(refused > taken / 4);
}
