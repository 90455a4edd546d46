//! Deleting: first out of sight, where it can be taken back; then for good, out of every table, the
//! log, and the automatic backups.
//!
//! What is erased leaves its conversation's id and its lines in the ledger, which hold no text.
//! What has still to be done is written in `chores`, so that a process that is killed meanwhile
//! leaves it to the next one.

mod backups;
mod chores;
mod steps;

use super::error::{Fault, StoreError};
use super::migrate::{self, WITH_FILES, WITH_MONEY, WITH_SEARCH, WITH_TREE};
use super::records::ConversationRow;
use super::transaction::immediate;
use super::{Store, organise, read, row, search};
use chat_core::ids::ConversationId;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Instant;
use steps::{Left, UNDER_WAY};

impl Store {
    /// Puts a conversation out of sight. It stays on disk, to be taken back or erased.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn delete(&self, id: &ConversationId, at_ms: i64) -> Result<(), StoreError> {
        let id = id.clone();
        self.write(move |db| {
            let tx = immediate(db)?;
            let (seq, _) = read::head_of(&tx, &id)?;
            tx.prepare_cached("UPDATE conversations SET deleted_at_ms = ?2 WHERE seq = ?1")?
                .execute(params![seq, at_ms])?;
            organise::revise(&tx, seq)?;
            Ok(tx.commit()?)
        })
        .await
    }

    /// Makes a deleted conversation as it was.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for one that is erased by now, or was not deleted.
    pub async fn take_back(&self, id: &ConversationId) -> Result<ConversationRow, StoreError> {
        let id = id.clone();
        self.write(move |db| {
            let tx = immediate(db)?;
            let seq = deleted_seq(&tx, &id)?
                .filter(|found| !found.under_way)
                .ok_or(Fault::NotFound("deleted conversation"))?
                .seq;
            tx.prepare_cached("UPDATE conversations SET deleted_at_ms = NULL WHERE seq = ?1")?
                .execute([seq])?;
            organise::revise(&tx, seq)?;
            let row = read::conversation(&tx, &id)?;
            tx.commit()?;
            Ok(row)
        })
        .await
    }

    /// The conversations that can be taken back, the last deleted one first.
    ///
    /// # Errors
    /// None of its own.
    pub async fn deleted(&self) -> Result<Vec<ConversationRow>, StoreError> {
        self.read(|db| {
            if migrate::version(db)? < WITH_TREE {
                return Ok(Vec::new());
            }
            let columns = row::columns(db)?;
            let rows = db
                .prepare_cached(&format!(
                    "SELECT {columns} FROM conversations
                     WHERE deleted_at_ms IS NOT NULL AND id NOT IN (SELECT id FROM erased)
                     ORDER BY deleted_at_ms DESC, seq DESC"
                ))?
                .query_map([], row::conversation)?
                .collect::<Result<_, _>>()?;
            Ok(rows)
        })
        .await
    }

    /// Erases every conversation that was deleted at this time or before, goes on with what was not
    /// ended, and tells how many are gone. Others write in between.
    /// [`Store::sweep`] then takes what is left of them out of the files.
    ///
    /// # Errors
    /// None of its own.
    pub async fn erase_deleted(&self, until_ms: i64, now_ms: i64) -> Result<usize, StoreError> {
        // Mostly there is nothing to do; then no write lock is taken.
        let due = self.write(move |db| due(db, until_ms, now_ms)).await?;
        let mut gone = 0;
        for seq in due {
            gone += usize::from(self.erase_row(seq, until_ms, now_ms).await?);
        }
        Ok(gone)
    }

    /// Erases a deleted conversation now, while others write. Whether there was one. Where this is
    /// not ended, [`Store::erase_deleted`] goes on with it.
    ///
    /// # Errors
    /// None of its own.
    pub async fn erase(&self, id: &ConversationId, now_ms: i64) -> Result<bool, StoreError> {
        let id = id.clone();
        let found = self.write(move |db| deleted_seq(db, &id)).await?;
        match found {
            Some(found) => self.erase_row(found.seq, i64::MAX, now_ms).await,
            None => Ok(false),
        }
    }

    async fn erase_row(&self, seq: i64, until_ms: i64, now_ms: i64) -> Result<bool, StoreError> {
        let begin = move |db: &mut Connection| steps::begin(db, seq, until_ms, now_ms);
        if !self.write(begin).await? {
            return Ok(false);
        }
        let mut many = 1;
        loop {
            let began = Instant::now();
            let left = self.write(move |db| steps::step(db, seq, many)).await?;
            if let Left::Nothing(here) = left {
                return Ok(here);
            }
            let took = began.elapsed();
            many = steps::next(many, took);
            tokio::time::sleep(steps::pause(took)).await;
        }
    }

    /// Has the backups gone through once more where something was erased at this time or later: a
    /// copy that was being made meanwhile may hold it.
    ///
    /// # Errors
    /// None of its own.
    pub async fn doubt_backups(&self, since_ms: i64) -> Result<(), StoreError> {
        self.write(move |db| {
            db.execute(
                "INSERT INTO chores (what) SELECT 'backups'
                 WHERE EXISTS (SELECT 1 FROM erased WHERE at_ms >= ?1) ON CONFLICT DO NOTHING",
                [since_ms],
            )?;
            Ok(())
        })
        .await
    }

    /// Takes what was erased out of free space, the log and the backups in `backups`. False where
    /// something of it has to wait: a reader holds the log, or a backup is in use or being made. It
    /// is then to be done again later, by whichever process comes to it.
    ///
    /// # Errors
    /// None of its own.
    pub async fn sweep(&self, backups: PathBuf) -> Result<bool, StoreError> {
        let Some(due) = self.write(chores::begin).await? else {
            return Ok(true);
        };
        // Answers are written meanwhile: there may be many backups.
        let (cleaned, due) = tokio::task::spawn_blocking(move || {
            let cleaned = !due.backups || backups::clean(&backups, &due.erased);
            (cleaned, due)
        })
        .await
        .map_err(|_| StoreError::Gone)?;
        self.write(move |db| chores::end(db, &due, cleaned)).await
    }
}

