//! Between rows and values: every column is checked as it is read.

use chat_core::ids::{ConversationId, MessageId, TurnId};
use chat_core::message::{Message, MessageState, Role};
use chat_core::money::Usd;
use chat_core::preset::Asking;
use chat_core::receipt::Receipt;
use chat_core::usage::{Cost, CostBasis, Usage};
use chat_core::wire::{AttemptView, FinishReason};
use rusqlite::types::Type;
use rusqlite::{Connection, Row};
use std::error::Error;

use super::error::Fault;
use super::migrate::{self, WITH_PRESETS, WITH_TREE};
use super::records::{ConversationRow, StoredMessage, StoredTurn};

/// The columns of [`message`], from `messages m LEFT JOIN turns t ON t.answer = m.seq`.
pub(super) const MESSAGE: &str = "m.seq, m.id,
    (SELECT c.id FROM conversations c WHERE c.seq = m.conversation) AS conversation_id,
    (SELECT p.id FROM messages p WHERE p.seq = m.parent) AS parent_id,
    m.role, m.state, m.text, m.reasoning, m.model, m.connection, m.created_at_ms,
    t.id AS turn_id, t.finish, t.error, t.max_tokens, t.provider, t.generation_id,
    t.input_tokens, t.output_tokens, t.reasoning_tokens, t.cached_input_tokens, t.total_tokens,
    t.cost_usd, t.cost_basis, t.first_token_ms, t.total_ms, t.model AS asked, t.attempts, ";

/// The last column of [`message`], and what stands for it in a database that has none yet.
pub(super) const RECEIPT: &str = "t.receipt";
pub(super) const NO_RECEIPT: &str = "NULL AS receipt";

/// The columns of [`turn`], from `turns t`.
pub(super) const TURN: &str = "t.id,
    (SELECT c.id FROM conversations c WHERE c.seq = t.conversation) AS conversation_id,
    (SELECT q.id FROM messages q WHERE q.seq = t.question) AS question_id,
    (SELECT a.id FROM messages a WHERE a.seq = t.answer) AS answer_id,
    t.owner, t.connection, t.model, t.max_tokens, t.temperature, t.started_at_ms, t.ended_at_ms,
    t.attempts";

/// The columns of [`conversation`], from `conversations`.
pub(super) fn columns(db: &Connection) -> Result<&'static str, Fault> {
    let version = migrate::version(db)?;
    Ok(if version >= WITH_PRESETS {
        CONVERSATION
    } else if version >= WITH_TREE {
        TREE_CONVERSATION
    } else {
        OLD_CONVERSATION
    })
}

const CONVERSATION: &str = "id, title, updated_at_ms, created_at_ms, message_count,
    titled, pinned, archived, unread, folder, connection, model, deleted_at_ms, revision,
    asking,
    (SELECT json_group_array(t.tag) FROM tags t WHERE t.conversation = conversations.seq) AS tags";
/// The same from databases that have only some of them.
const TREE_CONVERSATION: &str = "id, title, updated_at_ms, created_at_ms, message_count,
    titled, pinned, archived, unread, folder, connection, model, deleted_at_ms, revision,
    NULL AS asking,
    (SELECT json_group_array(t.tag) FROM tags t WHERE t.conversation = conversations.seq) AS tags";
const OLD_CONVERSATION: &str = "id, title, updated_at_ms, created_at_ms, message_count,
    0 AS titled, 0 AS pinned, 0 AS archived, 0 AS unread, NULL AS folder, NULL AS connection,
    NULL AS model, NULL AS deleted_at_ms, 0 AS revision, NULL AS asking, '[]' AS tags";

/// Reads a row of [`MESSAGE`]; its `seq` comes with it.
pub(super) fn message(row: &Row<'_>) -> rusqlite::Result<(i64, StoredMessage)> {
    let message = Message {
        id: read(row, "id", MessageId::parse)?,
        conversation: read(row, "conversation_id", ConversationId::parse)?,
        parent: read_some(row, "parent_id", MessageId::parse)?,
        role: read(row, "role", |name| Role::parse(name).ok_or(Odd))?,
        state: state(row)?,
        text: row.get("text")?,
        reasoning: row.get("reasoning")?,
        model: row.get("model")?,
        connection: row.get("connection")?,
        created_at_ms: row.get("created_at_ms")?,
    };
    let stored = StoredMessage {
        message,
        turn: read_some(row, "turn_id", TurnId::parse)?,
        finish: read_some(row, "finish", |name| FinishReason::parse(name).ok_or(Odd))?,
        // Words for a person: better none than a conversation that cannot be read.
        error: row
            .get::<_, Option<String>>("error")?
            .and_then(|json| serde_json::from_str(&json).ok()),
        max_tokens: row.get("max_tokens")?,
        usage: usage(row)?,
        cost: cost(row)?,
        provider: row.get("provider")?,
        generation_id: row.get("generation_id")?,
        first_token_ms: amount(row, "first_token_ms")?,
        total_ms: amount(row, "total_ms")?,
        asked: row.get("asked")?,
        attempts: AttemptView::from_json(row.get::<_, Option<String>>("attempts")?.as_deref()),
        receipt: Receipt::from_json(row.get::<_, Option<String>>("receipt")?.as_deref()),
        files: Vec::new(),
    };
    Ok((row.get("seq")?, stored))
}

