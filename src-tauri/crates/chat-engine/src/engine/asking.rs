//! Starting a turn: everything is checked and on disk before the first packet.

use super::question::{check_question, messages, no_question, stopped_before, system_of};
use super::{Engine, face_keeps_demo, new_id};
use crate::driver::{Job, TurnEvent, run};
use crate::live::{Face, LiveTurn};
use crate::store::{Begun, Conversation, NewTurn, Question, Store, StoredMessage, StoredTurn};
use chat_core::connection::Builtin;
use chat_core::dialect::openai_chat;
use chat_core::failure::{Failure, RetryPolicy};
use chat_core::ids::{ConversationId, MessageId, TurnId};
use chat_core::request::ChatRequest;
use chat_core::title::title_of;
use chat_core::turn::{Outcome, Plan};
use chat_core::wire::{AnswerAgain, ChatReply, Event, SendMessage, Settings, StartedTurn};
use futures::StreamExt;
use futures::stream::BoxStream;
use std::sync::{Arc, PoisonError};
use tokio_util::sync::CancellationToken;

/// The limits of the guide's entry points, in tokens.
const GUIDE_CHAT_TOKENS: u32 = 1_000;
const GUIDE_ASK_TOKENS: u32 = 500;
/// What Continue asks.
const CONTINUE: &str = "Continue exactly where you stopped.";

/// What a question goes on from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Onto {
    /// A new conversation.
    Nothing,
    /// The end of a conversation's chosen path.
    Conversation(ConversationId),
    /// A message of a conversation.
    Message(MessageId),
    /// The same question again: the answer becomes a sibling of this one.
    Again(MessageId),
}

/// A question with everything that may be said with it.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Made by the asker; the same id never asks twice.
    pub turn: TurnId,
    /// What it goes on from.
    pub onto: Onto,
    /// The question; ignored when it is asked again.
    pub text: String,
    /// The connection named, if any.
    pub connection: Option<String>,
    /// The model named, if any.
    pub model: Option<String>,
    /// Instructions; they replace the conversation's.
    pub system: Option<String>,
    /// The answer's limit in tokens.
    pub max_tokens: Option<u32>,
    /// Sampling temperature.
    pub temperature: Option<f64>,
    /// Whether to ask for a stream.
    pub stream: bool,
    /// Whether anything is stored.
    pub save: bool,
}

impl Ask {
    /// A plain question that starts a conversation.
    pub fn new(turn: TurnId, text: impl Into<String>) -> Self {
        Self {
            turn,
            onto: Onto::Nothing,
            text: text.into(),
            connection: None,
            model: None,
            system: None,
            max_tokens: None,
            temperature: None,
            stream: true,
            save: true,
        }
    }
}

/// A turn that began.
pub struct Asked {
    /// Its ids.
    pub started: StartedTurn,
    /// What it shows, to its end; none when the turn had been asked before.
    pub events: Option<BoxStream<'static, TurnEvent>>,
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asked")
            .field("started", &self.started)
            .finish_non_exhaustive()
    }
}

/// Where a question stands: its conversation so far.
struct Ground {
    conversation: Option<ConversationId>,
    path: Vec<StoredMessage>,
    last: Option<StoredTurn>,
}

impl Engine {
    /// `send_message` of a window.
    pub async fn send_message(
        &self,
        face: Face,
        params: SendMessage,
    ) -> Result<StartedTurn, Failure> {
        let SendMessage {
            turn_id,
            conversation,
            text,
            model,
            connection,
            max_tokens,
        } = params;
        let onto = conversation.map_or(Onto::Nothing, Onto::Conversation);
        let ask = Ask {
            onto,
            connection,
            model,
            max_tokens,
            ..Ask::new(turn_id, text)
        };
        Ok(self.ask(face, ask).await?.started)
    }

    /// `retry_turn`: the same question, a sibling answer.
    pub async fn retry_turn(
        &self,
        face: Face,
        params: AnswerAgain,
    ) -> Result<StartedTurn, Failure> {
        let AnswerAgain {
            turn_id,
            message,
            model,
            max_tokens,
        } = params;
        let ask = Ask {
            onto: Onto::Again(message),
            model,
            max_tokens,
            ..Ask::new(turn_id, "")
        };
        Ok(self.ask(face, ask).await?.started)
    }

    /// `continue_turn`: asks the model to go on from an answer that was cut off.
    pub async fn continue_turn(
        &self,
        face: Face,
        params: AnswerAgain,
    ) -> Result<StartedTurn, Failure> {
        let AnswerAgain {
            turn_id,
            message,
            model,
            max_tokens,
        } = params;
        let ask = Ask {
            onto: Onto::Message(message),
            model,
            max_tokens,
            ..Ask::new(turn_id, CONTINUE)
        };
        Ok(self.ask(face, ask).await?.started)
    }

