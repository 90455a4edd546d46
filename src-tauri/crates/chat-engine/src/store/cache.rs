//! Answers kept for a while, and really gone afterwards: what is deleted is overwritten, in the
//! file and in its log.
//!
//! What is the same request, and what may be kept, is decided in [`chat_core::cache`].

use super::error::{Fault, StoreError};
use super::migrate::{self, WITH_MONEY};
use super::transaction::{empty_log, immediate, without_sync};
use super::{Store, row};
use chat_core::cache::{CacheKey, CachedAnswer, MAX_ANSWERS, MAX_BYTES, Ttl};
use chat_core::dialect::Citation;
use chat_core::ids::TurnId;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

/// An answer that is no longer fresh, for the bounds of [`Ttl::window_at`].
const STALE: &str = "kept_at_ms < ?1 OR kept_at_ms > ?2";

impl Store {
    /// The folder's salt for [`chat_core::cache::Credentials`]; `fresh` becomes it where there is
    /// none yet.
    ///
    /// # Errors
    /// None of its own.
    pub async fn cache_salt(&self, fresh: [u8; 32]) -> Result<[u8; 32], StoreError> {
        self.write(move |db| salt(db, fresh)).await
    }

    /// A kept answer that is fresh.
    ///
    /// # Errors
    /// None of its own.
    pub async fn cached_answer(
        &self,
        key: CacheKey,
        ttl: Ttl,
        now_ms: i64,
    ) -> Result<Option<CachedAnswer>, StoreError> {
        self.read(move |db| find(db, &key, ttl, now_ms)).await
    }

    /// Keeps an answer in place of an older one to the same request, and drops what is stale and,
    /// oldest first, what is too much. Nothing is kept of a turn that is not there: its conversation
    /// was erased meanwhile, perhaps by another process, and no word of it may come back.
    ///
    /// # Errors
    /// None of its own.
    pub async fn keep_answer(
        &self,
        key: CacheKey,
        answer: CachedAnswer,
        ttl: Ttl,
    ) -> Result<(), StoreError> {
        self.write(move |db| {
            changing(db, |tx| {
                let mut gone = drop_stale(tx, ttl, answer.kept_at_ms)?;
                if !is_there(tx, &answer.turn)? {
                    return Ok(gone);
                }
                gone += tx
                    .prepare_cached("DELETE FROM cached_answers WHERE key = ?1")?
                    .execute([key.as_bytes()])?;
                insert(tx, &key, &answer)?;
                Ok(gone + drop_oldest(tx)?)
            })?;
            Ok(())
        })
        .await
    }

    /// Drops what is stale by now; tells how many answers that were.
    ///
    /// # Errors
    /// None of its own.
    pub async fn expire_answers(&self, ttl: Ttl, now_ms: i64) -> Result<usize, StoreError> {
        self.write(move |db| {
            let (first, last) = ttl.window_at(now_ms);
            let any: bool = db
                .prepare_cached(&format!(
                    "SELECT EXISTS (SELECT 1 FROM cached_answers WHERE {STALE})"
                ))?
                .query_row([first, last], |row| row.get(0))?;
            // Mostly there is nothing to do; then no write lock is taken.
            if any {
                changing(db, |tx| drop_stale(tx, ttl, now_ms))
            } else {
                Ok(0)
            }
        })
        .await
    }

    /// Drops the answers that these turns bought, as their conversation goes.
    ///
    /// # Errors
    /// None of its own.
    pub async fn forget_answers(&self, turns: Vec<TurnId>) -> Result<usize, StoreError> {
        self.write(move |db| {
            changing(db, |tx| {
                let mut delete = tx.prepare_cached("DELETE FROM cached_answers WHERE turn = ?1")?;
                turns
                    .iter()
                    .try_fold(0, |gone, turn| Ok(gone + delete.execute([turn.as_str()])?))
            })
        })
        .await
    }

    /// Drops every kept answer.
    ///
    /// # Errors
    /// None of its own.
    pub async fn clear_answers(&self) -> Result<usize, StoreError> {
        self.write(|db| changing(db, |tx| Ok(tx.execute("DELETE FROM cached_answers", [])?)))
            .await
    }
}

fn salt(db: &mut Connection, fresh: [u8; 32]) -> Result<[u8; 32], Fault> {
    let stored = |db: &Connection| {
        db.query_row("SELECT salt FROM cache_salt", [], |row| row.get(0))
            .optional()
    };
    if let Some(salt) = stored(db)? {
        return Ok(salt);
    }
    let tx = immediate(db)?;
    tx.execute(
        "INSERT INTO cache_salt (one, salt) VALUES (1, ?1) ON CONFLICT DO NOTHING",
        [fresh],
    )?;
    let salt = stored(&tx)?.unwrap_or(fresh);
    tx.commit()?;
    Ok(salt)
}

