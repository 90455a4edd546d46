//! The person's own provider keys for one request (BYOK): they join the encoded body last, so that
//! nothing that is kept, compared or logged ever holds them.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;

/// A gateway's body with `providerOptions.gateway.byok` holding these keys, as (provider, key);
/// a provider's keys are tried in the order given (GATEWAY §1.7).
///
/// The rest of the body keeps its bytes and its order. Without keys the body comes back as it is.
/// A body that is no JSON object gives an empty one: a request that lost its keys would be
/// answered all the same, and billed to somebody else.
///
/// The result holds secrets: it goes to the socket and nowhere else.
pub fn with_own_keys(body: Vec<u8>, keys: &[(&str, &str)]) -> Vec<u8> {
    if keys.is_empty() {
        return body;
    }
    insert(&body, keys).unwrap_or_default()
}

fn insert(body: &[u8], keys: &[(&str, &str)]) -> Option<Vec<u8>> {
    let Fields(fields) = serde_json::from_slice(body).ok()?;
    let mut out = Vec::with_capacity(body.len() + 256);
    let mut options: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    for (name, value) in fields {
        if name == "providerOptions" {
            options = serde_json::from_str(value.get()).ok()?;
        } else {
            field(&mut out, &name, value.get().as_bytes())?;
        }
    }
    options
        .entry("gateway".to_owned())
        .or_default()
        .insert("byok".to_owned(), by_provider(keys));
    let options = serde_json::to_vec(&options).ok()?;
    field(&mut out, "providerOptions", &options)?;
    out.push(b'}');
    Some(out)
}

/// Writes one field of the object, with what has to stand before it.
fn field(out: &mut Vec<u8>, name: &str, value: &[u8]) -> Option<()> {
    out.push(if out.is_empty() { b'{' } else { b',' });
    serde_json::to_writer(&mut *out, name).ok()?;
    out.push(b':');
    out.extend_from_slice(value);
    Some(())
}

/// `{"anthropic":[{"apiKey":…}],…}`, by the order of the alphabet.
fn by_provider(keys: &[(&str, &str)]) -> Value {
    let mut all: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (provider, key) in keys {
        all.entry(provider)
            .or_default()
            .push(json!({ "apiKey": key }));
    }
    json!(all)
}

/// An object's fields as they stand, unread.
struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn with(body: &str, keys: &[(&str, &str)]) -> String {
        String::from_utf8(with_own_keys(body.into(), keys)).unwrap()
    }

    #[test]
    fn keys_join_what_the_gateway_is_told() {
        let one = [("anthropic", "sk-one")];
        let several = [
            ("openai", "sk-2"),
            ("anthropic", "sk-b"),
            ("anthropic", "sk-a"),
        ];
        for (body, keys, expected) in [
            (
                r#"{"model":"m","temperature":0.70}"#,
                &one[..],
                r#"{"model":"m","temperature":0.70,"providerOptions":{"gateway":{"byok":{"anthropic":[{"apiKey":"sk-one"}]}}}}"#,
            ),
            (
                r#"{"z":1,"providerOptions":{"gateway":{"only":["anthropic"]}},"a":"providerOptions"}"#,
                &several,
                r#"{"z":1,"a":"providerOptions","providerOptions":{"gateway":{"byok":{"anthropic":[{"apiKey":"sk-b"},{"apiKey":"sk-a"}],"openai":[{"apiKey":"sk-2"}]},"only":["anthropic"]}}}"#,
            ),
            (
                "{}",
                &[("x", "a\"b\\")],
                r#"{"providerOptions":{"gateway":{"byok":{"x":[{"apiKey":"a\"b\\"}]}}}}"#,
            ),
        ] {
            assert_eq!(with(body, keys), expected);
        }
    }

    #[test]
    fn without_keys_nothing_changes_and_without_an_object_nothing_is_left() {
        assert_eq!(with(r#"{ "a" : 1 }"#, &[]), r#"{ "a" : 1 }"#);
        assert_eq!(with("no JSON", &[]), "no JSON");
        for body in [
            "",
            "[]",
            "no JSON",
            "{\"a\":1",
            r#"{"providerOptions":7}"#,
            r#"{"providerOptions":{"gateway":"x"}}"#,
        ] {
            assert_eq!(with(body, &[("anthropic", "sk-one")]), "", "{body}");
        }
    }

    proptest! {
        #[test]
        fn the_rest_of_a_body_keeps_its_bytes(
            text in any::<String>(), number in any::<f64>(), key in "[!-~]{1,80}", provider in "[a-z]{1,12}",
        ) {
            let number = serde_json::to_string(&number).unwrap();
            let text = serde_json::to_string(&text).unwrap();
            let rest = format!(r#""z":{text},"a":{{"providerOptions":{{"gateway":{{}}}}}},"n":{number}"#);
            let got = with(&format!("{{{rest}}}"), &[(&provider, &key)]);
            let kept = format!("{{{rest},\"providerOptions\":");
            prop_assert!(got.starts_with(&kept));
            let value: Value = serde_json::from_str(&got).unwrap();
            let byok = &value["providerOptions"]["gateway"]["byok"];
            prop_assert_eq!(byok, &json!({ provider: [{ "apiKey": key }] }));
        }
    }
}
