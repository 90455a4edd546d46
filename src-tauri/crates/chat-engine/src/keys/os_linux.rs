//! The Secret Service of Linux desktops (gnome-keyring, `KWallet`, `KeePassXC`).
//!
//! Entries are read and written through keyring-core's store. What that store cannot tell apart is
//! asked of the service first: a locked collection answers a search with nothing, exactly like an
//! empty one, and so does a service without any collection. The store is made anew when it fails,
//! so a service that starts later, or again, is seen. Errors of these crates can hold a secret's
//! bytes: they are mapped by kind and never formatted.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chat_core::wire::KeySource;
use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error};
use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretString};
use secret_service::EncryptionType;
use secret_service::blocking::{Collection, SecretService};
use zbus_secret_service_keyring_store::Store;

use super::{KeyStore, KeyStoreError, SERVICE, Unlock};

/// The keyring of this desktop session.
#[derive(Debug)]
pub struct SecretServiceKeys {
    /// A prompt that comes back dismissed was refused by a person only if one could see it.
    has_display: bool,
    store: Mutex<Option<Arc<Store>>>,
}

/// What went wrong with one step: told, or worth one more try on a new connection.
enum Trouble {
    Told(KeyStoreError),
    Stale(KeyStoreError),
}

impl SecretServiceKeys {
    /// The keyring as this process reaches it.
    pub fn of_this_session() -> Self {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        Self::new(is_set("WAYLAND_DISPLAY") || is_set("DISPLAY"))
    }

    /// `has_display`: whether this session can show a password prompt.
    pub fn new(has_display: bool) -> Self {
        Self {
            has_display,
            store: Mutex::new(None),
        }
    }

    /// Runs `step` with an entry; a connection that has gone stale is replaced once.
    fn with_entry<T>(
        &self,
        account: &str,
        step: impl Fn(&Entry) -> Result<T, Error>,
    ) -> Result<T, KeyStoreError> {
        match self.try_entry(account, &step) {
            Ok(value) => Ok(value),
            Err(Trouble::Told(error)) => Err(error),
            Err(Trouble::Stale(_)) => {
                self.forget_store();
                self.try_entry(account, &step).map_err(|trouble| {
                    self.forget_store();
                    match trouble {
                        Trouble::Told(error) | Trouble::Stale(error) => error,
                    }
                })
            }
        }
    }

    fn try_entry<T>(
        &self,
        account: &str,
        step: impl Fn(&Entry) -> Result<T, Error>,
    ) -> Result<T, Trouble> {
        let entry = self
            .store()
            .and_then(|store| store.build(SERVICE, account, None));
        entry
            .and_then(|entry| step(&entry))
            .map_err(|error| self.trouble(&error))
    }

    fn store(&self) -> Result<Arc<Store>, Error> {
        let mut slot = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = &*slot {
            return Ok(Arc::clone(store));
        }
        let store = Store::new()?;
        *slot = Some(Arc::clone(&store));
        Ok(store)
    }

