//! Reading conversations, paths and turns.
//!
//! What belongs together is read in one transaction, so that an answer ending meanwhile is seen
//! either open with its pieces or ended with its text. Writes nothing.

use super::error::Fault;
use super::files;
use super::migrate::{self, WITH_RECEIPTS, WITH_TREE};
use super::records::{ConversationRow, StoredMessage, StoredTurn};
use super::row;
use chat_core::ids::{ConversationId, MessageId, TurnId};
use chat_core::message::Role;
use rusqlite::{Connection, OptionalExtension, Params};

/// Answers that have not ended.
pub(super) const OPEN: &str = "messages m LEFT JOIN turns t ON t.answer = m.seq
    WHERE m.state IN ('pending', 'streaming') ORDER BY m.seq";

/// The pieces of an answer.
pub(super) const PIECES: &str = "pieces WHERE answer = ?1 ORDER BY n";

/// A message and its ancestors. A parent is older than its child, so `seq` is the order of the
/// path; and UNION ends even a circle in a doctored file.
pub(super) const UP: &str = "messages m LEFT JOIN turns t ON t.answer = m.seq
    WHERE m.seq IN (
        WITH RECURSIVE up (seq) AS (
            SELECT ?1
            UNION
            SELECT p.parent FROM up JOIN messages p ON p.seq = up.seq WHERE p.parent IS NOT NULL)
        SELECT seq FROM up)
      AND m.role <> 'system'
    ORDER BY m.seq";

/// A conversation's system message in force.
pub(super) const SYSTEM: &str = "messages m LEFT JOIN turns t ON t.answer = m.seq
    WHERE m.seq = (SELECT system FROM conversations WHERE seq = ?1)";

/// Every message of a conversation.
pub(super) const TREE: &str = "messages m LEFT JOIN turns t ON t.answer = m.seq
    WHERE m.conversation = (SELECT seq FROM conversations WHERE id = ?1) ORDER BY m.seq";

/// One message.
pub(super) const ONE: &str = "messages m LEFT JOIN turns t ON t.answer = m.seq WHERE m.seq = ?1";

/// One row of the list.
pub(super) fn conversation(db: &Connection, id: &ConversationId) -> Result<ConversationRow, Fault> {
    let columns = row::columns(db)?;
    let there = if migrate::version(db)? < WITH_TREE {
        ""
    } else {
        "AND deleted_at_ms IS NULL"
    };
    db.prepare_cached(&format!(
        "SELECT {columns} FROM conversations WHERE id = ?1 {there}"
    ))?
    .query_row([id.as_str()], row::conversation)
    .optional()?
    .ok_or(Fault::NotFound("conversation"))
}

/// The row of a conversation that is there, and what its chosen path ends with.
pub(super) fn head_of(db: &Connection, id: &ConversationId) -> Result<(i64, Option<i64>), Fault> {
    let there = if migrate::version(db)? < WITH_TREE {
        ""
    } else {
        "AND deleted_at_ms IS NULL"
    };
    db.prepare_cached(&format!(
        "SELECT seq, head FROM conversations WHERE id = ?1 {there}"
    ))?
    .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
    .optional()?
    .ok_or(Fault::NotFound("conversation"))
}

/// The chosen path, oldest first, led by the system message in force.
pub(super) fn path(db: &mut Connection, id: &ConversationId) -> Result<Vec<StoredMessage>, Fault> {
    let tx = db.transaction()?;
    let (conversation, head) = head_of(&tx, id)?;
    up_from(&tx, conversation, head)
}

/// A message and what it follows, oldest first, led by the system message in force.
pub(super) fn path_to(
    db: &mut Connection,
    message: &MessageId,
) -> Result<Vec<StoredMessage>, Fault> {
    let tx = db.transaction()?;
    let (conversation, seq) = find(&tx, message)?;
    up_from(&tx, conversation, Some(seq))
}

/// Every message of a conversation in the order of storing.
pub(super) fn tree(db: &mut Connection, id: &ConversationId) -> Result<Vec<StoredMessage>, Fault> {
    let tx = db.transaction()?;
    head_of(&tx, id)?;
    messages(&tx, TREE, [id.as_str()])
}

/// One message.
pub(super) fn message(db: &mut Connection, id: &MessageId) -> Result<StoredMessage, Fault> {
    let tx = db.transaction()?;
    let (_, seq) = find(&tx, id)?;
    one(&tx, seq)
}

/// One message by its row.
pub(super) fn one(db: &Connection, seq: i64) -> Result<StoredMessage, Fault> {
    messages(db, ONE, [seq])?
        .pop()
        .ok_or(Fault::NotFound("message"))
}

/// The instructions in force.
pub(super) fn system(db: &Connection, conversation: i64) -> Result<Option<StoredMessage>, Fault> {
    Ok(messages(db, SYSTEM, [conversation])?.pop())
}

