//! Attacks on the renderer: what they try must come out as text, in time, and without depth.

use chat_core::blocks::Node;
use chat_render::{Live, MAX_DEPTH, render};
use std::time::{Duration, Instant};

mod floods;

use floods::floods;

fn walk<'n>(nodes: &'n [Node], visit: &mut impl FnMut(&'n Node)) {
    for node in nodes {
        visit(node);
        walk(node.children().map_or(&[], Vec::as_slice), visit);
    }
}

fn links(nodes: &[Node]) -> Vec<&str> {
    let mut found = Vec::new();
    walk(nodes, &mut |node| {
        if let Node::Link { href, .. } = node {
            found.push(href.as_str());
        }
    });
    found
}

fn shown(nodes: &[Node]) -> String {
    let mut text = String::new();
    walk(nodes, &mut |node| match node {
        Node::Break | Node::Rule | Node::Line { .. } => text.push('\n'),
        node => text.push_str(node.text().unwrap_or_default()),
    });
    text
}

fn depth(nodes: &[Node]) -> usize {
    nodes
        .iter()
        .map(|node| 1 + node.children().map_or(0, |children| depth(children)))
        .max()
        .unwrap_or(0)
}

#[test]
fn markup_is_shown_as_it_was_written() {
    let cases = [
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)></svg>",
        "<math><mtext></mtext></math>",
        "<svg><set attributeName=href to=javascript:alert(1)></svg>",
        "<style>@import url(https://evil/);</style>",
        "<p style=\"background:url(https://evil/)\">x</p>",
        "<link rel=preconnect href=https://evil/>",
        "<link rel=dns-prefetch href=//evil/>",
        "<link rel=stylesheet href=https://evil/>",
        "<meta http-equiv=refresh content=\"0;url=https://evil/\">",
        "<base href=https://evil/>",
        "<form action=https://evil/><input></form>",
        "<iframe srcdoc=\"<script>1</script>\"></iframe>",
        "<object data=https://evil/></object>",
        "<embed src=https://evil/>",
        "<script>alert(1)</script>",
        "</div></main><div id=send name=__proto__>",
        "<!-- comment -->",
        "<![CDATA[ x ]]>",
        "<?php echo 1 ?>",
        "<a href=\"https://evil/\">x</a>",
        "<button>Session expired, paste key: Sign in</button>",
    ];
    for html in cases {
        for text in [
            html.to_owned(),
            format!("before {html} after"),
            format!("> {html}"),
        ] {
            let nodes = render(&text);
            assert!(shown(&nodes).contains(html), "{text}: {nodes:?}");
            assert_eq!(links(&nodes), [""; 0], "{text}");
        }
    }
}

#[test]
fn html_keeps_its_lines() {
    assert_eq!(
        shown(&render("<div>\n  <b>x</b>\r\n\n<p>\ny\n</p>\n")),
        "<div>\n  <b>x</b><p>\ny\n</p>"
    );
}

#[test]
fn addresses_that_are_no_web_address_are_no_links() {
    let cases = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#9;script:alert(1)",
        "&#106;avascript:alert(1)",
        "&#0;javascript:alert(1)",
        "&#32;javascript:alert(1)",
        "<java\tscript:alert(1)>",
        "< javascript:alert(1)>",
        "data:text/html,x",
        "blob:x",
        "vbscript:x",
        "file:///etc/passwd",
        "\\\\\\\\host\\\\share",
        "smb://host/x",
        "ms-msdt:/id",
        "calculator:",
        "tauri://localhost/",
        "ipc://localhost/",
        "asset://localhost/x",
        "gatehouse://settings?url=https://evil",
        "//evil/x",
        "/x",
        "#send",
        "",
        "https://example.org.xn--",
    ];
    for address in cases {
        for text in [
            format!("[label]({address})"),
            format!("![label]({address})"),
            format!("[label][r]\n\n[r]: {address}\n"),
        ] {
            let nodes = render(&text);
            assert_eq!(links(&nodes), [""; 0], "{text}");
            assert!(shown(&nodes).contains("label"), "{text}");
        }
    }
    for text in [
        "<javascript:alert(1)>",
        "<data:text/html,x>",
        "<tauri://localhost>",
    ] {
        assert_eq!(links(&render(text)), [""; 0], "{text}");
    }
}

