//! Whatever a conversation is made of, it comes back as it went out.

use crate::archive::{empty, node, out, put, turn};
use crate::support::*;
use chat_core::archive::{Archived, ArchivedFile, ArchivedTurn, JsonText, Node};
use chat_core::message::{MessageState, Role};
use chat_core::usage::CostBasis;
use chat_core::wire::FinishReason;
use chat_engine::store::Merged;
use proptest::prelude::*;

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
                asking: flags[0]
                    .then(|| JsonText(r#"{"preset":"Terse","more":[1.50]}"#.to_owned())),
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
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Mutations seen to fail: `archive-reasoning`, `archive-chosen` and `instructions-unfound` in
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
            assert_eq!(put(&second, read).await, Merged::Unchanged { differing: 0 });
            assert!(second.integrity().await.unwrap().is_empty());
            assert!(second.compare_index().await.unwrap().is_sound());
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
