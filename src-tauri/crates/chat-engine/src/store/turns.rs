//! The life of a turn on disk: begin, checkpoint, end, and what a dead process left behind.
//!
//! Every function is one transaction. Must not know threads, clocks or networks.

use super::error::Fault;
use super::ledger::{self, Settlement};
use super::read;
use super::records::{Begun, EndTurn, NewTurn, Piece, StoredTurn};
use super::row;
use super::transaction::{immediate, without_sync};
use super::{budget, drafts, files, grow, path, search};
use chat_core::failure::Code;
use chat_core::ids::{MessageId, TurnId};
use chat_core::ledger::{Entry, Outcome};
use chat_core::message::{MessageState, Role};
use chat_core::usage::CostBasis;
use chat_core::wire::FinishReason;
use grow::Insert;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::HashMap;

/// Stores a turn's rows, or finds those of the first time.
pub(super) fn begin(db: &mut Connection, new: &NewTurn) -> Result<Begun, Fault> {
    let tx = immediate(db)?;
    let begun = begin_in(&tx, new)?;
    tx.commit()?;
    Ok(begun)
}

/// The same as a part of more.
pub(super) fn begin_in(tx: &Transaction<'_>, new: &NewTurn) -> Result<Begun, Fault> {
    if let Some(stored) = read::turn(tx, &new.turn)? {
        return Ok(Begun::Already(stored));
    }
    let conversation = grow::conversation(tx, new)?;
    let question = grow::question(tx, new, conversation)?;
    let answer = Insert {
        id: &new.answer,
        conversation,
        parent: Some(question),
        role: Role::Assistant,
        state: MessageState::Pending,
        text: "",
        model: Some(&new.model),
        connection: Some(&new.connection),
        at_ms: new.at_ms,
    }
    .run(tx)?;
    tx.prepare_cached(
        "INSERT INTO turns (id, conversation, question, answer, owner, connection, model,
                            max_tokens, temperature, started_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        new.turn.as_str(),
        conversation,
        question,
        answer,
        new.owner,
        new.connection,
        new.model,
        new.max_tokens,
        new.temperature,
        new.at_ms,
    ])?;
    let joint = grow::joint(tx, conversation, question)?;
    path::choose(tx, conversation, answer, joint)?;
    tx.prepare_cached(
        "UPDATE conversations SET updated_at_ms = max(updated_at_ms, ?2) WHERE seq = ?1",
    )?
    .execute(params![conversation, new.at_ms])?;
    if let Some(place) = &new.draft {
        drafts::drop(tx, place)?;
    }
    let stored: StoredTurn = read::turn(tx, &new.turn)?.ok_or(Fault::NotFound("turn"))?;
    Ok(Begun::New(stored))
}

/// Appends to an open answer.
pub(super) fn checkpoint(
    db: &mut Connection,
    answer: &MessageId,
    piece: &Piece,
) -> Result<(), Fault> {
    if piece.sync {
        append(db, answer, piece)
    } else {
        without_sync(db, |db| append(db, answer, piece))
    }
}

fn append(db: &mut Connection, answer: &MessageId, piece: &Piece) -> Result<(), Fault> {
    let tx = immediate(db)?;
    let seq = open_answer(&tx, answer)?;
    tx.prepare_cached(
        "INSERT INTO pieces (answer, n, text, reasoning)
         VALUES (?1, 1 + (SELECT coalesce(max(n), 0) FROM pieces WHERE answer = ?1), ?2, ?3)",
    )?
    .execute(params![seq, piece.text, piece.reasoning])?;
    tx.prepare_cached("UPDATE messages SET state = ?2 WHERE seq = ?1 AND state = ?3")?
        .execute(params![
            seq,
            MessageState::Streaming.as_str(),
            MessageState::Pending.as_str()
        ])?;
    if let Some(served) = &piece.served {
        tx.prepare_cached("UPDATE messages SET model = ?2, connection = ?3 WHERE seq = ?1")?
            .execute(params![seq, served.model, served.connection])?;
        tx.prepare_cached("UPDATE turns SET provider = ?2, generation_id = ?3 WHERE answer = ?1")?
            .execute(params![seq, served.provider, served.generation_id])?;
    }
    Ok(tx.commit()?)
}