#[test]
fn addresses_are_written_back_as_their_real_host() {
    let cases = [
        ("[https://bank.com](https://evil.com)", "https://evil.com/"),
        (
            "<https://google.com@evil.com>",
            "https://google.com@evil.com/",
        ),
        (
            "[a](https://evil.com\\\\@google.com)",
            "https://evil.com/@google.com",
        ),
        ("[a](https://\u{430}pple.com)", "https://xn--pple-43d.com/"),
        ("[a](https://e.org/\u{202e}x)", "https://e.org/%E2%80%AEx"),
        ("<someone@example.org>", "mailto:someone@example.org"),
    ];
    for (text, href) in cases {
        assert_eq!(links(&render(text)), [href], "{text}");
    }
}

#[test]
fn a_picture_is_named_and_never_loaded() {
    let cases = [
        (
            "![x](https://evil/?q=secret)",
            "x (https://evil/?q=secret)",
            1,
        ),
        ("![x][r]\n\n[r]: https://evil/", "x (https://evil/)", 1),
        ("![](https://evil/)", "image (https://evil/)", 1),
        (
            "![a *b* `c` ![d](e)](https://evil/)",
            "a b c d (https://evil/)",
            1,
        ),
        (
            "[![badge](https://evil/)](https://e.org)",
            "badge (https://evil/)",
            1,
        ),
        (
            "![x](data:image/png;base64,AAAA)",
            "x (data:image/png;base64,AAAA)",
            0,
        ),
    ];
    for (text, expected, count) in cases {
        let nodes = render(text);
        assert_eq!(shown(&nodes), expected, "{text}");
        assert_eq!(links(&nodes).len(), count, "{text}");
    }
    let long = format!("![x](data:image/png;base64,{})", "A".repeat(100_000));
    assert!(shown(&render(&long)).len() < 200);
}

#[test]
fn code_holds_no_links_and_only_a_plain_language() {
    for text in [
        "`<https://e.org> [a](https://e.org)`",
        "    <https://e.org>",
        "```\n[a](https://e.org)\n```",
    ] {
        assert_eq!(links(&render(text)), [""; 0], "{text}");
    }
    let infos = [
        ("js\" onclick=alert(1)", ""),
        ("rust{1-999999999}", ""),
        ("mermaid", "mermaid"),
        ("html", "html"),
    ];
    for (info, expected) in infos {
        let nodes = render(&format!("~~~ {info}\nx\n~~~"));
        let lang = expected.to_owned();
        let children = vec![Node::Line {
            children: vec![Node::Text("x".to_owned())],
        }];
        assert_eq!(nodes, [Node::Code { lang, children }], "{info}");
    }
}

#[test]
fn no_control_character_passes() {
    let text = "a\0b \u{1b}[31m \u{1b}]8;;https://evil\u{7}x \u{9b} `\u{0}` \r\n\r\n    \u{8}\n\n```\u{1}\n\u{2}\r\n```\n<b \u{3}>\n\n[\u{4}](https://e.org)&#1;&#x7f;&#0;";
    let nodes = render(text);
    let text = shown(&nodes);
    assert!(
        !text
            .chars()
            .any(|c| c.is_control() && c != '\n' && c != '\t'),
        "{text:?}"
    );
    assert!(text.contains("a\u{fffd}b"));
}

