//! What is compared with: an ordinary FTS5 table over the same texts, ranked by `bm25()`.

use crate::table::{Begun, Took};
use rusqlite::Connection;
use std::path::Path;

/// The time of each word; all were asked once before.
pub(crate) fn times(folder: &Path, messages: usize, words: &[String]) -> Vec<Took> {
    let path = folder.join("plain.sqlite3");
    let mut db = Connection::open(&path).unwrap();
    db.execute(
        "ATTACH ?1 AS history",
        [folder.join("gatehouse.sqlite3").to_str().unwrap()],
    )
    .unwrap();
    let version: i64 = db
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    if version == 0 {
        let tx = db.transaction().unwrap();
        tx.execute_batch("CREATE VIRTUAL TABLE plain USING fts5 (text, content = '')")
            .unwrap();
        tx.execute(
            "INSERT INTO plain (rowid, text) SELECT seq, text FROM history.messages WHERE seq <= ?1",
            [messages as i64],
        )
        .unwrap();
        tx.pragma_update(None, "user_version", 1).unwrap();
        tx.commit().unwrap();
    }
    let mut statement = db
        .prepare("SELECT rowid FROM plain WHERE plain MATCH ?1 ORDER BY bm25(plain) LIMIT 20")
        .unwrap();
    let mut times = Vec::new();
    for _ in 0..2 {
        times.clear();
        for word in words {
            let begun = Begun::now();
            let rows: Vec<i64> = statement
                .query_map([format!("\"{word}\"")], |row| row.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            times.push(begun.took());
            assert_eq!(rows.len(), 20);
        }
    }
    times
}
