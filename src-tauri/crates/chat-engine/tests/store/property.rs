//! Any order of beginnings, checkpoints, ends and asking again keeps one path and every byte.

use crate::support::*;
use chat_core::message::MessageState;
use chat_engine::store::{EndTurn, NewTurn, Place, Question, Store, StoreError};
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Op {
    /// Goes on at the end of the path, or begins the conversation.
    Ask {
        conv: u8,
    },
    /// A new question after any message.
    Branch {
        conv: u8,
        after: usize,
    },
    /// The answer of any question again.
    Again {
        conv: u8,
        which: usize,
    },
    Checkpoint {
        answer: usize,
        text: String,
    },
    End {
        answer: usize,
        tail: String,
        state: usize,
    },
    /// The path through any message.
    Choose {
        conv: u8,
        which: usize,
    },
    /// A question in the place of another.
    Edit {
        conv: u8,
        which: usize,
    },
    SweepDead,
}

fn op() -> impl Strategy<Value = Op> {
    let text = || prop_oneof![".{0,12}", Just("\u{0}".to_owned()), Just("字\r".to_owned())];
    prop_oneof![
        3 => (0..3_u8).prop_map(|conv| Op::Ask { conv }),
        1 => (0..3_u8, any::<usize>()).prop_map(|(conv, after)| Op::Branch { conv, after }),
        2 => (0..3_u8, any::<usize>()).prop_map(|(conv, which)| Op::Again { conv, which }),
        6 => (any::<usize>(), text()).prop_map(|(answer, text)| Op::Checkpoint { answer, text }),
        2 => (any::<usize>(), text(), 0..4_usize)
            .prop_map(|(answer, tail, state)| Op::End { answer, tail, state }),
        2 => (0..3_u8, any::<usize>()).prop_map(|(conv, which)| Op::Choose { conv, which }),
        1 => (0..3_u8, any::<usize>()).prop_map(|(conv, which)| Op::Edit { conv, which }),
        1 => Just(Op::SweepDead),
    ]
}

#[derive(Clone, Debug)]
struct Node {
    id: String,
    parent: Option<usize>,
    text: String,
    state: MessageState,
    answer: bool,
    dead: bool,
    /// The child that the path came through last.
    chosen: Option<usize>,
}

/// What the store must look like.
#[derive(Default)]
struct Model {
    nodes: Vec<Node>,
    /// Per conversation: its nodes and the chosen leaf.
    conversations: BTreeMap<u8, (Vec<usize>, usize)>,
    turns: u32,
}

impl Model {
    fn answers(&self) -> Vec<usize> {
        (0..self.nodes.len())
            .filter(|n| self.nodes[*n].answer)
            .collect()
    }

    /// Adds the answer, and the question unless it exists; gives the turn for the store.
    fn ask(&mut self, conv: u8, parent: Option<usize>, again: Option<usize>) -> NewTurn {
        self.turns += 1;
        let n = self.turns;
        let name = format!("c{conv}");
        let begun = self.conversations.contains_key(&conv);
        let mut turn = if begun {
            following(&name, n)
        } else {
            starting(&name, n)
        };
        let dead = n.is_multiple_of(3);
        turn.owner = if dead { "dead" } else { "me" }.to_owned();
        let head = self.conversations.get(&conv).map(|(_, leaf)| *leaf);
        let question = again.unwrap_or_else(|| {
            self.add(
                conv,
                Node {
                    id: format!("q{n}"),
                    parent: parent.or(head),
                    text: format!("Question {n}"),
                    state: MessageState::Done,
                    answer: false,
                    dead,
                    chosen: None,
                },
            )
        });
        turn.question = match again {
            Some(question) => Question::Existing(message(&self.nodes[question].id)),
            None => Question::New {
                id: message(&format!("q{n}")),
                parent: parent.map(|parent| message(&self.nodes[parent].id)),
                text: format!("Question {n}"),
            },
        };
        let answer = self.add(
            conv,
            Node {
                id: format!("a{n}"),
                parent: Some(question),
                text: String::new(),
                state: MessageState::Pending,
                answer: true,
                dead,
                chosen: None,
            },
        );
        self.go_to(conv, answer);
        turn
    }

