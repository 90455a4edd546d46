//! What is erased is in no file: searched for byte by byte, whole and in pieces, after a deletion in
//! a quiet folder, beside a reader, in backups of every version, and after being killed.

use crate::processes::{again, told};
use crate::support::*;
use chat_core::cache::CachedAnswer;
use chat_core::dialect::Picture;
use chat_core::failure::{Code, Failure};
use chat_core::message::MessageState;
use chat_core::request::{Media, MediaKind};
use chat_core::wire::UserError;
use chat_engine::store::{
    Change, Draft, DraftFile, DraftPlace, EndTurn, Field, NewTurn, Shown, Store, StoreError,
};
use rusqlite::Connection;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

const DATABASE: &str = "gatehouse.sqlite3";
/// The shortest piece that is searched for, in bytes.
const PIECE: usize = 8;

/// A text that is nowhere by chance, and no part of which is part of another: what is planted in
/// `place`.
fn marker(place: &str) -> String {
    let mut state = place.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'a' + u8::try_from(state % 26).unwrap())
    })
    .take(40)
    .collect()
}

const PLACES: &[&str] = &[
    "question",
    "answer",
    "tail",
    "reasoning",
    "title",
    "attachment",
    "attachment name",
    "picture",
    "draft",
    "draft file",
    "draft file name",
    "tag",
    "folder",
    "cache",
    "instructions",
    "model",
    "error",
    "journal request",
    "journal body",
];

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Plants a marker in every place of conversation `c`, among neighbours of many sizes, so that
/// pages split and rows move.
async fn plant(store: &Store, folder: &Path, size: usize) {
    let text = |place: &str| format!("{} ", marker(place)).repeat(size);
    for n in 100..140_u32 {
        neighbour(store, n).await;
    }
    let mut turn = with_system(starting("c", 1), "s1", &text("instructions"));
    turn.attachments = vec![Media {
        name: marker("attachment name"),
        kind: MediaKind::parse("image/png").unwrap(),
        base64: base64(text("attachment").as_bytes()).into(),
    }];
    set_question(&mut turn, text("question"));
    store.begin_turn(turn).await.unwrap();
    for n in 0..4 {
        let mut added = piece(&text("answer"));
        added.reasoning = text("reasoning");
        added.sync = n % 2 == 0;
        store.checkpoint(&message("a1"), added).await.unwrap();
        neighbour(store, 140 + n).await;
    }
    let failure = Failure::new(Code::BadRequest, marker("error"));
    let end = EndTurn {
        tail: piece(&text("tail")),
        error: Some(UserError::from(&failure)),
        model: marker("model"),
        pictures: vec![Picture {
            kind: MediaKind::parse("image/png").unwrap(),
            base64: base64(text("picture").as_bytes()),
        }],
        ..ending("a1", MessageState::Failed)
    };
    store.end_turn(end).await.unwrap();
    let change = Change {
        title: Some(marker("title")),
        folder: Field::Is(marker("folder")),
        tag: vec![marker("tag")],
        model: Field::Is(marker("model")),
        ..Change::default()
    };
    store.change(&conversation("c"), change).await.unwrap();
    let draft = Draft {
        text: text("draft"),
        caret: 1,
        files: vec![DraftFile {
            id: "f1".to_owned(),
            name: marker("draft file name"),
            bytes: Some(text("draft file").into_bytes().into()),
        }],
    };
    let place = DraftPlace::Conversation(conversation("c"));
    store.save_draft(place, draft, 1).await.unwrap();
    // What is packed is bytes like others.
    let packed = [text("journal request"), text("journal body")];
    Connection::open(folder.join(DATABASE))
        .unwrap()
        .execute(
            "INSERT INTO journal (turn, attempt, at_ms, program, dialect, upstream, status, headers,
                 request, body, raw_bytes, bytes, cut, whole)
             SELECT seq, 1, 1, '0', 'openai-chat', '{}', 200, '{}',
                 CAST (?1 AS BLOB), CAST (?2 AS BLOB), 1, 1, 0, 1 FROM turns WHERE id = 't1'",
            packed,
        )
        .unwrap();
    let kept = CachedAnswer {
        turn: turn_id("t1"),
        ..crate::answers::answer(&text("cache"), 10_000)
    };
    let key = crate::answers::named(1);
    store
        .keep_answer(key, kept, crate::answers::hour())
        .await
        .unwrap();
    for n in 150..160 {
        neighbour(store, n).await;
    }
}

fn set_question(turn: &mut NewTurn, said: String) {
    if let chat_engine::store::Question::New { text, .. } = &mut turn.question {
        *text = said;
    }
}

