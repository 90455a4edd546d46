//! Fills the index with what was there before it, or makes it anew: in small transactions, newest
//! first, so that it may end at any point and go on later, also in another process.

use super::super::error::Fault;
use super::super::migrate::{self, WITH_SEARCH};
use super::super::transaction::{immediate, without_sync};
use super::{add_message, put_title};
use rusqlite::{Connection, Transaction};

/// How many pages of 4 KB one step of merging writes.
const MERGED_PAGES: i64 = 1_000;

/// How many messages and titles are not indexed yet, at most.
pub(in super::super) fn left(db: &Connection) -> Result<u64, Fault> {
    if migrate::version(db)? < WITH_SEARCH {
        // An older one that can only be read: none of it can be found.
        let all = db.query_row("SELECT coalesce(max(seq), 0) FROM messages", [], |row| {
            row.get::<_, i64>(0)
        })?;
        return Ok(u64::try_from(all).unwrap_or(0));
    }
    let left: i64 = db
        .prepare_cached("SELECT messages_left + titles_left FROM index_state")?
        .query_row([], |row| row.get(0))?;
    Ok(u64::try_from(left).unwrap_or(0))
}

/// Indexes at most `many` of them, then merges the parts of the index, and tells how much is left
/// to do. What a loss of power undoes is done again.
pub(in super::super) fn fill(db: &mut Connection, many: u32) -> Result<u64, Fault> {
    if to_do(db)? == 0 {
        return Ok(0);
    }
    without_sync(db, |db| {
        let tx = immediate(db)?;
        if MESSAGES.fill(&tx, many)? == 0 && TITLES.fill(&tx, many)? == 0 {
            merge(&tx)?;
        }
        let left = to_do(&tx)?;
        tx.commit()?;
        Ok(left)
    })
}

/// What is left to index, and one more while the parts are still to be merged.
fn to_do(db: &Connection) -> Result<u64, Fault> {
    let in_parts: bool = db
        .prepare_cached("SELECT in_parts FROM index_state")?
        .query_row([], |row| row.get(0))?;
    Ok(left(db)? + u64::from(in_parts))
}

/// Merges the parts that many insertions left, a few megabytes at a time: a search then looks into
/// one part instead of dozens.
fn merge(tx: &Transaction<'_>) -> Result<(), Fault> {
    let changes = || -> rusqlite::Result<i64> {
        tx.prepare_cached("SELECT total_changes()")?
            .query_row([], |row| row.get(0))
    };
    let before = changes()?;
    tx.prepare_cached("INSERT INTO search (search, rank) VALUES ('merge', ?1)")?
        .execute([-MERGED_PAGES])?;
    // FTS5 tells by this that there was nothing to do.
    if changes()? - before < 2 {
        tx.execute("UPDATE index_state SET in_parts = 0", [])?;
    }
    Ok(())
}

/// Empties the index; everything is to be indexed again.
pub(in super::super) fn restart(db: &mut Connection) -> Result<u64, Fault> {
    let tx = immediate(db)?;
    tx.execute_batch(
        "INSERT INTO search (search) VALUES ('delete-all');
         DELETE FROM documents;
         DELETE FROM indexed_models;
         UPDATE index_state SET drift = 0, in_parts = 1,
             messages_left = (SELECT coalesce(max(seq), 0) FROM messages),
             titles_left = (SELECT coalesce(max(seq), 0) FROM conversations);",
    )?;
    let left = left(&tx)?;
    tx.commit()?;
    Ok(left)
}

/// One kind of what is indexed.
struct Kind {
    /// The newest that are left, at most so many.
    next: &'static str,
    remember: &'static str,
    add: fn(&Transaction<'_>, i64) -> Result<(), Fault>,
}

const MESSAGES: Kind = Kind {
    next: "SELECT seq, created_at_ms FROM messages WHERE seq <= (SELECT messages_left FROM index_state)
           ORDER BY seq DESC LIMIT ?1",
    remember: "UPDATE index_state SET messages_left = ?1",
    add: add_message,
};

const TITLES: Kind = Kind {
    next: "SELECT seq, created_at_ms FROM conversations WHERE seq <= (SELECT titles_left FROM index_state)
           ORDER BY seq DESC LIMIT ?1",
    remember: "UPDATE index_state SET titles_left = ?1",
    add: put_title,
};

impl Kind {
    fn fill(&self, tx: &Transaction<'_>, many: u32) -> Result<usize, Fault> {
        let mut next: Vec<(i64, i64)> = tx
            .prepare_cached(self.next)?
            .query_map([many], |row| Ok((row.get(1)?, row.get(0)?)))?
            .collect::<Result<_, _>>()?;
        let below = next.last().map_or(0, |(_, seq)| seq - 1);
        // FTS5 gathers what comes in rising order.
        next.sort_unstable();
        for (_, seq) in &next {
            (self.add)(tx, *seq)?;
        }
        tx.prepare_cached(self.remember)?.execute([below])?;
        Ok(next.len())
    }
}
