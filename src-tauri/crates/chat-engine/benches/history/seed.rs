//! Makes the history once, as an older program would have left it, and indexes it as the program
//! does.

use crate::sample;
use chat_engine::store::Store;
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The id of a conversation of 10,000 messages.
pub(crate) const LONG: &str = "long";
const SEED: u64 = 1;
const OF_LONG: usize = 10_000;

/// The folder of a history of so many messages.
pub(crate) async fn history(messages: usize) -> PathBuf {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../target/bench-history");
    let folder = target.join(messages.to_string());
    let done = folder.join("done");
    if done.exists() {
        return folder;
    }
    // One that was stopped while it was indexed goes on.
    let written = folder.join("written");
    if !written.exists() {
        std::fs::remove_dir_all(&folder).ok();
        std::fs::create_dir_all(&folder).unwrap();
        Store::open(&folder).unwrap().close().await;
        let begun = Instant::now();
        write(&folder, messages);
        println!(
            "{messages} messages written in {:.0} s",
            begun.elapsed().as_secs_f64()
        );
        std::fs::write(written, "").unwrap();
    }
    let begun = Instant::now();
    let store = Store::open(&folder).unwrap();
    let mut left = store.fill_index(2_000).await.unwrap();
    let indexed = loop {
        let now = store.fill_index(2_000).await.unwrap();
        if now <= 1 && left > 1 {
            println!(
                "{messages} messages indexed in {:.0} s",
                begun.elapsed().as_secs_f64()
            );
        }
        left = now;
        if left == 0 {
            break begun.elapsed();
        }
    };
    println!("and merged, {:.0} s in all", indexed.as_secs_f64());
    store.close().await;
    std::fs::write(done, "").unwrap();
    folder
}

fn write(folder: &Path, messages: usize) {
    let mut db = Connection::open(folder.join("gatehouse.sqlite3")).unwrap();
    let tx = db.transaction().unwrap();
    let mut last = (0, 0);
    for (sample, seq) in sample::history(SEED, messages).zip(1_i64..) {
        // The last ones are of one conversation.
        let is_long = usize::try_from(seq).unwrap() + OF_LONG > messages;
        let conversation = if is_long {
            1_000_000_000
        } else {
            sample.conversation as i64
        };
        if last.0 != conversation {
            let id = if is_long {
                LONG.to_owned()
            } else {
                format!("c{conversation}")
            };
            tx.prepare_cached(
                "INSERT INTO conversations (seq, id, title, created_at_ms, updated_at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?4)",
            )
            .unwrap()
            .execute(params![
                conversation,
                id,
                format!("Title {conversation}"),
                sample.created_at_ms
            ])
            .unwrap();
            last = (conversation, 0);
        }
        let parent = (last.1 > 0).then_some(last.1);
        tx.prepare_cached(
            "INSERT INTO messages (seq, id, conversation, parent, role, state, text, model,
                                   created_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, 'done', ?6, ?7, ?8)",
        )
        .unwrap()
        .execute(params![
            seq,
            format!("019a0000-0000-7000-8000-{seq:012}"),
            conversation,
            parent,
            sample.role,
            sample.text,
            sample.model,
            sample.created_at_ms
        ])
        .unwrap();
        last.1 = seq;
    }
    tx.execute_batch(
        "UPDATE conversations SET head =
             (SELECT max(seq) FROM messages m WHERE m.conversation = conversations.seq),
             updated_at_ms = (SELECT max(created_at_ms) FROM messages m
                              WHERE m.conversation = conversations.seq);
         WITH RECURSIVE down (seq, depth) AS (
             SELECT seq, 0 FROM messages WHERE parent IS NULL
             UNION ALL
             SELECT m.seq, d.depth + 1 FROM down d JOIN messages p ON p.seq = d.seq
                 JOIN messages m ON m.conversation = p.conversation AND m.parent = p.seq)
         UPDATE messages SET depth = down.depth FROM down WHERE messages.seq = down.seq;
         UPDATE messages SET chosen = c.seq FROM messages c WHERE c.parent = messages.seq;
         UPDATE index_state SET in_parts = 1,
             messages_left = (SELECT max(seq) FROM messages);",
    )
    .unwrap();
    tx.commit().unwrap();
}

/// Bytes of all texts, and of the index with its tables.
pub(crate) fn bytes(folder: &Path) -> (f64, f64) {
    let db = Connection::open(folder.join("gatehouse.sqlite3")).unwrap();
    let sum = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap() as f64;
    let parts = [
        "search_data",
        "search_idx",
        "search_config",
        "documents",
        "indexed_models",
        "sqlite_autoindex_documents_1",
        "sqlite_autoindex_documents_2",
    ];
    let index = parts.iter().map(|name| {
        let bytes = sum(&format!(
            "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE aggregate = TRUE AND name = '{name}'"
        ));
        println!("  {name}: {:.1} MB", bytes / 1e6);
        bytes
    });
    let index = index.sum();
    (sum("SELECT sum(octet_length(text)) FROM messages"), index)
}
