//! The chosen path: what is beside it, how it is changed, and how a long one is read in pages.

use crate::suite::suite;
use crate::support::*;
use chat_core::message::MessageState;
use chat_engine::store::{
    Change, Conversation, Field, NewTurn, Page, Place, Question, Shown, Store, StoreError, Variants,
};

suite![
    an_edited_question_stands_beside_the_old_one,
    first_questions_are_siblings_whatever_their_instructions,
    going_back_and_forth_finds_the_old_end,
    instructions_are_on_no_path,
    a_page_is_found_from_either_side,
    a_page_around_a_message_off_the_path_says_so,
    a_chat_without_instructions_any_more_has_none,
];

/// A question in the place of `of`.
fn instead(conv: &str, n: u32, of: &str) -> NewTurn {
    NewTurn {
        question: Question::Instead {
            id: message(&format!("q{n}")),
            of: message(of),
            text: format!("Question {n}"),
        },
        ..following(conv, n)
    }
}

/// The same question again.
fn again(conv: &str, n: u32, question: &str) -> NewTurn {
    NewTurn {
        question: Question::Existing(message(question)),
        ..following(conv, n)
    }
}

async fn beside(store: &Store, conv: &str, id: &str) -> Variants {
    let around = Place::Around(message(id));
    let page = store.page(&conversation(conv), around, 9).await.unwrap();
    let found = page
        .messages
        .into_iter()
        .find(|(stored, _)| stored.message.id.as_str() == id);
    found.unwrap().1
}

fn names(page: &Page) -> Vec<&str> {
    let messages = page.messages.iter();
    messages
        .map(|(stored, _)| stored.message.id.as_str())
        .collect()
}

async fn an_edited_question_stands_beside_the_old_one(store: &Store) {
    store.begin_turn(starting("c", 1)).await.unwrap();
    store.begin_turn(following("c", 2)).await.unwrap();
    store.begin_turn(following("c", 3)).await.unwrap();
    store.begin_turn(instead("c", 4, "q2")).await.unwrap();
    assert_eq!(path_ids(store, "c").await, ["q1", "a1", "q4", "a4"]);
    let old = beside(store, "c", "q2").await;
    assert_eq!((old.index, old.count), (1, 2));
    assert_eq!((old.previous, old.next), (None, Some(message("q4"))));
    let new = beside(store, "c", "q4").await;
    assert_eq!((new.index, new.count), (2, 2));
    assert_eq!((new.previous, new.next), (Some(message("q2")), None));
    // Another answer to a question is none beside the question.
    store.begin_turn(again("c", 5, "q4")).await.unwrap();
    assert_eq!(beside(store, "c", "q4").await.count, 2);
    assert_eq!(beside(store, "c", "a5").await.index, 2);
    let nobody = store.begin_turn(instead("c", 6, "a1")).await;
    assert!(matches!(nobody, Err(StoreError::NotFound("question"))));
}

async fn first_questions_are_siblings_whatever_their_instructions(store: &Store) {
    let first = with_system(starting("c", 1), "s1", "Be brief.");
    store.begin_turn(first).await.unwrap();
    let second = with_system(instead("c", 2, "q1"), "s2", "Be long.");
    store.begin_turn(second).await.unwrap();
    let bare = NewTurn {
        conversation: Conversation::Start {
            id: conversation("bare"),
            title: "T".to_owned(),
            system: None,
        },
        ..starting("bare", 7)
    };
    store.begin_turn(bare).await.unwrap();
    let later = with_system(instead("bare", 8, "q7"), "s8", "Be good.");
    store.begin_turn(later).await.unwrap();
    for (conv, one, other) in [("c", "q1", "q2"), ("bare", "q7", "q8")] {
        let variants = beside(store, conv, one).await;
        assert_eq!((variants.index, variants.count), (1, 2), "{conv}");
        assert_eq!(variants.next, Some(message(other)));
        assert_eq!(beside(store, conv, other).await.index, 2);
    }
}

async fn going_back_and_forth_finds_the_old_end(store: &Store) {
    store.begin_turn(starting("c", 1)).await.unwrap();
    store.begin_turn(following("c", 2)).await.unwrap();
    store.begin_turn(again("c", 3, "q2")).await.unwrap();
    store.begin_turn(following("c", 4)).await.unwrap();
    store.begin_turn(instead("c", 5, "q1")).await.unwrap();
    assert_eq!(path_ids(store, "c").await, ["q5", "a5"]);
    let chosen = |id: &'static str| {
        let store = store.clone();
        async move {
            let conv = store.choose_variant(&message(id)).await.unwrap();
            assert_eq!(conv, conversation("c"));
            path_ids(&store, "c").await
        }
    };
    // As it went on there before, not by the answer that is newer or older.
    assert_eq!(chosen("q1").await, ["q1", "a1", "q2", "a3", "q4", "a4"]);
    assert_eq!(chosen("a2").await, ["q1", "a1", "q2", "a2"]);
    assert_eq!(chosen("q5").await, ["q5", "a5"]);
    assert_eq!(chosen("q1").await, ["q1", "a1", "q2", "a2"]);
    assert_eq!(chosen("a4").await, ["q1", "a1", "q2", "a3", "q4", "a4"]);
    // The next question follows what was chosen.
    store.choose_variant(&message("a2")).await.unwrap();
    store.begin_turn(following("c", 6)).await.unwrap();
    let path = path_ids(store, "c").await;
    assert_eq!(path, ["q1", "a1", "q2", "a2", "q6", "a6"]);
    let nobody = store.choose_variant(&message("nobody")).await;
    assert!(matches!(nobody, Err(StoreError::NotFound("message"))));
}