#[test]
fn hidden_characters_are_seen_wherever_they_stand() {
    for text in [
        "pay\u{202e}lap",
        "pay&#x202e;lap",
        "`pay\u{202e}lap`",
        "```\npay\u{202e}lap\n```",
        "    pay\u{202e}lap",
        "# pay\u{202e}lap",
        "- **pay\u{202e}lap**",
        "- [x] pay\u{202e}lap",
        "> [!NOTE]\n> pay\u{202e}lap",
        "| a |\n|---|\n| pay\u{202e}lap |",
        "[pay\u{202e}lap](https://example.org)",
        "![pay\u{202e}lap](https://example.org/x.png)",
        "<b>pay\u{202e}lap</b>",
        "a[^1]\n\n[^1]: pay\u{202e}lap",
    ] {
        let shown = shown(&render(text));
        assert!(shown.contains("pay⟨U+202E⟩lap"), "{text:?}: {shown:?}");
        assert!(!shown.contains('\u{202e}'), "{text:?}");
    }
}

#[test]
fn odd_but_harmless_characters_stay() {
    for text in [
        "e\u{301}\u{301}",
        "\u{1f469}\u{200d}\u{1f52c} \u{2764}\u{fe0f}",
        "\u{645}\u{6cc}\u{200c}\u{62e}",
        "\u{5e9} C++\u{200f} \u{5d8}",
    ] {
        assert_eq!(shown(&render(text)), text);
    }
}

#[test]
fn a_link_with_a_hidden_character_in_its_text_shows_its_host() {
    let nodes = render("[https://example.org\u{200b}](https://example.org)");
    let json = serde_json::to_string(&nodes).unwrap();
    assert!(json.contains(r#""host":"example.org""#), "{json}");
}

fn timed(text: &str) -> Duration {
    let start = Instant::now();
    drop(render(text));
    start.elapsed()
}

#[test]
fn floods_cost_linear_time() {
    let n = 100_000;
    // Below this all is noise; a quadratic parser needs seconds at this size.
    let floor = Duration::from_millis(200);
    for ((name, half), (_, whole)) in floods(n / 2).iter().zip(&floods(n)) {
        // Other programs may take the processor for a while: the quickest of eight runs counts.
        let (mut quick_half, mut quick_whole) = (Duration::MAX, Duration::MAX);
        let linear = (0..8).any(|_| {
            quick_half = quick_half.min(timed(half));
            quick_whole = quick_whole.min(timed(whole));
            quick_whole < floor + quick_half * 5 / 2
        });
        assert!(
            linear,
            "{name}: twice the text takes far more than twice the time"
        );
    }
}

/// Mutations seen to fail: `deep-containers` and `deep-marks` in
/// `xtask/scripts/mutations_answer.py`.
#[test]
fn floods_have_bounded_depth_and_survive_json() {
    for (name, text) in floods(20_000) {
        let nodes = render(&text);
        // Leaves hang one below the deepest node with children.
        assert!(depth(&nodes) <= MAX_DEPTH + 1, "{name}");
        let json = serde_json::to_string(&nodes).unwrap();
        let read: Vec<Node> = serde_json::from_str(&json).unwrap();
        assert_eq!(read, nodes, "{name}");
    }
}

#[test]
fn floods_that_grow_end_as_the_whole() {
    for (name, text) in floods(2_000) {
        let mut live = Live::new();
        for (at, c) in text.char_indices() {
            live.append(c.encode_utf8(&mut [0; 4]));
            if at % 97 == 0 {
                assert!(depth(live.nodes()) <= MAX_DEPTH + 1);
            }
        }
        live.finish();
        assert_eq!(live.nodes(), render(&text), "{name}");
    }
}

#[test]
fn what_is_nested_too_deep_is_still_there() {
    for open in ["> ", "- ", "1. ", "> - ", "*a **b "] {
        let text = format!("{}needle *em* end", open.repeat(200));
        assert!(shown(&render(&text)).contains("needle"), "{open}");
    }
    let two = format!("{q}one\n{q}\n{q}two", q = "> ".repeat(60));
    let nodes = render(&two);
    let mut paragraphs = 0;
    walk(&nodes, &mut |node| {
        paragraphs += usize::from(matches!(node, Node::Paragraph { .. }));
    });
    assert_eq!(paragraphs, 2);
}
