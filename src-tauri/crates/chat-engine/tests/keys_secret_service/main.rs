//! A real gnome-keyring on a private bus. Each test runs itself once more inside such a session,
//! because the bus is found through the environment of the whole process.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests, which fail by panicking"
)]

mod session;

use std::collections::HashMap;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chat_engine::keys::{KeyStore, KeyStoreError, Keys, SecretServiceKeys, Unlock};
use secrecy::{ExposeSecret, SecretString};
use secret_service::EncryptionType;
use secret_service::blocking::SecretService;
use zbus::blocking::Connection;

use session::{Session, lock, start_unlocked, unlock, within};

const ACCOUNT: &str = "gateway@https://ai-gateway.vercel.sh";
const SECRETS: &str = "org.freedesktop.secrets";
const OTHER: &str = "openai@https://api.openai.com";
const KEY: &str = "planted-key-0123456789";
fn store() -> SecretServiceKeys {
    SecretServiceKeys::of_this_session()
}

fn key(text: &str) -> SecretString {
    SecretString::from(text)
}

fn shown(
    result: Result<Option<SecretString>, KeyStoreError>,
) -> Result<Option<String>, KeyStoreError> {
    result.map(|key| key.map(|key| key.expose_secret().to_owned()))
}

/// Writes an entry past our own code, as another program would.
fn plant(account: &str, secret: &[u8], replace: bool) {
    let service = SecretService::connect(EncryptionType::Plain).unwrap();
    let attributes = HashMap::from([("service", "gatehouse"), ("username", account)]);
    let collection = service.get_default_collection().unwrap();
    collection
        .create_item("planted", attributes, secret, replace, "text/plain")
        .unwrap();
}

#[test]
fn an_unlocked_keyring_keeps_replaces_and_forgets_keys() {
    within(
        "an_unlocked_keyring_keeps_replaces_and_forgets_keys",
        Session::Unlocked,
        || {
            let store = store();
            assert_eq!(shown(store.get(ACCOUNT, Unlock::Never)), Ok(None));
            assert_eq!(store.remove(ACCOUNT), Ok(false));
            for text in [KEY, "second-key", &"k".repeat(8 * 1024)] {
                store.set(ACCOUNT, &key(text)).unwrap();
                assert_eq!(
                    shown(store.get(ACCOUNT, Unlock::Ask)).unwrap().as_deref(),
                    Some(text)
                );
            }
            assert_eq!(shown(store.get(OTHER, Unlock::Ask)), Ok(None));
            // Another process finds it under the names that are fixed for ever.
            let service = SecretService::connect(EncryptionType::Dh).unwrap();
            let names = HashMap::from([("service", "gatehouse"), ("username", ACCOUNT)]);
            assert_eq!(service.search_items(names).unwrap().unlocked.len(), 1);
            assert_eq!(store.remove(ACCOUNT), Ok(true));
            assert_eq!(store.remove(ACCOUNT), Ok(false));
            assert_eq!(shown(store.get(ACCOUNT, Unlock::Ask)), Ok(None));
        },
    );
}

/// Those of addresses that are configured no more go, too; those of other programs stay.
#[test]
fn all_keys_go_at_once_and_nothing_of_anybody_else() {
    within(
        "all_keys_go_at_once_and_nothing_of_anybody_else",
        Session::Unlocked,
        || {
            let store = store();
            assert_eq!(store.remove_all(&[]), Ok(Vec::new()));
            store.set(ACCOUNT, &key(KEY)).unwrap();
            store.set(OTHER, &key(KEY)).unwrap();
            let service = SecretService::connect(EncryptionType::Plain).unwrap();
            let collection = service.get_default_collection().unwrap();
            let theirs = HashMap::from([("service", "another"), ("username", ACCOUNT)]);
            collection
                .create_item("theirs", theirs.clone(), b"theirs", false, "text/plain")
                .unwrap();
            let removed = store.remove_all(&["unknown@https://a.example".to_owned()]);
            assert_eq!(removed, Ok(vec![ACCOUNT.to_owned(), OTHER.to_owned()]));
            let ours = HashMap::from([("service", "gatehouse")]);
            assert!(service.search_items(ours).unwrap().unlocked.is_empty());
            assert_eq!(service.search_items(theirs).unwrap().unlocked.len(), 1);
        },
    );
}

/// Mutation seen to fail: `no-bus` in `xtask/scripts/mutations.py`.
#[test]
fn without_a_bus_the_keyring_is_absent() {
    within(
        "without_a_bus_the_keyring_is_absent",
        Session::NoBus,
        absent,
    );
}

