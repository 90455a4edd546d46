//! The ledger on disk: rows are added and stay, whoever writes.
//!
//! What an entry is and how entries are summed is in [`chat_core::ledger`].

use super::error::{Fault, StoreError};
use super::migrate::{self, WITH_MONEY};
use super::transaction::immediate;
use super::{Store, budget, row, turns};
use chat_core::budget::counted;
use chat_core::calendar::Month;
use chat_core::ids::TurnId;
use chat_core::ledger::{Entry, Outcome};
use chat_core::money::Usd;
use chat_core::usage::{Cost, CostBasis, Usage};
use rusqlite::{Connection, OptionalExtension, Params, Row, Transaction, params};
use std::ops::Range;

/// An entry's number; later entries have larger ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryNumber(i64);

/// What a request was billed, known after it ended.
#[derive(Clone, Copy, Debug)]
pub struct Settlement {
    /// The amount.
    pub usd: Usd,
    /// Tokens, where told; none leaves those of the entry.
    pub usage: Option<Usage>,
    /// Now, in milliseconds since 1970.
    pub at_ms: i64,
}

/// The rows of [`entry`], settlements applied.
pub(super) const ENTRIES: &str = "l.seq, l.at_ms, l.turn, l.attempt, l.connection, l.model_asked,
    l.model_served, l.provider, l.saved_usd, l.first_token_ms, l.total_ms, l.status, l.outcome,
    l.cached, l.request_id, l.generation_id, l.cost_usd, l.cost_basis,
    l.input_tokens, l.output_tokens, l.reasoning_tokens, l.cached_input_tokens, l.total_tokens,
    s.cost_usd AS settled_usd, s.input_tokens AS settled_input,
    s.output_tokens AS settled_output, s.reasoning_tokens AS settled_reasoning,
    s.cached_input_tokens AS settled_cached, s.total_tokens AS settled_total
    FROM ledger l LEFT JOIN settlements s ON s.ledger = l.seq";

/// The entries of a generation whose bill is not known yet.
pub(super) const UNSETTLED: &str = "ledger l LEFT JOIN settlements s ON s.ledger = l.seq
    WHERE l.generation_id = ?1 AND NOT l.cached AND s.ledger IS NULL";

impl Store {
    /// Adds entries, and where `ended` names a turn, frees what it held of the budget: one
    /// transaction, on disk when it returns. An entry that is there already, by turn and attempt,
    /// stays as it is.
    ///
    /// # Errors
    /// None of its own.
    pub async fn record(
        &self,
        entries: Vec<Entry>,
        ended: Option<TurnId>,
    ) -> Result<(), StoreError> {
        self.write(move |db| {
            let tx = immediate(db)?;
            for entry in entries {
                append(&tx, entry)?;
            }
            if let Some(turn) = ended {
                budget::free(&tx, &turn)?;
            }
            Ok(tx.commit()?)
        })
        .await
    }

    /// Adds what the entries of a generation were billed; the first word counts. Tells whether
    /// there was one to settle.
    ///
    /// # Errors
    /// None of its own.
    pub async fn settle(
        &self,
        generation_id: String,
        settlement: Settlement,
    ) -> Result<bool, StoreError> {
        self.write(move |db| settle(db, &generation_id, &settlement))
            .await
    }

