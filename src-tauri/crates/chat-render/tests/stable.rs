//! A growing answer never takes back what it has shown, nor turns one block into another.

use chat_core::blocks::Node;
use chat_render::{Live, render};

/// What is read, with the names of footnotes; text of code and of links alike.
fn plain(nodes: &[Node], into: &mut String) {
    for node in nodes {
        match node {
            Node::Break => into.push('\n'),
            Node::Math { source, .. } => {
                into.push_str(source);
                continue;
            }
            Node::FootnoteRef { label } => into.extend(["[^", label, "]"]),
            node => into.push_str(node.text().unwrap_or_default()),
        }
        plain(node.children().map_or(&[], Vec::as_slice), into);
    }
}

fn shown(nodes: &[Node]) -> String {
    let mut text = String::new();
    plain(nodes, &mut text);
    text
}

/// The kinds of blocks and of marks, in reading order.
fn kinds(nodes: &[Node], into: &mut Vec<String>) {
    for node in nodes {
        let json = serde_json::to_value(node).unwrap_or_default();
        let Some(kind) = json.get("type").and_then(|kind| kind.as_str()) else {
            continue;
        };
        // A link's text is shown before its address is complete.
        if !matches!(kind, "link" | "footnoteRef" | "break") {
            into.push(kind.to_owned());
        }
        kinds(node.children().map_or(&[], Vec::as_slice), into);
    }
}

/// How often something that was shown is gone in the next picture, when the text comes character
/// by character.
fn flickers(text: &str) -> Vec<String> {
    let mut live = Live::new();
    let (mut last_text, mut last_kinds) = (String::new(), Vec::new());
    let mut flickers = Vec::new();
    let pictures = text.chars().map(Some).chain([None]);
    for c in pictures {
        match c {
            Some(c) => live.append(c.encode_utf8(&mut [0; 4])),
            None => live.finish(),
        }
        let nodes = live.nodes();
        let text = shown(nodes);
        let mut now = Vec::new();
        kinds(nodes, &mut now);
        if !text.starts_with(last_text.trim_end()) {
            flickers.push(format!("{last_text:?} → {text:?}"));
        }
        if !now.starts_with(&last_kinds) {
            flickers.push(format!("{last_kinds:?} → {now:?}"));
        }
        (last_text, last_kinds) = (text, now);
    }
    flickers
}

/// Mutations seen to fail: `held-back-marks` and `held-back-formula` in
/// `xtask/scripts/mutations_answer.py`.
#[test]
fn nothing_that_was_shown_is_taken_back() {
    let cases = [
        "**bold** and *italic* and ***both*** and ~~gone~~ words.",
        "**Note:** a line with `code` in it, ``more `code` `` and snake_case_names.",
        "A **bold *nested* text** and _under __strong__ lines_.",
        "See [the manual](https://example.org/a_b(c)?q=1 \"Title\") and ![a picture](https://e.org/i.png).",
        "See **[bold link](https://e.org)** and [`code` link](https://e.org).",
        "Auto <https://example.org/path> and <mailto:a@b.org>, a < b, x <b>raw</b>.",
        "An array[0] and a [citation needed] and [1] or [2, 3].",
        "Tom &amp; Jerry &lt;3 R&D &#169;",
        "Escaped \\*stars\\* and a \\\\ backslash.",
        "2 * 3 * 4 and a*b*c",
        "# Heading **one**\n\n## Heading `two` #\n\ntext",
        "para\n\n---\n\npara\n\n***\n\nend",
        "- one\n- two **bold**\n  - three\n    - four\n- five\n\nend",
        "1. one\n2. two\n   more\n10. ten\n\nend",
        "- [ ] todo\n- [x] done [link](https://e.org)\n- [X] **done**",
        "- [link](https://e.org) first\n- **bold** first\n- `code` first",
        "text\n- list right after\n- again\n\n1. one\n\n   inside\n\n2. two",
        "> quoted **text**\n> goes on\n>\n> - list\n>   - more\n\nend",
        "> [!NOTE]\n> Worth *knowing*.\n\n> [!WARNING]\n> Careful.",
        "| a | b |\n|---|:-:|\n| **1** | `2` |\n| 3 | [4](https://e.org) |\n\nend",
        "Before:\n\n| Name | Value |\n| --- | ---: |\n| x | 1 |\n\nAfter",
        "A line\n| a | b |\n|---|---|\n| 1 | 2 |",
        "> | a |\n> |---|\n> | 1 |",
        "- item\n\n  | a |\n  |---|\n  | 1 |\n",
        "```rust\nfn main() {\n    // - not a list\n    let x = \"```\";\n}\n```\n\nend",
        "````md\n```\ninner\n```\n````\nend",
        "~~~\ncode\n~~~\n",
        "1. Run:\n   ```bash\n   ls -la\n\n   # comment\n   ```\n2. Done",
        "> ```\n> a\n> ```\n\nend",
        "    indented\n    code\n\nend",
        "A note[^1] and another[^long].\n\n[^1]: The note.\n[^long]: Another\n\n    with more.\n\nend",
        "[r]: https://example.org\n\nA [ref][r] and [r] and [unknown].\n\nend",
        "text  \nhard break\\\nagain",
        "The sum \\(a^2 + b^2\\) is $c^2$, and **bold $x_1$** too.",
        "As follows:\n\n\\[\n\\frac{a}{b} = c\n\\]\n\nand\n\n$$x = y$$\n\nend",
        "- first \\(x\\)\n- it costs $5 or $10, and $HOME is set\n",
        "| a | b |\n|---|---|\n| $x$ | \\(y\\) |\n",
        "é **über** 😀 *日本語* ok",
    ];
    let mut failed = Vec::new();
    for text in cases {
        let flickers = flickers(text);
        if !flickers.is_empty() {
            failed.push(format!("{text:?}\n    {}", flickers.join("\n    ")));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn what_is_held_back_is_short() {
    let text = "A paragraph of *plain* words with `code`, a [link](https://e.org/a) and a **bold** end.\n\n\
        - an item with [another](https://e.org/b)\n- `x`\n\n> quoted\n\n1. one\n2. two\n";
    let mut live = Live::new();
    for c in text.chars() {
        live.append(c.encode_utf8(&mut [0; 4]));
        let so_far = shown(live.nodes())
            .chars()
            .filter(|c| c.is_alphanumeric())
            .count();
        let whole = shown(&render(live.text()));
        let whole = whole.chars().filter(|c| c.is_alphanumeric()).count();
        assert!(so_far + 32 >= whole, "{:?}", live.text());
    }
}
