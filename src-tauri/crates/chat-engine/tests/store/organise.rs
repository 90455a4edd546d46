//! What a person does to a conversation in the list.

use crate::suite::suite;
use crate::support::*;
use chat_engine::store::{
    Change, ConversationRow, Field, Label, NewTurn, Shown, Store, StoreError,
};

suite![
    the_list_pages_without_gaps,
    each_change_is_kept_and_counted_once,
    a_title_goes_back_to_the_cut_of_the_first_question,
    the_lists_show_what_they_say,
    pinned_ones_are_in_the_first_list_however_old,
    a_mark_is_no_change_of_a_person,
];

async fn change(store: &Store, conv: &str, change: Change) -> ConversationRow {
    store.change(&conversation(conv), change).await.unwrap()
}

async fn listed(store: &Store, shown: Shown) -> Vec<String> {
    let rows = store.conversations(shown, None, 100).await.unwrap();
    rows.into_iter()
        .map(|row| row.id.as_str().to_owned())
        .collect()
}

async fn each_change_is_kept_and_counted_once(store: &Store) {
    store.begin_turn(starting("c", 1)).await.unwrap();
    let all = Change {
        title: Some("Given".to_owned()),
        pinned: Some(true),
        archived: Some(true),
        unread: Some(true),
        folder: Field::Is("Work".to_owned()),
        tag: vec!["b".to_owned(), "a".to_owned(), "a".to_owned()],
        connection: Field::Is("local".to_owned()),
        model: Field::Is("m".to_owned()),
        instructions: Field::Is((message("s1"), "Be brief.".to_owned())),
        ..Change::default()
    };
    let row = change(store, "c", all.clone()).await;
    assert_eq!(row, store.conversation(&conversation("c")).await.unwrap());
    assert_eq!(row.title, "Given");
    assert!(row.titled && row.pinned && row.archived && row.unread);
    assert_eq!(row.folder.as_deref(), Some("Work"));
    assert_eq!(row.tags, ["a", "b"]);
    assert_eq!(row.connection.as_deref(), Some("local"));
    assert_eq!(row.model.as_deref(), Some("m"));
    assert_eq!(row.revision, 1);
    assert_eq!(path_ids(store, "c").await, ["s1", "q1", "a1"]);
    // The same once more changes nothing.
    let same = Change {
        instructions: Field::Is((message("s2"), "Be brief.".to_owned())),
        ..all
    };
    assert_eq!(change(store, "c", same).await.revision, 1);
    let back = Change {
        pinned: Some(false),
        folder: Field::Empty,
        untag: vec!["a".to_owned(), "nothing".to_owned()],
        connection: Field::Empty,
        model: Field::Empty,
        ..Change::default()
    };
    let row = change(store, "c", back).await;
    assert!(!row.pinned && row.archived);
    assert_eq!((row.folder, row.connection, row.model), (None, None, None));
    assert_eq!((row.tags, row.revision), (vec!["b".to_owned()], 2));
    let nobody = conversation("nobody");
    let nobody = store.change(&nobody, Change::default()).await;
    assert!(matches!(nobody, Err(StoreError::NotFound("conversation"))));
}

async fn a_title_goes_back_to_the_cut_of_the_first_question(store: &Store) {
    store.begin_turn(starting("c", 1)).await.unwrap();
    store.begin_turn(following("c", 2)).await.unwrap();
    let title = |text: &str| Change {
        title: Some(text.to_owned()),
        ..Change::default()
    };
    let row = change(store, "c", title("Mine")).await;
    assert_eq!((row.title.as_str(), row.titled), ("Mine", true));
    let row = change(store, "c", title("")).await;
    assert_eq!((row.title.as_str(), row.titled), ("Question 1", false));
}

