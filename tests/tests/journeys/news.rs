//! What the program behind the windows hears: each end once, each change of the list and of the
//! settings, no word of an answer, and all of it though nobody acknowledges anything.

use std::sync::{Arc, Mutex};

use chat_core::wire::{Event, MAX_UNACKED_EVENTS};
use chat_engine::{FRAME, Face};
use demo_gateway::Scenario;
use gatehouse_tests::until;
use gatehouse_tests::world::{World, heard, question};

type Heard = Arc<Mutex<Vec<Event>>>;

/// Listens to the engine, and writes down what is told.
async fn listening(world: &World) -> Heard {
    let heard = Heard::default();
    let told = Arc::clone(&heard);
    let sink = Box::new(move |event| {
        told.lock().unwrap().push(event);
        true
    });
    world.engine.listen(sink).await;
    heard
}

fn count(heard: &Heard, which: impl Fn(&Event) -> bool) -> usize {
    heard
        .lock()
        .unwrap()
        .iter()
        .filter(|event| which(event))
        .count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_hears_each_end_once_of_every_face_and_nothing_of_the_answer() {
    let world = World::new().await;
    let news = listening(&world).await;
    let mut asked = Vec::new();
    for face in [Face::Chat, Face::Quick] {
        let begun = world.engine.ask(face, question(Scenario::Reasoning, "?"));
        let begun = begun.await.unwrap();
        asked.push(begun.started.turn_id.clone());
        heard(begun).await;
    }
    let is_end = |event: &Event| matches!(event, Event::TurnEnded { .. });
    until("both ends", || count(&news, is_end) == 2).await;
    tokio::time::sleep(FRAME * 6).await;
    let events = news.lock().unwrap();
    let ended: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::TurnEnded { turn_id, .. } => Some(turn_id.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(ended, asked);
    for event in events.iter() {
        let is_news = matches!(
            event,
            Event::TurnEnded { .. } | Event::ConversationChanged { .. }
        );
        assert!(is_news, "{event:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_changes_than_a_page_may_leave_unanswered_are_heard_all_the_same() {
    let world = World::new().await;
    let asked = world.ask(question(Scenario::Echo, "one")).await;
    let id = asked.started.conversation;
    let news = listening(&world).await;
    let last = format!("title {MAX_UNACKED_EVENTS}");
    for number in 0..=MAX_UNACKED_EVENTS {
        let title = format!("title {number}");
        let renamed = world.engine.rename_conversation(id.clone(), &title);
        renamed.await.unwrap();
    }
    let says_last = |event: &Event| matches!(event, Event::ConversationChanged { conversation: Some(row) } if row.title == last);
    until("the last title", || count(&news, says_last) == 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_process_sets_is_heard_without_any_window() {
    let world = World::new().await;
    let news = listening(&world).await;
    let other = world.another();
    let mut settings = other.get_settings().await.unwrap();
    settings.quick_shortcut = Some("Ctrl+Alt+J".to_owned());
    other.set_settings(settings).await.unwrap();
    let is_set = |event: &Event| matches!(event, Event::SettingsChanged);
    until("the settings", || count(&news, is_set) == 1).await;
}
