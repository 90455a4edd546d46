//! Deleting through the engine: undone, due, at once; out of every file, kept answers and copies too.

use crate::temporary::holding;
use chat_core::failure::Code;
use chat_core::wire::{ListFilter, SaveDraft, Settings};
use chat_engine::{Ask, Face, Onto};
use demo_gateway::Scenario;
use gatehouse_tests::soon;
use gatehouse_tests::world::{World, question};
use std::path::PathBuf;
use std::time::Duration;

const WORDS: &str = "unmistakable-qwert-deleted-words";

async fn undo_minutes(world: &World, minutes: u32) {
    let settings = Settings {
        undo_minutes: minutes,
        ..world.engine.get_settings().await.unwrap()
    };
    world.engine.set_settings(settings).await.unwrap();
}

fn nowhere() -> Vec<PathBuf> {
    Vec::new()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deleted_chat_is_out_of_sight_comes_back_and_at_last_is_in_no_file() {
    let world = World::new().await;
    let engine = &world.engine;
    let asked = world.ask(question(Scenario::Echo, WORDS)).await;
    world.ask(question(Scenario::Echo, "the other")).await;
    let id = asked.started.conversation.clone();
    let draft = SaveDraft {
        conversation: Some(id.clone()),
        message: None,
        temporary: false,
        text: format!("draft {WORDS}"),
        caret: 3,
        files: Vec::new(),
        asking: None,
    };
    engine.save_draft(Face::Chat, draft.clone()).await.unwrap();
    let edit = SaveDraft {
        message: Some(asked.started.question.clone()),
        text: format!("otherwise {WORDS}"),
        ..draft
    };
    engine.save_draft(Face::Chat, edit).await.unwrap();
    engine.back_up().await.unwrap();
    let folder = world.folder.path();
    assert!(holding(folder, WORDS).len() >= 2, "history and its copy");

    engine.delete_conversation(id.clone(), false).await.unwrap();
    let list = engine.list_conversations(None, ListFilter::default()).await;
    assert_eq!(list.unwrap().len(), 1);
    let gone = engine.open_conversation(id.clone()).await.unwrap_err();
    assert_eq!(gone.code, Code::ConfigInvalid);
    let follow = Ask {
        onto: Onto::Conversation(id.clone()),
        ..question(Scenario::Echo, "more")
    };
    let refused = engine.ask(Face::Chat, follow).await.unwrap_err();
    assert_eq!(refused.code, Code::ConfigInvalid);
    let deleted = engine.deleted_conversations().await.unwrap();
    assert_eq!(deleted[0].conversation.id, id);
    assert!((500_000..=600_000).contains(&deleted[0].left_ms));
    engine.take_back_conversation(id.clone()).await.unwrap();
    let opened = engine.open_conversation(id.clone()).await.unwrap();
    assert_eq!(opened.page.messages.len(), 2);
    let draft = engine.open_draft(Face::Chat, Some(id.clone()), false).await;
    let draft = draft.unwrap();
    assert_eq!(
        (draft.caret, draft.edits.len()),
        (3, 1),
        "its draft came back as well"
    );

    engine.delete_conversation(id.clone(), true).await.unwrap();
    assert_eq!(holding(folder, WORDS), nowhere());
    assert!(!holding(folder, "the other").is_empty());
    let late = engine.take_back_conversation(id).await.unwrap_err();
    assert_eq!(late.code, Code::ConfigInvalid);
    let usage = engine.usage(chat_core::ledger::By::Model).await.unwrap();
    assert_eq!(usage.total.requests, 2, "what it took stays counted");
    // The same question is asked anew: its kept answer went as well.
    world.ask(question(Scenario::Echo, WORDS)).await;
    assert_eq!(world.gateway.requests().len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_due_is_erased_at_the_next_start() {
    let world = World::new().await;
    let asked = world.ask(question(Scenario::Echo, WORDS)).await;
    let id = asked.started.conversation;
    world.engine.delete_conversation(id, false).await.unwrap();
    world.engine.close().await;
    let folder = world.folder.path();
    assert!(!holding(folder, WORDS).is_empty(), "it could be taken back");
    let next = world.another();
    assert_eq!(next.deleted_conversations().await.unwrap().len(), 1);
    let deleted = ListFilter {
        deleted: true,
        ..ListFilter::default()
    };
    let listed = next.list_conversations(None, deleted).await.unwrap();
    assert_eq!(listed.len(), 1, "a window finds it after a restart, too");
    assert!(listed[0].deleted_at_ms.is_some());
    let none = Settings {
        undo_minutes: 0,
        ..next.get_settings().await.unwrap()
    };
    next.set_settings(none).await.unwrap();
    next.close().await;
    let last = world.another();
    assert!(last.deleted_conversations().await.unwrap().is_empty());
    assert_eq!(holding(folder, WORDS), nowhere());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_time_to_undo_it_is_erased_at_once() {
    let world = World::new().await;
    undo_minutes(&world, 0).await;
    let asked = world.ask(question(Scenario::Echo, WORDS)).await;
    let id = asked.started.conversation;
    world.engine.delete_conversation(id, false).await.unwrap();
    assert!(
        world
            .engine
            .deleted_conversations()
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(holding(world.folder.path(), WORDS), nowhere());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_answer_is_stopped_before_its_chat_is_deleted() {
    let world = World::new().await;
    let asked = world.begin(question(Scenario::Stall, WORDS)).await;
    let id = asked.started.conversation.clone();
    let turn = asked.started.turn_id.clone();
    world
        .gateway
        .wait_for_requests(1, Duration::from_secs(20))
        .await;
    let deleted = world.engine.delete_conversation(id, true);
    soon("the deletion", deleted).await.unwrap();
    assert!(!world.engine.is_running(&turn));
    assert_eq!(holding(world.folder.path(), WORDS), nowhere());
    // What the stopped turn still had to write brought nothing back.
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(holding(world.folder.path(), WORDS), nowhere());
}
