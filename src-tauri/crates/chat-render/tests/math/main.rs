//! Formulas: where they are found, what they become, and what no text can make of them.
//!
//! `GATEHOUSE_BLESS=1 cargo test -p chat-render --test math` writes the trees anew.
#![expect(
    clippy::unwrap_used,
    reason = "a helper of tests that cannot go on fails the test"
)]

mod any;

use chat_core::blocks::{MathTag, Node};
use chat_render::{Fault, Highlight, MAX_FORMULA, MAX_MATH_DEPTH, MAX_PARTS, formula, render};
use std::fmt::Write as _;
use std::path::Path;

const PRICES: &str = include_str!("prices.txt");
const FORMULAS: &str = include_str!("formulas.txt");
const TREES: &str = include_str!("trees.txt");

pub(crate) fn walk<'n>(nodes: &'n [Node], visit: &mut impl FnMut(&'n Node)) {
    for node in nodes {
        visit(node);
        walk(node.children().map_or(&[], Vec::as_slice), visit);
    }
}

/// The sources of the formulas of a tree.
fn sources(nodes: &[Node]) -> Vec<String> {
    let mut found = Vec::new();
    walk(nodes, &mut |node| {
        if let Node::Math { source, .. } = node {
            found.push(source.clone());
        }
    });
    found
}

/// The lines of a file of texts, without its comments.
fn texts(file: &str) -> impl Iterator<Item = String> {
    let lines = file.lines().filter(|line| !line.starts_with("## "));
    lines.map(|line| line.replace('⏎', "\n"))
}

/// Texts that have formulas, and those.
fn texts_with_formulas() -> Vec<(String, Vec<String>)> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    for line in texts(FORMULAS) {
        match (line.strip_prefix("    "), all.last_mut()) {
            (Some(formula), Some((_, formulas))) => formulas.push(formula.to_owned()),
            _ => all.push((line, Vec::new())),
        }
    }
    all
}

/// `tag[attribute=value](children)`.
fn short(node: &Node) -> String {
    match node {
        Node::Text(text) => text.clone(),
        Node::MathPart {
            tag,
            attributes,
            children,
        } => {
            let written = serde_json::to_value(attributes).unwrap();
            let mut names = String::new();
            for (name, value) in written.as_object().unwrap() {
                let value = value.to_string().replace('"', "");
                let space = if names.is_empty() { "" } else { " " };
                write!(names, "{space}{name}={value}").unwrap();
            }
            if !names.is_empty() {
                names = format!("[{names}]");
            }
            let tag = serde_json::to_value(tag).unwrap();
            let children: Vec<String> = children.iter().map(short).collect();
            format!("{}{names}({})", tag.as_str().unwrap(), children.join(" "))
        }
        other => format!("no part of a formula: {other:?}"),
    }
}

fn tree(source: &str) -> String {
    match formula(source, true, MAX_MATH_DEPTH) {
        Ok(node) => {
            let parts = node.children().unwrap().iter().map(short);
            parts.collect::<Vec<_>>().join(" ")
        }
        Err(fault) => format!("! {fault}"),
    }
}

/// Mutations seen to fail: `price-and-number` and `price-and-words` in
/// `xtask/scripts/mutations_answer.py`.
#[test]
fn money_shells_and_patterns_are_no_formulas() {
    let mut count = 0;
    for text in texts(PRICES) {
        count += 1;
        let nodes = render(&text);
        assert_eq!(sources(&nodes), [""; 0], "{text:?}");
        if !text.contains('`') {
            let mut code = 0;
            walk(&nodes, &mut |node| {
                code += usize::from(matches!(node, Node::CodeSpan { .. }));
            });
            assert_eq!(code, 0, "{text:?}");
        }
    }
    assert!(count >= 150, "{count}");
}

#[test]
fn formulas_are_found_and_read() {
    let all = texts_with_formulas();
    assert!(all.len() >= 150, "{}", all.len());
    for (text, formulas) in &all {
        assert!(!formulas.is_empty(), "{text:?} names no formula");
        assert_eq!(&sources(&render(text)), formulas, "{text:?}");
    }
}

#[test]
fn what_stands_around_formulas_is_as_it_was() {
    for (text, formulas) in texts_with_formulas() {
        for (before, after) in [("before ", " after"), ("**b** ", " *a*")] {
            if text.contains('\n') || text.starts_with(['#', '>', '-', '|', '1']) {
                continue;
            }
            let nodes = render(&format!("{before}{text}{after}"));
            assert_eq!(sources(&nodes), formulas, "{text:?}");
            let mut shown = String::new();
            walk(&nodes, &mut |node| {
                shown.push_str(node.text().unwrap_or_default());
            });
            assert!(
                shown.starts_with('b') && shown.ends_with(['r', 'a']),
                "{shown}"
            );
        }
    }
}

#[test]
fn formulas_become_trees() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/math/trees.txt");
    let mut count = 0;
    let mut fresh = String::new();
    for source in TREES.lines() {
        if source.starts_with("    ") {
            continue;
        }
        count += 1;
        let tree = tree(&source.replace('⏎', "\n"));
        writeln!(fresh, "{source}\n    {tree}").unwrap();
    }
    if std::env::var_os("GATEHOUSE_BLESS").is_some() {
        std::fs::write(path, &fresh).unwrap();
        return;
    }
    for (fresh, stored) in fresh.lines().zip(TREES.lines()) {
        assert_eq!(fresh, stored);
    }
    assert_eq!(fresh, TREES);
    assert!(count >= 60, "{count}");
}

