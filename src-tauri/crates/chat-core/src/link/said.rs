//! Whether a text names an address, or another one.

use super::Link;
use url::Url;

/// Whether a text is the address, its host, or the address without what people leave out: the
/// scheme, `www.`, a slash at the end.
pub(super) fn names(link: &Link, text: &str) -> bool {
    if link.url.scheme() == "mailto" {
        let bare = text.strip_prefix("mailto:").unwrap_or(text);
        return bare.eq_ignore_ascii_case(link.url.path())
            && (link.url.query().is_none() || text == link.href());
    }
    let Some(host) = authority(text).filter(|_| !text.contains('\\')) else {
        return false;
    };
    // Letters of other scripts and numbers in odd notations may be read as another host.
    let named = link.host();
    if !without_www(host).eq_ignore_ascii_case(without_www(&named)) {
        return false;
    }
    let after = after_scheme(text);
    let bare = after.len() == host.len() || after.strip_prefix(host) == Some("/");
    bare || read(link, text).is_some_and(|read| same_place(&read, &link.url))
}

/// Whether a text looks like an address of another host: "Log in at bank.com".
pub(super) fn claims_another(link: &Link, text: &str) -> bool {
    let named = link.host();
    text.split(char::is_whitespace).any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
        let Some(host) = claimed_host(word) else {
            return false;
        };
        let same = without_www(host).eq_ignore_ascii_case(without_www(&named));
        // An address of mail names a person, not a page, and the other way round.
        let whole = word.eq_ignore_ascii_case(&named);
        !(same || whole)
    })
}

/// The host that a word claims to be on, if it has the form of an address.
fn claimed_host(word: &str) -> Option<&str> {
    let bare = after_scheme(word);
    let authority = authority(word)?;
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.split(':').next().unwrap_or(host);
    let (before, last) = host.rsplit_once('.')?;
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_');
    if before.is_empty() || !host.chars().all(fits) {
        return None;
    }
    let certain = bare.len() < word.len()
        || authority.len() < bare.len() && is_domain(last)
        || without_www(host).len() < host.len()
        || host.parse::<std::net::Ipv4Addr>().is_ok();
    let likely = is_domain(last) && (before.contains('.') || !is_file_ending(last));
    (certain || likely).then_some(host)
}

/// Whether a last label is one under which names are registered. A small list: "Math.max" in a
/// link's text is no address.
fn is_domain(label: &str) -> bool {
    const KNOWN: &[&str] = &[
        "app", "bank", "biz", "blog", "cloud", "click", "club", "com", "dev", "edu", "email",
        "finance", "gov", "info", "int", "life", "link", "live", "mil", "net", "news", "online",
        "org", "page", "pay", "pro", "shop", "site", "store", "tech", "today", "top", "vip",
        "wiki", "work", "world", "xyz",
    ];
    let country = label.len() == 2 && label.bytes().all(|b| b.is_ascii_alphabetic());
    let foreign = !label.is_ascii() && label.chars().all(char::is_alphabetic);
    country || foreign || KNOWN.iter().any(|known| known.eq_ignore_ascii_case(label))
}

/// Whether a last label is more often that of a file ("README.md", "Node.js") than of a country.
fn is_file_ending(label: &str) -> bool {
    const FILES: &[&str] = &[
        "cc", "cs", "db", "ex", "go", "gz", "hs", "js", "kt", "md", "ml", "mm", "pl", "pm", "ps",
        "py", "rb", "rs", "sh", "so", "ts", "vb",
    ];
    FILES.iter().any(|known| known.eq_ignore_ascii_case(label))
}

/// The part of an address between its scheme and its path.
fn authority(text: &str) -> Option<&str> {
    let rest = after_scheme(text);
    let host = rest.split(['/', '?', '#', '\\']).next()?;
    (!host.is_empty()).then_some(host)
}

fn after_scheme(text: &str) -> &str {
    for scheme in ["https://", "http://"] {
        if text
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        {
            return text.get(scheme.len()..).unwrap_or_default();
        }
    }
    text
}

fn without_www(host: &str) -> &str {
    match host.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("www.") => host.get(4..).unwrap_or_default(),
        _ => host,
    }
}

/// A text as an address, with the scheme of the link where it has none.
fn read(link: &Link, text: &str) -> Option<Url> {
    let after = after_scheme(text);
    if after.len() < text.len() {
        return Url::parse(text).ok();
    }
    Url::parse(&format!("{}://{text}", link.url.scheme())).ok()
}

/// Whether two addresses of the same host are the same but for a slash at the end.
fn same_place(one: &Url, other: &Url) -> bool {
    let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
    path(one) == path(other) && one.query() == other.query() && one.fragment() == other.fragment()
}
