//! Coloured code: nothing is lost, and each line depends on those before it only.

use chat_core::blocks::{Node, Token, TokenKind};
use chat_render::{Highlight, render};
use proptest::collection::vec;
use proptest::prelude::*;
use std::fs;
use std::path::Path;

fn kind(node: &Node) -> Option<TokenKind> {
    match node {
        Node::Token(Token(kind, _)) => Some(*kind),
        _ => None,
    }
}

fn text(nodes: &[Node]) -> String {
    nodes.iter().filter_map(Node::text).collect()
}

/// Lines made of what means something to one scanner or another.
fn code() -> impl Strategy<Value = Vec<String>> {
    let piece = prop_oneof![
        6 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        2 => "[a-zA-Z_]{1,6}",
        1 => "\\PC{0,4}",
    ];
    let line = vec(piece, 0..14).prop_map(|pieces| pieces.concat());
    vec(line, 0..8)
}

const PIECES: &[&str] = &[
    " ",
    "  ",
    "\t",
    "\"",
    "'",
    "`",
    "\"\"\"",
    "'''",
    "\\",
    "/",
    "//",
    "/*",
    "*/",
    "#",
    "--",
    "<!--",
    "-->",
    "${",
    "$(",
    "#{",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "</",
    "/>",
    "<script>",
    "</script>",
    "<style>",
    "<<EOF",
    "EOF",
    "<<",
    "=",
    ":",
    ": ",
    "::",
    ";",
    ",",
    ".",
    "|",
    "&",
    "!",
    "- ",
    "@",
    "$",
    "%",
    "+",
    "~",
    "1",
    "0x",
    "1.5e-",
    "r#\"",
    "f\"",
    "fn ",
    "class ",
    "if ",
    "key: ",
    "```",
    "@@ ",
    "é",
    "\u{1f600}",
    "\u{a0}",
    "(*",
    "*)",
    "[[",
    "]]",
    "#|",
    "|#",
    "=#",
    "&#",
];

fn any_language() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(Highlight::names().collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_character_is_lost_and_neighbours_differ(lang in any_language(), lines in code()) {
        let mut highlight = Highlight::start(lang);
        for line in &lines {
            let nodes = highlight.line(line);
            prop_assert_eq!(&text(&nodes), line);
            prop_assert!(nodes.iter().all(|node| matches!(node, Node::Text(_) | Node::Token(_))));
            prop_assert!(nodes.windows(2).all(|pair| kind(&pair[0]) != kind(&pair[1])), "{:?}", nodes);
            let blank = |node: &Node| node.text().is_none_or(|text| text.trim().is_empty());
            prop_assert!(nodes.len() < 2 || !nodes.iter().any(blank), "{:?}", nodes);
            prop_assert!(nodes.len() != 1 || !blank(&nodes[0]) || kind(&nodes[0]).is_none());
        }
    }

    #[test]
    fn a_line_depends_on_those_before_it_only(lang in any_language(), lines in code(), at in 0..8_usize) {
        let mut whole = Highlight::start(lang);
        let coloured: Vec<_> = lines.iter().map(|line| whole.line(line)).collect();
        let at = at.min(lines.len());
        let mut first = Highlight::start(lang);
        for (line, expected) in lines.iter().zip(&coloured).take(at) {
            prop_assert_eq!(&first.line(line), expected);
        }
        let mut second = first.clone();
        for (line, expected) in lines.iter().zip(&coloured).skip(at) {
            prop_assert_eq!(&second.line(line), expected);
        }
    }
}

#[test]
fn an_unknown_language_and_none_are_plain() {
    for lang in ["", "text", "klingon", "js{1-9}"] {
        let line = "fn main() { 1 } // x";
        assert_eq!(
            Highlight::start(lang).line(line),
            [Node::Text(line.to_owned())]
        );
    }
}

#[test]
fn a_long_line_is_plain_and_changes_no_state() {
    let mut highlight = Highlight::start("c");
    let long = format!("/* {}", "x".repeat(Highlight::MAX_LINE));
    assert_eq!(highlight.line(&long), [Node::Text(long.clone())]);
    assert_eq!(kind(&highlight.line("int x;")[0]), Some(TokenKind::Type));
    let just = format!("/*{}", "x".repeat(Highlight::MAX_LINE - 2));
    assert_eq!(kind(&highlight.line(&just)[0]), Some(TokenKind::Comment));
    assert_eq!(kind(&highlight.line("int x;")[0]), Some(TokenKind::Comment));
}

#[test]
fn a_huge_block_goes_on_plain() {
    let coloured = |highlight: &mut Highlight| kind(&highlight.line("let a = 1;")[0]).is_some();
    let mut highlight = Highlight::start("rust");
    for _ in 0..Highlight::MAX_LINES {
        assert!(coloured(&mut highlight));
    }
    assert!(!coloured(&mut highlight));
    let mut highlight = Highlight::start("rust");
    let line = "// ".repeat(500);
    for _ in 0..Highlight::MAX_BYTES / line.len() {
        assert!(kind(&highlight.line(&line)[0]).is_some());
    }
    assert!(kind(&highlight.line(&line)[0]).is_none());
}

#[test]
fn a_fence_is_coloured_in_the_tree() {
    let tree = render("```rust\nlet x = 1;\n```");
    let line = Node::Line {
        children: Highlight::start("rust").line("let x = 1;"),
    };
    let lang = "rust".to_owned();
    let children = vec![line];
    assert_eq!(tree, [Node::Code { lang, children }]);
}

fn marked(nodes: &[Node]) -> String {
    let mark = |node: &Node| match node {
        Node::Token(Token(kind, text)) => {
            format!("⟦{}:{text}⟧", format!("{kind:?}").to_lowercase())
        }
        node => node.text().unwrap_or_default().to_owned(),
    };
    nodes.iter().map(mark).collect()
}

fn unmarked(text: &str) -> String {
    let without = |piece: &str| {
        let (_, text) = piece.split_once(':').unwrap_or(("", piece));
        text.replacen('⟧', "", 1)
    };
    let (first, rest) = text.split_once('⟦').unwrap_or((text, ""));
    let rest = rest.split('⟦').filter(|piece| !piece.is_empty());
    first.to_owned() + &rest.map(without).collect::<String>()
}

/// The examples: `⟦kind:text⟧` is a token, all else plain. `GATEHOUSE_BLESS=1` writes them anew.
#[test]
fn every_language_is_coloured_as_its_example() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/code");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let example = fs::read_to_string(&path).unwrap();
        let source = unmarked(&example);
        let lang = path.file_stem().unwrap().to_str().unwrap();
        let mut highlight = Highlight::start(lang);
        let lines = source.lines().map(|line| marked(&highlight.line(line)));
        let coloured: String = lines.flat_map(|line| [line, "\n".to_owned()]).collect();
        if std::env::var_os("GATEHOUSE_BLESS").is_some() {
            fs::write(&path, coloured).unwrap();
        } else {
            assert_eq!(coloured, example, "{lang}");
        }
    }
}
