//! The rows of the replay journal, kept within a size and an age.
//!
//! What is in them is [`crate::journal`]'s concern.

use super::error::Fault;
use super::merge::NO_OWNER;
use super::row::{self, Odd};
use super::transaction::immediate;
use super::{Store, StoreError};
use crate::journal::{Limits, Recorded};
use chat_core::dialect::Dialect;
use chat_core::failure::Code;
use chat_core::ids::{MessageId, TurnId};
use chat_core::message::{MessageState, Role};
use chat_core::wire::{AttemptView, UserError};
use rusqlite::{Connection, OptionalExtension, params};

/// A recorded answer with what the store has of it.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) turn: TurnId,
    pub(crate) model: Option<String>,
    pub(crate) connection: Option<String>,
    pub(crate) state: MessageState,
    pub(crate) text: String,
    pub(crate) reasoning: String,
    /// What it failed with.
    pub(crate) code: Option<Code>,
    /// Whether it was asked elsewhere: it came from an archive or a copy.
    pub(crate) elsewhere: bool,
    /// Whether it has ended.
    pub(crate) ended: bool,
    /// How many requests it took.
    pub(crate) attempts: usize,
    /// None where its bytes were not kept, or are no longer.
    pub(crate) recorded: Option<Recorded>,
}

/// Which answer an id means: a turn's, a message's, or the last one of a conversation's path.
const FIND: &str = "messages m JOIN turns t ON t.answer = m.seq
    JOIN conversations c ON c.seq = m.conversation
    WHERE c.deleted_at_ms IS NULL AND m.seq = coalesce(
        (SELECT answer FROM turns WHERE id = ?1),
        (SELECT seq FROM messages WHERE id = ?1 AND role = 'assistant'),
        (SELECT head FROM conversations WHERE id = ?1))";

impl Store {
    /// Keeps the bytes of a turn's last reply, within limits.
    pub(crate) async fn keep_journal(
        &self,
        turn: &TurnId,
        recorded: Recorded,
        limits: Limits,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let turn = turn.clone();
        self.write(move |db| keep(db, &turn, &recorded, limits, now_ms))
            .await
    }

    /// The answer that the id of a turn, a message or a conversation means.
    pub(crate) async fn kept_answer(&self, id: String) -> Result<Kept, StoreError> {
        self.read(move |db| find(db, &id)).await
    }

    /// Whether a message that is there is an answer.
    pub(crate) async fn is_answer(&self, message: &MessageId) -> Result<bool, StoreError> {
        let message = message.clone();
        let role = self.read(move |db| Ok(super::read::message(db, &message)?.message.role));
        Ok(role.await? == Role::Assistant)
    }
}

/// Keeps a reply of a turn, and drops what is too old or too much, all in one transaction. A turn
/// that has gone meanwhile keeps nothing.
pub(super) fn keep(
    db: &mut Connection,
    turn: &TurnId,
    one: &Recorded,
    limits: Limits,
    now_ms: i64,
) -> Result<(), Fault> {
    let tx = immediate(db)?;
    let json = |error| Fault::from(rusqlite::Error::ToSqlConversionFailure(Box::new(error)));
    let upstream = serde_json::to_string(&one.upstream).map_err(json)?;
    let headers = serde_json::to_string(&one.headers).map_err(json)?;
    tx.prepare_cached(
        "INSERT OR IGNORE INTO journal (turn, attempt, at_ms, program, dialect, upstream, status,
             content_type, headers, request, body, raw_bytes, bytes, cut, whole)
         SELECT seq, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15
         FROM turns WHERE id = ?1",
    )?
    .execute(params![
        turn.as_str(),
        one.attempt,
        one.at_ms,
        one.program,
        one.dialect.name(),
        upstream,
        one.status,
        one.content_type,
        headers,
        one.request,
        one.body,
        row::count(one.raw_bytes),
        i64::try_from(one.bytes()).unwrap_or(i64::MAX),
        one.cut,
        one.whole,
    ])?;
    tx.prepare_cached("DELETE FROM journal WHERE at_ms < ?1")?
        .execute([now_ms.saturating_sub(limits.age_ms)])?;
    tx.prepare_cached(
        "DELETE FROM journal WHERE seq IN (
             SELECT seq FROM (SELECT seq, sum(bytes) OVER (ORDER BY seq DESC) AS so_far
                              FROM journal INDEXED BY journal_by_size)
             WHERE so_far > ?1)",
    )?
    .execute([row::count(limits.bytes)])?;
    Ok(tx.commit()?)
}

/// The answer that an id means, with its bytes where they are kept.
pub(super) fn find(db: &mut Connection, id: &str) -> Result<Kept, Fault> {
    let tx = db.transaction()?;
    let (turn, mut kept) = tx
        .prepare_cached(&format!(
            "SELECT t.seq, t.id AS turn_id, m.model, m.connection, m.state, m.text, m.reasoning,
                    t.error, t.owner, t.ended_at_ms, t.attempts
             FROM {FIND}"
        ))?
        .query_row([id], |row| {
            let kept = Kept {
                turn: row::read(row, "turn_id", TurnId::parse)?,
                model: row.get("model")?,
                connection: row.get("connection")?,
                state: row::read(row, "state", |name| MessageState::parse(name).ok_or(Odd))?,
                text: row.get("text")?,
                reasoning: row.get("reasoning")?,
                code: row
                    .get::<_, Option<String>>("error")?
                    .and_then(|json| serde_json::from_str::<UserError>(&json).ok())
                    .map(|error| error.code),
                elsewhere: row.get::<_, String>("owner")? == NO_OWNER,
                ended: row.get::<_, Option<i64>>("ended_at_ms")?.is_some(),
                attempts: AttemptView::from_json(
                    row.get::<_, Option<String>>("attempts")?.as_deref(),
                )
                .len(),
                recorded: None,
            };
            Ok((row.get::<_, i64>(0)?, kept))
        })
        .optional()?
        .ok_or(Fault::NotFound("answer"))?;
    kept.recorded = tx
        .prepare_cached(
            "SELECT attempt, at_ms, program, dialect, upstream, status, content_type, headers,
                    request, body, raw_bytes, cut, whole
             FROM journal WHERE turn = ?1 ORDER BY attempt DESC LIMIT 1",
        )?
        .query_row([turn], |row| {
            Ok(Recorded {
                attempt: row.get("attempt")?,
                at_ms: row.get("at_ms")?,
                program: row.get("program")?,
                dialect: row::read(row, "dialect", |name| Dialect::parse(name).ok_or(Odd))?,
                upstream: row::read(row, "upstream", |json| serde_json::from_str(json))?,
                status: row.get("status")?,
                content_type: row.get("content_type")?,
                headers: row::read(row, "headers", |json| serde_json::from_str(json))?,
                request: row.get("request")?,
                body: row.get("body")?,
                raw_bytes: row::amount(row, "raw_bytes")?.unwrap_or(0),
                cut: row.get("cut")?,
                whole: row.get("whole")?,
            })
        })
        .optional()?;
    Ok(kept)
}
