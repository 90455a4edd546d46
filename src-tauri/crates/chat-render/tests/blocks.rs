//! What Markdown becomes, as a table. Trees are written short: see [`short`].

use chat_core::blocks::Node;
use chat_render::render;

/// `p(…)`, `h2(…)`, `ul(…)`, `ol3(…)`, `li(…)`, `q(…)`, `em(…)`, `b(…)`, `a[href](…)`, `'text'`,
/// `` `code` ``, `code[lang](…)`, `br`, `hr`.
fn short(nodes: &[Node]) -> String {
    let all: Vec<String> = nodes.iter().map(short_node).collect();
    all.join(" ")
}

fn short_node(node: &Node) -> String {
    let inside = node.children().map_or(String::new(), |nodes| short(nodes));
    match node {
        Node::Paragraph { .. } => format!("p({inside})"),
        Node::Heading { level, .. } => format!("h{level}({inside})"),
        Node::List { start: None, .. } => format!("ul({inside})"),
        Node::List {
            start: Some(start), ..
        } => format!("ol{start}({inside})"),
        Node::Item { .. } => format!("li({inside})"),
        Node::Quote { .. } => format!("q({inside})"),
        Node::Code { lang, text } => format!("code[{lang}]({text})"),
        Node::Rule => "hr".into(),
        Node::Text { text } => format!("'{text}'"),
        Node::Emphasis { .. } => format!("em({inside})"),
        Node::Strong { .. } => format!("b({inside})"),
        Node::CodeSpan { text } => format!("`{text}`"),
        Node::Link { href, .. } => format!("a[{href}]({inside})"),
        Node::Break => "br".into(),
    }
}

fn check(cases: &[(&str, &str)]) {
    for (markdown, expected) in cases {
        assert_eq!(short(&render(markdown)), *expected, "{markdown:?}");
    }
}

#[test]
fn blocks() {
    check(&[
        ("", ""),
        (" \n\n\t\n", ""),
        ("one", "p('one')"),
        ("one\ntwo", "p('one two')"),
        ("one\r\ntwo\rthree", "p('one two three')"),
        ("one\n\ntwo", "p('one') p('two')"),
        (
            "# a\n## b #\n###### c\n####### d",
            "h1('a') h2('b') h6('c') p('####### d')",
        ),
        ("a\n===\nb\n---", "h1('a') h2('b')"),
        ("#", "h1()"),
        ("a\n\n***\n\nb", "p('a') hr p('b')"),
        ("> a\n> b\n\nc", "q(p('a b')) p('c')"),
        ("> a\n>\n> > b", "q(p('a') q(p('b')))"),
        (">", "q()"),
        ("    a\n\n      b\n\nc", "code[](a\n\n  b) p('c')"),
        ("```\na\n```", "code[](a)"),
        ("```\na\n\n```\n", "code[](a\n)"),
        ("```Rust extra\nfn\n", "code[rust](fn)"),
        ("```", "code[]()"),
        ("> ```\n> a\n> b\n> ```", "q(code[](a\nb))"),
        ("    \n", ""),
        ("~~~\n<b>\n~~~", "code[](<b>)"),
        ("~~~\n``\n~~~", "code[](``)"),
    ]);
}

#[test]
fn lists() {
    check(&[
        ("- a\n- b", "ul(li('a') li('b'))"),
        ("- a\n\n- b", "ul(li(p('a')) li(p('b')))"),
        ("3. a\n4. b", "ol3(li('a') li('b'))"),
        ("1) a", "ol1(li('a'))"),
        ("- a\n  - b\n    - c", "ul(li('a' ul(li('b' ul(li('c'))))))"),
        ("- a\n\n  b\n\n      c", "ul(li(p('a') p('b') code[](c)))"),
        ("- a\n* b", "ul(li('a')) ul(li('b'))"),
        ("-\n- a", "ul(li() li('a'))"),
        (
            "- # a\n- > b\n- ```\n  c\n  ```",
            "ul(li(h1('a')) li(q(p('b'))) li(code[](c)))",
        ),
        ("- a  \n  b", "ul(li('a' br 'b'))"),
        ("- [ ] a\n- [x] b", "ul(li('[ ] a') li('[x] b'))"),
        ("- a\n\nb", "ul(li('a')) p('b')"),
    ]);
}

