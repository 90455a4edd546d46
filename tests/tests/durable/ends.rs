//! What must be true of the end of an answer while its rows cannot be written, or are gone.

use chat_core::message::MessageState;
use chat_core::wire::Event;
use chat_engine::Face;
use demo_gateway::Pace;
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{World, heard, question};
use gatehouse_tests::{soon, until};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// What another program does with the history.
fn sql(folder: &Path, statement: &str) -> String {
    let output = Command::new("sqlite3")
        .args(["-cmd", ".timeout 10000"])
        .arg(folder.join("gatehouse.sqlite3"))
        .arg(statement)
        .output()
        .expect("sqlite3");
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{wrong}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

async fn slow() -> World {
    World::at(Pace::PerDelta(Duration::from_millis(20))).await
}

/// Mutation seen to fail: `end-before-ledger` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_is_stored_as_ended_only_with_its_row_in_the_ledger() {
    let world = slow().await;
    let window = Window::open(&world.engine).await;
    let text = "word ".repeat(40);
    let asked = world.begin(question("echo", &text)).await;
    let (turn, conversation) = (
        asked.started.turn_id.clone(),
        asked.started.conversation.clone(),
    );
    sql(
        world.folder.path(),
        "CREATE TRIGGER none BEFORE INSERT ON ledger BEGIN SELECT RAISE (ABORT, 'not now'); END",
    );
    let heard = soon("the end", heard(asked)).await;
    assert_eq!(heard.text, text, "it is on the screen");
    assert_eq!(heard.outcome.state, MessageState::Failed);
    let state = "SELECT state FROM messages WHERE role = 'assistant'";
    assert_eq!(sql(world.folder.path(), state), "streaming");
    // Tried again in vain, it still waits for its row.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(sql(world.folder.path(), state), "streaming");
    assert_eq!(world.path(&conversation).await[1].1, text);

    sql(world.folder.path(), "DROP TRIGGER none");
    until("the true end", || {
        window.events().iter().any(|event| {
            matches!(event, Event::TurnEnded { turn_id, state: MessageState::Done, error: None, .. }
                if *turn_id == turn)
        })
    })
    .await;
    assert_eq!(sql(world.folder.path(), state), "done");
    let ledger = "SELECT count(*), min(outcome) FROM ledger";
    assert!(sql(world.folder.path(), ledger).starts_with("1|"));
    assert_eq!(world.gateway.requests().len(), 1, "nothing was asked again");
    world.engine.close().await;
}

/// Its conversation may be gone for good before the end is written, and then nothing would find what is
/// kept of it.
///
/// Mutation seen to fail: `unwritten-cached` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_whose_end_waits_is_not_in_the_response_cache() {
    let world = slow().await;
    let asked = world.begin(question("echo", &"word ".repeat(20))).await;
    sql(
        world.folder.path(),
        "CREATE TRIGGER none BEFORE UPDATE OF state ON messages WHEN new.state = 'done'
         BEGIN SELECT RAISE (ABORT, 'not now'); END",
    );
    let heard = soon("the end", heard(asked)).await;
    assert_eq!(heard.outcome.state, MessageState::Failed);
    let cached = "SELECT count(*) FROM cached_answers";
    until("it is taken back", || {
        sql(world.folder.path(), cached) == "0"
    })
    .await;
    sql(world.folder.path(), "DROP TRIGGER none");
    world.engine.close().await;
}

/// Another process's `history delete --now` does not stop an answer of this one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_ran_on_while_it_was_erased_leaves_nothing() {
    let world = slow().await;
    let other = world.another();
    let text = "keepsake ".repeat(40);
    let asked = world
        .engine
        .ask(Face::Chat, question("echo", &text))
        .await
        .unwrap();
    let conversation = asked.started.conversation.clone();
    let erased = other.delete_conversation(conversation.clone(), true);
    soon("the erasing", erased).await.unwrap();
    let heard = soon("the end", heard(asked)).await;
    assert_eq!(heard.text, text, "it is on the screen");
    // It is tried again after a second.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let left = "SELECT (SELECT count(*) FROM conversations) + (SELECT count(*) FROM messages)
                     + (SELECT count(*) FROM cached_answers) + (SELECT count(*) FROM documents)
                     + (SELECT count(*) FROM journal) + (SELECT count(*) FROM drafts)";
    assert_eq!(sql(world.folder.path(), left), "0");
    assert_eq!(sql(world.folder.path(), "SELECT count(*) FROM ledger"), "1");
    other.close().await;
    world.engine.close().await;
    for file in std::fs::read_dir(world.folder.path()).unwrap().flatten() {
        let Ok(bytes) = std::fs::read(file.path()) else {
            continue;
        };
        let found = bytes.windows(8).any(|window| window == b"keepsake");
        assert!(!found, "{:?}", file.path());
    }
}
