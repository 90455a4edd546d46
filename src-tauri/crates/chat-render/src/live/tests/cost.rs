//! What a growing answer costs, counted in bytes that are read, and what is touched.

use crate::build::READ;
use crate::{Live, Mirror, render};
use chat_core::blocks::PatchOp;
use std::fmt::Write as _;

#[path = "../../../tests/floods/mod.rs"]
mod floods;

/// Bytes that are read for a text which comes in steps of so many characters.
fn work(text: &str, step: usize) -> usize {
    work_of(Live::new(), text, step)
}

fn work_of(mut live: Live, text: &str, step: usize) -> usize {
    let before = READ.get();
    let mut chars = text.chars();
    loop {
        let piece: String = chars.by_ref().take(step).collect();
        if piece.is_empty() {
            break;
        }
        live.append(&piece);
        live.nodes();
    }
    assert_eq!(live.nodes_at_end(), render(text));
    READ.get() - before
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "{}", line(number));
        text
    })
}

/// One block of each kind that grows by so many lines.
fn blocks(n: usize) -> Vec<(&'static str, String)> {
    let prose = "Some *words* with **weight**, `code` and a [link](https://e.org/x).";
    vec![
        ("paragraphs", lines(n / 2, |_| format!("{prose}\n"))),
        (
            "code",
            format!("```rust\n{}", lines(n, |n| format!("    let x{n} = {n};"))),
        ),
        (
            "code in a list",
            format!("- a\n\n  ```\n{}", lines(n, |n| format!("  x{n} = {n}"))),
        ),
        (
            "table",
            format!(
                "| a | b |\n|---|---|\n{}",
                lines(n, |n| format!("| {n} | **b** |"))
            ),
        ),
        (
            "table in a quotation",
            format!(
                "> | a | b |\n> |---|---|\n{}",
                lines(n, |n| format!("> | {n} | b |"))
            ),
        ),
        (
            "definitions with bars",
            format!("text\n\n{}", lines(n, |n| format!("[x{n}]: |{n}|"))),
        ),
        ("list", lines(n, |n| format!("- item {n} with `code`"))),
        ("numbers", lines(n, |n| format!("{n}. item"))),
        ("loose list", lines(n / 2, |n| format!("- item {n}\n"))),
        (
            "tasks",
            lines(n, |n| {
                format!("- [{}] task {n}", if n % 2 == 0 { 'x' } else { ' ' })
            }),
        ),
        (
            "nested list",
            lines(n, |n| format!("{}- item {n}", "  ".repeat(n % 4))),
        ),
        (
            "list in a list",
            format!("1. a\n{}", lines(n, |n| format!("   - item {n}"))),
        ),
        ("quotation", lines(n / 2, |n| format!("> {prose} {n}\n>"))),
        (
            "alert",
            format!(
                "> [!NOTE]\n{}",
                lines(n / 2, |n| format!("> {prose} {n}\n>"))
            ),
        ),
        (
            "footnote",
            format!(
                "x[^1]\n\n[^1]: a\n\n{}",
                lines(n / 2, |n| format!("    more {n}\n"))
            ),
        ),
        (
            "footnotes",
            lines(n / 2, |n| format!("word[^{n}]\n\n[^{n}]: note\n")),
        ),
        (
            "definitions",
            lines(n / 2, |n| {
                format!("[x{n}] and\n\n[x{n}]: https://e.org/{n}\n")
            }),
        ),
        (
            "definitions in a row",
            lines(n, |n| format!("[x{n}]: https://e.org/{n}")),
        ),
        (
            "definitions of one label",
            lines(n, |n| format!("[x]: https://e.org/{n}")),
        ),
        (
            "definitions with titles",
            lines(n, |n| format!("[x{n}]: https://e.org/{n}\n  'a title'")),
        ),
        (
            "definitions after a list",
            format!("- [x1]\n\n{}", lines(n, |n| format!("[x{n}]: /{n}"))),
        ),
        (
            "definitions before their uses",
            format!(
                "{}\n{}",
                lines(n, |n| format!("[x{n}]: https://e.org/{n}")),
                lines(n, |n| format!("[x{n}] and\n"))
            ),
        ),
        (
            "definitions after their uses",
            format!(
                "{}{}",
                lines(n, |n| format!("[x{n}] and\n")),
                lines(n, |n| format!("[x{n}]: https://e.org/{n}"))
            ),
        ),
        (
            "footnotes in a row",
            lines(n, |n| format!("[^{n}]: note {n}")),
        ),
        (
            "footnotes after their uses",
            format!(
                "{}{}",
                lines(n, |n| format!("word[^{n}]\n")),
                lines(n, |n| format!("[^{n}]: note"))
            ),
        ),
        (
            "indented code",
            lines(n, |n| format!("    let x{n} = {n};")),
        ),
        (
            "indented code with blank lines",
            lines(n, |n| format!("\tx{n}\n\n      \n    >")),
        ),
        (
            "indented code in a list",
            format!("- a\n\n{}", lines(n, |n| format!("      x{n}\n"))),
        ),
        (
            "indented code in a quotation",
            lines(n, |n| format!(">     x{n}\n>")),
        ),
        ("headings", lines(n, |n| format!("## heading {n}"))),
        ("rules", lines(n, |_| "---".to_owned())),
        ("html", lines(n / 2, |n| format!("<p>{n}</p>\n"))),
    ]
}

