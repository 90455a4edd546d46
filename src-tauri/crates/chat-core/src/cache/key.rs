//! What makes two requests the same: SHA-256 over everything that can change the answer.
//!
//! Secrets go in only through a salted hash, and nothing of what is hashed can be read back. How
//! an answer travels (streamed or whole) is left out, so the two share their answers.

use crate::dialect::Dialect;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::fmt;

/// Names this way of hashing: another way must never meet its keys.
const SCHEME: &[u8] = b"gatehouse response cache 1";

/// The name of a request in the cache.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CacheKey([u8; 32]);

impl CacheKey {
    /// Its bytes, as they are stored.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for CacheKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second, ..] = self.0;
        write!(f, "CacheKey({first:02x}{second:02x}…)")
    }
}

/// A salted hash of everything secret that goes with a request. Only ever part of a [`CacheKey`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Credentials([u8; 32]);

impl Credentials {
    /// Of the key, and of what else is sent beside the body or as a secret in it: extra headers,
    /// a provider's own key for this request. Without any, what needs no key is meant.
    ///
    /// The salt is random and belongs to one data folder.
    pub fn of<'a>(salt: &[u8; 32], secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let mut hash = Sha256::new();
        part(&mut hash, salt);
        for secret in secrets {
            part(&mut hash, secret.as_bytes());
        }
        Self(hash.finalize().into())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(***)")
    }
}

/// A request as it would be sent.
#[derive(Clone, Copy)]
pub struct Sent<'a> {
    /// The connection's name.
    pub connection: &'a str,
    /// Where it goes: scheme, host and port.
    pub origin: &'a str,
    /// With which key.
    pub credentials: Credentials,
    /// The wire protocol.
    pub dialect: Dialect,
    /// The model asked; in some dialects only the address names it.
    pub model: &'a str,
    /// The encoded body.
    pub body: &'a [u8],
}

impl fmt::Debug for Sent<'_> {
    /// Without the body, which may hold a provider's key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sent")
            .field("connection", &self.connection)
            .field("origin", &self.origin)
            .field("model", &self.model)
            .finish_non_exhaustive()
    }
}

/// The name of a request in the cache; none where its body is no JSON object.
pub fn key(sent: &Sent<'_>) -> Option<CacheKey> {
    let mut body: Map<String, Value> = serde_json::from_slice(sent.body).ok()?;
    leave_out(&mut body, sent.dialect);
    let mut hash = Sha256::new();
    for known in [
        SCHEME,
        sent.connection.as_bytes(),
        sent.origin.as_bytes(),
        &sent.credentials.0,
        sent.dialect.name().as_bytes(),
        sent.model.as_bytes(),
    ] {
        part(&mut hash, known);
    }
    object(&mut hash, &body);
    Some(CacheKey(hash.finalize().into()))
}

/// Takes out how the answer travels, and the secrets of one request (GATEWAY §1.7): those belong
/// into [`Credentials`].
fn leave_out(body: &mut Map<String, Value>, dialect: Dialect) {
    match dialect {
        Dialect::OpenAiChat | Dialect::OpenAiResponses | Dialect::AnthropicMessages => {
            body.remove("stream");
            body.remove("stream_options");
        }
        // Its address says whether to stream.
        Dialect::Gemini => {}
    }
    let gateway = body
        .get_mut("providerOptions")
        .and_then(|options| options.get_mut("gateway"));
    if let Some(Value::Object(gateway)) = gateway {
        gateway.remove("byok");
    }
}

/// One part, told apart from the next by its length.
fn part(hash: &mut Sha256, bytes: &[u8]) {
    length(hash, bytes.len());
    hash.update(bytes);
}

fn length(hash: &mut Sha256, length: usize) {
    // No platform counts further than 64 bits.
    hash.update(u64::try_from(length).unwrap_or(u64::MAX).to_le_bytes());
}

/// A value in canonical order: members by name, whatever order the encoder or a build of the JSON
/// library keeps. Its depth is bounded by the parser's own limit.
fn value(hash: &mut Sha256, value: &Value) {
    match value {
        Value::Null => hash.update(b"0"),
        Value::Bool(false) => hash.update(b"f"),
        Value::Bool(true) => hash.update(b"t"),
        Value::Number(number) => {
            hash.update(b"n");
            part(hash, number.to_string().as_bytes());
        }
        Value::String(text) => {
            hash.update(b"s");
            part(hash, text.as_bytes());
        }
        Value::Array(items) => {
            hash.update(b"a");
            length(hash, items.len());
            for item in items {
                self::value(hash, item);
            }
        }
        Value::Object(members) => {
            hash.update(b"o");
            object(hash, members);
        }
    }
}

