//! What settles and what it costs, counted in bytes that are read.

use super::*;
use crate::build::READ;
use crate::render;

mod cost;

fn grow(live: &mut Live, pieces: &[&str]) {
    for piece in pieces {
        live.append(piece);
        live.nodes();
    }
}

fn same(live: &mut Live) {
    let whole = render(live.text());
    assert_eq!(live.nodes(), whole);
}

/// The path to the tail after a text that came line by line.
fn path(text: &str) -> Vec<u32> {
    let mut live = Live::new();
    for line in text.split_inclusive('\n') {
        grow(&mut live, &[line]);
    }
    // What a line allows is settled when the next picture is due.
    live.append(" ");
    live.nodes();
    assert_eq!(live.nodes_at_end(), render(live.text()), "{text:?}");
    live.settled().1
}

#[test]
fn everything_before_the_last_block_on_the_way_is_settled() {
    let cases: &[(&str, &[u32])] = &[
        ("one\n\ntwo\n\nthree\n", &[2]),
        ("- a\n- b\n- c\n", &[0, 2]),
        ("1) a\n\n   b\n\n   c\n", &[0, 0, 2]),
        ("- a\n  - b\n  - c\n", &[0, 0, 1, 1]),
        ("> a\n>\n> b\n> - c\n> - d\n", &[0, 2, 1]),
        ("> [!NOTE]\n> a\n>\n> b\n", &[0, 1]),
        ("```\na\nb\nc\n", &[0, 3]),
        ("- ```\n  a\n  b\n", &[0, 0, 0, 2]),
        ("> ~~~~\n> a\n> ~~~\n", &[0, 0, 2]),
        ("| a |\n|---|\n| b |\n| c |\n", &[0, 2]),
        ("- x\n\n  | a |\n  |---|\n  | b |\n", &[0, 0, 1, 1]),
        ("[^1]: a\n\n    b\n\n    c\n", &[0, 2]),
        ("```\na\n```\nb\n\nc\n", &[2]),
        ("- a\n\nb\n", &[1]),
        ("    a\n\n    b\n    c\n\n", &[0, 3]),
        ("- a\n\n      b\n      c\n", &[0, 0, 1, 1]),
        (">     a\n>     b\n", &[0, 0, 1]),
        ("a\n\n[x]: /1\n[y]: /2\n", &[1]),
        ("- a\n\n[x]: /1\n[y]: /2\n", &[1]),
        ("> a\n\n[x]: /1\n[x]: /2\n", &[1]),
        // Lines that go on within a quotation or an item.
        ("> [x]: /1\n[y]: /2\n", &[0]),
        ("- [x]: /1\n[y]: /2\n", &[0]),
    ];
    for (text, expected) in cases {
        assert_eq!(path(text), *expected, "{text:?}");
    }
}

/// Mutation seen to fail: `settles-half-a-line` in `xtask/scripts/mutations_answer.py`.
#[test]
fn half_a_line_settles_nothing() {
    let mut live = Live::new();
    grow(&mut live, &["- item\n", "|", " x", "y"]);
    assert_eq!(live.settled().1, [0]);
    let mut live = Live::new();
    grow(&mut live, &["```\none\n", "tw", "o"]);
    assert_eq!(live.settled().1, [0, 1]);
    same(&mut live);
}

#[test]
fn a_block_is_settled_once_a_later_one_has_begun() {
    let mut live = Live::new();
    grow(&mut live, &["one\n\n", "two", "\n", "\nthree\n", "more"]);
    assert_eq!(live.settled().1, [2]);
    assert_eq!(live.nodes(), render("one\n\ntwo\n\nthree\nmore"));
}

/// Mutation seen to fail: `held-back-line` in `xtask/scripts/mutations_answer.py`.
#[test]
fn a_line_of_marks_waits_for_its_end() {
    for (before, marks) in [
        ("```\ncode\n", "``"),
        ("```\ncode\n", "```"),
        ("text\n", "-"),
        ("text\n", "=="),
        ("text\n\n", "```rus"),
        ("> ```\n> x\n", "> ``"),
        ("- a\n", "-"),
        ("text\n", "1."),
        ("text\n\n", "| a | b |\n|--"),
    ] {
        let mut live = Live::new();
        live.append(before);
        live.append(marks);
        assert_eq!(live.nodes(), render(before), "{marks}");
        live.finish();
        assert_eq!(live.nodes(), render(&format!("{before}{marks}")), "{marks}");
    }
}

#[test]
fn text_may_come_after_the_end() {
    let mut live = Live::new();
    grow(&mut live, &["a\n\nb"]);
    live.finish();
    grow(&mut live, &["c\n\n", "d"]);
    assert_eq!(live.nodes(), render("a\n\nbc\n\nd"));
}

#[test]
fn a_long_beginning_does_not_hold_up_what_follows() {
    let long = "A paragraph.\n\n".repeat(HEAVY / 10);
    let mut live = Live::new();
    for round in 0..2 {
        live.append(&long);
        same(&mut live);
        live.append("more");
        same(&mut live);
        // Also where it goes on after its end.
        live.finish();
        live.append(" and more");
        same(&mut live);
        assert!(live.settled().1 > vec![1_000 * round]);
    }
}

#[test]
fn one_long_line_appears_in_steps() {
    let mut live = Live::new();
    live.append(&"word ".repeat(HEAVY / 4));
    same(&mut live);
    let before = live.nodes().to_vec();
    live.append("more");
    assert_eq!(live.nodes(), before);
    live.append(&"word ".repeat(HEAVY / 10));
    assert_ne!(live.nodes(), before);
    live.finish();
    same(&mut live);
}

