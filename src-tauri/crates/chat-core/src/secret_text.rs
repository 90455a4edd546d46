//! Masks what looks like a key in text that others wrote, and a known key in any text.
//!
//! Upstream errors repeat keys, whole or in part. Nothing here logs, stores or returns a key.

mod known;

pub use known::{holds_known, mask_known};

/// What stands in place of a key.
const MASK: &str = "***";

/// Beginnings of keys, and how many more characters make one of them, where a word begins.
const PREFIXES: [(&str, usize); 10] = [
    ("sk-", 8),
    ("sk_", 16),
    ("AKIA", 12),
    ("ya29.", 10),
    ("gsk_", 16),
    ("xai-", 24),
    ("hf_", 16),
    ("pplx-", 16),
    ("ghp_", 16),
    ("gho_", 16),
];

/// Beginnings that no word has in its middle: they count wherever they stand.
const ANYWHERE: [(&str, usize); 10] = [
    ("vck_", 6),
    ("vcp_", 6),
    ("vca_", 6),
    ("vci_", 6),
    ("vcr_", 6),
    ("sk-ant-", 8),
    ("sk-proj-", 8),
    ("sk-or-v1-", 8),
    ("AIza", 10),
    ("github_pat_", 16),
];

/// Names after which a value is a credential.
const LABELS: [&str; 9] = [
    "bearer",
    "basic",
    "authorization",
    "x-api-key",
    "x-goog-api-key",
    "api-key",
    "api_key",
    "apikey",
    "access_token",
];

/// The text with everything that looks like a key replaced by `***`.
pub fn mask(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some((before, rest)) = text.split_at_checked(at)
        && let Some(first) = rest.chars().next()
    {
        let hit = if begins_word(before) {
            secret_at(rest)
        } else {
            prefixed(rest, &ANYWHERE).or_else(|| jwt(rest, 24))
        };
        if let Some((kept, length)) = hit {
            out.push_str(rest.get(..kept).unwrap_or_default());
            out.push_str(MASK);
            at += kept + length;
        } else {
            out.push(first);
            at += first.len_utf8();
        }
    }
    out
}

/// Whether a word may begin after this text: `%3A`, `\n` and `\u0022` are no letters before a key.
fn begins_word(before: &str) -> bool {
    let hex = |digits: &[u8]| digits.iter().all(u8::is_ascii_hexdigit);
    match before.as_bytes() {
        [.., b'%', a, b] if hex(&[*a, *b]) => true,
        [.., b'\\', b'u', a, b, c, d] if hex(&[*a, *b, *c, *d]) => true,
        [] | [.., b'\\', b'n' | b'r' | b't'] => true,
        [.., last] => !last.is_ascii_alphanumeric(),
    }
}

/// If a secret begins here: how many bytes before it stay, and how long it is.
fn secret_at(rest: &str) -> Option<(usize, usize)> {
    jwt(rest, 12)
        .or_else(|| prefixed(rest, &ANYWHERE))
        .or_else(|| prefixed(rest, &PREFIXES))
        .or_else(|| LABELS.iter().find_map(|label| labelled(rest, label)))
}

/// A key that is known by how it begins.
fn prefixed(rest: &str, prefixes: &[(&str, usize)]) -> Option<(usize, usize)> {
    prefixes.iter().find_map(|(prefix, least)| {
        let length = run(rest.strip_prefix(prefix)?, |c| is_key_char(c) || c == '*');
        (length >= *least).then(|| (0, prefix.len() + length))
    })
}

/// A JWT, or the cut beginning of one, of at least so many bytes.
fn jwt(rest: &str, least: usize) -> Option<(usize, usize)> {
    // Looked at first: a run is not measured at each of its characters.
    if !rest.starts_with("eyJ") {
        return None;
    }
    let length = run(rest, |c| is_key_char(c) || matches!(c, '.' | '='));
    let token = rest.get(..length)?.trim_end_matches('.');
    (token.len() >= least).then_some((0, token.len()))
}