    /// The generation of the newest entry of a connection, started within `at_ms`, whose id begins
    /// with `prefix` and whose bill is missing.
    ///
    /// # Errors
    /// None of its own.
    pub async fn unsettled(
        &self,
        connection: String,
        prefix: &'static str,
        at_ms: Range<i64>,
    ) -> Result<Option<String>, StoreError> {
        self.read(move |db| {
            if migrate::version(db)? < WITH_MONEY {
                return Ok(None);
            }
            let found = db
                .prepare_cached(
                    "SELECT l.generation_id FROM ledger l
                     LEFT JOIN settlements s ON s.ledger = l.seq
                     WHERE l.at_ms >= ?1 AND l.at_ms < ?2 AND l.connection = ?3
                       AND substr(l.generation_id, 1, length(?4)) = ?4 AND NOT l.cached
                       AND l.cost_basis IS NOT ?5 AND s.ledger IS NULL
                     ORDER BY l.seq DESC LIMIT 1",
                )?
                .query_row(
                    params![
                        at_ms.start,
                        at_ms.end,
                        connection,
                        prefix,
                        row::basis_name(CostBasis::Billed),
                    ],
                    |row| row.get(0),
                )
                .optional()?;
            Ok(found)
        })
        .await
    }

    /// At most `limit` entries that started within `at_ms`, in the order of recording, from after
    /// `after` on.
    ///
    /// # Errors
    /// None of its own.
    pub async fn entries(
        &self,
        at_ms: Range<i64>,
        after: Option<EntryNumber>,
        limit: u32,
    ) -> Result<Vec<(EntryNumber, Entry)>, StoreError> {
        self.read(move |db| {
            let after = after.map_or(0, |number| number.0);
            let mut found = Vec::new();
            each(
                db,
                "WHERE l.seq > ?1 AND l.at_ms >= ?2 AND l.at_ms < ?3 ORDER BY l.seq LIMIT ?4",
                params![after, at_ms.start, at_ms.end, limit],
                |number, entry| found.push((number, entry)),
            )?;
            Ok(found)
        })
        .await
    }

    /// The entries of a turn, by attempt.
    ///
    /// # Errors
    /// None of its own.
    pub async fn entries_of(&self, turn: TurnId) -> Result<Vec<Entry>, StoreError> {
        self.read(move |db| {
            let mut found = Vec::new();
            each(
                db,
                "WHERE l.turn = ?1 ORDER BY l.attempt",
                [turn.as_str()],
                |_, entry| found.push(entry),
            )?;
            Ok(found)
        })
        .await
    }
}

/// Adds an entry; what it counts for depends on what its turn holds. `tx` may do more in the same
/// transaction.
pub(super) fn append(tx: &Transaction<'_>, entry: Entry) -> Result<(), Fault> {
    let entry = entry.tidy();
    let counted = counted(&entry, budget::held(tx, &entry.turn)?);
    let [input, output, reasoning, cached_input, total] = row::counts(entry.usage.as_ref());
    let added = tx
        .prepare_cached(
            "INSERT INTO ledger (at_ms, turn, attempt, connection, model_asked, model_served,
                 provider, input_tokens, output_tokens, reasoning_tokens, cached_input_tokens,
                 total_tokens, cost_usd, cost_basis, counted_usd, saved_usd, first_token_ms,
                 total_ms, status, outcome, cached, request_id, generation_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
                 ?18, ?19, ?20, ?21, ?22, ?23)",
        )?
        .execute(params![
            entry.at_ms,
            entry.turn.as_str(),
            entry.attempt,
            entry.connection,
            entry.model_asked,
            entry.model_served,
            entry.provider,
            input,
            output,
            reasoning,
            cached_input,
            total,
            entry.cost.map(|cost| cost.usd.to_string()),
            entry.cost.map(|cost| row::basis_name(cost.basis)),
            counted.to_string(),
            entry.saved.map(|usd| usd.to_string()),
            entry.first_token_ms.map(row::count),
            row::count(entry.total_ms),
            entry.status,
            entry.outcome.as_str(),
            entry.cached,
            entry.request_id,
            entry.generation_id,
        ])?;
    // A row that is there already stays, and counts as it did.
    if added > 0 {
        budget::count(tx, Month::at(entry.at_ms), counted, Usd::default())?;
    }
    Ok(())
}

