//! The engine: what every face of Gatehouse talks to. A cheap handle; all state is behind it.
//!
//! It opens lazily: a machine whose data folder cannot be used can still ask without saving,
//! and is told why when something must be stored.

mod accounts;
mod asked_with;
mod asking;
mod attaching;
mod backups;
mod config;
mod connections;
mod deleting;
mod disk;
mod doctor;
mod drafts;
mod drawing;
mod everything;
mod export_history;
mod ground;
mod history;
mod import;
mod import_history;
mod keeping;
mod keyring;
mod legs;
mod listing;
mod models;
mod organising;
mod own_keys;
mod picture;
mod presets;
mod preview;
mod probe;
mod question;
mod replaying;
mod resolve;
mod routing;
mod salvaging;
mod search;
mod sent;
mod settings;
mod settling;
mod signin;
mod staging;
mod starting;
mod temporary;
mod typed;
mod usage;
mod watch;

pub use asking::{Ask, Asked, Onto};
pub use attaching::AskedFile;
pub use backups::{Backup, Restoring};
pub use config::{Config, DemoAddress, StartDemo};
pub use deleting::Deleted;
pub use doctor::{Diagnosis, Layer};
pub use export_history::{Export, ExportWhat, Pieces};
pub use import::{Imported, ImportedKey, Unused};
pub use import_history::ImportHow;
pub use models::{ListSource, ModelList};
pub(crate) use replaying::Stored;
pub use replaying::{Replay, ReplayEnd, ReplayFrom};
pub use search::{HistoryCheck, RANKED};
pub use usage::UsageCsv;

use crate::driver::Surroundings;
use crate::keys::Keys;
use crate::live::Face;
use crate::outbox::{Outbox, Scope, Sink, ViewId};
use crate::signin::SignIn;
use crate::store::Store;
use crate::transport::Transport;
use chat_core::connection::Variable;
use chat_core::failure::Failure;
use chat_core::ids::TurnId;
use chat_core::wire::{Event, ListFilter, Snapshot, UserError};
use chat_render::Drawings;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long closing waits for running turns to reach the disk.
const CLOSE_WITHIN: Duration = Duration::from_secs(2);
/// How many conversations a list gives at a time, beside the pinned ones.
pub const CONVERSATIONS_PAGE: u32 = 100;
/// How many messages a page of a conversation has.
pub const MESSAGES_PAGE: u32 = 60;

/// The handle.
#[derive(Debug, Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    config: Config,
    around: Surroundings,
    keys: Keys,
    sign_in: SignIn,
    disk: disk::Slot,
    demo: OnceCell<DemoAddress>,
    /// The books of a process whose folder cannot be used, once they are needed.
    volatile: Mutex<Option<Store>>,
    /// Conversations that are kept nowhere else, once there are any.
    temporary: Mutex<Option<Store>>,
    /// Turns that are being started, so that Stop reaches them before they exist, and tests of
    /// connections.
    starting: Mutex<HashMap<TurnId, CancellationToken>>,
    /// Files that wait for their question.
    staged: Mutex<Vec<staging::Waiting>>,
    /// Whether the draft of quick-ask was asked for since the program was started.
    quick_draft_seen: AtomicBool,
    /// Answers of chats on disk that were drawn; let go of with every deletion.
    drawings: Mutex<Drawings>,
    /// Whether there is, or was, a window.
    windowed: AtomicBool,
    /// Whether the store is watched for other processes.
    watching: AtomicBool,
    /// Whether older messages are being indexed.
    indexing: AtomicBool,
    /// Ends the tasks that watch.
    closing: CancellationToken,
}

impl Engine {
    /// An engine over the given surroundings. Nothing is read, written or sent yet.
    pub fn open(config: Config) -> Self {
        let around = Surroundings {
            transport: Arc::new(Transport::new()),
            outbox: Arc::new(Outbox::default()),
            clock: Arc::clone(&config.clock),
            tasks: TaskTracker::new(),
            unsaved: Arc::default(),
        };
        let keys = Keys::new(Arc::clone(&config.key_store));
        // What is no key counts as none here; asking says what is wrong with it.
        let token = config.environment.key(Variable::VercelOidcToken);
        let sign_in = SignIn::new(Arc::clone(&config.vercel), token.ok().flatten());
        Self {
            inner: Arc::new(Inner {
                config,
                around,
                keys,
                sign_in,
                disk: disk::Slot::default(),
                demo: OnceCell::new(),
                volatile: Mutex::default(),
                temporary: Mutex::default(),
                starting: Mutex::default(),
                staged: Mutex::default(),
                quick_draft_seen: AtomicBool::new(false),
                drawings: Mutex::default(),
                windowed: AtomicBool::new(false),
                watching: AtomicBool::new(false),
                indexing: AtomicBool::new(false),
                closing: CancellationToken::new(),
            }),
        }
    }