/// A message of a conversation that is there: its conversation's row and its own.
pub(super) fn find(db: &Connection, id: &MessageId) -> Result<(i64, i64), Fault> {
    let there = if migrate::version(db)? < WITH_TREE {
        ""
    } else {
        "AND c.deleted_at_ms IS NULL"
    };
    db.prepare_cached(&format!(
        "SELECT m.conversation, m.seq FROM messages m
         JOIN conversations c ON c.seq = m.conversation WHERE m.id = ?1 {there}"
    ))?
    .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
    .optional()?
    .ok_or(Fault::NotFound("message"))
}

/// A turn, if it is stored.
pub(super) fn turn(db: &Connection, id: &TurnId) -> Result<Option<StoredTurn>, Fault> {
    let turn = db
        .prepare_cached(&format!(
            "SELECT {} FROM turns t WHERE t.id = ?1",
            row::TURN
        ))?
        .query_row([id.as_str()], row::turn)
        .optional()?;
    Ok(turn)
}

/// An answer that has not ended.
pub(super) struct OpenAnswer {
    pub(super) seq: i64,
    /// None in a doctored file: that is no reason to leave it open.
    pub(super) id: Option<MessageId>,
    pub(super) owner: Option<String>,
}

/// Every answer that has not ended, oldest first.
pub(super) fn open_answers(db: &Connection) -> Result<Vec<OpenAnswer>, Fault> {
    let open = db
        .prepare_cached(&format!("SELECT m.id, m.seq, t.owner FROM {OPEN}"))?
        .query_map([], |row| {
            Ok(OpenAnswer {
                id: row::message_id(row).ok(),
                seq: row.get(1)?,
                owner: row.get(2)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(open)
}

/// The stored pieces of an answer, joined: text and reasoning.
pub(super) fn pieces(db: &Connection, answer: i64) -> Result<(String, String), Fault> {
    let mut statement = db.prepare_cached(&format!("SELECT text, reasoning FROM {PIECES}"))?;
    let mut rows = statement.query([answer])?;
    let (mut text, mut reasoning) = (String::new(), String::new());
    while let Some(row) = rows.next()? {
        text.push_str(row.get_ref(0)?.as_str().map_err(wrong_type)?);
        reasoning.push_str(row.get_ref(1)?.as_str().map_err(wrong_type)?);
    }
    Ok((text, reasoning))
}

/// What integrity checks complain about; empty when all is well.
pub(super) fn integrity(db: &Connection) -> Result<Vec<String>, Fault> {
    // One view for all of it: others write meanwhile.
    let _view = db.unchecked_transaction()?;
    let is_indexed: bool = db.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'search')",
        [],
        |row| row.get(0),
    )?;
    if is_indexed {
        // FTS5 keeps what it knows of its parts until it is asked something; its check does not look
        // whether another process has merged them since, and would call them missing.
        db.prepare("SELECT rowid FROM search WHERE search MATCH 'x' LIMIT 1")?
            .query_row([], |_| Ok(()))
            .optional()?;
    }
    let mut complaints: Vec<String> = db
        .prepare("PRAGMA integrity_check")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    complaints.retain(|line| line != "ok");
    let mut statement = db.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        let seq: Option<i64> = row.get(1)?;
        complaints.push(format!("{table} row {seq:?} points at no row of {parent}"));
    }
    Ok(complaints)
}

fn up_from(
    db: &Connection,
    conversation: i64,
    leaf: Option<i64>,
) -> Result<Vec<StoredMessage>, Fault> {
    let mut path = messages(db, UP, [leaf])?;
    let system = system(db, conversation)?;
    // The first question may have been asked under instructions since replaced.
    if let (Some(first), Some(system)) = (path.first_mut(), &system) {
        first.message.parent = Some(system.message.id.clone());
    }
    path.splice(0..0, system);
    Ok(path)
}

fn messages(db: &Connection, from: &str, values: impl Params) -> Result<Vec<StoredMessage>, Fault> {
    // One that could not be brought up to date is read as it is.
    let receipt = if migrate::version(db)? < WITH_RECEIPTS {
        row::NO_RECEIPT
    } else {
        row::RECEIPT
    };
    let columns = row::MESSAGE;
    let mut statement = db.prepare_cached(&format!("SELECT {columns}{receipt} FROM {from}"))?;
    let found: Vec<(i64, StoredMessage)> = statement
        .query_map(values, row::message)?
        .collect::<Result<_, _>>()?;
    let has_files = files::are_kept(db)?;
    found
        .into_iter()
        .map(|(seq, mut stored)| {
            if has_files {
                stored.files = files::of_message(db, seq, stored.message.role)?;
            }
            if stored.message.role == Role::Assistant && stored.message.state.is_open() {
                (stored.message.text, stored.message.reasoning) = pieces(db, seq)?;
            }
            Ok(stored)
        })
        .collect()
}

fn wrong_type(error: rusqlite::types::FromSqlError) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
}