#[test]
fn inlines() {
    check(&[
        (
            "*a* _b_ **c** __d__ ***e***",
            "p(em('a') ' ' em('b') ' ' b('c') ' ' b('d') ' ' em(b('e')))",
        ),
        ("**a *b* c**", "p(b('a ' em('b') ' c'))"),
        ("**open", "p('**open')"),
        ("a_b_c 2*3*4", "p('a_b_c 2' em('3') '4')"),
        ("`a` ``b`c`` `<b>`", "p(`a` ' ' `b`c` ' ' `<b>`)"),
        ("`open", "p('`open')"),
        ("a\\\nb  \nc", "p('a' br 'b' br 'c')"),
        (
            "\\*a\\* &amp; &lt; &copy; &#x41; &nope;",
            "p('*a* & < © A &nope;')",
        ),
        (
            "[a *b*](https://e.org 'title')",
            "p(a[https://e.org/]('a ' em('b')))",
        ),
        (
            "[](https://e.org)",
            "p(a[https://e.org/]('https://e.org/'))",
        ),
        (
            "<https://e.org/é>",
            "p(a[https://e.org/%C3%A9]('https://e.org/é'))",
        ),
        (
            "[a][r] [r] [r][]\n\n[R]: https://e.org",
            "p(a[https://e.org/]('a') ' ' a[https://e.org/]('r') ' ' a[https://e.org/]('r'))",
        ),
        ("[a][none] [b]", "p('[a][none] [b]')"),
        (
            "[a *b* `c`](javascript:x) d",
            "p('a ' em('b') ' ' `c` ' d')",
        ),
        ("https://e.org www.e.org", "p('https://e.org www.e.org')"),
        (
            "~~a~~ ~b~ $x$ ^c^ :d: \"q\" -- ...",
            "p('~~a~~ ~b~ $x$ ^c^ :d: \"q\" -- ...')",
        ),
        (
            "text[^1]\n\n[^1]: a note",
            "p('text[^1]') p('[^1]: a note')",
        ),
        ("a <b>c</b> <br> d", "p('a <b>c</b> <br> d')"),
        (
            "<div>\n*a*\n</div>\n\n*b*",
            "p('<div>' br '*a*' br '</div>') p(em('b'))",
        ),
        (
            "![a *b*](https://e.org/i)",
            "p(a[https://e.org/i]('a b (https://e.org/i)'))",
        ),
        ("![a](i.png) b", "p('a (i.png) b')"),
        (
            "[![a](https://e.org/i)](https://e.org)",
            "p(a[https://e.org/]('a (https://e.org/i)'))",
        ),
        ("日本語**强调**。", "p('日本語' b('强调') '。')"),
        ("👩‍👩‍👧 é", "p('👩‍👩‍👧 é')"),
    ]);
}

#[test]
fn tables_keep_their_rows() {
    check(&[
        (
            "| a | b |\n|---|---|\n| 1 | **2** |",
            "code[](| a | b |\n|---|---|\n| 1 | **2** |)",
        ),
        (
            "a | b\n:-- | --:\n1 | 2 | 3\n\nafter",
            "code[](a | b\n:-- | --:\n1 | 2 | 3) p('after')",
        ),
        (
            "Lead *in*:\n| a |\n|---|\n| 1 |",
            "p('Lead ' em('in') ':') code[](| a |\n|---|\n| 1 |)",
        ),
        (
            "> | a |\n> |---|\n> | `1` |",
            "q(code[](| a |\n|---|\n| `1` |))",
        ),
        (
            "- | a |\n  |---|\n  | 1 |",
            "ul(li('| a |' br '|---|' br '| 1 |'))",
        ),
        (
            "1. x\n\n   | a |\n   |---|\n   | [1](https://e.org) |",
            "ol1(li(p('x') code[](| a |\n|---|\n| [1](https://e.org) |)))",
        ),
        (
            "| a |\n|---|\n| ![x](y) |\n| z |",
            "code[](| a |\n|---|\n| ![x](y) |\n| z |)",
        ),
        (
            "*lead\n| a |\n|---|\n| 1* |",
            "p(em('lead')) code[](| a |\n|---|\n| 1* |)",
        ),
        (
            "``\n| a |\n|---|\n``\n\n- b\n- # c",
            "p(`| a | |---|`) ul(li('b') li(h1('c')))",
        ),
        ("a | b\nc | d", "p('a | b c | d')"),
    ]);
}
