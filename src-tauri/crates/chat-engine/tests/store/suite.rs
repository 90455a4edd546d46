//! What holds on disk and in memory alike.

use crate::support::*;
use chat_core::failure::{Code, Failure};
use chat_core::message::{MessageState, Role};
use chat_core::money::Usd;
use chat_core::usage::{Cost, CostBasis, Usage};
use chat_core::wire::{FinishReason, UserError};
use chat_engine::store::{Begun, EndTurn, NewTurn, Piece, Question, Shown, Store, StoreError};

/// Each case runs on both; afterwards SQLite's own checks must be content.
macro_rules! suite {
    ($($name:ident),+ $(,)?) => {
        mod disk {
            $(#[tokio::test]
            async fn $name() {
                let home = crate::support::on_disk();
                super::$name(&home.store).await;
                crate::suite::sound(&home.store).await;
            })+
        }
        mod memory {
            $(#[tokio::test]
            async fn $name() {
                let home = crate::support::in_memory();
                super::$name(&home.store).await;
                crate::suite::sound(&home.store).await;
            })+
        }
    };
}
pub(crate) use suite;

suite![
    a_turn_is_there_before_its_answer,
    a_repeated_turn_writes_nothing,
    pieces_are_joined_exactly,
    the_receipt_reads_back,
    a_whole_text_may_be_given_at_the_end,
    asking_again_makes_a_sibling,
    a_question_may_branch_off_anywhere,
    the_system_message_is_kept_and_replaced,
    an_ended_answer_stays_as_it_is,
    what_is_not_there_is_named_and_nothing_is_written,
    only_the_dead_are_interrupted,
    order_is_that_of_storing_whatever_the_clock_says,
    settings_are_kept,
];

pub(crate) async fn sound(store: &Store) {
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
    store.close().await;
    assert!(matches!(store.settings().await, Err(StoreError::Gone)));
}

async fn a_turn_is_there_before_its_answer(store: &Store) {
    let begun = store.begin_turn(starting("c", 1)).await.unwrap();
    let Begun::New(turn) = begun else {
        panic!("not new: {begun:?}")
    };
    assert_eq!(turn.question, message("q1"));
    assert_eq!(turn.answer, message("a1"));
    assert_eq!(turn.conversation, conversation("c"));
    assert_eq!(turn.owner, "me");
    assert_eq!(turn.max_tokens, Some(1_000));
    assert_eq!(turn.temperature, Some(0.5));
    assert_eq!(turn.ended_at_ms, None);
    assert_eq!(store.turn(&turn.turn).await.unwrap(), Some(turn));

    let path = store.path(&conversation("c")).await.unwrap();
    assert_eq!(ids(&path), ["q1", "a1"]);
    let [question, answer] = path.as_slice() else {
        panic!("two messages")
    };
    assert_eq!(question.message.text, "Question 1");
    assert_eq!(question.message.state, MessageState::Done);
    assert_eq!(question.message.parent, None);
    assert_eq!(question.turn, None);
    assert_eq!(answer.message.state, MessageState::Pending);
    assert_eq!(answer.message.parent, Some(message("q1")));
    assert_eq!(answer.message.model.as_deref(), Some("asked/model"));
    assert_eq!(answer.message.connection.as_deref(), Some("gateway"));
    assert_eq!(answer.turn, Some(turn_id("t1")));
    assert_eq!(answer.max_tokens, Some(1_000));
    let row = store.conversation(&conversation("c")).await.unwrap();
    assert_eq!((row.message_count, row.title.as_str()), (2, "Title c"));
}

async fn a_repeated_turn_writes_nothing(store: &Store) {
    let first = store.begin_turn(starting("c", 1)).await.unwrap();
    // The same command again, with the ids that a second handling would make.
    let again = NewTurn {
        turn: turn_id("t1"),
        ..starting("c2", 9)
    };
    let second = store.begin_turn(again).await.unwrap();
    assert_eq!(second, Begun::Already(first.turn().clone()));
    assert_eq!(path_ids(store, "c").await, ["q1", "a1"]);
    assert_eq!(
        store
            .conversations(Shown::default(), None, 10)
            .await
            .unwrap()
            .len(),
        1
    );
    assert!(matches!(
        store.message(&message("a9")).await,
        Err(StoreError::NotFound("message"))
    ));
}

