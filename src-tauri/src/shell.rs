//! What the commands share: the engine, and which view of it each window has. Must not know how
//! a command looks.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use chat_core::failure::Failure;
use chat_core::wire::{Event, Language, OnClose, Settings, Snapshot, UserError};
use chat_engine::clock::{Clock, SystemClock};
use chat_engine::{Engine, Scope, ViewId};

use crate::work::Work;

/// What a command gives: its result, or the error as the page shows it.
pub(crate) type Answer<T> = Result<T, UserError>;

/// What Tauri manages for the commands.
pub(crate) struct Shell {
    /// A failure is kept: each command answers with it, so that the window opens all the same
    /// and says what is wrong.
    engine: Result<Engine, Failure>,
    views: Mutex<HashMap<String, ViewId>>,
    /// What takes long and is done once at a time.
    pub(crate) work: Work,
    clock: SystemClock,
    leaving: AtomicBool,
    /// What the page speaks.
    language: Mutex<Language>,
}

impl Shell {
    /// A shell around an engine. The clock is the one that was started with the program.
    pub(crate) fn new(engine: Result<Engine, Failure>, clock: SystemClock) -> Self {
        if let Err(failure) = &engine {
            tracing::error!(code = failure.code.as_str(), "{failure}");
        }
        Self {
            engine,
            views: Mutex::default(),
            work: Work::default(),
            clock,
            leaving: AtomicBool::new(false),
            language: Mutex::default(),
        }
    }

    /// Milliseconds since the program's `main` began.
    pub(crate) fn age_ms(&self) -> u64 {
        self.clock.monotonic_ms()
    }