    /// Attaches a window: everything it needs to draw itself, and from then on events to `sink`.
    pub async fn attach(&self, scope: Scope, sink: Sink) -> (ViewId, Snapshot) {
        let notice = self.open_for_windows().await;
        self.index_meanwhile();
        let known = self.known().await;
        let next = self.next_turn(&known).await;
        // Quick-ask is told only what it shows.
        let (keys, conversations, files) = match scope {
            Scope::All => (
                self.key_status().await,
                self.list_conversations(None, ListFilter::default())
                    .await
                    .unwrap_or_default(),
                self.staged_files(Face::Chat),
            ),
            Scope::Quick => (Vec::new(), Vec::new(), self.staged_files(Face::Quick)),
            Scope::News => (Vec::new(), Vec::new(), Vec::new()),
        };
        let (view, turns, pump) = self.inner.around.outbox.attach(scope, sink);
        self.inner.around.spawn(pump);
        let snapshot = Snapshot {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            next,
            keys,
            conversations,
            turns,
            files,
            settings: known.settings,
            notice: notice.as_ref().map(UserError::from),
        };
        (view, snapshot)
    }

    /// Hears the news that [`Scope::News`] names, until [`Engine::detach`]. For the program behind
    /// the windows.
    pub async fn listen(&self, sink: Sink) -> ViewId {
        // What is wrong with the store is told to the windows.
        drop(self.open_for_windows().await);
        let (view, _, pump) = self.inner.around.outbox.attach(Scope::News, sink);
        self.inner.around.spawn(pump);
        view
    }

    /// Opens the store as a program with windows does, and looks at what others write. What is wrong
    /// with it, or was.
    async fn open_for_windows(&self) -> Option<Failure> {
        self.inner.windowed.store(true, Ordering::Release);
        let notice = match self.disk().await {
            Ok(disk) => disk.instead_of.clone(),
            Err(failure) => Some(failure),
        };
        self.watch().await;
        notice
    }

    /// The page has received this many more events.
    pub fn ack(&self, view: ViewId, count: u32) {
        self.inner.around.outbox.ack(view, count);
    }

    /// Tells a window that something is wanted of it. What it is, the shell keeps until it is taken.
    pub fn call(&self, view: ViewId) {
        self.inner.around.outbox.tell_one(view, Event::Wanted);
    }

    /// The window is gone.
    pub fn detach(&self, view: ViewId) {
        self.inner.around.outbox.detach(view);
    }

    /// Stops a turn, also one that is only being started, or a test of a connection. Whether there
    /// was one to stop.
    pub fn cancel_turn(&self, turn: &TurnId) -> bool {
        if let Some(live) = self.inner.around.outbox.turn(turn) {
            live.stop.cancel();
            return true;
        }
        match self.starting().get(turn) {
            Some(stop) if !stop.is_cancelled() => {
                stop.cancel();
                true
            }
            Some(_) | None => false,
        }
    }

    /// Whether a turn runs in this process.
    pub fn is_running(&self, turn: &TurnId) -> bool {
        self.inner.around.outbox.turn(turn).is_some()
    }

    /// Whether any turn runs in this process.
    pub fn answers(&self) -> bool {
        !self.inner.around.outbox.turns().is_empty()
    }

    fn starting(&self) -> MutexGuard<'_, HashMap<TurnId, CancellationToken>> {
        self.inner
            .starting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Stops every turn, waits up to two seconds until their text is on disk, and lets go of it.
    pub async fn close(&self) {
        self.inner.closing.cancel();
        for live in self.inner.around.outbox.turns() {
            live.stop.cancel();
        }
        self.inner.around.tasks.close();
        // Views end with their windows, not with turns; only turns are waited for.
        let ended = async {
            let around = &self.inner.around;
            while !around.outbox.turns().is_empty() || !around.unsaved.is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        // Past the limit the text stays as pieces, and counts as interrupted at the next start.
        let _ = tokio::time::timeout(CLOSE_WITHIN, ended).await;
        if let Some(disk) = self.inner.disk.get() {
            let _ = tokio::time::timeout(CLOSE_WITHIN, disk.store.close()).await;
            disk.let_go();
        }
    }

    /// Whether keys that are set live only as long as this process.
    pub fn keeps_keys_in_memory(&self) -> bool {
        self.inner.keys.source() == chat_core::wire::KeySource::Session
    }

    fn tell(&self, event: &Event) {
        self.inner.around.outbox.tell(event);
    }
}

fn internal() -> Failure {
    Failure::new(
        chat_core::failure::Code::Internal,
        "A part of Gatehouse stopped working.",
    )
    .with_action("Start Gatehouse again.")
}

/// A new turn's id, for faces that have no page to make it.
pub fn new_turn_id() -> TurnId {
    TurnId::from_bits(uuid::Uuid::new_v4().as_u128())
}

/// A key for a demo gateway that is run as a server: unguessable, and worth nothing elsewhere.
pub fn new_demo_key() -> String {
    format!("demo-{}", uuid::Uuid::new_v4().simple())
}

/// A new id, ordered by time.
fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Whether a conversation begun with the demo goes on with it once there is something better.
fn face_keeps_demo(face: Face) -> bool {
    match face {
        // On the command line a conversation goes on where it was.
        Face::Cli => true,
        // In a window the demo ends as soon as there is something better.
        Face::Chat | Face::Quick => false,
    }
}