/// Mutation seen to fail: `late-definition` in `xtask/scripts/mutations_answer.py`.
#[test]
fn a_late_definition_reaches_what_is_settled_and_no_other_block() {
    let mut live = Live::new();
    grow(
        &mut live,
        &[
            "see [x] and[^n].\n\n",
            "- a [x]\n- b\n\n",
            "more\n\n",
            "again\n\n",
        ],
    );
    let read = READ.get();
    grow(&mut live, &["[x]: https://e.org\n"]);
    same(&mut live);
    grow(&mut live, &["\n[^n]: note\n"]);
    same(&mut live);
    assert!(READ.get() - read < 300);
    grow(&mut live, &["\nend [x][^n]\n"]);
    same(&mut live);
}

/// Mutation seen to fail: `colour-state` in `xtask/scripts/mutations_answer.py`.
#[test]
fn code_that_grows_is_coloured_as_in_the_whole() {
    for text in [
        "```c\n/* one\ntwo\nthree */ int x;\nint y;\n",
        "- ```python\n  a = \"\"\"\n  if\n  \"\"\"\n  if\n",
        "> ```html\n> <script>\n> let a = 1;\n> </script>\n> let\n",
    ] {
        let mut live = Live::new();
        for c in text.chars() {
            live.append(c.encode_utf8(&mut [0; 4]));
            live.nodes();
            if c == '\n' {
                let whole = render(live.text());
                assert_eq!(live.nodes_at_end(), whole, "{:?}", live.text());
            }
        }
    }
}

/// Mutation seen to fail: `later-definition` in `xtask/scripts/mutations_answer.py`.
#[test]
fn what_waits_for_too_many_definitions_catches_up_while_the_text_grows() {
    let uses = (0..2_000).fold(String::new(), |text, number| {
        text + &format!("[x{number}] ")
    });
    let mut live = Live::new();
    grow(&mut live, &[&uses, "\n\nmore\n\n"]);
    let links = |live: &mut Live| {
        let uses = live.nodes().first().and_then(Node::children);
        let is_link = |node: &&Node| matches!(node, Node::Link { .. });
        uses.map_or(0, |nodes| nodes.iter().filter(is_link).count())
    };
    for number in 0..2_000 {
        let definition = format!("[x{number}]: https://example.org/{number}\n");
        let read = READ.get();
        grow(&mut live, &[&definition]);
        if number > 200 {
            assert!(links(&mut live) + 250 > number, "{number}");
        }
        let read = READ.get() - read;
        assert!(number == 0 || read < 2 * uses.len(), "{number}: {read}");
    }
    let free = REREAD.0 + REREAD.1 * live.text().len();
    assert!(live.reread <= free);
}

#[test]
fn the_first_definition_counts() {
    let mut live = Live::new();
    grow(
        &mut live,
        &[
            "[x]: https://a.org\n\n",
            "one\n\n",
            "[x]: https://b.org/<&amp;>\n\n",
            "[x] two\n",
        ],
    );
    same(&mut live);
}

#[test]
fn what_uses_a_definition_waits_until_no_line_takes_it_back() {
    let mut live = Live::new();
    grow(&mut live, &["[d]\n\n# heading\n[d]:\n|x|\n"]);
    same(&mut live);
    grow(&mut live, &["|---|\n"]);
    assert_eq!(live.nodes_at_end(), render(live.text()));
}

/// Texts that once settled wrongly.
/// Mutation seen to fail: `settles-untried` in `xtask/scripts/mutations_answer.py`.
#[test]
fn nothing_settles_wrongly() {
    let texts = [
        "- \r* # [^1][a]: https://e.org\n- \\\n[^1]: [a]: https://e.org\n",
        "[ref]: /uri\n<a href=\"foo\">\n*bar*\n</a>\n",
        "- a\n\n- b\n- - [ ]\n    foo\n    *\n    \n    foo\n    1.\n",
        "[a]:\n|---|:-:|\n|---|:-:|\n\n[a]\n",
        "-->[a]: https://e.org\n- \r- \n-[a]: https://e.org\n- [a]: https://e.org\n",
        "> [foo]: /1\n2. two\n  [foo]: /2\n",
        "[a]: https://e.org\n-\ntext[^1] and[^x]\n- text\n[^1]: says\n",
        "[c]: /c\n  \"title\nend of it\"\n",
        "[a]: /a \"title\n[b]: c\"\n\"more\"\n\n[b]\n",
        "> [a]: /a\n[b]: /b\n> c\n",
        "- [a]: /a\n[b]: /b\n  c\n",
        "[d]:\n-     code\n   [b]: c\"\n[a]: /a\n[a]: /a\n[c]: /c \"title\n",
        "\n[d]\n\n-     code\n  [b]: c\n[a]: /a\n[c]: /c\ntext\n",
        "- a\n\n[x]: /1\n[y]: /2\n- b\n\n[x]\n",
        "    a\n\n\n    b\n      \n\nc\n",
        "-     a\n\n      b\n      c\n\n- d\n",
        // A paragraph of which nothing is to be seen.
        "*  [](./target.md)\n    - one\n    \n     two\n",
        // An item of which the parser says that it begins in the line before.
        "- > quote in item\n    - foo\n    \n    - bar\n    \n    \n    - baz\n_\n\t- \ntext\n",
        // A link's label that looks like a footnote's.
        "text[^1]\n\n> [!WARNING]\n    [^1]: says\n[^1]: says\n",
    ];
    for text in texts {
        let mut live = Live::new();
        for c in text.chars() {
            live.append(c.encode_utf8(&mut [0; 4]));
            live.nodes();
            if c == '\n' {
                assert_eq!(
                    live.nodes_at_end(),
                    render(live.text()),
                    "{:?}",
                    live.text()
                );
            }
        }
    }
}
