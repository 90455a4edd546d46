//! Files of questions and pictures of answers: stored with their turn, whole or not at all.

use crate::support::*;
use chat_core::dialect::Picture;
use chat_core::message::MessageState;
use chat_core::request::{Media, MediaKind};
use chat_engine::store::{Begun, KeptFile, NewTurn, Question, Store, StoreError};

fn file(name: &str, kind: MediaKind, base64: &str) -> Media {
    Media {
        name: name.to_owned(),
        kind,
        base64: base64.into(),
    }
}

fn two() -> Vec<Media> {
    vec![
        file("b.png", MediaKind::Png, "AAEC"),
        file("a.pdf", MediaKind::Pdf, "JVBERi0="),
    ]
}

fn with_files(turn: NewTurn) -> NewTurn {
    NewTurn {
        attachments: two(),
        ..turn
    }
}

#[tokio::test]
async fn a_questions_files_come_back_in_their_order_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let begun = store.begin_turn(with_files(starting("c", 1))).await;
    assert!(matches!(begun.unwrap(), Begun::New(_)));
    store.begin_turn(following("c", 2)).await.unwrap();
    store.close().await;
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.media(&message("q1")).await.unwrap(), two());
    assert_eq!(store.media(&message("q2")).await.unwrap(), []);
    let path = store.path(&conversation("c")).await.unwrap();
    let names: Vec<_> = path.iter().map(|stored| stored.files.as_slice()).collect();
    let kept = |name: &str, kind, bytes| KeptFile {
        name: name.to_owned(),
        kind,
        bytes,
    };
    let expected = [
        kept("b.png", MediaKind::Png, 3),
        kept("a.pdf", MediaKind::Pdf, 5),
    ];
    assert_eq!(names, [&expected[..], &[], &[], &[]]);
    assert!(store.integrity().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_repeated_command_and_a_question_asked_again_store_no_file_twice() {
    let home = in_memory();
    let first = with_files(starting("c", 1));
    home.store.begin_turn(first.clone()).await.unwrap();
    let repeated = home.store.begin_turn(first).await.unwrap();
    assert!(matches!(repeated, Begun::Already(_)));
    let again = NewTurn {
        question: Question::Existing(message("q1")),
        ..with_files(following("c", 2))
    };
    home.store.begin_turn(again).await.unwrap();
    assert_eq!(home.store.media(&message("q1")).await.unwrap(), two());
}

#[tokio::test]
async fn a_turn_whose_files_cannot_be_stored_is_not_stored_at_all() {
    let home = in_memory();
    let mut turn = with_files(starting("c", 1));
    turn.attachments
        .push(file("c", MediaKind::Gif, "no base64"));
    home.store.begin_turn(turn).await.unwrap_err();
    let missing = home.store.path(&conversation("c")).await;
    assert!(matches!(missing, Err(StoreError::NotFound(_))));
    assert_eq!(home.store.media(&message("q1")).await.unwrap(), []);
}

#[tokio::test]
async fn pictures_of_an_answer_are_stored_with_its_end() {
    let home = on_disk();
    home.store.begin_turn(starting("c", 1)).await.unwrap();
    let mut end = ending("a1", MessageState::Done);
    for base64 in ["AAEC", "no base64", "AAE"] {
        end.pictures.push(Picture {
            kind: MediaKind::Png,
            base64: base64.to_owned(),
        });
    }
    home.store.end_turn(end).await.unwrap();
    let pictures = home.store.pictures(&message("a1")).await.unwrap();
    let bytes: Vec<_> = pictures.iter().map(|p| p.bytes().unwrap()).collect();
    assert_eq!(bytes, [vec![0, 1, 2], vec![0, 1]]);
    let answer = home.store.message(&message("a1")).await.unwrap();
    let sizes: Vec<_> = answer.files.iter().map(|file| file.bytes).collect();
    assert_eq!(sizes, [3, 2]);
    for (id, index, bytes) in [
        ("a1", 0, Some(vec![0, 1, 2])),
        ("a1", 1, Some(vec![0, 1])),
        ("a1", 2, None),
        ("a1", u32::MAX, None),
        ("q1", 0, None),
        ("nobody", 0, None),
    ] {
        let found = home.store.file_bytes(&message(id), index).await.unwrap();
        assert_eq!(found, bytes, "{id} {index}");
    }
}
