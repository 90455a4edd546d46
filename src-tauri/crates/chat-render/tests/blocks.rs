//! What Markdown becomes, as a table. Trees are written short: see [`short`].

use chat_core::blocks::{Align, Node, Token};
use chat_render::render;

/// `p(…)`, `h2(…)`, `ul(…)`, `ol3(…)` (`ul+`, `ol3+` when loose), `li(…)`, `x li(…)`, `o li(…)`,
/// `q(…)`, `note(…)`, `em(…)`, `b(…)`, `s(…)`, `a[href](…)`, `'text'`, `` `code` ``,
/// `code[lang](line|line)`, `table[lcr-](row(cell(…)))`, `^1`, `fn[1](…)`, `br`, `hr`, `more`.
fn short(nodes: &[Node]) -> String {
    let all: Vec<String> = nodes.iter().map(short_node).collect();
    all.join(" ")
}

fn short_node(node: &Node) -> String {
    let inside = node.children().map_or(String::new(), |nodes| short(nodes));
    match node {
        Node::Paragraph { .. } => format!("p({inside})"),
        Node::Heading { level, .. } => format!("h{level}({inside})"),
        Node::List { start, loose, .. } => {
            let kind = start.map_or("ul".to_owned(), |start| format!("ol{start}"));
            format!("{kind}{}({inside})", if *loose { "+" } else { "" })
        }
        Node::Item { done, .. } => match done {
            None => format!("li({inside})"),
            Some(true) => format!("x li({inside})"),
            Some(false) => format!("o li({inside})"),
        },
        Node::Quote { .. } => format!("q({inside})"),
        Node::Alert { kind, .. } => {
            format!("{}({inside})", format!("{kind:?}").to_lowercase())
        }
        Node::Code { lang, children } => {
            let lines: Vec<String> = children.iter().map(line).collect();
            format!("code[{lang}]({})", lines.join("|"))
        }
        Node::Line { .. } => format!("line({inside})"),
        Node::Table { align, .. } => {
            let columns = align.iter().map(|align| match align {
                Align::None => '-',
                Align::Left => 'l',
                Align::Center => 'c',
                Align::Right => 'r',
            });
            format!("table[{}]({inside})", columns.collect::<String>())
        }
        Node::Row { .. } => format!("row({inside})"),
        Node::Cell { .. } => format!("cell({inside})"),
        Node::Footnote { label, .. } => format!("fn[{label}]({inside})"),
        Node::Rule => "hr".into(),
        Node::More => "more".into(),
        Node::Text(text) => format!("'{text}'"),
        Node::Token(Token(_, text)) => format!("\"{text}\""),
        Node::Emphasis { .. } => format!("em({inside})"),
        Node::Strong { .. } => format!("b({inside})"),
        Node::Strike { .. } => format!("s({inside})"),
        Node::CodeSpan { text } => format!("`{text}`"),
        Node::Link { href, .. } => format!("a[{href}]({inside})"),
        Node::FootnoteRef { label } => format!("^{label}"),
        Node::Break => "br".into(),
        Node::Math { source, .. } => format!("math[{source}]"),
        Node::MathPart { .. } => format!("part({inside})"),
    }
}

/// A line as it reads.
fn line(node: &Node) -> String {
    let pieces = node.children().into_iter().flatten();
    pieces.filter_map(Node::text).collect()
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
        ("    a\n\n      b\n\nc", "code[](a||  b) p('c')"),
        ("```\na\n```", "code[](a)"),
        ("```\na\n\n```\n", "code[](a|)"),
        ("```Rust extra\nfn\n", "code[rust](fn)"),
        ("```", "code[]()"),
        ("> ```\n> a\n> b\n> ```", "q(code[](a|b))"),
        ("    \n", ""),
        ("~~~\n<b>\n~~~", "code[](<b>)"),
        ("~~~\n``\n~~~", "code[](``)"),
    ]);
}

#[test]
fn lists() {
    check(&[
        ("- a\n- b", "ul(li(p('a')) li(p('b')))"),
        ("- a\n\n- b", "ul+(li(p('a')) li(p('b')))"),
        ("3. a\n4. b", "ol3(li(p('a')) li(p('b')))"),
        ("1) a", "ol1(li(p('a')))"),
        (
            "- a\n  - b\n    - c",
            "ul(li(p('a') ul(li(p('b') ul(li(p('c')))))))",
        ),
        (
            "- a\n  - b\n\n  - c\n- d",
            "ul(li(p('a') ul+(li(p('b')) li(p('c')))) li(p('d')))",
        ),
        ("- a\n\n  b\n\n      c", "ul+(li(p('a') p('b') code[](c)))"),
        ("- a\n* b", "ul(li(p('a'))) ul(li(p('b')))"),
        ("-\n- a", "ul(li() li(p('a')))"),
        (
            "- # a\n- > b\n- ```\n  c\n  ```",
            "ul(li(h1('a')) li(q(p('b'))) li(code[](c)))",
        ),
        ("- a  \n  b", "ul(li(p('a' br 'b')))"),
        ("- a\n  > b\n  c", "ul(li(p('a') q(p('b c'))))"),
        ("- a\n\nb", "ul(li(p('a'))) p('b')"),
    ]);
}

