use super::*;

fn link(href: &str) -> Link {
    Link::parse(href).unwrap_or_else(|| panic!("{href:?} is a link"))
}

/// Mutations seen to fail: `another-scheme`, `control-in-address` and `endless-address` in
/// `xtask/scripts/mutations_answer.py`.
#[test]
fn only_addresses_of_the_web_and_of_mail_are_links() {
    for (written, href) in [
        ("HTTP://Example.org", "http://example.org/"),
        ("https://example.org/\u{e4}", "https://example.org/%C3%A4"),
        ("mailto:a@b.org", "mailto:a@b.org"),
    ] {
        assert_eq!(link(written).href(), href);
    }
    let long = |bytes: usize| format!("https://example.org/{}", "a".repeat(bytes - 20));
    assert!(Link::parse(&long(MAX_HREF)).is_some());
    // It grows once its letters are written in ASCII.
    let grows = format!("https://example.org/{}", "\u{e4}".repeat(500));
    for refused in [
        "ftp://example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "blob:https://example.org/x",
        "file:///etc/passwd",
        "about:blank",
        "view-source:https://example.org",
        "ws://example.org/",
        "smb://example.org/x",
        "tel:112",
        "ms-settings:",
        "intent://example.org#Intent;end",
        "gatehouse://settings",
        "tauri://localhost/",
        "https:",
        "mailto:",
        "example.org",
        "//example.org/",
        "",
        "https://example.org/\n",
        "java\tscript:alert(1)",
        "https://exa\u{7f}mple.org/",
        "https://example.org/\u{85}",
        &long(MAX_HREF + 1),
        &grows,
    ] {
        assert_eq!(Link::parse(refused), None, "{refused:?}");
    }
    assert!(grows.len() < MAX_HREF, "as written it is short enough");
}

#[test]
fn the_host_stands_beside_unless_the_text_says_it() {
    let cases = [
        // The address itself, however it is written.
        ("https://example.org/", "https://example.org", None),
        ("https://example.org/", "HTTPS://Example.org/", None),
        ("https://example.org/", "http://example.org", None),
        ("https://example.org/", "example.org", None),
        ("https://example.org/", " www.example.org ", None),
        ("https://www.example.org/", "example.org", None),
        ("https://example.org/a/", "example.org/a", None),
        (
            "https://example.org/a?b#c",
            "https://example.org/a?b#c",
            None,
        ),
        (
            "https://example.org/K%C3%A4se",
            "https://example.org/K\u{e4}se",
            None,
        ),
        ("https://example.org:8443/", "example.org:8443", None),
        // The host of a longer address.
        ("https://example.org/a/b?c", "example.org", None),
        ("mailto:a@b.org", "a@b.org", None),
        ("mailto:a@b.org", "mailto:A@b.org", None),
        // Words.
        ("https://example.org/", "the docs", Some("example.org")),
        ("https://example.org/", "", Some("example.org")),
        (
            "https://example.org/",
            "example.org is not evil.com",
            Some("example.org"),
        ),
        ("mailto:a@b.org", "write to me", Some("a@b.org")),
        ("mailto:a@b.org?cc=c@d.org", "a@b.org", Some("a@b.org")),
        // Another address.
        ("https://evil.com/", "https://bank.com", Some("evil.com")),
        ("https://evil.com/", "bank.com", Some("evil.com")),
        ("https://evil.com/bank.com", "bank.com", Some("evil.com")),
        (
            "https://bank.com.evil.com/",
            "bank.com",
            Some("bank.com.evil.com"),
        ),
        ("https://bank.com/evil", "bank.com/good", Some("bank.com")),
        (
            "https://example.org:8443/",
            "example.org",
            Some("example.org:8443"),
        ),
        // The same address, but it does not look like it.
        (
            "https://google.com@evil.com",
            "https://google.com@evil.com",
            Some("evil.com"),
        ),
        (
            "https://evil.com\\@google.com",
            "https://evil.com\\@google.com",
            Some("evil.com"),
        ),
        (
            "http://2130706433/",
            "http://2130706433/",
            Some("127.0.0.1"),
        ),
        (
            "https://\u{430}pple.com/",
            "https://\u{430}pple.com/",
            Some("xn--pple-43d.com"),
        ),
        (
            "https://xn--pple-43d.com/",
            "xn--pple-43d.com",
            Some("xn--pple-43d.com"),
        ),
        (
            "https://\u{ff45}vil.com/",
            "\u{ff45}vil.com",
            Some("evil.com"),
        ),
    ];
    for (href, text, expected) in cases {
        assert_eq!(
            link(href).host_beside(text).as_deref(),
            expected,
            "{href} as {text:?}"
        );
    }
}

