//! Which addresses may become a link, and how they are written.
//!
//! Must not open, resolve or fetch anything.

use pulldown_cmark::LinkType;
use url::Url;

/// Longest address of a link, in bytes; longer ones stay text.
pub const MAX_HREF: usize = 2_048;

/// The address as parsed and written back in ASCII; none when it may not be a link.
pub(crate) fn safe(link_type: LinkType, written: &str) -> Option<String> {
    // The URL standard skips control characters; here their presence alone is suspicious.
    if written.len() > MAX_HREF || written.chars().any(char::is_control) {
        return None;
    }
    let url = match link_type {
        LinkType::Email => Url::parse(&format!("mailto:{written}")),
        LinkType::Inline
        | LinkType::Reference
        | LinkType::ReferenceUnknown
        | LinkType::Collapsed
        | LinkType::CollapsedUnknown
        | LinkType::Shortcut
        | LinkType::ShortcutUnknown
        | LinkType::Autolink
        | LinkType::WikiLink { .. } => Url::parse(written),
    }
    .ok()?;
    let allowed = match url.scheme() {
        "http" | "https" => url.has_host(),
        "mailto" => !url.path().is_empty(),
        _ => false,
    };
    let href = String::from(url);
    (allowed && href.is_ascii() && href.len() <= MAX_HREF).then_some(href)
}

/// Where a link really leads, unless its text already is its address.
pub(crate) fn host_to_show(href: &str, text: &str) -> Option<String> {
    let said = text.trim();
    let bare = href.strip_suffix('/').unwrap_or(href);
    if said == href || said == bare {
        return None;
    }
    let url = Url::parse(href).ok()?;
    match url.host_str() {
        Some(host) => Some(host.to_owned()),
        None => Some(url.path().to_owned()),
    }
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
}