async fn neighbour(store: &Store, n: u32) {
    let size = usize::try_from(n % 13).unwrap() * 97;
    let mut turn = starting(&format!("c{n}"), n);
    set_question(&mut turn, "y".repeat(size));
    store.begin_turn(turn).await.unwrap();
    let answer = format!("a{n}");
    store
        .checkpoint(&message(&answer), piece(&"z".repeat(size * 3)))
        .await
        .unwrap();
    store
        .end_turn(ending(&answer, MessageState::Done))
        .await
        .unwrap();
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// What of the markers stands in any file: raw or as UTF-16, whole or any eight bytes of it.
fn found_in(folder: &Path) -> Vec<String> {
    let mut pieces: HashMap<[u8; PIECE], &str> = HashMap::new();
    for place in PLACES {
        let marker = marker(place);
        let wide: Vec<u8> = marker.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            marker.as_bytes(),
            &wide,
            base64(marker.as_bytes()).as_bytes(),
        ] {
            for window in bytes.windows(PIECE) {
                pieces.insert(window.try_into().unwrap(), place);
            }
        }
    }
    // Most bytes of a file begin none of them.
    let mut begins = vec![false; 1 << 16];
    let start = |bytes: &[u8]| usize::from(bytes[0]) << 8 | usize::from(bytes[1]);
    for piece in pieces.keys() {
        begins[start(piece)] = true;
    }
    let mut found = std::collections::BTreeSet::new();
    for path in files(folder) {
        let bytes = std::fs::read(&path).unwrap();
        for window in bytes.windows(PIECE).filter(|window| begins[start(window)]) {
            if let Some(place) = pieces.get(window) {
                let name = path.file_name().unwrap().to_string_lossy();
                found.insert(format!("{place} in {name}"));
            }
        }
    }
    found.into_iter().collect()
}

fn nothing() -> Vec<String> {
    Vec::new()
}

fn backups(folder: &Path) -> PathBuf {
    folder.join("backups")
}

/// Mutation seen to fail: `not-overwritten`, `log-stays` and `cache-stays` in `xtask/scripts/mutations.py`.
#[tokio::test]
async fn what_is_erased_is_in_no_file() {
    for size in [1, 40, 900] {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        plant(&store, dir.path(), size).await;
        let before = found_in(dir.path());
        for place in PLACES {
            let there = before
                .iter()
                .any(|found| found.starts_with(&format!("{place} in")));
            assert!(there, "{place} was there: {before:?}");
        }
        let id = conversation("c");
        store.delete(&id, 5).await.unwrap();
        assert!(store.erase(&id, 6).await.unwrap());
        assert!(store.sweep(backups(dir.path())).await.unwrap());
        assert_eq!(found_in(dir.path()), nothing(), "size {size}");
        assert_eq!(
            store
                .conversations(Shown::default(), None, 100)
                .await
                .unwrap()
                .len(),
            54
        );
        assert!(store.integrity().await.unwrap().is_empty());
        store.close().await;
        assert_eq!(found_in(dir.path()), nothing(), "size {size}, closed");
    }
}

#[tokio::test]
async fn a_deleted_conversation_is_nowhere_until_it_is_taken_back() {
    let home = on_disk();
    let store = &home.store;
    store.begin_turn(starting("c", 1)).await.unwrap();
    store.begin_turn(starting("d", 2)).await.unwrap();
    let id = conversation("c");
    store.delete(&id, 5).await.unwrap();
    let gone = |result: Result<(), StoreError>| {
        assert!(matches!(result, Err(StoreError::NotFound(_))), "{result:?}");
    };
    gone(store.conversation(&id).await.map(|_| ()));
    gone(store.path(&id).await.map(|_| ()));
    gone(store.tree(&id).await.map(|_| ()));
    gone(store.path_to(&message("a1")).await.map(|_| ()));
    gone(store.message(&message("a1")).await.map(|_| ()));
    gone(store.choose_variant(&message("a1")).await.map(|_| ()));
    gone(store.begin_turn(following("c", 3)).await.map(|_| ()));
    gone(store.change(&id, Change::default()).await.map(|_| ()));
    gone(store.delete(&id, 6).await);
    let end = chat_engine::store::Place::End;
    gone(store.page(&id, end, 9).await.map(|_| ()));
    let rows = store
        .conversations(Shown::default(), None, 9)
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        store.last_conversation().await.unwrap(),
        Some(conversation("d"))
    );
    let deleted = store.deleted().await.unwrap();
    assert_eq!(
        (deleted[0].id.clone(), deleted[0].deleted_at_ms),
        (id.clone(), Some(5))
    );
    // Its time is not over.
    assert_eq!(store.erase_deleted(4, 4).await.unwrap(), 0);
    // An answer that ran on into it is stored, as it may be taken back.
    store
        .end_turn(ending("a1", MessageState::Done))
        .await
        .unwrap();
    let row = store.take_back(&id).await.unwrap();
    assert_eq!((row.deleted_at_ms, row.revision), (None, 2));
    assert_eq!(path_ids(store, "c").await, ["q1", "a1"]);
    gone(store.take_back(&id).await.map(|_| ()));
    assert_eq!(store.erase_deleted(i64::MAX, 9).await.unwrap(), 0);
    store.delete(&id, 7).await.unwrap();
    assert_eq!(store.erase_deleted(7, 9).await.unwrap(), 1);
    gone(store.take_back(&id).await.map(|_| ()));
    assert!(!store.erase(&id, 9).await.unwrap());
    assert!(store.integrity().await.unwrap().is_empty());
}

