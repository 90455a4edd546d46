//! Where the messages of a new turn come in the tree: their conversation, question and answer.
//!
//! Must not know how an answer goes on and ends.

use super::error::Fault;
use super::records::{Conversation, NewTurn, Question};
use super::{files, organise, path, read, search};
use chat_core::ids::MessageId;
use chat_core::message::{MessageState, Role};
use rusqlite::{OptionalExtension, Transaction, params};

/// The conversation of a new turn, made if it begins one.
pub(super) fn conversation(tx: &Transaction<'_>, new: &NewTurn) -> Result<i64, Fault> {
    let seq = begun(tx, new)?;
    if let Some(asking) = &new.asking {
        organise::ask_with(tx, seq, asking)?;
    }
    Ok(seq)
}

fn begun(tx: &Transaction<'_>, new: &NewTurn) -> Result<i64, Fault> {
    match &new.conversation {
        Conversation::Start { id, title, system } => {
            tx.prepare_cached(
                "INSERT INTO conversations (id, title, created_at_ms, updated_at_ms)
                 VALUES (?1, ?2, ?3, ?3)",
            )?
            .execute(params![id.as_str(), title, new.at_ms])?;
            let seq = tx.last_insert_rowid();
            if let Some(system) = system {
                instruct(tx, seq, system, new.at_ms)?;
            }
            Ok(seq)
        }
        Conversation::GoOn { id, system } => {
            let seq = read::head_of(tx, id)?.0;
            if let Some(system) = system {
                instruct(tx, seq, system, new.at_ms)?;
            }
            Ok(seq)
        }
    }
}

/// Stores a system message and puts it in force, unless its text is in force already. An empty one
/// is none.
pub(super) fn instruct(
    tx: &Transaction<'_>,
    conversation: i64,
    (id, text): &(MessageId, String),
    at_ms: i64,
) -> Result<(), Fault> {
    if text.is_empty() {
        tx.prepare_cached("UPDATE conversations SET system = NULL WHERE seq = ?1")?
            .execute([conversation])?;
        return Ok(());
    }
    let in_force: Option<String> = tx
        .prepare_cached(
            "SELECT m.text FROM conversations c JOIN messages m ON m.seq = c.system
             WHERE c.seq = ?1",
        )?
        .query_row([conversation], |row| row.get(0))
        .optional()?;
    if in_force.as_ref() == Some(text) {
        return Ok(());
    }
    let seq = Insert {
        id,
        conversation,
        parent: None,
        role: Role::System,
        state: MessageState::Done,
        text,
        model: None,
        connection: None,
        at_ms,
    }
    .run(tx)?;
    tx.prepare_cached("UPDATE conversations SET system = ?2 WHERE seq = ?1")?
        .execute(params![conversation, seq])?;
    search::add_message(tx, seq)
}

/// A message above a new answer that the chosen path comes through already: in a chat that goes on
/// at its end, the one before the question, or the question that is asked again.
pub(super) fn joint(
    tx: &Transaction<'_>,
    conversation: i64,
    question: i64,
) -> Result<Option<i64>, Fault> {
    let Some(head) = path::head(tx, conversation)? else {
        return Ok(None);
    };
    let parent = |of: i64| -> Result<Option<i64>, Fault> {
        Ok(tx
            .prepare_cached("SELECT parent FROM messages WHERE seq = ?1")?
            .query_row([of], |row| row.get(0))?)
    };
    if parent(question)? == Some(head) {
        return Ok(Some(head));
    }
    Ok((parent(head)? == Some(question)).then_some(question))
}

/// The question of a new turn, stored if it is new.
pub(super) fn question(
    tx: &Transaction<'_>,
    new: &NewTurn,
    conversation: i64,
) -> Result<i64, Fault> {
    let find = |id: &MessageId, role: Option<Role>, what| {
        tx.prepare_cached(
            "SELECT seq FROM messages
             WHERE id = ?1 AND conversation = ?2 AND (?3 IS NULL OR role = ?3)",
        )?
        .query_row(
            params![id.as_str(), conversation, role.map(Role::as_str)],
            |row| row.get::<_, i64>(0),
        )
        .optional()?
        .ok_or(Fault::NotFound(what))
    };
    let (id, parent, text) = match &new.question {
        Question::Existing(id) => return find(id, Some(Role::User), "question"),
        Question::New {
            id,
            parent: Some(parent),
            text,
        } => (id, Some(find(parent, None, "message")?), text),
        Question::New {
            id,
            parent: None,
            text,
        } => {
            let end: Option<i64> = tx
                .prepare_cached("SELECT coalesce(head, system) FROM conversations WHERE seq = ?1")?
                .query_row([conversation], |row| row.get(0))?;
            if let Some(end) = end {
                // One that is not there is damage: nothing can follow it.
                tx.prepare_cached("SELECT 1 FROM messages WHERE conversation = ?1 AND seq = ?2")?
                    .query_row([conversation, end], |_| Ok(()))?;
            }
            (id, end, text)
        }
        Question::Instead { id, of, text } => {
            let of = find(of, Some(Role::User), "question")?;
            let parent = tx
                .prepare_cached("SELECT parent FROM messages WHERE seq = ?1")?
                .query_row([of], |row| row.get(0))?;
            (id, parent, text)
        }
    };
    let question = Insert {
        id,
        conversation,
        parent,
        role: Role::User,
        state: MessageState::Done,
        text,
        model: None,
        connection: None,
        at_ms: new.at_ms,
    }
    .run(tx)?;
    files::attach(tx, question, &new.attachments)?;
    search::add_message(tx, question)?;
    Ok(question)
}

/// A message as it is stored at first.
pub(super) struct Insert<'a> {
    pub(super) id: &'a MessageId,
    pub(super) conversation: i64,
    pub(super) parent: Option<i64>,
    pub(super) role: Role,
    pub(super) state: MessageState,
    pub(super) text: &'a str,
    pub(super) model: Option<&'a str>,
    pub(super) connection: Option<&'a str>,
    pub(super) at_ms: i64,
}

impl Insert<'_> {
    /// Puts it at its place in the tree and tells its row. The chosen path stays as it is.
    pub(super) fn run(&self, tx: &Transaction<'_>) -> Result<i64, Fault> {
        tx.prepare_cached(&format!(
            "INSERT INTO messages (id, conversation, parent, role, state, text, model, connection,
                                   created_at_ms, depth)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, {})",
            path::DEPTH_UNDER_PARENT
        ))?
        .execute(params![
            self.id.as_str(),
            self.conversation,
            self.parent,
            self.role.as_str(),
            self.state.as_str(),
            self.text,
            self.model,
            self.connection,
            self.at_ms,
        ])?;
        Ok(tx.last_insert_rowid())
    }
}