#[test]
fn a_formula_that_cannot_be_read_shows_its_source() {
    let span = |text: &str| Node::CodeSpan { text: text.into() };
    let paragraph = |children| Node::Paragraph { children };
    let text = |text: &str| Node::Text(text.into());
    let line = |says: &str| Node::Line {
        children: Highlight::start("tex").line(says),
    };
    let code = |lines: &[&str]| Node::Code {
        lang: "tex".into(),
        children: lines.iter().copied().map(line).collect(),
    };
    for (markdown, expected) in [
        (
            r"a $\nope$ b",
            paragraph(vec![text("a "), span(r"$\nope$"), text(" b")]),
        ),
        (r"\(\nope\)", paragraph(vec![span(r"\(\nope\)")])),
        ("\\[\n\\nope\n- b\n\\]", code(&["\\nope", "- b"])),
        (r"$$\nope$$", code(&[r"\nope"])),
        (
            r"$$\nope$$ b",
            paragraph(vec![span(r"$$\nope$$"), text(" b")]),
        ),
        (
            r"a $$\nope$$",
            paragraph(vec![text("a "), span(r"$$\nope$$")]),
        ),
    ] {
        assert_eq!(render(markdown), [expected], "{markdown}");
    }
    let twice = render("$$\\nope$$ b\n\n`code`");
    assert_eq!(twice.last(), Some(&paragraph(vec![span("code")])));
}

/// Mutations seen to fail: `formula-nesting`, `formula-depth`, `formula-parts` and `formula-length`
/// in `xtask/scripts/mutations_answer.py`.
#[test]
fn nothing_is_expanded_and_everything_is_bounded() {
    let nested = |open: &str, close: &str, depth: usize| {
        format!("{}x{}", open.repeat(depth), close.repeat(depth))
    };
    for (source, fault) in [
        (r"\newcommand{\a}{\b\b}\a".to_owned(), Fault::Command),
        (r"\def\a{\a}\a".to_owned(), Fault::Command),
        (r"\let\a=\b".to_owned(), Fault::Command),
        (r"\href{javascript:alert(1)}{x}".to_owned(), Fault::Command),
        (r"\url{https://evil}".to_owned(), Fault::Command),
        (r"\includegraphics{https://evil}".to_owned(), Fault::Command),
        (r"\htmlClass{a}{x}".to_owned(), Fault::Command),
        (r"\unicode{x}".to_owned(), Fault::Command),
        (nested("{", "}", 100), Fault::Deep),
        (nested(r"\sqrt{", "}", MAX_MATH_DEPTH), Fault::Deep),
        (nested(r"\frac{", "}{y}", 17), Fault::Deep),
        (r"\sqrt".repeat(200), Fault::Deep),
        (nested(r"\left(", r"\right)", 50), Fault::Deep),
        ("x_{".repeat(100), Fault::Deep),
        ("x".repeat(MAX_PARTS + 1), Fault::Long),
        ("x".repeat(MAX_FORMULA + 1), Fault::Long),
        (
            format!(r"\text{{{}}}", "x".repeat(MAX_FORMULA)),
            Fault::Long,
        ),
        (r"\text{$".repeat(50), Fault::Unbalanced),
        ("{".repeat(20), Fault::Unbalanced),
        ("}".to_owned(), Fault::Unbalanced),
        (r"\frac{a}".to_owned(), Fault::Argument),
        (r"\hspace{1}".to_owned(), Fault::Argument),
        (r"\left x \right)".to_owned(), Fault::Argument),
        (r"x^2^3".to_owned(), Fault::Script),
    ] {
        assert_eq!(
            formula(&source, false, MAX_MATH_DEPTH),
            Err(fault),
            "{source}"
        );
    }
    let most = "x".repeat(MAX_PARTS);
    assert!(formula(&most, false, MAX_MATH_DEPTH).is_ok());
    let longest = format!(r"\text{{{}}}", "x".repeat(MAX_FORMULA - 7));
    assert!(formula(&longest, false, MAX_MATH_DEPTH).is_ok());
    let deepest = nested(r"\sqrt{", "}", MAX_MATH_DEPTH - 1);
    assert!(formula(&deepest, false, MAX_MATH_DEPTH).is_ok());
    assert_eq!(formula("x^2", false, 1), Err(Fault::Deep));
    let huge = formula(r"\hspace{99999999cm}", false, MAX_MATH_DEPTH).unwrap();
    assert!(format!("{huge:?}").contains("MathLength(1000)"), "{huge:?}");
}

#[test]
fn control_characters_in_formulas_become_visible() {
    let node = formula("\\text{a\u{1b}b} \0", false, MAX_MATH_DEPTH).unwrap();
    let mut shown = String::new();
    walk(&[node], &mut |node| {
        shown.push_str(node.text().unwrap_or_default());
    });
    assert!(!shown.contains(char::is_control), "{shown:?}");
}

/// Whether the number of children is what MathML asks for.
pub(crate) fn is_whole(tag: MathTag, children: &[Node]) -> bool {
    let parts = children
        .iter()
        .all(|node| matches!(node, Node::MathPart { .. }));
    match tag {
        MathTag::Mi | MathTag::Mn | MathTag::Mo | MathTag::Mtext => {
            matches!(children, [Node::Text(_)])
        }
        MathTag::Mspace => children.is_empty(),
        MathTag::Mfrac
        | MathTag::Mroot
        | MathTag::Msub
        | MathTag::Msup
        | MathTag::Munder
        | MathTag::Mover => parts && children.len() == 2,
        MathTag::Msubsup | MathTag::Munderover => parts && children.len() == 3,
        MathTag::Mrow
        | MathTag::Msqrt
        | MathTag::Mtable
        | MathTag::Mtr
        | MathTag::Mtd
        | MathTag::Mstyle
        | MathTag::Mpadded
        | MathTag::Mphantom => parts,
    }
}