/// Mutation seen to fail: `no-service` in `xtask/scripts/mutations.py`.
#[test]
fn a_bus_without_a_service_is_an_absent_keyring() {
    within(
        "a_bus_without_a_service_is_an_absent_keyring",
        Session::BareBus,
        absent,
    );
}

/// Mutation seen to fail: `no-collection` in `xtask/scripts/mutations.py`.
#[test]
fn a_service_without_a_collection_is_an_absent_keyring() {
    within(
        "a_service_without_a_collection_is_an_absent_keyring",
        Session::NoCollection,
        absent,
    );
}

fn absent() {
    let store = store();
    let started = Instant::now();
    for unlock in [Unlock::Ask, Unlock::Never] {
        assert_eq!(
            shown(store.get(ACCOUNT, unlock)),
            Err(KeyStoreError::NoService)
        );
    }
    assert_eq!(store.set(ACCOUNT, &key(KEY)), Err(KeyStoreError::NoService));
    assert_eq!(store.remove(ACCOUNT), Err(KeyStoreError::NoService));
    assert!(
        started.elapsed() < Duration::from_secs(5),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn a_service_that_starts_later_is_seen() {
    within(
        "a_service_that_starts_later_is_seen",
        Session::BareBus,
        || {
            let store = store();
            assert_eq!(store.set(ACCOUNT, &key(KEY)), Err(KeyStoreError::NoService));
            start_unlocked();
            store.set(ACCOUNT, &key(KEY)).unwrap();
            assert_eq!(
                shown(store.get(ACCOUNT, Unlock::Never)).unwrap().as_deref(),
                Some(KEY)
            );
        },
    );
}

/// Mutation seen to fail: `stale` in `xtask/scripts/mutations.py`.
#[test]
fn a_service_that_dies_and_comes_back_is_reconnected() {
    within(
        "a_service_that_dies_and_comes_back_is_reconnected",
        Session::BareBus,
        || {
            start_unlocked();
            let store = store();
            store.set(ACCOUNT, &key(KEY)).unwrap();
            let bus = Connection::session().unwrap();
            let bus = zbus::blocking::fdo::DBusProxy::new(&bus).unwrap();
            let name = || SECRETS.try_into().unwrap();
            let pid = bus.get_connection_unix_process_id(name()).unwrap();
            assert!(
                Command::new("kill")
                    .args(["-9", &pid.to_string()])
                    .status()
                    .unwrap()
                    .success()
            );
            let started = Instant::now();
            while bus.name_has_owner(SECRETS.try_into().unwrap()).unwrap() {
                assert!(started.elapsed() < Duration::from_secs(10));
                std::thread::sleep(Duration::from_millis(10));
            }
            assert_eq!(
                shown(store.get(ACCOUNT, Unlock::Ask)),
                Err(KeyStoreError::NoService)
            );
            start_unlocked();
            assert_eq!(
                shown(store.get(ACCOUNT, Unlock::Ask)).unwrap().as_deref(),
                Some(KEY)
            );
            store.set(ACCOUNT, &key("second-key")).unwrap();
        },
    );
}

/// Mutation seen to fail: `locked` in `xtask/scripts/mutations.py`.
#[test]
fn a_locked_keyring_is_locked_not_empty() {
    within(
        "a_locked_keyring_is_locked_not_empty",
        Session::Unlocked,
        || {
            let store = store();
            store.set(ACCOUNT, &key(KEY)).unwrap();
            lock();
            for account in [ACCOUNT, OTHER] {
                for unlock in [Unlock::Never, Unlock::Ask] {
                    assert_eq!(
                        shown(store.get(account, unlock)),
                        Err(KeyStoreError::Locked),
                        "{account}"
                    );
                }
                assert_eq!(store.set(account, &key("over")), Err(KeyStoreError::Locked));
                assert_eq!(store.remove(account), Err(KeyStoreError::Locked));
            }
            assert_eq!(store.remove_all(&[]), Err(KeyStoreError::Locked));
            unlock();
            assert_eq!(
                shown(store.get(ACCOUNT, Unlock::Never)).unwrap().as_deref(),
                Some(KEY)
            );
            assert_eq!(shown(store.get(OTHER, Unlock::Never)), Ok(None));
        },
    );
}

/// Mutation seen to fail: `denied` in `xtask/scripts/mutations.py`.
#[test]
fn a_prompt_dismissed_in_front_of_a_person_is_a_refusal() {
    within(
        "a_prompt_dismissed_in_front_of_a_person_is_a_refusal",
        Session::Unlocked,
        || {
            let store = SecretServiceKeys::new(true);
            store.set(ACCOUNT, &key(KEY)).unwrap();
            lock();
            assert_eq!(
                shown(store.get(ACCOUNT, Unlock::Never)),
                Err(KeyStoreError::Locked)
            );
            assert_eq!(
                shown(store.get(ACCOUNT, Unlock::Ask)),
                Err(KeyStoreError::Denied)
            );
        },
    );
}

/// Mutation seen to fail: `forbidden` in `xtask/scripts/mutations.py`.
#[test]
fn a_bus_that_forbids_the_keyring_denies() {
    within(
        "a_bus_that_forbids_the_keyring_denies",
        Session::Forbidden,
        || {
            start_unlocked();
            let store = store();
            assert_eq!(
                shown(store.get(ACCOUNT, Unlock::Ask)),
                Err(KeyStoreError::Denied)
            );
            assert_eq!(store.set(ACCOUNT, &key(KEY)), Err(KeyStoreError::Denied));
        },
    );
}

/// Mutation seen to fail: `doubled` in `xtask/scripts/mutations.py`.
#[test]
fn damaged_and_doubled_entries_are_told_and_can_be_replaced() {
    within(
        "damaged_and_doubled_entries_are_told_and_can_be_replaced",
        Session::Unlocked,
        || {
            let store = store();
            plant(ACCOUNT, b"planted-key-\xff\xfe-0123456789", true);
            let error = shown(store.get(ACCOUNT, Unlock::Ask)).unwrap_err();
            assert_eq!(error, KeyStoreError::Broken);
            assert!(!format!("{error:?} {error} {:?}", error.failure()).contains("planted"));
            store.set(ACCOUNT, &key(KEY)).unwrap();
            assert_eq!(
                shown(store.get(ACCOUNT, Unlock::Ask)).unwrap().as_deref(),
                Some(KEY)
            );

            plant(ACCOUNT, b"a-second-entry", false);
            assert_eq!(
                shown(store.get(ACCOUNT, Unlock::Ask)),
                Err(KeyStoreError::Broken)
            );
            store.set(ACCOUNT, &key("the-only-one")).unwrap();
            assert_eq!(
                shown(store.get(ACCOUNT, Unlock::Ask)).unwrap().as_deref(),
                Some("the-only-one")
            );

            plant(ACCOUNT, b"a-second-entry", false);
            assert_eq!(store.remove(ACCOUNT), Ok(true));
            assert_eq!(shown(store.get(ACCOUNT, Unlock::Ask)), Ok(None));
        },
    );
}

/// Mutation seen to fail: `silent` in `xtask/scripts/mutations.py`.
#[test]
fn a_silent_service_is_left_after_the_limit_and_holds_up_no_exit() {
    within(
        "a_silent_service_is_left_after_the_limit_and_holds_up_no_exit",
        Session::BareBus,
        || {
            // Owns the name and never answers a call.
            let silent = Connection::session().unwrap();
            silent.request_name(SECRETS).unwrap();
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let keys = Keys::with_limit(Arc::new(store()), Duration::from_secs(2));
                let started = Instant::now();
                assert_eq!(
                    keys.get(ACCOUNT).await.unwrap_err(),
                    KeyStoreError::TimedOut
                );
                assert!(
                    started.elapsed() < Duration::from_secs(10),
                    "{:?}",
                    started.elapsed()
                );
                let started = Instant::now();
                assert_eq!(
                    keys.peek(ACCOUNT).await.unwrap_err(),
                    KeyStoreError::TimedOut
                );
                assert!(
                    started.elapsed() < Duration::from_secs(1),
                    "{:?}",
                    started.elapsed()
                );
            });
            drop(runtime);
        },
    );
}

#[test]
fn the_async_front_reaches_a_real_keyring() {
    within(
        "the_async_front_reaches_a_real_keyring",
        Session::Unlocked,
        || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let keys = Keys::new(chat_engine::keys::os_store());
                keys.set(ACCOUNT, key(KEY)).await.unwrap();
                for _ in 0..10 {
                    let got = keys.get(ACCOUNT).await.unwrap().unwrap();
                    assert_eq!(got.expose_secret(), KEY);
                }
                let started = Instant::now();
                keys.get(ACCOUNT).await.unwrap();
                println!("one get: {:?}", started.elapsed());
                assert!(keys.remove(ACCOUNT).await.unwrap());
            });
        },
    );
}
