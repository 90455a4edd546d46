//! The checkpoints of a running answer: what goes into one, and what becomes of one that failed.
//!
//! When one is due is the machine's to say.

use super::Run;
use crate::live::Face;
use crate::store::{Piece, Served, StoreError};
use chat_core::secret_text::mask_known;
use chat_core::turn::What;
use chat_core::wire::{Event, UserError};
use futures::FutureExt;
use secrecy::ExposeSecret;
use std::time::Duration;

/// A save that failed is tried again after this long.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

impl Run {
    /// Starts to store what came since the last checkpoint.
    pub(super) fn save(&mut self, sync: bool) {
        let mut piece = std::mem::take(&mut self.unsaved);
        // What failed before may have been lost on its way: it is written and synced anew.
        piece.sync = sync || self.unsaveable;
        let served = self.who_answers();
        if self.served.as_ref() != Some(&served) {
            piece.served = Some(served);
        }
        self.saving = Some(piece.clone());
        let wait = self.unsaveable.then(|| self.hurry.clone());
        let store = self.job.store.clone();
        let answer = self.live.started.message.clone();
        self.save = async move {
            if let Some(hurry) = wait {
                // Either way it is time.
                let _ = tokio::time::timeout(AGAIN_AFTER, hurry.cancelled()).await;
            }
            store.checkpoint(&answer, piece).await
        }
        .boxed()
        .fuse();
    }

    /// A checkpoint ended. On the command line one that failed is told at the answer's end; a window
    /// stays, so there it is told at once and tried again.
    pub(super) fn saved(&mut self, saved: Result<(), StoreError>) -> What {
        match saved {
            Ok(()) => {
                self.unsaveable = false;
                if let Some(served) = self.saving.take().and_then(|piece| piece.served) {
                    self.served = Some(served);
                }
                What::Saved
            }
            Err(error) => {
                self.take_back();
                match self.live.face {
                    Face::Cli => What::SaveFailed(error.failure()),
                    Face::Chat | Face::Quick => {
                        if !std::mem::replace(&mut self.unsaveable, true) {
                            let error = UserError::from(&error.failure());
                            self.around.outbox.tell(&Event::Notice { error });
                        }
                        What::Saved
                    }
                }
            }
        }
    }

    /// What a failed save held is unsaved again.
    fn take_back(&mut self) {
        if let Some(mut piece) = self.saving.take() {
            piece.text.push_str(&self.unsaved.text);
            piece.reasoning.push_str(&self.unsaved.reasoning);
            self.unsaved = Piece {
                served: None,
                ..piece
            };
        }
    }

    /// Who answers, as far as is known, with no key in it: a server may repeat one anywhere.
    fn who_answers(&self) -> Served {
        let target = &self.job.leg.plan.target;
        let said = self.turn.served();
        let clean = |text: &str| {
            let secrets = self.job.leg.request.secrets().chain(&self.secrets);
            secrets.fold(text.to_owned(), |text, secret| {
                mask_known(&text, secret.expose_secret())
            })
        };
        Served {
            connection: target.connection.clone(),
            model: said.model.map_or_else(|| target.model.clone(), clean),
            provider: said.provider.map(clean),
            generation_id: said.generation_id.map(clean),
        }
    }
}
