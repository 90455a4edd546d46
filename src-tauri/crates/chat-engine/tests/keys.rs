//! The bounded way to a key store, over stores that misbehave.
#![allow(clippy::panic, reason = "one of them panics on purpose")]

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use chat_core::connection::Stored;
use chat_core::failure::Code;
use chat_core::wire::{KeySource, KeyState};
use chat_engine::keys::{
    ANSWER_LIMIT, KeyStore, KeyStoreError, Keys, SERVICE, Unlock, memory::MemoryKeys,
};
use secrecy::{ExposeSecret, SecretString};

const ACCOUNT: &str = "gateway@https://ai-gateway.vercel.sh";
const LIMIT: Duration = Duration::from_millis(200);

/// Answers `get` when it is told what to answer, and not before.
#[derive(Debug)]
struct Slow(Mutex<Receiver<KeyStoreError>>);

impl Slow {
    fn keys() -> (Sender<KeyStoreError>, Keys) {
        Self::keys_within(LIMIT)
    }

    fn keys_within(limit: Duration) -> (Sender<KeyStoreError>, Keys) {
        let (tell, told) = channel();
        (
            tell,
            Keys::with_limit(Arc::new(Self(Mutex::new(told))), limit),
        )
    }
}

impl KeyStore for Slow {
    fn source(&self) -> KeySource {
        KeySource::Keyring
    }
    fn get(&self, _: &str, _: Unlock) -> Result<Option<SecretString>, KeyStoreError> {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match told.recv() {
            Ok(error) => Err(error),
            Err(_) => Ok(None),
        }
    }
    fn set(&self, _: &str, _: &SecretString) -> Result<(), KeyStoreError> {
        Ok(())
    }
    fn remove(&self, _: &str) -> Result<bool, KeyStoreError> {
        panic!("a store with a fault")
    }
}

#[test]
fn names_fixed_for_ever() {
    assert_eq!(SERVICE, "gatehouse");
    assert_eq!(ANSWER_LIMIT, Duration::from_secs(5));
}

#[tokio::test]
async fn memory_keeps_replaces_and_forgets_keys() {
    let keys = Keys::new(Arc::new(MemoryKeys::default()));
    assert_eq!(keys.source(), KeySource::Session);
    assert!(keys.get(ACCOUNT).await.unwrap().is_none());
    for key in ["planted-key-1", "planted-key-2"] {
        keys.set(ACCOUNT, SecretString::from(key)).await.unwrap();
        assert_eq!(
            keys.get(ACCOUNT).await.unwrap().unwrap().expose_secret(),
            key
        );
        assert_eq!(
            keys.peek(ACCOUNT).await.unwrap().unwrap().expose_secret(),
            key
        );
    }
    assert!(
        keys.get("gateway@https://other.example")
            .await
            .unwrap()
            .is_none()
    );
    assert!(!format!("{keys:?} {keys:#?}").contains("planted"));
    assert!(keys.remove(ACCOUNT).await.unwrap());
    assert!(!keys.remove(ACCOUNT).await.unwrap());
    assert!(keys.get(ACCOUNT).await.unwrap().is_none());
}

#[tokio::test]
async fn a_store_that_never_answers_costs_the_limit_once() {
    let (tell, keys) = Slow::keys();
    let start = Instant::now();
    assert_eq!(
        keys.get(ACCOUNT).await.unwrap_err(),
        KeyStoreError::TimedOut
    );
    assert!(
        start.elapsed() >= LIMIT,
        "gave up early: {:?}",
        start.elapsed()
    );

    let start = Instant::now();
    for _ in 0..50 {
        assert_eq!(
            keys.get(ACCOUNT).await.unwrap_err(),
            KeyStoreError::TimedOut
        );
        let set = keys.set(ACCOUNT, SecretString::from("k")).await;
        assert_eq!(set.unwrap_err(), KeyStoreError::TimedOut);
    }
    assert!(
        start.elapsed() < 10 * LIMIT,
        "waited again: {:?}",
        start.elapsed()
    );

    // It answers at last: the answer goes to nobody, and the next call gets its own.
    tell.send(KeyStoreError::Denied).unwrap();
    tell.send(KeyStoreError::Locked).unwrap();
    let start = Instant::now();
    loop {
        match keys.get(ACCOUNT).await.unwrap_err() {
            KeyStoreError::Locked => break,
            error => assert_eq!(error, KeyStoreError::TimedOut),
        }
        assert!(start.elapsed() < Duration::from_secs(10), "never recovered");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn calls_that_wait_behind_a_silent_one_keep_their_limit() {
    let (_tell, keys) = Slow::keys();
    let start = Instant::now();
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let keys = keys.clone();
            tokio::spawn(async move { keys.get(ACCOUNT).await.map(|_| ()) })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), Err(KeyStoreError::TimedOut));
    }
    assert!(
        start.elapsed() < 6 * LIMIT,
        "limits added up: {:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn a_caller_that_goes_away_leaves_the_way_open() {
    let (tell, keys) = Slow::keys();
    let gone = tokio::time::timeout(Duration::from_millis(20), keys.get(ACCOUNT)).await;
    assert!(gone.is_err());
    tell.send(KeyStoreError::Denied).unwrap();
    assert!(keys.set(ACCOUNT, SecretString::from("k")).await.is_ok());
}