/// Mutations seen to fail: `text-unlooked` and `disguise-undoubted` in
/// `xtask/scripts/mutations_answer.py`.
#[test]
fn what_needs_a_second_look_is_named() {
    use Doubt::{Address, Disguised, Long, Mail, OtherText, Port, Userinfo};
    let long = format!("https://example.org/{}", "a".repeat(300));
    let cases: [(&str, &str, &[Doubt]); 33] = [
        ("https://example.org/", "the docs", &[]),
        ("https://example.org/a", "https://example.org/b", &[]),
        ("https://www.example.org/", "example.org", &[]),
        ("https://github.com/a/b", "README.md", &[]),
        ("https://nodejs.org/", "Node.js", &[]),
        ("https://developer.mozilla.org/x", "Math.max", &[]),
        (
            "https://developer.mozilla.org/x",
            "Array.prototype.map()",
            &[],
        ),
        ("https://example.org/", "1.5 and e.g. 3.14.", &[]),
        ("https://example.org/", "src/main.rs", &[]),
        ("https://evil.com/", "https://bank.com", &[OtherText]),
        ("https://evil.com/", "BANK.com", &[OtherText]),
        ("https://evil.com/", "Log in at (bank.com).", &[OtherText]),
        ("https://evil.com/", "bank.com/login", &[OtherText]),
        ("https://evil.com/", "www.bank", &[OtherText]),
        ("https://evil.com/", "http://bank", &[]),
        ("https://evil.com/", "b\u{e4}nk.de", &[OtherText]),
        ("https://evil.com/", "10.0.0.1", &[OtherText]),
        ("https://evil.com/", "https://README.md", &[OtherText]),
        ("https://evil.com/", "a@bank.com", &[OtherText]),
        ("mailto:a@evil.com", "a@bank.com", &[OtherText]),
        ("mailto:a@bank.com", "a@bank.com", &[]),
        ("https://\u{430}pple.com", "x", &[Disguised]),
        ("https://google.com@evil.com", "x", &[Userinfo]),
        ("https://google.com:443@evil.com", "x", &[Userinfo]),
        ("http://127.0.0.1/", "x", &[Address]),
        ("http://[::1]/", "x", &[Address]),
        ("http://0x7f.1/", "x", &[Address]),
        ("http://router/", "x", &[Address]),
        ("http://nas.local.:80/", "x", &[Address]),
        ("https://example.org:8443/", "x", &[Port]),
        (&long, "x", &[Long]),
        ("mailto:a@b.org", "x", &[]),
        ("mailto:a@b.org,c@d.org?cc=e@f.org", "x", &[Mail]),
    ];
    for (href, text, expected) in cases {
        assert_eq!(link(href).doubts(text), expected, "{href} as {text:?}");
    }
}

/// Mutation seen to fail: `letter-with-a-file` in `xtask/scripts/mutations_answer.py`.
#[test]
fn a_letter_is_told_whole_or_refused() {
    let letter = |href: &str| link(href).letter();
    assert_eq!(
        letter("mailto:a+b@c.org?SUBJECT=1+1%3D2&cc=d@e.org&cc=f@g.org&body=one%0Atwo&to=h@i.org"),
        Some(Letter {
            to: "a+b@c.org, h@i.org".to_owned(),
            cc: "d@e.org, f@g.org".to_owned(),
            bcc: String::new(),
            subject: "1+1=2".to_owned(),
            body: "one\ntwo".to_owned(),
        })
    );
    assert_eq!(letter("mailto:a&b=c@d.org").unwrap().to, "a&b=c@d.org");
    for refused in [
        "mailto:a@b.org?attach=/etc/passwd",
        "mailto:a@b.org?ATTACHMENT=x",
        "mailto:a@b.org?x-header=1",
        "mailto:a@b.org?subject=x%0D%0ABcc:c@d.org",
        "mailto:a@b.org?cc=c@d.org%0A",
        "mailto:a%0Abcc:c@d.org",
        "https://example.org/?to=a@b.org",
    ] {
        assert_eq!(letter(refused), None, "{refused}");
    }
}

#[test]
fn any_text_is_read_without_complaint() {
    let odd = [
        "\u{e4}",
        "https://",
        "http:/",
        "@",
        "://",
        ".",
        "...",
        "/",
        "a.",
        ".a",
        "\u{1f600}.com",
    ];
    for href in ["https://example.org/", "mailto:a@b.org", "http://[::1]:8/"] {
        for text in odd {
            let link = link(href);
            let _ = (link.host_beside(text), link.doubts(text));
        }
    }
}
