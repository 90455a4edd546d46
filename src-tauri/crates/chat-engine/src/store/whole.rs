//! One conversation as the archive's lossless form, a part at a time.
//!
//! Reads only. A part is one view of the database; messages only ever join a tree at its end, so
//! the next part goes on where this one ended.

use super::error::Fault;
use super::files;
use super::migrate::{self, WITH_PRESETS};
use super::read;
use super::row::{self, Odd};
use super::{Store, StoreError};
use chat_core::archive::{Archived, ArchivedTurn, JsonText, Node};
use chat_core::ids::{ConversationId, MessageId, TurnId};
use chat_core::message::{MessageState, Role};
use chat_core::wire::FinishReason;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// How much of a conversation is in memory at a time, in bytes of text and files; one message more
/// than that is.
const PART_BYTES: u64 = 32 * 1024 * 1024;

/// A conversation or a part of it, and where the next part begins.
pub(super) type Part = (Archived, Option<i64>);

const HEADER: &str =
    "seq, id, title, titled, created_at_ms, updated_at_ms, revision, pinned, archived,
    unread, folder, connection, model,
    (SELECT h.id FROM messages h WHERE h.seq = head) AS head_id,
    (SELECT s.id FROM messages s WHERE s.seq = system) AS system_id, ";

const MESSAGE: &str = "m.seq, m.id, p.id AS parent_id, coalesce(p.chosen = m.seq, 0) AS chosen,
    m.role, m.state, m.text, m.reasoning, m.model, m.connection, m.created_at_ms
    FROM messages m LEFT JOIN messages p ON p.seq = m.parent
    WHERE m.conversation = ?1 AND m.seq > ?2 ORDER BY m.seq";

const TURN: &str =
    "t.id, q.id AS question_id, a.id AS answer_id, t.connection, t.model, t.max_tokens,
    t.temperature, t.started_at_ms, t.ended_at_ms, t.finish, t.error, t.provider, t.generation_id,
    t.input_tokens, t.output_tokens, t.reasoning_tokens, t.cached_input_tokens, t.total_tokens,
    t.cost_usd, t.cost_basis, t.first_token_ms, t.total_ms, t.attempts, t.receipt
    FROM turns t JOIN messages q ON q.seq = t.question JOIN messages a ON a.seq = t.answer
    WHERE t.answer = ?1";

impl Store {
    /// At most `limit` conversations in the order of storing, each with the number to go on
    /// after; 0 begins.
    ///
    /// # Errors
    /// None of its own.
    pub async fn conversation_ids(
        &self,
        after: i64,
        limit: u32,
    ) -> Result<Vec<(i64, ConversationId)>, StoreError> {
        self.read(move |db| ids(db, after, limit, false)).await
    }

    /// A conversation with everything that is stored of it, or the part that begins after the
    /// number `after`; with it comes where the next part begins, if there is one. 0 begins.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn whole(
        &self,
        id: &ConversationId,
        after: i64,
    ) -> Result<(Archived, Option<i64>), StoreError> {
        let id = id.clone();
        self.read(move |db| part(db, &id, after, false)).await
    }
}

