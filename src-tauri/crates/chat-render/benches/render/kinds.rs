//! One long answer of each kind of block: what must not cost more the longer it gets.

use std::fmt::Write as _;

/// Names and texts.
pub fn all() -> Vec<(&'static str, String)> {
    vec![
        (
            "one paragraph",
            "Some *words* and `code` that go on. ".repeat(600),
        ),
        (
            "paragraphs",
            "A short paragraph with **bold** words.\n\n".repeat(500),
        ),
        ("headings", lines(500, |n| format!("## Section {n}\n"))),
        ("code of 2,000 lines", fenced(2_000)),
        (
            "code in an item",
            format!("- see:\n\n{}", indented(&fenced(500))),
        ),
        ("table of 500 rows", table(500)),
        (
            "list of 500 items",
            lines(500, |n| format!("- item {n} with `code`")),
        ),
        (
            "numbered list",
            lines(500, |n| format!("{n}. item with words")),
        ),
        ("loose list", lines(300, |n| format!("- item {n}\n"))),
        (
            "nested list",
            lines(400, |n| format!("{}- item {n}", "  ".repeat(n % 5))),
        ),
        (
            "tasks",
            lines(400, |n| {
                format!("- [{}] task {n}", if n % 2 == 0 { "x" } else { " " })
            }),
        ),
        (
            "quotation",
            lines(400, |n| format!("> line {n} of a long quotation")),
        ),
        (
            "quotation of paragraphs",
            lines(300, |n| format!("> paragraph {n}\n>")),
        ),
        (
            "alert",
            format!("> [!WARNING]\n{}", lines(300, |n| format!("> line {n}"))),
        ),
        (
            "footnotes",
            format!(
                "{}\n{}",
                lines(100, |n| format!("Said[^{n}].\n")),
                lines(100, |n| format!("[^{n}]: Note {n}.\n"))
            ),
        ),
        (
            "links",
            lines(300, |n| {
                format!("See [page {n}](https://example.org/{n}) now.\n")
            }),
        ),
        (
            "late definitions",
            format!(
                "{}\n{}",
                lines(100, |n| format!("See [page {n}].\n")),
                lines(100, |n| format!("[page {n}]: https://example.org/{n}\n"))
            ),
        ),
        (
            "formulas",
            lines(100, |n| {
                format!(
                    "Here $x_{{{n}}} + \\frac{{a}}{{b}}$ stands.\n\n$$\n\\sum_{{i=0}}^{{{n}}} i^2\n$$\n"
                )
            }),
        ),
    ]
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (1..=count).fold(String::new(), |mut text, n| {
        writeln!(text, "{}", line(n)).unwrap();
        text
    })
}

fn fenced(count: usize) -> String {
    format!(
        "```rust\n{}```\n",
        lines(count, |n| format!(
            "    let value_{n} = compute({n}, \"text\"); // {n}"
        ))
    )
}

fn indented(text: &str) -> String {
    text.lines().fold(String::new(), |mut all, line| {
        writeln!(all, "  {line}").unwrap();
        all
    })
}

fn table(rows: usize) -> String {
    format!(
        "| a | b | c |\n|---|:-:|--:|\n{}",
        lines(rows, |n| format!("| cell {n} | `code` | {n} |"))
    )
}
