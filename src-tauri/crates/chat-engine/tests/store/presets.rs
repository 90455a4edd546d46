//! Presets and templates under names, chats that name them, and questions asked before.

use crate::suite::suite;
use crate::support::*;
use chat_core::preset::Asking;
use chat_core::wire::InstructionsFrom;
use chat_engine::store::restore::Source;
use chat_engine::store::salvage;
use chat_engine::store::{Change, Merging, NewTurn, Shelf, Shelved, Store};

suite![
    what_stands_under_a_name_is_kept_changed_and_removed,
    a_renamed_preset_takes_its_chats_along_and_a_removed_one_leaves_them,
    all_of_a_file_is_put_or_nothing,
    what_a_chat_is_asked_with_goes_with_its_turn_and_with_its_archive,
    questions_come_newest_first_page_by_page,
];

#[tokio::test]
async fn a_copy_gives_back_what_is_missing_and_changes_nothing_else() {
    let (dir, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = Store::open(dir.path()).unwrap();
    put(&store, "a", "1", None).await;
    put(&store, "b", "2", None).await;
    let template = store.shelve(Shelf::Templates, named("t", "3"), None, 9);
    template.await.unwrap();
    let copy = data.path().join("copy.sqlite3");
    let stop = tokio_util::sync::CancellationToken::new();
    store.copy_to(&copy, &stop).unwrap();
    put(&store, "a", "newer", Some("a")).await;
    for (shelf, name) in [(Shelf::Presets, "b"), (Shelf::Templates, "t")] {
        store.unshelve(shelf, name.to_owned()).await.unwrap();
    }
    let mut source = Source::open(&copy, data.path()).unwrap();
    store.take_shelved(&mut source).await.unwrap();
    assert_eq!(all(&store).await, [named("a", "newer"), named("b", "2")]);
    let templates = store.shelved(Shelf::Templates).await.unwrap();
    assert_eq!(templates, [named("t", "3")]);
}

#[tokio::test]
async fn what_is_salvaged_of_a_file_has_its_presets() {
    let (dir, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = Store::open(dir.path()).unwrap();
    put(&store, "a", "1", None).await;
    let turn = NewTurn {
        asking: Some(asking("a")),
        ..starting("c", 1)
    };
    store.begin_turn(turn).await.unwrap();
    store.close().await;
    let damaged = dir.path().join("gatehouse.sqlite3");
    let (mut source, found) = salvage::read(&damaged, data.path()).unwrap();
    assert_eq!(found["presets"].kept, 1);
    let fresh = Store::open(data.path()).unwrap();
    fresh.take_over(&mut source).await.unwrap();
    assert_eq!(all(&fresh).await, [named("a", "1")]);
    let (archived, _) = source.part(&conversation("c"), 0).unwrap();
    let merged = fresh.merge(vec![archived], Merging::default());
    merged.await.unwrap();
    assert_eq!(asked_with(&fresh, "c").await, asking("a"));
}

fn named(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

async fn put(store: &Store, name: &str, value: &str, before: Option<&str>) -> Shelved {
    let before = before.map(str::to_owned);
    let put = store.shelve(Shelf::Presets, named(name, value), before, 3);
    put.await.unwrap()
}

async fn all(store: &Store) -> Vec<(String, String)> {
    store.shelved(Shelf::Presets).await.unwrap()
}

async fn what_stands_under_a_name_is_kept_changed_and_removed(store: &Store) {
    assert_eq!(put(store, "b", "1", None).await, Shelved::Done);
    assert_eq!(put(store, "C", "2", None).await, Shelved::Done);
    assert_eq!(put(store, "a", "3", None).await, Shelved::Done);
    assert_eq!(put(store, "d", "4", None).await, Shelved::Full);
    assert_eq!(put(store, "b", "5", None).await, Shelved::Taken);
    assert_eq!(put(store, "b", "5", Some("a")).await, Shelved::Taken);
    assert_eq!(put(store, "d", "5", Some("x")).await, Shelved::Gone);
    let before = [named("a", "3"), named("b", "1"), named("C", "2")];
    assert_eq!(all(store).await, before);
    assert_eq!(put(store, "b", "5", Some("b")).await, Shelved::Done);
    assert_eq!(put(store, "d", "6", Some("a")).await, Shelved::Done);
    let after = [named("b", "5"), named("C", "2"), named("d", "6")];
    assert_eq!(all(store).await, after);
    let gone = |name: &str| store.unshelve(Shelf::Presets, name.to_owned());
    assert!(gone("C").await.unwrap());
    assert!(!gone("C").await.unwrap());
    assert_eq!(all(store).await.len(), 2);
    assert!(store.shelved(Shelf::Templates).await.unwrap().is_empty());
}

fn asking(preset: &str) -> Asking {
    Asking {
        preset: Some(preset.to_owned()),
        instructions_from: InstructionsFrom::Preset,
        ..Asking::default()
    }
}

async fn asked_with(store: &Store, conv: &str) -> Asking {
    let row = store.conversation(&conversation(conv)).await.unwrap();
    row.asking
}

async fn a_renamed_preset_takes_its_chats_along_and_a_removed_one_leaves_them(store: &Store) {
    put(store, "Terse", "{}", None).await;
    for (conv, n, preset) in [("c1", 1, "Terse"), ("c2", 2, "Other")] {
        let turn = NewTurn {
            asking: Some(asking(preset)),
            ..starting(conv, n)
        };
        store.begin_turn(turn).await.unwrap();
    }
    store.begin_turn(starting("c3", 3)).await.unwrap();
    put(store, "Curt", "{}", Some("Terse")).await;
    assert_eq!(asked_with(store, "c1").await, asking("Curt"));
    assert_eq!(asked_with(store, "c2").await, asking("Other"));
    let row = store.conversation(&conversation("c1")).await.unwrap();
    assert_eq!(row.revision, 1);
    store
        .unshelve(Shelf::Presets, "Curt".to_owned())
        .await
        .unwrap();
    assert_eq!(asked_with(store, "c1").await, Asking::default());
    assert_eq!(asked_with(store, "c2").await, asking("Other"));
    assert_eq!(asked_with(store, "c3").await, Asking::default());
}

async fn all_of_a_file_is_put_or_nothing(store: &Store) {
    put(store, "a", "1", None).await;
    let rows = |names: &[&str]| -> Vec<(Shelf, String, String)> {
        let row = |name: &&str| (Shelf::Presets, (*name).to_owned(), "9".to_owned());
        names.iter().map(row).collect()
    };
    let full = store.shelve_all(rows(&["a", "b", "c", "d"]), 3).await;
    assert_eq!(full.unwrap(), Shelved::Full);
    assert_eq!(all(store).await, [named("a", "1")]);
    let done = store.shelve_all(rows(&["a", "b"]), 3).await;
    assert_eq!(done.unwrap(), Shelved::Done);
    assert_eq!(all(store).await, [named("a", "9"), named("b", "9")]);
}

async fn what_a_chat_is_asked_with_goes_with_its_turn_and_with_its_archive(store: &Store) {
    let turn = NewTurn {
        asking: Some(asking("Terse")),
        ..with_system(starting("c", 1), "s", "Be terse.")
    };
    store.begin_turn(turn).await.unwrap();
    // A turn that says nothing of it leaves it.
    store.begin_turn(following("c", 2)).await.unwrap();
    assert_eq!(asked_with(store, "c").await, asking("Terse"));
    let (archived, _) = store.whole(&conversation("c"), 0).await.unwrap();
    let other = in_memory().store;
    let merged = other.merge(vec![archived.clone()], Merging::default());
    merged.await.unwrap();
    assert_eq!(asked_with(&other, "c").await, asking("Terse"));
    let (back, _) = other.whole(&conversation("c"), 0).await.unwrap();
    assert_eq!(back.asking, archived.asking);
    // Instructions that are empty are none.
    let turn = NewTurn {
        asking: Some(Asking::default()),
        ..with_system(following("c", 3), "s2", "")
    };
    store.begin_turn(turn).await.unwrap();
    assert_eq!(asked_with(store, "c").await, Asking::default());
    let path = path_ids(store, "c").await;
    assert_eq!(path, ["q1", "a1", "q2", "a2", "q3", "a3"]);
}

async fn questions(store: &Store, conv: Option<&str>, before: Option<&str>) -> Vec<String> {
    let found = store
        .questions(conv.map(conversation), before.map(message), 2)
        .await;
    let ids = found.unwrap().into_iter();
    ids.map(|asked| asked.message.as_str().to_owned()).collect()
}

async fn questions_come_newest_first_page_by_page(store: &Store) {
    // In the order of asking, which is not that of storing.
    for (conv, n, at_ms) in [("a", 1, 50), ("b", 2, 10), ("c", 3, 60)] {
        let turn = starting(conv, n);
        let turn = NewTurn { at_ms, ..turn };
        store.begin_turn(turn).await.unwrap();
    }
    for (conv, n, at_ms) in [("a", 4, 70), ("b", 5, 20), ("a", 6, 70)] {
        let turn = following(conv, n);
        let turn = NewTurn { at_ms, ..turn };
        store.begin_turn(turn).await.unwrap();
    }
    assert_eq!(questions(store, None, None).await, ["q6", "q4"]);
    assert_eq!(questions(store, None, Some("q4")).await, ["q3", "q1"]);
    assert_eq!(questions(store, None, Some("q1")).await, ["q5", "q2"]);
    assert!(questions(store, None, Some("q2")).await.is_empty());
    assert!(questions(store, None, Some("nobody")).await.is_empty());
    assert_eq!(questions(store, Some("a"), None).await, ["q6", "q4"]);
    assert_eq!(questions(store, Some("a"), Some("q4")).await, ["q1"]);
    // What was deleted was not asked.
    store.delete(&conversation("c"), 100).await.unwrap();
    assert_eq!(questions(store, None, Some("q4")).await, ["q1", "q5"]);
    assert!(questions(store, Some("c"), None).await.is_empty());
    let change = Change {
        archived: Some(true),
        ..Change::default()
    };
    store.change(&conversation("a"), change).await.unwrap();
    assert_eq!(questions(store, None, None).await, ["q6", "q4"]);
}
