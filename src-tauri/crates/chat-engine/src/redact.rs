//! Keeps keys out of what is written down: headers, addresses in logs, texts that a server sent.

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// Put where a secret stood.
pub const MASK: &str = "***";

/// Shortest secret that is searched for: shorter ones would mask ordinary words.
const MIN_SECRET: usize = 6;

/// `Bearer KEY` as a header value that no `Debug` prints and HTTP/2 does not index; none where the
/// key is no legal header text.
pub fn bearer(key: &SecretString) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", key.expose_secret())).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// An address for logs and sentences: without user name, password, query and fragment.
pub fn safe_url(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    // Both fail only for addresses that cannot hold them.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}

/// Masks these secrets wherever they stand in `text`: plain, percent-encoded, JSON-escaped or in
/// base64 (alone, or as `Bearer KEY`).
pub fn redact_known(text: &str, secrets: &[SecretString]) -> String {
    let mut text = text.to_owned();
    for secret in secrets {
        let secret = secret.expose_secret().trim();
        if secret.len() < MIN_SECRET {
            continue;
        }
        for form in forms(secret) {
            if text.contains(&form) {
                text = text.replace(&form, MASK);
            }
        }
    }
    text
}

/// The spellings of a secret, the longest first so that none leaves a rest of another.
fn forms(secret: &str) -> Vec<String> {
    let percent: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let json = serde_json::to_string(secret).unwrap_or_default();
    let json = json.trim_matches('"').to_owned();
    let slashes = json.replace('/', "\\/");
    let mut forms = vec![
        secret.to_owned(),
        percent.to_lowercase(),
        percent,
        json,
        slashes,
    ];
    for plain in [secret.to_owned(), format!("Bearer {secret}")] {
        let base64 = base64(plain.as_bytes());
        forms.push(base64.replace('+', "-").replace('/', "_"));
        forms.push(base64);
    }
    forms.retain(|form| form.len() >= MIN_SECRET);
    forms.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    forms.dedup();
    forms
}

/// Base64 without padding, so that it is found with and without.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 2);
    for chunk in bytes.chunks(3) {
        let word = chunk
            .iter()
            .fold(0_usize, |word, byte| (word << 8) | usize::from(*byte));
        let word = word << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let symbol = ALPHABET.get((word >> (18 - 6 * place)) & 63);
            text.extend(symbol.copied().map(char::from));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_what_may_be_secret() {
        let cases = [
            ("https://u:p@h/v1?key=abc#f", "https://h/v1"),
            (
                "https://h/v1/chat/completions",
                "https://h/v1/chat/completions",
            ),
            ("http://127.0.0.1:9/?", "http://127.0.0.1:9/"),
        ];
        for (text, safe) in cases {
            assert_eq!(safe_url(&Url::parse(text).unwrap()), safe);
        }
    }

    #[test]
    fn a_header_with_a_key_never_prints_it() {
        let value = bearer(&SecretString::from("planted-key")).unwrap();
        assert_eq!(value.as_bytes(), b"Bearer planted-key");
        assert!(!format!("{value:?}").contains("planted"));
        assert!(bearer(&SecretString::from("a\r\nX: y")).is_none());
    }

    #[test]
    fn known_secrets_are_masked_in_every_spelling() {
        let secret = "sk+ab/cd=12\u{e9}34";
        let known = [SecretString::from(secret), SecretString::from("")];
        let cases = [
            ("key sk+ab/cd=12\u{e9}34.", "key ***."),
            ("?k=sk%2Bab%2Fcd%3D12%C3%A934&x", "?k=***&x"),
            ("?k=sk%2bab%2fcd%3d12%c3%a934&x", "?k=***&x"),
            (r#"{"k":"sk+ab\/cd=12é34"}"#, r#"{"k":"***"}"#),
            ("b64 c2srYWIvY2Q9MTLDqTM0!", "b64 ***!"),
            ("QmVhcmVyIHNrK2FiL2NkPTEyw6kzNA==", "***=="),
            ("nothing here", "nothing here"),
            ("sk+ab/cd=12é34 sk+ab/cd=12é34", "*** ***"),
        ];
        for (text, masked) in cases {
            assert_eq!(redact_known(text, &known), masked, "{text}");
        }
    }

    #[test]
    fn short_secrets_do_not_eat_ordinary_words() {
        assert_eq!(
            redact_known("a cat", &[SecretString::from("a"), SecretString::from(" ")]),
            "a cat"
        );
    }
}
