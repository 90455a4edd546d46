//! The chosen path of a conversation: from its head up by `parent`, from its root down by `chosen`.
//!
//! Each function works inside the caller's transaction. Must not know texts, turns or files.

use super::Store;
use super::error::{Fault, StoreError};
use super::read;
use super::transaction::immediate;
use chat_core::ids::{ConversationId, MessageId};
use chat_core::message::Role;
use rusqlite::{Connection, Transaction, params};

/// How many messages come before a child of `?N` on its path; what an insert puts into `depth`.
pub(super) const DEPTH_UNDER_PARENT: &str =
    "coalesce((SELECT p.depth + (p.role <> 'system') FROM messages p WHERE p.seq = ?3), 0)";

/// Makes the chosen path end at `leaf`: it becomes the head, and every message above it points
/// down at it. Costs one step where the leaf follows the head by way of `joint`, a message that
/// is on the chosen path already, else one for each message above it.
pub(super) fn choose(
    tx: &Transaction<'_>,
    conversation: i64,
    leaf: i64,
    joint: Option<i64>,
) -> Result<(), Fault> {
    // UNION would remember every step; a parent is older than its child, so this ends by itself.
    tx.prepare_cached(
        "WITH RECURSIVE up (child, seq) AS (
             SELECT ?1, (SELECT parent FROM messages WHERE seq = ?1)
             UNION ALL
             SELECT up.seq, m.parent FROM up JOIN messages m ON m.seq = up.seq
             WHERE up.seq IS NOT ?2 AND m.parent < m.seq)
         UPDATE messages SET chosen = up.child FROM up
         WHERE messages.seq = up.seq AND messages.chosen IS NOT up.child",
    )?
    .execute(params![leaf, joint])?;
    tx.prepare_cached("UPDATE conversations SET head = ?2 WHERE seq = ?1")?
        .execute([conversation, leaf])?;
    Ok(())
}

/// The message that the chosen path of a conversation ends with.
pub(super) fn head(db: &Connection, conversation: i64) -> Result<Option<i64>, Fault> {
    let head = db
        .prepare_cached("SELECT head FROM conversations WHERE seq = ?1")?
        .query_row([conversation], |row| row.get(0))?;
    Ok(head)
}

/// The leaf to which a path through `message` goes: down by `chosen`, else by the newest child.
pub(super) fn leaf_below(db: &Connection, message: i64) -> Result<i64, Fault> {
    let leaf = db
        .prepare_cached(
            "WITH RECURSIVE down (seq) AS (
                 SELECT ?1
                 UNION ALL
                 SELECT coalesce(m.chosen, (SELECT max(c.seq) FROM messages c
                                            WHERE c.conversation = m.conversation
                                              AND c.parent = m.seq)) AS child
                 FROM down JOIN messages m ON m.seq = down.seq
                 WHERE child > m.seq)
             SELECT max(seq) FROM down",
        )?
        .query_row([message], |row| row.get(0))?;
    Ok(leaf)
}

impl Store {
    /// Makes the chosen path go through a message, and on as it went on there before, else by the
    /// newest messages. Tells its conversation.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also for instructions, which are on no path.
    pub async fn choose_variant(&self, message: &MessageId) -> Result<ConversationId, StoreError> {
        let message = message.clone();
        self.write(move |db| {
            let tx = immediate(db)?;
            let (conversation, seq) = read::find(&tx, &message)?;
            let (id, role): (String, String) = tx
                .prepare_cached(
                    "SELECT c.id, m.role FROM messages m
                     JOIN conversations c ON c.seq = m.conversation WHERE m.seq = ?1",
                )?
                .query_row([seq], |row| Ok((row.get(0)?, row.get(1)?)))?;
            if Role::parse(&role) == Some(Role::System) {
                return Err(Fault::NotFound("message"));
            }
            let leaf = leaf_below(&tx, seq)?;
            if head(&tx, conversation)? != Some(leaf) {
                choose(&tx, conversation, leaf, None)?;
                super::organise::revise(&tx, conversation)?;
            }
            tx.commit()?;
            ConversationId::parse(&id).map_err(|_| Fault::NotFound("conversation"))
        })
        .await
    }
}

/// A message among its siblings: those with the same parent that are spoken by the same. First
/// questions are siblings of each other whatever instructions they were asked under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variants {
    /// Its place among them, from 1, in the order of storing.
    pub index: u32,
    /// How many they are.
    pub count: u32,
    /// The one stored before it.
    pub previous: Option<MessageId>,
    /// The one stored after it.
    pub next: Option<MessageId>,
}

/// The siblings of a message under a parent that is no instruction, and those of a first question.
pub(super) const SIBLINGS: &str =
    "messages s WHERE s.conversation = ?1 AND s.parent = ?2 AND s.role = ?3";
pub(super) const FIRST: &str = "messages s WHERE s.conversation = ?1 AND s.role = ?3
    AND (s.parent IS NULL OR s.parent IN (
        SELECT i.seq FROM messages i
        WHERE i.conversation = ?1 AND i.parent IS NULL AND i.role = 'system'))
    AND ?2 IS NULL";

/// Where a message stands among its siblings.
pub(super) fn variants(db: &Connection, message: i64) -> Result<Variants, Fault> {
    let (conversation, parent, role): (i64, Option<i64>, String) = db
        .prepare_cached(
            "SELECT m.conversation,
                    (SELECT p.seq FROM messages p WHERE p.seq = m.parent AND p.role <> 'system'),
                    m.role
             FROM messages m WHERE m.seq = ?1",
        )?
        .query_row([message], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let from = if parent.is_some() { SIBLINGS } else { FIRST };
    let (count, index, previous, next): (u32, u32, Option<i64>, Option<i64>) = db
        .prepare_cached(&format!(
            "SELECT count(*), count(*) FILTER (WHERE s.seq <= ?4),
                    max(s.seq) FILTER (WHERE s.seq < ?4), min(s.seq) FILTER (WHERE s.seq > ?4)
             FROM {from}"
        ))?
        .query_row(params![conversation, parent, role, message], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
    Ok(Variants {
        index,
        count,
        previous: id_of(db, previous)?,
        next: id_of(db, next)?,
    })
}

fn id_of(db: &Connection, seq: Option<i64>) -> Result<Option<MessageId>, Fault> {
    let Some(seq) = seq else { return Ok(None) };
    let id = db
        .prepare_cached("SELECT id FROM messages WHERE seq = ?1")?
        .query_row([seq], super::row::message_id)?;
    Ok(Some(id))
}
