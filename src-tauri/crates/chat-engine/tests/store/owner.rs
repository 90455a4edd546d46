//! The lock that tells a living process from a dead one.

use chat_engine::owner::{Owner, OwnerError, is_alive};
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

const FOLDER: &str = "GATEHOUSE_TEST_OWNER";

#[test]
fn a_process_is_alive_until_it_is_killed() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        let _owner = Owner::create(folder.as_ref(), "child").unwrap();
        println!("\nlocked");
        // Until the parent goes or kills.
        std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "owner::a_process_is_alive_until_it_is_killed",
            "--nocapture",
        ])
        .env(FOLDER, dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines
        .map(Result::unwrap)
        .find(|line| line == "locked")
        .unwrap();
    for _ in 0..3 {
        assert!(is_alive(dir.path(), "child"));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let lock = dir.path().join("owners/child.lock");
    assert!(lock.exists(), "a killed process cannot tidy up");
    assert!(!is_alive(dir.path(), "child"));
    assert!(!lock.exists(), "what the dead left is removed");
    assert!(!is_alive(dir.path(), "child"));
}

#[test]
fn asking_about_oneself_does_not_let_go() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::create(dir.path(), "me").unwrap();
    for _ in 0..3 {
        assert!(is_alive(dir.path(), owner.name()));
    }
    let taken = Owner::create(dir.path(), "me").unwrap_err();
    let OwnerError::Io { source, .. } = taken else {
        panic!("{taken:?}")
    };
    assert_eq!(source.kind(), std::io::ErrorKind::AlreadyExists);
    drop(owner);
    assert!(!dir.path().join("owners/me.lock").exists());
    assert!(!is_alive(dir.path(), "me"));
}

#[test]
fn a_name_is_never_a_path() {
    let dir = tempfile::tempdir().unwrap();
    let outside = dir.path().join("outside.lock");
    std::fs::write(&outside, "kept").unwrap();
    for name in [
        "",
        "../outside",
        "a/b",
        "a\\b",
        "..",
        "a.b",
        "é",
        "a\0",
        &"x".repeat(65),
    ] {
        assert!(
            matches!(Owner::create(dir.path(), name), Err(OwnerError::Name)),
            "{name:?}"
        );
        assert!(!is_alive(dir.path(), name));
    }
    assert_eq!(std::fs::read_to_string(&outside).unwrap(), "kept");
}

/// The file of a process that is just starting looks like a dead one's for a moment.
#[test]
fn being_asked_about_while_starting_does_no_harm() {
    let dir = tempfile::tempdir().unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    is_alive(dir.path(), "me");
                }
            });
        }
        let outcome = std::panic::catch_unwind(|| {
            for _ in 0..300 {
                let owner = Owner::create(dir.path(), "me").unwrap();
                assert!(is_alive(dir.path(), "me"));
                drop(owner);
            }
        });
        done.store(true, Ordering::Relaxed);
        outcome.unwrap();
    });
}

#[test]
fn a_sweep_removes_what_the_dead_left_and_nothing_of_the_living() {
    let dir = tempfile::tempdir().unwrap();
    let living = Owner::create(dir.path(), "living").unwrap();
    let left = dir.path().join("owners/dead.lock");
    std::fs::write(&left, "").unwrap();
    chat_engine::owner::sweep(dir.path());
    assert!(!left.exists());
    assert!(is_alive(dir.path(), living.name()));
    chat_engine::owner::sweep(&dir.path().join("nowhere"));
}
