//! What keeping a streaming answer on disk costs: bytes written and time, beside rewriting the whole
//! text each time as a plain `UPDATE` does, and beside the disk's own sync.
//!
//! `cargo xtask bench checkpoints`. It ends with 1 where a goal is missed.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measurement that cannot be made should say so and stop; its figures are printed"
)]

use chat_core::ids::{ConversationId, MessageId, TurnId};
use chat_core::message::MessageState;
use chat_core::wire::FinishReason;
use chat_engine::store::{Conversation, EndTurn, NewTurn, Piece, Question, Store};
use rusqlite::Connection;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// The answer: 200 KB in pieces of what comes in 50 ms at 20 KB a second.
const PIECES: usize = 200;
const PIECE_BYTES: usize = 1_024;
/// Once a second one is synced.
const SYNC_EVERY: usize = 20;
const ROUNDS: usize = 5;
/// Goals.
const OF_REWRITING: f64 = 1.0 / 3.0;
const OF_SYNC: f64 = 2.0;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    let dir = tempfile::tempdir().unwrap();
    let text = "Some words, é and 日本, that take a kilobyte. ".repeat(40);
    let piece = text.get(..text.floor_char_boundary(PIECE_BYTES)).unwrap();

    let mut synced = Vec::new();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let folder = dir.path().join(format!("ours-{round}"));
        ours.push(runtime.block_on(appended(&folder, piece, &mut synced)));
        theirs.push(rewritten(
            &dir.path().join(format!("theirs-{round}")),
            piece,
        ));
    }
    let disk = median(&mut fdatasyncs(dir.path()));
    let persist = median(&mut synced);
    let (ours, theirs) = (middle(&mut ours), middle(&mut theirs));
    let share = ours as f64 / theirs as f64;
    let times = persist.as_secs_f64() / disk.as_secs_f64();
    let text = PIECES * piece.len();
    println!(
        "an answer of {text} bytes in {PIECES} checkpoints, {} of them synced",
        PIECES / SYNC_EVERY
    );
    println!(
        "written, appending pieces:     {ours} bytes ({:.1} for each of text)",
        ours as f64 / text as f64
    );
    println!(
        "written, rewriting the text:   {theirs} bytes ({:.1} for each of text)",
        theirs as f64 / text as f64
    );
    println!(
        "a synced checkpoint:           {persist:?} p50, the disk's own sync of 4 KB {disk:?}"
    );
    println!(
        "goals: {share:.2} of rewriting (≤ {OF_REWRITING:.2}), {times:.2} times a sync (≤ {OF_SYNC})"
    );
    if share > OF_REWRITING || times > OF_SYNC {
        std::process::exit(1);
    }
}

/// Bytes that this process handed to the system to write.
fn written() -> u64 {
    let io = std::fs::read_to_string("/proc/self/io").expect("this is measured on Linux");
    let line = io.lines().find(|line| line.starts_with("wchar"));
    line.and_then(|line| line.split(' ').nth(1))
        .and_then(|count| count.parse().ok())
        .unwrap()
}

async fn appended(folder: &Path, piece: &str, synced: &mut Vec<Duration>) -> u64 {
    let store = Store::open(folder).unwrap();
    let answer = MessageId::parse("a").unwrap();
    store
        .begin_turn(NewTurn {
            turn: TurnId::parse("t").unwrap(),
            owner: "me".to_owned(),
            at_ms: 1,
            conversation: Conversation::Start {
                id: ConversationId::parse("c").unwrap(),
                title: "Title".to_owned(),
                system: None,
            },
            question: Question::New {
                id: MessageId::parse("q").unwrap(),
                parent: None,
                text: "Question".to_owned(),
            },
            attachments: Vec::new(),
            answer: answer.clone(),
            connection: "gateway".to_owned(),
            model: "a/b".to_owned(),
            max_tokens: None,
            temperature: None,
            draft: None,
            asking: None,
        })
        .await
        .unwrap();
    let before = written();
    for n in 0..PIECES {
        let sync = n % SYNC_EVERY == SYNC_EVERY - 1;
        let began = Instant::now();
        let added = Piece {
            text: piece.to_owned(),
            sync,
            ..Piece::default()
        };
        store.checkpoint(&answer, added).await.unwrap();
        if sync {
            synced.push(began.elapsed());
        }
    }
    store
        .end_turn(EndTurn {
            answer,
            state: MessageState::Done,
            text: None,
            reasoning: None,
            tail: Piece::default(),
            at_ms: 2,
            finish: Some(FinishReason::Stop),
            error: None,
            connection: "gateway".to_owned(),
            model: "a/b".to_owned(),
            provider: None,
            usage: None,
            cost: None,
            generation_id: None,
            first_token_ms: None,
            total_ms: 1,
            attempts_json: "[]".to_owned(),
            receipt: chat_core::receipt::Receipt::default(),
            pictures: Vec::new(),
        })
        .await
        .unwrap();
    let bytes = written() - before;
    store.close().await;
    bytes
}

/// The same with one row whose text is replaced, in a plain table without an index.
fn rewritten(file: &Path, piece: &str) -> u64 {
    let db = Connection::open(file).unwrap();
    db.execute_batch(
        "PRAGMA journal_mode = WAL;
         CREATE TABLE messages (seq INTEGER PRIMARY KEY, text TEXT);
         INSERT INTO messages VALUES (1, '')",
    )
    .unwrap();
    let before = written();
    let mut text = String::new();
    for n in 0..PIECES {
        text.push_str(piece);
        let sync = n % SYNC_EVERY == SYNC_EVERY - 1;
        db.pragma_update(None, "synchronous", if sync { "FULL" } else { "NORMAL" })
            .unwrap();
        db.execute("UPDATE messages SET text = ?1", [&text])
            .unwrap();
    }
    written() - before
}

fn fdatasyncs(folder: &Path) -> Vec<Duration> {
    let mut file = File::create(folder.join("sync")).unwrap();
    (0..50)
        .map(|_| {
            let began = Instant::now();
            file.write_all(&[7; 4_096]).unwrap();
            file.sync_data().unwrap();
            began.elapsed()
        })
        .collect()
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn middle(counts: &mut [u64]) -> u64 {
    counts.sort_unstable();
    counts[counts.len() / 2]
}
