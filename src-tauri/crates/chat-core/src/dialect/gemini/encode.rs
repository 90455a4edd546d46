//! A chat request as `gemini` JSON. Keys come in a fixed order, so that equal requests are equal
//! bytes.

use super::thinking;
use crate::dialect::Upstream;
use crate::message::Role;
use crate::request::{AnswerSchema, ChatRequest, RequestMessage};
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    contents: Vec<Content<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    system_instruction: Option<Content<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    generation_config: Option<Generation<'a>>,
}

#[derive(Serialize)]
struct Content<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    parts: Vec<Part<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Part<'a> {
    Text(&'a str),
    #[serde(rename_all = "camelCase")]
    InlineData {
        mime_type: &'static str,
        data: &'a str,
    },
}

#[derive(Serialize, PartialEq)]
#[serde(rename_all = "camelCase")]
struct Generation<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    max_output_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    stop_sequences: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_mime_type: Option<&'static str>,
    /// JSON Schema as it is; `responseSchema` beside it takes a dialect of `OpenAPI`. Read in
    /// Google's SDK (`@google/genai` 2.32.0), not tried against the service.
    #[serde(skip_serializing_if = "Option::is_none")]
    response_json_schema: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thinking_config: Option<thinking::Config>,
}

/// The JSON body of a request. What is not set is not sent.
///
/// The model and the wish to stream are not in it, but in the address. Nor is what a gateway is
/// told beside the request: no gateway is known to take it in this dialect.
pub fn encode(request: &ChatRequest, _upstream: &Upstream) -> Vec<u8> {
    let system: Vec<_> = request
        .messages
        .iter()
        .filter(|message| message.role == Role::System)
        .map(|message| Part::Text(&message.text))
        .collect();
    let body = Body {
        contents: request.messages.iter().filter_map(content).collect(),
        system_instruction: (!system.is_empty()).then_some(Content {
            role: None,
            parts: system,
        }),
        generation_config: generation(request),
    };
    // Strings and finite numbers always serialise: the default is never taken.
    serde_json::to_vec(&body).unwrap_or_default()
}

/// A message of the conversation; none for instructions, which have a place of their own.
fn content(message: &RequestMessage) -> Option<Content<'_>> {
    let role = match message.role {
        Role::System => return None,
        Role::User => "user",
        Role::Assistant => "model",
    };
    let media = message.media.iter().map(|media| Part::InlineData {
        mime_type: media.kind.media_type(),
        data: &media.base64,
    });
    // A question about a file follows the file. A message without any part is an error, and so is
    // an empty text beside one.
    let text =
        (!message.text.is_empty() || message.media.is_empty()).then_some(Part::Text(&message.text));
    Some(Content {
        role: Some(role),
        parts: media.chain(text).collect(),
    })
}

/// None where nothing is set.
fn generation(request: &ChatRequest) -> Option<Generation<'_>> {
    let schema = request.schema.as_ref();
    let set = Generation {
        max_output_tokens: request.max_tokens,
        // JSON has no infinities, and a null is not "unset" to every server.
        temperature: request.temperature.filter(|value| value.is_finite()),
        stop_sequences: &request.stop,
        seed: request.seed,
        response_mime_type: schema.map(|_| "application/json"),
        response_json_schema: schema.map(|AnswerSchema { name: _, schema }| schema),
        thinking_config: thinking::config(&request.model, request.reasoning),
    };
    let nothing = Generation {
        max_output_tokens: None,
        temperature: None,
        stop_sequences: &[],
        seed: None,
        response_mime_type: None,
        response_json_schema: None,
        thinking_config: None,
    };
    (set != nothing).then_some(set)
}
