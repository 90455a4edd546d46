//! A chat request as `openai-chat` JSON. Keys come in a fixed order, so that equal requests are
//! equal bytes.

use super::parts::{Content, content};
use crate::dialect::effort::{Family, effort_word, family, is_openai};
use crate::dialect::{Upstream, UpstreamKind, gateway_options, wire_model};
use crate::request::{AnswerSchema, ChatRequest, Reasoning};
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    messages: Vec<Message<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stop: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning: Option<GatewayReasoning>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_effort: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_format: Option<ResponseFormat<'a>>,
    #[serde(rename = "providerOptions", skip_serializing_if = "Option::is_none")]
    provider_options: Option<Value>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: Content<'a>,
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
}

/// A gateway's own object: it translates to what each provider takes (GATEWAY §1.7).
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum GatewayReasoning {
    Enabled(bool),
    Effort(&'static str),
    MaxTokens(u32),
}

#[derive(Serialize)]
#[serde(tag = "type", content = "json_schema", rename_all = "snake_case")]
enum ResponseFormat<'a> {
    JsonSchema(JsonSchema<'a>),
}

#[derive(Serialize)]
struct JsonSchema<'a> {
    name: &'a str,
    schema: &'a Value,
    strict: bool,
}

/// The JSON body of a request. What is not set is not sent.
///
/// Usage is asked for in every stream: servers that do not know the option have been seen to
/// ignore it, and without it most leave out the figures. `reasoning` and `providerOptions` go to
/// gateways only; other servers get the word of `reasoning_effort`.
pub fn encode(request: &ChatRequest, upstream: &Upstream) -> Vec<u8> {
    let model = wire_model(&request.model, upstream);
    // `OpenAI`'s reasoning models refuse `max_tokens`.
    let renamed = request.newer_limit || (is_openai(upstream) && family(model) != Family::Other);
    let (reasoning, reasoning_effort) = match (request.reasoning, upstream.kind) {
        (None, _) => (None, None),
        (Some(wanted), UpstreamKind::Gateway) => (Some(gateway_reasoning(wanted)), None),
        (Some(wanted), UpstreamKind::Direct | UpstreamKind::Local) => {
            (None, effort_word(wanted, model, upstream))
        }
    };
    let body = Body {
        model,
        messages: request
            .messages
            .iter()
            .map(|message| Message {
                role: message.role.as_str(),
                content: content(message),
            })
            .collect(),
        stream: request.stream.then_some(true),
        stream_options: request.stream.then_some(StreamOptions {
            include_usage: true,
        }),
        max_tokens: request.max_tokens.filter(|_| !renamed),
        max_completion_tokens: request.max_tokens.filter(|_| renamed),
        // JSON has no infinities, and a null is not "unset" to every server.
        temperature: request.temperature.filter(|value| value.is_finite()),
        // An empty text would end the answer before it begins, and servers refuse it.
        stop: request
            .stop
            .iter()
            .map(String::as_str)
            .filter(|text| !text.is_empty())
            .collect(),
        seed: request.seed,
        reasoning,
        reasoning_effort,
        response_format: request.schema.as_ref().map(response_format),
        provider_options: gateway_options(&request.routing, upstream),
    };
    // Strings and finite numbers always serialise: the default is never taken.
    serde_json::to_vec(&body).unwrap_or_default()
}

fn gateway_reasoning(wanted: Reasoning) -> GatewayReasoning {
    match wanted {
        Reasoning::Off | Reasoning::Budget(0) => GatewayReasoning::Enabled(false),
        Reasoning::Effort(effort) => GatewayReasoning::Effort(effort.as_str()),
        Reasoning::Budget(tokens) => GatewayReasoning::MaxTokens(tokens),
    }
}

fn response_format(schema: &AnswerSchema) -> ResponseFormat<'_> {
    ResponseFormat::JsonSchema(JsonSchema {
        name: &schema.name,
        schema: &schema.schema,
        strict: true,
    })
}
