//! Writes what a plan says, inside the caller's transaction.

use super::indexing::ToIndex;
use super::plan::Plan;
use crate::store::error::Fault;
use crate::store::{files, path as paths, row, search};
use chat_core::archive::{Archived, ArchivedTurn, JsonText, Node};
use chat_core::ids::MessageId;
use chat_core::message::{MessageState, Role};
use chat_core::wire::FinishReason;
use rusqlite::{Transaction, params};
use std::collections::HashMap;

/// The process that worked on a turn which came from an archive: none of this folder.
pub(in crate::store) const NO_OWNER: &str = "archive";

type Places = HashMap<MessageId, i64>;

/// Writes it, and tells what is to be indexed of it.
pub(super) fn put(
    tx: &Transaction<'_>,
    archived: &Archived,
    plan: &Plan,
    to_index: &mut ToIndex,
) -> Result<(), Fault> {
    let mut places = plan.known.clone();
    if plan.was_erased {
        tx.prepare_cached("DELETE FROM erased WHERE id = ?1")?
            .execute([archived.id.as_str()])?;
    }
    let conversation = match &plan.row {
        None => begin(tx, archived)?,
        Some(row) => {
            if row.is_deleted {
                tx.prepare_cached("UPDATE conversations SET deleted_at_ms = NULL WHERE seq = ?1")?
                    .execute([row.seq])?;
            }
            row.seq
        }
    };
    for node in plan.add.iter().filter_map(|n| archived.messages.get(*n)) {
        let seq = add(tx, conversation, node, &places)?;
        to_index.message(seq, node.created_at_ms);
        places.insert(node.id.clone(), seq);
    }
    for node in plan
        .complete
        .iter()
        .filter_map(|n| archived.messages.get(*n))
    {
        if let Some(seq) = places.get(&node.id) {
            complete(tx, *seq, node)?;
            to_index.message(*seq, node.created_at_ms);
        }
    }
    for node in plan
        .lost
        .files
        .iter()
        .filter_map(|n| archived.messages.get(*n))
    {
        if let Some(seq) = places.get(&node.id) {
            search::drop_message(tx, *seq)?;
            files::unarchive(tx, *seq, node.role, &node.files)?;
            to_index.message(*seq, node.created_at_ms);
        }
    }
    turns(tx, conversation, archived, plan, &places)?;
    if plan.fields {
        fields(tx, conversation, archived, &places)?;
        to_index.title(conversation, archived.created_at_ms);
    }
    if plan.lost.tags {
        tags(tx, conversation, archived)?;
    }
    if plan.path {
        path(tx, conversation, archived, &places)?;
    }
    tx.prepare_cached(
        "UPDATE conversations SET updated_at_ms = max(updated_at_ms, ?2) WHERE seq = ?1",
    )?
    .execute(params![conversation, archived.updated_at_ms])?;
    Ok(())
}

fn begin(tx: &Transaction<'_>, archived: &Archived) -> Result<i64, Fault> {
    tx.prepare_cached(
        "INSERT INTO conversations (id, title, created_at_ms, updated_at_ms) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        archived.id.as_str(),
        archived.title,
        archived.created_at_ms,
        archived.updated_at_ms,
    ])?;
    Ok(tx.last_insert_rowid())
}

fn add(
    tx: &Transaction<'_>,
    conversation: i64,
    node: &Node,
    places: &Places,
) -> Result<i64, Fault> {
    let parent = node.parent.as_ref().and_then(|id| places.get(id)).copied();
    tx.prepare_cached(&format!(
        "INSERT INTO messages (id, conversation, parent, role, state, text, reasoning, model,
                               connection, created_at_ms, depth)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, {})",
        paths::DEPTH_UNDER_PARENT
    ))?
    .execute(params![
        node.id.as_str(),
        conversation,
        parent,
        node.role.as_str(),
        ended(node.state).as_str(),
        node.text,
        node.reasoning,
        node.model,
        node.connection,
        node.created_at_ms,
    ])?;
    let seq = tx.last_insert_rowid();
    files::unarchive(tx, seq, node.role, &node.files)?;
    if node.chosen {
        // Where the path has gone elsewhere since, it stays there.
        tx.prepare_cached(
            "UPDATE messages SET chosen = ?2 WHERE seq = ?1 AND chosen IS NULL
             AND seq IS NOT (SELECT head FROM conversations WHERE seq = ?3)",
        )?
        .execute(params![parent, seq, conversation])?;
    }
    Ok(seq)
}

/// An answer that came from an archive has no process that goes on with it.
fn ended(state: MessageState) -> MessageState {
    match state {
        MessageState::Pending | MessageState::Streaming | MessageState::Interrupted => {
            MessageState::Interrupted
        }
        MessageState::Done | MessageState::Cancelled | MessageState::Failed => state,
    }
}

fn complete(tx: &Transaction<'_>, seq: i64, node: &Node) -> Result<(), Fault> {
    search::drop_message(tx, seq)?;
    tx.prepare_cached(
        "UPDATE messages SET state = ?2, text = ?3, reasoning = ?4, model = ?5, connection = ?6
         WHERE seq = ?1",
    )?
    .execute(params![
        seq,
        ended(node.state).as_str(),
        node.text,
        node.reasoning,
        node.model,
        node.connection,
    ])?;
    tx.prepare_cached("DELETE FROM pictures WHERE message = ?1")?
        .execute([seq])?;
    if node.role == Role::Assistant {
        files::unarchive(tx, seq, node.role, &node.files)?;
    }
    Ok(())
}

