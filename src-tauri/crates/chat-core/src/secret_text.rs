//! Masks what looks like a key in text that others wrote, and a known key in any text.
//!
//! Upstream errors repeat keys, whole or in part. Nothing here logs, stores or returns a key.

use std::fmt::Write;

/// What stands in place of a key.
const MASK: &str = "***";

/// Beginnings of keys, and how many more characters make one of them.
const PREFIXES: [(&str, usize); 17] = [
    ("vck_", 6),
    ("vcp_", 6),
    ("vca_", 6),
    ("vci_", 6),
    ("vcr_", 6),
    ("sk-", 8),
    ("sk_", 16),
    ("AIza", 10),
    ("AKIA", 12),
    ("ya29.", 10),
    ("gsk_", 16),
    ("xai-", 24),
    ("hf_", 16),
    ("pplx-", 16),
    ("ghp_", 16),
    ("gho_", 16),
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

/// A known key shorter than this is masked only where it stands whole.
const FRAGMENT: usize = 8;

/// The text with everything that looks like a key replaced by `***`.
pub fn mask(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before: Option<char> = None;
    while let Some(first) = rest.chars().next() {
        let at_word = !before.is_some_and(|c| c.is_ascii_alphanumeric());
        let hit = if at_word { secret_at(rest) } else { None };
        if let Some((kept, length)) = hit {
            out.push_str(rest.get(..kept).unwrap_or_default());
            out.push_str(MASK);
            rest = rest.get(kept + length..).unwrap_or_default();
            before = Some('*');
        } else {
            out.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            before = Some(first);
        }
    }
    out
}

/// The text with a known key replaced by `***`: as it is, base64 (also inside of longer base64),
/// URL-encoded and JSON-escaped, and any piece of at least eight characters from its beginning, so
/// that a cut leaves nothing. Then whatever else looks like a key.
pub fn mask_known(text: &str, secret: &str) -> String {
    if secret.is_empty() {
        return mask(text);
    }
    mask(&without(text, &forms(secret)))
}

/// If a secret begins here: how many bytes before it stay, and how long it is.
fn secret_at(rest: &str) -> Option<(usize, usize)> {
    if let Some(length) = jwt(rest) {
        return Some((0, length));
    }
    for (prefix, least) in PREFIXES {
        if let Some(after) = rest.strip_prefix(prefix) {
            let length = run(after, |c| is_key_char(c) || c == '*');
            if length >= least {
                return Some((0, prefix.len() + length));
            }
        }
    }
    LABELS.iter().find_map(|label| labelled(rest, label))
}

/// A JWT, or the cut beginning of one.
fn jwt(rest: &str) -> Option<usize> {
    let length = run(rest, |c| is_key_char(c) || matches!(c, '.' | '='));
    let token = rest.get(..length)?.trim_end_matches('.');
    (token.starts_with("eyJ") && token.len() >= 12).then_some(token.len())
}

/// A value after `label`, if it looks random rather than like a word.
fn labelled(rest: &str, label: &str) -> Option<(usize, usize)> {
    let head = rest.get(..label.len())?;
    if !head.eq_ignore_ascii_case(label) {
        return None;
    }
    let after = rest.get(label.len()..)?;
    let gap = run(after, |c| matches!(c, ' ' | ':' | '=' | '"' | '\''));
    let value = after.get(gap..)?;
    let length = run(value, |c| {
        is_key_char(c) || matches!(c, '.' | '=' | '+' | '/' | '~' | '*')
    });
    let token = value.get(..length)?.trim_end_matches('.');
    let random = token.len() >= 8
        && (token.len() >= 24 || token.chars().any(|c| c.is_ascii_digit() || c == '*'));
    (gap > 0 && random).then_some((label.len() + gap, token.len()))
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

/// Replaces every piece of the text that agrees with the beginning of a form: the longest first,
/// so that no form leaves the rest of another behind.
fn without(text: &str, forms: &[String]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let longest = forms.iter().map(|form| agreement(rest, form)).max();
        if let Some(length @ 1..) = longest {
            out.push_str(MASK);
            rest = rest.get(length..).unwrap_or_default();
        } else {
            out.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

/// For how many bytes a text begins like `form`; 0 if it is less than the form and less than
/// [`FRAGMENT`] characters.
fn agreement(text: &str, form: &str) -> usize {
    let (mut bytes, mut chars) = (0, 0);
    for (is, wanted) in text.chars().zip(form.chars()) {
        if is != wanted {
            break;
        }
        bytes += is.len_utf8();
        chars += 1;
    }
    if chars >= FRAGMENT || bytes == form.len() {
        bytes
    } else {
        0
    }
}

/// The ways in which a key may be written.
fn forms(secret: &str) -> Vec<String> {
    let json = serde_json::to_string(secret).unwrap_or_default();
    let json = json
        .strip_prefix('"')
        .and_then(|json| json.strip_suffix('"'))
        .unwrap_or_default();
    let mut forms = vec![
        secret.to_owned(),
        json.to_owned(),
        json.replace('/', "\\/"),
        percent_encoded(secret, false),
        percent_encoded(secret, true),
    ];
    for skip in 0..3 {
        let standard = base64(secret.as_bytes(), skip);
        forms.push(standard.replace('+', "-").replace('/', "_"));
        forms.push(standard);
    }
    forms.retain(|form| !form.is_empty());
    forms
}

fn percent_encoded(secret: &str, lower: bool) -> String {
    let mut out = String::new();
    for byte in secret.bytes() {
        let c = char::from(byte);
        if byte.is_ascii() && (is_key_char(c) || matches!(c, '.' | '~')) {
            out.push(c);
        } else {
            // Writing to a string never fails.
            let _ = if lower {
                write!(out, "%{byte:02x}")
            } else {
                write!(out, "%{byte:02X}")
            };
        }
    }
    out
}

/// Base64 without padding of the bytes as they look after `skip` unknown bytes: characters that
/// depend on a neighbour are left out. Short keys have no such form.
fn base64(bytes: &[u8], skip: usize) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let shifted: Vec<u8> = std::iter::repeat_n(0, skip)
        .chain(bytes.iter().copied())
        .collect();
    let bits: Vec<bool> = shifted
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1))
        .collect();
    // The first character that holds only bits of the key.
    let first = (skip * 8).div_ceil(6);
    let text: String = bits
        .chunks_exact(6)
        .skip(first)
        .filter_map(|six| {
            let index = six
                .iter()
                .fold(0_usize, |sum, bit| sum * 2 + usize::from(*bit));
            ALPHABET.get(index).map(|byte| char::from(*byte))
        })
        .collect();
    if text.len() < FRAGMENT {
        String::new()
    } else {
        text
    }
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

    #[test]
    fn a_known_key_is_masked_in_every_form() {
        let key = "pass/word+\"quoted\" ünd 0123456789";
        for form in [
            key.to_owned(),
            serde_json::to_string(key).unwrap(),
            "pass%2Fword%2B%22quoted%22%20%C3%BCnd%200123456789".to_owned(),
            "pass%2fword%2b%22quoted%22%20%c3%bcnd%200123456789".to_owned(),
            "cGFzcy93b3JkKyJxdW90ZWQiIMO8bmQgMDEyMzQ1Njc4OQ==".to_owned(),
            // base64 of "user:" and of "id:" before the key
            "dXNlcjpwYXNzL3dvcmQrInF1b3RlZCIgw7xuZCAwMTIzNDU2Nzg5".to_owned(),
            "aWQ6cGFzcy93b3JkKyJxdW90ZWQiIMO8bmQgMDEyMzQ1Njc4OQ==".to_owned(),
            // cut off
            "pass/word+\"quo".to_owned(),
        ] {
            let masked = mask_known(&format!("said <{form}> twice <{form}>"), key);
            for piece in [
                "pass/wor",
                "quoted",
                "0123456789",
                "cGFzcy93",
                "bmQgMDEy",
                "Nzg5",
            ] {
                assert!(!masked.contains(piece), "{form} -> {masked}");
            }
            assert_eq!(masked.matches("said <").count(), 1);
            assert_eq!(masked.matches("> twice <").count(), 1, "{masked}");
        }
    }

    #[test]
    fn base64_is_masked_to_its_last_whole_character() {
        let key = "pass/word+\"quoted\" ünd 0123456789";
        for (text, masked) in [
            ("cGFzcy93b3JkKyJxdW90ZWQiIMO8bmQgMDEyMzQ1Njc4OQ==", "***Q=="),
            ("cGFzcy93b3JkKyJxdW90ZWQiIMO8bmQgMDEyMzQ1Njc4OQ", "***Q"),
        ] {
            assert_eq!(mask_known(text, key), masked);
        }
    }

    #[test]
    fn short_and_empty_keys_do_no_harm() {
        assert_eq!(mask_known("abc abcd", "abcd"), "abc ***");
        assert_eq!(mask_known("nothing here", ""), "nothing here");
    }

    proptest! {
        #[test]
        fn a_known_key_never_survives(key in "[!-~]{8,60}", before in ".{0,20}", after in ".{0,20}") {
            let masked = mask_known(&format!("{before}{key}{after}"), &key);
            prop_assert!(!masked.contains(&key), "{}", masked);
        }

        #[test]
        fn any_text_is_handled(text in ".{0,200}", key in ".{0,40}") {
            mask(&text);
            mask_known(&text, &key);
        }
    }
}
