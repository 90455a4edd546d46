//! The data folder is deleted or moved while the program runs.

use chat_core::message::MessageState;
use chat_core::wire::{Event, ListFilter};
use chat_engine::Face;
use demo_gateway::Pace;
use gatehouse_tests::until;
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{World, engine_at, gateway_at, heard, question};
use std::time::Duration;

/// Mutation seen to fail: `moved` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_deleted_in_mid_answer_is_made_anew_and_the_answer_is_in_it() {
    let gateway = gateway_at(Pace::PerDelta(Duration::from_millis(20))).await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let engine = engine_at(&data, &gateway);
    let window = Window::open(&engine).await;
    let whole = "Word after word, ".repeat(60);
    let asked = engine
        .ask(Face::Chat, question("echo", &whole))
        .await
        .unwrap();
    let conversation = asked.started.conversation.clone();
    let following = tokio::spawn(heard(asked));
    until("the first text", || window.events().len() > 4).await;
    std::fs::remove_dir_all(&data).unwrap();
    let heard = following.await.unwrap();
    assert_eq!(heard.text, whole);
    until("the news of it", || {
        window.events().iter().any(|event| {
            matches!(event, Event::Notice { error }
                if error.message.contains("moved or deleted") && error.action.is_some())
        })
    })
    .await;
    until("the true end", || {
        window.events().iter().any(|event| {
            matches!(
                event,
                Event::TurnEnded {
                    state: MessageState::Done,
                    error: None,
                    ..
                }
            )
        })
    })
    .await;
    engine.close().await;
    let other = engine_at(&data, &gateway);
    let (row, shown) = other.messages(&conversation, false).await.unwrap();
    assert_eq!(shown[0].message.text, whole);
    assert_eq!(shown[1].message.text, whole);
    assert_eq!(shown[1].message.state, MessageState::Done);
    assert!(row.title.starts_with("Word after word"));
    assert_eq!(gateway.requests().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_was_moved_keeps_what_it_had_and_a_new_one_goes_on() {
    let world = World::new().await;
    let first = world.ask(question("echo", "first")).await;
    let data = world.folder.path();
    let elsewhere = tempfile::tempdir().unwrap();
    let moved = elsewhere.path().join("moved");
    for name in [
        "gatehouse.sqlite3",
        "gatehouse.sqlite3-wal",
        "gatehouse.sqlite3-shm",
    ] {
        std::fs::create_dir_all(&moved).unwrap();
        std::fs::rename(data.join(name), moved.join(name)).unwrap();
    }
    let second = world.ask(question("echo", "second")).await;
    assert_eq!(second.outcome.state, MessageState::Done);
    let rows = world
        .engine
        .list_conversations(None, ListFilter::default())
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
    let old = engine_at(&moved, &world.gateway);
    let path = old.messages(&first.started.conversation, false).await;
    assert_eq!(path.unwrap().1[1].message.text, "first");
    assert_eq!(
        old.list_conversations(None, ListFilter::default())
            .await
            .unwrap()
            .len(),
        1
    );
}
