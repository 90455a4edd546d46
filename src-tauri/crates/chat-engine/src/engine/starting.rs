//! Starting a turn: everything is checked and on disk before the first packet.

use super::Engine;
use super::asking::{Ask, Asked, Onto};
use super::attaching::{fit, put};
use super::listing::Listing;
use super::question::{check_question, messages, stopped_before, system_of};
use super::settling::Bills;
use crate::driver::{Job, give_cached, run};
use crate::ending::Beforehand;
use crate::live::{Face, LiveTurn};
use crate::signin::no_token;
use crate::store::{Begun, Store, StoredTurn};
use chat_core::context::leave_out;
use chat_core::failure::{Failure, RetryPolicy};
use chat_core::ids::{ConversationId, TurnId};
use chat_core::limiter::Limit;
use chat_core::message::Role;
use chat_core::request::{ChatRequest, RequestMessage};
use chat_core::turn::{Admission, Plan, Renewal};
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
        let (ready, model) = tokio::select! {
            // A keyring or a local server may take its time; nothing is stored yet.
            () = stop.cancelled() => return Err(stopped_before()),
            chosen = self.choose(face, &ask, &ground, &known) => chosen?,
        };
        if ready.renewal == Renewal::First && ready.key.is_none() && !ask.wait {
            return Err(no_token());
        }
        self.renew_ahead(&ready);
        let Listing {
            model: listed,
            nearest,
            hint,
        } = self
            .listing(
                &ready.connection,
                &ready.base,
                &model,
                ask.model.is_some() || known.settings.default_model.is_some(),
            )
            .await;
        let system = ask.system.clone().or_else(|| system_of(&ground.path));
        let dialect = ready.connection.dialect();
        let put = put(&ask.text, &ask.files, dialect).await?;
        let question = match &ask.onto {
            Onto::Again(_) => None,
            Onto::Nothing | Onto::Conversation(_) | Onto::Message(_) => Some(RequestMessage {
                media: put.media.clone(),
                ..RequestMessage::text(Role::User, put.text.clone())
            }),
        };
        let (mut sent, wanted) = messages(&ground.path, system.as_deref(), question);
        self.fetch_media(&mut sent, wanted).await?;
        let left_out = leave_out(&mut sent, ask.leave_out);
        let mut request = ChatRequest {
            max_tokens: ask.max_tokens,
            known_max_output: listed
                .as_ref()
                .and_then(|model| u32::try_from(model.max_output?).ok()),
            temperature: ask.temperature,
            stop: ask.stop.clone(),
            seed: ask.seed,
            reasoning: ask.reasoning,
            schema: ask.schema.clone(),
            routing: known.routing.clone(),
            stream: ask.stream,
            ..ChatRequest::new(model.clone(), sent)
        };
        let inputs = listed.as_ref().and_then(|model| model.inputs);
        let mut notes = tokio::select! {
            // Reading a PDF may take its time.
            () = stop.cancelled() => return Err(stopped_before()),
            fitted = fit(&mut request, inputs, dialect, &ready.upstream) => fitted?,
        };
        let store = if ask.save {
            self.store().await?
        } else {
            Store::open_in_memory().map_err(|error| error.failure())?
        };
        notes.extend(hint);
        let opened = self
            .open_books(&ask, &store, &ready, &request, listed.as_ref(), &known)
            .await?;
        let begun = store
            .begin_turn(self.new_turn(&ask, put, &ground, &ready.connection, &model)?)
            .await
            .map_err(|error| error.failure())?;
        let stored = match begun {
            Begun::Already(stored) => return Ok(again(started(&stored))),
            Begun::New(stored) => stored,
        };
        let live = Arc::new(LiveTurn::new(started(&stored), face, stop));
        let events = live.follow().boxed();
        let url = ready.base.chat(&model, ask.stream);
        let books = opened.books.store.clone();
        let job = Job {
            plan: Plan {
                timeouts: ready.timeouts,
                retry: RetryPolicy {
                    max_repeats: known.settings.retries_max,
                    may_wait: ask.wait,
                },
                seed: seed(&ask.turn),
                admission: opened.books.admits().then(|| Admission {
                    per_minute: opened.books.limit.map_or(0, Limit::get),
                }),
                upstream: ready.upstream.clone(),
                renewal: ready.renewal,
            },
            held: ready.held.clone(),
            dialect,
            request: ready.request(url, Some(opened.body)),
            model,
            beforehand: Beforehand { nearest, left_out },
            store: store.clone(),
            started_at_ms: self.inner.config.clock.now_ms(),
            books: opened.books,
        };
        self.inner.around.outbox.start(&live);
        let started = live.started.clone();
        let engine = self.clone();
        let kept = ask.save;
        let ready = Arc::new(ready);
        self.inner.around.spawn(async move {
            let around = engine.inner.around.clone();
            if kept {
                engine
                    .conversation_changed(&store, &live.started.conversation)
                    .await;
            }
            engine.settle_soon(&ready, &books, Bills::Earlier);
            match opened.cached {
                Some(answer) => give_cached(around, Arc::clone(&live), job, *answer).await,
                None => run(around, Arc::clone(&live), job).await,
            }
            let turn = live.started.turn_id.clone();
            engine.settle_soon(&ready, &books, Bills::Of(turn));
            if kept {
                engine
                    .conversation_changed(&store, &live.started.conversation)
                    .await;
            }
        });
        notes.extend(opened.note.map(str::to_owned));
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

/// Spreads retries of turns that failed together (FNV-1a over the id).
fn seed(turn: &TurnId) -> u32 {
    turn.as_str().bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
