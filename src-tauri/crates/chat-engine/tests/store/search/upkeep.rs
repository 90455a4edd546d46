//! The index after everything that is done to a history.

use super::places;
use crate::support::*;
use chat_core::message::MessageState;
use chat_engine::store::{Change, EndTurn, NewTurn, Question, Store};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Op {
    Ask(u8, String),
    End(usize, String, usize),
    Interrupt,
    Rename(u8, String),
    Delete(u8),
    Erase(u8),
    Restart,
    Fill,
}

fn op() -> impl Strategy<Value = Op> {
    let text = || {
        prop_oneof![
            ".{0,20}",
            "[ab中文 ]{0,12}",
            Just("foo::bar ```".to_owned())
        ]
    };
    prop_oneof![
        4 => (0..4_u8, text()).prop_map(|(conv, text)| Op::Ask(conv, text)),
        4 => (any::<usize>(), text(), 0..4_usize)
            .prop_map(|(which, text, state)| Op::End(which, text, state)),
        1 => Just(Op::Interrupt),
        2 => (0..4_u8, text()).prop_map(|(conv, title)| Op::Rename(conv, title)),
        1 => (0..4_u8).prop_map(Op::Delete),
        1 => (0..4_u8).prop_map(Op::Erase),
        1 => Just(Op::Restart),
        2 => Just(Op::Fill),
    ]
}

fn asked(begun: bool, conv: u8, n: u32, said: &str) -> NewTurn {
    let name = format!("c{conv}");
    let mut turn = if begun {
        following(&name, n)
    } else {
        starting(&name, n)
    };
    turn.owner = "dead".to_owned();
    // Backwards and many of one time.
    turn.at_ms = 100_000_000 - i64::from(n / 3) * 20_000;
    if let Question::New { text, .. } = &mut turn.question {
        said.clone_into(text);
    }
    turn
}

async fn perform(store: &Store, ops: &[Op]) {
    let mut n = 0;
    let mut answers = Vec::new();
    for op in ops {
        // What cannot be done changes nothing: a conversation may be gone, an answer ended.
        match op {
            Op::Ask(conv, text) => {
                n += 1;
                let id = conversation(&format!("c{conv}"));
                let begun = store.conversation(&id).await.is_ok();
                if store.begin_turn(asked(begun, *conv, n, text)).await.is_ok() {
                    answers.push(format!("a{n}"));
                }
            }
            Op::End(which, text, state) if !answers.is_empty() => {
                let state = [
                    MessageState::Done,
                    MessageState::Cancelled,
                    MessageState::Failed,
                    MessageState::Interrupted,
                ][*state];
                let answer = &answers[which % answers.len()];
                store
                    .end_turn(EndTurn {
                        text: Some(text.clone()),
                        ..ending(answer, state)
                    })
                    .await
                    .ok();
            }
            Op::End(..) => {}
            Op::Interrupt => {
                store.interrupt_dead(|_| false).await.unwrap();
            }
            Op::Rename(conv, title) => {
                let change = Change {
                    title: Some(title.clone()),
                    ..Change::default()
                };
                store
                    .change(&conversation(&format!("c{conv}")), change)
                    .await
                    .ok();
            }
            Op::Delete(conv) => {
                store
                    .delete(&conversation(&format!("c{conv}")), 1)
                    .await
                    .ok();
            }
            Op::Erase(conv) => {
                store
                    .erase(&conversation(&format!("c{conv}")), 2)
                    .await
                    .ok();
            }
            Op::Restart => {
                store.restart_index().await.unwrap();
            }
            Op::Fill => {
                store.fill_index(2).await.unwrap();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_index_is_always_what_the_texts_make_of_it(ops in prop::collection::vec(op(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time()
            .build().unwrap();
        runtime.block_on(async {
            let home = in_memory();
            perform(&home.store, &ops).await;
            let state = home.store.compare_index().await.unwrap();
            assert!(state.is_sound(), "{state:?}");
            while home.store.fill_index(3).await.unwrap() > 0 {}
            let kept = home.store.compare_index().await.unwrap();
            assert!(kept.is_sound() && kept.left == 0, "{kept:?}");
            assert_eq!(home.store.integrity().await.unwrap(), Vec::<String>::new());
            home.store.restart_index().await.unwrap();
            while home.store.fill_index(100).await.unwrap() > 0 {}
            let anew = home.store.compare_index().await.unwrap();
            assert_eq!(anew.documents, kept.documents);
            assert!(anew.is_sound(), "{anew:?}");
        });
    }
}

/// What is damaged in the index is seen, and made good by making it anew.
#[tokio::test]
async fn an_index_that_lost_something_is_noticed_and_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    for n in 1..=3 {
        store
            .begin_turn(starting(&format!("c{n}"), n))
            .await
            .unwrap();
    }
    assert!(store.compare_index().await.unwrap().is_sound());
    let db = rusqlite::Connection::open(dir.path().join("gatehouse.sqlite3")).unwrap();
    db.execute_batch("INSERT INTO search (search) VALUES ('delete-all')")
        .unwrap();
    let state = store.compare_index().await.unwrap();
    assert_eq!((state.missing, state.wrong_groups), (0, 3), "{state:?}");
    db.execute_batch("DELETE FROM documents WHERE message = 1")
        .unwrap();
    assert_eq!(store.compare_index().await.unwrap().missing, 1);
    assert_eq!(places(&store, "question", 9).await, []);
    store.restart_index().await.unwrap();
    while store.fill_index(2).await.unwrap() > 0 {}
    assert!(store.compare_index().await.unwrap().is_sound());
    assert_eq!(places(&store, "question", 9).await.len(), 3);
}

/// What waits for its erasing is not found; what is taken back is.
#[tokio::test]
async fn deleted_conversations_are_not_found() {
    let home = in_memory();
    let store = &home.store;
    store.begin_turn(starting("c", 1)).await.unwrap();
    assert_eq!(places(store, "question", 9).await.len(), 1);
    store.delete(&conversation("c"), 5).await.unwrap();
    assert_eq!(places(store, "question", 9).await, []);
    store.take_back(&conversation("c")).await.unwrap();
    assert_eq!(places(store, "question", 9).await.len(), 1);
}

/// Mutation seen to fail: `stays-indexed` in `xtask/scripts/mutations.py`.
#[tokio::test]
async fn what_is_erased_leaves_the_index() {
    let home = in_memory();
    let store = &home.store;
    for (name, n) in [("c", 1), ("d", 2)] {
        store.begin_turn(starting(name, n)).await.unwrap();
        let end = ending(&format!("a{n}"), MessageState::Done);
        store.end_turn(end).await.unwrap();
    }
    let both = store.compare_index().await.unwrap();
    store.delete(&conversation("c"), 1).await.unwrap();
    store.erase(&conversation("c"), 2).await.unwrap();
    let one = store.compare_index().await.unwrap();
    assert!(one.is_sound(), "{one:?}");
    assert_eq!(one.documents * 2, both.documents);
}
