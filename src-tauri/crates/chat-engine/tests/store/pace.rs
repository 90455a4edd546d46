//! The pace limit's memory, on disk and in memory.

use crate::suite::suite;
use chat_core::limiter::{GRACE_MS, Limit, MAX_WAITING, WINDOW_MS};
use chat_engine::store::{Paced, StartAsk, Store, Ticket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

suite![
    the_eleventh_of_eleven_is_late,
    whoever_waits_keeps_the_place,
    each_connection_has_its_own_pace,
    a_request_that_may_not_wait_overtakes_nobody,
    who_leaves_makes_room,
    the_dead_hold_nobody_up,
    a_place_that_nobody_claims_lapses,
    a_clock_set_back_costs_one_window,
    the_line_is_bounded,
];

fn ask(owner: &str, per_minute: u32, ticket: Option<Ticket>) -> StartAsk {
    StartAsk {
        connection: "gateway".to_owned(),
        owner: owner.to_owned(),
        limit: Limit::per_minute(per_minute).unwrap(),
        ticket,
        may_wait: true,
    }
}

async fn start_as(store: &Store, ask: StartAsk, now_ms: i64) -> Paced {
    store
        .start_request(ask, move || now_ms, |owner| owner != "dead")
        .await
        .unwrap()
}

async fn start(store: &Store, per_minute: u32, ticket: Option<Ticket>, now_ms: i64) -> Paced {
    start_as(store, ask("me", per_minute, ticket), now_ms).await
}

fn waits(paced: Paced) -> (i64, Ticket) {
    match paced {
        Paced::Wait {
            until_ms,
            ticket: Some(ticket),
        } => (until_ms, ticket),
        other => panic!("{other:?}"),
    }
}

async fn the_eleventh_of_eleven_is_late(store: &Store) {
    for n in 0..10 {
        assert_eq!(start(store, 10, None, 1_000 + n).await, Paced::Permit);
    }
    let (until, ticket) = waits(start(store, 10, None, 1_010).await);
    assert_eq!(until, 1_000 + WINDOW_MS);
    // Asking in between changes nothing.
    for now in [1_011, 30_000, 60_999] {
        let again = waits(start(store, 10, Some(ticket), now).await);
        assert_eq!(again, (until, ticket));
    }
    assert_eq!(start(store, 10, Some(ticket), until).await, Paced::Permit);
    let (next, _) = waits(start(store, 10, None, until).await);
    assert_eq!(next, 1_001 + WINDOW_MS);
}

async fn whoever_waits_keeps_the_place(store: &Store) {
    assert_eq!(start(store, 1, None, 0).await, Paced::Permit);
    let (first_until, first) = waits(start(store, 1, None, 10).await);
    let (second_until, second) = waits(start(store, 1, None, 20).await);
    assert_eq!((first_until, second_until), (60_000, 120_000));
    // The second asks the moment a slot is free; it is not its turn yet.
    let (until, _) = waits(start(store, 1, Some(second), 60_000).await);
    assert_eq!(until, 120_000);
    // Nor is it that of a newcomer.
    let (until, third) = waits(start(store, 1, None, 60_001).await);
    assert_eq!(until, 180_001);
    assert_eq!(start(store, 1, Some(first), 60_002).await, Paced::Permit);
    assert_eq!(
        waits(start(store, 1, Some(second), 60_003).await).0,
        120_002
    );
    assert_eq!(start(store, 1, Some(second), 120_002).await, Paced::Permit);
    assert_eq!(start(store, 1, Some(third), 180_002).await, Paced::Permit);
    // A place that has served is none: it waits anew, at the end.
    let (_, fourth) = waits(start(store, 1, Some(third), 180_003).await);
    assert_ne!(fourth, third);
}

async fn each_connection_has_its_own_pace(store: &Store) {
    assert_eq!(start(store, 1, None, 0).await, Paced::Permit);
    waits(start(store, 1, None, 1).await);
    let other = StartAsk {
        connection: "openai".to_owned(),
        ..ask("me", 1, None)
    };
    assert_eq!(start_as(store, other, 1).await, Paced::Permit);
}

async fn a_request_that_may_not_wait_overtakes_nobody(store: &Store) {
    let hasty = StartAsk {
        may_wait: false,
        ..ask("me", 2, None)
    };
    assert_eq!(start_as(store, hasty.clone(), 0).await, Paced::Permit);
    assert_eq!(start(store, 2, None, 0).await, Paced::Permit);
    let refused = Paced::Wait {
        until_ms: WINDOW_MS,
        ticket: None,
    };
    assert_eq!(start_as(store, hasty.clone(), 5).await, refused);
    // It left no place behind that somebody would have to wait for.
    let tickets = [
        waits(start(store, 2, None, 6).await),
        waits(start(store, 2, None, 6).await),
    ];
    assert_eq!(tickets.map(|(until, _)| until), [WINDOW_MS; 2]);
    // Two slots are free, two wait for them.
    let late = start_as(store, hasty, WINDOW_MS).await;
    assert!(matches!(late, Paced::Wait { ticket: None, .. }), "{late:?}");
}

async fn who_leaves_makes_room(store: &Store) {
    assert_eq!(start(store, 1, None, 0).await, Paced::Permit);
    let (_, first) = waits(start(store, 1, None, 1).await);
    let (until, second) = waits(start(store, 1, None, 2).await);
    assert_eq!(until, 2 * WINDOW_MS);
    store.leave_line(first).await.unwrap();
    assert_eq!(waits(start(store, 1, Some(second), 3).await).0, WINDOW_MS);
    assert_eq!(
        start(store, 1, Some(second), WINDOW_MS).await,
        Paced::Permit
    );
    // What has started stays counted.
    store.leave_line(second).await.unwrap();
    let (until, _) = waits(start(store, 1, None, WINDOW_MS + 1).await);
    assert_eq!(until, 2 * WINDOW_MS);
}

async fn the_dead_hold_nobody_up(store: &Store) {
    // It started before it died: that counts. Its places in line do not.
    assert_eq!(
        start_as(store, ask("dead", 1, None), 0).await,
        Paced::Permit
    );
    let dead = waits(start_as(store, ask("dead", 1, None), 1).await).1;
    waits(start_as(store, ask("dead", 1, None), 1).await);
    let (until, ticket) = waits(start(store, 1, None, 2).await);
    assert_eq!(until, WINDOW_MS);
    assert_eq!(
        start(store, 1, Some(ticket), WINDOW_MS).await,
        Paced::Permit
    );
    // Taken for dead by mistake, it waits anew.
    let late = start_as(store, ask("dead", 1, Some(dead)), WINDOW_MS + 1).await;
    assert_ne!(waits(late).1, dead);
}

/// Whoever stopped waiting in the middle of asking never learned of its place.
async fn a_place_that_nobody_claims_lapses(store: &Store) {
    assert_eq!(start(store, 1, None, 0).await, Paced::Permit);
    let (due, lost) = waits(start(store, 1, None, 1).await);
    assert_eq!(due, WINDOW_MS);
    let (_, mine) = waits(start(store, 1, None, 2).await);
    // It may be a little late.
    let last = due + GRACE_MS;
    let (until, same) = waits(start(store, 1, Some(mine), last).await);
    assert_eq!((until, same), (last + WINDOW_MS, mine));
    assert_eq!(start(store, 1, Some(mine), last + 1).await, Paced::Permit);
    // One who was very late waits anew, and keeps that place however late it asks, unless
    // somebody else came meanwhile.
    let (_, anew) = waits(start(store, 1, Some(lost), last + 2).await);
    assert_ne!(anew, lost);
    assert_eq!(start(store, 1, Some(anew), 9_000_000).await, Paced::Permit);
    // One who asks in time, and is told to wait longer, keeps its place until then.
    let (_, first) = waits(start(store, 1, None, 9_000_001).await);
    let (until, second) = waits(start(store, 1, None, 9_000_002).await);
    assert_eq!(start(store, 1, Some(first), until - 1).await, Paced::Permit);
    let (later, _) = waits(start(store, 1, Some(second), until).await);
    assert_eq!(later, until - 1 + WINDOW_MS);
    waits(start(store, 1, None, later).await);
    assert_eq!(start(store, 1, Some(second), later).await, Paced::Permit);
}

async fn a_clock_set_back_costs_one_window(store: &Store) {
    let hour = 3_600_000;
    assert_eq!(start(store, 1, None, hour).await, Paced::Permit);
    let (until, ticket) = waits(start(store, 1, None, 1_000).await);
    assert_eq!(until, 1_000 + WINDOW_MS);
    // Also when it is asked again and again.
    for now in [1_001, 20_000, 60_999] {
        assert_eq!(waits(start(store, 1, Some(ticket), now).await).0, until);
    }
    assert_eq!(start(store, 1, Some(ticket), until).await, Paced::Permit);
    // Set forward, old starts have left the window.
    assert_eq!(start(store, 1, None, hour).await, Paced::Permit);
    // Set back while somebody waits.
    let (_, waiting) = waits(start(store, 1, None, hour + 1).await);
    assert_eq!(
        waits(start(store, 1, Some(waiting), 5).await).0,
        5 + WINDOW_MS
    );
    assert_eq!(
        waits(start(store, 1, Some(waiting), 9).await).0,
        5 + WINDOW_MS
    );
}

async fn the_line_is_bounded(store: &Store) {
    assert_eq!(start(store, 1, None, 0).await, Paced::Permit);
    for n in 0..MAX_WAITING {
        let (until, _) = waits(start(store, 1, None, 1).await);
        assert_eq!(until, WINDOW_MS * (1 + i64::try_from(n).unwrap()));
    }
    let last = start(store, 1, None, 2).await;
    assert!(matches!(last, Paced::Wait { ticket: None, .. }), "{last:?}");
}

/// Had the clock been read before the lock was waited for, the start would be stored as earlier
/// than it is, and its slot would be free too early.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_counts_from_when_the_lock_is_held() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let other = rusqlite::Connection::open(dir.path().join("gatehouse.sqlite3")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let released = Arc::new(AtomicBool::new(false));
    let starting = tokio::spawn({
        let (store, released) = (store.clone(), released.clone());
        async move {
            let now = move || 1_000 + i64::from(released.load(Ordering::SeqCst));
            store.start_request(ask("me", 1, None), now, |_| true).await
        }
    });
    tokio::time::sleep(Duration::from_millis(150)).await;
    released.store(true, Ordering::SeqCst);
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(starting.await.unwrap().unwrap(), Paced::Permit);
    let (until, _) = waits(start(&store, 1, None, 2_000).await);
    assert_eq!(until, 1_001 + WINDOW_MS);
}
