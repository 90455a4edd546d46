//! Keys that a person keeps for this process alone because the keyring did not take them: asked
//! before it, and gone with the process.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use secrecy::SecretString;

use super::memory::MemoryKeys;
use super::{KeyStore, KeyStoreError, Unlock};

/// How long a refused key waits for the person to say whether it shall be kept here.
pub(super) const HELD: Duration = Duration::from_mins(5);

/// A key that the keyring refused, and whose it is.
#[derive(Debug)]
struct Refused {
    account: String,
    key: SecretString,
}

/// The keys of this process, and the one that may become one.
#[derive(Debug, Default)]
pub(super) struct SessionKeys {
    kept: MemoryKeys,
    refused: Mutex<Option<Arc<Refused>>>,
}

impl SessionKeys {
    fn refused(&self) -> MutexGuard<'_, Option<Arc<Refused>>> {
        // An option is whole after any panic of its holder.
        self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn get(&self, account: &str) -> Option<SecretString> {
        self.kept.get(account, Unlock::Never).ok().flatten()
    }

    /// Forgets a key, also one that still waits. Whether one was kept.
    pub(super) fn remove(&self, account: &str) -> bool {
        let mut refused = self.refused();
        if refused.as_ref().is_some_and(|one| one.account == account) {
            *refused = None;
        }
        self.kept.remove(account).unwrap_or(false)
    }

    pub(super) fn remove_all(&self) -> Vec<String> {
        *self.refused() = None;
        self.kept.remove_all(&[]).unwrap_or_default()
    }

    /// Holds a key that the keyring did not take, until it is kept, another one comes, or nobody
    /// wanted it for that long.
    pub(super) fn hold(self: &Arc<Self>, account: String, key: SecretString, limit: Duration) {
        let held = Arc::new(Refused { account, key });
        *self.refused() = Some(Arc::clone(&held));
        let this = Arc::clone(self);
        tokio::spawn(async move {
            tokio::time::sleep(limit).await;
            let mut refused = this.refused();
            if refused.as_ref().is_some_and(|one| Arc::ptr_eq(one, &held)) {
                *refused = None;
            }
        });
    }

    /// Keeps the key that was refused last, if it is of this account. Whether it was.
    pub(super) fn keep(&self, account: &str) -> Result<bool, KeyStoreError> {
        let refused = self.refused().take_if(|one| one.account == account);
        match refused {
            Some(one) => self.kept.set(account, &one.key).map(|()| true),
            None => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_refused_key_waits_for_its_time_and_no_longer() {
        let keys = Arc::new(SessionKeys::default());
        let refused = || SecretString::from("planted-key-1");
        keys.hold("a".to_owned(), refused(), Duration::from_millis(20));
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(!keys.keep("a").unwrap());
        keys.hold("a".to_owned(), refused(), Duration::from_millis(20));
        keys.hold("a".to_owned(), refused(), HELD);
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(
            keys.keep("a").unwrap(),
            "the end of the first is not that of the second"
        );
    }
}