    /// Makes the path end at a leaf.
    fn go_to(&mut self, conv: u8, leaf: usize) {
        self.conversations.get_mut(&conv).unwrap().1 = leaf;
        let mut at = leaf;
        while let Some(parent) = self.nodes[at].parent {
            self.nodes[parent].chosen = Some(at);
            at = parent;
        }
    }

    /// The leaf to which a path through a node leads.
    fn leaf_below(&self, mut at: usize) -> usize {
        loop {
            let newest = (0..self.nodes.len())
                .rev()
                .find(|n| self.nodes[*n].parent == Some(at));
            match self.nodes[at].chosen.or(newest) {
                Some(child) => at = child,
                None => return at,
            }
        }
    }

    /// Question `n` begins a path of its own: it was put where the path ended.
    fn uproot(&mut self, n: u32, conv: u8) {
        let name = format!("q{n}");
        let at = self.nodes.iter().position(|node| node.id == name).unwrap();
        let old = self.nodes[at].parent.take();
        if let Some(old) = old {
            // Nothing came after the end that it was put behind.
            self.nodes[old].chosen = None;
        }
        assert!(self.conversations.contains_key(&conv));
    }

    fn add(&mut self, conv: u8, node: Node) -> usize {
        let index = self.nodes.len();
        self.nodes.push(node);
        self.conversations.entry(conv).or_default().0.push(index);
        index
    }

    fn path(&self, conv: u8) -> Vec<String> {
        let mut at = Some(self.conversations[&conv].1);
        let mut path = Vec::new();
        while let Some(index) = at {
            path.push(self.nodes[index].id.clone());
            at = self.nodes[index].parent;
        }
        path.reverse();
        path
    }

    fn pick(&self, conv: u8, which: usize, fits: impl Fn(&Node) -> bool) -> Option<usize> {
        let all = &self.conversations.get(&conv)?.0;
        let fitting: Vec<_> = all.iter().filter(|n| fits(&self.nodes[**n])).collect();
        fitting.get(which.checked_rem(fitting.len())?).map(|n| **n)
    }
}

const ENDS: [MessageState; 4] = [
    MessageState::Done,
    MessageState::Cancelled,
    MessageState::Failed,
    MessageState::Interrupted,
];