/// Reads a row of [`TURN`].
pub(super) fn turn(row: &Row<'_>) -> rusqlite::Result<StoredTurn> {
    Ok(StoredTurn {
        turn: read(row, "id", TurnId::parse)?,
        conversation: read(row, "conversation_id", ConversationId::parse)?,
        question: read(row, "question_id", MessageId::parse)?,
        answer: read(row, "answer_id", MessageId::parse)?,
        owner: row.get("owner")?,
        connection: row.get("connection")?,
        model: row.get("model")?,
        max_tokens: row.get("max_tokens")?,
        temperature: row.get("temperature")?,
        started_at_ms: row.get("started_at_ms")?,
        ended_at_ms: row.get("ended_at_ms")?,
        attempts_json: row.get("attempts")?,
    })
}

/// Reads a row of [`CONVERSATION`].
pub(super) fn conversation(row: &Row<'_>) -> rusqlite::Result<ConversationRow> {
    Ok(ConversationRow {
        id: read(row, "id", ConversationId::parse)?,
        title: row.get("title")?,
        updated_at_ms: row.get("updated_at_ms")?,
        created_at_ms: row.get("created_at_ms")?,
        message_count: row.get("message_count")?,
        titled: row.get("titled")?,
        pinned: row.get("pinned")?,
        archived: row.get("archived")?,
        unread: row.get("unread")?,
        folder: row.get("folder")?,
        tags: read(row, "tags", |json| serde_json::from_str(json))?,
        connection: row.get("connection")?,
        model: row.get("model")?,
        asking: Asking::from_json(row.get::<_, Option<String>>("asking")?.as_deref()),
        deleted_at_ms: row.get("deleted_at_ms")?,
        revision: row.get("revision")?,
    })
}

/// The column `id` of a message.
pub(super) fn message_id(row: &Row<'_>) -> rusqlite::Result<MessageId> {
    read(row, "id", MessageId::parse)
}

/// The columns of a usage, in the tables' order: input, output, reasoning, cached input, total.
pub(super) fn counts(usage: Option<&Usage>) -> [Option<i64>; 5] {
    let Some(usage) = usage else {
        return [None; 5];
    };
    [
        Some(usage.input_tokens),
        Some(usage.output_tokens),
        usage.reasoning_tokens,
        usage.cached_input_tokens,
        Some(usage.total_tokens),
    ]
    .map(|tokens| tokens.map(count))
}

/// A count as SQLite holds it. One past 2⁶³ is no honest count and becomes the largest.
pub(super) fn count(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// The name of a basis in the store.
pub(super) fn basis_name(basis: CostBasis) -> &'static str {
    match basis {
        CostBasis::Billed => "billed",
        CostBasis::Estimated => "estimated",
    }
}

/// The inverse of [`basis_name`].
pub(super) fn basis(name: &str) -> Result<CostBasis, Odd> {
    [CostBasis::Billed, CostBasis::Estimated]
        .into_iter()
        .find(|basis| basis_name(*basis) == name)
        .ok_or(Odd)
}

/// A value that this program does not write.
#[derive(Debug, thiserror::Error)]
#[error("an unknown value")]
pub(super) struct Odd;

/// Tokens, where all that must be there are.
pub(super) fn usage(row: &Row<'_>) -> rusqlite::Result<Option<Usage>> {
    let get = |name| amount(row, name);
    let (Some(input_tokens), Some(output_tokens), Some(total_tokens)) = (
        get("input_tokens")?,
        get("output_tokens")?,
        get("total_tokens")?,
    ) else {
        return Ok(None);
    };
    Ok(Some(Usage {
        input_tokens,
        output_tokens,
        reasoning_tokens: get("reasoning_tokens")?,
        cached_input_tokens: get("cached_input_tokens")?,
        total_tokens,
    }))
}

/// A cost with its basis.
pub(super) fn cost(row: &Row<'_>) -> rusqlite::Result<Option<Cost>> {
    let usd = read_some(row, "cost_usd", Usd::parse)?;
    let basis = read_some(row, "cost_basis", basis)?;
    Ok(usd.zip(basis).map(|(usd, basis)| Cost { usd, basis }))
}

/// A count or a time that cannot be negative.
pub(super) fn amount(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<u64>> {
    let value: Option<i64> = row.get(column)?;
    value.map(u64::try_from).transpose().map_err(odd)
}

/// A text that must read as something.
pub(super) fn read<T, E: Error + Send + Sync + 'static>(
    row: &Row<'_>,
    column: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> rusqlite::Result<T> {
    parse(&row.get::<_, String>(column)?).map_err(odd)
}

/// The state in a message's row.
pub(super) fn state(row: &Row<'_>) -> rusqlite::Result<MessageState> {
    read(row, "state", |name| MessageState::parse(name).ok_or(Odd))
}

/// The same where there may be none.
pub(super) fn read_some<T, E: Error + Send + Sync + 'static>(
    row: &Row<'_>,
    column: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> rusqlite::Result<Option<T>> {
    let value: Option<String> = row.get(column)?;
    value.as_deref().map(parse).transpose().map_err(odd)
}

/// A value that cannot be read.
pub(super) fn odd(error: impl Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error))
}
