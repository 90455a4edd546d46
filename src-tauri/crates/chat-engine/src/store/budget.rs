//! What is held and spent of the month's budget, shared by every process.
//!
//! What is held belongs to a process: when it dies, whoever reserves next frees it, unless an answer
//! had begun to come; that is counted first. The rules are in [`chat_core::budget`].

use super::error::{Fault, StoreError};
use super::migrate::{self, WITH_MONEY};
use super::transaction::{dead_owners, immediate, without_sync};
use super::{Store, row};
use chat_core::budget::{Budget, Reached, Standing, reserve};
use chat_core::calendar::Month;
use chat_core::ids::TurnId;
use chat_core::money::Usd;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// What a turn may cost at most, before it is sent.
#[derive(Clone, Debug)]
pub struct Reservation {
    /// The turn; it holds one amount, however often it is asked for.
    pub turn: TurnId,
    /// The name of this process's lock ([`crate::owner::Owner`]).
    pub owner: String,
    /// The budget in force.
    pub budget: Budget,
    /// What the turn may cost at most.
    pub worst_case: Usd,
}

/// The open reservations' owners.
const OWNERS: &str = "SELECT DISTINCT owner FROM reservations WHERE owner <> ?1";

impl Store {
    /// Holds the worst case of a turn, if the month's budget has room for it. `now` reads the
    /// clock and `is_alive` gets an owner's name; both run while the write lock is held, so they
    /// must be quick.
    ///
    /// # Errors
    /// None of its own; [`Reached`] is an answer.
    pub async fn reserve(
        &self,
        reservation: Reservation,
        now: impl Fn() -> i64 + Send + 'static,
        is_alive: impl Fn(&str) -> bool + Send + 'static,
    ) -> Result<Result<(), Reached>, StoreError> {
        self.write(move |db| without_sync(db, |db| hold(db, &reservation, now(), is_alive)))
            .await
    }

    /// Frees what a turn holds, as nothing was sent. A turn that was sent is settled by
    /// [`Store::record`].
    ///
    /// # Errors
    /// None of its own.
    pub async fn release(&self, turn: TurnId) -> Result<(), StoreError> {
        self.write(move |db| without_sync(db, |db| free(db, &turn)))
            .await
    }

    /// What is gone of the budget in the month of `now_ms`, dead processes' holds left out.
    ///
    /// # Errors
    /// None of its own.
    pub async fn standing(
        &self,
        now_ms: i64,
        is_alive: impl Fn(&str) -> bool + Send + 'static,
    ) -> Result<Standing, StoreError> {
        self.read(move |db| {
            if migrate::version(db)? < WITH_MONEY {
                return Ok(Standing::default());
            }
            let tx = db.transaction()?;
            let dead = dead_owners(&tx, OWNERS, [""], is_alive)?;
            standing(&tx, now_ms, &dead)
        })
        .await
    }
}

fn hold(
    db: &mut Connection,
    new: &Reservation,
    now_ms: i64,
    is_alive: impl Fn(&str) -> bool,
) -> Result<Result<(), Reached>, Fault> {
    let tx = immediate(db)?;
    if held(&tx, &new.turn)?.is_some() {
        return Ok(Ok(()));
    }
    for owner in dead_owners(&tx, OWNERS, [&new.owner], is_alive)? {
        // What was being answered is for the ledger first (`turns::interrupt_dead`).
        tx.prepare_cached(
            "DELETE FROM reservations WHERE owner = ?1 AND NOT EXISTS
                 (SELECT 1 FROM turns t JOIN messages m ON m.seq = t.answer
                  WHERE t.id = reservations.turn AND m.state = 'streaming')",
        )?
        .execute([owner])?;
    }
    match reserve(new.budget, standing(&tx, now_ms, &[])?, new.worst_case) {
        Ok(amount) => {
            tx.prepare_cached(
                "INSERT INTO reservations (turn, owner, at_ms, usd) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                new.turn.as_str(),
                new.owner,
                now_ms,
                amount.to_string()
            ])?;
            tx.commit()?;
            Ok(Ok(()))
        }
        Err(reached) => {
            // What the dead held is free all the same.
            tx.commit()?;
            Ok(Err(reached))
        }
    }
}

/// What a turn holds.
pub(super) fn held(db: &Connection, turn: &TurnId) -> Result<Option<Usd>, Fault> {
    let held = db
        .prepare_cached("SELECT usd FROM reservations WHERE turn = ?1")?
        .query_row([turn.as_str()], |row| row::read(row, "usd", Usd::parse))
        .optional()?;
    Ok(held)
}

/// Frees what a turn holds.
pub(super) fn free(db: &Connection, turn: &TurnId) -> Result<(), Fault> {
    db.prepare_cached("DELETE FROM reservations WHERE turn = ?1")?
        .execute([turn.as_str()])?;
    Ok(())
}

/// Changes what a month counts in all, with the ledger's row that makes it so.
pub(super) fn count(tx: &Transaction<'_>, month: Month, more: Usd, less: Usd) -> Result<(), Fault> {
    let counted = in_month(tx, month)?
        .saturating_add(more)
        .saturating_sub(less);
    tx.prepare_cached(
        "INSERT INTO months (month, counted_usd) VALUES (?1, ?2)
         ON CONFLICT (month) DO UPDATE SET counted_usd = excluded.counted_usd",
    )?
    .execute([month.to_string(), counted.to_string()])?;
    Ok(())
}

fn in_month(db: &Connection, month: Month) -> Result<Usd, Fault> {
    let counted = db
        .prepare_cached("SELECT counted_usd FROM months WHERE month = ?1")?
        .query_row([month.to_string()], |row| {
            row::read(row, "counted_usd", Usd::parse)
        })
        .optional()?;
    Ok(counted.unwrap_or_default())
}

fn standing(db: &Connection, now_ms: i64, dead: &[String]) -> Result<Standing, Fault> {
    let mut held = db.prepare_cached("SELECT owner, usd FROM reservations")?;
    let mut held = held.query([])?;
    let mut reserved = Usd::default();
    while let Some(row) = held.next()? {
        if !dead.contains(&row.get("owner")?) {
            reserved = reserved.saturating_add(row::read(row, "usd", Usd::parse)?);
        }
    }
    Ok(Standing {
        spent: in_month(db, Month::at(now_ms))?,
        reserved,
    })
}