/// Changes kept answers in one transaction; `work` tells how many it dropped. What is dropped is
/// overwritten, and then the log is emptied: where a reader is in the way, it goes with the next
/// change, or when the last process closes the file.
fn changing(
    db: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<usize, Fault>,
) -> Result<usize, Fault> {
    let gone = without_sync(db, |db| {
        let tx = immediate(db)?;
        let gone = work(&tx)?;
        tx.commit()?;
        Ok(gone)
    })?;
    if gone > 0 {
        empty_log(db)?;
    }
    Ok(gone)
}

fn find(
    db: &Connection,
    key: &CacheKey,
    ttl: Ttl,
    now_ms: i64,
) -> Result<Option<CachedAnswer>, Fault> {
    if migrate::version(db)? < WITH_MONEY {
        return Ok(None);
    }
    let (first, last) = ttl.window_at(now_ms);
    let found = db
        .prepare_cached(
            "SELECT * FROM cached_answers WHERE key = ?1 AND kept_at_ms BETWEEN ?2 AND ?3",
        )?
        .query_row(params![key.as_bytes(), first, last], read)
        .optional()?;
    Ok(found)
}

fn read(row: &Row<'_>) -> rusqlite::Result<CachedAnswer> {
    let citations: Vec<(String, String)> =
        row::read(row, "citations", |json| serde_json::from_str(json))?;
    Ok(CachedAnswer {
        kept_at_ms: row.get("kept_at_ms")?,
        turn: row::read(row, "turn", TurnId::parse)?,
        text: row.get("text")?,
        reasoning: row.get("reasoning")?,
        citations: citations
            .into_iter()
            .map(|(url, title)| Citation { url, title })
            .collect(),
        model: row.get("model")?,
        provider: row.get("provider")?,
        usage: row::usage(row)?,
        cost: row::cost(row)?,
        generation_id: row.get("generation_id")?,
    })
}

fn insert(tx: &Transaction<'_>, key: &CacheKey, answer: &CachedAnswer) -> Result<(), Fault> {
    let citations: Vec<_> = answer
        .citations
        .iter()
        .map(|citation| (&citation.url, &citation.title))
        .collect();
    let citations = serde_json::to_string(&citations)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    let [input, output, reasoning, cached_input, total] = row::counts(answer.usage.as_ref());
    tx.prepare_cached(
        "INSERT INTO cached_answers (key, kept_at_ms, turn, bytes, model, provider, generation_id,
             input_tokens, output_tokens, reasoning_tokens, cached_input_tokens, total_tokens,
             cost_usd, cost_basis, text, reasoning, citations)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    )?
    .execute(params![
        key.as_bytes(),
        answer.kept_at_ms,
        answer.turn.as_str(),
        i64::try_from(answer.bytes()).unwrap_or(i64::MAX),
        answer.model,
        answer.provider,
        answer.generation_id,
        input,
        output,
        reasoning,
        cached_input,
        total,
        answer.cost.map(|cost| cost.usd.to_string()),
        answer.cost.map(|cost| row::basis_name(cost.basis)),
        answer.text,
        answer.reasoning,
        citations,
    ])?;
    Ok(())
}

fn is_there(tx: &Transaction<'_>, turn: &TurnId) -> Result<bool, Fault> {
    let found = tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM turns WHERE id = ?1)")?
        .query_row([turn.as_str()], |row| row.get(0))?;
    Ok(found)
}

fn drop_stale(tx: &Transaction<'_>, ttl: Ttl, now_ms: i64) -> Result<usize, Fault> {
    let (first, last) = ttl.window_at(now_ms);
    let gone = tx
        .prepare_cached(&format!("DELETE FROM cached_answers WHERE {STALE}"))?
        .execute([first, last])?;
    Ok(gone)
}

/// Keeps the bounds: oldest out, by the order of keeping and never by a clock.
fn drop_oldest(tx: &Transaction<'_>) -> Result<usize, Fault> {
    let [most, room] = [MAX_ANSWERS, MAX_BYTES].map(|n| i64::try_from(n).unwrap_or(i64::MAX));
    let (mut count, mut bytes): (i64, i64) = tx
        .prepare_cached("SELECT count(*), coalesce(sum(bytes), 0) FROM cached_answers")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut gone = 0;
    while count > most || bytes > room {
        let oldest: Option<i64> = tx
            .prepare_cached(
                "DELETE FROM cached_answers WHERE seq = (SELECT min(seq) FROM cached_answers)
                 RETURNING bytes",
            )?
            .query_row([], |row| row.get(0))
            .optional()?;
        let Some(size) = oldest else { break };
        count -= 1;
        bytes -= size;
        gone += 1;
    }
    Ok(gone)
}
