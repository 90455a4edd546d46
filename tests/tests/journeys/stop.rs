//! Stop: the socket closes at once, the text so far is kept, nothing more is asked.

use chat_core::failure::Code;
use chat_core::message::MessageState;
use chat_core::wire::FinishReason;
use chat_engine::TurnEvent;
use demo_gateway::{ClosedBy, Scenario, texts};
use futures::StreamExt;
use gatehouse_tests::world::{World, engine_at, gateway, heard, question};
use gatehouse_tests::{PATIENCE, soon, until};
use std::time::{Duration, Instant};

/// The goal is 200 ms; a busy machine gets more.
const AT_ONCE: Duration = Duration::from_secs(2);

/// Waits until the server saw the close of its only request.
async fn closed(world: &World, since: Instant, when: &str) {
    let seen = world.gateway.wait_for_closes(1, PATIENCE).await;
    let closed = seen[0].closed_at.expect("the connection is still open");
    let took = closed.duration_since(since);
    println!("Stop {when}: the server saw the close after {took:?}");
    assert!(took < AT_ONCE, "{when}: {took:?}");
    assert_eq!(seen[0].closed_by, Some(ClosedBy::Peer), "{when}");
    assert_eq!(seen.len(), 1, "{when}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stop_closes_the_socket_before_the_head_before_the_first_token_and_in_mid_stream() {
    for (when, scenario, status, text) in [
        ("before the head", Scenario::StallHeaders, None, ""),
        // Its first piece comes after a second.
        ("before the first token", Scenario::Slow, Some(200), ""),
        ("in mid-stream", Scenario::Stall, Some(200), texts::PARTIAL),
        (
            "among heartbeats",
            Scenario::KeepaliveStall,
            Some(200),
            texts::PARTIAL,
        ),
    ] {
        let world = World::new().await;
        let mut asked = world.begin(question(scenario, "?")).await;
        let turn = asked.started.turn_id.clone();
        world.gateway.wait_for_requests(1, PATIENCE).await;
        let mut events = asked.events.take().unwrap();
        let mut came = String::new();
        soon("the text", async {
            while came.len() < text.len() {
                if let Some(TurnEvent::Text(more)) = events.next().await {
                    came.push_str(&more);
                }
            }
        })
        .await;
        if text.is_empty() {
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        let since = Instant::now();
        assert!(world.engine.cancel_turn(&turn), "{when}");
        let outcome = soon("the end", async {
            loop {
                match events.next().await {
                    Some(TurnEvent::Ended(outcome)) => break outcome,
                    Some(TurnEvent::Text(more)) => came.push_str(&more),
                    Some(_) => {}
                    None => panic!("{when}: the turn ended without a word"),
                }
            }
        })
        .await;
        closed(&world, since, when).await;
        assert_eq!(outcome.finish, Some(FinishReason::Cancelled), "{when}");
        assert_eq!(outcome.state, MessageState::Cancelled, "{when}");
        assert_eq!((came.as_str(), outcome.partial), (text, !text.is_empty()));
        let attempts: Vec<_> = outcome
            .attempts
            .iter()
            .map(|a| (a.status, a.code))
            .collect();
        assert_eq!(attempts, [(status, None)], "{when}");
        let path = world.path(&asked.started.conversation).await;
        assert_eq!(path[1].1, text, "{when}");
        assert_eq!(path[1].2, MessageState::Cancelled, "{when}");
        until("nothing left to stop", || !world.engine.cancel_turn(&turn)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stop_while_waiting_to_retry_asks_no_second_time() {
    let world = World::new().await;
    let mut asked = world
        .begin(question(Scenario::RateLimitedRetryAfter, "?"))
        .await;
    let mut events = asked.events.take().unwrap();
    soon("a wait", async {
        while !matches!(events.next().await, Some(TurnEvent::Waiting { .. })) {}
    })
    .await;
    let since = Instant::now();
    assert!(world.engine.cancel_turn(&asked.started.turn_id));
    let outcome = soon("the end", async {
        loop {
            if let Some(TurnEvent::Ended(outcome)) = events.next().await {
                break outcome;
            }
        }
    })
    .await;
    let took = since.elapsed();
    println!("Stop while waiting to retry: over after {took:?}");
    assert!(took < AT_ONCE);
    assert_eq!(outcome.state, MessageState::Cancelled);
    let attempts: Vec<_> = outcome
        .attempts
        .iter()
        .map(|a| (a.status, a.code))
        .collect();
    assert_eq!(attempts, [(Some(429), Some(Code::RateLimited))]);
    // The second request would have gone out after one second.
    tokio::time::sleep(Duration::from_millis(1_600)).await;
    assert_eq!(world.gateway.requests().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_the_engine_stops_its_turns_and_keeps_their_text() {
    let world = World::new().await;
    let asked = world.begin(question(Scenario::Stall, "?")).await;
    let id = asked.started.conversation.clone();
    let mut events = asked.events.unwrap();
    let mut came = String::new();
    soon("the text", async {
        while came.len() < texts::PARTIAL.len() {
            if let Some(TurnEvent::Text(more)) = events.next().await {
                came.push_str(&more);
            }
        }
    })
    .await;
    let since = Instant::now();
    soon("closing", world.engine.close()).await;
    closed(&world, since, "by closing the engine").await;
    let (_, messages) = world.another().messages(&id, false).await.unwrap();
    assert_eq!(messages[1].message.text, texts::PARTIAL);
    assert_eq!(messages[1].message.state, MessageState::Cancelled);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_turn_that_is_dropped_drops_its_socket_and_counts_as_interrupted() {
    let gateway = gateway().await;
    let folder = tempfile::tempdir().unwrap();
    let (path, url) = (folder.path().to_owned(), gateway.chat_url());
    let (id, since) = tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let id = runtime.block_on(async {
            let variables = [
                ("AI_GATEWAY_URL", url.as_str()),
                ("AI_GATEWAY_API_KEY", gatehouse_tests::world::KEY),
            ];
            let engine = gatehouse_tests::world::engine(&path, &variables);
            let asked = engine
                .ask(chat_engine::Face::Chat, question(Scenario::Stall, "?"))
                .await
                .unwrap();
            let mut events = asked.events.unwrap();
            while !matches!(events.next().await, Some(TurnEvent::Text(_))) {}
            let id = asked.started.conversation;
            let beside = gatehouse_tests::world::engine(&path, &variables);
            soon("the text on disk", async {
                loop {
                    let (_, messages) = beside.messages(&id, false).await.unwrap();
                    if messages[1].message.text == texts::PARTIAL {
                        break;
                    }
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            })
            .await;
            id
        });
        let since = Instant::now();
        drop(runtime);
        (id, since)
    })
    .await
    .unwrap();
    let seen = gateway.wait_for_closes(1, PATIENCE).await;
    assert!(seen[0].closed_at.unwrap().duration_since(since) < AT_ONCE);
    let later = engine_at(folder.path(), &gateway);
    let (_, messages) = later.messages(&id, false).await.unwrap();
    assert_eq!(messages[1].message.state, MessageState::Interrupted);
    assert_eq!(messages[1].message.text, texts::PARTIAL);
    assert_eq!(gateway.requests().len(), 1, "nothing is asked again");

    for _ in 0..2 {
        later
            .keep_answer(messages[1].message.id.clone())
            .await
            .unwrap();
        let (_, kept) = later.messages(&id, false).await.unwrap();
        assert_eq!(kept[1].message.state, MessageState::Cancelled);
        assert_eq!(kept[1].message.text, texts::PARTIAL);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_turn_goes_on_when_nobody_follows_it_any_more() {
    let world = World::at(demo_gateway::Pace::PerDelta(Duration::from_millis(20))).await;
    let asked = world.begin(question(Scenario::Slow.name(), "?")).await;
    world.engine.cancel_turn(&asked.started.turn_id);
    heard(asked).await;
    let asked = world.begin(question("crlf", "?")).await;
    let id = asked.started.conversation.clone();
    drop(asked.events);
    let mut path = Vec::new();
    soon("the end of the turn", async {
        loop {
            path = world.path(&id).await;
            if path[1].2 == MessageState::Done {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    assert_eq!(path[1].1, texts::SAMPLE);
}