fn settle(
    db: &mut Connection,
    generation_id: &str,
    settlement: &Settlement,
) -> Result<bool, Fault> {
    let tx = immediate(db)?;
    let open: Vec<(i64, i64, Usd, String)> = tx
        .prepare_cached(&format!(
            "SELECT l.seq, l.at_ms, l.counted_usd, l.turn FROM {UNSETTLED}"
        ))?
        .query_map([generation_id], |row| {
            let counted = row::read(row, "counted_usd", Usd::parse)?;
            Ok((
                row.get("seq")?,
                row.get("at_ms")?,
                counted,
                row.get("turn")?,
            ))
        })?
        .collect::<Result<_, _>>()?;
    let [input, output, reasoning, cached_input, total] = row::counts(settlement.usage.as_ref());
    for (seq, at_ms, counted, turn) in &open {
        tx.prepare_cached(
            "INSERT INTO settlements (ledger, at_ms, cost_usd, input_tokens, output_tokens,
                 reasoning_tokens, cached_input_tokens, total_tokens)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            seq,
            settlement.at_ms,
            settlement.usd.to_string(),
            input,
            output,
            reasoning,
            cached_input,
            total,
        ])?;
        // As in an entry, less than nothing counts as nothing.
        let billed = settlement.usd.max(Usd::default());
        budget::count(&tx, Month::at(*at_ms), billed, *counted)?;
        turns::settle(&tx, turn, generation_id, settlement)?;
    }
    tx.commit()?;
    Ok(!open.is_empty())
}

/// Gives every entry to `take`, in the order of recording.
pub(super) fn every(db: &Connection, mut take: impl FnMut(Entry)) -> Result<(), Fault> {
    each(db, "ORDER BY l.seq", [], |_, entry| take(entry))
}

/// Gives each row to `take` as it is read: a long ledger is never in memory.
fn each(
    db: &Connection,
    which: &str,
    values: impl Params,
    mut take: impl FnMut(EntryNumber, Entry),
) -> Result<(), Fault> {
    if migrate::version(db)? < WITH_MONEY {
        return Ok(());
    }
    let mut statement = db.prepare_cached(&format!("SELECT {ENTRIES} {which}"))?;
    let mut rows = statement.query(values)?;
    while let Some(row) = rows.next()? {
        take(EntryNumber(row.get("seq")?), entry(row)?);
    }
    Ok(())
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let settled = row::read_some(row, "settled_usd", Usd::parse)?.map(|usd| Cost {
        usd,
        basis: CostBasis::Billed,
    });
    Ok(Entry {
        at_ms: row.get("at_ms")?,
        turn: row::read(row, "turn", TurnId::parse)?,
        attempt: row.get("attempt")?,
        connection: row.get("connection")?,
        model_asked: row.get("model_asked")?,
        model_served: row.get("model_served")?,
        provider: row.get("provider")?,
        usage: settled_usage(row)?.or(row::usage(row)?),
        cost: settled.or(row::cost(row)?),
        saved: row::read_some(row, "saved_usd", Usd::parse)?,
        first_token_ms: row::amount(row, "first_token_ms")?,
        total_ms: row::amount(row, "total_ms")?.unwrap_or_default(),
        status: row.get("status")?,
        outcome: row::read(row, "outcome", |name| Outcome::parse(name).ok_or(row::Odd))?,
        cached: row.get("cached")?,
        request_id: row.get("request_id")?,
        generation_id: row.get("generation_id")?,
    })
}

fn settled_usage(row: &Row<'_>) -> rusqlite::Result<Option<Usage>> {
    let get = |name| row::amount(row, name);
    let (Some(input_tokens), Some(output_tokens), Some(total_tokens)) = (
        get("settled_input")?,
        get("settled_output")?,
        get("settled_total")?,
    ) else {
        return Ok(None);
    };
    Ok(Some(Usage {
        input_tokens,
        output_tokens,
        reasoning_tokens: get("settled_reasoning")?,
        cached_input_tokens: get("settled_cached")?,
        total_tokens,
    }))
}
