//! What the person asked before, the newest first. Each page is found by the place in an index where
//! the one before ended, however far back it is.

use super::Store;
use super::error::{Fault, StoreError};
use super::migrate::{self, WITH_PRESETS, WITH_TREE};
use super::row;
use chat_core::ids::{ConversationId, MessageId};
use rusqlite::{Connection, OptionalExtension, params};

/// A question that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its message.
    pub message: MessageId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// Its text.
    pub text: String,
    /// When it was stored, milliseconds since 1970.
    pub created_at_ms: i64,
}

/// Those of all conversations.
pub(super) const ALL: &str = "messages m JOIN conversations c ON c.seq = m.conversation
    WHERE m.role = 'user' AND (m.created_at_ms, m.seq) < (?1, ?2) AND c.deleted_at_ms IS NULL
    ORDER BY m.created_at_ms DESC, m.seq DESC LIMIT ?3";
/// Those of one. The plus signs keep the index of all questions out of it, in which they may lie far
/// apart; which they are is found before any text is read.
pub(super) const OF_ONE: &str = "messages m JOIN conversations c ON c.seq = m.conversation
    WHERE m.seq IN (
        SELECT q.seq FROM messages q
        WHERE q.conversation = (SELECT seq FROM conversations
                                WHERE id = ?4 AND deleted_at_ms IS NULL)
          AND +q.role = 'user' AND (+q.created_at_ms, +q.seq) < (?1, ?2)
        ORDER BY +q.created_at_ms DESC, +q.seq DESC LIMIT ?3)
    ORDER BY m.created_at_ms DESC, m.seq DESC";

impl Store {
    /// At most `limit` questions of one conversation or of all, the newest first, or those asked
    /// before a message. Without such a message there are none: what it was is not known any more.
    ///
    /// # Errors
    /// None of its own.
    pub async fn questions(
        &self,
        conversation: Option<ConversationId>,
        before: Option<MessageId>,
        limit: u32,
    ) -> Result<Vec<Asked>, StoreError> {
        self.read(move |db| find(db, conversation.as_ref(), before.as_ref(), limit))
            .await
    }
}

fn find(
    db: &Connection,
    conversation: Option<&ConversationId>,
    before: Option<&MessageId>,
    limit: u32,
) -> Result<Vec<Asked>, Fault> {
    let version = migrate::version(db)?;
    // A file that can only be read and has no way to them: a walk over all messages is too slow.
    if version < WITH_TREE || (version < WITH_PRESETS && conversation.is_none()) {
        return Ok(Vec::new());
    }
    let place = match before {
        None => Some((i64::MAX, i64::MAX)),
        Some(id) => db
            .prepare_cached("SELECT created_at_ms, seq FROM messages WHERE id = ?1")?
            .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?,
    };
    let Some((at, seq)) = place else {
        return Ok(Vec::new());
    };
    let from = if conversation.is_some() { OF_ONE } else { ALL };
    let mut statement = db.prepare_cached(&format!(
        "SELECT m.id, c.id AS conversation_id, m.text, m.created_at_ms FROM {from}"
    ))?;
    let values = params![at, seq, limit, conversation.map(ConversationId::as_str)];
    let used = statement.parameter_count();
    let rows = statement
        .query_map(values.get(..used).unwrap_or(values), |row| {
            Ok(Asked {
                message: row::read(row, "id", MessageId::parse)?,
                conversation: row::read(row, "conversation_id", ConversationId::parse)?,
                text: row.get("text")?,
                created_at_ms: row.get("created_at_ms")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}
