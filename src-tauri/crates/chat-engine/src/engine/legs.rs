//! A question made ready for one connection and model: the request in its dialect, and everything
//! that is asked before it is sent. The first way and each alternative are made here alike.

use super::Engine;
use super::accounts::Opened;
use super::asking::{Ask, Onto};
use super::attaching::{Put, fetch_media, fit, put};
use super::ground::Ground;
use super::listing::Listing;
use super::question::{messages, system_of};
use super::resolve::Ready;
use super::settings::Known;
use crate::driver::{Leg, Prepare};
use crate::ending::Beforehand;
use crate::live::Face;
use crate::signin::no_token;
use crate::store::Store;
use chat_core::catalogue::{Catalogue, Model};
use chat_core::context::leave_out;
use chat_core::failure::{Failure, RetryPolicy};
use chat_core::fallback::Alternative;
use chat_core::ids::TurnId;
use chat_core::limiter::Limit;
use chat_core::message::Role;
use chat_core::request::{ChatRequest, RequestMessage};
use chat_core::turn::{Admission, Plan, Renewal};
use futures::FutureExt;
use futures::future::BoxFuture;
use std::borrow::Cow;
use std::sync::Arc;

/// A question in the dialect of a connection, before its books are opened.
pub(super) struct Draft {
    pub(super) ready: Arc<Ready>,
    pub(super) request: ChatRequest,
    pub(super) put: Put,
    pub(super) listed: Option<Model>,
    pub(super) list: Option<Cow<'static, Catalogue>>,
    pub(super) beforehand: Beforehand,
    pub(super) notes: Vec<String>,
}

impl Engine {
    /// Makes a question ready for a connection and model. Nothing is stored or sent.
    pub(super) async fn draft(
        &self,
        ask: &Ask,
        ground: &Ground,
        known: &Known,
        (mut ready, model): (Ready, String),
    ) -> Result<Draft, Failure> {
        if ready.renewal == Renewal::First && ready.key.is_none() && !ask.wait {
            return Err(no_token());
        }
        ready.provider_keys = self.provider_keys(&ready, known).await?;
        self.renew_ahead(&ready);
        let named = ask.model.is_some() || known.settings.default_model.is_some();
        let Listing {
            model: listed,
            list,
            nearest,
            hint,
        } = self
            .listing(&ready.connection, &ready.base, &model, named)
            .await;
        let system = ask.system.clone().or_else(|| system_of(&ground.path));
        let system = system.filter(|text| !text.is_empty());
        let dialect = ready.connection.dialect();
        let mut put = put(&ask.text, &ask.files, dialect).await?;
        if let (Onto::Instead(of), Some(home)) = (&ask.onto, &ground.home) {
            let media = home.store.media(of).await;
            put.media
                .splice(0..0, media.map_err(|error| error.failure())?);
        }
        let question = match &ask.onto {
            Onto::Again(_) => None,
            Onto::Nothing | Onto::Conversation(_) | Onto::Message(_) | Onto::Instead(_) => {
                Some(RequestMessage {
                    media: put.media.clone(),
                    ..RequestMessage::text(Role::User, put.text.clone())
                })
            }
        };
        let (mut sent, wanted) = messages(&ground.path, system.as_deref(), question);
        if let Some(home) = &ground.home {
            fetch_media(&home.store, &mut sent, wanted).await?;
        }
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
            ..ChatRequest::new(model, sent)
        };
        let inputs = listed.as_ref().and_then(|model| model.inputs);
        let mut notes = fit(&mut request, inputs, dialect, &ready.upstream).await?;
        notes.extend(hint);
        Ok(Draft {
            ready: Arc::new(ready),
            request,
            put,
            listed,
            list,
            beforehand: Beforehand { nearest, left_out },
            notes,
        })
    }
}

impl Draft {
    /// The way to ask that it is, on opened books.
    pub(super) fn leg(self, ask: &Ask, known: &Known, opened: Opened) -> Leg {
        let Self {
            ready,
            request,
            beforehand,
            notes,
            put: _,
            listed: _,
            list: _,
        } = self;
        let dialect = ready.connection.dialect();
        let url = ready.base.chat(&request.model, ask.stream);
        let optional = request.optional(dialect);
        let Opened { books, body, .. } = opened;
        Leg {
            plan: Plan {
                target: books.target.clone(),
                alternatives: alternatives(ask, known),
                timeouts: ready.timeouts,
                retry: RetryPolicy {
                    max_repeats: known.settings.retries_max,
                    may_wait: ask.wait,
                },
                seed: seed(&ask.turn),
                admission: books.admits().then(|| Admission {
                    per_minute: books.limit.map_or(0, Limit::get),
                }),
                upstream: ready.upstream.clone(),
                renewal: ready.renewal,
                optional: optional.clone(),
            },
            dialect,
            request: ready.request(url, Some(body)),
            asked: (!optional.is_empty()).then_some(request),
            held: ready.held.clone(),
            beforehand,
            books,
            notes,
        }
    }
}

/// The person's order: as said with the question, else as set.
fn alternatives(ask: &Ask, known: &Known) -> Vec<Alternative> {
    ask.fallback.clone().unwrap_or_else(|| {
        let set = known.settings.fallback.iter();
        set.filter_map(|one| Alternative::parse(one)).collect()
    })
}

/// Spreads retries of turns that failed together (FNV-1a over the id).
fn seed(turn: &TurnId) -> u32 {
    turn.as_str().bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// All that other ways to ask the same question are made from.
pub(super) struct SameQuestion {
    pub(super) engine: Engine,
    pub(super) face: Face,
    pub(super) ask: Ask,
    pub(super) ground: Ground,
    pub(super) known: Known,
    pub(super) store: Store,
    /// The connection that was asked first.
    pub(super) connection: String,
}

impl std::fmt::Debug for SameQuestion {
    /// Without what a person wrote.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SameQuestion")
            .field("connection", &self.connection)
            .finish_non_exhaustive()
    }
}

impl SameQuestion {
    async fn make(&self, next: Alternative) -> Result<Box<Leg>, Failure> {
        let ask = Ask {
            connection: Some(next.connection.unwrap_or_else(|| self.connection.clone())),
            model: next.model,
            ..self.ask.clone()
        };
        // What the conversation used last must not stand in for the usual model.
        let fresh = Ground {
            conversation: self.ground.conversation.clone(),
            path: self.ground.path.clone(),
            home: self.ground.home.clone(),
            ..Ground::default()
        };
        let (engine, known) = (&self.engine, &self.known);
        let chosen = engine.choose(self.face, &ask, &fresh, known).await?;
        let draft = engine.draft(&ask, &fresh, known, chosen).await?;
        let opened = engine.open_books(&ask, &self.store, &draft, known).await?;
        Ok(Box::new(draft.leg(&ask, known, opened)))
    }
}

/// Shared, because each way is made in a future of its own.
#[derive(Debug)]
pub(super) struct Alternatives(pub(super) Arc<SameQuestion>);

impl Prepare for Alternatives {
    fn prepare(&self, next: Alternative) -> BoxFuture<'static, Result<Box<Leg>, Failure>> {
        let question = Arc::clone(&self.0);
        async move { question.make(next).await }.boxed()
    }
}
