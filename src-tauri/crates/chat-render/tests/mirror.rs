//! A view's mirror reaches any target with any budget, and says exactly what the view then shows.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails the test"
)]

use chat_core::blocks::{AlertKind, Align, Node, PatchOp, Token, TokenKind};
use chat_core::wire::MAX_EVENT_BYTES;
use chat_render::{Live, MIN_BUDGET, Mirror, apply, render};
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z ]{0,12}",
        "[\u{0}-\u{1f}\"\\\\é€😀]{0,12}",
        Just("x".repeat(900)),
        Just("\u{1}€".repeat(300)),
    ]
}

fn node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        text().prop_map(Node::Text),
        text().prop_map(|text| Node::Token(Token(TokenKind::Keyword, text))),
        text().prop_map(|text| Node::CodeSpan { text }),
        "[a-z\"]{0,40}".prop_map(|label| Node::FootnoteRef { label }),
        Just(Node::Rule),
        Just(Node::More),
        Just(Node::Break),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        let children = || prop::collection::vec(inner.clone(), 0..6);
        prop_oneof![
            children().prop_map(|children| Node::Paragraph { children }),
            (1..=6u8, children()).prop_map(|(level, children)| Node::Heading { level, children }),
            ("[a-z0-9+#-]{0,20}", children())
                .prop_map(|(lang, children)| Node::Code { lang, children }),
            children().prop_map(|children| Node::Line { children }),
            (any::<Option<u64>>(), any::<bool>(), children()).prop_map(
                |(start, loose, children)| Node::List {
                    start,
                    loose,
                    children
                }
            ),
            (any::<Option<bool>>(), children())
                .prop_map(|(done, children)| Node::Item { done, children }),
            (0..9_usize, children()).prop_map(|(columns, children)| Node::Table {
                align: vec![Align::Center; columns],
                children
            }),
            children().prop_map(|children| Node::Row { children }),
            children().prop_map(|children| Node::Cell { children }),
            ("[a-z\"]{0,40}", children())
                .prop_map(|(label, children)| Node::Footnote { label, children }),
            children().prop_map(|children| Node::Alert {
                kind: AlertKind::Caution,
                children
            }),
            children().prop_map(|children| Node::Quote { children }),
            children().prop_map(|children| Node::Strong { children }),
            children().prop_map(|children| Node::Emphasis { children }),
            ("https://e.org/[a-z\"\\\\]{0,40}", children()).prop_map(|(href, children)| {
                Node::Link {
                    host: Some("e.org".into()),
                    href,
                    children,
                }
            }),
        ]
    })
}

fn tree() -> impl Strategy<Value = Vec<Node>> {
    prop::collection::vec(node(), 0..8)
}

fn tree_bytes(nodes: &[Node]) -> usize {
    serde_json::to_string(nodes).unwrap().len()
}

/// Takes one step; checks its size, and that a page which reads its JSON shows the same.
fn step(mirror: &mut Mirror, page: &mut Vec<Node>, target: &[Node], budget: usize) -> usize {
    let ops = mirror.step(target, budget);
    follow(&ops, page, budget);
    assert_eq!(mirror.nodes(), page);
    ops.len()
}

fn follow(ops: &[PatchOp], page: &mut Vec<Node>, budget: usize) {
    let json = serde_json::to_string(ops).unwrap();
    assert!(json.len() <= budget, "{} > {budget}", json.len());
    let read: Vec<PatchOp> = serde_json::from_str(&json).unwrap();
    for op in &read {
        apply(page, op).unwrap();
    }
}

/// Steps until nothing is left to say.
fn settle(mirror: &mut Mirror, page: &mut Vec<Node>, target: &[Node], budget: usize) -> usize {
    let most = 4 + tree_bytes(target) / 8;
    for steps in 0..=most {
        if step(mirror, page, target, budget) == 0 {
            assert_eq!(page, target);
            return steps;
        }
    }
    panic!("not there after {most} steps of {budget}");
}

