//! Starting a turn: everything is checked and on disk before the first packet.

use super::Engine;
use super::asking::{Ask, Asked};
use super::ground::Ground;
use super::legs::{Alternatives, SameQuestion};
use super::question::{check_question, stopped_before};
use super::settling::Bills;
use crate::driver::{Job, give_cached, run};
use crate::journal::Limits;
use crate::live::{Face, LiveTurn};
use crate::store::{Begun, Store, StoredTurn};
use chat_core::failure::{Code, Failure};
use chat_core::ids::ConversationId;
use chat_core::visible;
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
        let mut ground = self.ground(&ask).await?;
        let ask = settled(ask, &ground)?;
        let (ask, said) = self.completed(ask, &mut ground, &known).await?;
        let made = async {
            let chosen = self.choose(face, &ask, &ground, &known).await?;
            self.draft(&ask, &ground, &known, chosen).await
        };
        let mut draft = tokio::select! {
            // What was stopped before does not begin, however soon its draft is there.
            biased;
            // A keyring, a local server or a PDF may take its time; nothing is stored yet.
            () = stop.cancelled() => return Err(stopped_before()),
            draft = Box::pin(made) => draft?,
        };
        draft.notes.extend(said);
        let store = if ask.save && ask.temporary {
            self.temporary_store()?
        } else if ask.save {
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
            Begun::Already(stored) => return Ok(again(started(&stored, &ask))),
            Begun::New(stored) => stored,
        };
        let live = Arc::new(LiveTurn::new(started(&stored, &ask), face, stop));
        let events = live.follow().boxed();
        let books = opened.books.store.clone();
        let (ready, kept) = (Arc::clone(&draft.ready), ask.is_kept());
        let leg = draft.leg(&ask, &known, opened);
        // What is not saved leaves nothing anywhere.
        let journal = Limits::of(&known.settings).filter(|_| kept && !store.is_temporary());
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
            journal,
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
            let ended = match cached {
                Some(answer) => {
                    Box::pin(give_cached(around, Arc::clone(&live), job, *answer)).await
                }
                None => Box::pin(run(around, Arc::clone(&live), job)).await,
            };
            engine.ended(&live, ended).await;
            let turn = live.started.turn_id.clone();
            engine.settle_soon(&ready, &books, Bills::Of(turn));
            if kept {
                engine.answered(&store, &live).await;
            }
        });
        notes.extend(note.map(str::to_owned));
        Ok(Asked {
            started,
            events: Some(events),
            notes,
        })
    }

    /// An answer is there: one that a window asked for counts as unread until it is seen.
    async fn answered(&self, store: &Store, live: &LiveTurn) {
        let id = &live.started.conversation;
        match live.face {
            // A mark that cannot be stored is no reason to spoil an answer.
            Face::Chat | Face::Quick => drop(store.mark(id, true).await),
            Face::Cli => {}
        }
        self.conversation_changed(store, id).await;
    }

    pub(super) async fn conversation_changed(&self, store: &Store, id: &ConversationId) {
        if !self.inner.around.outbox.has_views() {
            return;
        }
        if let Ok(row) = store.conversation(id).await {
            self.tell(&Event::ConversationChanged {
                conversation: Some(super::history::row_view(row, false)),
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
        if let Some(store) = self.temporary() {
            let stored = store.turn(&ask.turn).await;
            if let Some(stored) = stored.map_err(|error| error.failure())? {
                return Ok(Some(started(&stored, ask)));
            }
        }
        if ask.temporary {
            return Ok(None);
        }
        let stored = self.store().await?.turn(&ask.turn).await;
        let stored = stored.map_err(|error| error.failure())?;
        Ok(stored.map(|stored| started(&stored, ask)))
    }
}

/// A question as it is asked where it stands: a temporary conversation goes on as one, and one that
/// is kept does not become one.
fn settled(ask: Ask, ground: &Ground) -> Result<Ask, Failure> {
    let Some(home) = &ground.home else {
        return Ok(ask);
    };
    if ask.temporary && !home.temporary {
        return Err(
            Failure::new(Code::ConfigInvalid, "This chat is kept on this computer.")
                .with_action("Begin a new temporary chat."),
        );
    }
    Ok(Ask {
        temporary: home.temporary,
        ..ask
    })
}

/// A turn that had been asked before.
fn again(started: StartedTurn) -> Asked {
    Asked {
        started,
        events: None,
        notes: Vec::new(),
    }
}

fn started(stored: &StoredTurn, ask: &Ask) -> StartedTurn {
    StartedTurn {
        turn_id: stored.turn.clone(),
        conversation: stored.conversation.clone(),
        question: stored.question.clone(),
        message: stored.answer.clone(),
        connection: stored.connection.clone(),
        model: stored.model.clone(),
        shown: visible::other_than(&ask.text),
    }
}
