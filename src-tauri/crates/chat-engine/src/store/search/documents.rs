//! The numbers of what is in the index. They follow time.
//!
//! Knows nothing of tokens.

use super::super::error::Fault;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// A number stands for 2 to this power of milliseconds, about 16 seconds: so short that more than
/// one message is seldom written in it, so long that the numbers of a year lie close together in
/// the index.
const SLOT_BITS: u32 = 14;

/// A row of what is in the index.
pub(super) struct Document {
    pub(super) doc: i64,
    pub(super) has_file: bool,
}

/// The least number of what was written at a time. It grows with time.
pub(super) fn slot(created_at_ms: i64) -> i64 {
    (created_at_ms >> SLOT_BITS).max(0)
}

/// What has this number or a lower one was written before this time.
pub(super) fn written_before(doc: i64) -> i64 {
    doc.saturating_add(1).saturating_mul(1 << SLOT_BITS)
}

/// The highest number that something written before a time may have.
pub(super) fn highest_before(db: &Connection, created_at_ms: i64) -> Result<i64, Fault> {
    Ok(slot(created_at_ms.saturating_sub(1)).saturating_add(drift(db)?))
}

pub(super) fn of_message(tx: &Transaction<'_>, seq: i64) -> Result<Option<Document>, Fault> {
    let found = tx
        .prepare_cached("SELECT doc, has_file FROM documents WHERE message = ?1")?
        .query_row([seq], |row| {
            Ok(Document {
                doc: row.get(0)?,
                has_file: row.get(1)?,
            })
        })
        .optional()?;
    Ok(found)
}

/// Gives a message its number.
pub(super) fn add_message(
    tx: &Transaction<'_>,
    seq: i64,
    created_at_ms: i64,
    has_file: bool,
) -> Result<i64, Fault> {
    let doc = number(tx, created_at_ms)?;
    tx.prepare_cached(
        "INSERT INTO documents (doc, message, created_at_ms, has_file) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![doc, seq, created_at_ms, has_file])?;
    Ok(doc)
}

/// Gives a conversation's title its number.
pub(super) fn add_title(
    tx: &Transaction<'_>,
    conversation: i64,
    created_at_ms: i64,
    title: &str,
) -> Result<i64, Fault> {
    let doc = number(tx, created_at_ms)?;
    tx.prepare_cached(
        "INSERT INTO documents (doc, conversation, created_at_ms, has_file, title)
         VALUES (?1, ?2, ?3, 0, ?4)",
    )?
    .execute(params![doc, conversation, created_at_ms, title])?;
    Ok(doc)
}

pub(super) fn remove(tx: &Transaction<'_>, doc: i64) -> Result<(), Fault> {
    tx.prepare_cached("DELETE FROM documents WHERE doc = ?1")?
        .execute([doc])?;
    Ok(())
}

/// Counts a message of a model.
pub(super) fn add_model(tx: &Transaction<'_>, model: &str) -> Result<(), Fault> {
    tx.prepare_cached(
        "INSERT INTO indexed_models (model, messages) VALUES (?1, 1)
         ON CONFLICT DO UPDATE SET messages = messages + 1",
    )?
    .execute([model])?;
    Ok(())
}

/// Counts one less; the last one takes the name with it.
pub(super) fn remove_model(tx: &Transaction<'_>, model: &str) -> Result<(), Fault> {
    tx.prepare_cached("UPDATE indexed_models SET messages = messages - 1 WHERE model = ?1")?
        .execute([model])?;
    tx.prepare_cached("DELETE FROM indexed_models WHERE model = ?1 AND messages <= 0")?
        .execute([model])?;
    Ok(())
}

/// A free number for a time, and how far ahead it is, kept. The update is left out where it would
/// change nothing: `SQLite` must be able to undo it by itself, so that FTS5 writes out what it has
/// gathered first.
fn number(tx: &Transaction<'_>, created_at_ms: i64) -> Result<i64, Fault> {
    let slot = slot(created_at_ms);
    let doc = free(tx, slot)?;
    if doc - slot > drift(tx)? {
        tx.prepare_cached("UPDATE index_state SET drift = ?1")?
            .execute([doc - slot])?;
    }
    Ok(doc)
}

/// How far ahead of its time's least number any number is at most.
fn drift(db: &Connection) -> Result<i64, Fault> {
    let drift = db
        .prepare_cached("SELECT drift FROM index_state")?
        .query_row([], |row| row.get(0))?;
    Ok(drift)
}

/// A free number close after `slot`, found in few steps however many of one time there are: by
/// doubling steps to a free one, then between it and the last taken one.
fn free(tx: &Transaction<'_>, slot: i64) -> Result<i64, Fault> {
    let mut statement = tx.prepare_cached("SELECT 1 FROM documents WHERE doc = ?1")?;
    let mut is_taken = |doc: i64| statement.exists([doc]);
    if !is_taken(slot)? {
        return Ok(slot);
    }
    let (mut taken, mut step) = (slot, 1);
    while is_taken(taken + step)? {
        taken += step;
        step *= 2;
    }
    let mut free = taken + step;
    while free - taken > 1 {
        let between = taken + (free - taken) / 2;
        if is_taken(between)? {
            taken = between;
        } else {
            free = between;
        }
    }
    Ok(free)
}