/// Joins an answer and stores how it ended.
pub(super) fn end(db: &mut Connection, end: &EndTurn) -> Result<(), Fault> {
    let tx = immediate(db)?;
    end_in(&tx, end)?;
    Ok(tx.commit()?)
}

/// The same as a part of more.
pub(super) fn end_in(tx: &Transaction<'_>, end: &EndTurn) -> Result<(), Fault> {
    let seq = open_answer(tx, &end.answer)?;
    let (mut text, mut reasoning) = read::pieces(tx, seq)?;
    reasoning.push_str(&end.tail.reasoning);
    text.push_str(&end.tail.text);
    let text = end.text.as_deref().unwrap_or(&text);
    let reasoning = end.reasoning.as_deref().unwrap_or(&reasoning);
    close(tx, seq, end.state, text, reasoning)?;
    files::keep(tx, seq, &end.pictures)?;
    tx.prepare_cached("UPDATE messages SET model = ?2, connection = ?3 WHERE seq = ?1")?
        .execute(params![seq, end.model, end.connection])?;
    search::add_message(tx, seq)?;
    let [input, output, reasoning, cached_input, total] = row::counts(end.usage.as_ref());
    let error = end.error.as_ref().map(serde_json::to_string).transpose();
    tx.prepare_cached(
        "UPDATE turns SET ended_at_ms = ?2, finish = ?3, error = ?4, provider = ?5,
             generation_id = ?6, input_tokens = ?7, output_tokens = ?8, reasoning_tokens = ?9,
             cached_input_tokens = ?10, total_tokens = ?11, cost_usd = ?12, cost_basis = ?13,
             first_token_ms = ?14, total_ms = ?15, attempts = ?16, receipt = ?17
         WHERE answer = ?1",
    )?
    .execute(params![
        seq,
        end.at_ms,
        end.finish.map(FinishReason::as_str),
        error.map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?,
        end.provider,
        end.generation_id,
        input,
        output,
        reasoning,
        cached_input,
        total,
        end.cost.map(|cost| cost.usd.to_string()),
        end.cost.map(|cost| row::basis_name(cost.basis)),
        end.first_token_ms.map(row::count),
        row::count(end.total_ms),
        end.attempts_json,
        end.receipt.to_json(),
    ])?;
    tx.prepare_cached(
        "UPDATE conversations SET updated_at_ms = max(updated_at_ms, ?2)
         WHERE seq = (SELECT conversation FROM messages WHERE seq = ?1)",
    )?
    .execute(params![seq, end.at_ms])?;
    Ok(())
}

/// The bill of an answer joins its receipt, as it joins the ledger. A turn that was not saved has
/// none. Tokens that the answer itself told stay.
pub(super) fn settle(
    tx: &Transaction<'_>,
    turn: &str,
    generation_id: &str,
    settlement: &Settlement,
) -> Result<(), Fault> {
    tx.prepare_cached(
        "UPDATE turns SET cost_usd = ?3, cost_basis = ?4 WHERE id = ?1 AND generation_id = ?2",
    )?
    .execute(params![
        turn,
        generation_id,
        settlement.usd.to_string(),
        row::basis_name(CostBasis::Billed),
    ])?;
    if settlement.usage.is_some() {
        let [input, output, reasoning, cached_input, total] =
            row::counts(settlement.usage.as_ref());
        tx.prepare_cached(
            "UPDATE turns SET input_tokens = ?3, output_tokens = ?4, reasoning_tokens = ?5,
                 cached_input_tokens = ?6, total_tokens = ?7
             WHERE id = ?1 AND generation_id = ?2 AND total_tokens IS NULL",
        )?
        .execute(params![
            turn,
            generation_id,
            input,
            output,
            reasoning,
            cached_input,
            total,
        ])?;
    }
    Ok(())
}

