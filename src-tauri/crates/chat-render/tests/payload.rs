//! What is sent of a growing answer: at most three times its final tree, for every kind of block.

use chat_core::blocks::{Node, PatchOp};
use chat_core::wire::MAX_EVENT_BYTES;
use chat_render::{Live, Mirror, apply, render};
use std::fmt::Write as _;

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "{}", line(number));
        text
    })
}

/// One long block of each kind, and an answer of all kinds.
fn answers() -> Vec<(&'static str, String)> {
    let prose = "Some *words* with **weight**, `code` and a [link](https://e.org/x) that goes on for a while.";
    let mixed = "## A heading\n\nSome *words* with **weight**, `code` and [a link](https://e.org/x).\n\n\
        - first\n- second\n  - nested\n\n1. one\n2. two\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\
        ```rust\nfn main() {\n    println!(\"hello\");\n}\n```\n\n";
    vec![
        ("a paragraph", prose.repeat(20)),
        ("paragraphs", lines(60, |_| format!("{prose}\n"))),
        (
            "code",
            format!(
                "```rust\n{}```\n",
                lines(300, |n| format!("    let x{n} = {n};"))
            ),
        ),
        (
            "a table",
            format!(
                "| a | b |\n|---|---|\n{}",
                lines(200, |n| format!("| {n} | **b** and `c` |"))
            ),
        ),
        ("a list", lines(200, |n| format!("- item {n} with `code`"))),
        (
            "a loose list",
            lines(100, |n| format!("- item {n} with **bold** words\n")),
        ),
        (
            "a nested list",
            lines(200, |n| format!("{}- item {n} is here", "  ".repeat(n % 4))),
        ),
        (
            "a numbered list",
            lines(200, |n| format!("{}. item {n} of the list", n + 1)),
        ),
        ("tasks", lines(200, |n| format!("- [x] task {n} is done"))),
        ("a quotation", lines(60, |_| format!("> {prose}\n>"))),
        (
            "an alert",
            format!("> [!NOTE]\n{}", lines(60, |_| format!("> {prose}\n>"))),
        ),
        (
            "a footnote",
            format!(
                "x[^1]\n\n[^1]: a\n\n{}",
                lines(60, |_| format!("    {prose}\n"))
            ),
        ),
        (
            "formulas",
            lines(60, |n| {
                format!("So $x_{n} = \\frac{{a}}{{b}}$ and\n\n\\[ \\sum_{{i=1}}^{n} i^2 \\]\n")
            }),
        ),
        (
            "indented code",
            format!("a\n\n{}", lines(200, |n| format!("    let x{n} = {n};"))),
        ),
        (
            "raw HTML",
            lines(60, |n| format!("<div class=\"a\">\n<b>{n}</b>\n</div>\n")),
        ),
        (
            "late definitions",
            format!(
                "{}\n{}",
                lines(60, |n| format!("A [link][x{n}] to come.\n")),
                lines(60, |n| format!("[x{n}]: https://e.org/{n}"))
            ),
        ),
        ("headings", lines(200, |n| format!("## Heading number {n}"))),
        ("mixed", mixed.repeat(12)),
    ]
}

/// Bytes of operations, without the envelope of the messages, one patch for each step.
fn sent(text: &str, step: usize) -> (usize, Vec<Node>) {
    let (mut live, mut mirror, mut page) = (Live::new(), Mirror::new(), Vec::new());
    let mut bytes = 0;
    let mut chars = text.chars();
    loop {
        let piece: String = chars.by_ref().take(step).collect();
        if piece.is_empty() {
            live.finish();
        } else {
            live.append(&piece);
        }
        loop {
            let ops = mirror.step_live(&mut live, MAX_EVENT_BYTES);
            for op in &ops {
                assert_eq!(apply(&mut page, op), Ok(()));
                bytes += content(op);
            }
            if ops.is_empty() {
                break;
            }
        }
        if piece.is_empty() {
            return (bytes, page);
        }
    }
}

/// Bytes of an operation without the words around its place and content, which every patch has.
fn content(op: &PatchOp) -> usize {
    let json = serde_json::to_string(op).unwrap_or_default();
    let envelope = match op {
        PatchOp::AppendText { .. } => "{\"op\":\"appendText\",\"path\":,\"text\":}",
        PatchOp::AppendNodes { .. } => "{\"op\":\"appendNodes\",\"path\":,\"nodes\":}",
        PatchOp::ReplaceFrom { .. } => "{\"op\":\"replaceFrom\",\"path\":,\"index\":,\"nodes\":}",
        PatchOp::SetLoose { .. } => "{\"op\":\"setLoose\",\"path\":}",
    };
    json.len() - envelope.len()
}

#[test]
fn what_is_sent_is_at_most_three_times_the_tree() {
    let mut failed = Vec::new();
    for (name, text) in answers() {
        let tree = serde_json::to_string(&render(&text))
            .unwrap_or_default()
            .len();
        for step in [4, 64, 800] {
            let (bytes, page) = sent(&text, step);
            assert_eq!(page, render(&text), "{name} by {step}");
            let percent = bytes * 100 / tree;
            println!("{name} by {step}: {bytes} bytes for a tree of {tree}, {percent} %");
            if bytes > 3 * tree {
                failed.push(format!("{name} by {step}: {percent} %"));
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
