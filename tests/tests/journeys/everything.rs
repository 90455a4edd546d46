//! The end of everything: no word in any file, no key, and an engine as new.

use chat_core::failure::Code;
use chat_core::wire::{DataKind, Event, KeyState, ListFilter, SaveDraft, Settings};
use chat_engine::environment::Environment;
use chat_engine::paths::Paths;
use chat_engine::{Ask, Face};
use demo_gateway::{Pace, Scenario};
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{World, question};
use std::path::{Path, PathBuf};
use std::time::Duration;

const WORDS: &str = "unmistakable-qwert-words-of-a-person";
const STORED_KEY: &str = "sk-stored-0123456789-abcdef";

fn paths(folder: &Path) -> Paths {
    let variables = [("GATEHOUSE_DATA_DIR", folder.as_os_str())];
    Paths::of(&Environment::from_pairs(variables).unwrap()).unwrap()
}

/// Conversation, draft, preset, setting, kept answer, journal, copy, log, one key.
async fn lived_in(world: &World) {
    let engine = &world.engine;
    let asked = world.ask(question(Scenario::Echo, WORDS)).await;
    let draft = SaveDraft {
        conversation: Some(asked.started.conversation),
        message: None,
        temporary: false,
        text: format!("draft {WORDS}"),
        caret: 0,
        files: Vec::new(),
        asking: None,
    };
    engine.save_draft(Face::Chat, draft).await.unwrap();
    let settings = Settings {
        default_instructions: Some(format!("always {WORDS}")),
        ..engine.get_settings().await.unwrap()
    };
    engine.set_settings(settings).await.unwrap();
    let set = engine.set_key("openai".to_owned(), STORED_KEY.to_owned());
    set.await.unwrap();
    engine.back_up().await.unwrap();
    let logs = world.folder.path().join("logs");
    std::fs::create_dir_all(&logs).unwrap();
    for name in chat_engine::paths::LOGS {
        std::fs::write(logs.join(name), WORDS).unwrap();
    }
}

/// Which files hold the words; none where there is no folder any more.
fn holding(folder: &Path, words: &str) -> Vec<PathBuf> {
    if folder.exists() {
        crate::temporary::holding(folder, words)
    } else {
        nowhere()
    }
}

fn nowhere() -> Vec<PathBuf> {
    Vec::new()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_word_and_no_key_is_left_and_the_window_goes_on_as_new() {
    let world = World::new().await;
    let window = Window::open(&world.engine).await;
    lived_in(&world).await;
    let (engine, folder) = (&world.engine, world.folder.path());
    let places = engine.data(&paths(folder)).await.unwrap();
    assert_eq!(places.conversations, Some(1));
    for kind in [DataKind::History, DataKind::Backups, DataKind::Logs] {
        let place = places.places.iter().find(|place| place.what == kind);
        assert!(place.unwrap().bytes > 0, "{kind:?}");
    }
    assert!(holding(folder, WORDS).len() >= 3, "history, copy and log");

    let deleted = engine.delete_everything(&paths(folder)).await.unwrap();
    assert_eq!(deleted.conversations, Some(1));
    assert_eq!(deleted.keys, ["openai@https://api.openai.com"]);
    assert_eq!(deleted.left, Vec::<String>::new());
    assert_eq!(holding(folder, WORDS), nowhere());
    let keys = engine.key_status().await;
    let openai = keys.iter().find(|key| key.connection == "openai").unwrap();
    assert_eq!(openai.state, KeyState::Absent);
    let told = window.events();
    let is_new = |event: &Event| matches!(event, Event::ConversationChanged { conversation: None });
    assert!(told.iter().any(is_new));
    let list = engine.list_conversations(None, ListFilter::default()).await;
    assert!(list.unwrap().is_empty());
    let settings = engine.get_settings().await.unwrap();
    assert_eq!(settings.default_instructions, None);
    world.ask(question(Scenario::Echo, "begun anew")).await;
    assert!(!holding(folder, "begun anew").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_answer_is_stopped_and_writes_nothing_afterwards() {
    let world = World::at(Pace::PerDelta(Duration::from_millis(50))).await;
    let folder = world.folder.path().to_owned();
    let asked = world.begin(question(Scenario::Echo, WORDS)).await;
    let temporary = Ask {
        temporary: true,
        ..question(Scenario::Echo, WORDS)
    };
    world.begin(temporary).await;
    world
        .engine
        .delete_everything(&paths(&folder))
        .await
        .unwrap();
    assert!(!world.engine.is_running(&asked.started.turn_id));
    assert_eq!(holding(&folder, WORDS), nowhere());
    assert!(!folder.exists(), "a command line leaves no file");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_another_program_runs_nothing_is_deleted() {
    let world = World::new().await;
    lived_in(&world).await;
    let other = world.another();
    other.get_settings().await.unwrap();
    let folder = paths(world.folder.path());
    let refused = world.engine.delete_everything(&folder).await.unwrap_err();
    assert_eq!(refused.code, Code::ConfigInvalid);
    assert!(refused.message.contains("Another"), "{}", refused.message);
    let keys = world.engine.key_status().await;
    assert!(keys.iter().any(|key| key.state == KeyState::Present));
    assert!(!holding(world.folder.path(), WORDS).is_empty());
    other.close().await;
    world.engine.delete_everything(&folder).await.unwrap();
    assert_eq!(holding(world.folder.path(), WORDS), nowhere());
}
