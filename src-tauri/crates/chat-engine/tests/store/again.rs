//! Ends that are written once more: into the store that began the turn, and into one that never heard
//! of it, as after a folder was moved away.

use crate::support::*;
use chat_core::message::MessageState::{Done, Interrupted, Streaming};
use chat_engine::store::{Draft, DraftPlace, EndTurn, Store};

/// How an answer ended, with all of its text.
fn whole(text: &str) -> EndTurn {
    EndTurn {
        text: Some(text.to_owned()),
        reasoning: Some(String::new()),
        ..ending("a1", Done)
    }
}

async fn answer(store: &Store) -> (chat_core::message::MessageState, String) {
    let answer = store.message(&message("a1")).await.unwrap();
    (answer.message.state, answer.message.text)
}

fn typed(text: &str) -> Draft {
    Draft {
        text: text.to_owned(),
        caret: 0,
        files: Vec::new(),
        asking: None,
    }
}

/// The draft that the question was is long gone; what stands there was typed since.
///
/// Mutation seen to fail: `later-draft` in `xtask/scripts/mutations.py`.
#[tokio::test]
async fn where_the_turn_is_not_known_its_end_brings_it_along_and_leaves_later_drafts() {
    for (turn, place) in [
        (starting("c", 1), DraftPlace::New),
        (
            following("c", 1),
            DraftPlace::Conversation(conversation("c")),
        ),
    ] {
        let home = on_disk();
        let store = &home.store;
        if place != DraftPlace::New {
            store.begin_turn(starting("c", 2)).await.unwrap();
        }
        let draft = typed("typed since");
        store.save_draft(place.clone(), draft, 9).await.unwrap();
        let begin = chat_engine::store::NewTurn {
            draft: Some(place.clone()),
            ..turn
        };
        store.end_again(begin, whole("The answer")).await.unwrap();
        assert_eq!(answer(store).await, (Done, "The answer".to_owned()));
        assert_eq!(store.draft(place).await.unwrap().text, "typed since");
    }
}

#[tokio::test]
async fn an_open_answer_gets_its_end_and_one_that_ended_keeps_it() {
    let home = on_disk();
    let store = &home.store;
    let begin = starting("c", 1);
    store.begin_turn(begin.clone()).await.unwrap();
    store
        .checkpoint(&message("a1"), piece("The "))
        .await
        .unwrap();
    assert_eq!(answer(store).await.0, Streaming);
    store
        .end_again(begin.clone(), whole("The answer"))
        .await
        .unwrap();
    assert_eq!(answer(store).await, (Done, "The answer".to_owned()));
    store.end_again(begin, whole("Another")).await.unwrap();
    assert_eq!(answer(store).await, (Done, "The answer".to_owned()));
}

#[tokio::test]
async fn an_answer_that_was_taken_for_interrupted_gets_its_true_end() {
    let home = on_disk();
    let store = &home.store;
    let begin = starting("c", 1);
    store.begin_turn(begin.clone()).await.unwrap();
    store.end_turn(ending("a1", Interrupted)).await.unwrap();
    store.end_again(begin, whole("The answer")).await.unwrap();
    assert_eq!(answer(store).await, (Done, "The answer".to_owned()));
    assert!(store.compare_index().await.unwrap().is_sound());
}

#[tokio::test]
async fn what_was_erased_does_not_come_back_with_an_end() {
    let home = on_disk();
    let store = &home.store;
    let begin = starting("c", 1);
    store.begin_turn(begin.clone()).await.unwrap();
    let id = conversation("c");
    store.delete(&id, 5).await.unwrap();
    assert!(store.erase(&id, 6).await.unwrap());
    store.end_again(begin, whole("The answer")).await.unwrap();
    assert!(store.message(&message("a1")).await.is_err());
}