/// Holds a view of the database from before, as another program with an open window may.
fn hold(folder: &Path) {
    let db = Connection::open(folder.join(DATABASE)).unwrap();
    db.execute_batch("BEGIN; SELECT count(*) FROM messages;")
        .unwrap();
    let mut out = std::io::stdout().lock();
    writeln!(out, "\nholding").unwrap();
    out.flush().unwrap();
    std::thread::sleep(Duration::from_mins(1));
}

#[tokio::test]
async fn a_reader_that_holds_the_log_only_delays_it() {
    if let Some(folder) = told() {
        return hold(&folder);
    }
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    plant(&store, dir.path(), 30).await;
    let mut child = again(
        "erase::a_reader_that_holds_the_log_only_delays_it",
        dir.path(),
        0,
    );
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines
        .find(|line| line.as_ref().unwrap() == "holding")
        .unwrap()
        .unwrap();
    let id = conversation("c");
    store.delete(&id, 5).await.unwrap();
    store.erase(&id, 6).await.unwrap();
    assert!(!store.sweep(backups(dir.path())).await.unwrap());
    assert!(!found_in(dir.path()).is_empty(), "the reader still sees it");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(store.sweep(backups(dir.path())).await.unwrap());
    assert_eq!(found_in(dir.path()), nothing());
}

/// Erases and says so, until it is killed.
async fn erase_and_be_killed(folder: &Path) {
    let store = Store::open(folder).unwrap();
    let mut out = std::io::stdout().lock();
    writeln!(out, "\nerasing").unwrap();
    out.flush().unwrap();
    store.erase_deleted(i64::MAX, 6).await.unwrap();
    store.sweep(backups(folder)).await.unwrap();
    std::thread::sleep(Duration::from_mins(1));
}

#[tokio::test]
async fn killed_at_any_time_the_next_start_completes_it() {
    if let Some(folder) = told() {
        return erase_and_be_killed(&folder).await;
    }
    let test = "erase::killed_at_any_time_the_next_start_completes_it";
    let mut unfinished = 0;
    for n in 0..12_u64 {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        plant(&store, dir.path(), 30).await;
        copy_to_backup(&store, dir.path(), "one").await;
        store.delete(&conversation("c"), 5).await.unwrap();
        store.close().await;
        let mut child = again(test, dir.path(), 0);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        lines
            .find(|line| line.as_ref().unwrap() == "erasing")
            .unwrap()
            .unwrap();
        std::thread::sleep(Duration::from_micros(n * n * 400));
        child.kill().unwrap();
        child.wait().unwrap();
        unfinished += usize::from(!found_in(dir.path()).is_empty());
        let store = Store::open(dir.path()).unwrap();
        store.erase_deleted(i64::MAX, 6).await.unwrap();
        assert!(store.sweep(backups(dir.path())).await.unwrap());
        assert_eq!(found_in(dir.path()), nothing(), "killed at step {n}");
        assert!(store.integrity().await.unwrap().is_empty());
    }
    assert!(unfinished > 0, "never killed in time");
}

/// A copy as a backup is made: whole, with the free space and the mark of a write-ahead log.
async fn copy_to_backup(store: &Store, folder: &Path, name: &str) {
    std::fs::create_dir_all(backups(folder)).unwrap();
    let db = Connection::open(folder.join(DATABASE)).unwrap();
    let _: i64 = db
        .query_row("PRAGMA wal_checkpoint (TRUNCATE)", [], |row| row.get(0))
        .unwrap();
    assert!(store.settings().await.is_ok());
    let copy = backups(folder).join(format!("{name}.sqlite3"));
    std::fs::copy(folder.join(DATABASE), copy).unwrap();
}

