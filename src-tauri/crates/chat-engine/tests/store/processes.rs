//! Real processes: killed in mid-stream, and several at once on one folder.
//!
//! Each test starts itself again as the child; which part it plays is told by a variable.

use crate::support::*;
use chat_core::message::MessageState;
use chat_engine::owner::{Owner, is_alive};
use chat_engine::store::{NewTurn, Piece, Store, StoreError};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const FOLDER: &str = "GATEHOUSE_TEST_STORE";
const NUMBER: &str = "GATEHOUSE_TEST_NUMBER";

/// The folder to work on, in a child.
pub(crate) fn told() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

pub(crate) fn number() -> u32 {
    std::env::var(NUMBER).unwrap().parse().unwrap()
}

pub(crate) fn again(test: &str, folder: &Path, number: u32) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(FOLDER, folder)
        .env(NUMBER, number.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn nth_piece(n: usize) -> String {
    format!("{n}é, ")
}

/// Streams until it is killed, and says what it has stored: nothing it said may be lost.
async fn stream_for_ever(folder: &Path) {
    let owner = Owner::create(folder, "child").unwrap();
    let store = Store::open(folder).unwrap();
    let turn = NewTurn {
        owner: owner.name().to_owned(),
        ..starting("c", 1)
    };
    let say = |line: String| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "{line}").unwrap();
        out.flush().unwrap();
    };
    store.begin_turn(turn).await.unwrap();
    say("stored 0".to_owned());
    for n in 0.. {
        let added = Piece {
            text: nth_piece(n),
            reasoning: "r".to_owned(),
            sync: n % 10 == 0,
            served: None,
        };
        store.checkpoint(&message("a1"), added).await.unwrap();
        say(format!("stored {}", n + 1));
    }
}

#[tokio::test]
async fn a_killed_process_leaves_question_and_exact_prefix() {
    if let Some(folder) = told() {
        return stream_for_ever(&folder).await;
    }
    for kill_after in [0, 1, 2, 9, 37, 150] {
        let dir = tempfile::tempdir().unwrap();
        let test = "processes::a_killed_process_leaves_question_and_exact_prefix";
        let mut child = again(test, dir.path(), 0);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut stored = || loop {
            let line = lines.next()?.unwrap();
            if let Some((_, count)) = line.split_once("stored ") {
                return Some(count.parse::<usize>().unwrap());
            }
        };
        while stored().unwrap() < kill_after {}

        // Meanwhile another process finds it alive and touches nothing.
        let folder = dir.path().to_owned();
        let store = Store::open(&folder).unwrap();
        let sweep = {
            let folder = folder.clone();
            move |owner: &str| is_alive(&folder, owner)
        };
        assert!(
            store
                .interrupt_dead(sweep.clone())
                .await
                .unwrap()
                .is_empty()
        );

        child.kill().unwrap();
        child.wait().unwrap();
        // What it said before it died was stored before it was said.
        let mut said = kill_after;
        while let Some(count) = stored() {
            said = count;
        }
        assert_eq!(store.interrupt_dead(sweep).await.unwrap(), [message("a1")]);
        assert!(!is_alive(&folder, "child"));

        let path = store.path(&conversation("c")).await.unwrap();
        assert_eq!(path[0].message.text, "Question 1");
        let answer = &path[1].message;
        assert_eq!(answer.state, MessageState::Interrupted);
        let pieces = answer.reasoning.len();
        assert!(
            pieces >= said,
            "{pieces} pieces of {said} said to be stored"
        );
        let prefix: String = (0..pieces).map(nth_piece).collect();
        assert_eq!(answer.text, prefix);
        assert!(store.integrity().await.unwrap().is_empty());
    }
}

const PROCESSES: u32 = 3;
const TURNS: u32 = 40;