#[test]
fn lists_that_are_nested_by_tabs_are_as_deep_as_they_look() {
    check(&[
        (
            "- a\n\t- b\n\t\t- c\n\t- d",
            "ul(li(p('a') ul(li(p('b') ul(li(p('c')))) li(p('d')))))",
        ),
        (
            "1. a\n\t- b\n\t\t1. c\n2. d",
            "ol1(li(p('a') ul(li(p('b') ol1(li(p('c')))))) li(p('d')))",
        ),
        ("*\ta\n\t*\tb", "ul(li(p('a') ul(li(p('b')))))"),
        ("- [ ]\ta\n\t- [x]\tb", "ul(o li(p('a') ul(x li(p('b')))))"),
        ("> - a\n> \t- b", "q(ul(li(p('a') ul(li(p('b'))))))"),
    ]);
}

#[test]
fn tasks() {
    check(&[
        (
            "- [ ] a\n- [x] *b*\n- [X] c\n- [y] d",
            "ul(o li(p('a')) x li(p(em('b'))) x li(p('c')) li(p('[y] d')))",
        ),
        ("1. [ ] a\n\n2. [x] b", "ol1+(o li(p('a')) x li(p('b')))"),
        ("- a [x] b\n- [x]", "ul(li(p('a [x] b')) li(p('[x]')))"),
        ("[x] a", "p('[x] a')"),
    ]);
}

#[test]
fn alerts() {
    check(&[
        ("> [!NOTE]\n> a\n>\n> - b", "note(p('a') ul(li(p('b'))))"),
        ("> [!tip]\n> a", "tip(p('a'))"),
        ("> [!IMPORTANT]\n> a", "important(p('a'))"),
        ("> [!WARNING]\n> a", "warning(p('a'))"),
        ("> [!CAUTION]\n> a", "caution(p('a'))"),
        ("> [!ALARM]\n> a", "q(p('[!ALARM] a'))"),
        ("> [!NOTE] a", "q(p('[!NOTE] a'))"),
    ]);
}

#[test]
fn footnotes() {
    check(&[
        (
            "text[^1] and[^a b]\n\n[^1]: a note\n\n    more of it\n\n[^2]: never named",
            "p('text' ^1 ' and[^a b]') fn[1](p('a note') p('more of it')) fn[2](p('never named'))",
        ),
        ("text[^1]", "p('text[^1]')"),
        ("![a[^1]](x)\n\n[^1]: n", "p('![a' ^1 '](x)') fn[1](p('n'))"),
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
            "p(s('a') ' ' s('b') ' ' math[x] ' ^c^ :d: \"q\" -- ...')",
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
fn tables() {
    check(&[
        (
            "| a | b |\n|---|---|\n| 1 | **2** |",
            "table[--](row(cell('a') cell('b')) row(cell('1') cell(b('2'))))",
        ),
        (
            "a | b | c\n:-- | --: | :-:\n1 | 2 | 3 | 4\n5\n\nafter",
            "table[lrc](row(cell('a') cell('b') cell('c')) row(cell('1') cell('2') cell('3')) \
             row(cell('5') cell() cell())) p('after')",
        ),
        (
            "| a |\n|---|\n| 1 \\| `2 \\| 3` |",
            "table[-](row(cell('a')) row(cell('1 | ' `2 | 3`)))",
        ),
        (
            "Lead *in*:\n| a |\n|---|\n| 1 |",
            "p('Lead ' em('in') ':') table[-](row(cell('a')) row(cell('1')))",
        ),
        (
            "> | a |\n> |---|\n> | `1` |",
            "q(table[-](row(cell('a')) row(cell(`1`))))",
        ),
        (
            "- | a |\n  |---|\n  | 1 |",
            "ul(li(table[-](row(cell('a')) row(cell('1')))))",
        ),
        (
            "| a |\n|---|\n| ![x](y) |\n| z |",
            "table[-](row(cell('a')) row(cell('x (y)')) row(cell('z')))",
        ),
        ("a | b\nc | d", "p('a | b c | d')"),
        ("| a |\n|---|---|", "p('| a | |---|---|')"),
    ]);
}

#[test]
fn a_huge_table_is_cut_and_says_so() {
    let wide = format!(
        "{}\n{}\n{}\n",
        "|a".repeat(100),
        "|-".repeat(100),
        "|b".repeat(100)
    );
    let nodes = render(&wide);
    let [Node::Table { align, children }] = nodes.as_slice() else {
        panic!("one table");
    };
    assert_eq!((align.len(), children.len()), (64, 2));
    for row in children {
        let cells = row.children().unwrap();
        assert_eq!((cells.len(), cells.last()), (65, Some(&Node::More)));
    }

    let long = format!("|a|b|\n|-|-|\n{}\nafter", "|1|2|\n".repeat(30_000));
    let nodes = render(&long);
    let [Node::Table { children, .. }, Node::Paragraph { .. }] = nodes.as_slice() else {
        panic!("a table and what follows it");
    };
    assert_eq!(
        (children.len(), children.last()),
        (10_001, Some(&Node::More))
    );
}

#[test]
fn a_link_says_where_it_leads_unless_its_text_does() {
    let host = |markdown: &str| {
        let nodes = render(markdown);
        let [Node::Paragraph { children }] = nodes.as_slice() else {
            panic!("one paragraph");
        };
        let Some(Node::Link { host, .. }) = children.first() else {
            panic!("a link");
        };
        host.clone()
    };
    assert_eq!(
        host("[the *docs*](https://e.org/x)").as_deref(),
        Some("e.org")
    );
    assert_eq!(
        host("[https://bank.com](https://e.org)").as_deref(),
        Some("e.org")
    );
    assert_eq!(host("<https://e.org/x>"), None);
    assert_eq!(host("[https://e.org](https://e.org)"), None);
    assert_eq!(
        host("<https://\u{430}pple.com>").as_deref(),
        Some("xn--pple-43d.com")
    );
}
