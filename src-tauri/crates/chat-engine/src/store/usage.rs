//! Sums over the ledger on disk, in the days of the place.
//!
//! A row is read column by column without a copy of its texts: a long ledger is summed while a
//! person waits. What is summed and how is in [`chat_core::ledger`].

use super::Store;
use super::error::{Fault, StoreError};
use super::migrate::{self, WITH_MONEY, WITH_RECEIPTS};
use super::row::{Odd, basis, odd};
use chat_core::calendar::{Day, LocalDays};
use chat_core::ledger::{Asked, By, Outcome, Prices, Report, Summary, Used};
use chat_core::money::Usd;
use chat_core::usage::{Cost, CostBasis, Usage};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::ops::Range;

/// The columns of [`used`], by their numbers; the bill that came later goes before.
const USED: &str = "SELECT l.at_ms, l.connection, l.model_asked, l.model_served,
    l.input_tokens, l.output_tokens, l.reasoning_tokens, l.cached_input_tokens, l.total_tokens,
    s.input_tokens, s.output_tokens, s.reasoning_tokens, s.cached_input_tokens, s.total_tokens,
    l.cost_usd, l.cost_basis, s.cost_usd, l.saved_usd, l.first_token_ms, l.total_ms, l.status,
    l.outcome, l.cached
    FROM ledger l LEFT JOIN settlements s ON s.ledger = l.seq
    WHERE l.at_ms >= ?1 AND l.at_ms < ?2";

/// Whose answers read from a provider's cache.
const CACHE_READERS: &str = "SELECT DISTINCT l.connection, l.model_asked, l.model_served
    FROM ledger l LEFT JOIN settlements s ON s.ledger = l.seq
    WHERE l.at_ms >= ?1 AND l.at_ms < ?2 AND NOT l.cached
      AND (l.cached_input_tokens > 0 OR s.cached_input_tokens > 0) LIMIT ?3";

/// Of how many models prices are looked up.
const MAX_PRICED: u32 = 1_000;

impl Store {
    /// The moments from the beginning of one day to the end of another, by the clocks of the place;
    /// none is without an end.
    ///
    /// # Errors
    /// None of its own.
    pub async fn moments(
        &self,
        from: Option<Day>,
        until: Option<Day>,
    ) -> Result<Range<i64>, StoreError> {
        self.read(move |db| {
            with_days(db, |days| {
                let start = from.map_or(i64::MIN, |day| days.start_ms(day));
                let end = until.map_or(i64::MAX, |day| days.end_ms(day));
                Ok(start..end)
            })
        })
        .await
    }

    /// Sums over the entries that started within `at_ms`.
    ///
    /// # Errors
    /// None of its own.
    pub async fn usage(
        &self,
        by: By,
        at_ms: Range<i64>,
        prices: Prices,
    ) -> Result<Report, StoreError> {
        self.read(move |db| {
            let mut summary = Summary::new(by, prices);
            if migrate::version(db)? < WITH_MONEY {
                return Ok(summary.report());
            }
            with_days(db, |days| {
                let mut statement = db.prepare_cached(USED)?;
                let mut rows = statement.query([at_ms.start, at_ms.end])?;
                while let Some(row) = rows.next()? {
                    summary.add(&used(row)?, |ms| days.at(ms));
                }
                Ok(())
            })?;
            Ok(summary.report())
        })
        .await
    }

    /// Whose answers within `at_ms` were read from a provider's cache in part.
    ///
    /// # Errors
    /// None of its own.
    pub async fn cache_readers(&self, at_ms: Range<i64>) -> Result<Vec<Asked>, StoreError> {
        self.read(move |db| {
            if migrate::version(db)? < WITH_MONEY {
                return Ok(Vec::new());
            }
            let found = db
                .prepare_cached(CACHE_READERS)?
                .query_map(params![at_ms.start, at_ms.end, MAX_PRICED], |row| {
                    Ok(Asked {
                        connection: row.get(0)?,
                        asked: row.get(1)?,
                        served: row.get(2)?,
                    })
                })?
                .collect::<Result<_, _>>()?;
            Ok(found)
        })
        .await
    }

    /// A connection's list as it was fetched last, from whatever address: the ledger knows none.
    ///
    /// # Errors
    /// None of its own.
    pub async fn newest_catalogue(&self, connection: String) -> Result<Option<String>, StoreError> {
        self.read(move |db| {
            if migrate::version(db)? < WITH_RECEIPTS {
                return Ok(None);
            }
            Ok(db
                .prepare_cached("SELECT models FROM catalogues WHERE connection = ?1")?
                .query_row([connection], |row| row.get(0))
                .optional()?)
        })
        .await
    }
}

/// Gives the days of the place: SQLite asks the system, which knows its zone and when its clocks
/// change.
fn with_days<T>(
    db: &Connection,
    job: impl FnOnce(&mut LocalDays<&mut dyn FnMut(i64) -> Option<Day>>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let mut statement = db.prepare_cached("SELECT date(?1, 'unixepoch', 'localtime')")?;
    let mut day_at = |ms: i64| {
        let day = statement.query_row([ms.div_euclid(1_000)], |row| {
            Ok(row.get_ref(0)?.as_str().ok().and_then(Day::parse))
        });
        day.ok().flatten()
    };
    job(&mut LocalDays::new(&mut day_at))
}

/// A row of [`USED`].
fn used<'a>(row: &'a Row<'_>) -> rusqlite::Result<Used<'a>> {
    let count = |column| -> rusqlite::Result<Option<u64>> {
        let value: Option<i64> = row.get(column)?;
        value.map(u64::try_from).transpose().map_err(odd)
    };
    let usage = |first: usize| -> rusqlite::Result<Option<Usage>> {
        let (Some(input_tokens), Some(output_tokens), Some(total_tokens)) =
            (count(first)?, count(first + 1)?, count(first + 4)?)
        else {
            return Ok(None);
        };
        Ok(Some(Usage {
            input_tokens,
            output_tokens,
            reasoning_tokens: count(first + 2)?,
            cached_input_tokens: count(first + 3)?,
            total_tokens,
        }))
    };
    let usd = |column| some(row, column)?.map(Usd::parse).transpose().map_err(odd);
    let billed_later = usd(16)?.map(|usd| Cost {
        usd,
        basis: CostBasis::Billed,
    });
    let cost = match (billed_later, usd(14)?, some(row, 15)?) {
        (Some(billed), _, _) => Some(billed),
        (None, Some(usd), Some(name)) => Some(Cost {
            usd,
            basis: basis(name).map_err(odd)?,
        }),
        (None, None, _) | (None, Some(_), None) => None,
    };
    let outcome = row.get_ref(21)?.as_str()?;
    Ok(Used {
        at_ms: row.get(0)?,
        connection: row.get_ref(1)?.as_str()?,
        model_asked: row.get_ref(2)?.as_str()?,
        model_served: some(row, 3)?,
        usage: usage(9)?.or(usage(4)?),
        cost,
        saved: usd(17)?,
        first_token_ms: count(18)?,
        total_ms: count(19)?.unwrap_or_default(),
        status: row.get(20)?,
        outcome: Outcome::parse(outcome).ok_or(Odd).map_err(odd)?,
        cached: row.get(22)?,
    })
}

/// A text that may be missing, without a copy of it.
fn some<'a>(row: &'a Row<'_>, column: usize) -> rusqlite::Result<Option<&'a str>> {
    Ok(row.get_ref(column)?.as_str_or_null()?)
}
