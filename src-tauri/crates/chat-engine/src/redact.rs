//! Keeps keys out of what is written down: addresses, and texts that somebody else wrote.
//!
//! For log lines, notes and anything copied out of the program. Headers with a key are marked
//! sensitive where they are made, in the transport.

use chat_core::secret_text::{mask, mask_known};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

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

/// The text without these secrets, in whatever spelling, and without anything else that looks like
/// a key.
pub fn redact_known(text: &str, secrets: &[SecretString]) -> String {
    let known = secrets.iter().map(|secret| secret.expose_secret().trim());
    let masked = known
        .filter(|secret| !secret.is_empty())
        .fold(text.to_owned(), |text, secret| mask_known(&text, secret));
    mask(&masked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_what_may_be_secret() {
        let cases = [
            ("https://u:p@h/v1?key=abc#f", "https://h/v1"),
            ("https://u@h/v1", "https://h/v1"),
            (
                "https://h/v1/chat/completions",
                "https://h/v1/chat/completions",
            ),
            ("http://127.0.0.1:9/?", "http://127.0.0.1:9/"),
            ("data:text/plain,x?y#z", "data:text/plain,x"),
        ];
        for (text, safe) in cases {
            assert_eq!(safe_url(&Url::parse(text).unwrap()), safe);
        }
    }

    #[test]
    fn every_known_secret_is_masked_in_every_spelling() {
        let known =
            ["own+Secret/one=1234", "", " ", "second-planted-5678\n"].map(SecretString::from);
        let cases = [
            ("plain", "a own+Secret/one=1234 b"),
            ("percent", "?k=own%2BSecret%2Fone%3D1234&x=1"),
            ("json", r#"{"k":"own+Secret\/one=1234"}"#),
            ("base64", "b64 b3duK1NlY3JldC9vbmU9MTIzNA=="),
            ("second", "and second-planted-5678 too"),
            ("both", "own+Secret/one=1234 second-planted-5678"),
        ];
        for (name, text) in cases {
            let masked = redact_known(text, &known);
            assert!(masked.contains("***"), "{name}: {masked}");
            for rest in ["own", "1234", "planted", "5678", "b3duK1"] {
                assert!(!masked.contains(rest), "{name}: {masked}");
            }
        }
        assert_eq!(redact_known("nothing here", &known), "nothing here");
    }

    #[test]
    fn unknown_keys_are_masked_by_their_looks() {
        let masked = redact_known("rejected sk-ant-api03-abcdefghijkl", &[]);
        assert!(!masked.contains("abcdefgh"), "{masked}");
    }
}