    fn forget_store(&self) {
        *self.store.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn trouble(&self, error: &Error) -> Trouble {
        match error {
            Error::NoEntry => Trouble::Stale(KeyStoreError::Other("the entry is gone")),
            Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::Ambiguous(_) => {
                Trouble::Told(KeyStoreError::Broken)
            }
            Error::NoStorageAccess(inner) | Error::PlatformFailure(inner) => {
                match inner.downcast_ref::<secret_service::Error>() {
                    Some(inner) => self.service_trouble(inner),
                    None => Trouble::Stale(KeyStoreError::Other("it reported an error")),
                }
            }
            Error::TooLong(_, limit) => Trouble::Told(KeyStoreError::TooLong {
                limit: usize::try_from(*limit).unwrap_or(usize::MAX),
            }),
            // The enum is not exhaustive; the rest are not about keys.
            _ => Trouble::Told(KeyStoreError::Other("it reported an error of a new kind")),
        }
    }

    fn service_trouble(&self, error: &secret_service::Error) -> Trouble {
        use secret_service::Error as E;
        match error {
            E::Prompt if self.has_display => Trouble::Told(KeyStoreError::Denied),
            E::Locked | E::Prompt => Trouble::Told(KeyStoreError::Locked),
            E::NoResult | E::Unavailable => Trouble::Told(KeyStoreError::NoService),
            E::Zbus(error) => bus_trouble(error),
            E::ZbusFdo(error) => standard_trouble(error),
            E::Crypto(_) => Trouble::Stale(KeyStoreError::Broken),
            E::PromptDisconnected => Trouble::Told(KeyStoreError::Other("it ended while asking")),
            // Zvariant, and kinds that come later.
            _ => Trouble::Stale(KeyStoreError::Other("it sent something unreadable")),
        }
    }

    fn plain(&self, error: &secret_service::Error) -> KeyStoreError {
        match self.service_trouble(error) {
            Trouble::Told(error) | Trouble::Stale(error) => error,
        }
    }

    /// Asks the service itself, on a connection of its own: whether an entry can be there.
    fn look(&self, account: &str, unlock: Unlock) -> Result<Found, KeyStoreError> {
        let plain = |error| self.plain(&error);
        // No secret crosses this connection, so it needs no encryption.
        let service = SecretService::connect(EncryptionType::Plain).map_err(plain)?;
        let wanted = || HashMap::from([("service", SERVICE), ("username", account)]);
        let found = service.search_items(wanted()).map_err(plain)?;
        if !found.unlocked.is_empty() {
            return Ok(Found::Entry);
        }
        let collection = self.default_collection(&service)?;
        let locked = match &collection {
            Some(collection) => collection.is_locked().map_err(plain)?,
            None => false,
        };
        if locked || !found.locked.is_empty() {
            if unlock == Unlock::Never {
                return Err(KeyStoreError::Locked);
            }
            if let Some(collection) = collection.as_ref().filter(|_| locked) {
                collection.unlock().map_err(plain)?;
            }
            let found = service.search_items(wanted()).map_err(plain)?;
            let locked: Vec<_> = found.locked.iter().collect();
            if !locked.is_empty() {
                service.unlock_all(&locked).map_err(plain)?;
            }
            let nothing = found.unlocked.is_empty() && locked.is_empty();
            return Ok(if nothing {
                Found::Nothing
            } else {
                Found::Entry
            });
        }
        Ok(if collection.is_some() {
            Found::Nothing
        } else {
            Found::NoCollection
        })
    }

    /// Makes the collection that new entries go to, which asks for its password.
    fn create_collection(&self) -> Result<(), KeyStoreError> {
        if !self.has_display {
            return Err(KeyStoreError::NoService);
        }
        let service =
            SecretService::connect(EncryptionType::Plain).map_err(|error| self.plain(&error))?;
        match service.create_collection("Default keyring", "default") {
            Ok(_) => Ok(()),
            Err(error) => Err(self.plain(&error)),
        }
    }

    /// The collection that new entries go to; none on a service that has not made one yet.
    fn default_collection<'a>(
        &self,
        service: &'a SecretService<'a>,
    ) -> Result<Option<Collection<'a>>, KeyStoreError> {
        match service.get_default_collection() {
            Ok(collection) => Ok(Some(collection)),
            Err(secret_service::Error::NoResult) => Ok(None),
            Err(error) => Err(self.plain(&error)),
        }
    }
}

/// What the service says of an account.
enum Found {
    /// There is an entry, and it is unlocked.
    Entry,
    /// There is none.
    Nothing,
    /// There is no place for one.
    NoCollection,
}

impl KeyStore for SecretServiceKeys {
    fn source(&self) -> KeySource {
        KeySource::Keyring
    }

    fn get(&self, account: &str, unlock: Unlock) -> Result<Option<SecretString>, KeyStoreError> {
        match self.look(account, unlock)? {
            Found::Nothing => Ok(None),
            Found::NoCollection => Err(KeyStoreError::NoService),
            Found::Entry => {
                let bytes = self.with_entry(account, Entry::get_secret)?;
                String::from_utf8(bytes)
                    .map(|key| Some(SecretString::from(key)))
                    .map_err(|error| {
                        error.into_bytes().zeroize();
                        KeyStoreError::Broken
                    })
            }
        }
    }

