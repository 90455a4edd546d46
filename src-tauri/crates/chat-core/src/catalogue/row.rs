//! One row of a list of models. Field names are those of the Vercel gateway, `OpenAI`, Anthropic,
//! Gemini, `OpenRouter`, vLLM, llama.cpp, LM Studio, Ollama, Groq and Mistral; each is read wherever
//! it appears, as hosts copy from one another.

use super::{Inputs, MAX_ID_BYTES, Model, pricing};
use crate::calendar::Day;
use crate::visible::count_hidden;
use serde_json::Value;

/// Counts saturate here, so that they stay exact in JavaScript and in SQLite.
const MAX_COUNT: u64 = 1 << 52;
/// Numbers below are seconds since 1970, above milliseconds: 3 March 1973 as milliseconds, the
/// year 5138 as seconds.
const LEAST_MS: u64 = 100_000_000_000;

/// The model of a row; none where it has no clean id or does not write text.
pub(super) fn model(row: &Value) -> Option<Model> {
    // Some lists hold nothing but names.
    let id = row.as_str().or_else(|| {
        ["id", "key", "name", "model"]
            .into_iter()
            .find_map(|field| row.get(field)?.as_str())
    })?;
    let id = clean(id.strip_prefix("models/").unwrap_or(id), MAX_ID_BYTES)?;
    if !writes_text(row) || is_gone(row) {
        return None;
    }
    Some(Model {
        context_window: context(row),
        max_output: first_count(
            row,
            &[
                "/max_tokens",
                "/max_output_tokens",
                "/max_completion_tokens",
                "/top_provider/max_completion_tokens",
                "/outputTokenLimit",
            ],
        ),
        price: row.get("pricing").and_then(pricing::price),
        inputs: inputs(row),
        reasoning: reasoning(row),
        retires_at_ms: retires(row),
        released_at_ms: released(row),
        ..Model::new(id)
    })
}

/// Whether a row's host says of its models when they retire.
pub(super) fn speaks_of_retirement(row: &Value) -> bool {
    [
        "lifecycle",
        "retires_at",
        "deprecated_at",
        "expiration_date",
        "deprecation",
    ]
    .iter()
    .any(|field| row.get(field).is_some())
}

/// A name that can be shown and sent: without control characters and marks that turn or hide text,
/// at most that many bytes.
pub(crate) fn clean(text: &str, max_bytes: usize) -> Option<&str> {
    let fits = (1..=max_bytes).contains(&text.len()) && text.trim() == text;
    let seen = |text: &str| !text.contains(char::is_control) && count_hidden(text) == 0;
    (fits && seen(text)).then_some(text)
}