async fn run(ops: Vec<Op>) {
    let home = in_memory();
    let store = &home.store;
    let mut model = Model::default();
    for op in ops {
        match op {
            Op::Ask { conv } => {
                let turn = model.ask(conv, None, None);
                store.begin_turn(turn).await.unwrap();
            }
            Op::Branch { conv, after } => {
                if let Some(after) = model.pick(conv, after, |_| true) {
                    let turn = model.ask(conv, Some(after), None);
                    store.begin_turn(turn).await.unwrap();
                }
            }
            Op::Again { conv, which } => {
                if let Some(question) = model.pick(conv, which, |node| !node.answer) {
                    let turn = model.ask(conv, None, Some(question));
                    store.begin_turn(turn).await.unwrap();
                }
            }
            Op::Choose { conv, which } => {
                if let Some(at) = model.pick(conv, which, |_| true) {
                    let id = message(&model.nodes[at].id);
                    store.choose_variant(&id).await.unwrap();
                    let leaf = model.leaf_below(at);
                    model.go_to(conv, leaf);
                }
            }
            Op::Edit { conv, which } => {
                if let Some(of) = model.pick(conv, which, |node| !node.answer) {
                    let parent = model.nodes[of].parent;
                    let id = model.nodes[of].id.clone();
                    let mut turn = model.ask(conv, parent, None);
                    let n = model.turns;
                    turn.question = Question::Instead {
                        id: message(&format!("q{n}")),
                        of: message(&id),
                        text: format!("Question {n}"),
                    };
                    if parent.is_none() {
                        model.uproot(n, conv);
                    }
                    store.begin_turn(turn).await.unwrap();
                }
            }
            Op::Checkpoint { answer, text } => {
                let answers = model.answers();
                let Some(at) = answer.checked_rem(answers.len()) else {
                    continue;
                };
                let node = &mut model.nodes[answers[at]];
                let done = store.checkpoint(&message(&node.id), piece(&text)).await;
                if node.state.is_open() {
                    done.unwrap();
                    node.text.push_str(&text);
                    node.state = MessageState::Streaming;
                } else {
                    assert!(matches!(done, Err(StoreError::Ended)));
                }
            }
            Op::End {
                answer,
                tail,
                state,
            } => {
                let answers = model.answers();
                let Some(at) = answer.checked_rem(answers.len()) else {
                    continue;
                };
                let node = &mut model.nodes[answers[at]];
                let end = EndTurn {
                    tail: piece(&tail),
                    ..ending(&node.id, ENDS[state])
                };
                let done = store.end_turn(end).await;
                if node.state.is_open() {
                    done.unwrap();
                    node.text.push_str(&tail);
                    node.state = ENDS[state];
                } else {
                    assert!(matches!(done, Err(StoreError::Ended)));
                }
            }
            Op::SweepDead => {
                let swept = store.interrupt_dead(|owner| owner != "dead").await.unwrap();
                let mut expected = Vec::new();
                for node in &mut model.nodes {
                    if node.dead && node.state.is_open() {
                        node.state = MessageState::Interrupted;
                        expected.push(message(&node.id));
                    }
                }
                assert_eq!(swept, expected);
            }
        }
    }
    for (conv, (nodes, _)) in &model.conversations {
        let name = format!("c{conv}");
        assert_eq!(path_ids(store, &name).await, model.path(*conv));
        let tree = store.tree(&conversation(&name)).await.unwrap();
        let stored: Vec<_> = tree
            .iter()
            .map(|m| {
                (
                    m.message.id.as_str(),
                    m.message.text.as_str(),
                    m.message.state,
                )
            })
            .collect();
        let expected: Vec<_> = nodes
            .iter()
            .map(|n| &model.nodes[*n])
            .map(|n| (n.id.as_str(), n.text.as_str(), n.state))
            .collect();
        assert_eq!(stored, expected);
        let row = store.conversation(&conversation(&name)).await.unwrap();
        assert_eq!(usize::try_from(row.message_count).unwrap(), nodes.len());
    }
    assert!(store.integrity().await.unwrap().is_empty());
    // And an independent look: from its root down by what is chosen to its head, depth by depth.
    for conv in model.conversations.keys() {
        one_path(store, &format!("c{conv}")).await;
    }
}

/// Page by page from the end is the whole path, and so it is from its beginning down.
async fn one_path(store: &Store, conv: &str) {
    let path = path_ids(store, conv).await;
    let id = conversation(conv);
    let total = u32::try_from(path.len()).unwrap();
    let end = store.page(&id, Place::End, 3).await.unwrap();
    assert!(end.chosen && !end.later);
    assert_eq!(end.total, total);
    assert_eq!(
        usize::try_from(end.position).unwrap() + end.messages.len(),
        path.len()
    );
    let first = Place::After(message(&path[0]));
    let down = store.page(&id, first, u32::MAX).await.unwrap();
    let names = down.messages.iter().map(|(one, _)| one.message.id.as_str());
    assert_eq!(names.collect::<Vec<_>>(), path[1..]);
    for (at, name) in path.iter().enumerate() {
        let around = Place::Around(message(name));
        let page = store.page(&id, around, 1).await.unwrap();
        assert_eq!(usize::try_from(page.position).unwrap(), at);
        assert!(page.chosen);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Mutation seen to fail: `one-path` in `xtask/scripts/mutations.py`.
    #[test]
    fn any_order_keeps_one_path_and_every_byte(ops in prop::collection::vec(op(), 1..60)) {
        tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap()
            .block_on(run(ops));
    }
}
