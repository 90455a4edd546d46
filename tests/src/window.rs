//! A window that writes down every event with its time, and applies patches as the page does.

use chat_core::blocks::Node;
use chat_core::ids::TurnId;
use chat_core::wire::{Event, Snapshot};
use chat_engine::{Engine, Scope, ViewId};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// An attached window.
#[derive(Debug)]
pub struct Window {
    /// What it was given when it was attached.
    pub snapshot: Snapshot,
    view: ViewId,
    engine: Engine,
    seen: Arc<Mutex<Vec<(Instant, Event)>>>,
}

impl Window {
    /// A main window that acknowledges what it gets, as the page does.
    pub async fn open(engine: &Engine) -> Self {
        Self::attach(engine, Scope::All, true).await
    }

    /// A main window that never acknowledges by itself.
    pub async fn open_stuck(engine: &Engine) -> Self {
        Self::attach(engine, Scope::All, false).await
    }

    /// The quick-ask window.
    pub async fn open_quick(engine: &Engine) -> Self {
        Self::attach(engine, Scope::Quick, true).await
    }

    async fn attach(engine: &Engine, scope: Scope, acks: bool) -> Self {
        let seen: Arc<Mutex<Vec<(Instant, Event)>>> = Arc::default();
        let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
        let kept = Arc::clone(&seen);
        let sink = Box::new(move |event| {
            kept.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push((Instant::now(), event));
            told.send(()).is_ok()
        });
        let (view, snapshot) = engine.attach(scope, sink).await;
        let acking = engine.clone();
        tokio::spawn(async move {
            while heard.recv().await.is_some() {
                if acks {
                    acking.ack(view, 1);
                }
            }
        });
        Self {
            snapshot,
            view,
            engine: engine.clone(),
            seen,
        }
    }

    /// Acknowledges so many events.
    pub fn ack(&self, count: usize) {
        self.engine
            .ack(self.view, u32::try_from(count).unwrap_or(u32::MAX));
    }

    /// Closes it.
    pub fn close(self) {
        self.engine.detach(self.view);
    }

    /// All events so far.
    pub fn events(&self) -> Vec<Event> {
        self.timed().into_iter().map(|(_, event)| event).collect()
    }

    /// All events so far, each with the time it came.
    pub fn timed(&self) -> Vec<(Instant, Event)> {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Whether the turn's end was told.
    pub fn saw_end(&self, turn: &TurnId) -> bool {
        self.events()
            .iter()
            .any(|event| matches!(event, Event::TurnEnded { turn_id, .. } if turn_id == turn))
    }

    /// Waits until the turn's end was told.
    pub async fn wait_for_end(&self, turn: &TurnId) {
        crate::until("the end of a turn in a window", || self.saw_end(turn)).await;
    }

    /// The turn's tree: the snapshot's with every patch so far, applied in order.
    ///
    /// # Panics
    /// When a patch does not fit, or a number is missing.
    pub fn tree(&self, turn: &TurnId) -> Vec<Node> {
        let running = self.snapshot.turns.iter().find(|row| row.turn_id == *turn);
        let (mut nodes, mut last) =
            running.map_or((Vec::new(), 0), |row| (row.nodes.clone(), row.seq));
        for event in self.events() {
            if let Event::TurnPatched {
                turn_id, seq, ops, ..
            } = event
                && turn_id == *turn
            {
                assert_eq!(seq, last + 1, "a patch is missing");
                last = seq;
                for op in &ops {
                    chat_render::apply(&mut nodes, op).expect("a patch does not fit");
                }
            }
        }
        nodes
    }
}