async fn pieces_are_joined_exactly(store: &Store) {
    store.begin_turn(starting("c", 1)).await.unwrap();
    let parts = ["Hé", "", "llo \u{0}", "👩\u{200d}", "💻\r\n", " end "];
    let mut whole = String::new();
    for (n, part) in parts.into_iter().enumerate() {
        let added = Piece {
            text: part.to_owned(),
            reasoning: format!("{n};"),
            sync: n % 2 == 0,
            served: None,
        };
        store.checkpoint(&message("a1"), added).await.unwrap();
        whole.push_str(part);
        let seen = store.message(&message("a1")).await.unwrap();
        assert_eq!(seen.message.text, whole);
        assert_eq!(seen.message.state, MessageState::Streaming);
    }
    let end = EndTurn {
        tail: Piece {
            text: "tail".to_owned(),
            reasoning: "r".to_owned(),
            sync: true,
            served: None,
        },
        ..ending("a1", MessageState::Done)
    };
    store.end_turn(end).await.unwrap();
    let seen = store.message(&message("a1")).await.unwrap();
    assert_eq!(seen.message.text, format!("{whole}tail"));
    assert_eq!(seen.message.reasoning, "0;1;2;3;4;5;r");
    assert_eq!(seen.message.state, MessageState::Done);
}

