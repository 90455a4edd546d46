//! A long conversation is erased in small steps: others write meanwhile, a kill anywhere is made
//! good by the next start, and nothing of it comes back in between.

use crate::archive::{empty, node};
use crate::processes::{again, told};
use crate::support::*;
use chat_core::archive::Archived;
use chat_core::message::Role;
use chat_engine::store::{Merged, Merging, Skipped, Store, StoreError};
use rusqlite::Connection;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

const WORDS: [&str; 8] = [
    "harbour",
    "lantern",
    "forty",
    "quiet",
    "maple",
    "signal",
    "ледник",
    "時間",
];

/// A conversation of so many messages, each of about 600 bytes.
fn long(messages: usize) -> Archived {
    let mut archived = empty("c");
    for n in 0..messages {
        let parent = n.checked_sub(1).map(|before| format!("m{before}"));
        let role = if n % 2 == 0 {
            Role::User
        } else {
            Role::Assistant
        };
        let text: Vec<String> = (0..80)
            .map(|k| format!("{}{}", WORDS[(n * 7 + k * 3) % 8], (n * 31 + k * k) % 997))
            .collect();
        let mut node = node(&format!("m{n}"), parent.as_deref(), role, &text.join(" "));
        node.created_at_ms = 1_000_000 * i64::try_from(n).unwrap();
        archived.messages.push(node);
    }
    archived.head = Some(message(&format!("m{}", messages - 1)));
    archived
}

async fn stored(folder: &Path, messages: usize) -> Store {
    let store = Store::open(folder).unwrap();
    let merged = store.merge(vec![long(messages)], Merging::default()).await;
    let messages = u64::try_from(messages).unwrap();
    assert_eq!(merged.unwrap(), [Merged::Added { messages }]);
    store.delete(&conversation("c"), 5).await.unwrap();
    store
}

fn rows(folder: &Path) -> i64 {
    let db = Connection::open(folder.join("gatehouse.sqlite3")).unwrap();
    db.query_row("SELECT count(*) FROM messages", [], |row| row.get(0))
        .unwrap()
}

