//! Where keys live, and the one bounded way to them.
//!
//! A key store is slow, may ask the person for a password and may never answer; so no async thread
//! ever calls one. [`Keys`] runs each call on a thread of its own and waits five seconds at most.
//! Keys go in through [`Keys::set`] and come out only towards a request header.

mod error;
pub mod memory;
#[cfg(target_os = "linux")]
mod os_linux;
#[cfg(any(target_os = "macos", target_os = "windows"))]
mod os_native;
mod session;

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chat_core::wire::KeySource;
use secrecy::SecretString;
use session::{HELD, SessionKeys};
use tokio::sync::{Semaphore, oneshot};
use tokio::time::{Instant, timeout_at};

pub use error::KeyStoreError;
pub use memory::MemoryKeys;
#[cfg(target_os = "linux")]
pub use os_linux::SecretServiceKeys;
#[cfg(any(target_os = "macos", target_os = "windows"))]
pub use os_native::NativeKeys;

/// The service name of every entry: fixed for ever.
pub const SERVICE: &str = "gatehouse";

/// How long a key store may take to answer.
pub const ANSWER_LIMIT: Duration = Duration::from_secs(5);

/// The keyring of this system.
#[cfg(target_os = "linux")]
pub fn os_store() -> Arc<dyn KeyStore> {
    Arc::new(SecretServiceKeys::of_this_session())
}

/// The keyring of this system.
#[cfg(any(target_os = "macos", target_os = "windows"))]
pub fn os_store() -> Arc<dyn KeyStore> {
    Arc::new(NativeKeys::default())
}

/// Whether the system may ask the person to unlock the keyring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlock {
    /// For what the person has just asked for: a question, setting a key.
    Ask,
    /// For looking around: a locked keyring is [`KeyStoreError::Locked`].
    Never,
}

/// A place for keys. Calls block; only [`Keys`] makes them. Accounts are `CONNECTION@ORIGIN`.
pub trait KeyStore: Send + Sync + Debug {
    /// What a face calls this place.
    fn source(&self) -> KeySource;

    /// The key of an account; none where the store is readable and holds none.
    fn get(&self, account: &str, unlock: Unlock) -> Result<Option<SecretString>, KeyStoreError>;

    /// Keeps a key, replacing an older one of the same account.
    fn set(&self, account: &str, key: &SecretString) -> Result<(), KeyStoreError>;

    /// Forgets a key; whether there was one.
    fn remove(&self, account: &str) -> Result<bool, KeyStoreError>;

    /// Forgets every key of [`SERVICE`] that the store can list, else those of the known accounts.
    /// Gives the accounts of which there was one.
    fn remove_all(&self, known: &[String]) -> Result<Vec<String>, KeyStoreError> {
        let mut removed = Vec::new();
        for account in known {
            if self.remove(account)? {
                removed.push(account.clone());
            }
        }
        Ok(removed)
    }
}

/// The bounded, asynchronous way to a key store. Cheap to clone; clones share the bound.
#[derive(Debug, Clone)]
pub struct Keys {
    store: Arc<dyn KeyStore>,
    /// Asked before the store: what a person keeps for this process alone.
    session: Arc<SessionKeys>,
    limit: Duration,
    /// One call at a time: a keyring that asks for a password must not ask twice.
    turn: Arc<Semaphore>,
    /// The call in flight has passed its limit.
    late: Arc<AtomicBool>,
}

impl Keys {
    /// The way to a store, with the usual limit.
    pub fn new(store: Arc<dyn KeyStore>) -> Self {
        Self::with_limit(store, ANSWER_LIMIT)
    }

    /// The same with another limit.
    pub fn with_limit(store: Arc<dyn KeyStore>, limit: Duration) -> Self {
        Self {
            store,
            session: Arc::default(),
            limit,
            turn: Arc::new(Semaphore::new(1)),
            late: Arc::default(),
        }
    }

    /// What a face calls the store.
    pub fn source(&self) -> KeySource {
        self.store.source()
    }

    /// The same of one account: a key may be kept for this process alone.
    pub fn source_of(&self, account: &str) -> KeySource {
        match self.session.get(account) {
            Some(_) => KeySource::Session,
            None => self.source(),
        }
    }

