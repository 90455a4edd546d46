//! A chat request as JSON of this dialect. Keys come in a fixed order, so that equal requests are
//! equal bytes.

use super::thinking::{self, Thinking};
use crate::dialect::{Upstream, gateway_options, wire_model};
use crate::message::Role;
use crate::request::{AnswerSchema, ChatRequest, Media, RequestMessage};
use serde::Serialize;

/// The API requires a limit; this one where neither the person nor the catalogue names any.
const DEFAULT_MAX_TOKENS: u32 = 4096;

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    max_tokens: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<String>,
    messages: Vec<Message<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    stop_sequences: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    thinking: Option<Thinking>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_config: Option<OutputConfig<'a>>,
    #[serde(rename = "providerOptions", skip_serializing_if = "Option::is_none")]
    provider_options: Option<serde_json::Value>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: Content<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Content<'a> {
    Text(&'a str),
    Blocks(Vec<Block<'a>>),
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Block<'a> {
    Text {
        text: &'a str,
    },
    Image {
        source: Source<'a>,
    },
    Document {
        source: Source<'a>,
        #[serde(skip_serializing_if = "str::is_empty")]
        title: &'a str,
    },
}

#[derive(Serialize)]
struct Source<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    media_type: &'static str,
    data: &'a str,
}

/// As the official SDK's `OutputConfigParam` has it (`anthropic` 2.14 for Python).
#[derive(Serialize)]
struct OutputConfig<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    effort: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<Format<'a>>,
}

#[derive(Serialize)]
struct Format<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    schema: &'a serde_json::Value,
}

/// The JSON body of a request. What is not set is not sent; a seed never is, for the API has none.
///
/// A temperature beside thinking is refused by the API, and by the newest models always: both are
/// sent as they were set, and the refusal names the one to drop.
pub fn encode(request: &ChatRequest, upstream: &Upstream) -> Vec<u8> {
    let model = wire_model(&request.model, upstream);
    let known = request.known_max_output.filter(|tokens| *tokens > 0);
    let max_tokens = request.max_tokens.or(known).unwrap_or(DEFAULT_MAX_TOKENS);
    let (thinking, effort) = thinking::of(request.reasoning, model, max_tokens);
    let body = Body {
        model,
        max_tokens,
        system: system(&request.messages),
        messages: request.messages.iter().filter_map(message).collect(),
        stream: request.stream.then_some(true),
        // JSON has no infinities, and a null is not "unset" to every server.
        temperature: request.temperature.filter(|value| value.is_finite()),
        stop_sequences: &request.stop,
        thinking,
        output_config: output_config(effort, request.schema.as_ref()),
        provider_options: gateway_options(&request.routing, upstream),
    };
    // Strings and finite numbers always serialise: the default is never taken.
    serde_json::to_vec(&body).unwrap_or_default()
}

/// All instructions, for the API takes them in one place only.
fn system(messages: &[RequestMessage]) -> Option<String> {
    let texts: Vec<&str> = messages
        .iter()
        .filter(|message| message.role == Role::System && !is_blank(&message.text))
        .map(|message| message.text.as_str())
        .collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

/// A message as it goes out; none for instructions and for one that says nothing, which the API
/// refuses. Messages of the same role may follow each other: the API joins them itself.
fn message(message: &RequestMessage) -> Option<Message<'_>> {
    let role = match message.role {
        Role::System => return None,
        Role::User | Role::Assistant => message.role.as_str(),
    };
    let text = Some(message.text.as_str()).filter(|text| !is_blank(text));
    let content = if message.media.is_empty() {
        Content::Text(text?)
    } else {
        // Files first: the question is about them.
        let files = message.media.iter().map(file);
        Content::Blocks(files.chain(text.map(|text| Block::Text { text })).collect())
    };
    Some(Message { role, content })
}

fn file(media: &Media) -> Block<'_> {
    let source = Source {
        kind: "base64",
        media_type: media.kind.media_type(),
        data: &media.base64,
    };
    if media.kind.is_image() {
        Block::Image { source }
    } else {
        Block::Document {
            source,
            title: &media.name,
        }
    }
}

fn output_config<'a>(
    effort: Option<&'static str>,
    schema: Option<&'a AnswerSchema>,
) -> Option<OutputConfig<'a>> {
    let format = schema.map(|schema| Format {
        kind: "json_schema",
        schema: &schema.schema,
    });
    (effort.is_some() || format.is_some()).then_some(OutputConfig { effort, format })
}

/// The API takes no text of nothing but white space.
fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}
