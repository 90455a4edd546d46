//! Writing the end of a turn once more, after it could not be written: into the store that began it,
//! or into one that never heard of it.
//!
//! Knows nothing of why it failed.

use super::error::{Fault, StoreError};
use super::records::{Conversation, EndTurn, NewTurn};
use super::transaction::immediate;
use super::{Store, row, search, turns};
use chat_core::message::MessageState;
use rusqlite::{OptionalExtension, Transaction, params};

impl Store {
    /// Stores how an answer ended, with its question and conversation where they are not there: a
    /// folder may have been moved away in between. An answer that was taken for interrupted gets
    /// its true end; one that ended stays as it is.
    ///
    /// # Errors
    /// None of its own.
    pub async fn end_again(&self, begin: NewTurn, end: EndTurn) -> Result<(), StoreError> {
        self.write(move |db| {
            let tx = immediate(db)?;
            let found: Option<(i64, MessageState)> = tx
                .prepare_cached("SELECT seq, state FROM messages WHERE id = ?1")?
                .query_row([end.answer.as_str()], |row| {
                    Ok((row.get(0)?, row::state(row)?))
                })
                .optional()?;
            match found {
                Some((_, MessageState::Pending | MessageState::Streaming)) => {}
                Some((seq, MessageState::Interrupted)) => {
                    search::drop_message(&tx, seq)?;
                    tx.prepare_cached("UPDATE messages SET state = ?2 WHERE seq = ?1")?
                        .execute(params![seq, MessageState::Streaming.as_str()])?;
                }
                Some((_, MessageState::Done | MessageState::Failed | MessageState::Cancelled)) => {
                    return Ok(());
                }
                None if is_erased(&tx, &begin)? => return Ok(()),
                None => {
                    turns::begin_in(&tx, &found_again(&tx, begin)?)?;
                }
            }
            turns::end_in(&tx, &end)?;
            Ok(tx.commit()?)
        })
        .await
    }
}

/// Whether the conversation was deleted for good meanwhile: then nothing of it comes back.
fn is_erased(tx: &Transaction<'_>, begin: &NewTurn) -> Result<bool, Fault> {
    let (Conversation::Start { id, .. } | Conversation::GoOn { id, .. }) = &begin.conversation;
    Ok(tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM erased WHERE id = ?1)")?
        .query_row([id.as_str()], |row| row.get(0))?)
}

/// The turn as it can begin here: where its conversation is not, it begins one.
fn found_again(tx: &Transaction<'_>, mut begin: NewTurn) -> Result<NewTurn, Fault> {
    // What is typed since is another question's.
    begin.draft = None;
    let Conversation::GoOn { id, system } = &begin.conversation else {
        return Ok(begin);
    };
    let there: bool = tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM conversations WHERE id = ?1)")?
        .query_row([id.as_str()], |row| row.get(0))?;
    if !there {
        begin.conversation = Conversation::Start {
            id: id.clone(),
            title: begin.question.title(),
            system: system.clone(),
        };
        begin.question = begin.question.alone();
    }
    Ok(begin)
}
