//! Our requests beside those of the official SDKs for the same prompts.
//!
//! `xtask/scripts/sdk-requests/record.sh` recorded them. Each difference is listed here with its
//! reason; one that is not listed fails, and so does one that is listed and no longer there.
#![cfg(test)]

use chat_core::base_url::BaseUrl;
use chat_core::dialect::{Dialect, Upstream, UpstreamKind};
use chat_core::failure::AuthKind;
use chat_core::message::Role;
use chat_core::request::{AnswerSchema, ChatRequest, Media, MediaKind, RequestMessage};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const RECORDED: &str = include_str!("fixtures/sdk_requests.json");
const KEY: &str = "sdk-key-0000";
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// SDK, place in the request (`*`: all below), and why ours is another.
const DIFFERENCES: &[(&str, &str, &str)] = &[
    (
        "openai-responses",
        "/body/input/0/type",
        "the type is said, as servers that are not the vendor's ask for it",
    ),
    (
        "openai-responses",
        "/body/input/0/content/0/detail",
        "the reference calls it required; `auto` is its default",
    ),
    (
        "ai openai",
        "/body/input/0/type",
        "the type is said, as servers that are not the vendor's ask for it",
    ),
    (
        "ai openai",
        "/body/input/0/content/0/detail",
        "the reference calls it required; `auto` is its default",
    ),
    (
        "ai openai",
        "/body/store",
        "nothing is kept at the vendor's unless the person says so",
    ),
    (
        "anthropic",
        "/headers/anthropic-version",
        "2023-06-01 still takes sampling parameters (GATEWAY §3.1)",
    ),
    (
        "anthropic",
        "/headers/authorization",
        "an API key travels in x-api-key with that version",
    ),
    (
        "anthropic",
        "/headers/x-api-key",
        "an API key travels in x-api-key with that version",
    ),
    ("anthropic", "/body/stream", "false is the default"),
    (
        "ai anthropic",
        "/body/max_tokens",
        "where none is set, 4,096 unless the catalogue knows the model's own limit",
    ),
    (
        "google-genai",
        "/path",
        "v1beta has all that v1 has, and what proxies of the interface speak",
    ),
    (
        "google-genai",
        "/body/generationConfig",
        "nothing set, nothing sent",
    ),
    (
        "google-genai",
        "/body/systemInstruction/role",
        "a system instruction has no role",
    ),
    (
        "google-genai",
        "/body/contents/0/parts/0/inlineData/data",
        "the SDK writes base64 for URLs, the reference the usual one",
    ),
    (
        "google-genai",
        "/body/contents/0/parts/0/inlineData/mimeType",
        "the interface takes both spellings; the reference has this one",
    ),
    (
        "google-genai",
        "/body/contents/0/parts/0/inlineData/mime_type",
        "the interface takes both spellings; the reference has the other",
    ),
    (
        "ai google",
        "/body/generationConfig",
        "nothing set, nothing sent",
    ),
    (
        "ai google",
        "/body/generationConfig/responseJsonSchema/*",
        "the whole schema, as the vendor's own SDK sends it; responseSchema is a subset",
    ),
    (
        "ai google",
        "/body/generationConfig/responseSchema/*",
        "the whole schema, as the vendor's own SDK sends it; responseSchema is a subset",
    ),
];

/// How an SDK's name in the recording translates.
fn dialect(sdk: &str) -> Dialect {
    match sdk {
        "openai" | "ai openai-compatible" => Dialect::OpenAiChat,
        "openai-responses" | "ai openai" => Dialect::OpenAiResponses,
        "anthropic" | "ai anthropic" => Dialect::AnthropicMessages,
        "google-genai" | "ai google" => Dialect::Gemini,
        other => panic!("no such SDK: {other}"),
    }
}

/// Our request for what the SDK was asked for.
fn request(asked: &Value, model: &str) -> ChatRequest {
    let turns = asked["turns"].as_array().unwrap();
    let mut messages: Vec<_> = asked["system"]
        .as_str()
        .map(|text| RequestMessage::text(Role::System, text))
        .into_iter()
        .collect();
    for (at, text) in turns.iter().enumerate() {
        let role = [Role::User, Role::Assistant][at % 2];
        messages.push(RequestMessage::text(role, text.as_str().unwrap()));
    }
    if asked["picture"] == true {
        messages.last_mut().unwrap().media.push(Media {
            name: "dot.png".to_owned(),
            kind: MediaKind::Png,
            base64: PNG.into(),
        });
    }
    ChatRequest {
        max_tokens: asked["max_tokens"]
            .as_u64()
            .map(|tokens| u32::try_from(tokens).unwrap()),
        temperature: asked["temperature"].as_f64(),
        stop: asked["stop"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|text| text.as_str().unwrap().to_owned())
            .collect(),
        seed: asked["seed"].as_i64(),
        schema: (asked["schema"] == true).then(|| AnswerSchema {
            name: "answer".to_owned(),
            schema: json!({
                "type": "object",
                "properties": { "answer": { "type": "integer" } },
                "required": ["answer"],
                "additionalProperties": false,
            }),
        }),
        stream: asked["stream"] != false,
        ..ChatRequest::new(model, messages)
    }
}

