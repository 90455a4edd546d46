//! Pace, cache, ledger and budget between real processes.
//!
//! Each test starts itself again as the child; which part it plays is told by a variable.

use crate::answers::{answer, hour, named};
use crate::ledger::{entry, on_paper, reservation, usd};
use crate::processes::{again, number, told};
use crate::support::*;
use chat_core::cache::{CacheKey, CachedAnswer};
use chat_core::ledger::{By, Prices};
use chat_core::limiter::{Limit, MAX_PER_MINUTE, WINDOW_MS};
use chat_core::message::MessageState;
use chat_engine::owner::{Owner, is_alive};
use chat_engine::store::{Begun, Paced, Reservation, StartAsk, Store};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{line}").unwrap();
    out.flush().unwrap();
}

fn alive_in(folder: &Path) -> impl Fn(&str) -> bool + Clone + Send + 'static {
    let folder = folder.to_owned();
    move |owner: &str| is_alive(&folder, owner)
}

fn ask(owner: &Owner, per_minute: u32) -> StartAsk {
    StartAsk {
        connection: "gateway".to_owned(),
        owner: owner.name().to_owned(),
        limit: Limit::per_minute(per_minute).unwrap(),
        ticket: None,
        may_wait: true,
    }
}

/// How much faster time runs in the test: a window passes in a second.
const FASTER: i64 = 60;

fn fast_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    FASTER * i64::try_from(since.as_millis()).unwrap()
}

const PER_MINUTE: u32 = 5;
const EACH: usize = 14;

