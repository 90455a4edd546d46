//! Deleting: first out of sight, where it can be taken back; then for good, out of every table, the
//! log, and the automatic backups.
//!
//! What is erased leaves its conversation's id and its lines in the ledger, which hold no text.
//! What has still to be done is written in `chores`, so that a process that is killed meanwhile
//! leaves it to the next one.

mod backups;
mod chores;

use super::error::{Fault, StoreError};
use super::migrate::{self, WITH_FILES, WITH_MONEY, WITH_SEARCH, WITH_TREE};
use super::records::ConversationRow;
use super::transaction::immediate;
use super::{Store, organise, read, row, search};
use chat_core::ids::ConversationId;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::path::PathBuf;

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
            let seq = deleted_seq(&tx, &id)?.ok_or(Fault::NotFound("deleted conversation"))?;
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
            let rows = db
                .prepare_cached(&format!(
                    "SELECT {} FROM conversations WHERE deleted_at_ms IS NOT NULL
                     ORDER BY deleted_at_ms DESC, seq DESC",
                    row::CONVERSATION
                ))?
                .query_map([], row::conversation)?
                .collect::<Result<_, _>>()?;
            Ok(rows)
        })
        .await
    }

    /// Erases every conversation that was deleted at this time or before, and tells how many.
    /// [`Store::sweep`] then takes what is left of them out of the files.
    ///
    /// # Errors
    /// None of its own.
    pub async fn erase_deleted(&self, until_ms: i64, now_ms: i64) -> Result<usize, StoreError> {
        self.write(move |db| {
            // Mostly there is nothing to do; then no write lock is taken.
            let due: Vec<i64> = db
                .prepare_cached(
                    "SELECT seq FROM conversations
                     WHERE deleted_at_ms IS NOT NULL AND deleted_at_ms <= ?1",
                )?
                .query_map([until_ms], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let mut gone = 0;
            for seq in due {
                let tx = immediate(db)?;
                // Taken back, or erased by another process, in the meantime.
                let still: bool = tx
                    .prepare_cached(
                        "SELECT EXISTS (SELECT 1 FROM conversations
                                        WHERE seq = ?1 AND deleted_at_ms <= ?2)",
                    )?
                    .query_row([seq, until_ms], |row| row.get(0))?;
                if still {
                    erase(&tx, seq, now_ms)?;
                    chores::add(&tx)?;
                    gone += 1;
                }
                tx.commit()?;
            }
            Ok(gone)
        })
        .await
    }

    /// Erases a deleted conversation now. Whether there was one.
    ///
    /// # Errors
    /// None of its own.
    pub async fn erase(&self, id: &ConversationId, now_ms: i64) -> Result<bool, StoreError> {
        let id = id.clone();
        self.write(move |db| {
            let tx = immediate(db)?;
            let Some(seq) = deleted_seq(&tx, &id)? else {
                return Ok(false);
            };
            erase(&tx, seq, now_ms)?;
            chores::add(&tx)?;
            tx.commit()?;
            Ok(true)
        })
        .await
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
    /// something of it has to wait: a reader holds the log, or a backup is in use. It is then to be
    /// done again later, by whichever process comes to it.
    ///
    /// # Errors
    /// None of its own.
    pub async fn sweep(&self, backups: PathBuf) -> Result<bool, StoreError> {
        self.write(move |db| chores::done(db, &backups)).await
    }
}

fn deleted_seq(tx: &Transaction<'_>, id: &ConversationId) -> Result<Option<i64>, Fault> {
    let seq = tx
        .prepare_cached(
            "SELECT seq FROM conversations WHERE id = ?1 AND deleted_at_ms IS NOT NULL",
        )?
        .query_row([id.as_str()], |row| row.get(0))
        .optional()?;
    Ok(seq)
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
fn erased(db: &Connection) -> Result<std::collections::HashSet<String>, Fault> {
    let ids = db
        .prepare_cached("SELECT id FROM erased")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(ids)
}