    /// The engine, or why there is none.
    pub(crate) fn engine(&self) -> Answer<&Engine> {
        self.engine.as_ref().map_err(UserError::from)
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

    /// Tells the page of this window, if it is attached, that something is wanted of it.
    pub(crate) fn call(&self, window: &str) {
        let view = self.with_views(|views| views.get(window).copied());
        if let (Some(view), Ok(engine)) = (view, &self.engine) {
            engine.call(view);
        }
    }

    /// The window is gone.
    pub(crate) fn detach(&self, window: &str) {
        let view = self.with_views(|views| views.remove(window));
        if let (Some(view), Ok(engine)) = (view, &self.engine) {
            engine.detach(view);
        }
    }

    /// What the settings say of the combination that opens quick-ask; nothing where they cannot be
    /// read.
    pub(crate) async fn quick_shortcut(&self) -> Option<String> {
        let settings = self.engine.as_ref().ok()?.get_settings().await.ok()?;
        settings.quick_shortcut
    }

    /// What the settings say of closing the main window; asking where they cannot be read.
    pub(crate) async fn on_close(&self) -> OnClose {
        match &self.engine {
            Ok(engine) => engine.get_settings().await.unwrap_or_default().on_close,
            Err(_) => OnClose::default(),
        }
    }

    /// Closing the main window does this from now on.
    pub(crate) async fn remember_on_close(&self, on_close: OnClose) {
        let Ok(engine) = &self.engine else { return };
        let set = match engine.get_settings().await {
            Ok(settings) => {
                engine
                    .set_settings(Settings {
                        on_close,
                        ..settings
                    })
                    .await
            }
            Err(failure) => Err(failure),
        };
        if let Err(failure) = set {
            let code = failure.code.as_str();
            tracing::warn!(code, "what closing does could not be remembered");
        }
    }

    /// Stops the turns and saves them; true for the first call only.
    pub(crate) async fn close(&self) -> bool {
        if self.leaving.swap(true, Ordering::SeqCst) {
            return false;
        }
        if let Ok(engine) = &self.engine {
            engine.close().await;
        }
        true
    }

    /// The language of the page.
    pub(crate) fn language(&self) -> Language {
        *self.language.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The page speaks another language from now on, or the same; true where it is another.
    pub(crate) fn speak(&self, language: Language) -> bool {
        let mut spoken = self.language.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *spoken, language) != language
    }

    fn with_views<T>(&self, change: impl FnOnce(&mut HashMap<String, ViewId>) -> T) -> T {
        change(&mut self.views.lock().unwrap_or_else(PoisonError::into_inner))
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

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicUsize;

    use chat_core::failure::Code;
    use chat_engine::Config;
    use chat_engine::environment::Environment;
    use chat_engine::keys::memory::MemoryKeys;
    use chat_engine::signin::{ChildVariables, InstalledCli};

    use super::*;

    /// A shell around an engine of its own, which answers by the demo.
    pub(crate) fn shell(folder: &std::path::Path) -> Shell {
        let config = Config {
            environment: Environment::from_pairs::<&str, &str>([]).unwrap(),
            key_store: Arc::new(MemoryKeys::default()),
            clock: Arc::new(SystemClock::new()),
            vercel: Arc::new(InstalledCli::new(ChildVariables::from_pairs([]))),
            start_demo: crate::demo::starter(),
            data_dir: folder.to_path_buf(),
        };
        Shell::new(Ok(Engine::open(config)), SystemClock::new())
    }

    /// A sink that counts how often it was told of keys.
    fn counter() -> (Arc<AtomicUsize>, Box<dyn Fn(Event) -> bool + Send + Sync>) {
        let count = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&count);
        let sink = Box::new(move |event| {
            if matches!(event, Event::KeysChanged { .. }) {
                seen.fetch_add(1, Ordering::SeqCst);
            }
            true
        });
        (count, sink)
    }

    async fn told_once(count: &AtomicUsize) {
        for _ in 0..500 {
            if count.load(Ordering::SeqCst) == 1 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("it was not told within five seconds");
    }

    async fn set_a_key(shell: &Shell) {
        let engine = shell.engine().unwrap();
        engine
            .set_key("gateway".to_owned(), "vck_0123456789".to_owned())
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn a_window_that_attaches_again_leaves_its_old_view_and_others_keep_theirs() {
        let folder = tempfile::tempdir().unwrap();
        let shell = shell(folder.path());
        let ((before, first), (after, second), (quick, other)) = (counter(), counter(), counter());
        shell.attach("main", Scope::All, first).await.unwrap();
        shell.attach("quick", Scope::All, other).await.unwrap();
        shell.attach("main", Scope::All, second).await.unwrap();
        set_a_key(&shell).await;
        told_once(&after).await;
        told_once(&quick).await;
        assert_eq!(before.load(Ordering::SeqCst), 0);
        shell.ack("main", 1).unwrap();
        shell.ack("nobody", 1).unwrap();
    }

    #[tokio::test]
    async fn a_window_that_is_gone_is_told_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let shell = shell(folder.path());
        let ((gone, first), (there, second)) = (counter(), counter());
        shell.attach("main", Scope::All, first).await.unwrap();
        shell.attach("quick", Scope::All, second).await.unwrap();
        shell.detach("main");
        shell.detach("nobody");
        set_a_key(&shell).await;
        told_once(&there).await;
        assert_eq!(gone.load(Ordering::SeqCst), 0);
    }

    #[tokio::test]
    async fn without_an_engine_each_command_says_why() {
        let failure = Failure::new(Code::ConfigInvalid, "GATEHOUSE_KEYSTORE is wrong.");
        let shell = Shell::new(Err(failure), SystemClock::new());
        let (_, sink) = counter();
        let answers = [
            shell.engine().map(|_| ()).unwrap_err(),
            shell
                .attach("main", Scope::All, sink)
                .await
                .map(|_| ())
                .unwrap_err(),
            shell.ack("main", 1).unwrap_err(),
        ];
        for answer in answers {
            assert_eq!(answer.code, Code::ConfigInvalid);
            assert_eq!(answer.message, "GATEHOUSE_KEYSTORE is wrong.");
        }
        shell.detach("main");
    }

    #[tokio::test]
    async fn the_program_is_left_once() {
        let folder = tempfile::tempdir().unwrap();
        let shell = shell(folder.path());
        assert!(shell.close().await);
        assert!(!shell.close().await);
    }
}