fn object(hash: &mut Sha256, members: &Map<String, Value>) {
    let mut sorted: Vec<_> = members.iter().collect();
    sorted.sort_unstable_by_key(|(name, _)| *name);
    length(hash, sorted.len());
    for (name, member) in sorted {
        part(hash, name.as_bytes());
        value(hash, member);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SALT: [u8; 32] = [7; 32];
    const BODY: &str = r#"{"model":"m","messages":[{"role":"user","content":"Hi"}],"stream":true}"#;

    fn with<'a>(body: &'a str, secrets: &[&str]) -> Sent<'a> {
        Sent {
            connection: "gateway",
            origin: "https://gateway.example",
            credentials: Credentials::of(&SALT, secrets.iter().copied()),
            dialect: Dialect::OpenAiChat,
            model: "m",
            body: body.as_bytes(),
        }
    }

    #[test]
    fn everything_that_can_change_the_answer_changes_the_key() {
        let base = with(BODY, &["key"]);
        let mut all = vec![
            base,
            Sent {
                connection: "other",
                ..base
            },
            Sent {
                origin: "https://other.example",
                ..base
            },
            Sent {
                dialect: Dialect::Gemini,
                ..base
            },
            Sent { model: "n", ..base },
            Sent {
                credentials: Credentials::of(&[8; 32], ["key"]),
                ..base
            },
            with(BODY, &["other key"]),
            with(BODY, &["key", "provider's key"]),
            with(BODY, &["ke", "y"]),
            with(BODY, &[]),
        ];
        for body in [
            r#"{"model":"n","messages":[{"role":"user","content":"Hi"}]}"#,
            r#"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#,
            r#"{"model":"m","messages":[{"role":"system","content":"Hi"}]}"#,
            r#"{"model":"m","messages":[{"role":"user","content":"H"},{"role":"user","content":"i"}]}"#,
            r#"{"model":"m","messages":[{"role":"user","content":"Hi"}],"temperature":0}"#,
            r#"{"model":"m","messages":[{"role":"user","content":"Hi"}],"temperature":1}"#,
            r#"{"model":"m","messages":[{"role":"user","content":"Hi"}],"temperature":"1"}"#,
            r#"{"model":"m","messages":[{"role":"user","content":"Hi"}],"max_tokens":null}"#,
            r#"{"model":"m","messages":[{"role":"user","content":"Hi","stream":true}]}"#,
            r#"{"model":"m","messages":[["role","user"]]}"#,
            r#"{"model":"m","messages":[],"providerOptions":{"gateway":{"only":["a"]}}}"#,
            r#"{"model":"m","messages":[],"providerOptions":{"gateway":{"only":["b"]}}}"#,
        ] {
            all.push(with(body, &["key"]));
        }
        let keys: std::collections::HashSet<_> =
            all.iter().map(|sent| key(sent).unwrap()).collect();
        assert_eq!(keys.len(), all.len());
    }

    #[test]
    fn how_an_answer_travels_and_the_order_of_members_do_not() {
        let streamed = key(&with(BODY, &["key"])).unwrap();
        for same in [
            r#"{"model":"m","messages":[{"role":"user","content":"Hi"}]}"#,
            r#"{"model":"m","messages":[{"role":"user","content":"Hi"}],"stream":false}"#,
            r#"{ "messages":[{"content":"\u0048i","role":"user"}], "stream_options":{"include_usage":true},
                 "stream":true, "model":"m" }"#,
        ] {
            assert_eq!(key(&with(same, &["key"])), Some(streamed), "{same}");
        }
    }

    #[test]
    fn a_provider_key_in_the_body_counts_as_a_credential_only() {
        let body = |byok: &str| {
            format!(r#"{{"model":"m","providerOptions":{{"gateway":{{"tags":["x"]{byok}}}}}}}"#)
        };
        let own = body(r#","byok":{"anthropic":[{"apiKey":"provider-key"}]}"#);
        let plain = body("");
        assert_eq!(key(&with(&own, &["k"])), key(&with(&plain, &["k"])));
        assert_ne!(
            key(&with(&own, &["k", "provider-key"])),
            key(&with(&plain, &["k"]))
        );
    }

    #[test]
    fn the_same_request_has_the_same_name_in_every_version() {
        let named = key(&with(BODY, &["key"])).unwrap();
        let (high, low) = named.as_bytes().split_at(16);
        let hex = [high, low].map(|half| u128::from_be_bytes(half.try_into().unwrap()));
        // Computed by another program from the words above.
        assert_eq!(
            hex.map(|half| format!("{half:032x}")),
            [
                "e0e2eedf3a48459f47ac51a8d31548ea",
                "2d3ec5d648aeff8777be5f8e42891648"
            ]
        );
    }

    #[test]
    fn nothing_secret_is_shown() {
        let sent = with(BODY, &["very-secret-key"]);
        let Credentials(hash) = sent.credentials;
        let shown = format!("{:?}", sent.credentials);
        assert_eq!(shown, "Credentials(***)");
        assert!(!format!("{sent:?}").contains("Hi"));
        assert!(
            !hash
                .windows(4)
                .any(|w| b"very-secret-key".windows(4).any(|k| k == w))
        );
    }

    #[test]
    fn what_is_no_json_object_has_no_key() {
        for body in ["", "[]", "null", "{", "{} {}"] {
            assert_eq!(key(&with(body, &["key"])), None, "{body}");
        }
    }

    proptest! {
        #[test]
        fn any_body_is_handled(body in "\\PC{0,80}") {
            let _ = key(&with(&body, &[]));
        }
    }
}