async fn instructions_are_on_no_path(store: &Store) {
    let first = with_system(starting("c", 1), "s1", "Be brief.");
    store.begin_turn(first).await.unwrap();
    let refused = store.choose_variant(&message("s1")).await;
    assert!(matches!(refused, Err(StoreError::NotFound("message"))));
    let page = store.page(&conversation("c"), Place::End, 9).await.unwrap();
    assert_eq!(names(&page), ["s1", "q1", "a1"]);
    assert_eq!((page.position, page.total), (0, 2));
    // Only the first page has them.
    let page = store.page(&conversation("c"), Place::End, 1).await.unwrap();
    assert_eq!(names(&page), ["a1"]);
    assert_eq!((page.position, page.total), (1, 2));
    // Around them is the beginning.
    let around = Place::Around(message("s1"));
    let page = store.page(&conversation("c"), around, 1).await.unwrap();
    assert_eq!(names(&page), ["s1", "q1"]);
    assert_eq!((page.position, page.later, page.chosen), (0, true, true));
}

/// Ten turns; answers at odd places.
async fn ten(store: &Store) -> Vec<String> {
    store.begin_turn(starting("c", 0)).await.unwrap();
    for n in 1..10 {
        store.begin_turn(following("c", n)).await.unwrap();
    }
    path_ids(store, "c").await
}

async fn a_page_is_found_from_either_side(store: &Store) {
    let all = ten(store).await;
    let id = conversation("c");
    let end = store.page(&id, Place::End, 6).await.unwrap();
    assert_eq!(names(&end), all[14..]);
    assert_eq!((end.position, end.total), (14, 20));
    assert!(end.chosen && !end.later);
    let mut at = end;
    let mut read: Vec<String> = names(&at).into_iter().map(str::to_owned).collect();
    while at.position > 0 {
        let before = at.messages[0].0.message.id.clone();
        at = store.page(&id, Place::Before(before), 6).await.unwrap();
        assert!(at.later && at.chosen && at.total == 20);
        let page: Vec<String> = names(&at).into_iter().map(str::to_owned).collect();
        read.splice(0..0, page);
    }
    assert_eq!(read, all);
    let mut down = vec![all[0].clone()];
    loop {
        let last = message(down.last().unwrap());
        let page = store.page(&id, Place::After(last), 6).await.unwrap();
        down.extend(names(&page).into_iter().map(str::to_owned));
        if !page.later {
            break;
        }
        assert_eq!(page.messages.len(), 6);
    }
    assert_eq!(down, all);
    let start = store.page(&id, Place::Start, 6).await.unwrap();
    assert_eq!(names(&start), all[..6]);
    assert!(start.later && start.position == 0);
    let around = Place::Around(message(&all[9]));
    let middle = store.page(&id, around, 6).await.unwrap();
    assert_eq!(names(&middle), all[6..12]);
    assert_eq!((middle.position, middle.later), (6, true));
    let nothing = Place::Before(message(&all[0]));
    let nothing = store.page(&id, nothing, 6).await.unwrap();
    assert_eq!((names(&nothing).len(), nothing.total), (0, 20));
    let elsewhere = store.page(&id, Place::Around(message("nobody")), 6).await;
    assert!(matches!(elsewhere, Err(StoreError::NotFound("message"))));
}

async fn a_page_around_a_message_off_the_path_says_so(store: &Store) {
    store.begin_turn(starting("c", 1)).await.unwrap();
    store.begin_turn(following("c", 2)).await.unwrap();
    store.begin_turn(following("c", 3)).await.unwrap();
    store.begin_turn(instead("c", 4, "q2")).await.unwrap();
    let id = conversation("c");
    let around = Place::Around(message("q2"));
    let page = store.page(&id, around, 10).await.unwrap();
    assert_eq!(names(&page), ["q1", "a1", "q2", "a2", "q3", "a3"]);
    assert!(!page.chosen && !page.later);
    assert_eq!(page.total, 6);
    let page = store.page(&id, Place::End, 10).await.unwrap();
    assert!(page.chosen);
}

async fn a_chat_without_instructions_any_more_has_none(store: &Store) {
    let first = with_system(starting("c", 1), "s1", "Be brief.");
    store.begin_turn(first).await.unwrap();
    let none = Change {
        instructions: Field::Empty,
        ..Default::default()
    };
    let row = store
        .change(&conversation("c"), none.clone())
        .await
        .unwrap();
    assert_eq!(row.revision, 1);
    assert_eq!(path_ids(store, "c").await, ["q1", "a1"]);
    let same = store.change(&conversation("c"), none).await.unwrap();
    assert_eq!(same.revision, 1, "nothing was there to take away");
    store.begin_turn(following("c", 2)).await.unwrap();
    assert_eq!(path_ids(store, "c").await, ["q1", "a1", "q2", "a2"]);
    let rows = store
        .conversations(Shown::default(), None, 9)
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
    let done = store.end_turn(ending("a1", MessageState::Done)).await;
    done.unwrap();
}
