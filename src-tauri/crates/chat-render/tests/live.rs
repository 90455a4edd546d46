//! A growing answer looks at every moment like its text so far, and in the end like the whole.
#![expect(clippy::unwrap_used, reason = "a helper of tests fails the test")]

use chat_core::blocks::Node;
use chat_core::wire::MAX_EVENT_BYTES;
use chat_render::{Live, Mirror, apply, render};
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// Pieces that open, close, continue and interrupt each other.
const PIECES: &[&str] = &[
    "word",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "    ",
    "  ",
    "- ",
    "-",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "> ",
    ">",
    "# ",
    "## ",
    "---",
    "===",
    "***",
    "```",
    "```rust\n",
    "~~~",
    "`",
    "``",
    "**",
    "*",
    "_",
    "[a]",
    "[a](https://e.org)",
    "[a]: https://e.org\n",
    "[a]:",
    "![p](https://e.org/i)",
    "<div>",
    "</div>",
    "<!--",
    "-->",
    "<b>",
    "<https://e.org>",
    "&amp;",
    "\\",
    "\\\n",
    "  \n",
    "| a | b |",
    "|---|---|",
    "|",
    "é",
    "😀",
    "\u{feff}",
    "\0",
    "\u{1b}[0m",
    "[^1]",
    "[ ] ",
    "<script>",
    "]]>",
];

fn pieces() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40)
}

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

fn cuts() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(1..9usize, 1..12)
}

/// Lets an answer grow by so many characters at a time.
fn grow(text: &str, cuts: &[usize]) -> Result<(), TestCaseError> {
    let mut live = Live::new();
    let mut rest = text;
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
        let so_far = live.text().to_owned();
        let shown = live.nodes();
        // A last line that is only marks waits; all else is as if it were the end.
        let line = so_far.rfind('\n').map_or(0, |at| at + 1);
        prop_assert!(
            shown == render(&so_far) || shown == render(so_far.split_at(line).0),
            "{so_far:?}: {shown:?}"
        );
    }
    live.finish();
    prop_assert_eq!(live.text(), text);
    prop_assert_eq!(live.nodes(), render(text));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_split_ends_as_the_whole_text(pieces in pieces(), cuts in cuts()) {
        grow(&pieces.concat(), &cuts)?;
    }

    /// Without definitions blocks get settled early.
    #[test]
    fn settled_blocks_are_those_of_the_whole_text(mut pieces in pieces(), cuts in cuts()) {
        pieces.retain(|piece| !piece.starts_with("[a]"));
        grow(&pieces.join("\n"), &cuts)?;
        grow(&pieces.concat(), &cuts)?;
    }

    /// Each piece is a line, so that no word is a fence's language.
    #[test]
    fn no_word_is_lost(mut pieces in pieces()) {
        pieces.retain(|piece| !piece.starts_with("[a]"));
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
