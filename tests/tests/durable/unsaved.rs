//! Answers that cannot be written: on a disk of a few megabytes that is really full, until space
//! returns.
//!
//! The disk is a tmpfs in a user namespace of its own, so each test starts itself again in there.

use chat_core::message::MessageState;
use chat_core::wire::Event;
use chat_engine::{Face, ReplayFrom};
use demo_gateway::{Pace, texts};
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{engine_at, gateway_at, heard, question};
use gatehouse_tests::{soon, until};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const DISK: &str = "GATEHOUSE_TEST_DISK";

/// The small disk, in the second life of a test.
fn disk() -> Option<PathBuf> {
    std::env::var_os(DISK).map(PathBuf::from)
}

/// Plays a test again where `DISK` is a disk of this size.
fn on_a_small_disk(test: &str, size: &str) {
    let dir = tempfile::tempdir().unwrap();
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c"])
        .arg(format!(
            "mount -t tmpfs -o size={size} tmpfs \"${DISK}\" && exec \"$0\" --exact {test} --nocapture"
        ))
        .arg(std::env::current_exe().unwrap())
        .env(DISK, dir.path())
        .output()
        .expect("unshare");
    let said = String::from_utf8_lossy(&output.stdout);
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{wrong}");
    assert!(said.contains("1 passed"), "{said}\n{wrong}");
    println!("{said}");
}

/// Takes every byte that is left.
fn fill(disk: &Path) -> PathBuf {
    let filler = disk.join("filler");
    let mut file = std::fs::File::create(&filler).unwrap();
    while file.write_all(&[7; 512]).is_ok() {}
    filler
}

/// Mutations seen to fail: `unsaved` and `tape-dropped` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_found_the_disk_full_is_saved_as_it_was_when_space_returns() {
    let Some(disk) = disk() else {
        return on_a_small_disk(
            "unsaved::an_answer_that_found_the_disk_full_is_saved_as_it_was_when_space_returns",
            "4m",
        );
    };
    let gateway = gateway_at(Pace::PerDelta(Duration::from_millis(10))).await;
    let engine = engine_at(&disk.join("data"), &gateway);
    let window = Window::open(&engine).await;
    let whole = texts::markdown::document(4_000);
    let asked = engine
        .ask(Face::Chat, question("echo", &whole))
        .await
        .unwrap();
    let (turn, conversation) = (
        asked.started.turn_id.clone(),
        asked.started.conversation.clone(),
    );
    let following = tokio::spawn(heard(asked));
    until("the first text", || window.events().len() > 4).await;
    let filler = fill(&disk);

    let heard = soon("the end", following).await.unwrap();
    assert_eq!(heard.text, whole, "it ran to its end");
    assert_eq!(heard.outcome.state, MessageState::Failed);
    let failure = heard.outcome.failure.as_ref().unwrap();
    assert_eq!(
        failure.message,
        "The disk is full, so this could not be saved."
    );
    let notices = window.events().into_iter().filter(
        |event| matches!(event, Event::Notice { error } if error.message == failure.message),
    );
    assert_eq!(notices.count(), 1, "it is told once while it runs");
    // Looked at meanwhile it is whole, as on the screen.
    let shown = engine.messages(&conversation, false).await.unwrap().1;
    assert_eq!(shown[1].message.text, whole);
    assert_eq!(shown[1].message.state, MessageState::Done);

    std::fs::remove_file(&filler).unwrap();
    until("the true end", || {
        window.events().iter().any(|event| {
            matches!(event, Event::TurnEnded { turn_id, state: MessageState::Done, error: None, .. }
                if *turn_id == turn)
        })
    })
    .await;
    engine.close().await;
    // On the disk, read by another engine.
    let other = engine_at(&disk.join("data"), &gateway);
    let shown = other.messages(&conversation, false).await.unwrap().1;
    let answer = &shown[1];
    assert_eq!(answer.message.text, whole);
    assert_eq!(answer.message.state, MessageState::Done);
    assert!(
        answer.error.is_none() && answer.usage.is_some(),
        "{answer:?}"
    );
    assert_eq!(answer.attempts.len(), 1);
    let used = other.usage(chat_core::ledger::By::Model).await.unwrap();
    assert_eq!(used.total.requests, 1, "{used:?}");
    assert_eq!(gateway.requests().len(), 1, "nothing was asked again");
    // What came over the wire is kept with it.
    let replay = other
        .replay(ReplayFrom::Id(turn.to_string()))
        .await
        .unwrap();
    let played = replay.play(None, |_| true).await.unwrap();
    assert!(played.same, "{played:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_still_does_not_fit_at_the_close_is_an_exact_prefix() {
    let Some(disk) = disk() else {
        return on_a_small_disk(
            "unsaved::what_still_does_not_fit_at_the_close_is_an_exact_prefix",
            "4m",
        );
    };
    let gateway = gateway_at(Pace::PerDelta(Duration::from_millis(10))).await;
    let engine = engine_at(&disk.join("data"), &gateway);
    let window = Window::open(&engine).await;
    let whole = texts::markdown::document(4_000);
    let asked = engine
        .ask(Face::Chat, question("echo", &whole))
        .await
        .unwrap();
    let conversation = asked.started.conversation.clone();
    let following = tokio::spawn(heard(asked));
    until("the first text", || window.events().len() > 4).await;
    let filler = fill(&disk);
    soon("the end", following).await.unwrap();
    soon("the close", engine.close()).await;
    std::fs::remove_file(&filler).unwrap();
    let other = engine_at(&disk.join("data"), &gateway);
    let shown = other.messages(&conversation, false).await.unwrap().1;
    assert_eq!(shown[0].message.text, whole, "the question");
    assert_eq!(shown[1].message.state, MessageState::Interrupted);
    assert!(whole.starts_with(&shown[1].message.text));
    assert!(!shown[1].message.text.is_empty());
}