/// Ends the open answers of processes that are gone, with the text that they had stored.
pub(super) fn interrupt_dead(
    db: &mut Connection,
    is_alive: impl Fn(&str) -> bool,
) -> Result<Vec<MessageId>, Fault> {
    // Mostly there is nothing to do; then no write lock is taken.
    if read::open_answers(db)?.is_empty() {
        return Ok(Vec::new());
    }
    let tx = immediate(db)?;
    let mut known = HashMap::new();
    let mut interrupted = Vec::new();
    for open in read::open_answers(&tx)? {
        // An answer without a turn has no process that could end it.
        let alive = open.owner.is_some_and(|owner| {
            *known
                .entry(owner)
                .or_insert_with_key(|owner| is_alive(owner))
        });
        if !alive {
            let (text, reasoning) = read::pieces(&tx, open.seq)?;
            lost(&tx, open.seq)?;
            close(&tx, open.seq, MessageState::Interrupted, &text, &reasoning)?;
            search::add_message(&tx, open.seq)?;
            interrupted.extend(open.id);
        }
    }
    tx.commit()?;
    Ok(interrupted)
}

/// Writes the request of a dead process to the ledger, as far as it is known: something had come, so
/// somebody may have been paid. What its turn held is free then.
fn lost(tx: &Transaction<'_>, answer: i64) -> Result<(), Fault> {
    let found = tx
        .prepare_cached(
            "SELECT t.id, t.started_at_ms, t.model, t.provider, t.generation_id,
                    m.connection, m.model AS served, m.state = 'streaming' AS came
             FROM turns t JOIN messages m ON m.seq = t.answer WHERE m.seq = ?1",
        )?
        .query_row([answer], |row| {
            let turn = row::read(row, "id", TurnId::parse)?;
            let came: bool = row.get("came")?;
            let generation_id: Option<String> = row.get("generation_id")?;
            let entry = Entry {
                at_ms: row.get("started_at_ms")?,
                turn: turn.clone(),
                attempt: 1,
                connection: row.get("connection")?,
                model_asked: row.get("model")?,
                model_served: match generation_id {
                    Some(_) => row.get("served")?,
                    None => None,
                },
                provider: row.get("provider")?,
                usage: None,
                cost: None,
                saved: None,
                first_token_ms: None,
                total_ms: 0,
                status: None,
                outcome: Outcome::Failed(Code::Interrupted),
                cached: false,
                request_id: None,
                generation_id,
            };
            Ok((turn, came.then_some(entry)))
        })
        .optional()?;
    let Some((turn, entry)) = found else {
        return Ok(());
    };
    if let Some(entry) = entry {
        ledger::append(tx, entry)?;
    }
    budget::free(tx, &turn)
}

/// The row of an answer that has not ended.
fn open_answer(tx: &Transaction<'_>, answer: &MessageId) -> Result<i64, Fault> {
    let (seq, open): (i64, bool) = tx
        .prepare_cached(
            "SELECT seq, state IN ('pending', 'streaming') FROM messages
             WHERE id = ?1 AND role = 'assistant'",
        )?
        .query_row([answer.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .ok_or(Fault::NotFound("answer"))?;
    if open { Ok(seq) } else { Err(Fault::Ended) }
}

/// Puts an answer's text in its row; its pieces have served.
fn close(
    tx: &Transaction<'_>,
    seq: i64,
    state: MessageState,
    text: &str,
    reasoning: &str,
) -> Result<(), Fault> {
    if state.is_open() {
        return Err(Fault::Ended);
    }
    tx.prepare_cached("UPDATE messages SET state = ?2, text = ?3, reasoning = ?4 WHERE seq = ?1")?
        .execute(params![seq, state.as_str(), text, reasoning])?;
    tx.prepare_cached("DELETE FROM pieces WHERE answer = ?1")?
        .execute([seq])?;
    Ok(())
}