/// A count: a whole number above zero, also as text. The rest says nothing.
pub(crate) fn count(value: &Value) -> Option<u64> {
    let number = match value {
        Value::Number(number) => number.as_u64()?,
        Value::String(text) => text.trim().parse().ok()?,
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (number > 0).then_some(number.min(MAX_COUNT))
}

fn first_count(row: &Value, pointers: &[&str]) -> Option<u64> {
    pointers
        .iter()
        .find_map(|pointer| row.pointer(pointer).and_then(count))
}

/// What holds as the server runs now comes before what the model could hold.
fn context(row: &Value) -> Option<u64> {
    first_count(
        row,
        &[
            "/context_window",
            "/loaded_context_length",
            "/loaded_instances/0/config/context_length",
            "/meta/n_ctx",
            "/max_model_len",
            "/context_length",
            "/max_context_length",
            "/max_input_tokens",
            "/inputTokenLimit",
            "/top_provider/context_length",
            "/meta/n_ctx_train",
        ],
    )
}

fn writes_text(row: &Value) -> bool {
    let kind = row.get("type").and_then(Value::as_str);
    // `model` is what Anthropic calls each of its rows.
    let speaks = kind.is_none_or(|kind| {
        ["language", "model", "llm", "vlm", "chat", "text", "base"].contains(&kind)
    });
    let answers = words(
        row,
        &["/modalities/output", "/architecture/output_modalities"],
    );
    let methods = words(row, &["/supportedGenerationMethods", "/supportedActions"]);
    let chats = row
        .pointer("/capabilities/completion_chat")
        .and_then(Value::as_bool);
    speaks
        && answers.is_none_or(|kinds| kinds.contains(&"text"))
        && methods.is_none_or(|methods| methods.contains(&"generateContent"))
        && chats.unwrap_or(true)
}

/// Anthropic keeps retired models in its list.
fn is_gone(row: &Value) -> bool {
    row.get("lifecycle").and_then(Value::as_str) == Some("retired")
}

fn inputs(row: &Value) -> Option<Inputs> {
    let listed = words(
        row,
        &["/modalities/input", "/architecture/input_modalities"],
    );
    let tags = words(row, &["/tags"]);
    let flag = |pointer: &str| row.pointer(pointer).and_then(Value::as_bool);
    let image =
        flag("/capabilities/image_input/supported").or_else(|| flag("/capabilities/vision"));
    let pdf = flag("/capabilities/pdf_input/supported");
    let sees = row
        .get("type")
        .and_then(Value::as_str)
        .map(|kind| kind == "vlm")
        .filter(|is| *is);
    if listed.is_none() && tags.is_none() && image.is_none() && pdf.is_none() && sees.is_none() {
        return None;
    }
    let said = |words: &[&str]| {
        [&listed, &tags]
            .into_iter()
            .flatten()
            .flatten()
            .any(|word| words.contains(word))
    };
    Some(Inputs {
        image: image.or(sees).unwrap_or_else(|| said(&["image", "vision"])),
        pdf: pdf.unwrap_or_else(|| said(&["pdf", "file", "file-input"])),
    })
}

fn reasoning(row: &Value) -> Option<bool> {
    let flag = |pointer: &str| row.pointer(pointer).and_then(Value::as_bool);
    let options = row
        .get("reasoning_options")
        .and_then(Value::as_array)
        .is_some_and(|options| !options.is_empty());
    let named = words(row, &["/tags"])
        .into_iter()
        .chain(words(row, &["/supported_parameters"]))
        .flatten()
        .any(|word| word == "reasoning");
    flag("/capabilities/thinking/supported")
        .or_else(|| flag("/thinking"))
        .or_else(|| (options || named).then_some(true))
}

/// The gateway's `deprecated_at` is a number; Anthropic's is a text and means when the end was
/// announced, its `retires_at` when it comes.
fn retires(row: &Value) -> Option<i64> {
    row.get("deprecated_at").and_then(moment).or_else(|| {
        ["retires_at", "expiration_date", "deprecation"]
            .into_iter()
            .find_map(|field| day_ms(row.get(field)?.as_str()?))
    })
}

fn released(row: &Value) -> Option<i64> {
    let number = |field: &str| row.get(field).and_then(moment);
    number("released")
        .or_else(|| number("created"))
        .or_else(|| {
            // Anthropic: 1970 where unknown.
            day_ms(row.get("created_at")?.as_str()?).filter(|day| *day > 0)
        })
}

fn day_ms(text: &str) -> Option<i64> {
    Day::at_start_of(text).map(Day::start_ms)
}

fn moment(value: &Value) -> Option<i64> {
    let number = value.as_u64().filter(|number| *number > 0)?;
    let ms = if number < LEAST_MS {
        number * 1_000
    } else {
        number
    };
    i64::try_from(ms.min(MAX_COUNT)).ok()
}

fn words<'a>(row: &'a Value, pointers: &[&str]) -> Option<Vec<&'a str>> {
    let list = pointers
        .iter()
        .find_map(|pointer| row.pointer(pointer)?.as_array())?;
    Some(list.iter().take(64).filter_map(Value::as_str).collect())
}
