//! Watches whether the main window is ever painted, and does what `drawing` says where it is not.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chat_core::failure::{Code, Failure};
use chat_core::wire::Drawing;
use chat_engine::environment::WITHOUT_DMABUF;
use tauri::{AppHandle, Manager, WebviewWindow};

use crate::drawing::{self, Cure, Memory, Remembered, Watch};
use crate::platform;
use crate::shell::Shell;

/// How often it is looked, until the page is painted.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What is known of it in this run.
#[derive(Debug)]
pub(crate) struct Blank {
    memory: Option<Memory>,
    /// What was remembered when the program started.
    at_start: Option<Remembered>,
    /// Whether the surroundings say how it is drawn.
    is_set: bool,
    watch: Mutex<Watch>,
}

impl Blank {
    /// Remembered in this folder; `is_set`: whether the variable of `drawing` is.
    pub(crate) fn new(folder: Option<&Path>, is_set: bool) -> Self {
        let memory = folder.map(Memory::within);
        Self {
            at_start: memory.as_ref().and_then(Memory::read),
            memory,
            is_set,
            watch: Mutex::default(),
        }
    }

    /// Whether the program has to start once more before it opens anything.
    pub(crate) fn starts_without(&self) -> bool {
        drawing::starts_without(self.at_start, self.is_set)
    }

    /// How the windows are drawn.
    pub(crate) fn told(&self) -> Drawing {
        drawing::told(self.at_start, self.remembered(), self.is_set)
    }

    /// Draws as usual again from the next start on.
    pub(crate) fn forget(&self) -> Result<(), Failure> {
        let forgotten = self
            .memory
            .as_ref()
            .map_or(Ok(()), |memory| memory.keep(None));
        forgotten.map_err(|_| {
            Failure::new(Code::Storage, "That could not be remembered.")
                .with_action("Check that the data folder can be written to.")
        })
    }

    fn remembered(&self) -> Option<Remembered> {
        self.memory.as_ref().and_then(Memory::read)
    }

    fn watch(&self) -> MutexGuard<'_, Watch> {
        self.watch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cure(&self) -> Cure {
        let cure = drawing::cure(self.at_start, self.is_set);
        let remember = match cure {
            Cure::StartWithout => Remembered::Without,
            Cure::GiveUp => Remembered::NoHelp,
            Cure::Nothing => return cure,
        };
        if let Some(Err(error)) = self
            .memory
            .as_ref()
            .map(|memory| memory.keep(Some(remember)))
        {
            // The variable is set for the next start all the same, so it does not loop.
            tracing::warn!(kind = ?error.kind(), "how to draw could not be remembered");
        }
        cure
    }
}

/// Looks once a second whether the window that was just shown is painted.
pub(crate) fn watch(window: &WebviewWindow) {
    let window = window.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let blank = window.state::<Blank>();
            if blank.watch().is_over() {
                return;
            }
            let is_seen = window.is_visible().unwrap_or(false)
                && window.is_focused().unwrap_or(false)
                && !window.is_minimized().unwrap_or(true);
            if blank.watch().look(is_seen) {
                mend(window.app_handle());
                return;
            }
        }
    });
}

/// The main window's page has been painted.
pub(crate) fn painted(app: &AppHandle) {
    app.state::<Blank>().watch().painted();
}

/// The main window's page has died; whether that is dealt with here.
pub(crate) fn died(app: &AppHandle) -> bool {
    app.state::<Blank>().watch().died() && mend(app)
}

/// Does what can be done; whether the program starts once more.
fn mend(app: &AppHandle) -> bool {
    let cure = app.state::<Blank>().cure();
    tracing::error!(?cure, "the window stays blank");
    if cure != Cure::StartWithout {
        return false;
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if !app.state::<Shell>().close().await {
            return;
        }
        // Else the next start would find this one, and end.
        tauri_plugin_single_instance::destroy(&app);
        if let Err(error) = platform::start_beside(WITHOUT_DMABUF, "1") {
            tracing::error!(kind = ?error.kind(), "Gatehouse could not be started again");
        }
        // Not by way of the event loop: what does not draw may not listen either.
        std::process::exit(0);
    });
    true
}
