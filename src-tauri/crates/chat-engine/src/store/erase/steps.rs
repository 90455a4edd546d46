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
use rusqlite::{Connection, ErrorCode, Transaction, params};
use std::time::Duration;

/// About how long a step takes; then others get their turn.
const STEP: Duration = Duration::from_millis(25);
/// Others have as long, and at least this: SQLite tries again after up to a tenth of a second.
const LEAST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

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

/// Erases so many of the newest messages, and the conversation after the last.
pub(super) fn step(db: &mut Connection, seq: i64, many: u32) -> Result<Left, Fault> {
    match newest(db, seq, many) {
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

fn newest(db: &mut Connection, seq: i64, many: u32) -> Result<Left, Fault> {
    let tx = immediate(db)?;
    if !is_under_way(&tx, seq)? {
        return Ok(Left::Nothing(false));
    }
    chores::add(&tx)?;
    let messages: Vec<i64> = tx
        .prepare_cached(
            "SELECT seq FROM messages WHERE conversation = ?1 ORDER BY seq DESC LIMIT ?2",
        )?
        .query_map([seq, many.into()], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if migrate::version(&tx)? >= WITH_SEARCH {
        // FTS5 gathers what goes in rising order.
        for message in messages.iter().rev() {
            search::drop_message(&tx, *message)?;
        }
    }
    for message in &messages {
        drop_message(&tx, *message)?;
    }
    if u32::try_from(messages.len()).is_ok_and(|found| found == many) {
        tx.commit()?;
        return Ok(Left::More);
    }
    erase(&tx, seq, 0)?;
    tx.commit()?;
    Ok(Left::Nothing(true))
}

/// How long nothing is done after a step that took so long.
pub(super) fn pause(took: Duration) -> Duration {
    took.clamp(LEAST_PAUSE, LONGEST_PAUSE)
}

/// How many messages the next step takes, after one that took so long.
pub(super) fn next(many: u32, took: Duration) -> u32 {
    if took < STEP / 2 {
        many.saturating_mul(2)
    } else if took > STEP * 2 {
        (many / 2).max(1)
    } else {
        many
    }
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

/// A message with all that was made of it. Those that followed it are gone.
fn drop_message(tx: &Transaction<'_>, message: i64) -> Result<(), Fault> {
    // The turns of a question went with their answers.
    for sql in [
        "DELETE FROM cached_answers WHERE turn IN (SELECT id FROM turns WHERE answer = ?1)",
        "DELETE FROM pieces WHERE answer = ?1",
        "DELETE FROM turns WHERE answer = ?1",
        "DELETE FROM drafts WHERE place = (SELECT 'edit ' || id FROM messages WHERE seq = ?1)",
        "DELETE FROM messages WHERE seq = ?1",
    ] {
        tx.prepare_cached(sql)?.execute(params![message])?;
    }
    Ok(())
}
