//! The data folder as this process holds it: the store and the lock that shows that it lives.
//!
//! Opened at first use and tried again after a failure. A folder that is taken away while it is in
//! use is made anew, and that is told.

use super::{Engine, internal};
use crate::owner::{self, Owner};
use crate::store::{Store, StoreError, backup};
use chat_core::cache::Ttl;
use chat_core::failure::{Code, Failure};
use chat_core::wire::{Event, UserError};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How long the start of a window waits until what dead processes left open is marked.
const START_WITHIN: Duration = Duration::from_millis(500);
/// How long after a failure that is tried again.
const INTERRUPT_AGAIN: Duration = Duration::from_secs(1);

/// What is on disk, once it could be opened.
#[derive(Debug)]
pub(super) struct Disk {
    pub(super) store: Store,
    /// The name under which this process owns its turns.
    pub(super) name: String,
    /// The lock that shows that it lives; given back when the engine closes.
    owner: Mutex<Option<Owner>>,
    /// Why the store is one in memory, where it is not what it should be.
    pub(super) instead_of: Option<Failure>,
}

impl Disk {
    /// Gives the lock back.
    pub(super) fn let_go(&self) {
        self.owner
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
    }
}

/// The place of the disk, and whose turn it is to open it.
#[derive(Debug, Default)]
pub(super) struct Slot {
    held: Mutex<Option<Arc<Disk>>>,
    opening: tokio::sync::Mutex<()>,
    read_because: Mutex<Option<Failure>>,
}

impl Slot {
    fn lock(&self) -> MutexGuard<'_, Option<Arc<Disk>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read_because(&self) -> MutexGuard<'_, Option<Failure>> {
        self.read_because
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Nothing is opened as long as this is held.
    pub(super) async fn hold(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.opening.lock().await
    }

    /// Lets go of what is open, so that the next use opens anew.
    pub(super) fn take(&self) -> Option<Arc<Disk>> {
        self.lock().take()
    }

    /// What is open, also where it has been taken away meanwhile.
    pub(super) fn get(&self) -> Option<Arc<Disk>> {
        self.lock().clone()
    }
}

impl Engine {
    /// The store and this process's lock, opened at first use; tried again after a failure, and
    /// where the file was moved away.
    pub(super) async fn disk(&self) -> Result<Arc<Disk>, Failure> {
        let windowed = self.inner.windowed.load(Ordering::Acquire);
        let there =
            |disk: &Arc<Disk>| !(disk.store.has_moved() || windowed && disk.store.is_damaged());
        if let Some(disk) = self.inner.disk.get().filter(there) {
            return Ok(disk);
        }
        let _mine = self.inner.disk.opening.lock().await;
        let before = self.inner.disk.get();
        if let Some(disk) = before.clone().filter(there) {
            return Ok(disk);
        }
        let data = &self.inner.config.data_dir;
        // Another file in its place is opened as it is; only a missing one is begun anew.
        let is_missing = !backup::history(data).exists();
        let damaged = before.as_ref().filter(|before| before.store.is_damaged());
        let disk = Arc::new(match damaged {
            Some(before) => in_memory(&before.store.damage(), before.name.clone())?,
            None => self.open_or_instead(windowed).await?,
        });
        *self.inner.disk.lock() = Some(Arc::clone(&disk));
        if let Some(before) = before {
            before.let_go();
            let anew = is_missing.then(|| begun_anew(data));
            if let Some(why) = disk.instead_of.clone().or(anew) {
                let error = UserError::from(&why);
                self.tell(&Event::Notice { error });
            }
            self.tell(&Event::ConversationChanged { conversation: None });
        }
        if let Some(why) = disk.store.uncopied() {
            let error = UserError::from(&not_copied(why));
            self.tell(&Event::Notice { error });
        }
        let (engine, store) = (self.clone(), disk.store.clone());
        let tidying = async move {
            engine.expire_answers(&store).await;
            engine.erase_due(&store).await;
        };
        if windowed {
            // A window does not wait for it: another program may hold the file just now.
            self.interrupt_dead_meanwhile(&disk).await;
            self.inner.around.spawn(tidying);
        } else {
            self.interrupt_dead(&disk.store).await?;
            Box::pin(tidying).await;
        }
        Ok(disk)
    }

    /// In a window a damaged history is left as it is until the person says what becomes of it;
    /// until then there is one in memory.
    async fn open_or_instead(&self, windowed: bool) -> Result<Disk, Failure> {
        match self.open_disk().await? {
            Ok(disk) => Ok(disk),
            Err(error @ StoreError::Damaged { .. }) if windowed => {
                in_memory(&error, uuid::Uuid::new_v4().to_string())
            }
            Err(error) => Err(error.failure()),
        }
    }

