//! The search index: kept in the transaction that stores, changes or erases what it finds.
//!
//! What a text is found by is decided in [`chat_core::search`]. Four functions keep the index;
//! `find` asks it, `backlog` fills it for messages from before there was one, `check` compares it.

pub(super) mod backlog;
pub(super) mod check;
mod documents;
pub(super) mod find;
pub(super) mod hits;
mod lists;
mod scope;

use super::error::Fault;
use super::row;
use chat_core::ids::ConversationId;
use chat_core::message::{MessageState, Role};
use chat_core::search::{Subject, tokens};
use rusqlite::{OptionalExtension, Row, Transaction, params};

/// Indexes a message that has ended. One that is open, is empty or is indexed stays as it is.
pub(super) fn add_message(tx: &Transaction<'_>, seq: i64) -> Result<(), Fault> {
    let Some(message) = Indexed::read(tx, seq)? else {
        return Ok(());
    };
    if documents::of_message(tx, seq)?.is_some() || !message.is_worth_finding() {
        return Ok(());
    }
    let doc = documents::add_message(tx, seq, message.created_at_ms, message.has_file)?;
    if let Some(model) = &message.model {
        documents::add_model(tx, model)?;
    }
    put(tx, doc, &message.tokens())
}

/// Takes a message out of the index; called while its row is still there.
pub(super) fn drop_message(tx: &Transaction<'_>, seq: i64) -> Result<(), Fault> {
    let Some(document) = documents::of_message(tx, seq)? else {
        return Ok(());
    };
    if let Some(mut message) = Indexed::read(tx, seq)? {
        // Its files may be gone already.
        message.has_file = document.has_file;
        take(tx, document.doc, &message.tokens())?;
        if let Some(model) = &message.model {
            documents::remove_model(tx, model)?;
        }
    }
    documents::remove(tx, document.doc)
}

/// Indexes a conversation's title in place of the one it had; called after the change. Only a
/// title that was given is indexed: the others are a piece of the first question.
pub(super) fn put_title(tx: &Transaction<'_>, conversation: i64) -> Result<(), Fault> {
    drop_title(tx, conversation)?;
    let found = tx
        .prepare_cached(
            "SELECT id, title, created_at_ms FROM conversations WHERE seq = ?1 AND titled = 1",
        )?
        .query_row([conversation], |row| {
            let id = row::read(row, "id", ConversationId::parse)?;
            Ok((id, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
        })
        .optional()?;
    let Some((id, title, created_at_ms)) = found else {
        return Ok(());
    };
    let doc = documents::add_title(tx, conversation, created_at_ms, &title)?;
    put(tx, doc, &title_tokens(&title, created_at_ms, &id))
}

/// Takes a conversation's title out of the index; called while its row is still there.
pub(super) fn drop_title(tx: &Transaction<'_>, conversation: i64) -> Result<(), Fault> {
    let found = tx
        .prepare_cached(
            "SELECT d.doc, d.title, d.created_at_ms, c.id FROM documents d
             JOIN conversations c ON c.seq = d.conversation WHERE d.conversation = ?1",
        )?
        .query_row([conversation], |row| {
            let id = row::read(row, "id", ConversationId::parse)?;
            let title: String = row.get(1)?;
            Ok((row.get(0)?, title_tokens(&title, row.get(2)?, &id)))
        })
        .optional()?;
    if let Some((doc, tokens)) = found {
        take(tx, doc, &tokens)?;
        documents::remove(tx, doc)?;
    }
    Ok(())
}

/// What is indexed of a message.
struct Indexed {
    text: String,
    role: Role,
    state: MessageState,
    model: Option<String>,
    created_at_ms: i64,
    has_file: bool,
    conversation: ConversationId,
}

impl Indexed {
    /// Its columns, from `messages m JOIN conversations c ON c.seq = m.conversation`.
    const COLUMNS: &'static str = "m.text, m.role, m.state, m.model, m.created_at_ms,
        (EXISTS (SELECT 1 FROM attachments a WHERE a.message = m.seq)
         OR EXISTS (SELECT 1 FROM pictures p WHERE p.message = m.seq)) AS has_file,
        c.id AS conversation_id";

    fn read(tx: &Transaction<'_>, seq: i64) -> Result<Option<Self>, Fault> {
        let columns = Self::COLUMNS;
        let found = tx
            .prepare_cached(&format!(
                "SELECT {columns} FROM messages m JOIN conversations c ON c.seq = m.conversation
                 WHERE m.seq = ?1"
            ))?
            .query_row([seq], Self::of_row)
            .optional()?;
        Ok(found)
    }

    fn of_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            text: row.get("text")?,
            role: row::read(row, "role", |name| Role::parse(name).ok_or(row::Odd))?,
            state: row::read(row, "state", |name| {
                MessageState::parse(name).ok_or(row::Odd)
            })?,
            model: row.get("model")?,
            created_at_ms: row.get("created_at_ms")?,
            has_file: row.get("has_file")?,
            conversation: row::read(row, "conversation_id", ConversationId::parse)?,
        })
    }

    /// Whether its text is final, and there is anything of it.
    fn is_worth_finding(&self) -> bool {
        !self.state.is_open() && (self.has_file || !self.text.trim().is_empty())
    }

    fn tokens(&self) -> String {
        let subject = Subject {
            text: &self.text,
            role: self.role.into(),
            model: self.model.as_deref(),
            has_file: self.has_file,
            created_at_ms: self.created_at_ms,
        };
        tokens::of(&subject, &self.conversation)
    }
}

fn title_tokens(title: &str, created_at_ms: i64, conversation: &ConversationId) -> String {
    let subject = Subject {
        text: title,
        role: chat_core::search::SearchRole::Title,
        model: None,
        has_file: false,
        created_at_ms,
    };
    tokens::of(&subject, conversation)
}

fn put(tx: &Transaction<'_>, doc: i64, tokens: &str) -> Result<(), Fault> {
    tx.prepare_cached("INSERT INTO search (rowid, tokens) VALUES (?1, ?2)")?
        .execute(params![doc, tokens])?;
    Ok(())
}

/// The index keeps no text, so it must be told again what it has of a document.
fn take(tx: &Transaction<'_>, doc: i64, tokens: &str) -> Result<(), Fault> {
    tx.prepare_cached("INSERT INTO search (search, rowid, tokens) VALUES ('delete', ?1, ?2)")?
        .execute(params![doc, tokens])?;
    Ok(())
}
