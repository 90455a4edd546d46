//! What the commands share: the engine, and which view of it each window has. Must not know how
//! a command looks.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chat_core::failure::Failure;
use chat_core::wire::{Event, Snapshot, UserError};
use chat_engine::clock::{Clock, SystemClock};
use chat_engine::{Engine, Scope, ViewId};

/// What a command gives: its result, or the error as the page shows it.
pub(crate) type Answer<T> = Result<T, UserError>;

/// What Tauri manages for the commands. A clone shares everything.
#[derive(Clone)]
pub(crate) struct Shell(Arc<Inner>);

struct Inner {
    /// A failure is kept: each command answers with it, so that the window opens all the same
    /// and says what is wrong.
    engine: Result<Engine, Failure>,
    views: Mutex<HashMap<String, ViewId>>,
    clock: SystemClock,
    leaving: AtomicBool,
}

impl Shell {
    /// A shell around an engine. The clock is the one that was started with the program.
    pub(crate) fn new(engine: Result<Engine, Failure>, clock: SystemClock) -> Self {
        if let Err(failure) = &engine {
            tracing::error!(code = failure.code.as_str(), "{failure}");
        }
        let (views, leaving) = (Mutex::default(), AtomicBool::new(false));
        Self(Arc::new(Inner {
            engine,
            views,
            clock,
            leaving,
        }))
    }

    /// Milliseconds since the program's `main` began.
    pub(crate) fn age_ms(&self) -> u64 {
        self.0.clock.monotonic_ms()
    }

    /// The engine, or why there is none.
    pub(crate) fn engine(&self) -> Answer<&Engine> {
        self.0.engine.as_ref().map_err(UserError::from)
    }

    /// Gives a window its view of the engine. A window that attaches again (its page was
    /// reloaded) leaves its old view.
    pub(crate) async fn attach(
        &self,
        window: &str,
        scope: Scope,
        sink: Box<dyn Fn(Event) -> bool + Send + Sync>,
    ) -> Answer<Snapshot> {
        let engine = self.engine()?;
        let (view, snapshot) = engine.attach(scope, sink).await;
        if let Some(old) = self.with_views(|views| views.insert(window.to_owned(), view)) {
            engine.detach(old);
        }
        Ok(snapshot)
    }

    /// The page of this window has handled so many messages more.
    pub(crate) fn ack(&self, window: &str, count: u32) -> Answer<()> {
        let engine = self.engine()?;
        if let Some(view) = self.with_views(|views| views.get(window).copied()) {
            engine.ack(view, count);
        }
        Ok(())
    }

    /// The window is gone.
    pub(crate) fn detach(&self, window: &str) {
        let view = self.with_views(|views| views.remove(window));
        if let (Some(view), Ok(engine)) = (view, &self.0.engine) {
            engine.detach(view);
        }
    }

    /// Stops the turns and saves them; true for the first call only.
    pub(crate) async fn close(&self) -> bool {
        if self.0.leaving.swap(true, Ordering::SeqCst) {
            return false;
        }
        if let Ok(engine) = &self.0.engine {
            engine.close().await;
        }
        true
    }

    fn with_views<T>(&self, change: impl FnOnce(&mut HashMap<String, ViewId>) -> T) -> T {
        change(&mut self.0.views.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A failure as the page shows it.
// By value: so it fits `map_err`.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it is the argument of map_err"
)]
pub(crate) fn told(failure: Failure) -> UserError {
    UserError::from(&failure)
}