proptest! {
    #[test]
    fn any_budget_reaches_any_target(from in tree(), target in tree(), budget in 256..9000usize) {
        let mut page = from.clone();
        let mut mirror = Mirror::from_nodes(from);
        settle(&mut mirror, &mut page, &target, budget);
    }

    #[test]
    fn a_target_may_change_between_steps(
        targets in prop::collection::vec(tree(), 1..5),
        budgets in prop::collection::vec(256..3000usize, 1..20),
    ) {
        let (mut mirror, mut page) = (Mirror::new(), Vec::new());
        for (number, budget) in budgets.iter().enumerate() {
            step(&mut mirror, &mut page, &targets[number % targets.len()], *budget);
        }
        settle(&mut mirror, &mut page, &targets[0], 256);
    }

    /// The shortcut past settled blocks must never hide a difference.
    #[test]
    fn a_live_answer_arrives_whole(
        pieces in prop::collection::vec(
            prop_oneof![
                "[a-z* `\n-]{1,20}", Just("\n\n".to_owned()), Just("\n[a]: https://e.org\n\n".to_owned()),
                Just(" [a] ".to_owned()), Just("- x\n".to_owned()), Just("```\n".to_owned()),
            ],
            0..40,
        ),
        budget in 256..2000usize,
        every in 1..4usize,
    ) {
        let (mut live, mut mirror, mut page) = (Live::new(), Mirror::new(), Vec::new());
        for (number, piece) in pieces.iter().enumerate() {
            live.append(piece);
            if number % every == 0 {
                follow(&mirror.step_live(&mut live, budget), &mut page, budget);
                prop_assert_eq!(mirror.nodes(), &page);
            }
        }
        live.finish();
        loop {
            let ops = mirror.step_live(&mut live, budget);
            if ops.is_empty() {
                break;
            }
            follow(&ops, &mut page, budget);
        }
        prop_assert_eq!(page, render(&pieces.concat()));
    }
}

/// Mutation seen to fail: `wrong-text-grows` in `xtask/scripts/mutations_answer.py`.
#[test]
fn growing_text_costs_its_own_length() {
    let (mut live, mut mirror) = (Live::new(), Mirror::new());
    live.append("# Title\n\nHello");
    mirror.step_live(&mut live, MAX_EVENT_BYTES);
    live.append(" world");
    let ops = mirror.step_live(&mut live, MAX_EVENT_BYTES);
    let text = " world".to_owned();
    assert_eq!(
        ops,
        [PatchOp::AppendText {
            path: vec![1, 0],
            text
        }]
    );
    live.append("\n\n- one");
    let ops = mirror.step_live(&mut live, MAX_EVENT_BYTES);
    let item = Node::Item {
        done: None,
        children: vec![Node::Paragraph {
            children: vec![Node::Text("one".into())],
        }],
    };
    let list = Node::List {
        start: None,
        loose: false,
        children: vec![item],
    };
    assert_eq!(
        ops,
        [PatchOp::AppendNodes {
            path: vec![],
            nodes: vec![list]
        }]
    );
    assert!(mirror.step_live(&mut live, MAX_EVENT_BYTES).is_empty());
    live.append(" and *two*, so");
    mirror.step_live(&mut live, MAX_EVENT_BYTES);
    live.append(" three");
    let ops = mirror.step_live(&mut live, MAX_EVENT_BYTES);
    let text = " three".to_owned();
    assert_eq!(
        ops,
        [PatchOp::AppendText {
            path: vec![2, 0, 0, 2],
            text
        }]
    );
}

/// Mutation seen to fail: `loose-resent` in `xtask/scripts/mutations_answer.py`.
#[test]
fn a_list_that_becomes_loose_is_not_sent_again() {
    let (mut live, mut mirror) = (Live::new(), Mirror::new());
    live.append("- one\n- two\n");
    mirror.step_live(&mut live, MAX_EVENT_BYTES);
    live.append("\n- three");
    let ops = mirror.step_live(&mut live, MAX_EVENT_BYTES);
    let [
        PatchOp::SetLoose { path },
        PatchOp::AppendNodes { nodes, .. },
    ] = ops.as_slice()
    else {
        panic!("{ops:?}");
    };
    assert_eq!((path.as_slice(), nodes.len()), (&[0][..], 1));
}

#[test]
fn a_big_node_arrives_in_full_parts() {
    let target = render(&format!("```\n{}\n```", "0123456789".repeat(4_000)));
    let (mut mirror, mut page) = (Mirror::new(), Vec::new());
    let steps = settle(&mut mirror, &mut page, &target, MAX_EVENT_BYTES);
    assert_eq!(steps, 6, "40 KB in messages of 8 KB");
}

#[test]
fn a_long_address_needs_no_more_than_the_smallest_budget() {
    let href = format!("mailto:{}", "\"\\".repeat(1_020));
    let mut target = vec![Node::Link {
        host: None,
        href,
        children: vec![],
    }];
    for _ in 0..32 {
        target = vec![Node::Quote { children: target }];
    }
    let (mut mirror, mut page) = (Mirror::new(), Vec::new());
    settle(&mut mirror, &mut page, &target, MIN_BUDGET);
}

#[test]
fn a_budget_too_small_for_anything_changes_nothing() {
    let mut mirror = Mirror::new();
    for budget in 0..60 {
        assert!(mirror.step(&[Node::Rule], budget).len() <= 1);
    }
    let mut mirror = Mirror::from_nodes(vec![Node::Break]);
    assert!(mirror.step(&[Node::Rule], 40).is_empty());
    assert_eq!(mirror.nodes(), [Node::Break]);
}