    /// The guide's `/api/chat`: one message, one reply of at most 1,000 tokens.
    pub async fn chat(&self, message: String) -> Result<ChatReply, Failure> {
        Ok(ChatReply {
            reply: self.whole_answer(message, GUIDE_CHAT_TOKENS).await?,
        })
    }

    /// The guide's server action `askClaude`: at most 500 tokens.
    pub async fn ask_claude(&self, question: String) -> Result<String, Failure> {
        self.whole_answer(question, GUIDE_ASK_TOKENS).await
    }

    async fn whole_answer(&self, text: String, max_tokens: u32) -> Result<String, Failure> {
        let turn = TurnId::parse(&new_id()).map_err(|_| super::internal())?;
        let ask = Ask {
            max_tokens: Some(max_tokens),
            stream: false,
            ..Ask::new(turn, text)
        };
        let asked = self.ask(Face::Chat, ask).await?;
        let mut answer = String::new();
        let mut events = asked.events.ok_or_else(super::internal)?;
        while let Some(event) = events.next().await {
            match event {
                TurnEvent::Text(text) => answer.push_str(&text),
                TurnEvent::Ended(outcome) => return ended(&outcome, answer),
                TurnEvent::Reasoning(_)
                | TurnEvent::ToolCall { .. }
                | TurnEvent::Waiting { .. } => {}
            }
        }
        Err(super::internal())
    }