/// The turns of answers that were added or completed, or have lost theirs.
fn turns(
    tx: &Transaction<'_>,
    conversation: i64,
    archived: &Archived,
    plan: &Plan,
    places: &Places,
) -> Result<(), Fault> {
    let new = plan.add.iter().chain(&plan.complete);
    let new: std::collections::HashSet<&MessageId> = new
        .filter_map(|n| archived.messages.get(*n))
        .map(|node| &node.id)
        .collect();
    for (_, turn) in archived
        .turns
        .iter()
        .enumerate()
        .filter(|(n, turn)| new.contains(&turn.answer) || plan.lost.turns.contains(n))
    {
        if let (Some(question), Some(answer)) =
            (places.get(&turn.question), places.get(&turn.answer))
        {
            put_turn(tx, conversation, (*question, *answer), turn)?;
        }
    }
    Ok(())
}

fn put_turn(
    tx: &Transaction<'_>,
    conversation: i64,
    (question, answer): (i64, i64),
    turn: &ArchivedTurn,
) -> Result<(), Fault> {
    let json = |text: &Option<JsonText>| text.as_ref().map(|json| json.0.clone());
    tx.prepare_cached(
        "INSERT INTO turns (id, conversation, question, answer, owner, connection, model,
             max_tokens, temperature, started_at_ms, ended_at_ms, finish, error, provider,
             generation_id, input_tokens, output_tokens, reasoning_tokens, cached_input_tokens,
             total_tokens, cost_usd, cost_basis, first_token_ms, total_ms, attempts, receipt)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
                 ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)
         ON CONFLICT (answer) DO UPDATE SET ended_at_ms = excluded.ended_at_ms,
             finish = excluded.finish, error = excluded.error, provider = excluded.provider,
             generation_id = excluded.generation_id, input_tokens = excluded.input_tokens,
             output_tokens = excluded.output_tokens, reasoning_tokens = excluded.reasoning_tokens,
             cached_input_tokens = excluded.cached_input_tokens,
             total_tokens = excluded.total_tokens, cost_usd = excluded.cost_usd,
             cost_basis = excluded.cost_basis, first_token_ms = excluded.first_token_ms,
             total_ms = excluded.total_ms, attempts = excluded.attempts,
             receipt = excluded.receipt",
    )?
    .execute(params![
        turn.id.as_str(),
        conversation,
        question,
        answer,
        NO_OWNER,
        turn.connection,
        turn.model,
        turn.max_tokens,
        turn.temperature,
        turn.started_at_ms,
        turn.ended_at_ms,
        turn.finish.map(FinishReason::as_str),
        json(&turn.error),
        turn.provider,
        turn.generation_id,
        turn.input_tokens,
        turn.output_tokens,
        turn.reasoning_tokens,
        turn.cached_input_tokens,
        turn.total_tokens,
        turn.cost_usd,
        turn.cost_basis.map(row::basis_name),
        turn.first_token_ms,
        turn.total_ms,
        json(&turn.attempts),
        json(&turn.receipt),
    ])?;
    Ok(())
}

/// What a person did to the conversation.
fn fields(
    tx: &Transaction<'_>,
    conversation: i64,
    archived: &Archived,
    places: &Places,
) -> Result<(), Fault> {
    let system = archived.system.as_ref().and_then(|id| places.get(id));
    tx.prepare_cached(
        "UPDATE conversations SET title = ?2, titled = ?3, revision = ?4, pinned = ?5,
             archived = ?6, unread = ?7, folder = ?8, connection = ?9, model = ?10,
             system = CASE WHEN ?12 THEN system ELSE ?11 END, asking = ?13
         WHERE seq = ?1",
    )?
    .execute(params![
        conversation,
        archived.title,
        archived.titled,
        archived.revision,
        archived.pinned,
        archived.archived,
        archived.unread,
        archived.folder,
        archived.connection,
        archived.model,
        system,
        archived.more,
        archived.asking.as_ref().map(|asking| &asking.0),
    ])?;
    tx.prepare_cached("DELETE FROM tags WHERE conversation = ?1")?
        .execute([conversation])?;
    tags(tx, conversation, archived)
}

fn tags(tx: &Transaction<'_>, conversation: i64, archived: &Archived) -> Result<(), Fault> {
    let mut tag = tx.prepare_cached("INSERT INTO tags (conversation, tag) VALUES (?1, ?2)")?;
    for name in &archived.tags {
        tag.execute(params![conversation, name])?;
    }
    Ok(())
}

/// The archive's path: its head, and each of its messages chosen by the one that it follows.
fn path(
    tx: &Transaction<'_>,
    conversation: i64,
    archived: &Archived,
    places: &Places,
) -> Result<(), Fault> {
    let Some(head) = archived.head.as_ref().and_then(|id| places.get(id)) else {
        return Ok(());
    };
    let system = archived.system.as_ref().and_then(|id| places.get(id));
    tx.prepare_cached(
        "UPDATE conversations SET head = ?2, system = coalesce(system, ?3) WHERE seq = ?1",
    )?
    .execute(params![conversation, head, system])?;
    tx.prepare_cached("UPDATE messages SET chosen = NULL WHERE seq = ?1")?
        .execute([head])?;
    tx.prepare_cached(
        "WITH RECURSIVE up (child, seq) AS (
             SELECT m.seq, m.parent FROM messages m WHERE m.seq = ?1 AND m.parent IS NOT NULL
             UNION ALL
             SELECT up.seq, m.parent FROM up JOIN messages m ON m.seq = up.seq
             WHERE m.parent < m.seq)
         UPDATE messages SET chosen = up.child FROM up
         WHERE messages.seq = up.seq AND messages.chosen IS NOT up.child",
    )?
    .execute([head])?;
    Ok(())
}