async fn the_lists_show_what_they_say(store: &Store) {
    for (n, conv) in (1..).zip(["plain", "filed", "old", "gone"]) {
        store.begin_turn(starting(conv, n)).await.unwrap();
    }
    let work = Field::Is("Work".to_owned());
    let filed = Change {
        folder: work.clone(),
        tag: vec!["x".to_owned()],
        ..Change::default()
    };
    change(store, "filed", filed.clone()).await;
    let archived = Change {
        archived: Some(true),
        ..filed.clone()
    };
    change(store, "old", archived).await;
    change(store, "gone", filed).await;
    store.delete(&conversation("gone"), 5).await.unwrap();
    let folder = || Shown {
        folder: Some("Work".to_owned()),
        ..Shown::default()
    };
    let tag = || Shown {
        tag: Some("x".to_owned()),
        ..Shown::default()
    };
    let both = Shown {
        folder: Some("Home".to_owned()),
        ..tag()
    };
    let archive = Shown {
        archived: true,
        ..Shown::default()
    };
    for (shown, expected) in [
        (Shown::default(), &["filed", "plain"][..]),
        (archive, &["old"]),
        (folder(), &["old", "filed"]),
        (tag(), &["old", "filed"]),
        (both, &[]),
    ] {
        assert_eq!(listed(store, shown.clone()).await, expected, "{shown:?}");
    }
    let one = |name: &str| Label {
        name: name.to_owned(),
        conversations: 1,
    };
    let labels = store.labels().await.unwrap();
    assert_eq!(labels, (vec![one("Work")], vec![one("x")]));
    let last = store.last_conversation().await.unwrap();
    assert_eq!(
        last,
        Some(conversation("old")),
        "the archive counts as well"
    );
}

async fn pinned_ones_are_in_the_first_list_however_old(store: &Store) {
    for n in 1..=9 {
        store
            .begin_turn(starting(&format!("c{n}"), n))
            .await
            .unwrap();
    }
    let pin = Change {
        pinned: Some(true),
        ..Change::default()
    };
    change(store, "c1", pin.clone()).await;
    change(store, "c8", pin).await;
    let mut before = None;
    let mut pages = Vec::new();
    loop {
        let rows = store
            .conversations(Shown::default(), before, 3)
            .await
            .unwrap();
        let Some(last) = rows.last() else { break };
        before = Some((last.updated_at_ms, last.id.clone()));
        pages.push(
            rows.iter()
                .map(|row| row.id.to_string())
                .collect::<Vec<_>>(),
        );
    }
    let expected: [&[&str]; 3] = [
        &["c8", "c1", "c9", "c7", "c6"],
        &["c5", "c4", "c3"],
        &["c2"],
    ];
    assert_eq!(pages, expected);
}

async fn a_mark_is_no_change_of_a_person(store: &Store) {
    store.begin_turn(starting("c", 1)).await.unwrap();
    let id = conversation("c");
    assert!(store.mark(&id, true).await.unwrap());
    assert!(!store.mark(&id, true).await.unwrap());
    let row = store.conversation(&id).await.unwrap();
    assert_eq!((row.unread, row.revision), (true, 0));
    assert!(store.mark(&id, false).await.unwrap());
    assert!(!store.mark(&conversation("nobody"), true).await.unwrap());
}

async fn the_list_pages_without_gaps(store: &Store) {
    assert_eq!(store.last_conversation().await.unwrap(), None);
    for n in 0..23 {
        // Many in the same millisecond.
        let turn = NewTurn {
            at_ms: i64::from(n / 5),
            ..starting(&format!("c{n}"), n)
        };
        store.begin_turn(turn).await.unwrap();
    }
    let all = store
        .conversations(Shown::default(), None, 100)
        .await
        .unwrap();
    let expected: Vec<_> = (0..23)
        .rev()
        .map(|n| conversation(&format!("c{n}")))
        .collect();
    let listed: Vec<_> = all.iter().map(|row| row.id.clone()).collect();
    assert_eq!(listed, expected);
    let mut paged = Vec::new();
    let mut before = None;
    loop {
        let page = store
            .conversations(Shown::default(), before.clone(), 4)
            .await
            .unwrap();
        let Some(last) = page.last() else { break };
        before = Some((last.updated_at_ms, last.id.clone()));
        paged.extend(page);
    }
    assert_eq!(paged, all);
    assert_eq!(
        store.last_conversation().await.unwrap(),
        Some(conversation("c22"))
    );
}
