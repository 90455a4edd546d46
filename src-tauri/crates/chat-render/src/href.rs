//! Which addresses of a text become a link, and what is shown beside it.
//!
//! What an address may be is `chat_core::link`'s concern; here is what Markdown calls one.

use chat_core::link::Link;
pub use chat_core::link::MAX_HREF;
use pulldown_cmark::LinkType;

/// The address as parsed and written back in ASCII; none when it may not be a link.
pub(crate) fn safe(link_type: LinkType, written: &str) -> Option<String> {
    let link = match link_type {
        LinkType::Email => Link::parse(&format!("mailto:{written}")),
        LinkType::Inline
        | LinkType::Reference
        | LinkType::ReferenceUnknown
        | LinkType::Collapsed
        | LinkType::CollapsedUnknown
        | LinkType::Shortcut
        | LinkType::ShortcutUnknown
        | LinkType::Autolink
        | LinkType::WikiLink { .. } => Link::parse(written),
    };
    link.map(|link| link.href().to_owned())
}

/// Where a link really leads, in ASCII, where its text does not say so or says otherwise: the host,
/// with a port that is not the usual one, or the address of a `mailto:`. `href` comes from
/// [`safe`].
pub(crate) fn host_to_show(href: &str, text: &str) -> Option<String> {
    Link::parse(href)?.host_beside(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_addresses_become_links() {
        let cases = [
            ("https://example.org", Some("https://example.org/")),
            ("HTTP://Example.org/a b", Some("http://example.org/a%20b")),
            ("mailto:a@b.org?subject=x", Some("mailto:a@b.org?subject=x")),
            (
                "https://\u{430}pple.com/\u{e9}",
                Some("https://xn--pple-43d.com/%C3%A9"),
            ),
            (
                "https://evil.com\\@google.com",
                Some("https://evil.com/@google.com"),
            ),
            (
                "https://google.com@evil.com",
                Some("https://google.com@evil.com/"),
            ),
            ("https://example.org.xn--", None),
            ("https://", None),
            ("mailto:", None),
            ("//host/share", None),
            ("\\\\host\\share", None),
            ("relative/path", None),
            ("#fragment", None),
            ("", None),
            ("javascript:alert(1)", None),
            ("JaVaScRiPt:alert(1)", None),
            ("java\tscript:alert(1)", None),
            ("\0javascript:alert(1)", None),
            (" javascript:alert(1)", None),
            ("\0https://example.org", None),
            ("data:text/html,x", None),
            ("blob:https://example.org/x", None),
            ("vbscript:x", None),
            ("file:///etc/passwd", None),
            ("smb://host/share", None),
            ("ms-msdt:/id", None),
            ("calculator:", None),
            ("tauri://localhost", None),
            ("ipc://localhost", None),
            ("asset://localhost/etc/passwd", None),
            ("gatehouse://settings?key=x", None),
            ("view-source:https://example.org", None),
            ("ftp://example.org", None),
        ];
        for (written, expected) in cases {
            assert_eq!(
                safe(LinkType::Inline, written).as_deref(),
                expected,
                "{written:?}"
            );
        }
        assert_eq!(
            safe(LinkType::Email, "a@b.org").as_deref(),
            Some("mailto:a@b.org")
        );
    }

    #[test]
    fn an_endless_address_stays_text() {
        let fits = format!("https://e.org/{}", "a".repeat(MAX_HREF - 14));
        assert!(safe(LinkType::Inline, &fits).is_some());
        assert!(safe(LinkType::Inline, &format!("{fits}a")).is_none());
        // Within the limit as written, beyond it once escaped.
        let grows = format!("https://e.org/{}", "\u{e9}".repeat(500));
        assert!(safe(LinkType::Inline, &grows).is_none());
    }

    #[test]
    fn the_host_is_shown_where_the_text_does_not_say_it() {
        let href = safe(LinkType::Inline, "https://\u{430}pple.com").unwrap();
        let shown = host_to_show(&href, "\u{430}pple.com");
        assert_eq!(shown.as_deref(), Some("xn--pple-43d.com"));
        assert_eq!(host_to_show("https://example.org/", "example.org"), None);
    }
}
