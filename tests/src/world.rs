//! An engine on a folder of its own, in front of a server that writes down what it received.

use chat_core::catalogue::{Shipped, living_default, shipped};
use chat_core::connection::Builtin;
use chat_core::failure::{Code, Failure};
use chat_core::ids::ConversationId;
use chat_core::message::{MessageState, Role};
use chat_core::turn::Outcome;
use chat_core::wire::{Settings, StartedTurn};
use chat_engine::clock::{Clock, SystemClock};
use chat_engine::environment::Environment;
use chat_engine::keys::{KeyStore, MemoryKeys};
use chat_engine::signin::{ChildVariables, InstalledCli};
use chat_engine::{Ask, Asked, Config, Engine, Face, StartDemo, TurnEvent, new_turn_id};
use demo_gateway::{Gateway, Options, Pace, Recorded};
use futures::{FutureExt, StreamExt};
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// The key that the server wants. It looks like nothing in particular.
pub const KEY: &str = "correct.horse_battery~staple+2468/13579";

/// A server without a pace that wants [`KEY`].
pub async fn gateway() -> Gateway {
    gateway_at(Pace::None).await
}

/// A server at a pace that wants [`KEY`].
pub async fn gateway_at(pace: Pace) -> Gateway {
    demo_gateway::start(Options {
        key: Some(KEY.to_owned()),
        pace,
        ..Options::default()
    })
    .await
    .unwrap()
}

/// An engine on `folder` with these variables. Its keys live in memory, and it has no demo.
pub fn engine(folder: &Path, variables: &[(&str, &str)]) -> Engine {
    engine_with_keys(folder, variables, Arc::new(MemoryKeys::default()))
}

/// The same with another place for keys.
pub fn engine_with_keys(
    folder: &Path,
    variables: &[(&str, &str)],
    key_store: Arc<dyn KeyStore>,
) -> Engine {
    Engine::open(Config {
        environment: Environment::from_pairs(variables.iter().copied()).unwrap(),
        key_store,
        clock: Arc::new(SystemClock::new()),
        vercel: Arc::new(InstalledCli::new(ChildVariables::from_pairs([]))),
        start_demo: no_demo(),
        data_dir: folder.to_owned(),
    })
}

/// A demo that nobody may start.
pub fn no_demo() -> StartDemo {
    Arc::new(|| {
        let unasked = Failure::new(Code::Internal, "The demo was started.");
        async move { Err(unasked) }.boxed()
    })
}

/// An engine, its folder and its server.
#[derive(Debug)]
pub struct World {
    /// The engine.
    pub engine: Engine,
    /// The server that its gateway connection leads to.
    pub gateway: Gateway,
    /// Its data folder.
    pub folder: TempDir,
}

impl World {
    /// An engine whose gateway connection leads to a server without a pace, with the right key.
    pub async fn new() -> Self {
        Self::before(gateway().await)
    }

    /// The same at a pace.
    pub async fn at(pace: Pace) -> Self {
        Self::before(gateway_at(pace).await)
    }

    /// The same in front of a server that runs already.
    pub fn before(gateway: Gateway) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine = engine_at(folder.path(), &gateway);
        Self {
            engine,
            gateway,
            folder,
        }
    }

    /// Switches our own pace and the response cache off, for tests that ask much or repeat.
    pub async fn without_limits(&self) {
        let settings = Settings {
            limiter_per_minute: Some(0),
            cache_ttl_seconds: 0,
            ..self.engine.get_settings().await.unwrap()
        };
        self.engine.set_settings(settings).await.unwrap();
    }

    /// Another engine on the same folder and server, as another process would be.
    pub fn another(&self) -> Engine {
        engine_at(self.folder.path(), &self.gateway)
    }

    /// Asks and waits for the end.
    pub async fn ask(&self, ask: Ask) -> Heard {
        heard(self.begin(ask).await).await
    }

    /// Asks from the main window.
    pub async fn begin(&self, ask: Ask) -> Asked {
        self.engine.ask(Face::Chat, ask).await.unwrap()
    }

    /// Role, text and state of a conversation's chosen path.
    pub async fn path(&self, conversation: &ConversationId) -> Vec<(Role, String, MessageState)> {
        let (_, messages) = self.engine.messages(conversation, false).await.unwrap();
        messages
            .into_iter()
            .map(|stored| {
                let message = stored.message;
                (message.role, message.text, message.state)
            })
            .collect()
    }

    /// The chat requests that the server received for a model.
    pub fn requests_for(&self, model: &str) -> Vec<Recorded> {
        self.gateway
            .requests()
            .into_iter()
            .filter(|request| request.model() == Some(model))
            .collect()
    }
}

/// An engine on `folder` whose gateway connection leads to `gateway`, with the right key.
pub fn engine_at(folder: &Path, gateway: &Gateway) -> Engine {
    let url = gateway.chat_url();
    engine(
        folder,
        &[("AI_GATEWAY_URL", &url), ("AI_GATEWAY_API_KEY", KEY)],
    )
}

/// The model that the gateway is asked today where none is named: the usual one, until it retires.
pub fn gateway_default() -> String {
    let usual = Builtin::Gateway.default_model().unwrap();
    let now_ms = SystemClock::new().now_ms();
    living_default(usual, shipped(Shipped::Gateway), now_ms)
        .unwrap_or(usual)
        .to_owned()
}

/// A question to the scenario of that name.
pub fn question(scenario: impl std::fmt::Display, text: &str) -> Ask {
    Ask {
        model: Some(format!("scenario:{scenario}")),
        ..Ask::new(new_turn_id(), text)
    }
}

/// Everything that a turn showed.
#[derive(Debug)]
pub struct Heard {
    /// Its ids.
    pub started: StartedTurn,
    /// The text, joined.
    pub text: String,
    /// The reasoning, joined.
    pub reasoning: String,
    /// Name and arguments of tool calls.
    pub calls: Vec<(String, String)>,
    /// How often it waited.
    pub waits: usize,
    /// What was said of asking otherwise than asked for.
    pub notes: Vec<String>,
    /// How it ended.
    pub outcome: Arc<Outcome>,
}

/// Follows a turn to its end.
///
/// # Panics
/// When it was asked before, or never ends.
pub async fn heard(asked: Asked) -> Heard {
    let mut events = asked.events.expect("the turn was asked before");
    let (mut text, mut reasoning) = (String::new(), String::new());
    let (mut calls, mut waits) = (Vec::new(), 0);
    let mut notes = Vec::new();
    let outcome = crate::soon("the end of a turn", async {
        while let Some(event) = events.next().await {
            match event {
                TurnEvent::Text(more) => text.push_str(&more),
                TurnEvent::Reasoning(more) => reasoning.push_str(&more),
                TurnEvent::ToolCall {
                    name, arguments, ..
                } => calls.push((name, arguments)),
                TurnEvent::Waiting { .. } => waits += 1,
                TurnEvent::Note(note) => notes.push(note),
                TurnEvent::Ended(outcome) => return outcome,
            }
        }
        panic!("the turn ended without a word");
    })
    .await;
    Heard {
        started: asked.started,
        text,
        reasoning,
        calls,
        waits,
        notes,
        outcome,
    }
}