/// A request as one JSON value: path, the headers that decide, body.
fn ours(sdk: &str, asked: &Value) -> Value {
    let dialect = dialect(sdk);
    // Chat completions go to a gateway here, the others straight to their provider.
    let (model, kind, provider) = match dialect {
        Dialect::OpenAiChat => ("anthropic/claude-sonnet-4.5", UpstreamKind::Gateway, None),
        Dialect::OpenAiResponses => ("gpt-4o", UpstreamKind::Direct, Some("openai")),
        Dialect::AnthropicMessages => {
            ("claude-sonnet-4-5", UpstreamKind::Direct, Some("anthropic"))
        }
        Dialect::Gemini => ("gemini-2.5-flash", UpstreamKind::Direct, Some("gemini")),
    };
    let upstream = Upstream {
        kind,
        host: "127.0.0.1".to_owned(),
        auth: AuthKind::ApiKey,
        provider: provider.map(str::to_owned),
    };
    let request = request(asked, model);
    let body: Value = serde_json::from_slice(&dialect.encode(&request, &upstream)).unwrap();
    let url = BaseUrl::parse("http://127.0.0.1:9", dialect)
        .unwrap()
        .chat(model, request.stream);
    let (name, before) = dialect.key_header();
    let mut headers = json!({ "content-type": "application/json", name: format!("{before}{KEY}") });
    for (name, value) in dialect.headers() {
        headers[*name] = json!(value);
    }
    let query = url.query().map(|query| format!("?{query}"));
    let path = format!("{}{}", url.path(), query.unwrap_or_default());
    json!({ "path": path, "headers": headers, "body": body })
}

/// Shapes that mean the same to all of these interfaces become one: a text alone in a list of
/// parts is the text, and files stand before the question that is about them.
fn one_shape(value: &mut Value) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(one_shape);
            items.sort_by_key(|item| item.get("text").is_some());
            if let [Value::Object(part)] = items.as_slice()
                && let Some("text" | "input_text" | "output_text") =
                    part.get("type").and_then(Value::as_str)
                && let Some(text) = part.get("text").cloned()
            {
                *value = text;
            }
        }
        Value::Object(fields) => fields.iter_mut().for_each(|(_, value)| one_shape(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A system message in front is what `instructions` are to the Responses interface.
fn instructions(body: &mut Value) {
    let Some(input) = body.get_mut("input").and_then(Value::as_array_mut) else {
        return;
    };
    if input[0]["role"] == "system" {
        let first = input.remove(0);
        body["instructions"] = first["content"].clone();
    }
}

/// Each leaf and each empty list or object, by its place.
fn leaves(value: &Value, place: String, found: &mut BTreeMap<String, Value>) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            for (at, item) in items.iter().enumerate() {
                leaves(item, format!("{place}/{at}"), found);
            }
        }
        Value::Object(fields) if !fields.is_empty() => {
            for (name, field) in fields {
                leaves(field, format!("{place}/{name}"), found);
            }
        }
        leaf => {
            found.insert(place, leaf.clone());
        }
    }
}

#[test]
fn what_we_send_is_what_the_official_sdks_send() {
    let recorded: Vec<Value> = serde_json::from_str(RECORDED).unwrap();
    assert_eq!(recorded.len(), 8 * 7);
    let mut unlisted = Vec::new();
    let mut used = BTreeSet::new();
    for record in &recorded {
        let sdk = record["sdk"].as_str().unwrap();
        let asked = &record["asked"];
        let mut theirs = json!({
            "path": record["path"], "headers": record["headers"], "body": record["body"],
        });
        let mut ours = ours(sdk, asked);
        one_shape(&mut theirs);
        one_shape(&mut ours);
        instructions(&mut theirs["body"]);
        let (mut our, mut their) = (BTreeMap::new(), BTreeMap::new());
        leaves(&ours, String::new(), &mut our);
        leaves(&theirs, String::new(), &mut their);
        let places: BTreeSet<_> = our.keys().chain(their.keys()).collect();
        for place in places {
            let (ours, theirs) = (our.get(place), their.get(place));
            if ours == theirs {
                continue;
            }
            // Every message has the same fields.
            let general = place
                .replace("/input/1/", "/input/0/")
                .replace("/input/2/", "/input/0/");
            match DIFFERENCES.iter().position(|(of, at, _)| {
                *of == sdk
                    && at
                        .strip_suffix('*')
                        .map_or(general == *at, |under| general.starts_with(under))
            }) {
                Some(row) => _ = used.insert(row),
                None => unlisted.push(format!(
                    "{sdk}, {}: {place}: {ours:?}, they {theirs:?}",
                    asked["name"]
                )),
            }
        }
    }
    assert!(unlisted.is_empty(), "{}", unlisted.join("\n"));
    for (row, difference) in DIFFERENCES.iter().enumerate() {
        assert!(used.contains(&row), "no longer there: {difference:?}");
    }
}
