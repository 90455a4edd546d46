//! What a key store can fail with, in words that hold no key.

use chat_core::connection::Stored;
use chat_core::failure::{Code, Failure};
use chat_core::wire::KeyState;

/// Why a key store did not do what was asked. No variant can carry text from the store: the errors
/// of the keyring crates hold the secret's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyStoreError {
    /// It is locked, and nobody could be asked to unlock it.
    #[error("The keyring is locked.")]
    Locked,
    /// The person, or the system's policy, refused.
    #[error("The keyring refused access.")]
    Denied,
    /// No bus, no service, no collection: an absent keyring.
    #[error("There is no keyring in this session.")]
    NoService,
    /// No answer within the limit; it may be asking for a password.
    #[error("The keyring did not answer in time.")]
    TimedOut,
    /// The key is longer than an entry can be.
    #[error("The key is longer than the {limit} bytes that the keyring can hold.")]
    TooLong {
        /// Bytes that fit.
        limit: usize,
    },
    /// An entry is there, but what it holds is no key of ours.
    #[error("The keyring's entry for this key is damaged.")]
    Broken,
    /// Anything else.
    #[error("The keyring failed: {0}.")]
    Other(&'static str),
}

impl KeyStoreError {
    /// The failure for a person.
    pub fn failure(self) -> Failure {
        let (code, action) = match self {
            Self::Locked => (Code::KeyringLocked, "Unlock the keyring, then try again."),
            Self::Denied => (
                Code::KeyringDenied,
                "Allow Gatehouse to use it, then try again.",
            ),
            Self::NoService => (
                Code::KeyringUnavailable,
                "Start a keyring such as gnome-keyring, or put the key in the environment.",
            ),
            Self::TimedOut => (
                Code::KeyringUnavailable,
                "If it asks for a password, answer it and try again.",
            ),
            Self::TooLong { .. } => (Code::ConfigInvalid, "Put the key in the environment."),
            Self::Broken => (
                Code::KeyringUnavailable,
                "Remove the key, then set it again.",
            ),
            Self::Other(_) => (Code::KeyringUnavailable, "Try again."),
        };
        Failure::new(code, self.to_string()).with_action(action)
    }

    /// As key lists show it.
    pub fn state(self) -> KeyState {
        match self {
            Self::Locked => KeyState::Locked,
            Self::Denied => KeyState::Denied,
            Self::NoService
            | Self::TimedOut
            | Self::TooLong { .. }
            | Self::Broken
            | Self::Other(_) => KeyState::Unavailable,
        }
    }

    /// As the choice of a connection takes it.
    pub fn stored(self) -> Stored {
        match self {
            Self::NoService => Stored::NoKeyring,
            Self::Locked
            | Self::Denied
            | Self::TimedOut
            | Self::TooLong { .. }
            | Self::Broken
            | Self::Other(_) => Stored::Failed(self.failure()),
        }
    }
}