/// A value after `label`, if it looks random rather than like a word.
fn labelled(rest: &str, label: &str) -> Option<(usize, usize)> {
    let head = rest.get(..label.len())?;
    if !head.eq_ignore_ascii_case(label) {
        return None;
    }
    let after = rest.get(label.len()..)?;
    let gap = gap(after);
    if gap == 0 {
        return None;
    }
    let value = after.get(gap..)?;
    let length = run(value, |c| {
        is_key_char(c) || matches!(c, '.' | '=' | '+' | '/' | '~' | '*' | '%')
    });
    let token = value.get(..length)?.trim_end_matches('.');
    let mixed = token.chars().skip(1).any(|c| c.is_ascii_uppercase());
    let random = token.len() >= 8
        && (token.len() >= 24 || mixed || token.chars().any(|c| c.is_ascii_digit() || c == '*'));
    random.then_some((label.len() + gap, token.len()))
}

/// How many bytes stand between a label and its value: white space, signs and quotes, escaped or not.
fn gap(text: &str) -> usize {
    let mut length = 0;
    while let Some(rest) = text.get(length..) {
        let code = rest.get(..3).unwrap_or_default().to_ascii_uppercase();
        length += match code.as_str() {
            "%20" | "%22" | "%27" | "%3A" | "%3D" => 3,
            _ if rest.starts_with([' ', ':', '=', '"', '\'', '\\', '+']) => 1,
            _ => break,
        };
    }
    length
}

fn is_key_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// Length of the run of ASCII characters that are `wanted`, in bytes.
fn run(text: &str, wanted: impl Fn(char) -> bool) -> usize {
    text.chars()
        .take_while(|c| c.is_ascii() && wanted(*c))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_looks_like_a_key_is_masked() {
        for (text, masked) in [
            ("key vck_abcDEF123456 refused", "key *** refused"),
            (
                "Incorrect API key provided: sk-proj-abc***********wxyz. See",
                "Incorrect API key provided: ***. See",
            ),
            ("sk-ant-api03-AbC_d-EfGhIj", "***"),
            ("?key=AIzaSyA1234567890-abcdefg&x=1", "?key=***&x=1"),
            (
                "token eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjF9.c2ln-_x.",
                "token ***.",
            ),
            ("cut eyJhbGciOiJSUzI1", "cut ***"),
            (
                "Authorization: Bearer abcdef123456",
                "Authorization: Bearer ***",
            ),
            ("x-api-key: \"0123456789abcdef\"", "x-api-key: \"***\""),
            ("api_key=hunter22222", "api_key=***"),
            ("(vck_abcDEF123456,sk-12345678)", "(***,***)"),
            ("keyvck_abcDEF123456", "key***"),
            ("x%22sk-12345678", "x%22***"),
            ("line\\nsk-12345678", "line\\n***"),
            ("\\u0022sk-12345678\\u0022", "\\u0022***\\u0022"),
            (
                "{\\\"api_key\\\":\\\"abcdefGH\\\"}",
                "{\\\"api_key\\\":\\\"***\\\"}",
            ),
            (
                "authorization%3A%20Bearer%20abc123de",
                "authorization%3A%20***",
            ),
            ("api_key%3Dab%2Fcd123456", "api_key%3D***"),
            ("Bearer abcdefGhijkl", "Bearer ***"),
        ] {
            assert_eq!(mask(text), masked, "{text}");
        }
    }

    #[test]
    fn ordinary_words_stay() {
        for text in [
            "a task-force of risk-averse people",
            "sk-learn",
            "Missing Bearer token",
            "Bearer Authentication, 100%",
            "Bearer authentication is required.",
            "eyJ is how a token starts",
            "xai/grok-4 and xai-grok-4-fast",
            "Add an API key in the dashboard",
            "naïve größe 😀 vck_",
            "",
        ] {
            assert_eq!(mask(text), text);
        }
    }

    /// What a server sent is looked through by the megabyte; measuring each run anew at each of its
    /// characters would take hours.
    #[test]
    fn long_runs_of_anything_are_handled() {
        for piece in ["x", "api_key-", "basic-", "eyK.", "\\", "%25", "sk-é"] {
            let text = piece.repeat(256 * 1024 / piece.len());
            assert_eq!(mask(&text), text, "{piece}");
        }
        let slashes = "\\".repeat(64 * 1024);
        assert!(!holds_known(&slashes, "another-one/with+signs"));
    }

    proptest! {
        #[test]
        fn any_text_is_handled(text in ".{0,200}",   ) {
            mask(&text);
        }
    }
}
