//! The data folder as this process holds it: the store and the lock that shows that it lives.
//!
//! Opened at first use and tried again after a failure. A folder that is taken away while it is in
//! use is made anew, and that is told.

use super::{Engine, internal};
use crate::owner::{self, Owner};
use crate::store::Store;
use chat_core::cache::Ttl;
use chat_core::failure::{Code, Failure};
use chat_core::wire::{Event, UserError};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is on disk, once it could be opened.
#[derive(Debug)]
pub(super) struct Disk {
    pub(super) store: Store,
    /// The name under which this process owns its turns.
    pub(super) name: String,
    /// The lock that shows that it lives; given back when the engine closes.
    owner: Mutex<Option<Owner>>,
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
}

impl Slot {
    fn lock(&self) -> MutexGuard<'_, Option<Arc<Disk>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
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
        let there = |disk: &Arc<Disk>| !disk.store.has_moved();
        if let Some(disk) = self.inner.disk.get().filter(there) {
            return Ok(disk);
        }
        let _mine = self.inner.disk.opening.lock().await;
        let before = self.inner.disk.get();
        if let Some(disk) = before.clone().filter(there) {
            return Ok(disk);
        }
        let disk = Arc::new(self.open_disk().await?);
        *self.inner.disk.lock() = Some(Arc::clone(&disk));
        if let Some(before) = before {
            before.let_go();
            let error = UserError::from(&begun_anew(&self.inner.config.data_dir));
            self.tell(&Event::Notice { error });
            self.tell(&Event::ConversationChanged { conversation: None });
        }
        self.interrupt_dead(&disk.store).await?;
        self.expire_answers(&disk.store).await;
        self.erase_due(&disk.store).await;
        Ok(disk)
    }

    async fn open_disk(&self) -> Result<Disk, Failure> {
        let folder = self.inner.config.data_dir.clone();
        tokio::task::spawn_blocking(move || {
            let store = Store::open(&folder).map_err(|error| error.failure())?;
            owner::sweep(&folder);
            let name = uuid::Uuid::new_v4().to_string();
            let owner = Owner::create(&folder, &name).map_err(|_| no_owner(&folder))?;
            let owner = Mutex::new(Some(owner));
            Ok(Disk { store, name, owner })
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
            Ok(Ok(store)) => Ok(store),
            Ok(Err(_)) | Err(_) => Err(refused),
        }
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