/// Starts so many requests, one after the other, and says when each started.
async fn start_many(folder: &Path, me: u32) {
    let owner = Owner::create(folder, &format!("child{me}")).unwrap();
    let store = Store::open(folder).unwrap();
    for _ in 0..EACH {
        let mut ask = ask(&owner, PER_MINUTE);
        loop {
            let read = Arc::new(AtomicI64::new(0));
            let now = {
                let read = read.clone();
                move || {
                    read.store(fast_ms(), Ordering::SeqCst);
                    read.load(Ordering::SeqCst)
                }
            };
            let paced = store.start_request(ask.clone(), now, alive_in(folder));
            match paced.await.unwrap() {
                Paced::Permit => {
                    say(&format!("start {}", read.load(Ordering::SeqCst)));
                    break;
                }
                Paced::Wait { ticket, .. } => ask.ticket = ticket,
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
async fn two_processes_keep_one_pace() {
    if let Some(folder) = told() {
        return start_many(&folder, number()).await;
    }
    let dir = tempfile::tempdir().unwrap();
    let test = "sharing::two_processes_keep_one_pace";
    let children: Vec<_> = (0..2).map(|n| again(test, dir.path(), n)).collect();
    let mut starts = Vec::new();
    for (n, child) in children.into_iter().enumerate() {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        let said = String::from_utf8(output.stdout).unwrap();
        let at = said.lines().filter_map(|line| line.strip_prefix("start "));
        starts.extend(at.map(|at| (at.parse::<i64>().unwrap(), n)));
    }
    starts.sort_unstable();
    assert_eq!(starts.len(), 2 * EACH);
    let size = usize::try_from(PER_MINUTE).unwrap();
    for window in starts.windows(size + 1) {
        assert!(window[size].0 - window[0].0 >= WINDOW_MS, "{starts:?}");
    }
    // From when both are at it until one is done they take turns: neither is passed over.
    let first = |n| starts.iter().position(|(_, who)| *who == n).unwrap();
    let last = |n| starts.iter().rposition(|(_, who)| *who == n).unwrap();
    let together = first(0).max(first(1))..last(0).min(last(1));
    for window in starts[together].windows(2 * size) {
        for n in 0..2 {
            assert!(window.iter().any(|(_, who)| *who == n), "{starts:?}");
        }
    }
}

/// Holds nearly all of the budget and the first place in line until it is killed.
async fn hold_for_ever(folder: &Path) {
    let owner = Owner::create(folder, "child").unwrap();
    let store = Store::open(folder).unwrap();
    let held = Reservation {
        owner: owner.name().to_owned(),
        ..reservation("t1", "1", "0.9")
    };
    let held = store.reserve(held, || 1_000, |_| true).await.unwrap();
    assert!(held.is_ok());
    for _ in 0..2 {
        let asked = store.start_request(ask(&owner, 1), || 1_000, |_| true);
        asked.await.unwrap();
    }
    say("held");
    // Longer than its parent lets it live.
    tokio::time::sleep(Duration::from_mins(1)).await;
}

#[tokio::test]
async fn what_a_killed_process_held_is_free() {
    if let Some(folder) = told() {
        return hold_for_ever(&folder).await;
    }
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    let mut child = again("sharing::what_a_killed_process_held_is_free", folder, 0);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines
        .find(|line| line.as_ref().unwrap() == "held")
        .unwrap()
        .unwrap();
    let owner = Owner::create(folder, "me").unwrap();
    let store = Store::open(folder).unwrap();
    let reserve = || {
        let mine = reservation("t2", "1", "0.2");
        store.reserve(mine, || 1_000, alive_in(folder))
    };
    let start = |ticket| {
        let mine = StartAsk {
            ticket,
            ..ask(&owner, 1)
        };
        store.start_request(mine, || 1_001, alive_in(folder))
    };
    let reached = reserve().await.unwrap().unwrap_err();
    assert_eq!(reached.standing.reserved, usd("0.9"));
    let waits = start(None).await.unwrap();
    let Paced::Wait { until_ms, ticket } = waits else {
        panic!("{waits:?}")
    };
    assert_eq!(until_ms, 1_000 + 2 * WINDOW_MS, "behind the living");

    child.kill().unwrap();
    child.wait().unwrap();
    let first = Paced::Wait {
        until_ms: 1_000 + WINDOW_MS,
        ticket,
    };
    assert_eq!(start(ticket).await.unwrap(), first);
    reserve().await.unwrap().unwrap();
    let standing = store.standing(1_000, alive_in(folder)).await.unwrap();
    assert_eq!(standing.reserved, usd("0.2"));
}

/// Fifty sends at once through four handles: each writes for itself, as a process would.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_sends_through_many_handles_never_pass_the_budget() {
    let dir = tempfile::tempdir().unwrap();
    let stores: Vec<_> = (0..4).map(|_| Store::open(dir.path()).unwrap()).collect();
    let sends: Vec<_> = (0..50)
        .map(|n| {
            let store = stores[n % 4].clone();
            tokio::spawn(async move {
                let send = reservation(&format!("t{n}"), "1", "0.03");
                store
                    .reserve(send, || 1_000, |_| true)
                    .await
                    .unwrap()
                    .is_ok()
            })
        })
        .collect();
    let mut sent = 0;
    for send in sends {
        sent += u32::from(send.await.unwrap());
    }
    assert_eq!(sent, 33, "as many as fit, and no more");
    let standing = stores[0].standing(1_000, |_| true).await.unwrap();
    assert_eq!(standing.reserved, usd("0.99"));
}

/// Groups of operations that belong together, in each process.
const GROUPS: u32 = 417;
const IN_GROUP: u32 = 12;
const KEYS: u32 = 300;

fn turn_of(me: u32, group: u32) -> String {
    format!("p{me}-{group}")
}

fn cost_of(me: u32, group: u32) -> String {
    format!("0.{:012}", u64::from(group) * 999_999_937 + u64::from(me))
}

fn key_of(me: u32, group: u32) -> CacheKey {
    named(usize::try_from(KEYS * me + group % KEYS).unwrap())
}

/// A bit of everything.
async fn work(folder: &Path, me: u32) {
    let owner = Owner::create(folder, &format!("child{me}")).unwrap();
    let store = Store::open(folder).unwrap();
    let alive = alive_in(folder);
    let conv = format!("c{me}");
    let base = 1_000_000 * (me + 1);
    store.begin_turn(starting(&conv, base)).await.unwrap();
    for n in 0..GROUPS * IN_GROUP {
        let group = n / IN_GROUP;
        let (turn, id) = (turn_of(me, group), base + 1 + group);
        match n % IN_GROUP {
            0 | 6 => {
                let ask = ask(&owner, MAX_PER_MINUTE);
                let paced = store.start_request(ask, || 1_000, alive.clone());
                assert_eq!(paced.await.unwrap(), Paced::Permit);
            }
            1 => {
                let held = Reservation {
                    owner: owner.name().to_owned(),
                    ..reservation(&turn, "1000000", "1")
                };
                let held = store.reserve(held, || 1_000, alive.clone()).await.unwrap();
                held.unwrap();
            }
            2 => {
                let begun = store.begin_turn(following(&conv, id)).await.unwrap();
                assert!(matches!(begun, Begun::New(_)));
            }
            3 => {
                let kept = CachedAnswer {
                    turn: turn_id(&format!("t{id}")),
                    ..answer(&turn, 1_000)
                };
                let key = key_of(me, group);
                store.keep_answer(key, kept, hour()).await.unwrap();
            }
            4 | 7 | 10 => {
                let key = key_of(me, group);
                let found = store.cached_answer(key, hour(), 1_000).await.unwrap();
                assert_eq!(found.unwrap().text, turn);
            }
            5 => {
                let answer = message(&format!("a{id}"));
                store.checkpoint(&answer, piece("text")).await.unwrap();
            }
            8 => {
                let row = entry(&turn, Some(&cost_of(me, group)));
                store.record(vec![row], Some(turn_id(&turn))).await.unwrap();
            }
            9 => {
                let end = ending(&format!("a{id}"), MessageState::Done);
                store.end_turn(end).await.unwrap();
            }
            _ => {
                let found = store.entries_of(turn_id(&turn)).await.unwrap();
                assert_eq!(found.len(), 1);
            }
        }
    }
    store.close().await;
}

async fn everything_is_there(folder: PathBuf) {
    let store = Store::open(&folder).unwrap();
    let mut costs = Vec::new();
    for me in 0..2 {
        for group in 0..GROUPS {
            costs.push(cost_of(me, group));
            let turn = turn_id(&turn_of(me, group));
            assert_eq!(store.entries_of(turn).await.unwrap().len(), 1);
            let answer = message(&format!("a{}", 1_000_000 * (me + 1) + 1 + group));
            let answer = store.message(&answer).await.unwrap().message;
            assert_eq!(
                (answer.text.as_str(), answer.state),
                ("text", MessageState::Done)
            );
        }
        for group in GROUPS - KEYS..GROUPS {
            let key = key_of(me, group);
            let found = store.cached_answer(key, hour(), 1_000).await.unwrap();
            assert_eq!(found.unwrap().text, turn_of(me, group));
        }
        let row = store.conversation(&conversation(&format!("c{me}"))).await;
        assert_eq!(row.unwrap().message_count, 2 * (1 + GROUPS));
    }
    let total = on_paper(&costs);
    let report = store
        .usage(By::Connection, 0..i64::MAX, Prices::default())
        .await
        .unwrap();
    assert_eq!(report.total.usd, total);
    assert_eq!(report.total.requests, u64::try_from(costs.len()).unwrap());
    let standing = store.standing(1_000, |_| true).await.unwrap();
    assert_eq!(standing.spent.to_string(), total);
    assert!(standing.reserved.is_zero());
    let db = rusqlite::Connection::open(folder.join("gatehouse.sqlite3")).unwrap();
    let starts: u32 = db
        .query_row("SELECT count(at_ms) FROM request_starts", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(starts, 2 * 2 * GROUPS);
    assert!(store.integrity().await.unwrap().is_empty());
}

/// Each child fails at the first error that it sees, a busy database included.
#[tokio::test]
async fn ten_thousand_mixed_operations_of_two_processes_lose_nothing() {
    if let Some(folder) = told() {
        return work(&folder, number()).await;
    }
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("not/yet/made");
    let test = "sharing::ten_thousand_mixed_operations_of_two_processes_lose_nothing";
    let children: Vec<_> = (0..2).map(|n| again(test, &folder, n)).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}");
    }
    everything_is_there(folder).await;
}