async fn the_receipt_reads_back(store: &Store) {
    store.begin_turn(starting("c", 1)).await.unwrap();
    let error = UserError::from(
        &Failure::new(Code::Interrupted, "The answer broke off.").with_action("Try again."),
    );
    let usage = Usage {
        input_tokens: 10,
        output_tokens: 20,
        reasoning_tokens: Some(0),
        cached_input_tokens: None,
        total_tokens: 30,
    };
    let cost = Cost {
        usd: Usd::parse("0.001234").unwrap(),
        basis: CostBasis::Billed,
    };
    let end = EndTurn {
        at_ms: 9_000,
        finish: Some(FinishReason::ContentFilter),
        error: Some(error.clone()),
        provider: Some("anthropic".to_owned()),
        usage: Some(usage),
        cost: Some(cost),
        generation_id: Some("gen_1".to_owned()),
        first_token_ms: Some(12),
        total_ms: u64::MAX,
        attempts_json: r#"[{"status":200}]"#.to_owned(),
        ..ending("a1", MessageState::Failed)
    };
    store.end_turn(end).await.unwrap();
    let seen = store.message(&message("a1")).await.unwrap();
    assert_eq!(seen.message.model.as_deref(), Some("served/model"));
    assert_eq!(seen.finish, Some(FinishReason::ContentFilter));
    assert_eq!(seen.error, Some(error));
    assert_eq!(seen.usage, Some(usage));
    assert_eq!(seen.cost, Some(cost));
    assert_eq!(seen.provider.as_deref(), Some("anthropic"));
    assert_eq!(seen.generation_id.as_deref(), Some("gen_1"));
    assert_eq!(seen.first_token_ms, Some(12));
    assert_eq!(seen.total_ms, Some(i64::MAX.unsigned_abs()));
    let turn = store.turn(&turn_id("t1")).await.unwrap().unwrap();
    assert_eq!(turn.model, "asked/model");
    assert_eq!(turn.ended_at_ms, Some(9_000));
    assert_eq!(turn.attempts_json.as_deref(), Some(r#"[{"status":200}]"#));
    let row = store.conversation(&conversation("c")).await.unwrap();
    assert_eq!(row.updated_at_ms, 9_000);
}

async fn a_whole_text_may_be_given_at_the_end(store: &Store) {
    store.begin_turn(starting("c", 1)).await.unwrap();
    store
        .checkpoint(&message("a1"), piece("half"))
        .await
        .unwrap();
    let end = EndTurn {
        text: Some("half and whole".to_owned()),
        tail: piece("ignored"),
        ..ending("a1", MessageState::Done)
    };
    store.end_turn(end).await.unwrap();
    let seen = store.message(&message("a1")).await.unwrap();
    assert_eq!(seen.message.text, "half and whole");
}

async fn asking_again_makes_a_sibling(store: &Store) {
    store.begin_turn(starting("c", 1)).await.unwrap();
    store
        .end_turn(ending("a1", MessageState::Failed))
        .await
        .unwrap();
    let again = NewTurn {
        question: Question::Existing(message("q1")),
        ..following("c", 2)
    };
    let begun = store.begin_turn(again).await.unwrap();
    assert_eq!(begun.turn().question, message("q1"));
    assert_eq!(path_ids(store, "c").await, ["q1", "a2"]);
    let tree = store.tree(&conversation("c")).await.unwrap();
    assert_eq!(ids(&tree), ["q1", "a1", "a2"]);
    let old = store.path_to(&message("a1")).await.unwrap();
    assert_eq!(ids(&old), ["q1", "a1"]);
}

async fn a_question_may_branch_off_anywhere(store: &Store) {
    store.begin_turn(starting("c", 1)).await.unwrap();
    store.begin_turn(following("c", 2)).await.unwrap();
    assert_eq!(path_ids(store, "c").await, ["q1", "a1", "q2", "a2"]);
    let mut branch = following("c", 3);
    branch.question = Question::New {
        id: message("q3"),
        parent: Some(message("a1")),
        text: "elsewhere".to_owned(),
    };
    store.begin_turn(branch).await.unwrap();
    assert_eq!(path_ids(store, "c").await, ["q1", "a1", "q3", "a3"]);
    store.begin_turn(following("c", 4)).await.unwrap();
    assert_eq!(
        path_ids(store, "c").await,
        ["q1", "a1", "q3", "a3", "q4", "a4"]
    );
    let row = store.conversation(&conversation("c")).await.unwrap();
    assert_eq!(row.message_count, 8);
}

async fn the_system_message_is_kept_and_replaced(store: &Store) {
    store
        .begin_turn(with_system(starting("c", 1), "s1", "Be brief."))
        .await
        .unwrap();
    store.begin_turn(following("c", 2)).await.unwrap();
    assert_eq!(path_ids(store, "c").await, ["s1", "q1", "a1", "q2", "a2"]);
    store
        .begin_turn(with_system(following("c", 3), "s3", "Be brief."))
        .await
        .unwrap();
    assert_eq!(
        path_ids(store, "c").await,
        ["s1", "q1", "a1", "q2", "a2", "q3", "a3"]
    );
    store
        .begin_turn(with_system(following("c", 4), "s4", "Be long."))
        .await
        .unwrap();
    let path = store.path(&conversation("c")).await.unwrap();
    assert_eq!(
        ids(&path),
        ["s4", "q1", "a1", "q2", "a2", "q3", "a3", "q4", "a4"]
    );
    assert_eq!(path.first().unwrap().message.role, Role::System);
    assert_eq!(path.first().unwrap().message.text, "Be long.");
    // As shown, each message follows the one before it.
    for pair in path.windows(2) {
        assert_eq!(pair[1].message.parent.as_ref(), Some(&pair[0].message.id));
    }
    let tree = store.tree(&conversation("c")).await.unwrap();
    assert_eq!(
        ids(&tree)
            .into_iter()
            .filter(|id| id.starts_with('s'))
            .count(),
        2
    );
    // One given late leads a conversation that had none.
    store.begin_turn(starting("d", 10)).await.unwrap();
    store
        .begin_turn(with_system(following("d", 11), "s11", "Late."))
        .await
        .unwrap();
    assert_eq!(
        path_ids(store, "d").await,
        ["s11", "q10", "a10", "q11", "a11"]
    );
}

async fn an_ended_answer_stays_as_it_is(store: &Store) {
    store.begin_turn(starting("c", 1)).await.unwrap();
    store
        .checkpoint(&message("a1"), piece("all"))
        .await
        .unwrap();
    let open = store.end_turn(ending("a1", MessageState::Streaming)).await;
    assert!(matches!(open, Err(StoreError::Ended)));
    store
        .end_turn(ending("a1", MessageState::Cancelled))
        .await
        .unwrap();
    let late = store.checkpoint(&message("a1"), piece("late")).await;
    assert!(matches!(late, Err(StoreError::Ended)));
    let twice = store.end_turn(ending("a1", MessageState::Done)).await;
    assert!(matches!(twice, Err(StoreError::Ended)));
    let seen = store.message(&message("a1")).await.unwrap();
    assert_eq!(seen.message.text, "all");
    assert_eq!(seen.message.state, MessageState::Cancelled);
}

async fn what_is_not_there_is_named_and_nothing_is_written(store: &Store) {
    store.begin_turn(starting("c", 1)).await.unwrap();
    store.begin_turn(starting("d", 2)).await.unwrap();
    let asking = |question| NewTurn {
        question,
        ..following("c", 5)
    };
    let after = |parent| Question::New {
        id: message("q5"),
        parent: Some(message(parent)),
        text: "x".to_owned(),
    };
    let cases = [
        (following("nowhere", 5), "conversation"),
        (asking(Question::Existing(message("nobody"))), "question"),
        // An answer is no question, and another conversation's question is not this one's.
        (asking(Question::Existing(message("a1"))), "question"),
        (asking(Question::Existing(message("q2"))), "question"),
        (asking(after("nobody")), "message"),
        (asking(after("a2")), "message"),
        // Refused although the system message before the question could be stored.
        (with_system(asking(after("a2")), "s5", "new"), "message"),
    ];
    for (turn, what) in cases {
        match store.begin_turn(turn).await {
            Err(StoreError::NotFound(named)) => assert_eq!(named, what),
            other => panic!("{what}: {other:?}"),
        }
    }
    assert_eq!(store.turn(&turn_id("t5")).await.unwrap(), None);
    for conv in ["c", "d"] {
        let row = store.conversation(&conversation(conv)).await.unwrap();
        assert_eq!(row.message_count, 2);
    }
    for answer in ["nobody", "q1"] {
        assert!(matches!(
            store.checkpoint(&message(answer), piece("x")).await,
            Err(StoreError::NotFound("answer"))
        ));
    }
    assert!(matches!(
        store.path(&conversation("nowhere")).await,
        Err(StoreError::NotFound("conversation"))
    ));
    assert!(matches!(
        store.tree(&conversation("nowhere")).await,
        Err(StoreError::NotFound("conversation"))
    ));
    assert!(matches!(
        store.path_to(&message("nobody")).await,
        Err(StoreError::NotFound("message"))
    ));
}

async fn only_the_dead_are_interrupted(store: &Store) {
    for (n, owner) in [(1, "dead"), (2, "alive"), (3, "dead"), (4, "dead")] {
        let turn = NewTurn {
            owner: owner.to_owned(),
            ..starting(&format!("c{n}"), n)
        };
        store.begin_turn(turn).await.unwrap();
    }
    for answer in ["a1", "a2"] {
        store
            .checkpoint(&message(answer), piece("so "))
            .await
            .unwrap();
        store
            .checkpoint(&message(answer), piece("far"))
            .await
            .unwrap();
    }
    store
        .end_turn(ending("a4", MessageState::Done))
        .await
        .unwrap();
    let done = store
        .interrupt_dead(|owner| owner == "alive")
        .await
        .unwrap();
    assert_eq!(done, [message("a1"), message("a3")]);
    for (answer, state, text) in [
        ("a1", MessageState::Interrupted, "so far"),
        ("a2", MessageState::Streaming, "so far"),
        ("a3", MessageState::Interrupted, ""),
        ("a4", MessageState::Done, ""),
    ] {
        let seen = store.message(&message(answer)).await.unwrap().message;
        assert_eq!((seen.state, seen.text.as_str()), (state, text), "{answer}");
    }
    // The living one goes on as if nothing had happened.
    store
        .checkpoint(&message("a2"), piece("ther"))
        .await
        .unwrap();
    assert!(
        store
            .interrupt_dead(|owner| owner == "alive")
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        store.message(&message("a2")).await.unwrap().message.text,
        "so farther"
    );
}

async fn order_is_that_of_storing_whatever_the_clock_says(store: &Store) {
    let at = |turn, at_ms| NewTurn { at_ms, ..turn };
    store
        .begin_turn(at(starting("c", 1), 9_000_000))
        .await
        .unwrap();
    store.begin_turn(at(following("c", 2), -5)).await.unwrap();
    assert_eq!(path_ids(store, "c").await, ["q1", "a1", "q2", "a2"]);
    let row = store.conversation(&conversation("c")).await.unwrap();
    assert_eq!(row.updated_at_ms, 9_000_000);
}

async fn settings_are_kept(store: &Store) {
    assert!(store.settings().await.unwrap().is_empty());
    for (key, value) in [
        ("a", Some("1")),
        ("b", Some("")),
        ("a", Some("2")),
        ("c", None),
    ] {
        store
            .set_setting(key.to_owned(), value.map(str::to_owned))
            .await
            .unwrap();
    }
    let all = store.settings().await.unwrap();
    assert_eq!(
        all.into_iter().collect::<Vec<_>>(),
        [
            ("a".to_owned(), "2".to_owned()),
            ("b".to_owned(), String::new()),
        ]
    );
    store.set_setting("a".to_owned(), None).await.unwrap();
    assert_eq!(store.settings().await.unwrap().len(), 1);
}