    /// The key of an account, for a request that the person has just asked for: the system may ask
    /// to unlock the keyring.
    pub async fn get(&self, account: &str) -> Result<Option<SecretString>, KeyStoreError> {
        if let Some(key) = self.session.get(account) {
            return Ok(Some(key));
        }
        let account = account.to_owned();
        self.call(move |store| store.get(&account, Unlock::Ask))
            .await
    }

    /// The same for showing states: never asks the person for anything.
    pub async fn peek(&self, account: &str) -> Result<Option<SecretString>, KeyStoreError> {
        if let Some(key) = self.session.get(account) {
            return Ok(Some(key));
        }
        let account = account.to_owned();
        self.call(move |store| store.get(&account, Unlock::Never))
            .await
    }

    /// See [`KeyStore::set`]. After a time-out the key may still arrive, once the person answers
    /// the keyring's own prompt. A key that was not taken is held for a while, for
    /// [`Keys::keep_for_session`].
    pub async fn set(&self, account: &str, key: SecretString) -> Result<(), KeyStoreError> {
        let (owned, taken) = (account.to_owned(), key.clone());
        let set = self.call(move |store| store.set(&owned, &taken)).await;
        match set {
            // What is in the keyring now counts.
            Ok(()) => {
                self.session.remove(account);
            }
            Err(_) => self.session.hold(account.to_owned(), key, HELD),
        }
        set
    }

    /// Keeps the key that the store refused last for this process alone. Whether there was one of
    /// this account.
    pub fn keep_for_session(&self, account: &str) -> Result<bool, KeyStoreError> {
        self.session.keep(account)
    }

    /// See [`KeyStore::remove`]. A key of this process goes also where the store cannot be asked.
    pub async fn remove(&self, account: &str) -> Result<bool, KeyStoreError> {
        let was_here = self.session.remove(account);
        let account = account.to_owned();
        match self.call(move |store| store.remove(&account)).await {
            Ok(was_there) => Ok(was_here || was_there),
            Err(_) if was_here => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// See [`KeyStore::remove_all`]. Those of this process go unless the store refuses.
    pub async fn remove_all(&self, known: Vec<String>) -> Result<Vec<String>, KeyStoreError> {
        let mut removed = match self.call(move |store| store.remove_all(&known)).await {
            // Where there is no keyring there is no key in it.
            Err(KeyStoreError::NoService) => Vec::new(),
            other => other?,
        };
        removed.extend(self.session.remove_all());
        removed.sort();
        removed.dedup();
        Ok(removed)
    }

    /// Runs one call. The thread is detached: one that never ends neither holds up the program's
    /// exit nor is joined by others, for its permit stays with it and `late` turns them away.
    async fn call<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn KeyStore) -> Result<T, KeyStoreError> + Send + 'static,
    ) -> Result<T, KeyStoreError> {
        let deadline = Instant::now() + self.limit;
        if self.late.load(Ordering::Acquire) && self.turn.available_permits() == 0 {
            return Err(KeyStoreError::TimedOut);
        }
        let permit = match timeout_at(deadline, Arc::clone(&self.turn).acquire_owned()).await {
            Ok(Ok(permit)) => permit,
            Ok(Err(_)) => return Err(KeyStoreError::Other("the key store is closed")),
            Err(_) => return Err(self.too_late()),
        };
        self.late.store(false, Ordering::Release);
        let (answer, answered) = oneshot::channel();
        let store = Arc::clone(&self.store);
        std::thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(move || {
                let result = call(&*store);
                drop(permit);
                // Nobody waits any more after a time-out.
                let _ = answer.send(result);
            })
            .map_err(|_| KeyStoreError::Other("no thread could be started for it"))?;
        match timeout_at(deadline, answered).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(KeyStoreError::Other("its answer was lost")),
            Err(_) => Err(self.too_late()),
        }
    }

    fn too_late(&self) -> KeyStoreError {
        self.late.store(true, Ordering::Release);
        KeyStoreError::TimedOut
    }
}
