//! A chat request as `openai-chat` JSON. Keys come in a fixed order, so that equal requests are
//! equal bytes.

use crate::dialect::{Upstream, UpstreamKind, gateway_options, wire_model};
use crate::request::ChatRequest;
use serde::Serialize;

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
    #[serde(rename = "providerOptions", skip_serializing_if = "Option::is_none")]
    provider_options: Option<serde_json::Value>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
}

/// The JSON body of a request. What is not set is not sent.
///
/// Usage is asked for in every stream: servers that do not know the option have been seen to
/// ignore it, and without it most leave out the figures.
pub fn encode(request: &ChatRequest, upstream: &Upstream) -> Vec<u8> {
    let model = wire_model(&request.model, upstream);
    let renamed = wants_completion_tokens(model, upstream);
    let body = Body {
        model,
        messages: request
            .messages
            .iter()
            .map(|message| Message {
                role: message.role.as_str(),
                content: &message.text,
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
        provider_options: gateway_options(&request.routing, upstream),
    };
    // Strings and finite numbers always serialise: the default is never taken.
    serde_json::to_vec(&body).unwrap_or_default()
}

/// `OpenAI`'s reasoning models refuse `max_tokens`: o1, o3, …, gpt-5 and later.
fn wants_completion_tokens(model: &str, upstream: &Upstream) -> bool {
    let direct_openai =
        upstream.kind == UpstreamKind::Direct && upstream.provider.as_deref() == Some("openai");
    let leading_number = |rest: &str| {
        rest.chars()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
            .parse::<u32>()
            .ok()
    };
    let reasons = match (model.strip_prefix("gpt-"), model.strip_prefix('o')) {
        (Some(rest), _) => leading_number(rest).is_some_and(|version| version >= 5),
        (None, Some(rest)) => leading_number(rest).is_some(),
        (None, None) => false,
    };
    direct_openai && reasons
}