#[tokio::test]
async fn a_fault_in_a_store_ends_one_call_only() {
    // Printing the panic takes its time.
    let (_tell, keys) = Slow::keys_within(Duration::from_secs(30));
    assert!(matches!(
        keys.remove(ACCOUNT).await,
        Err(KeyStoreError::Other(_))
    ));
    assert!(keys.set(ACCOUNT, SecretString::from("k")).await.is_ok());
}

#[test]
fn a_silent_store_does_not_hold_up_the_end_of_the_runtime() {
    let (_tell, keys) = Slow::keys();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    assert_eq!(
        runtime.block_on(keys.get(ACCOUNT)).unwrap_err(),
        KeyStoreError::TimedOut
    );
    let start = Instant::now();
    drop(runtime);
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn every_error_has_its_code_its_state_and_an_action() {
    let unavailable = (Code::KeyringUnavailable, KeyState::Unavailable);
    let cases = [
        (
            KeyStoreError::Locked,
            (Code::KeyringLocked, KeyState::Locked),
        ),
        (
            KeyStoreError::Denied,
            (Code::KeyringDenied, KeyState::Denied),
        ),
        (KeyStoreError::NoService, unavailable),
        (KeyStoreError::TimedOut, unavailable),
        (KeyStoreError::Broken, unavailable),
        (KeyStoreError::Other("it burns"), unavailable),
        (
            KeyStoreError::TooLong { limit: 2_560 },
            (Code::ConfigInvalid, KeyState::Unavailable),
        ),
    ];
    for (error, (code, state)) in cases {
        let failure = error.failure();
        assert_eq!((failure.code, error.state()), (code, state), "{error}");
        assert!(
            failure.message.ends_with('.') && failure.action.is_some(),
            "{failure:?}"
        );
        let absent = error == KeyStoreError::NoService;
        assert_eq!(error.stored() == Stored::NoKeyring, absent, "{error}");
    }
}

/// Takes nothing, and holds nothing.
#[derive(Debug)]
struct Refusing(KeyStoreError);

impl KeyStore for Refusing {
    fn source(&self) -> KeySource {
        KeySource::Keyring
    }
    fn get(&self, _: &str, _: Unlock) -> Result<Option<SecretString>, KeyStoreError> {
        Err(self.0)
    }
    fn set(&self, _: &str, _: &SecretString) -> Result<(), KeyStoreError> {
        Err(self.0)
    }
    fn remove(&self, _: &str) -> Result<bool, KeyStoreError> {
        Err(self.0)
    }
}

#[tokio::test]
async fn a_key_that_the_keyring_refuses_is_kept_for_this_process_only_when_it_is_wanted() {
    for error in [
        KeyStoreError::Locked,
        KeyStoreError::Denied,
        KeyStoreError::NoService,
    ] {
        let keys = Keys::new(Arc::new(Refusing(error)));
        let refused = keys.set(ACCOUNT, SecretString::from("planted-key-1")).await;
        assert_eq!(refused.unwrap_err(), error);
        assert_eq!(
            keys.get(ACCOUNT).await.unwrap_err(),
            error,
            "nothing is kept unasked"
        );
        assert!(
            !keys
                .keep_for_session("openai@https://api.openai.com")
                .unwrap()
        );
        assert!(keys.keep_for_session(ACCOUNT).unwrap());
        assert!(!keys.keep_for_session(ACCOUNT).unwrap(), "it waits no more");
        let kept = keys.get(ACCOUNT).await.unwrap().unwrap();
        assert_eq!(kept.expose_secret(), "planted-key-1");
        let shown = keys.peek(ACCOUNT).await.unwrap().unwrap();
        assert_eq!(shown.expose_secret(), "planted-key-1");
        assert_eq!(
            (keys.source_of(ACCOUNT), keys.source_of("other")),
            (KeySource::Session, KeySource::Keyring)
        );
        assert!(!format!("{keys:?} {keys:#?}").contains("planted"));
        assert!(
            keys.remove(ACCOUNT).await.unwrap(),
            "it goes also where the keyring cannot be asked"
        );
        assert_eq!(keys.get(ACCOUNT).await.unwrap_err(), error);
    }
}

#[tokio::test]
async fn a_refused_key_that_is_removed_does_not_come_back() {
    let keys = Keys::new(Arc::new(Refusing(KeyStoreError::NoService)));
    let refused = keys.set(ACCOUNT, SecretString::from("planted-key-1")).await;
    assert!(refused.is_err());
    assert!(keys.remove(ACCOUNT).await.is_err());
    assert!(!keys.keep_for_session(ACCOUNT).unwrap());
    let refused = keys.set(ACCOUNT, SecretString::from("planted-key-2")).await;
    assert!(refused.is_err() && keys.keep_for_session(ACCOUNT).unwrap());
    assert_eq!(keys.remove_all(Vec::new()).await.unwrap(), [ACCOUNT]);
    assert!(keys.get(ACCOUNT).await.is_err());
}
