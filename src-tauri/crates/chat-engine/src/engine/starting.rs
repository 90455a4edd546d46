//! Starting a turn: everything is checked and on disk before the first packet.

use super::Engine;
use super::asking::{Ask, Asked};
use super::legs::{Alternatives, SameQuestion};
use super::question::{check_question, stopped_before};
use super::settling::Bills;
use crate::driver::{Job, give_cached, run};
use crate::live::{Face, LiveTurn};
use crate::store::{Begun, Store, StoredTurn};
use chat_core::failure::Failure;
use chat_core::ids::ConversationId;
use chat_core::wire::{Event, StartedTurn};
use futures::StreamExt;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

impl Engine {
    pub(super) async fn start(
        &self,
        face: Face,
        ask: Ask,
        stop: CancellationToken,
    ) -> Result<Asked, Failure> {
        if let Some(started) = self.asked_before(&ask).await? {
            return Ok(again(started));
        }
        check_question(&ask)?;
        let known = self.known().await;
        let ground = self.ground(&ask).await?;
        let made = async {
            let chosen = self.choose(face, &ask, &ground, &known).await?;
            self.draft(&ask, &ground, &known, chosen).await
        };
        let draft = tokio::select! {
            // A keyring, a local server or a PDF may take its time; nothing is stored yet.
            () = stop.cancelled() => return Err(stopped_before()),
            draft = Box::pin(made) => draft?,
        };
        let store = if ask.save {
            self.store().await?
        } else {
            Store::open_in_memory().map_err(|error| error.failure())?
        };
        let mut notes = draft.notes.clone();
        let mut opened = self.open_books(&ask, &store, &draft, &known).await?;
        let (cached, note) = (opened.cached.take(), opened.note);
        let target = opened.books.target.clone();
        let begin = self.new_turn(&ask, &draft.put, &ground, &target)?;
        let begun = store
            .begin_turn(begin.clone())
            .await
            .map_err(|error| error.failure())?;
        let stored = match begun {
            Begun::Already(stored) => return Ok(again(started(&stored))),
            Begun::New(stored) => stored,
        };
        let live = Arc::new(LiveTurn::new(started(&stored), face, stop));
        let events = live.follow().boxed();
        let books = opened.books.store.clone();
        let (ready, kept) = (Arc::clone(&draft.ready), ask.save);
        let leg = draft.leg(&ask, &known, opened);
        let job = Job {
            leg,
            alternatives: Arc::new(Alternatives(Arc::new(SameQuestion {
                engine: self.clone(),
                face,
                ask,
                ground,
                known,
                store: store.clone(),
                connection: target.connection,
            }))),
            store: store.clone(),
            begin,
            started_at_ms: self.inner.config.clock.now_ms(),
        };
        self.inner.around.outbox.start(&live);
        let started = live.started.clone();
        let engine = self.clone();
        self.inner.around.spawn(async move {
            let around = engine.inner.around.clone();
            if kept {
                engine
                    .conversation_changed(&store, &live.started.conversation)
                    .await;
            }
            engine.settle_soon(&ready, &books, Bills::Earlier);
            let unsaved = match cached {
                Some(answer) => {
                    Box::pin(give_cached(around, Arc::clone(&live), job, *answer)).await
                }
                None => Box::pin(run(around, Arc::clone(&live), job)).await,
            };
            engine.ended(&live, unsaved.filter(|_| kept)).await;
            let turn = live.started.turn_id.clone();
            engine.settle_soon(&ready, &books, Bills::Of(turn));
            if kept {
                engine
                    .conversation_changed(&store, &live.started.conversation)
                    .await;
            }
        });
        notes.extend(note.map(str::to_owned));
        Ok(Asked {
            started,
            events: Some(events),
            notes,
        })
    }

    async fn conversation_changed(&self, store: &Store, id: &ConversationId) {
        if !self.inner.around.outbox.has_views() {
            return;
        }
        if let Ok(row) = store.conversation(id).await {
            self.tell(&Event::ConversationChanged {
                conversation: Some(super::history::row_view(row)),
            });
        }
    }

    pub(super) async fn asked_before(&self, ask: &Ask) -> Result<Option<StartedTurn>, Failure> {
        if let Some(live) = self.inner.around.outbox.turn(&ask.turn) {
            return Ok(Some(live.started.clone()));
        }
        if !ask.save {
            return Ok(None);
        }
        let stored = self
            .store()
            .await?
            .turn(&ask.turn)
            .await
            .map_err(|error| error.failure())?;
        Ok(stored.as_ref().map(started))
    }
}

/// A turn that had been asked before.
fn again(started: StartedTurn) -> Asked {
    Asked {
        started,
        events: None,
        notes: Vec::new(),
    }
}

fn started(stored: &StoredTurn) -> StartedTurn {
    StartedTurn {
        turn_id: stored.turn.clone(),
        conversation: stored.conversation.clone(),
        question: stored.question.clone(),
        message: stored.answer.clone(),
        connection: stored.connection.clone(),
        model: stored.model.clone(),
    }
}
