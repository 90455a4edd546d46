//! However an answer arrives, what has settled is what the whole text says.
//!
//! `GATEHOUSE_CASES` sets the number of cases: 10,000 by default, 100,000 in `cargo xtask test
//! --full`.

use chat_core::blocks::Node;
use chat_render::{Live, render};
use proptest::prelude::*;

mod pieces;

/// Whether what the text so far says shows at once. What half a definition in the last line does
/// to the text before it shows when the line is complete; one with a bar, when the next line is;
/// one after the beginning of a formula, when it is known to be none.
fn is_clear(text: &str) -> bool {
    let last = text.trim_end().lines().next_back();
    let has_bar = last.is_some_and(|line| line.contains('|'));
    let has_formula = ["$", "\\(", "\\["].iter().any(|mark| text.contains(mark));
    !text.contains("]:") || text.ends_with('\n') && !has_bar && !has_formula
}

/// Lets the text grow by so many characters at a time; shows it where `shown` says so.
fn grow(text: &str, cuts: &[usize], shown: &[bool]) -> Result<(), TestCaseError> {
    let mut live = Live::new();
    let mut rest = text;
    let mut shown = shown.iter().cycle();
    for cut in cuts.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let at = rest
            .char_indices()
            .nth(*cut)
            .map_or(rest.len(), |(at, _)| at);
        let (piece, left) = rest.split_at(at);
        live.append(piece);
        rest = left;
        if !shown.next().is_some_and(|shown| *shown) && !rest.is_empty() {
            continue;
        }
        let picture = words(live.nodes());
        // An address is seen as long as nothing tells that it is one.
        let is_odd = live.text().contains(['[', '<', '&', '\r']);
        prop_assert!(
            is_odd || words(&live.nodes_at_end()).starts_with(&picture),
            "{:?} is shown as {picture:?}",
            live.text()
        );
        if is_clear(live.text()) {
            let so_far = live.nodes_at_end();
            let whole = render(live.text());
            prop_assert!(
                so_far == whole,
                "{:?}\n grown: {}\n whole: {}",
                live.text(),
                json(&so_far),
                json(&whole)
            );
        }
    }
    live.finish();
    prop_assert_eq!(live.nodes(), render(text));
    Ok(())
}

fn words(nodes: &[Node]) -> String {
    let mut words = String::new();
    plain(nodes, &mut words);
    words
}

fn plain(nodes: &[Node], into: &mut String) {
    for node in nodes {
        let text = node.text().unwrap_or_default().chars();
        into.extend(text.filter(|c| c.is_alphanumeric()));
        plain(node.children().map_or(&[], Vec::as_slice), into);
    }
}

fn json(nodes: &[Node]) -> String {
    serde_json::to_string(nodes).unwrap_or_default()
}

fn cuts() -> impl Strategy<Value = Vec<usize>> {
    prop_oneof![
        3 => prop::collection::vec(1..9usize, 1..12),
        1 => prop::collection::vec(1..80usize, 1..6),
        1 => Just(vec![1]),
    ]
}

fn cases() -> u32 {
    let cases = std::env::var("GATEHOUSE_CASES").ok();
    cases.and_then(|cases| cases.parse().ok()).unwrap_or(10_000)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(),
        max_shrink_iters: 20_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_has_settled_is_what_the_whole_text_says(
        text in pieces::text(),
        cuts in cuts(),
        shown in prop::collection::vec(prop::bool::weighted(0.7), 1..8),
    ) {
        grow(&text, &cuts, &shown)?;
    }
}
