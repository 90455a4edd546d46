//! Any source and any text with formulas: nothing panics, every tree is whole and bounded, and an
//! answer that grows ends as its whole text says.

use crate::{is_whole, walk};
use chat_core::blocks::Node;
use chat_render::{Live, MAX_DEPTH, MAX_MATH_DEPTH, MAX_PARTS, formula, render};
use proptest::prelude::*;

/// Words of formulas, whole and broken.
const WORDS: &[&str] = &[
    "x",
    "12",
    "3.",
    ".5",
    "{,}",
    "+",
    "-",
    "=",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "^",
    "_",
    "&",
    "\\\\",
    "\\",
    "'",
    "|",
    "$",
    "#",
    "%",
    "%\n",
    "\n",
    " ",
    "~",
    "/",
    "<",
    "é",
    "中文",
    "😀",
    "\u{a0}",
    "\u{338}",
    "\0",
    "\u{202e}",
    "\\frac",
    "\\sqrt",
    "\\sqrt[3]",
    "\\sum",
    "\\int",
    "\\lim",
    "\\limits",
    "\\nolimits",
    "\\left",
    "\\right",
    "\\left(",
    "\\right)",
    "\\middle|",
    "\\big",
    "\\Biggr",
    "\\text",
    "\\text{a $b$ c}",
    "\\operatorname",
    "\\operatorname*",
    "\\mathbb",
    "\\mathrm",
    "\\bf",
    "\\displaystyle",
    "\\over",
    "\\choose",
    "\\not",
    "\\hat",
    "\\overbrace",
    "\\underline",
    "\\overset",
    "\\xrightarrow",
    "\\xrightarrow[a]",
    "\\boxed",
    "\\phantom",
    "\\tag",
    "\\tag*",
    "\\label",
    "\\color",
    "\\hspace",
    "\\kern",
    "1em",
    "-2mu",
    "{1em}",
    "\\pmod",
    "\\substack",
    "\\begin",
    "\\end",
    "{matrix}",
    "{aligned}",
    "{array}",
    "{c|r}",
    "\\begin{cases}",
    "\\end{cases}",
    "\\begin{pmatrix}",
    "\\end{pmatrix}",
    "\\begin{alignat}{2}",
    "\\hline",
    "[1em]",
    "\\alpha",
    "\\Gamma",
    "\\,",
    "\\quad",
    "\\{",
    "\\|",
    "\\nope",
    "\\ce",
    "\\ce{H2O",
    "->[a]",
    "\\ce",
    "\\ce{H2O",
    "->[a]",
    "^2-",
    "\\newcommand",
];

/// Pieces of texts in which formulas begin, end and are cut by other things.
const PIECES: &[&str] = &[
    "$",
    "$",
    "$$",
    "$$$",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "\\",
    "\\\\",
    "\\$",
    "x",
    "5",
    "a_b",
    "x^2",
    "*",
    "**",
    "_",
    "`",
    "``",
    "```\n",
    "~~~\n",
    " ",
    "  ",
    "    ",
    "\n",
    "\n\n",
    "\r\n",
    "  \n",
    "- ",
    "+ b",
    "1. ",
    "> ",
    ">",
    "# ",
    "=",
    "===",
    "---",
    "|",
    "| a | b |\n|---|---|\n",
    "| ",
    "\\|",
    "[a](b$c)",
    "[a",
    "](b)",
    "<b>",
    "<https://e.org/$x>",
    "https://e.org/$x",
    "<!--",
    "-->",
    "<div>",
    "![a](b)",
    "\\frac{a}{b}",
    "\\begin{aligned}",
    "\\end{aligned}",
    "&",
    "&amp;",
    "word",
    "words of text",
    "\\nope",
    "é",
    "中",
    "\0",
    "[a]: $x\n",
];

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 0..30).prop_map(|words| words.concat())
}

fn pieces() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(PIECES), 0..30)
}

/// The most nodes with children on a path.
fn depth(nodes: &[Node]) -> usize {
    let of = |node: &Node| node.children().map_or(0, |children| 1 + depth(children));
    nodes.iter().map(of).max().unwrap_or(0)
}

fn hold(nodes: &[Node]) {
    walk(nodes, &mut |node| match node {
        Node::MathPart { tag, children, .. } => assert!(is_whole(*tag, children), "{node:?}"),
        Node::Math { children, .. } => {
            let mut parts = 0;
            walk(children, &mut |node| {
                parts += usize::from(matches!(node, Node::MathPart { .. }));
            });
            assert!(parts <= MAX_PARTS && depth(children) <= MAX_MATH_DEPTH);
        }
        _ => {}
    });
    assert!(depth(nodes) <= MAX_DEPTH);
}

fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_words_are_a_whole_tree_or_none(source in words()) {
        if let Ok(node) = formula(&source, true, MAX_MATH_DEPTH) {
            hold(&[node]);
        }
    }

    #[test]
    fn any_characters_are_a_whole_tree_or_none(source in "\\PC{0,60}") {
        if let Ok(node) = formula(&source, false, MAX_MATH_DEPTH) {
            hold(&[node]);
        }
    }

    #[test]
    fn any_text_is_drawn_within_its_bounds(pieces in pieces()) {
        hold(&render(&pieces.concat()));
    }

    #[test]
    fn a_growing_text_with_formulas_ends_as_the_whole(pieces in pieces()) {
        let mut live = Live::new();
        for piece in &pieces {
            live.append(piece);
            live.nodes();
        }
        // Before the end is said: what was settled on the way is still right.
        live.append("\n\nend\n\n.");
        let text = live.text().to_owned();
        prop_assert_eq!(live.nodes(), render(&text));
        live.finish();
        prop_assert_eq!(live.nodes(), render(&text));
    }
}
