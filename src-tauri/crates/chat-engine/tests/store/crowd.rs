//! Four processes that do everything at once on one folder: nobody is told that it is busy, nothing
//! that was acknowledged is lost, and another program agrees with the file.

use crate::processes::{again, number, told};
use crate::support::*;
use chat_core::archive::{Archived, Node};
use chat_core::message::{MessageState, Role};
use chat_core::search::Query;
use chat_engine::store::{Change, Field, Merged, Merging, Search, Shown, Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::time::Instant;

const PROCESSES: u32 = 4;
/// Operations of each, where no variable says otherwise; with `cargo xtask faults` all together do
/// 10,000.
const OPERATIONS: u32 = 600;
const VARIABLE: &str = "GATEHOUSE_TEST_OPERATIONS";

fn operations() -> u32 {
    std::env::var(VARIABLE).map_or(OPERATIONS, |count| count.parse().unwrap())
}

/// What a process has been told is stored.
struct Told(std::io::Stdout);

impl Told {
    fn say(&self, line: &str) {
        writeln!(self.0.lock(), "{line}").unwrap();
    }
}

/// Numbers without a pattern (the multiplier is Knuth's).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(sides)).unwrap()
    }
}

fn archived(id: &str, n: u32) -> Archived {
    let node = |id: String, parent: Option<String>, role| Node {
        id: message(&id),
        parent: parent.map(|parent| message(&parent)),
        role,
        state: MessageState::Done,
        chosen: parent_is_chosen(role),
        text: format!("Imported {id}"),
        reasoning: String::new(),
        model: None,
        connection: None,
        created_at_ms: 1,
        files: Vec::new(),
    };
    let question = format!("iq{n}");
    Archived {
        id: conversation(id),
        title: format!("Imported {n}"),
        titled: true,
        created_at_ms: 1,
        updated_at_ms: 2,
        revision: 0,
        pinned: false,
        archived: false,
        unread: false,
        folder: None,
        tags: vec!["imported".to_owned()],
        connection: None,
        model: None,
        asking: None,
        head: Some(message(&format!("ia{n}"))),
        system: None,
        more: false,
        messages: vec![
            node(question.clone(), None, Role::User),
            node(format!("ia{n}"), Some(question), Role::Assistant),
        ],
        turns: Vec::new(),
    }
}

fn parent_is_chosen(role: Role) -> bool {
    role == Role::Assistant
}

async fn ask(store: &Store, conv: &str, n: u32, is_new: bool) {
    let turn = if is_new {
        starting(conv, n)
    } else {
        following(conv, n)
    };
    store.begin_turn(turn).await.unwrap();
    let answer = format!("a{n}");
    store
        .checkpoint(&message(&answer), piece("one "))
        .await
        .unwrap();
    let end = ending(&answer, MessageState::Done);
    store
        .checkpoint(&message(&answer), piece("two"))
        .await
        .unwrap();
    store.end_turn(end).await.unwrap();
}

