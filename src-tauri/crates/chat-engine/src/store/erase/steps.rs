//! Erasing a conversation in small steps: taking a message out of the index costs milliseconds, and
//! nobody waits for the write lock as long as ten thousand of them take.
//!
//! From the first step on its id stands among the erased ones while its row is still there: it cannot
//! be taken back, and whoever comes next goes on with it, should this process end meanwhile. In each
//! step messages go together with what the index has of them.

use super::super::error::Fault;
use super::super::migrate::{self, WITH_SEARCH};
use super::super::search;
use super::super::transaction::immediate;
use super::{chores, erase};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Transaction, params};
use std::time::{Duration, Instant};

/// How long a step works before others get their turn.
const STEP: Duration = Duration::from_millis(25);
/// How long others have it: longer than SQLite waits at first before it tries again.
pub(super) const PAUSE: Duration = Duration::from_millis(15);

/// A deleted conversation `c` that is being erased.
pub(super) const UNDER_WAY: &str =
    "c.deleted_at_ms IS NOT NULL AND c.id IN (SELECT e.id FROM erased e)";

/// What a step left to do.
pub(super) enum Left {
    More,
    /// Whether this step ended it; else somebody else did.
    Nothing(bool),
}

/// Decides that a deleted conversation is erased, if it was deleted at this time or before; it
/// cannot be taken back from now on. Whether it is so.
pub(super) fn begin(
    db: &mut Connection,
    seq: i64,
    until_ms: i64,
    now_ms: i64,
) -> Result<bool, Fault> {
    let tx = immediate(db)?;
    // Taken back, or erased by another process, in the meantime.
    let is_due: bool = tx
        .prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM conversations c
                            WHERE c.seq = ?1 AND (c.deleted_at_ms <= ?2 OR {UNDER_WAY}))"
        ))?
        .query_row([seq, until_ms], |row| row.get(0))?;
    if !is_due {
        return Ok(false);
    }
    tx.prepare_cached(
        "INSERT INTO erased (id, at_ms) SELECT id, ?2 FROM conversations WHERE seq = ?1
         ON CONFLICT DO NOTHING",
    )?
    .execute([seq, now_ms])?;
    // It names two of the messages that go.
    tx.prepare_cached("UPDATE conversations SET head = NULL, system = NULL WHERE seq = ?1")?
        .execute([seq])?;
    chores::add(&tx)?;
    tx.commit()?;
    Ok(true)
}

/// Erases the newest messages, as many as there is time for, and the conversation after the last.
pub(super) fn step(db: &mut Connection, seq: i64) -> Result<Left, Fault> {
    match newest(db, seq) {
        // A file that somebody wrote by hand: a message follows a newer one.
        Err(Fault::Sql(error))
            if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) =>
        {
            let tx = immediate(db)?;
            let is_here = is_under_way(&tx, seq)?;
            if is_here {
                erase(&tx, seq, 0)?;
                chores::add(&tx)?;
            }
            tx.commit()?;
            Ok(Left::Nothing(is_here))
        }
        other => other,
    }
}

fn newest(db: &mut Connection, seq: i64) -> Result<Left, Fault> {
    let began = Instant::now();
    let tx = immediate(db)?;
    if !is_under_way(&tx, seq)? {
        return Ok(Left::Nothing(false));
    }
    chores::add(&tx)?;
    while let Some(message) = last_message(&tx, seq)? {
        if began.elapsed() > STEP {
            tx.commit()?;
            return Ok(Left::More);
        }
        drop_message(&tx, message)?;
    }
    erase(&tx, seq, 0)?;
    tx.commit()?;
    Ok(Left::Nothing(true))
}

/// Whether any conversation is.
pub(super) fn any_under_way(db: &Connection) -> Result<bool, Fault> {
    Ok(db
        .prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM conversations c WHERE {UNDER_WAY})"
        ))?
        .query_row([], |row| row.get(0))?)
}

fn is_under_way(db: &Connection, seq: i64) -> Result<bool, Fault> {
    Ok(db
        .prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM conversations c WHERE c.seq = ?1 AND {UNDER_WAY})"
        ))?
        .query_row([seq], |row| row.get(0))?)
}

fn last_message(tx: &Transaction<'_>, conversation: i64) -> Result<Option<i64>, Fault> {
    Ok(tx
        .prepare_cached(
            "SELECT seq FROM messages WHERE conversation = ?1 ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([conversation], |row| row.get(0))
        .optional()?)
}

/// A message with all that was made of it. Those that followed it are gone.
fn drop_message(tx: &Transaction<'_>, message: i64) -> Result<(), Fault> {
    if migrate::version(tx)? >= WITH_SEARCH {
        search::drop_message(tx, message)?;
    }
    // The turns of a question went with their answers.
    for sql in [
        "DELETE FROM cached_answers WHERE turn IN (SELECT id FROM turns WHERE answer = ?1)",
        "DELETE FROM pieces WHERE answer = ?1",
        "DELETE FROM turns WHERE answer = ?1",
        "DELETE FROM messages WHERE seq = ?1",
    ] {
        tx.prepare_cached(sql)?.execute(params![message])?;
    }
    Ok(())
}