/// Mutation seen to fail: `erased-at-once` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread")]
async fn others_write_while_a_long_conversation_is_erased() {
    let messages = std::env::var("GATEHOUSE_TEST_MESSAGES").map_or(120, |n| n.parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let store = stored(dir.path(), messages).await;
    let other = Store::open(dir.path()).unwrap();
    let erased = AtomicBool::new(false);
    let erasing = async {
        let began = Instant::now();
        assert!(store.erase(&conversation("c"), 6).await.unwrap());
        erased.store(true, Ordering::Release);
        began.elapsed()
    };
    // Another process's writes, and those of this one.
    let longest = async |writer: &Store| {
        let mut longest = Duration::ZERO;
        while !erased.load(Ordering::Acquire) {
            let began = Instant::now();
            let value = Some("x".to_owned());
            writer.set_setting("k".to_owned(), value).await.unwrap();
            longest = longest.max(began.elapsed());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        longest
    };
    let (all, others, own) = tokio::join!(erasing, longest(&other), longest(&store));
    println!(
        "{messages} messages erased in {all:?}; others waited {others:?}, its own writes {own:?}"
    );
    let most = Duration::from_secs(1).max(all / 3);
    assert!(
        others < most && own < most,
        "{others:?} and {own:?} of {all:?}"
    );
    assert_eq!(rows(dir.path()), 0);
    assert!(store.integrity().await.unwrap().is_empty());
    assert!(store.compare_index().await.unwrap().is_sound());
}

/// Erases in small steps, and says so, until it is killed.
async fn erase_and_be_killed(folder: &Path) {
    let store = Store::open(folder).unwrap();
    println!("\nerasing");
    store.erase(&conversation("c"), 6).await.unwrap();
    std::thread::sleep(Duration::from_mins(1));
}

/// Begins to erase the conversation in a process that is killed when some of it is gone.
async fn half_erased(test: &str, folder: &Path) -> Store {
    stored(folder, 60).await.close().await;
    let mut child = again(test, folder, 0);
    let began = Instant::now();
    while rows(folder) == 60 {
        assert!(began.elapsed() < Duration::from_secs(30));
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(rows(folder) > 0, "killed in between");
    Store::open(folder).unwrap()
}

#[tokio::test]
async fn one_that_is_half_erased_stays_away_and_the_next_start_ends_it() {
    if let Some(folder) = told() {
        return erase_and_be_killed(&folder).await;
    }
    let test = "erase_long::one_that_is_half_erased_stays_away_and_the_next_start_ends_it";
    let dir = tempfile::tempdir().unwrap();
    let store = half_erased(test, dir.path()).await;
    let id = conversation("c");
    assert!(matches!(
        store.take_back(&id).await,
        Err(StoreError::NotFound(_))
    ));
    assert_eq!(store.deleted().await.unwrap(), []);
    let again = store.merge(vec![long(60)], Merging::default()).await;
    assert_eq!(again.unwrap(), [Merged::Skipped(Skipped::Deleted)]);
    assert!(store.integrity().await.unwrap().is_empty());
    assert!(store.compare_index().await.unwrap().is_sound());
    // Its chores stay until it is gone.
    let backups = dir.path().join("backups");
    assert!(!store.sweep(backups.clone()).await.unwrap());
    // Its time to be taken back would be longer.
    assert_eq!(store.erase_deleted(0, 7).await.unwrap(), 1);
    assert_eq!(rows(dir.path()), 0);
    assert!(store.sweep(backups).await.unwrap());
    assert_eq!(store.erase_deleted(i64::MAX, 8).await.unwrap(), 0);
}

#[tokio::test]
async fn one_that_is_half_erased_comes_back_whole_when_that_is_asked_for() {
    if let Some(folder) = told() {
        return erase_and_be_killed(&folder).await;
    }
    let test = "erase_long::one_that_is_half_erased_comes_back_whole_when_that_is_asked_for";
    let dir = tempfile::tempdir().unwrap();
    let store = half_erased(test, dir.path()).await;
    let merging = Merging { with_deleted: true };
    let again = store.merge(vec![long(60)], merging).await.unwrap();
    assert_eq!(again, [Merged::Added { messages: 60 }]);
    let path = store.path(&conversation("c")).await.unwrap();
    assert_eq!(path.len(), 60);
    assert_eq!(store.erase_deleted(i64::MAX, 8).await.unwrap(), 0);
    assert!(store.integrity().await.unwrap().is_empty());
    assert!(store.compare_index().await.unwrap().is_sound());
}

#[tokio::test]
async fn two_processes_may_erase_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let store = stored(dir.path(), 30).await;
    let other = Store::open(dir.path()).unwrap();
    let id = conversation("c");
    let (one, two) = tokio::join!(store.erase(&id, 6), other.erase(&id, 7));
    assert_ne!(one.unwrap(), two.unwrap(), "one of them ended it");
    assert_eq!(rows(dir.path()), 0);
    assert!(store.integrity().await.unwrap().is_empty());
    assert!(store.compare_index().await.unwrap().is_sound());
}

#[tokio::test]
async fn a_clock_that_was_set_back_keeps_nothing_deleted_for_years() {
    let home = on_disk();
    let store = &home.store;
    let year = 365 * 86_400_000;
    store.begin_turn(starting("c", 1)).await.unwrap();
    store.delete(&conversation("c"), 12 * year).await.unwrap();
    assert_eq!(store.erase_deleted(year - 60, year).await.unwrap(), 0);
    let deleted = store.deleted().await.unwrap();
    assert_eq!(deleted[0].deleted_at_ms, Some(year));
    assert_eq!(store.erase_deleted(year, year + 60).await.unwrap(), 1);
}

/// Mutation seen to fail: `copy-not-waited-for` in `xtask/scripts/mutations.py`.
#[tokio::test]
async fn a_copy_that_is_being_made_is_gone_through_when_it_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let store = stored(dir.path(), 4).await;
    let backups = dir.path().join("backups");
    std::fs::create_dir_all(&backups).unwrap();
    let copy = backups.join("daily-1970-01-01-1.sqlite3");
    let part = backups.join("daily-1970-01-01-1.sqlite3.7.part");
    store.copy_to(&part, &CancellationToken::new()).unwrap();
    store.erase(&conversation("c"), 6).await.unwrap();
    assert!(
        !store.sweep(backups.clone()).await.unwrap(),
        "it has to wait"
    );
    std::fs::rename(&part, &copy).unwrap();
    assert!(store.sweep(backups).await.unwrap());
    let db = Connection::open(copy).unwrap();
    let left: i64 = db
        .query_row("SELECT count(*) FROM messages", [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 0);
}
