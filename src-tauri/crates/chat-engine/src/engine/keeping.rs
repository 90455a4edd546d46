//! Answers whose end could not be written: tried again until it is, or the program closes.

use super::Engine;
use crate::books::Books;
use crate::live::LiveTurn;
use crate::store::StoreError;
use crate::unsaved::{Ended, Kept};
use chat_core::failure::{Code, Failure};
use chat_core::wire::{Event, UserError};
use std::time::Duration;

/// The first wait before trying again; each is twice the one before.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

impl Engine {
    /// The turn is over for its faces. Where its end could not be written, it is kept and tried
    /// again; when that succeeds the end is told once more, as it truly was.
    pub(super) async fn ended(&self, live: &LiveTurn, ended: Ended) {
        self.inner.around.outbox.end(live);
        match ended {
            Ended::Written => {}
            Ended::Waits(kept) => self.write_later(&kept).await,
            Ended::NoRoom => {
                let error = UserError::from(&no_room());
                self.tell(&Event::Notice { error });
            }
        }
    }

    async fn write_later(&self, kept: &Kept) {
        let mut wait = FIRST_WAIT;
        loop {
            let last = tokio::select! {
                () = self.inner.closing.cancelled() => true,
                () = tokio::time::sleep(wait) => false,
            };
            if !self.inner.around.unsaved.has(&kept.end.answer) {
                return;
            }
            let written = self.write_again(kept).await;
            match &written {
                Ok(()) => {
                    self.is_written(kept);
                    self.keep_tape(kept).await;
                }
                Err(failure) => {
                    tracing::warn!(
                        code = failure.code.as_str(),
                        last,
                        "an answer is not saved yet"
                    );
                }
            }
            if written.is_ok() || last {
                self.inner.around.unsaved.done(&kept.end.answer);
                return;
            }
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    async fn write_again(&self, kept: &Kept) -> Result<(), Failure> {
        let disk = self.disk().await?;
        // First what it cost, as when it ended.
        let books = Books {
            store: disk.store.clone(),
            ..kept.books.clone()
        };
        books.close(&kept.outcome, kept.started_at_ms, None).await?;
        let mut begin = kept.begin.clone();
        begin.owner.clone_from(&disk.name);
        match disk.store.end_again(begin, kept.end.clone()).await {
            // What it answered is gone for good, and with it the answer.
            Ok(()) | Err(StoreError::NotFound(_)) => Ok(()),
            Err(error) => Err(error.failure()),
        }
    }

    /// The journal gets what came, now that there is a turn which it belongs to.
    async fn keep_tape(&self, kept: &Kept) {
        if let Some(tape) = &kept.tape
            && let Ok(disk) = self.disk().await
        {
            let now_ms = self.inner.config.clock.now_ms();
            tape.keep(&disk.store, now_ms).await;
        }
    }

    fn is_written(&self, kept: &Kept) {
        tracing::info!(turn = %kept.live.started.turn_id, "the answer is saved now");
        let ended = kept.live.lock().ending(&kept.live.started, &kept.outcome);
        self.tell(&ended);
    }
}

fn no_room() -> Failure {
    Failure::new(
        Code::Storage,
        "Too many answers wait to be saved; this one is on the screen alone.",
    )
    .with_action("Copy it, and free some space on the disk.")
}
