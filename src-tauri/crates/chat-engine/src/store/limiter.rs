//! The pace limit's memory: who started when, and who waits, shared by every process.
//!
//! A request that must wait takes a place in line. Places of dead processes, and those that nobody
//! claims when their time has come, are given up by whoever comes next. The rules are in [`chat_core::limiter`].

use super::Store;
use super::error::{Fault, StoreError};
use super::transaction::{dead_owners, immediate, without_sync};
use chat_core::limiter::{GRACE_MS, Limit, MAX_WAITING, Pace, WINDOW_MS, pace_at};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// A request that is about to start.
#[derive(Clone, Debug)]
pub struct StartAsk {
    /// Its connection; each has a pace of its own.
    pub connection: String,
    /// The name of this process's lock ([`crate::owner::Owner`]).
    pub owner: String,
    /// The limit in force.
    pub limit: Limit,
    /// Its place in line, if it was given one.
    pub ticket: Option<Ticket>,
    /// Whether it may wait; one that may not gets no place.
    pub may_wait: bool,
}

/// A place in line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(i64);

/// What [`Store::start_request`] decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paced {
    /// Start now: it is counted.
    Permit,
    /// Ask again then at the latest, as the place is lost soon after; better each second, to move
    /// up where somebody in front gives up.
    Wait {
        /// When, in milliseconds since 1970.
        until_ms: i64,
        /// The place in line to ask with; none where it may not wait, and where the line is full:
        /// then it may be asked again all the same.
        ticket: Option<Ticket>,
    },
}

impl Store {
    /// Starts a request if its connection's pace allows, or puts it in line. `now` reads the
    /// clock and `is_alive` gets an owner's name; both run while the write lock is held, so that
    /// starts are in the order of their times, and must be quick.
    ///
    /// # Errors
    /// None of its own.
    pub async fn start_request(
        &self,
        ask: StartAsk,
        now: impl Fn() -> i64 + Send + 'static,
        is_alive: impl Fn(&str) -> bool + Send + 'static,
    ) -> Result<Paced, StoreError> {
        self.write(move |db| start(db, &ask, now, is_alive)).await
    }

    /// Gives up a place in line. Harmless where the request has started or the place is gone.
    ///
    /// # Errors
    /// None of its own.
    pub async fn leave_line(&self, ticket: Ticket) -> Result<(), StoreError> {
        self.write(move |db| {
            without_sync(db, |db| {
                db.prepare_cached("DELETE FROM request_starts WHERE seq = ?1 AND at_ms IS NULL")?
                    .execute([ticket.0])?;
                Ok(())
            })
        })
        .await
    }
}

/// The last starts of a connection.
pub(super) const STARTS: &str = "request_starts WHERE connection = ?1 AND at_ms IS NOT NULL
    ORDER BY at_ms DESC LIMIT ?2";

/// Those who wait in front of a place.
pub(super) const AHEAD: &str = "request_starts
    WHERE connection = ?1 AND at_ms IS NULL AND seq < ?2";

/// Those who did not ask again in time; whoever asks just now is not among them.
pub(super) const LAPSED: &str = "request_starts
    WHERE connection = ?1 AND at_ms IS NULL AND due_ms < ?2 AND seq <> ?3";

fn start(
    db: &mut Connection,
    ask: &StartAsk,
    now: impl Fn() -> i64,
    is_alive: impl Fn(&str) -> bool,
) -> Result<Paced, Fault> {
    if let Some(waits) = still_waits(db, ask, now(), &is_alive)? {
        return Ok(waits);
    }
    without_sync(db, |db| {
        let tx = immediate(db)?;
        let paced = start_now(&tx, ask, now(), is_alive)?;
        tx.commit()?;
        Ok(paced)
    })
}

/// Most who ask again only learn that they still wait; then no write lock is taken.
fn still_waits(
    db: &Connection,
    ask: &StartAsk,
    now_ms: i64,
    is_alive: impl Fn(&str) -> bool,
) -> Result<Option<Paced>, Fault> {
    let Some(ticket) = ask.ticket else {
        return Ok(None);
    };
    let unsettled: bool = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM request_starts WHERE at_ms > ?1)")?
        .query_row([now_ms], |row| row.get(0))?;
    let lapsed: bool = db
        .prepare_cached(&format!("SELECT EXISTS (SELECT 1 FROM {LAPSED})"))?
        .query_row(
            params![ask.connection, now_ms.saturating_sub(GRACE_MS), ticket.0],
            |row| row.get(0),
        )?;
    if unsettled || lapsed || !dead(db, ask, is_alive)?.is_empty() {
        return Ok(None);
    }
    let due_ms = due(db, ask, ticket)?;
    Ok(match pace(db, ask, Some(ticket), now_ms)? {
        Pace::Wait { until_ms } if due_ms.is_some_and(|due_ms| until_ms <= due_ms) => {
            Some(Paced::Wait {
                until_ms,
                ticket: Some(ticket),
            })
        }
        Pace::Wait { .. } | Pace::Permit => None,
    })
}

