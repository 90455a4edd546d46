//! Deleting a conversation, taking it back, and erasing it once that time is over.

use super::Engine;
use crate::store::Store;
use chat_core::failure::Failure;
use chat_core::ids::ConversationId;
use chat_core::settings::from_rows;
use chat_core::wire::{ConversationView, Event};
use std::time::Duration;

/// How long a deletion waits for a running answer of the conversation to stop.
const STOP_WITHIN: Duration = Duration::from_secs(2);
/// How often an open window sees to what is due to be erased.
const SWEEP_EVERY: Duration = Duration::from_secs(20);
/// Milliseconds in a minute.
const MINUTE_MS: i64 = 60_000;

/// A conversation that can be taken back.
#[derive(Debug, Clone)]
pub struct Deleted {
    /// Its row in the list.
    pub conversation: ConversationView,
    /// How long it still can be, in milliseconds.
    pub left_ms: i64,
}

impl Engine {
    /// Deletes a conversation: it is out of sight at once, can be taken back for the time that is
    /// set, and is then erased from every file. With `now`, or where that time is 0, it is erased
    /// at once. A running answer of it is stopped first. A temporary one is simply gone.
    pub async fn delete_conversation(&self, id: ConversationId, now: bool) -> Result<(), Failure> {
        let home = self.home_to_change(&id).await?;
        self.stop_turns_of(&id).await;
        let at_ms = self.inner.config.clock.now_ms();
        let deleted = home.store.delete(&id, at_ms).await;
        deleted.map_err(|error| error.failure())?;
        // All of them: which ones were this chat's alone is not known, and they are soon drawn again.
        self.drawings().forget();
        if home.temporary {
            let erased = home.store.erase(&id, at_ms).await;
            return erased.map(|_| ()).map_err(|error| error.failure());
        }
        self.tell(&Event::ConversationChanged { conversation: None });
        if now || self.undo_ms(&home.store).await == 0 {
            let erased = home.store.erase(&id, at_ms).await;
            erased.map_err(|error| error.failure())?;
            self.sweep(&home.store).await;
        }
        Ok(())
    }

    /// Makes a deleted conversation as it was.
    pub async fn take_back_conversation(
        &self,
        id: ConversationId,
    ) -> Result<ConversationView, Failure> {
        let row = self.store().await?.take_back(&id).await;
        let view = super::history::row_view(row.map_err(|error| error.failure())?, false);
        self.tell(&Event::ConversationChanged {
            conversation: Some(view.clone()),
        });
        Ok(view)
    }

    /// The conversations that can be taken back, the last deleted one first.
    pub async fn deleted_conversations(&self) -> Result<Vec<Deleted>, Failure> {
        let store = self.store_to_read().await?;
        let undo_ms = self.undo_ms(&store).await;
        let now_ms = self.inner.config.clock.now_ms();
        let rows = store.deleted().await.map_err(|error| error.failure())?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let since = row.deleted_at_ms.unwrap_or(now_ms);
                Deleted {
                    left_ms: since
                        .saturating_add(undo_ms)
                        .saturating_sub(now_ms)
                        .clamp(0, undo_ms.max(0)),
                    conversation: super::history::row_view(row, false),
                }
            })
            .collect())
    }

    /// Erases what is due, and goes on with what an erasing left to do. A failure is no reason not
    /// to start: it is tried again.
    pub(super) async fn erase_due(&self, store: &Store) {
        let now_ms = self.inner.config.clock.now_ms();
        let until_ms = now_ms.saturating_sub(self.undo_ms(store).await);
        match store.erase_deleted(until_ms, now_ms).await {
            Ok(_) => self.sweep(store).await,
            Err(error) => tracing::warn!(%error, "deleted conversations are not erased yet"),
        }
    }

    /// Sees to it as long as a window is open.
    pub(super) async fn keep_erasing(&self) {
        loop {
            tokio::select! {
                () = self.inner.closing.cancelled() => return,
                () = tokio::time::sleep(SWEEP_EVERY) => {}
            }
            if let Some(disk) = self.inner.disk.get() {
                self.erase_due(&disk.store).await;
            }
        }
    }

    /// Goes on with what an erasing left to do.
    pub(super) async fn sweep(&self, store: &Store) {
        let backups = self.inner.config.data_dir.join("backups");
        match store.sweep(backups).await {
            Ok(true) => {}
            Ok(false) => tracing::debug!("what was erased has to wait for a reader or a backup"),
            Err(error) => tracing::warn!(%error, "what was erased is not out of every file yet"),
        }
    }

    async fn undo_ms(&self, store: &Store) -> i64 {
        // Without the settings nothing is erased early.
        let rows = store.settings().await.unwrap_or_default();
        i64::from(from_rows(&rows).undo_minutes) * MINUTE_MS
    }

    async fn stop_turns_of(&self, id: &ConversationId) {
        let running = || {
            let turns = self.inner.around.outbox.turns();
            turns
                .into_iter()
                .filter(|live| live.started.conversation == *id)
                .collect::<Vec<_>>()
        };
        for live in running() {
            live.stop.cancel();
        }
        let ended = async {
            while !running().is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        // One that does not end writes into what is out of sight.
        let _ = tokio::time::timeout(STOP_WITHIN, ended).await;
    }
}
