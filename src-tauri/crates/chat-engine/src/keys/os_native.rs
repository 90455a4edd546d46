//! The Keychain (macOS) and the Credential Manager (Windows).
//!
//! Keys are written as bytes: as text, Windows would store UTF-16 and half as much would fit. The
//! keyring crate's errors can hold a secret's bytes, so none is ever formatted.

use chat_core::wire::KeySource;
use keyring::{Entry, Error};
use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretString};

use super::{KeyStore, KeyStoreError, SERVICE, Unlock};

/// Longest secret of a Windows credential, in bytes.
const WINDOWS_LIMIT: usize = 2_560;

/// The system's own keyring. It keeps no connection, so there is nothing to renew.
#[derive(Debug, Default)]
pub struct NativeKeys {}

impl KeyStore for NativeKeys {
    fn source(&self) -> KeySource {
        KeySource::Keyring
    }

    // These systems decide by themselves whether to ask; a Keychain is unlocked with the session.
    fn get(&self, account: &str, _unlock: Unlock) -> Result<Option<SecretString>, KeyStoreError> {
        match entry(account)?.get_secret() {
            Ok(bytes) => String::from_utf8(bytes)
                .map(|key| Some(SecretString::from(key)))
                .map_err(|error| {
                    error.into_bytes().zeroize();
                    KeyStoreError::Broken
                }),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(plain(&error)),
        }
    }

    fn set(&self, account: &str, key: &SecretString) -> Result<(), KeyStoreError> {
        let bytes = key.expose_secret().as_bytes();
        if cfg!(target_os = "windows") && bytes.len() > WINDOWS_LIMIT {
            return Err(KeyStoreError::TooLong {
                limit: WINDOWS_LIMIT,
            });
        }
        entry(account)?
            .set_secret(bytes)
            .map_err(|error| plain(&error))
    }

    fn remove(&self, account: &str) -> Result<bool, KeyStoreError> {
        match entry(account)?.delete_credential() {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(error) => Err(plain(&error)),
        }
    }
}

fn entry(account: &str) -> Result<Entry, KeyStoreError> {
    Entry::new(SERVICE, account).map_err(|error| plain(&error))
}

/// The error without anything that came from the store.
fn plain(error: &Error) -> KeyStoreError {
    match error {
        Error::NoStorageAccess(_) => KeyStoreError::Locked,
        Error::NoDefaultStore | Error::NotSupportedByStore(_) => KeyStoreError::NoService,
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::Ambiguous(_) => {
            KeyStoreError::Broken
        }
        Error::TooLong(_, limit) => KeyStoreError::TooLong {
            limit: usize::try_from(*limit).unwrap_or(usize::MAX),
        },
        Error::NoEntry => KeyStoreError::Other("the entry is gone"),
        Error::PlatformFailure(_) => KeyStoreError::Other("the system reported an error"),
        Error::BadStoreFormat(_) => KeyStoreError::Other("its storage is damaged"),
        Error::Invalid(..) => KeyStoreError::Other("it does not take such an entry"),
        // The enum is not exhaustive.
        _ => KeyStoreError::Other("the system reported an error of a new kind"),
    }
}