fn start_now(
    tx: &Transaction<'_>,
    ask: &StartAsk,
    now_ms: i64,
    is_alive: impl Fn(&str) -> bool,
) -> Result<Paced, Fault> {
    settle(tx, now_ms)?;
    for owner in dead(tx, ask, is_alive)? {
        tx.prepare_cached("DELETE FROM request_starts WHERE owner = ?1 AND at_ms IS NULL")?
            .execute([owner])?;
    }
    let mine = ask.ticket.map_or(0, |ticket| ticket.0);
    tx.prepare_cached(&format!("DELETE FROM {LAPSED}"))?
        .execute(params![
            ask.connection,
            now_ms.saturating_sub(GRACE_MS),
            mine
        ])?;
    // A place that was lost is taken anew, at the end.
    let ticket = match ask.ticket {
        Some(ticket) if due(tx, ask, ticket)?.is_some() => Some(ticket),
        Some(_) | None => None,
    };
    match (pace(tx, ask, ticket, now_ms)?, ticket) {
        (Pace::Permit, Some(ticket)) => {
            tx.prepare_cached(
                "UPDATE request_starts SET at_ms = ?2, due_ms = NULL WHERE seq = ?1",
            )?
            .execute([ticket.0, now_ms])?;
            Ok(Paced::Permit)
        }
        (Pace::Permit, None) => {
            insert(tx, ask, Some(now_ms), None)?;
            Ok(Paced::Permit)
        }
        (Pace::Wait { until_ms }, Some(ticket)) => {
            tx.prepare_cached("UPDATE request_starts SET due_ms = ?2 WHERE seq = ?1")?
                .execute([ticket.0, until_ms])?;
            Ok(Paced::Wait {
                until_ms,
                ticket: Some(ticket),
            })
        }
        (Pace::Wait { until_ms }, None) => {
            let ticket = if ask.may_wait && ahead(tx, ask, None)? < MAX_WAITING {
                Some(insert(tx, ask, None, Some(until_ms))?)
            } else {
                None
            };
            Ok(Paced::Wait { until_ms, ticket })
        }
    }
}

/// Forgets starts that have left the window, and brings those from the future back to now: they
/// were written before the clock was set back.
fn settle(tx: &Transaction<'_>, now_ms: i64) -> Result<(), Fault> {
    tx.prepare_cached("DELETE FROM request_starts WHERE at_ms <= ?1")?
        .execute([now_ms.saturating_sub(WINDOW_MS)])?;
    tx.prepare_cached("UPDATE request_starts SET at_ms = ?1 WHERE at_ms > ?1")?
        .execute([now_ms])?;
    Ok(())
}

fn pace(
    db: &Connection,
    ask: &StartAsk,
    ticket: Option<Ticket>,
    now_ms: i64,
) -> Result<Pace, Fault> {
    let starts: Vec<i64> = db
        .prepare_cached(&format!("SELECT at_ms FROM {STARTS}"))?
        .query_map(params![ask.connection, ask.limit.get()], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(pace_at(&starts, ahead(db, ask, ticket)?, ask.limit, now_ms))
}

/// How many wait in front of a place; without one, in front of the end.
fn ahead(db: &Connection, ask: &StartAsk, ticket: Option<Ticket>) -> Result<usize, Fault> {
    let place = ticket.map_or(i64::MAX, |ticket| ticket.0);
    let ahead: i64 = db
        .prepare_cached(&format!("SELECT count(*) FROM {AHEAD}"))?
        .query_row(params![ask.connection, place], |row| row.get(0))?;
    Ok(usize::try_from(ahead).unwrap_or(usize::MAX))
}

/// When a place was told to ask again; none where it is no place in line any more.
fn due(db: &Connection, ask: &StartAsk, ticket: Ticket) -> Result<Option<i64>, Fault> {
    let due = db
        .prepare_cached(
            "SELECT due_ms FROM request_starts
             WHERE seq = ?1 AND connection = ?2 AND at_ms IS NULL",
        )?
        .query_row(params![ticket.0, ask.connection], |row| row.get(0))
        .optional()?;
    Ok(due)
}

fn dead(
    db: &Connection,
    ask: &StartAsk,
    is_alive: impl Fn(&str) -> bool,
) -> Result<Vec<String>, Fault> {
    dead_owners(
        db,
        "SELECT DISTINCT owner FROM request_starts
         WHERE connection = ?1 AND at_ms IS NULL AND owner <> ?2",
        [&ask.connection, &ask.owner],
        is_alive,
    )
}

fn insert(
    tx: &Transaction<'_>,
    ask: &StartAsk,
    at_ms: Option<i64>,
    due_ms: Option<i64>,
) -> Result<Ticket, Fault> {
    tx.prepare_cached(
        "INSERT INTO request_starts (connection, owner, at_ms, due_ms) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![ask.connection, ask.owner, at_ms, due_ms])?;
    Ok(Ticket(tx.last_insert_rowid()))
}
