//! Fills the index with what was there before it, or makes it anew: in small transactions, newest
//! first, so that it may end at any point and go on later, also in another process.

use super::super::error::Fault;
use super::super::transaction::{immediate, without_sync};
use super::{add_message, put_title};
use rusqlite::{Connection, Transaction};

/// How many messages and titles are not indexed yet, at most.
pub(in super::super) fn left(db: &Connection) -> Result<u64, Fault> {
    let left: i64 = db
        .prepare_cached("SELECT messages_left + titles_left FROM index_state")?
        .query_row([], |row| row.get(0))?;
    Ok(u64::try_from(left).unwrap_or(0))
}

/// Indexes at most `many` of them, and tells how many are left. What a loss of power undoes is
/// indexed again.
pub(in super::super) fn fill(db: &mut Connection, many: u32) -> Result<u64, Fault> {
    if left(db)? == 0 {
        return Ok(0);
    }
    without_sync(db, |db| {
        let tx = immediate(db)?;
        let messages = MESSAGES.fill(&tx, many)?;
        if messages == 0 {
            TITLES.fill(&tx, many)?;
        }
        let left = left(&tx)?;
        tx.commit()?;
        Ok(left)
    })
}

/// Empties the index; everything is to be indexed again.
pub(in super::super) fn restart(db: &mut Connection) -> Result<u64, Fault> {
    let tx = immediate(db)?;
    tx.execute_batch(
        "INSERT INTO search (search) VALUES ('delete-all');
         DELETE FROM documents;
         DELETE FROM indexed_models;
         UPDATE index_state SET drift = 0,
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
    next: "SELECT seq FROM messages WHERE seq <= (SELECT messages_left FROM index_state)
           ORDER BY seq DESC LIMIT ?1",
    remember: "UPDATE index_state SET messages_left = ?1",
    add: add_message,
};

const TITLES: Kind = Kind {
    next: "SELECT seq FROM conversations WHERE seq <= (SELECT titles_left FROM index_state)
           ORDER BY seq DESC LIMIT ?1",
    remember: "UPDATE index_state SET titles_left = ?1",
    add: put_title,
};

impl Kind {
    fn fill(&self, tx: &Transaction<'_>, many: u32) -> Result<usize, Fault> {
        let next: Vec<i64> = tx
            .prepare_cached(self.next)?
            .query_map([many], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for seq in &next {
            (self.add)(tx, *seq)?;
        }
        let below = next.last().map_or(0, |seq| seq - 1);
        tx.prepare_cached(self.remember)?.execute([below])?;
        Ok(next.len())
    }
}