/// Opens a folder that the others are making too, then works in a conversation of its own and in
/// one that all share.
async fn work_with_others(folder: &Path, me: u32) {
    let store = Store::open(folder).unwrap();
    let mine = format!("c{me}");
    let base = 1_000 * (me + 1);
    if me == 0 {
        store.begin_turn(starting("shared", 1)).await.unwrap();
    }
    store.begin_turn(starting(&mine, base)).await.unwrap();
    for n in base + 1..base + TURNS {
        let conv = if n % 2 == 0 { "shared" } else { &mine };
        loop {
            match store.begin_turn(following(conv, n)).await {
                Ok(_) => break,
                Err(StoreError::NotFound("conversation")) => {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                Err(error) => panic!("{error:?}"),
            }
        }
        let answer = format!("a{n}");
        store
            .checkpoint(&message(&answer), piece("one "))
            .await
            .unwrap();
        store
            .checkpoint(&message(&answer), piece("two"))
            .await
            .unwrap();
        store
            .end_turn(ending(&answer, MessageState::Done))
            .await
            .unwrap();
    }
    store.close().await;
}

#[tokio::test]
async fn processes_on_one_folder_lose_nothing() {
    if let Some(folder) = told() {
        return work_with_others(&folder, number()).await;
    }
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("not/yet/made");
    let test = "processes::processes_on_one_folder_lose_nothing";
    let children: Vec<_> = (0..PROCESSES).map(|n| again(test, &folder, n)).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
    let store = Store::open(&folder).unwrap();
    for me in 0..PROCESSES {
        for n in 1_000 * (me + 1) + 1..1_000 * (me + 1) + TURNS {
            let answer = store
                .message(&message(&format!("a{n}")))
                .await
                .unwrap()
                .message;
            assert_eq!(
                (answer.text.as_str(), answer.state),
                ("one two", MessageState::Done)
            );
        }
    }
    // Nobody's turn fell off the shared path.
    let shared = path_ids(&store, "shared").await;
    let turns = usize::try_from(PROCESSES * (TURNS / 2 - 1)).unwrap();
    assert!(
        shared.len() >= 2 * turns,
        "{} of {turns} turns",
        shared.len()
    );
    let row = store.conversation(&conversation("shared")).await.unwrap();
    assert_eq!(usize::try_from(row.message_count).unwrap(), shared.len());
    assert!(store.integrity().await.unwrap().is_empty());
}

#[tokio::test]
async fn two_handles_in_one_process_lose_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let stores = [
        Store::open(dir.path()).unwrap(),
        Store::open(dir.path()).unwrap(),
    ];
    let before = stores[1].data_version().await.unwrap();
    let own = stores[0].data_version().await.unwrap();
    stores[0].begin_turn(starting("c", 0)).await.unwrap();
    assert_ne!(stores[1].data_version().await.unwrap(), before);
    let same = stores[0].data_version().await.unwrap();
    assert_eq!(same, own, "its own writes are no news");
    let mut tasks = Vec::new();
    for n in 1..60 {
        let store = stores[usize::try_from(n % 2).unwrap()].clone();
        tasks.push(tokio::spawn(async move {
            store.begin_turn(following("c", n)).await.unwrap();
            store
                .end_turn(ending(&format!("a{n}"), MessageState::Done))
                .await
                .unwrap();
        }));
    }
    // The same command on both handles at once buys once.
    let twice = stores.clone().map(|store| {
        tokio::spawn(async move { store.begin_turn(following("c", 99)).await.unwrap() })
    });
    let [first, second] = twice;
    let (first, second) = (first.await.unwrap(), second.await.unwrap());
    assert_eq!(first.turn(), second.turn());
    assert_ne!(first, second, "one is new, the other is not");
    for task in tasks {
        task.await.unwrap();
    }
    // Closing one leaves the other working: their locks are on the same file.
    stores[0].close().await;
    assert_eq!(path_ids(&stores[1], "c").await.len(), 2 * 61);
    stores[1].begin_turn(following("c", 100)).await.unwrap();
    assert!(stores[1].integrity().await.unwrap().is_empty());
}
