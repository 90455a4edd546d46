//! What windows are told: one message a frame at most, each under 8 KB, nothing queued without
//! a bound.
//!
//! A view keeps a mirror of what its page shows. Each frame sends the step from the mirror to the
//! answer as it is then, so a slow page makes steps larger, never a queue longer. It knows no
//! window system; a sink takes the events.

mod fit;
mod view;

use crate::live::{Face, LiveTurn};
use chat_core::ids::TurnId;
use chat_core::wire::{Event, RunningTurn};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use view::View;

/// The least time between two messages to a window.
pub const FRAME: Duration = Duration::from_millis(33);

/// Takes an event to a window; false when the window is gone.
pub type Sink = Box<dyn Fn(Event) -> bool + Send + Sync>;

/// Which turns a view sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everything: the main window.
    All,
    /// Only turns asked in quick-ask.
    Quick,
    /// No turn as it goes: that one ended, once, and what changed in the list, the keys and the
    /// settings. For the program behind the windows; nobody acknowledges what it is told.
    News,
}

impl Scope {
    fn sees(self, face: Face) -> bool {
        match (self, face) {
            (Self::All, Face::Chat | Face::Quick | Face::Cli) | (Self::Quick, Face::Quick) => true,
            (Self::Quick, Face::Chat | Face::Cli)
            | (Self::News, Face::Chat | Face::Quick | Face::Cli) => false,
        }
    }
}

impl Scope {
    /// What a view of this scope is told of an event that belongs to no turn.
    fn told(self, event: &Event) -> Option<Event> {
        match (self, event) {
            (Self::All, event) => Some(event.clone()),
            // Where the next question goes, but nothing of keys.
            (Self::Quick, Event::KeysChanged { next, .. }) => Some(Event::KeysChanged {
                keys: Vec::new(),
                next: next.clone(),
            }),
            // It may not read settings; what it needs of them comes with attaching.
            (Self::Quick, Event::SettingsChanged) => Some(Event::Resync),
            (Self::Quick, Event::Notice { .. } | Event::Resync)
            | (
                Self::News,
                Event::ConversationChanged { .. }
                | Event::KeysChanged { .. }
                | Event::SettingsChanged
                | Event::Resync,
            ) => Some(event.clone()),
            // An end that is told once more, as it truly was, is no news.
            (Self::News, Event::Notice { .. })
            | (Self::Quick, Event::ConversationChanged { .. })
            | (
                Self::News | Self::Quick,
                Event::Wanted
                | Event::Snapshot { .. }
                | Event::TurnStarted { .. }
                | Event::TurnWaiting { .. }
                | Event::TurnPatched { .. }
                | Event::UsageUpdated { .. }
                | Event::TurnEnded { .. },
            ) => None,
        }
    }
}

/// One attached window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ViewId(u64);

/// Running turns and the views of them, under one lock so that no view misses a turn.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    next_view: u64,
    views: HashMap<ViewId, Arc<View>>,
    turns: HashMap<TurnId, Arc<LiveTurn>>,
}

impl Outbox {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a view; the given turns are what its page starts from. The returned future carries
    /// its events and ends when the view is gone: run it.
    pub(crate) fn attach(
        self: &Arc<Self>,
        scope: Scope,
        sink: Sink,
    ) -> (
        ViewId,
        Vec<RunningTurn>,
        impl Future<Output = ()> + Send + use<>,
    ) {
        let mut state = self.lock();
        let id = ViewId(state.next_view);
        state.next_view += 1;
        let seen: Vec<_> = state
            .turns
            .values()
            .filter(|turn| scope.sees(turn.face))
            .cloned()
            .collect();
        let (view, running) = View::new(scope, seen);
        let view = Arc::new(view);
        state.views.insert(id, Arc::clone(&view));
        drop(state);
        let outbox = Arc::clone(self);
        let pump = async move {
            view::pump(&view, &sink).await;
            outbox.detach(id);
        };
        (id, running, pump)
    }

    pub(crate) fn detach(&self, id: ViewId) {
        if let Some(view) = self.lock().views.remove(&id) {
            view.close();
        }
    }

    pub(crate) fn ack(&self, id: ViewId, count: u32) {
        if let Some(view) = self.lock().views.get(&id) {
            view.ack(count);
        }
    }

    pub(crate) fn has_views(&self) -> bool {
        !self.lock().views.is_empty()
    }

    /// A turn began: views see it from its first word.
    pub(crate) fn start(&self, turn: &Arc<LiveTurn>) {
        let mut state = self.lock();
        state
            .turns
            .insert(turn.started.turn_id.clone(), Arc::clone(turn));
        for view in state
            .views
            .values()
            .filter(|view| view.scope.sees(turn.face))
        {
            view.start(Arc::clone(turn));
        }
    }

    /// A turn changed.
    pub(crate) fn touch(&self, turn: &LiveTurn) {
        for view in self
            .lock()
            .views
            .values()
            .filter(|view| view.scope.sees(turn.face))
        {
            view.wake();
        }
    }

    /// A turn is over. Views keep it until they have told its end.
    pub(crate) fn end(&self, turn: &LiveTurn) {
        let mut state = self.lock();
        state.turns.remove(&turn.started.turn_id);
        let news: Vec<_> = state
            .views
            .values()
            .filter(|view| view.scope == Scope::News)
            .cloned()
            .collect();
        drop(state);
        if !news.is_empty()
            && let Some(event) = turn.lock().ended_event(&turn.started)
        {
            for view in news {
                view.tell(event.clone());
            }
        }
        self.touch(turn);
    }

    pub(crate) fn turn(&self, id: &TurnId) -> Option<Arc<LiveTurn>> {
        self.lock().turns.get(id).cloned()
    }

    pub(crate) fn turns(&self) -> Vec<Arc<LiveTurn>> {
        self.lock().turns.values().cloned().collect()
    }

    /// Tells one view.
    pub(crate) fn tell_one(&self, id: ViewId, event: Event) {
        if let Some(view) = self.lock().views.get(&id) {
            view.tell(event);
        }
    }

    /// Tells every view what its scope lets it know.
    pub(crate) fn tell(&self, event: &Event) {
        for view in self.lock().views.values() {
            if let Some(event) = view.scope.told(event) {
                view.tell(event);
            }
        }
    }
}
