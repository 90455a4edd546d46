//! The lossless form: what goes out comes back, and putting in loses nothing that is here.

use crate::support::*;
use chat_core::archive::{Archived, ArchivedFile, ArchivedTurn, JsonText, Node, Wrong};
use chat_core::message::{MessageState, Role};
use chat_core::usage::CostBasis;
use chat_core::wire::FinishReason;
use chat_engine::store::{Merged, Merging, Seen, Skipped, Store, StoreError};
use proptest::prelude::*;

fn empty(id: &str) -> Archived {
    Archived {
        id: conversation(id),
        title: format!("Title {id}"),
        titled: false,
        created_at_ms: 1_000,
        updated_at_ms: 2_000,
        revision: 0,
        pinned: false,
        archived: false,
        unread: false,
        folder: None,
        tags: Vec::new(),
        connection: None,
        model: None,
        head: None,
        system: None,
        more: false,
        messages: Vec::new(),
        turns: Vec::new(),
    }
}

fn node(id: &str, parent: Option<&str>, role: Role, text: &str) -> Node {
    Node {
        id: message(id),
        parent: parent.map(message),
        role,
        state: MessageState::Done,
        chosen: parent.is_some(),
        text: text.to_owned(),
        reasoning: String::new(),
        model: None,
        connection: None,
        created_at_ms: 1_500,
        files: Vec::new(),
    }
}

fn turn(id: &str, question: &str, answer: &str) -> ArchivedTurn {
    ArchivedTurn {
        id: turn_id(id),
        question: message(question),
        answer: message(answer),
        connection: "gateway".to_owned(),
        model: "a/b".to_owned(),
        max_tokens: None,
        temperature: None,
        started_at_ms: 1_400,
        ended_at_ms: Some(1_500),
        finish: None,
        error: None,
        provider: None,
        generation_id: None,
        input_tokens: None,
        output_tokens: None,
        reasoning_tokens: None,
        cached_input_tokens: None,
        total_tokens: None,
        cost_usd: None,
        cost_basis: None,
        first_token_ms: None,
        total_ms: None,
        attempts: None,
        receipt: None,
    }
}

/// A question and its answer.
fn talk(id: &str) -> Archived {
    Archived {
        head: Some(message(&format!("{id}-a"))),
        messages: vec![
            node(&format!("{id}-q"), None, Role::User, "Why?"),
            node(
                &format!("{id}-a"),
                Some(&format!("{id}-q")),
                Role::Assistant,
                "Because.",
            ),
        ],
        turns: vec![turn(
            &format!("{id}-t"),
            &format!("{id}-q"),
            &format!("{id}-a"),
        )],
        ..empty(id)
    }
}

async fn put(store: &Store, archived: Archived) -> Merged {
    merged(store, archived, Merging::default()).await
}

/// Puts it in; holds that a trial before it told the same.
async fn merged(store: &Store, archived: Archived, merging: Merging) -> Merged {
    let trial = store.merge_trial(vec![archived.clone()], merging, Seen::default());
    let (told, _) = trial.await.unwrap();
    let done = store.merge(vec![archived], merging).await.unwrap();
    assert_eq!(told, done);
    done.into_iter().next().unwrap()
}

async fn out(store: &Store, id: &str) -> Archived {
    let (archived, next) = store.whole(&conversation(id), 0).await.unwrap();
    assert_eq!(next, None);
    archived
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => ".{0,30}",
        1 => Just("\u{0}\u{1f}\u{7f}\u{2028}\"\\/\r\n".to_owned()),
        1 => Just("日本語 👩‍👩‍👧 \u{202e}x".to_owned()),
        1 => Just(String::new()),
    ]
}

fn label() -> impl Strategy<Value = Option<String>> {
    prop::option::of("[^\\p{Cc}]{1,20}")
}

