//! A growing answer looks at every moment like its text so far, and in the end like the whole.
#![expect(clippy::unwrap_used, reason = "a helper of tests fails the test")]

use chat_core::blocks::Node;
use chat_core::wire::MAX_EVENT_BYTES;
use chat_render::{Live, Mirror, apply, render};
use proptest::prelude::*;
use std::time::{Duration, Instant};

#[expect(dead_code, reason = "only the pieces themselves are used here")]
mod pieces;

fn plain(nodes: &[Node], into: &mut String) {
    for node in nodes {
        if let Some(text) = node.text() {
            into.push_str(text);
        }
        if let Some(children) = node.children() {
            plain(children, into);
        }
    }
}

fn words(nodes: &[Node]) -> String {
    let mut text = String::new();
    plain(nodes, &mut text);
    text.retain(char::is_alphanumeric);
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Each piece is a line, so that no word is a fence's language.
    #[test]
    fn no_word_is_lost(mut pieces in prop::collection::vec(prop::sample::select(pieces::PIECES), 0..40)) {
        pieces.retain(|piece| !piece.starts_with(['[', '|', '-']));
        let text = pieces.join("\n");
        let count = |text: &str| text.matches("word").count();
        prop_assert_eq!(count(&words(&render(&text))), count(&text), "{:?}", text);
    }

    #[test]
    fn any_characters_render(text in "\\PC{0,60}|[\\x00-\\x7f]{0,60}") {
        render(&text);
    }

    #[test]
    fn words_keep_their_order(lines in prop::collection::vec("[a-z]{1,6}", 1..30), marks in prop::collection::vec(
        prop::sample::select(vec![" ", "\n", "\n\n", "\n- ", "\n> ", "\n# ", " **", "** ", "\n\n    "]), 30,
    )) {
        let text: String = lines.iter().zip(&marks).flat_map(|(word, mark)| [word, *mark]).collect();
        let expected = lines.concat();
        let mut live = Live::new();
        for c in text.chars() {
            live.append(c.encode_utf8(&mut [0; 4]));
            prop_assert!(expected.starts_with(&words(live.nodes())));
        }
        live.finish();
        prop_assert_eq!(words(live.nodes()), expected);
    }
}

/// 200 KB of everything an answer usually holds.
fn long_answer() -> String {
    let part = "## A heading\n\nSome *words* with **weight**, `code` and [a link](https://e.org/x).\n\n\
        - first\n- second\n  - nested\n\n1. one\n2. two\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\
        ```rust\nfn main() {\n    println!(\"hello\");\n}\n```\n\n";
    part.repeat(200_000 / part.len() + 1)
}

#[test]
fn a_long_answer_in_small_deltas_is_cheap() {
    let text = long_answer();
    let (mut live, mut mirror, mut page) = (Live::new(), Mirror::new(), Vec::new());
    let start = Instant::now();
    let mut sent = 0;
    let chars: Vec<char> = text.chars().collect();
    for (number, delta) in chars.chunks(4).enumerate() {
        live.append(&String::from_iter(delta));
        if number % 200 == 0 {
            sent += send(&mut live, &mut mirror, &mut page);
        }
    }
    live.finish();
    sent += send(&mut live, &mut mirror, &mut page);
    let took = start.elapsed();
    assert_eq!(page, render(&text));
    assert!(took < Duration::from_secs(10), "{took:?}");
    let whole = serde_json::to_string(&page).unwrap().len();
    assert!(sent < 3 * whole, "{sent} bytes sent for a tree of {whole}");
    println!("{took:?}, {sent} bytes sent for a tree of {whole}");
}

fn send(live: &mut Live, mirror: &mut Mirror, page: &mut Vec<Node>) -> usize {
    let mut sent = 0;
    loop {
        let ops = mirror.step_live(live, MAX_EVENT_BYTES);
        if ops.is_empty() {
            return sent;
        }
        sent += serde_json::to_string(&ops).unwrap().len();
        for op in &ops {
            apply(page, op).unwrap();
        }
    }
}
