//! Keys for the life of this process, where there is no keyring or none is wanted.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chat_core::wire::KeySource;
use secrecy::SecretString;

use super::{KeyStore, KeyStoreError, Unlock};

/// A key store in memory; nothing survives the process.
#[derive(Debug, Default)]
pub struct MemoryKeys {
    keys: Mutex<HashMap<String, SecretString>>,
}

impl MemoryKeys {
    fn keys(&self) -> MutexGuard<'_, HashMap<String, SecretString>> {
        // A map is whole after any panic of its holder.
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeyStore for MemoryKeys {
    fn source(&self) -> KeySource {
        KeySource::Session
    }

    fn get(&self, account: &str, _unlock: Unlock) -> Result<Option<SecretString>, KeyStoreError> {
        Ok(self.keys().get(account).cloned())
    }

    fn set(&self, account: &str, key: &SecretString) -> Result<(), KeyStoreError> {
        self.keys().insert(account.to_owned(), key.clone());
        Ok(())
    }

    fn remove(&self, account: &str) -> Result<bool, KeyStoreError> {
        Ok(self.keys().remove(account).is_some())
    }

    fn remove_all(&self, _known: &[String]) -> Result<Vec<String>, KeyStoreError> {
        let mut accounts: Vec<String> = self.keys().drain().map(|(account, _)| account).collect();
        accounts.sort();
        Ok(accounts)
    }
}