    async fn open_disk(&self) -> Result<Result<Disk, StoreError>, Failure> {
        let folder = self.inner.config.data_dir.clone();
        tokio::task::spawn_blocking(move || {
            let store = match Store::open(&folder) {
                Ok(store) => store,
                Err(error) => return Ok(Err(error)),
            };
            owner::sweep(&folder);
            backup::sweep(&folder);
            let name = uuid::Uuid::new_v4().to_string();
            let owner = Owner::create(&folder, &name).map_err(|_| no_owner(&folder))?;
            let owner = Mutex::new(Some(owner));
            let instead_of = None;
            Ok(Ok(Disk {
                store,
                name,
                owner,
                instead_of,
            }))
        })
        .await
        .map_err(|_| internal())?
    }

    pub(super) async fn store(&self) -> Result<Store, Failure> {
        Ok(self.disk().await?.store.clone())
    }

    /// The store for looking something up: where it cannot be written to, what is there is read.
    pub(super) async fn store_to_read(&self) -> Result<Store, Failure> {
        let refused = match self.store().await {
            Ok(store) => return Ok(store),
            Err(refused) => refused,
        };
        let folder = self.inner.config.data_dir.clone();
        match tokio::task::spawn_blocking(move || Store::open_read_only(&folder)).await {
            Ok(Ok(store)) => {
                *self.inner.disk.read_because() = Some(refused);
                Ok(store)
            }
            Ok(Err(_)) | Err(_) => Err(refused),
        }
    }

    /// Why the history was only read, where it could not be opened for writing.
    pub fn only_read_because(&self) -> Option<Failure> {
        self.inner.disk.read_because().clone()
    }

    /// Marks answers whose process died.
    pub(super) async fn interrupt_dead(&self, store: &Store) -> Result<(), Failure> {
        let folder = self.inner.config.data_dir.clone();
        let alive = move |name: &str| owner::is_alive(&folder, name);
        store
            .interrupt_dead(alive)
            .await
            .map_err(|error| error.failure())?;
        Ok(())
    }

    /// The same for a window: mostly it is done when this returns, else it is told and tried again
    /// until it is done or the disk is another one. Until then they are shown as interrupted.
    async fn interrupt_dead_meanwhile(&self, disk: &Arc<Disk>) {
        let done = CancellationToken::new();
        let (engine, disk, ended) = (self.clone(), Arc::clone(disk), done.clone().drop_guard());
        self.inner.around.spawn(async move {
            let _ended = ended;
            let mut told = false;
            let is_ours = |held: Arc<Disk>| Arc::ptr_eq(&held, &disk);
            while engine.inner.disk.get().is_some_and(is_ours) {
                let Err(failure) = engine.interrupt_dead(&disk.store).await else {
                    return;
                };
                if !std::mem::replace(&mut told, true) {
                    let error = UserError::from(&failure);
                    engine.tell(&Event::Notice { error });
                }
                tokio::select! {
                    () = engine.inner.closing.cancelled() => return,
                    () = tokio::time::sleep(INTERRUPT_AGAIN) => {}
                }
            }
        });
        // Either way the window goes on.
        let _ = tokio::time::timeout(START_WITHIN, done.cancelled()).await;
    }

    /// Drops kept answers that are too old; what is stale is of no use and should not stay.
    pub(super) async fn expire_answers(&self, store: &Store) {
        let Ok(rows) = store.settings().await else {
            return;
        };
        let settings = chat_core::settings::from_rows(&rows);
        if let Some(ttl) = Ttl::seconds(settings.cache_ttl_seconds) {
            // Where it fails they are dropped by the next answer that is kept.
            let _ = store
                .expire_answers(ttl, self.inner.config.clock.now_ms())
                .await;
        }
    }
}

fn in_memory(why: &StoreError, name: String) -> Result<Disk, Failure> {
    let mut instead_of = why.failure();
    instead_of.message = format!(
        "{} Until you choose, what you ask now is kept in memory alone.",
        instead_of.message
    );
    Ok(Disk {
        store: Store::open_in_memory().map_err(|error| error.failure())?,
        name,
        owner: Mutex::default(),
        instead_of: Some(instead_of),
    })
}

/// Why there is no copy from before a change of the schema.
fn not_copied(why: &StoreError) -> Failure {
    let mut failure = why.failure();
    failure.message = format!(
        "The history was brought up to date without a copy of it before. {}",
        failure.message
    );
    failure
}

fn no_owner(folder: &Path) -> Failure {
    Failure::new(
        Code::Storage,
        format!("No lock could be made in {}.", folder.display()),
    )
    .with_action("Check that the folder can be written to.")
}

fn begun_anew(folder: &Path) -> Failure {
    Failure::new(
        Code::Storage,
        "The data folder was moved or deleted while Gatehouse ran; a new history was begun.",
    )
    .with_action(format!(
        "Close Gatehouse and put the old one back to {} if it should go on there.",
        folder.display()
    ))
}