    /// Starts a turn. What can be known to be wrong is said here, before anything is stored or
    /// sent; the same turn id gives the first call's ids again and asks nothing.
    pub async fn ask(&self, face: Face, ask: Ask) -> Result<Asked, Failure> {
        let stop = CancellationToken::new();
        let turn = ask.turn.clone();
        {
            let mut starting = self
                .inner
                .starting
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            // The same command twice at once: both run, the store's unique id lets one begin.
            starting.entry(turn.clone()).or_insert_with(|| stop.clone());
        }
        let asked = self.start(face, ask, stop).await;
        self.inner
            .starting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&turn);
        asked
    }

    async fn start(&self, face: Face, ask: Ask, stop: CancellationToken) -> Result<Asked, Failure> {
        if let Some(started) = self.asked_before(&ask).await? {
            return Ok(Asked {
                started,
                events: None,
            });
        }
        check_question(&ask)?;
        let settings = self.stored_settings().await;
        let ground = self.ground(&ask).await?;
        let (ready, model) = tokio::select! {
            // A keyring or a local server may take its time; nothing is stored yet.
            () = stop.cancelled() => return Err(stopped_before()),
            chosen = self.choose(face, &ask, &ground, &settings) => chosen?,
        };
        let system = ask.system.clone().or_else(|| system_of(&ground.path));
        let request = ChatRequest {
            model: model.clone(),
            messages: messages(&ground.path, system.as_deref(), &ask),
            max_tokens: ask.max_tokens,
            temperature: ask.temperature,
            stream: ask.stream,
        };
        let body = openai_chat::encode(&request, &ready.upstream);
        let store = if ask.save {
            self.store().await?
        } else {
            volatile()?
        };
        let begun = store
            .begin_turn(self.new_turn(&ask, &ground, ready.connection, &model)?)
            .await
            .map_err(|error| error.failure())?;
        let stored = match begun {
            Begun::Already(stored) => {
                return Ok(Asked {
                    started: started(&stored),
                    events: None,
                });
            }
            Begun::New(stored) => stored,
        };
        let live = Arc::new(LiveTurn::new(started(&stored), face, stop));
        let events = live.follow().boxed();
        let job = Job {
            plan: Plan {
                timeouts: settings.timeouts,
                retry: RetryPolicy {
                    max_repeats: settings.retries_max,
                    may_wait: true,
                },
                seed: seed(&ask.turn),
                upstream: ready.upstream,
            },
            url: ready.base.chat(),
            key: ready.key,
            body,
            model,
            store: store.clone(),
        };
        self.inner.around.outbox.start(&live);
        let started = live.started.clone();
        let engine = self.clone();
        let kept = ask.save;
        self.inner.around.spawn(async move {
            if kept {
                engine
                    .conversation_changed(&store, &live.started.conversation)
                    .await;
            }
            run(engine.inner.around.clone(), Arc::clone(&live), job).await;
            if kept {
                engine
                    .conversation_changed(&store, &live.started.conversation)
                    .await;
            }
        });
        Ok(Asked {
            started,
            events: Some(events),
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

    async fn asked_before(&self, ask: &Ask) -> Result<Option<StartedTurn>, Failure> {
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

    async fn ground(&self, ask: &Ask) -> Result<Ground, Failure> {
        let store = match &ask.onto {
            Onto::Nothing => {
                return Ok(Ground {
                    conversation: None,
                    path: Vec::new(),
                    last: None,
                });
            }
            Onto::Conversation(_) | Onto::Message(_) | Onto::Again(_) => {
                self.store_to_read().await?
            }
        };
        let mut path = match &ask.onto {
            Onto::Nothing => Vec::new(),
            Onto::Conversation(id) => store.path(id).await.map_err(|error| error.failure())?,
            Onto::Message(id) | Onto::Again(id) => {
                store.path_to(id).await.map_err(|error| error.failure())?
            }
        };
        let conversation = match &ask.onto {
            Onto::Conversation(id) => Some(id.clone()),
            Onto::Nothing | Onto::Message(_) | Onto::Again(_) => path
                .last()
                .map(|stored| stored.message.conversation.clone()),
        };
        let turn = path.iter().rev().find_map(|stored| stored.turn.clone());
        let last = match turn {
            Some(turn) => store.turn(&turn).await.map_err(|error| error.failure())?,
            None => None,
        };
        if let Onto::Again(_) = &ask.onto {
            path.pop();
        }
        Ok(Ground {
            conversation,
            path,
            last,
        })
    }

    /// Connection and model: named, else the conversation's last, else the usual choice.
    async fn choose(
        &self,
        face: Face,
        ask: &Ask,
        ground: &Ground,
        settings: &Settings,
    ) -> Result<(super::resolve::Ready, String), Failure> {
        let sticky = ground
            .last
            .as_ref()
            .filter(|last| face_keeps_demo(face) || last.connection != Builtin::Demo.name());
        let named = ask
            .connection
            .as_deref()
            .or(sticky.map(|last| last.connection.as_str()));
        let ready = self.resolve(named, settings).await?;
        let same = sticky.filter(|last| last.connection == ready.connection.name());
        let asked = ask
            .model
            .as_deref()
            .or(same.map(|last| last.model.as_str()));
        let model = self.resolve_model(asked, &ready, settings).await?;
        Ok((ready, model))
    }

    fn new_turn(
        &self,
        ask: &Ask,
        ground: &Ground,
        connection: Builtin,
        model: &str,
    ) -> Result<NewTurn, Failure> {
        let message = || MessageId::parse(&new_id()).map_err(|_| super::internal());
        let system = match &ask.system {
            Some(text) => Some((message()?, text.clone())),
            None => None,
        };
        // Without saving, what goes on elsewhere begins here: the store is a fresh one in memory.
        let goes_on = ground.conversation.clone().filter(|_| ask.save);
        let conversation = match goes_on {
            Some(id) => Conversation::GoOn { id, system },
            None => Conversation::Start {
                id: ConversationId::parse(&new_id()).map_err(|_| super::internal())?,
                title: title_of(&ask.text),
                system,
            },
        };
        let question = match (&ask.onto, ask.save) {
            (Onto::Again(_), true) => {
                let question = ground.path.last().ok_or_else(no_question)?;
                Question::Existing(question.message.id.clone())
            }
            (Onto::Message(parent), true) => Question::New {
                id: message()?,
                parent: Some(parent.clone()),
                text: ask.text.clone(),
            },
            (Onto::Nothing | Onto::Conversation(_), _)
            | (Onto::Again(_) | Onto::Message(_), false) => Question::New {
                id: message()?,
                parent: None,
                text: ask.text.clone(),
            },
        };
        Ok(NewTurn {
            turn: ask.turn.clone(),
            owner: self.owner_id(),
            at_ms: self.inner.config.clock.now_ms(),
            conversation,
            question,
            answer: message()?,
            connection: connection.name().to_owned(),
            model: model.to_owned(),
            max_tokens: ask.max_tokens,
            temperature: ask.temperature,
        })
    }

    fn owner_id(&self) -> String {
        self.inner
            .disk
            .get()
            .map_or_else(|| "memory".to_owned(), |disk| disk.name.clone())
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

fn ended(outcome: &Outcome, answer: String) -> Result<String, Failure> {
    match &outcome.failure {
        Some(failure) => Err(failure.clone()),
        None => Ok(answer),
    }
}

fn volatile() -> Result<Store, Failure> {
    Store::open_in_memory().map_err(|error| error.failure())
}

/// Spreads retries of turns that failed together (FNV-1a over the id).
fn seed(turn: &TurnId) -> u32 {
    turn.as_str().bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
