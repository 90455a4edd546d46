//! The delta that nearly every frame is: a piece of text, and nothing that was not told before.
//!
//! It is read without building a value of it. A frame that holds anything else, a field twice or in
//! another type is not plain and is read in full, so that nothing depends on this file but time.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// A chunk with one choice.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plain<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) model: Option<&'a str>,
    #[serde(rename = "object")]
    _object: Option<&'a str>,
    #[serde(rename = "created")]
    _created: Option<u64>,
    #[serde(rename = "service_tier")]
    _service_tier: Option<&'a str>,
    #[serde(rename = "system_fingerprint")]
    _system_fingerprint: Option<&'a str>,
    #[serde(rename = "obfuscation")]
    _obfuscation: Option<&'a str>,
    #[serde(rename = "usage")]
    _usage: Option<Nothing>,
    #[serde(borrow)]
    choices: [Object<Choice<'a>>; 1],
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice<'a> {
    #[serde(default)]
    index: u64,
    #[serde(borrow)]
    delta: Object<Delta<'a>>,
    #[serde(rename = "finish_reason")]
    _finish_reason: Option<Nothing>,
    #[serde(rename = "logprobs")]
    _logprobs: Option<Nothing>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Delta<'a> {
    #[serde(borrow)]
    content: Cow<'a, str>,
    #[serde(rename = "role")]
    _role: Option<&'a str>,
    #[serde(rename = "refusal")]
    _refusal: Option<Nothing>,
}

/// No value is of this type: the field is `null` or left out.
#[derive(serde::Deserialize)]
enum Nothing {}

impl<'a> Plain<'a> {
    /// The frame, if it is plain.
    pub(super) fn read(data: &'a str) -> Option<Self> {
        let Object(plain): Object<Self> = serde_json::from_str(data).ok()?;
        let [Object(choice)] = &plain.choices;
        (choice.index == 0).then_some(plain)
    }

    /// Its text; may be empty.
    pub(super) fn text(&self) -> &str {
        let [Object(choice)] = &self.choices;
        &choice.delta.0.content
    }
}

/// A JSON object: a derived struct alone would also be read from an array.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields(PhantomData))
    }
}

struct Fields<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }
}