/// What is to be erased by now. What was deleted in the future, before the clock was set back, counts
/// as deleted now: its time would not be over for years.
fn due(db: &Connection, until_ms: i64, now_ms: i64) -> Result<Vec<i64>, Fault> {
    let due = db
        .prepare_cached(&format!(
            "SELECT c.seq FROM conversations c
             WHERE c.deleted_at_ms IS NOT NULL AND (c.deleted_at_ms <= ?1 OR {UNDER_WAY})"
        ))?
        .query_map([until_ms], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let is_ahead: bool = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM conversations WHERE deleted_at_ms > ?1)")?
        .query_row([now_ms], |row| row.get(0))?;
    if is_ahead {
        db.prepare_cached("UPDATE conversations SET deleted_at_ms = ?1 WHERE deleted_at_ms > ?1")?
            .execute([now_ms])?;
    }
    Ok(due)
}

/// A deleted conversation.
struct Deleted {
    seq: i64,
    /// Whether it is being erased.
    under_way: bool,
}

fn deleted_seq(db: &Connection, id: &ConversationId) -> Result<Option<Deleted>, Fault> {
    let found = db
        .prepare_cached(&format!(
            "SELECT c.seq, {UNDER_WAY} FROM conversations c
             WHERE c.id = ?1 AND c.deleted_at_ms IS NOT NULL"
        ))?
        .query_row([id.as_str()], |row| {
            Ok(Deleted {
                seq: row.get(0)?,
                under_way: row.get(1)?,
            })
        })
        .optional()?;
    Ok(found)
}

/// Ends at once what was being erased, for one that comes back from elsewhere.
pub(super) fn end_now(tx: &Transaction<'_>, id: &ConversationId) -> Result<(), Fault> {
    match deleted_seq(tx, id)? {
        Some(Deleted {
            seq,
            under_way: true,
        }) => {
            erase(tx, seq, 0)?;
            chores::add(tx)
        }
        Some(_) | None => Ok(()),
    }
}
/// Takes a conversation out of every table of a database of any version.
pub(super) fn erase(tx: &Transaction<'_>, seq: i64, now_ms: i64) -> Result<(), Fault> {
    let version = migrate::version(tx)?;
    // Its messages name each other, and it names some of them.
    tx.pragma_update(None, "defer_foreign_keys", true)?;
    if version >= WITH_SEARCH {
        let messages: Vec<i64> = tx
            .prepare_cached("SELECT seq FROM messages WHERE conversation = ?1")?
            .query_map([seq], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for message in messages {
            search::drop_message(tx, message)?;
        }
        search::drop_title(tx, seq)?;
    }
    let run = |sql: &str| -> Result<(), Fault> {
        tx.prepare_cached(sql)?.execute([seq])?;
        Ok(())
    };
    if version >= WITH_MONEY {
        run("DELETE FROM cached_answers
             WHERE turn IN (SELECT id FROM turns WHERE conversation = ?1)")?;
    }
    if version >= WITH_TREE {
        run("DELETE FROM drafts WHERE place = (SELECT id FROM conversations WHERE seq = ?1)")?;
        run("DELETE FROM drafts WHERE place IN
             (SELECT 'edit ' || id FROM messages WHERE conversation = ?1)")?;
        run("DELETE FROM tags WHERE conversation = ?1")?;
        tx.prepare_cached(
            "INSERT INTO erased (id, at_ms) SELECT id, ?2 FROM conversations WHERE seq = ?1
             ON CONFLICT DO NOTHING",
        )?
        .execute([seq, now_ms])?;
    }
    run("DELETE FROM pieces WHERE answer IN (SELECT seq FROM messages WHERE conversation = ?1)")?;
    run("DELETE FROM turns WHERE conversation = ?1")?;
    if version >= WITH_FILES {
        // Their rows would go with the messages', one by one.
        run("DELETE FROM attachments
             WHERE message IN (SELECT seq FROM messages WHERE conversation = ?1)")?;
        run("DELETE FROM pictures
             WHERE message IN (SELECT seq FROM messages WHERE conversation = ?1)")?;
    }
    run("UPDATE conversations SET head = NULL, system = NULL WHERE seq = ?1")?;
    run("DELETE FROM messages WHERE conversation = ?1")?;
    run("DELETE FROM conversations WHERE seq = ?1")
}

/// The ids of what was erased.
fn erased(db: &Connection) -> Result<HashSet<String>, Fault> {
    let ids = db
        .prepare_cached("SELECT id FROM erased")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(ids)
}
