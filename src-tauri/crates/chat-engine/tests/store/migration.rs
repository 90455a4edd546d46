//! A database of the first schema becomes one of the second, whole or not at all.

use crate::processes::{again, told};
use crate::support::*;
use chat_core::cache::Ttl;
use chat_core::ledger::{By, Prices};
use chat_engine::store::{Shelf, Store, StoreError};
use rusqlite::Connection;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::time::Duration;

const FIRST: &str = include_str!("../../src/store/migrations/0001_conversations.sql");
const DATABASE: &str = "gatehouse.sqlite3";

/// The first schema with a conversation, as the first release left it.
pub(crate) fn first_schema(folder: &Path) {
    let db = Connection::open(folder.join(DATABASE)).unwrap();
    db.execute_batch(FIRST).unwrap();
    db.execute_batch(
        "PRAGMA application_id = 1196705875;
         PRAGMA user_version = 1;
         PRAGMA journal_mode = WAL;
         INSERT INTO conversations (id, title, created_at_ms, updated_at_ms)
             VALUES ('c', 'Title', 1, 2);
         INSERT INTO messages (id, conversation, role, state, text, created_at_ms)
             VALUES ('q1', 1, 'user', 'done', 'Question', 1);
         INSERT INTO messages (id, conversation, parent, role, state, text, created_at_ms)
             VALUES ('a1', 1, 1, 'assistant', 'done', 'Answer', 1);
         INSERT INTO turns (id, conversation, question, answer, owner, connection, model,
                            started_at_ms, cost_usd, cost_basis)
             VALUES ('t1', 1, 1, 2, 'me', 'gateway', 'm', 1, '0.000000000001', 'billed');
         UPDATE conversations SET head = 2;
         INSERT INTO settings (key, value) VALUES ('retries.max', '1');",
    )
    .unwrap();
}

async fn nothing_is_lost(store: &Store) {
    assert_eq!(path_ids(store, "c").await, ["q1", "a1"]);
    let answer = store.message(&message("a1")).await.unwrap();
    assert_eq!(answer.message.text, "Answer");
    assert_eq!(answer.cost.unwrap().usd.to_string(), "0.000000000001");
    assert_eq!(store.settings().await.unwrap()["retries.max"], "1");
    assert!(store.shelved(Shelf::Presets).await.unwrap().is_empty());
    let row = store.conversation(&conversation("c")).await.unwrap();
    assert_eq!(row.asking, chat_core::preset::Asking::default());
    assert!(store.integrity().await.unwrap().is_empty());
}

async fn works(store: &Store) {
    nothing_is_lost(store).await;
    let entry = crate::ledger::entry("t1", Some("0.5"));
    store.record(vec![entry], None).await.unwrap();
    let report = store
        .usage(By::Day, 0..i64::MAX, Prices::default())
        .await
        .unwrap();
    assert_eq!(report.total.usd, "0.5");
    store.begin_turn(following("c", 2)).await.unwrap();
}

#[tokio::test]
async fn what_was_there_stays_and_what_is_new_works() {
    let dir = tempfile::tempdir().unwrap();
    first_schema(dir.path());
    works(&Store::open(dir.path()).unwrap()).await;
    let again = Store::open(dir.path()).unwrap();
    assert_eq!(again.entries_of(turn_id("t1")).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_file_that_can_only_be_read_stays_and_counts_nothing() {
    let dir = tempfile::tempdir().unwrap();
    first_schema(dir.path());
    let before = std::fs::read(dir.path().join(DATABASE)).unwrap();
    let store = Store::open_read_only(dir.path()).unwrap();
    nothing_is_lost(&store).await;
    assert!(store.entries(0..9, None, 9).await.unwrap().is_empty());
    assert!(store.entries_of(turn_id("t1")).await.unwrap().is_empty());
    let report = store.usage(By::Day, 0..9, Prices::default()).await.unwrap();
    assert_eq!((report.rows.len(), report.total.requests), (0, 0));
    let standing = store.standing(5, |_| true).await.unwrap();
    assert!(standing.spent.is_zero());
    let hour = Ttl::seconds(3_600).unwrap();
    let found = store.cached_answer(crate::answers::named(1), hour, 5).await;
    assert_eq!(found.unwrap(), None);
    let refused = store.record(Vec::new(), None).await;
    assert!(matches!(refused, Err(StoreError::ReadOnly { .. })));
    drop(store);
    assert!(std::fs::read(dir.path().join(DATABASE)).unwrap() == before);
}

/// The schema that a new store has.
fn newest() -> i64 {
    let dir = tempfile::tempdir().unwrap();
    drop(Store::open(dir.path()).unwrap());
    Connection::open(dir.path().join(DATABASE))
        .unwrap()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap()
}

/// What a killed process left: the old schema or the new one, and nothing between.
fn old_or_new(folder: &Path) -> i64 {
    let db = Connection::open(folder.join(DATABASE)).unwrap();
    let version: i64 = db
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    let new: i64 = db
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name IN
             ('request_starts', 'cached_answers', 'cache_salt', 'ledger', 'settlements',
              'reservations', 'months')",
            [],
            |row| row.get(0),
        )
        .unwrap();
    // Seven tables, six indexes with names, six triggers.
    assert_eq!(new, if version == 1 { 0 } else { 19 }, "version {version}");
    version
}

#[tokio::test]
async fn killed_at_any_time_it_is_the_old_or_the_new() {
    if let Some(folder) = told() {
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nopening").unwrap();
        out.flush().unwrap();
        Store::open(&folder).unwrap().close().await;
        return;
    }
    let test = "migration::killed_at_any_time_it_is_the_old_or_the_new";
    for n in 0..24 {
        let dir = tempfile::tempdir().unwrap();
        first_schema(dir.path());
        let mut child = again(test, dir.path(), 0);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        lines
            .find(|line| line.as_ref().unwrap() == "opening")
            .unwrap()
            .unwrap();
        std::thread::sleep(Duration::from_micros(n * 400));
        child.kill().unwrap();
        child.wait().unwrap();
        old_or_new(dir.path());
        works(&Store::open(dir.path()).unwrap()).await;
        assert_eq!(old_or_new(dir.path()), newest());
    }
}