#[test]
fn the_work_is_linear_for_every_kind_of_block() {
    let mut failed = Vec::new();
    for ((name, half), (_, whole)) in blocks(150).iter().zip(&blocks(300)) {
        for step in [4, 64] {
            let (one, two) = (work(half, step), work(whole, step));
            let [a, b] = [half.len(), whole.len()];
            println!("{name} by {step}: {two} bytes read for {b}");
            // In steps of four characters a tail of 200 bytes is read for each.
            if two * a * 100 > one * b * 115 || two > 80 * b {
                failed.push(format!(
                    "{name} by {step}: {one} for {a}, {two} for {b} bytes"
                ));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Whether an operation leaves alone what is before a place.
fn spares(op: &PatchOp, settled: &[u32]) -> bool {
    match op {
        PatchOp::AppendText { path, .. } => path.as_slice() >= settled,
        PatchOp::AppendNodes { path, .. } => settled.starts_with(path) || path.as_slice() > settled,
        PatchOp::ReplaceFrom { path, index, .. } => {
            [path.as_slice(), &[*index]].concat() >= settled.to_vec()
        }
        // Only of a list that is open.
        PatchOp::SetLoose { path } => settled.starts_with(path) || path.as_slice() >= settled,
    }
}

/// Mutations seen to fail: `table-resent`, `list-resent` and `code-resent` in
/// `xtask/scripts/mutations_answer.py`.
#[test]
fn what_is_settled_is_never_touched_again() {
    for (name, text) in blocks(60) {
        let (mut live, mut mirror) = (Live::new(), Mirror::new());
        let mut chars = text.chars();
        let mut settled = live.settled();
        loop {
            let piece: String = chars.by_ref().take(7).collect();
            if piece.is_empty() {
                break;
            }
            live.append(&piece);
            for op in mirror.step_live(&mut live, 1_000_000) {
                let touched = live.settled().0 == settled.0 && !spares(&op, &settled.1);
                assert!(!touched, "{name}: {op:?} within {settled:?}");
            }
            let now = live.settled();
            assert!(now.0 > settled.0 || now.1 >= settled.1, "{name}");
            settled = now;
        }
    }
}

#[test]
fn the_work_is_linear_for_texts_out_of_proportion() {
    let work = |text: &str| {
        let live = Live {
            heavy: 4_096,
            ..Live::new()
        };
        work_of(live, text, 400)
    };
    for ((name, half), (_, whole)) in floods::floods(20_000).iter().zip(&floods::floods(40_000)) {
        let (one, two) = (work(half), work(whole));
        let [a, b] = [half.len(), whole.len()];
        assert!(
            two * a * 10 <= one * b * 13,
            "{name}: {one} → {two} bytes read"
        );
        assert!(two <= 40 * b, "{name}: {two} bytes read for {b}");
    }
}