/// Mutation seen to fail: `no-chores` in `xtask/scripts/mutations.py`.
#[tokio::test]
async fn backups_of_every_version_lose_it_as_well() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    plant(&store, dir.path(), 30).await;
    copy_to_backup(&store, dir.path(), "same").await;
    for version in 1..=4 {
        old_backup(dir.path(), version);
    }
    let strange = backups(dir.path()).join("strange.sqlite3");
    std::fs::write(&strange, "no database").unwrap();
    std::fs::write(backups(dir.path()).join("notes.txt"), "mine").unwrap();
    let id = conversation("c");
    store.delete(&id, 5).await.unwrap();
    store.erase(&id, 6).await.unwrap();
    assert!(store.sweep(backups(dir.path())).await.unwrap());
    assert_eq!(found_in(dir.path()), nothing());
    assert_eq!(std::fs::read(strange).unwrap(), b"no database");
    let mut names: Vec<_> = files(&backups(dir.path()))
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let kept = [
        "notes.txt",
        "old1.sqlite3",
        "old2.sqlite3",
        "old3.sqlite3",
        "old4.sqlite3",
    ];
    assert_eq!(names[..5], kept);
    assert_eq!(names[5..], ["same.sqlite3", "strange.sqlite3"]);
    for name in ["old1", "old4", "same"] {
        let db = Connection::open(backups(dir.path()).join(format!("{name}.sqlite3"))).unwrap();
        let sound: String = db
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(sound, "ok");
        let others: i64 = db
            .query_row("SELECT count(*) FROM conversations", [], |row| row.get(0))
            .unwrap();
        assert!(others > 0, "{name} keeps the rest");
    }
}

const OLD: [&str; 4] = [
    include_str!("../../src/store/migrations/0001_conversations.sql"),
    include_str!("../../src/store/migrations/0002_money.sql"),
    include_str!("../../src/store/migrations/0003_receipts.sql"),
    include_str!("../../src/store/migrations/0004_attachments.sql"),
];

/// A backup that an earlier release left, where pieces were deleted without overwriting them.
fn old_backup(folder: &Path, version: usize) {
    std::fs::create_dir_all(backups(folder)).unwrap();
    let db = Connection::open(backups(folder).join(format!("old{version}.sqlite3"))).unwrap();
    for step in &OLD[..version] {
        db.execute_batch(step).unwrap();
    }
    let (question, answer) = (marker("question"), marker("answer"));
    db.execute_batch(&format!(
        "PRAGMA application_id = 1196705875;
         PRAGMA user_version = {version};
         INSERT INTO conversations (id, title, created_at_ms, updated_at_ms)
             VALUES ('c', '{}', 1, 2), ('other', 'Other', 1, 2);
         INSERT INTO messages (id, conversation, role, state, text, created_at_ms)
             VALUES ('q1', 1, 'user', 'done', '{question}', 1);
         INSERT INTO messages (id, conversation, parent, role, state, text, created_at_ms)
             VALUES ('a1', 1, 1, 'assistant', 'done', '{answer}', 1);
         INSERT INTO turns (id, conversation, question, answer, owner, connection, model,
                            started_at_ms) VALUES ('t1', 1, 1, 2, 'me', 'gateway', 'm', 1);
         UPDATE conversations SET head = 2 WHERE seq = 1;
         INSERT INTO pieces VALUES (2, 1, '{answer}{answer}', '');
         DELETE FROM pieces;",
        marker("title")
    ))
    .unwrap();
}

/// A file that an earlier release wrote has deleted texts in its free space; the first erasing
/// writes it anew.
///
/// Mutation seen to fail: `not-rewritten` in `xtask/scripts/mutations.py`.
#[tokio::test]
async fn what_an_older_release_deleted_goes_with_the_first_erasing() {
    let dir = tempfile::tempdir().unwrap();
    old_backup(dir.path(), 4);
    let made = backups(dir.path()).join("old4.sqlite3");
    std::fs::rename(made, dir.path().join(DATABASE)).unwrap();
    let store = Store::open(dir.path()).unwrap();
    let id = conversation("c");
    store.delete(&id, 5).await.unwrap();
    store.erase(&id, 6).await.unwrap();
    assert!(store.sweep(backups(dir.path())).await.unwrap());
    assert_eq!(found_in(dir.path()), nothing());
    assert!(store.integrity().await.unwrap().is_empty());
}