/// Does its share, and says what was acknowledged.
async fn live(folder: &Path, me: u32) {
    let store = Store::open(folder).unwrap();
    let told = Told(std::io::stdout());
    told.say("");
    let mut dice = Dice(u64::from(me) + 1);
    let mut mine: Vec<String> = Vec::new();
    let mut deleted: Vec<String> = Vec::new();
    let base = 10_000 * (me + 1);
    for n in base..base + operations() {
        let any = |dice: &mut Dice, of: &[String]| -> Option<String> {
            let count = u32::try_from(of.len()).unwrap();
            (count > 0).then(|| of[usize::try_from(dice.roll(count)).unwrap()].clone())
        };
        match (dice.roll(16), any(&mut dice, &mine)) {
            (0, _) | (_, None) => {
                let conv = format!("c{n}");
                ask(&store, &conv, n, true).await;
                told.say(&format!("kept a{n} {conv}"));
                mine.push(conv);
            }
            (1..=3, Some(conv)) => {
                ask(&store, &conv, n, false).await;
                told.say(&format!("kept a{n} {conv}"));
            }
            (4..=5, Some(_)) => {
                ask(&store, "shared", n, false).await;
                told.say(&format!("kept a{n} shared"));
            }
            (6, Some(conv)) => {
                let change = Change {
                    title: Some(format!("Renamed {n}")),
                    pinned: Some(n % 3 == 0),
                    at_ms: i64::from(n),
                    ..Change::default()
                };
                store.change(&conversation(&conv), change).await.unwrap();
                told.say(&format!("title {conv} Renamed {n}"));
            }
            (7, Some(_)) => {
                let change = Change {
                    folder: Field::Is(format!("Folder {me}")),
                    tag: vec![format!("tag-{me}")],
                    at_ms: i64::from(n),
                    ..Change::default()
                };
                store.change(&conversation("shared"), change).await.unwrap();
            }
            (8, Some(conv)) => {
                store
                    .delete(&conversation(&conv), i64::from(n))
                    .await
                    .unwrap();
                mine.retain(|one| *one != conv);
                deleted.push(conv);
            }
            (9, Some(_)) => {
                if let Some(conv) = deleted.pop() {
                    if n % 2 == 0 {
                        store.take_back(&conversation(&conv)).await.unwrap();
                        mine.push(conv);
                    } else {
                        assert!(store.erase(&conversation(&conv), 1).await.unwrap());
                        told.say(&format!("gone {conv}"));
                    }
                }
            }
            (10, Some(_)) => {
                let id = format!("i{n}");
                let merged = store
                    .merge(vec![archived(&id, n)], Merging::default())
                    .await;
                assert_eq!(merged.unwrap(), [Merged::Added { messages: 2 }]);
                told.say(&format!("kept ia{n} {id}"));
            }
            (11, Some(_)) => {
                let page = store.conversations(Shown::default(), None, 20).await;
                assert!(!page.unwrap().is_empty());
            }
            (12, Some(_)) => {
                let path = store.path(&conversation("shared")).await.unwrap();
                assert!(path.len() >= 2);
            }
            (13, Some(conv)) => {
                store.mark(&conversation(&conv), n % 2 == 0).await.unwrap();
            }
            (14, Some(_)) if n % 4 == 0 => {
                let query = Query::parse("Question \"one two\"", false);
                let (_, found) = store
                    .search(Search::new(query.into(), None), 20)
                    .await
                    .unwrap();
                assert!(found.len() <= 20);
            }
            (14, Some(_)) if n % 40 == 1 => {
                assert_eq!(store.integrity().await.unwrap(), [""; 0]);
            }
            (_, Some(conv)) => {
                let read = store.tree(&conversation(&conv)).await.unwrap();
                assert!(
                    read.iter()
                        .all(|one| one.message.state == MessageState::Done)
                );
            }
        }
    }
    for conv in deleted {
        told.say(&format!("hidden {conv}"));
    }
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_processes_do_everything_at_once_and_nothing_is_lost_or_busy() {
    if let Some(folder) = told() {
        return live(&folder, number()).await;
    }
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.begin_turn(starting("shared", 1)).await.unwrap();
    store
        .end_turn(ending("a1", MessageState::Done))
        .await
        .unwrap();
    let test = "crowd::four_processes_do_everything_at_once_and_nothing_is_lost_or_busy";
    let began = Instant::now();
    let children: Vec<_> = (0..PROCESSES).map(|n| again(test, dir.path(), n)).collect();
    let (mut kept, mut gone) = (BTreeMap::new(), BTreeSet::new());
    let (mut titles, mut hidden) = (BTreeMap::new(), BTreeSet::new());
    let mut outputs = Vec::new();
    for child in children {
        outputs.push(tokio::task::spawn_blocking(move || {
            child.wait_with_output().unwrap()
        }));
    }
    for output in outputs {
        let output = output.await.unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said}");
        for line in said.lines() {
            match line.split_once(' ') {
                Some(("kept", rest)) => {
                    let (answer, conv) = rest.split_once(' ').unwrap();
                    kept.insert(answer.to_owned(), conv.to_owned());
                }
                Some(("gone", conv)) => drop(gone.insert(conv.to_owned())),
                Some(("hidden", conv)) => drop(hidden.insert(conv.to_owned())),
                Some(("title", rest)) => {
                    let (conv, title) = rest.split_once(' ').unwrap();
                    titles.insert(conv.to_owned(), title.to_owned());
                }
                _ => {}
            }
        }
    }
    let took = began.elapsed();
    assert!(
        kept.len() > 500 && gone.len() > 10,
        "{} {}",
        kept.len(),
        gone.len()
    );
    for (answer, conv) in &kept {
        let found = store.message(&message(answer)).await;
        if gone.contains(conv) || hidden.contains(conv) {
            assert!(
                matches!(found, Err(StoreError::NotFound(_))),
                "{answer} of {conv}"
            );
            continue;
        }
        let found = found.unwrap_or_else(|error| panic!("{answer} is lost: {error:?}"));
        assert_eq!(found.message.state, MessageState::Done);
        let text = found.message.text;
        assert!(
            text == "one two" || text == format!("Imported {answer}"),
            "{text}"
        );
    }
    for (conv, title) in titles
        .iter()
        .filter(|(conv, _)| !gone.contains(*conv) && !hidden.contains(*conv))
    {
        let row = store.conversation(&conversation(conv)).await.unwrap();
        assert_eq!(row.title, *title);
    }
    assert!(store.integrity().await.unwrap().is_empty());
    let index = store.compare_index().await.unwrap();
    assert!(index.is_sound(), "{index:?}");
    store.close().await;
    let said = std::process::Command::new("sqlite3")
        .arg(dir.path().join("gatehouse.sqlite3"))
        .arg("PRAGMA integrity_check; PRAGMA foreign_key_check; SELECT count(*) FROM messages WHERE role = 'assistant'")
        .output()
        .expect("sqlite3");
    let there = kept.values().filter(|conv| !gone.contains(*conv)).count() + 1;
    assert_eq!(
        String::from_utf8_lossy(&said.stdout),
        format!("ok\n{there}\n")
    );
    println!(
        "{} operations in {took:?}: {} answers, {} conversations erased",
        PROCESSES * operations(),
        kept.len(),
        gone.len()
    );
}
