//! Texts made of pieces of real Markdown.

use proptest::prelude::*;
use std::sync::LazyLock;

/// Pieces that open, close, continue and interrupt each other.
pub(crate) const PIECES: &[&str] = &[
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
    "~~",
    "[a]",
    "[a](https://e.org)",
    "[a]: https://e.org\n",
    "[a]: https://f.org\n",
    "[b]: <https://b.org>\n",
    "[b][a]",
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
    "a | b\n",
    "--|--\n",
    "é",
    "😀",
    "\u{feff}",
    "\0",
    "\u{1b}[0m",
    "[^1]",
    "[^1]: ",
    "[^x]: note\n",
    "[^x]",
    "[ ] ",
    "[x] ",
    "<script>",
    "]]>",
    "[!NOTE]",
    "> [!TIP]\n",
    "$x$",
    "\\(",
    "\\[",
];

/// Lines as answers have them.
const LINES: &[&str] = &[
    "",
    "",
    "",
    "text",
    "more text",
    "- item",
    "- item",
    "* star",
    "1. one",
    "2. two",
    "10. ten",
    "  - nested",
    "    - deeper",
    "   text in item",
    "    four",
    "     five",
    "> quoted",
    "> - in quote",
    ">   more",
    "> > twice",
    ">",
    "- > quote in item",
    "  > on",
    "# heading",
    "---",
    "```",
    "```js",
    "  ```",
    "> ```",
    "code();",
    "    code",
    "\tcode",
    "| a | b |",
    "|---|:-:|",
    "| 1 | 2 |",
    "| 3 |",
    "  | a | b |",
    "  |---|---|",
    "> | a |",
    "> |---|",
    "> | 1 |",
    "- [ ] todo",
    "- [x] done",
    "- [ ]",
    "-",
    "1.",
    "[a]: https://e.org",
    "see [a] and [b][a]",
    "[b]: https://b.org",
    "[^1]: says",
    "    more of it",
    "text[^1] and[^x]",
    "[^x]: x",
    "> [!NOTE]",
    "> [!WARNING]",
    "> body",
    "<div>",
    "</div>",
    "<!-- c",
    "-->",
    "===",
    "**bold",
    "text**",
    "- a\n\n- b",
    "- a\n  - b\n\n    c",
    "1. ```sh\n   ls\n   ```",
    "-   wide",
    "    in wide",
    "- # h",
    "  text\\",
    "line  ",
    "***",
    "+ plus",
    "      six",
    "| **b** | `c` |",
    "[a]:",
    "'title'",
    "lazy",
    "~~~",
    "| a |\n|---|\n| b |",
];

/// Lines of definitions and of indented code, which settle line by line.
const RUNS: &[&str] = &[
    "[a]: https://e.org",
    "[a]: https://f.org",
    "[b]: /b 'title'",
    "[c]: /c \"title",
    "[c]: /c\n  \"title",
    "end of it\"",
    "'a title'",
    "[d]:",
    "/url",
    "[e",
    "f]: /e",
    " [f]: /f",
    "   [b]: c\"",
    "    [a]: /four",
    "> [a]: /quoted",
    "- [b]: /item",
    "  [c]: /in item",
    "[a]: |x|",
    "|---|",
    "[^1]: note",
    "[^1]: [c]: /note",
    "    code",
    "    >",
    "\tcode",
    "      code",
    "     ",
    "  ",
    "",
    "",
    ">     code",
    ">",
    "- a",
    "-     code",
    "      [d]: /code",
    "see [a] and [b]",
    "[c] [d] [e f]",
    "# heading",
    "2. two",
    "-",
    "<b>",
    "===",
];

static EXAMPLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let json: serde_json::Value =
        serde_json::from_str(include_str!("../data/commonmark.json")).unwrap_or_default();
    let examples = json.as_array().into_iter().flatten();
    let markdown = examples.filter_map(|example| example.get("markdown")?.as_str());
    markdown.map(str::to_owned).collect()
});

fn indented(lines: &str, prefix: &str) -> String {
    let lines = lines.split_inclusive('\n');
    lines.flat_map(|line| [prefix, line]).collect()
}

fn piece() -> impl Strategy<Value = String> {
    prop::sample::select(PIECES).prop_map(str::to_owned)
}

fn line() -> impl Strategy<Value = String> {
    let prefix = prop_oneof![
        8 => Just(""),
        1 => Just("> "),
        1 => Just("  "),
        1 => Just("   "),
        1 => Just("    "),
        1 => Just("- "),
    ];
    let line = prop::sample::select(LINES);
    (prefix, line).prop_map(|(prefix, line)| format!("{prefix}{line}\n"))
}

fn example() -> impl Strategy<Value = String> {
    let prefix = prop_oneof![4 => Just(""), 1 => Just("> "), 1 => Just("  "), 1 => Just("    ")];
    (prefix, prop::sample::select(&**EXAMPLES))
        .prop_map(|(prefix, example)| indented(&example, prefix))
}

/// Any Markdown: characters, lines, and the examples of CommonMark within each other.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::collection::vec(piece(), 0..40).prop_map(|all| all.concat()),
        5 => prop::collection::vec(line(), 0..24).prop_map(|all| all.concat()),
        3 => prop::collection::vec(prop::sample::select(RUNS), 0..16)
            .prop_map(|lines| lines.join("\n") + "\n"),
        3 => prop::collection::vec(prop_oneof![3 => line(), 1 => piece(), 2 => example()], 0..14)
            .prop_map(|all| all.concat()),
    ]
}
