//! Puts archived conversations into the store: import, restore and salvage all go through here.
//!
//! Ids are kept, so putting the same in twice changes nothing. What is missing is added, also files,
//! turns and tags that a damaged history has lost; an answer that broke off gives way to the same
//! one ended; of the conversation's own fields those with the higher revision stay, of equal ones
//! the later. Nothing here is newer than what it replaces, and what was deleted stays so unless that
//! is asked for.

mod indexing;
mod plan;
mod put;

pub(super) use put::NO_OWNER;

use super::error::Fault;
use super::transaction::immediate;
use super::{Store, StoreError, erase};
use chat_core::archive::{Archived, Wrong, tidy};
use chat_core::ids::{ConversationId, MessageId};
use chat_core::message::Role;
use indexing::ToIndex;
use plan::Plan;
use rusqlite::{Connection, ErrorCode};
use std::collections::HashMap;

/// How archived conversations are put into the store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merging {
    /// Also what was deleted here comes back.
    pub with_deleted: bool,
}

/// What became of an archived conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merged {
    /// It is new here, with so many messages.
    Added {
        /// How many messages it has.
        messages: u64,
    },
    /// It was here and got something.
    Updated {
        /// Messages that were missing.
        added: u64,
        /// Answers that had broken off, and messages that lacked their files or turns, and are
        /// whole now.
        completed: u64,
        /// Messages that are here with another text, which stays.
        differing: u64,
        /// Whether its title, flags or path changed.
        fields: bool,
    },
    /// Everything of it was here.
    Unchanged {
        /// Messages that are here with another text, which stays.
        differing: u64,
    },
    /// Nothing of it was stored.
    Skipped(Skipped),
}

/// Why nothing of an archived conversation was stored. Each reads on from "…was left out: ".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Skipped {
    /// It was deleted here.
    #[error("it was deleted here")]
    Deleted,
    /// It cannot be what it says.
    #[error(transparent)]
    Wrong(#[from] Wrong),
    /// One of its ids belongs to another conversation here.
    #[error("the id {0} belongs to another conversation here")]
    Taken(String),
    /// The store refuses it for another reason.
    #[error("the history does not take it")]
    Refused,
}

/// What a trial has seen of a conversation that comes in parts; it stores nothing, so that the
/// next part would not find it.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    conversation: Option<ConversationId>,
    roles: HashMap<MessageId, Role>,
}

impl Store {
    /// Puts archived conversations in, all in one transaction, and tells of each what became of
    /// it. Putting them in again changes nothing.
    ///
    /// # Errors
    /// None of its own; after one nothing of them is stored.
    pub async fn merge(
        &self,
        batch: Vec<Archived>,
        merging: Merging,
    ) -> Result<Vec<Merged>, StoreError> {
        self.write(move |db| merge(db, batch, merging)).await
    }

    /// What [`Store::merge`] would do; stores nothing. `seen` goes from one batch to the next.
    ///
    /// # Errors
    /// None of its own.
    pub async fn merge_trial(
        &self,
        batch: Vec<Archived>,
        merging: Merging,
        seen: Seen,
    ) -> Result<(Vec<Merged>, Seen), StoreError> {
        self.read(move |db| trial(db, batch, merging, seen)).await
    }
}

/// Stores conversations, all in one transaction; tells of each what became of it.
pub(super) fn merge(
    db: &mut Connection,
    batch: Vec<Archived>,
    merging: Merging,
) -> Result<Vec<Merged>, Fault> {
    let tx = immediate(db)?;
    let mut all = Vec::with_capacity(batch.len());
    let mut to_index = ToIndex::default();
    for mut archived in batch {
        tidy(&mut archived);
        if merging.with_deleted {
            erase::end_now(&tx, &archived.id)?;
        }
        let plan = match Plan::make(&tx, &archived, &Seen::default(), merging)? {
            Ok(plan) => plan,
            Err(skipped) => {
                all.push(Merged::Skipped(skipped));
                continue;
            }
        };
        tx.execute_batch("SAVEPOINT one")?;
        let mut of_this = ToIndex::default();
        all.push(match put::put(&tx, &archived, &plan, &mut of_this) {
            Ok(()) => {
                to_index.add(of_this);
                plan.outcome()
            }
            // What the checks did not foresee; the other conversations go in.
            Err(Fault::Sql(error)) if is_refused(&error) => {
                tx.execute_batch("ROLLBACK TO one")?;
                Merged::Skipped(Skipped::Refused)
            }
            Err(fault) => return Err(fault),
        });
        tx.execute_batch("RELEASE one")?;
    }
    to_index.index(&tx)?;
    tx.commit()?;
    Ok(all)
}

/// Tells what [`merge`] would do, and does nothing.
pub(super) fn trial(
    db: &mut Connection,
    batch: Vec<Archived>,
    merging: Merging,
    mut seen: Seen,
) -> Result<(Vec<Merged>, Seen), Fault> {
    let tx = db.transaction()?;
    let mut all = Vec::with_capacity(batch.len());
    for mut archived in batch {
        tidy(&mut archived);
        if seen.conversation.as_ref() != Some(&archived.id) {
            seen = Seen::default();
        }
        let outcome = match Plan::make(&tx, &archived, &seen, merging)? {
            Ok(plan) => plan.outcome(),
            Err(skipped) => Merged::Skipped(skipped),
        };
        if archived.more {
            let roles = archived.messages.iter();
            seen.roles
                .extend(roles.map(|node| (node.id.clone(), node.role)));
            seen.conversation = Some(archived.id);
        }
        all.push(outcome);
    }
    Ok((all, seen))
}

fn is_refused(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::ConstraintViolation | ErrorCode::TooBig)
    )
}