/// At most `limit` conversations in the order of storing, from after `after` on.
pub(super) fn ids(
    db: &Connection,
    after: i64,
    limit: u32,
    with_deleted: bool,
) -> Result<Vec<(i64, ConversationId)>, Fault> {
    let found = db
        .prepare_cached(
            "SELECT seq, id FROM conversations
             WHERE seq > ?1 AND (?3 OR deleted_at_ms IS NULL) ORDER BY seq LIMIT ?2",
        )?
        .query_map(params![after, limit, with_deleted], |row| {
            Ok((row.get(0)?, row::read(row, "id", ConversationId::parse)?))
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// The part of a conversation that begins after the message `after`; 0 is the beginning.
pub(super) fn part(
    db: &mut Connection,
    id: &ConversationId,
    after: i64,
    with_deleted: bool,
) -> Result<Part, Fault> {
    let tx = db.transaction()?;
    let (seq, mut archived) = header(&tx, id, with_deleted)?;
    archived.tags = tx
        .prepare_cached("SELECT tag FROM tags WHERE conversation = ?1 ORDER BY tag")?
        .query_map([seq], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut statement = tx.prepare_cached(&format!("SELECT {MESSAGE}"))?;
    let mut rows = statement.query([seq, after])?;
    let (mut bytes, mut last) = (0, after);
    while let Some(row) = rows.next()? {
        if bytes > PART_BYTES {
            archived.more = true;
            break;
        }
        last = row.get("seq")?;
        let node = node(&tx, row, last)?;
        bytes += size(&node);
        if node.role == Role::Assistant
            && let Some(turn) = turn(&tx, last)?
        {
            archived.turns.push(turn);
        }
        archived.messages.push(node);
    }
    if archived.more {
        (archived.head, archived.system) = (None, None);
    }
    let next = archived.more.then_some(last);
    Ok((archived, next))
}

fn header(
    db: &Connection,
    id: &ConversationId,
    with_deleted: bool,
) -> Result<(i64, Archived), Fault> {
    let asking = if migrate::version(db)? < WITH_PRESETS {
        "NULL AS asking"
    } else {
        "asking"
    };
    db.prepare_cached(&format!(
        "SELECT {HEADER} {asking} FROM conversations
         WHERE id = ?1 AND (?2 OR deleted_at_ms IS NULL)"
    ))?
    .query_row(params![id.as_str(), with_deleted], |row| {
        let archived = Archived {
            id: row::read(row, "id", ConversationId::parse)?,
            title: row.get("title")?,
            titled: row.get("titled")?,
            created_at_ms: row.get("created_at_ms")?,
            updated_at_ms: row.get("updated_at_ms")?,
            revision: row.get("revision")?,
            pinned: row.get("pinned")?,
            archived: row.get("archived")?,
            unread: row.get("unread")?,
            folder: row.get("folder")?,
            tags: Vec::new(),
            connection: row.get("connection")?,
            model: row.get("model")?,
            asking: row.get::<_, Option<String>>("asking")?.map(JsonText),
            head: row::read_some(row, "head_id", MessageId::parse)?,
            system: row::read_some(row, "system_id", MessageId::parse)?,
            more: false,
            messages: Vec::new(),
            turns: Vec::new(),
        };
        Ok((row.get("seq")?, archived))
    })
    .optional()?
    .ok_or(Fault::NotFound("conversation"))
}

fn node(db: &Connection, row: &Row<'_>, seq: i64) -> Result<Node, Fault> {
    let state = row::read(row, "state", |name| MessageState::parse(name).ok_or(Odd))?;
    let mut node = Node {
        id: row::read(row, "id", MessageId::parse)?,
        parent: row::read_some(row, "parent_id", MessageId::parse)?,
        role: row::read(row, "role", |name| Role::parse(name).ok_or(Odd))?,
        state,
        chosen: row.get("chosen")?,
        text: row.get("text")?,
        reasoning: row.get("reasoning")?,
        model: row.get("model")?,
        connection: row.get("connection")?,
        created_at_ms: row.get("created_at_ms")?,
        files: Vec::new(),
    };
    if state.is_open() {
        // The archive has no process that could go on with it.
        node.state = MessageState::Interrupted;
        (node.text, node.reasoning) = read::pieces(db, seq)?;
    }
    node.files = files::archived(db, seq, node.role)?;
    Ok(node)
}

fn turn(db: &Connection, answer: i64) -> Result<Option<ArchivedTurn>, Fault> {
    let turn = db
        .prepare_cached(&format!("SELECT {TURN}"))?
        .query_row([answer], |row| {
            let json = |column| -> rusqlite::Result<Option<JsonText>> {
                Ok(row.get::<_, Option<String>>(column)?.map(JsonText))
            };
            Ok(ArchivedTurn {
                id: row::read(row, "id", TurnId::parse)?,
                question: row::read(row, "question_id", MessageId::parse)?,
                answer: row::read(row, "answer_id", MessageId::parse)?,
                connection: row.get("connection")?,
                model: row.get("model")?,
                max_tokens: row.get("max_tokens")?,
                temperature: row.get("temperature")?,
                started_at_ms: row.get("started_at_ms")?,
                ended_at_ms: row.get("ended_at_ms")?,
                finish: row::read_some(row, "finish", |name| FinishReason::parse(name).ok_or(Odd))?,
                error: json("error")?,
                provider: row.get("provider")?,
                generation_id: row.get("generation_id")?,
                input_tokens: row.get("input_tokens")?,
                output_tokens: row.get("output_tokens")?,
                reasoning_tokens: row.get("reasoning_tokens")?,
                cached_input_tokens: row.get("cached_input_tokens")?,
                total_tokens: row.get("total_tokens")?,
                cost_usd: row.get("cost_usd")?,
                cost_basis: row::read_some(row, "cost_basis", row::basis)?,
                first_token_ms: row.get("first_token_ms")?,
                total_ms: row.get("total_ms")?,
                attempts: json("attempts")?,
                receipt: json("receipt")?,
            })
        })
        .optional()?;
    Ok(turn)
}

/// What a message takes in memory, roughly, in bytes.
fn size(node: &Node) -> u64 {
    let files = node.files.iter().map(|file| file.base64.len());
    let all = files.fold(
        node.text.len() + node.reasoning.len(),
        usize::saturating_add,
    );
    u64::try_from(all).unwrap_or(u64::MAX)
}
