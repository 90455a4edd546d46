//! An answer that was interrupted and is kept as far as it came.
//!
//! One transaction. Must not know why it was interrupted.

use super::Store;
use super::error::StoreError;
use super::transaction::immediate;
use super::{organise, read};
use chat_core::ids::{ConversationId, MessageId};
use chat_core::message::MessageState;
use chat_core::wire::FinishReason;
use rusqlite::params;

impl Store {
    /// Makes an interrupted answer one that was stopped: whole enough for the person, so that nothing
    /// is offered for it any more. Any other answer stays as it is. Tells its conversation.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn keep_interrupted(
        &self,
        message: &MessageId,
    ) -> Result<ConversationId, StoreError> {
        let message = message.clone();
        self.write(move |db| {
            let tx = immediate(db)?;
            let (conversation, seq) = read::find(&tx, &message)?;
            let id: String = tx
                .prepare_cached("SELECT id FROM conversations WHERE seq = ?1")?
                .query_row([conversation], |row| row.get(0))?;
            let changed = tx
                .prepare_cached("UPDATE messages SET state = ?2 WHERE seq = ?1 AND state = ?3")?
                .execute(params![
                    seq,
                    MessageState::Cancelled.as_str(),
                    MessageState::Interrupted.as_str()
                ])?;
            if changed > 0 {
                tx.prepare_cached("UPDATE turns SET finish = ?2, error = NULL WHERE answer = ?1")?
                    .execute(params![seq, FinishReason::Cancelled.as_str()])?;
                organise::revise(&tx, conversation)?;
            }
            tx.commit()?;
            ConversationId::parse(&id).map_err(|_| super::error::Fault::NotFound("conversation"))
        })
        .await
    }
}