    fn set(&self, account: &str, key: &SecretString) -> Result<(), KeyStoreError> {
        match self.look(account, Unlock::Ask)? {
            Found::Entry | Found::Nothing => {}
            Found::NoCollection => self.create_collection()?,
        }
        self.with_entry(account, |entry| {
            let bytes = key.expose_secret().as_bytes();
            match entry.set_secret(bytes) {
                // Several entries of one name: none is to be trusted, all are replaced.
                Err(Error::Ambiguous(entries)) => {
                    delete_all(&entries)?;
                    entry.set_secret(bytes)
                }
                result => result,
            }
        })
    }

    fn remove(&self, account: &str) -> Result<bool, KeyStoreError> {
        match self.look(account, Unlock::Ask)? {
            Found::Nothing => Ok(false),
            Found::NoCollection => Err(KeyStoreError::NoService),
            Found::Entry => self.with_entry(account, |entry| match entry.delete_credential() {
                Ok(()) => Ok(true),
                Err(Error::NoEntry) => Ok(false),
                Err(Error::Ambiguous(entries)) => delete_all(&entries).map(|()| true),
                Err(error) => Err(error),
            }),
        }
    }

    /// Lists them itself: addresses that were used once and are configured no more are among them.
    fn remove_all(&self, _known: &[String]) -> Result<Vec<String>, KeyStoreError> {
        let plain = |error| self.plain(&error);
        let service = SecretService::connect(EncryptionType::Plain).map_err(plain)?;
        let ours = || HashMap::from([("service", SERVICE)]);
        let mut found = service.search_items(ours()).map_err(plain)?;
        // Locked, a collection answers like an empty one.
        if let Some(collection) = self.default_collection(&service)?
            && collection.is_locked().map_err(plain)?
        {
            collection.unlock().map_err(plain)?;
            found = service.search_items(ours()).map_err(plain)?;
        }
        let locked: Vec<_> = found.locked.iter().collect();
        if !locked.is_empty() {
            service.unlock_all(&locked).map_err(plain)?;
        }
        let mut removed = Vec::new();
        for item in found.unlocked.iter().chain(&found.locked) {
            let mut attributes = item.get_attributes().map_err(plain)?;
            // Every entry of ours has an account.
            if let Some(account) = attributes.remove("username") {
                item.delete().map_err(plain)?;
                removed.push(account);
            }
        }
        removed.sort();
        removed.dedup();
        Ok(removed)
    }
}

fn delete_all(entries: &[Entry]) -> Result<(), Error> {
    entries.iter().try_for_each(Entry::delete_credential)
}

/// A failure of the bus or of a call over it.
fn bus_trouble(error: &zbus::Error) -> Trouble {
    match error {
        zbus::Error::Address(_)
        | zbus::Error::Connection(..)
        | zbus::Error::Unsupported
        | zbus::Error::InputOutput(_)
        | zbus::Error::Handshake(_)
        | zbus::Error::InterfaceNotFound => Trouble::Stale(KeyStoreError::NoService),
        zbus::Error::MethodError(name, _, _) => named_trouble(name.as_str()),
        zbus::Error::FDO(error) => standard_trouble(error),
        // Not exhaustive; the rest are faults of the messages themselves.
        _ => Trouble::Stale(KeyStoreError::Other("it sent something unreadable")),
    }
}

fn standard_trouble(error: &zbus::fdo::Error) -> Trouble {
    match error {
        zbus::fdo::Error::ZBus(error) => bus_trouble(error),
        error => named_trouble(zbus::DBusError::name(error).as_str()),
    }
}

/// Errors by their name on the bus, which is part of its protocol.
fn named_trouble(name: &str) -> Trouble {
    let error = name
        .strip_prefix("org.freedesktop.DBus.Error.")
        .unwrap_or(name);
    match error {
        "ServiceUnknown" | "NameHasNoOwner" | "NoServer" | "NoNetwork" | "Disconnected"
        | "NoReply" => Trouble::Stale(KeyStoreError::NoService),
        _ if error.starts_with("Spawn.") => Trouble::Told(KeyStoreError::NoService),
        "AccessDenied" | "AuthFailed" | "InteractiveAuthorizationRequired" => {
            Trouble::Told(KeyStoreError::Denied)
        }
        "Timeout" | "TimedOut" => Trouble::Told(KeyStoreError::TimedOut),
        "org.freedesktop.Secret.Error.IsLocked" => Trouble::Told(KeyStoreError::Locked),
        _ => Trouble::Stale(KeyStoreError::Other("it reported an error")),
    }
}
