//! A chat request as `openai-responses` JSON. Keys come in a fixed order, so that equal requests
//! are equal bytes.
//!
//! This API has no field for stop sequences or a seed: those of a request are not sent.

use crate::dialect::effort::effort_word;
use crate::dialect::{Upstream, UpstreamKind, gateway_options, wire_model};
use crate::message::Role;
use crate::request::{AnswerSchema, ChatRequest, Media, Reasoning, RequestMessage};
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    input: Vec<Item<'a>>,
    #[serde(skip_serializing_if = "String::is_empty")]
    instructions: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream: Option<bool>,
    store: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_output_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning: Option<Thinking>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Text<'a>>,
    #[serde(rename = "providerOptions", skip_serializing_if = "Option::is_none")]
    provider_options: Option<Value>,
}

/// A message. Strict servers and llama.cpp refuse items that do not name their type.
#[derive(Serialize)]
struct Item<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    role: &'static str,
    content: Content<'a>,
}

/// Text alone goes as a string: a list of `output_text` is refused by strict servers unless the
/// message has the id that it never had here.
#[derive(Serialize)]
#[serde(untagged)]
enum Content<'a> {
    Text(&'a str),
    Parts(Vec<Part<'a>>),
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Part<'a> {
    #[serde(rename = "input_text")]
    Text { text: &'a str },
    /// `OpenAI` takes `detail` as optional, vLLM requires it (vllm-project/vllm#57241).
    #[serde(rename = "input_image")]
    Image {
        image_url: String,
        detail: &'static str,
    },
    #[serde(rename = "input_file")]
    File {
        filename: &'a str,
        file_data: String,
    },
}

#[derive(Serialize)]
struct Thinking {
    effort: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'static str>,
}

#[derive(Serialize)]
struct Text<'a> {
    format: Format<'a>,
}

#[derive(Serialize)]
struct Format<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'a str,
    schema: &'a Value,
    strict: bool,
}

/// The JSON body of a request. What is not set is not sent.
///
/// `store` is always false: else the provider keeps the answer.
pub fn encode(request: &ChatRequest, upstream: &Upstream) -> Vec<u8> {
    let model = wire_model(&request.model, upstream);
    let body = Body {
        model,
        input: request.messages.iter().filter_map(item).collect(),
        instructions: instructions(&request.messages),
        stream: request.stream.then_some(true),
        store: false,
        max_output_tokens: request.max_tokens,
        // JSON has no infinities, and a null is not "unset" to every server.
        temperature: request.temperature.filter(|value| value.is_finite()),
        reasoning: request
            .reasoning
            .and_then(|wanted| thinking(wanted, model, upstream)),
        text: request.schema.as_ref().map(text),
        provider_options: gateway_options(&request.routing, upstream),
    };
    // Strings, finite numbers and JSON always serialise: the default is never taken.
    serde_json::to_vec(&body).unwrap_or_default()
}

/// All system messages, a blank line between them: this API keeps them out of the input.
fn instructions(messages: &[RequestMessage]) -> String {
    messages
        .iter()
        .filter(|message| message.role == Role::System)
        .map(|message| message.text.as_str())
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn item(message: &RequestMessage) -> Option<Item<'_>> {
    let content = match message.role {
        Role::System => return None,
        Role::User if !message.media.is_empty() => {
            let text = Some(message.text.as_str()).filter(|text| !text.is_empty());
            let text = text.map(|text| Part::Text { text });
            Content::Parts(
                text.into_iter()
                    .chain(message.media.iter().map(part))
                    .collect(),
            )
        }
        // Answers never carry files.
        Role::User | Role::Assistant => Content::Text(&message.text),
    };
    Some(Item {
        kind: "message",
        role: message.role.as_str(),
        content,
    })
}

fn part(media: &Media) -> Part<'_> {
    let url = format!("data:{};base64,{}", media.kind.media_type(), media.base64);
    if media.kind.is_image() {
        Part::Image {
            image_url: url,
            detail: "auto",
        }
    } else {
        Part::File {
            filename: &media.name,
            file_data: url,
        }
    }
}

fn text(schema: &AnswerSchema) -> Text<'_> {
    Text {
        format: Format {
            kind: "json_schema",
            name: &schema.name,
            schema: &schema.schema,
            strict: true,
        },
    }
}

/// What is said of reasoning; nothing to models that do not reason anyway.
///
/// This API counts no thinking tokens: a budget becomes the nearest effort, and off the least that
/// the model knows. Summaries are asked of gateways only: `OpenAI` refuses the whole request of an
/// organisation that it has not verified (`unsupported_value`, `reasoning.summary`), and local
/// servers send their reasoning as it is.
fn thinking(wanted: Reasoning, model: &str, upstream: &Upstream) -> Option<Thinking> {
    let gateway = upstream.kind == UpstreamKind::Gateway;
    let effort = match wanted {
        // Gateways know every step and translate it to what each provider takes.
        Reasoning::Effort(effort) if gateway => effort.as_str(),
        Reasoning::Off | Reasoning::Effort(_) | Reasoning::Budget(_) => {
            effort_word(wanted, model, upstream)?
        }
    };
    let thinks = !matches!(wanted, Reasoning::Off | Reasoning::Budget(0));
    Some(Thinking {
        effort,
        summary: (thinks && gateway).then_some("auto"),
    })
}