fn json() -> impl Strategy<Value = Option<JsonText>> {
    let some = prop_oneof![
        Just("[]".to_owned()),
        Just(r#"{ "b":1.50, "a":[ null,"é\u0000" ] }"#.to_owned()),
        Just(r#"[{"status":200}]"#.to_owned()),
    ];
    prop::option::of(some.prop_map(JsonText))
}

fn files(role: Role) -> BoxedStrategy<Vec<ArchivedFile>> {
    let name = match role {
        Role::User => "[a-z]{1,9}\\.[a-z]{3}".boxed(),
        Role::System | Role::Assistant => Just(String::new()).boxed(),
    };
    let kind = prop::sample::select(vec!["image/png", "image/webp", "application/pdf"]);
    let bytes = prop::sample::select(vec!["", "AA==", "AAE=", "AAEC", "+/+/"]);
    let file = (name, kind, bytes).prop_map(|(name, kind, base64)| ArchivedFile {
        name,
        kind: kind.to_owned(),
        base64: base64.to_owned(),
    });
    prop::collection::vec(file, 0..3).boxed()
}

type Numbers = (Option<i64>, Option<i64>, Option<f64>, Option<u32>);

fn numbers() -> impl Strategy<Value = Numbers> {
    (
        prop::option::of(0..i64::MAX),
        prop::option::of(0..5_000_i64),
        prop::option::of(prop_oneof![
            0.0..2.0_f64,
            Just(0.1 + 0.2),
            Just(f64::MIN_POSITIVE)
        ]),
        prop::option::of(any::<u32>()),
    )
}

/// What one message of a generated tree is made of: which earlier one it follows, whether the
/// path goes on with it.
#[derive(Clone, Debug)]
struct Seed {
    parent: usize,
    chosen: bool,
    state: usize,
    text: String,
    reasoning: String,
    files: (Vec<ArchivedFile>, Vec<ArchivedFile>),
    turn: Option<(Option<JsonText>, Option<JsonText>, Numbers)>,
    model: Option<String>,
}

fn seed() -> impl Strategy<Value = Seed> {
    let turn = prop::option::of((json(), json(), numbers()));
    (
        (any::<usize>(), any::<bool>(), 0..4_usize),
        (text(), text(), label()),
        (files(Role::User), files(Role::Assistant)),
        turn,
    )
        .prop_map(
            |((parent, chosen, state), (text, reasoning, model), files, turn)| Seed {
                parent,
                chosen,
                state,
                text,
                reasoning,
                files,
                turn,
                model,
            },
        )
}

const ENDS: [MessageState; 4] = [
    MessageState::Done,
    MessageState::Cancelled,
    MessageState::Failed,
    MessageState::Interrupted,
];

/// A conversation as a store could hold it: answers follow questions, one child of each message
/// is chosen at most, and the chosen path ends at a leaf.
fn grow(id: &str, seeds: &[Seed], instructed: bool, pick: usize) -> Archived {
    let mut archived = empty(id);
    if instructed {
        let system = node(&format!("{id}s"), None, Role::System, "Be brief.");
        archived.system = Some(system.id.clone());
        archived.messages.push(system);
    }
    for (n, seed) in seeds.iter().enumerate() {
        let before = archived.messages.len();
        // One more than there are: no parent at all.
        let parent = archived.messages.get(seed.parent % (before + 1)).cloned();
        let is_answer = parent.as_ref().is_some_and(|p| p.role == Role::User);
        let role = if is_answer {
            Role::Assistant
        } else {
            Role::User
        };
        let mut new = node(&format!("{id}m{n}"), None, role, &seed.text);
        if let Some(parent) = &parent {
            new.parent = Some(parent.id.clone());
            let siblings = archived.messages.iter().filter(|m| m.parent == new.parent);
            new.chosen = seed.chosen && !siblings.into_iter().any(|m| m.chosen);
        }
        new.files = seed.files.0.clone();
        if is_answer {
            new.state = ENDS[seed.state];
            new.reasoning = seed.reasoning.clone();
            new.files = seed.files.1.clone();
            new.model = seed.model.clone();
            if let Some((error, receipt, (tokens, ms, temperature, most))) = &seed.turn {
                archived.turns.push(ArchivedTurn {
                    max_tokens: *most,
                    temperature: *temperature,
                    finish: FinishReason::ALL.get(seed.state).copied(),
                    error: error.clone(),
                    attempts: error.clone(),
                    receipt: receipt.clone(),
                    provider: seed.model.clone(),
                    generation_id: seed.model.clone(),
                    input_tokens: *tokens,
                    total_tokens: *tokens,
                    cost_usd: ms.map(|ms| format!("0.00{ms}")),
                    cost_basis: ms.map(|_| CostBasis::Estimated),
                    first_token_ms: *ms,
                    total_ms: *ms,
                    ended_at_ms: *ms,
                    ..turn(
                        &format!("{id}t{n}"),
                        new.parent.as_ref().unwrap().as_str(),
                        new.id.as_str(),
                    )
                });
            }
        }
        archived.messages.push(new);
    }
    choose(&mut archived, pick);
    archived
}

/// Leads the chosen path to one of the leaves.
fn choose(archived: &mut Archived, pick: usize) {
    let messages = &archived.messages;
    let is_leaf = |n: &Node| messages.iter().all(|m| m.parent.as_ref() != Some(&n.id));
    let leaves: Vec<_> = messages
        .iter()
        .filter(|n| n.role != Role::System && is_leaf(n))
        .map(|n| n.id.clone())
        .collect();
    let Some(at) = pick.checked_rem(leaves.len()) else {
        return;
    };
    archived.head = Some(leaves[at].clone());
    let mut next = archived.head.clone();
    while let Some(id) = next {
        let at = archived.messages.iter().position(|m| m.id == id).unwrap();
        let parent = archived.messages[at].parent.clone();
        for sibling in &mut archived.messages {
            if parent.is_some() && sibling.parent == parent {
                sibling.chosen = sibling.id == id;
            }
        }
        next = parent;
    }
}

fn generated() -> impl Strategy<Value = Archived> {
    (
        prop::collection::vec(seed(), 0..14),
        (any::<bool>(), any::<usize>()),
        (label(), label(), label()),
        prop::collection::btree_set("[^\\p{Cc}]{1,9}", 0..4),
        (any::<[bool; 4]>(), 0..i64::MAX, any::<i64>()),
    )
        .prop_map(
            |(seeds, (instructed, pick), names, tags, (flags, revision, at))| Archived {
                folder: names.0,
                connection: names.1,
                model: names.2,
                tags: tags.into_iter().collect(),
                titled: flags[0],
                pinned: flags[1],
                archived: flags[2],
                unread: flags[3],
                revision,
                created_at_ms: at,
                updated_at_ms: at,
                ..grow("c", &seeds, instructed, pick)
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// Mutations seen to fail: `archive-reasoning` and `archive-chosen` in
    /// `xtask/scripts/mutations.py`.
    #[test]
    fn what_goes_out_comes_back_and_goes_out_byte_for_byte(archived in generated()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (first, second) = (in_memory().store, in_memory().store);
            let messages = u64::try_from(archived.messages.len()).unwrap();
            assert_eq!(put(&first, archived.clone()).await, Merged::Added { messages });
            let once = out(&first, "c").await;
            assert_eq!(once, archived);
            let text = serde_json::to_string(&once).unwrap();
            let read: Archived = serde_json::from_str(&text).unwrap();
            assert_eq!(read, archived);
            put(&second, read.clone()).await;
            assert_eq!(serde_json::to_string(&out(&second, "c").await).unwrap(), text);
            assert_eq!(put(&second, read).await, Merged::Unchanged);
            assert!(second.integrity().await.unwrap().is_empty());
        });
    }

    /// A file that somebody changed anywhere is taken or refused, and the store stays sound.
    #[test]
    fn a_changed_file_never_hurts_the_store(
        archived in generated(),
        cuts in prop::collection::vec((any::<usize>(), any::<u8>(), 0..3_u8), 1..6),
    ) {
        let mut text = serde_json::to_vec(&archived).unwrap();
        for (at, byte, how) in cuts {
            let at = at % text.len().max(1);
            match how {
                0 if at < text.len() => text[at] = byte,
                1 => text.insert(at, byte),
                _ if at < text.len() => { text.remove(at); }
                _ => {}
            }
        }
        if let Ok(read) = serde_json::from_slice::<Archived>(&text) {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(async {
                let store = in_memory().store;
                let id = read.id.clone();
                let done = put(&store, read.clone()).await;
                if !matches!(done, Merged::Skipped(_)) {
                    let (again, _) = store.whole(&id, 0).await.unwrap();
                    assert_eq!(again.messages.len(), read.messages.len());
                }
                assert!(store.integrity().await.unwrap().is_empty());
            });
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_being_written_goes_out_as_far_as_it_came() {
    let store = in_memory().store;
    store.begin_turn(starting("c", 1)).await.unwrap();
    store
        .checkpoint(&message("a1"), piece("half an "))
        .await
        .unwrap();
    store
        .checkpoint(&message("a1"), piece("ans"))
        .await
        .unwrap();
    let half = out(&store, "c").await;
    let answer = half.messages.last().unwrap();
    assert_eq!(answer.text, "half an ans");
    assert_eq!(answer.state, MessageState::Interrupted);
    // Its process goes on with it, whatever an archive says.
    let mut ended = half.clone();
    ended.messages[1].state = MessageState::Done;
    assert_eq!(put(&store, ended).await, Merged::Unchanged);
    let end = ending("a1", MessageState::Done);
    store.end_turn(end).await.unwrap();
    // And the half one never replaces the whole.
    assert_eq!(put(&store, half).await, Merged::Unchanged);
    assert_eq!(out(&store, "c").await.messages[1].state, MessageState::Done);
}

#[tokio::test]
async fn an_answer_that_broke_off_gives_way_to_its_whole() {
    let store = in_memory().store;
    let mut half = talk("c");
    half.messages[1].state = MessageState::Interrupted;
    half.messages[1].text = "Beca".to_owned();
    put(&store, half.clone()).await;
    half.messages[1].text = "Becau".to_owned();
    let longer = put(&store, half.clone()).await;
    let completed = |n| Merged::Updated {
        added: 0,
        completed: n,
        fields: false,
    };
    assert_eq!(longer, completed(1));
    half.messages[1].text = "Other".to_owned();
    assert_eq!(put(&store, half).await, Merged::Unchanged);
    let mut whole = talk("c");
    whole.turns[0].cost_usd = Some("0.5".to_owned());
    whole.turns[0].cost_basis = Some(CostBasis::Billed);
    assert_eq!(put(&store, whole.clone()).await, completed(1));
    assert_eq!(out(&store, "c").await, whole);
}

#[tokio::test]
async fn what_was_added_elsewhere_joins_and_what_is_newer_here_stays() {
    let store = in_memory().store;
    put(&store, talk("c")).await;
    // Elsewhere the conversation went on, later.
    let mut later = talk("c");
    later.updated_at_ms = 9_000;
    later
        .messages
        .push(node("c-q2", Some("c-a"), Role::User, "And?"));
    later.head = Some(message("c-q2"));
    let done = put(&store, later.clone()).await;
    assert_eq!(
        done,
        Merged::Updated {
            added: 1,
            completed: 0,
            fields: true
        }
    );
    assert_eq!(out(&store, "c").await, later);
    // The older state changes nothing, whatever its title.
    let mut older = talk("c");
    older.title = "Old title".to_owned();
    assert_eq!(put(&store, older).await, Merged::Unchanged);
    assert_eq!(out(&store, "c").await, later);
    // A title that a person gave later wins, and the path stays where it is.
    let mut renamed = talk("c");
    (renamed.title, renamed.titled, renamed.revision) = ("Mine".to_owned(), true, 1);
    renamed.tags = vec!["x".to_owned()];
    put(&store, renamed).await;
    let now = out(&store, "c").await;
    assert_eq!(
        (now.title.as_str(), now.revision, now.updated_at_ms),
        ("Mine", 1, 9_000)
    );
    assert_eq!(now.tags, ["x"]);
    assert_eq!(now.head, Some(message("c-q2")));
}

#[tokio::test]
async fn what_is_deleted_here_comes_back_only_when_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    put(&store, talk("soft")).await;
    let other = rusqlite::Connection::open(dir.path().join("gatehouse.sqlite3")).unwrap();
    other
        .execute_batch(
            "UPDATE conversations SET deleted_at_ms = 5; INSERT INTO erased VALUES ('hard', 5)",
        )
        .unwrap();
    let asked = Merging { with_deleted: true };
    for id in ["soft", "hard"] {
        assert_eq!(
            put(&store, talk(id)).await,
            Merged::Skipped(Skipped::Deleted)
        );
        let gone = store.whole(&conversation(id), 0).await;
        assert!(matches!(gone, Err(StoreError::NotFound(_))));
        merged(&store, talk(id), asked).await;
        assert_eq!(out(&store, id).await, talk(id));
        assert_eq!(put(&store, talk(id)).await, Merged::Unchanged);
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused_alone_and_nothing_of_it_is_stored() {
    type Break = fn(&mut Archived);
    let cases: [(&str, Break, Skipped); 11] = [
        (
            "a message twice",
            |c| c.messages.push(c.messages[0].clone()),
            Wrong::Twice("c-q".to_owned()).into(),
        ),
        (
            "a parent that comes later",
            |c| c.messages.reverse(),
            Wrong::NoParent(message("c-a")).into(),
        ),
        (
            "a message that follows itself",
            |c| c.messages[0].parent = Some(message("c-q")),
            Wrong::NoParent(message("c-q")).into(),
        ),
        (
            "a parent in another conversation",
            |c| c.messages[0].parent = Some(message("other-a")),
            Skipped::Taken("other-a".to_owned()),
        ),
        (
            "another conversation's message",
            |c| c.messages[0].id = message("other-q"),
            Skipped::Taken("other-q".to_owned()),
        ),
        (
            "another answer's turn",
            |c| c.turns[0].id = turn_id("other-t"),
            Skipped::Taken("other-t".to_owned()),
        ),
        (
            "a head that is not there",
            |c| c.head = Some(message("nobody")),
            Wrong::NoMessage(message("nobody")).into(),
        ),
        (
            "a turn whose question is its answer",
            |c| c.turns[0].question = message("c-a"),
            Wrong::Role(message("c-a")).into(),
        ),
        (
            "a file of a kind that is not known",
            |c| {
                c.messages[0].files.push(ArchivedFile {
                    name: "x".to_owned(),
                    kind: "text/html".to_owned(),
                    base64: String::new(),
                });
            },
            Wrong::File(message("c-q")).into(),
        ),
        (
            "tokens below zero",
            |c| c.turns[0].input_tokens = Some(-1),
            Wrong::Number("number of tokens or time").into(),
        ),
        (
            "a cost that is no amount",
            |c| c.turns[0].cost_usd = Some("lots".to_owned()),
            Wrong::Number("cost").into(),
        ),
    ];
    let store = in_memory().store;
    put(&store, talk("other")).await;
    for (how, damage, why) in cases {
        let mut broken = talk("c");
        damage(&mut broken);
        let batch = vec![broken, talk("fine")];
        let done = store.merge(batch, Merging::default()).await.unwrap();
        assert_eq!(done[0], Merged::Skipped(why), "{how}");
        assert!(!matches!(done[1], Merged::Skipped(_)), "{how}");
        let gone = store.whole(&conversation("c"), 0).await;
        assert!(matches!(gone, Err(StoreError::NotFound(_))), "{how}");
    }
    assert!(store.integrity().await.unwrap().is_empty());
}

#[tokio::test]
async fn names_that_do_not_fit_are_made_to() {
    let store = in_memory().store;
    let mut odd = talk("c");
    odd.title = "two\nlines ".repeat(30);
    odd.folder = Some("\u{0}".to_owned());
    odd.tags = vec!["b".to_owned(), "a".repeat(900), "b".to_owned()];
    odd.messages[0].files.push(ArchivedFile {
        name: "../../etc/passwd".to_owned(),
        kind: "image/png".to_owned(),
        base64: "AAEC".to_owned(),
    });
    put(&store, odd).await;
    let now = out(&store, "c").await;
    assert!(now.title.chars().count() <= 80 && !now.title.contains('\n'));
    assert_eq!(now.folder, None);
    assert_eq!(now.tags, ["a".repeat(200), "b".to_owned()]);
    assert_eq!(now.messages[0].files[0].name, "passwd");
}

#[tokio::test]
async fn a_long_conversation_comes_in_parts_that_make_one_again() {
    let store = in_memory().store;
    let mut long = talk("c");
    for n in 0..5 {
        let parent = long.messages.last().unwrap().id.to_string();
        let text = "x".repeat(12_000_000);
        let new = node(&format!("m{n}"), Some(&parent), Role::User, &text);
        long.head = Some(new.id.clone());
        long.messages.push(new);
    }
    put(&store, long.clone()).await;
    let (mut parts, mut after) = (Vec::new(), Some(0));
    while let Some(at) = after {
        let (part, next) = store.whole(&conversation("c"), at).await.unwrap();
        parts.push(part);
        after = next;
    }
    assert!(parts.len() > 1 && parts.iter().all(|part| part.messages.len() < 6));
    let other = in_memory().store;
    let (mut seen, mut told) = (Seen::default(), Vec::new());
    for part in parts.clone() {
        let trial = other.merge_trial(vec![part], Merging::default(), seen);
        let (outcome, next) = trial.await.unwrap();
        told.extend(outcome);
        seen = next;
    }
    assert!(
        told.iter().all(|t| matches!(t, Merged::Added { .. })),
        "{told:?}"
    );
    other.merge(parts, Merging::default()).await.unwrap();
    let path = other.path(&conversation("c")).await.unwrap();
    assert_eq!(path.len(), 7);
    let (first, _) = other.whole(&conversation("c"), 0).await.unwrap();
    let (again, _) = store.whole(&conversation("c"), 0).await.unwrap();
    assert!(first == again);
}
