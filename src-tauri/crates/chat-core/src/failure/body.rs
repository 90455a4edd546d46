//! Reads an error body, whatever its shape: what it says, how it is typed, when to come back.
//!
//! Gateways wrap the provider's error in their own, as object, array or JSON inside a string; the
//! innermost message is the useful one.

use super::hint::duration_ms;
use crate::secret_text::mask;
use serde_json::Value;

/// How deep objects are walked.
const MAX_DEPTH: u8 = 8;
/// How often a string is read as JSON on the way in.
const MAX_STRINGS: u8 = 3;
/// Longest text of others that is shown, in characters.
const MAX_SHOWN: usize = 300;

/// What an error body says.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// The innermost message, as it came.
    message: Option<String>,
    /// Types and codes in words, normalised, the innermost first.
    pub(super) words: Vec<String>,
    /// Codes that are HTTP statuses, the innermost first.
    pub(super) statuses: Vec<u16>,
    /// The body's own hint, in milliseconds.
    pub(super) retry_after_ms: Option<u64>,
    /// The request's id, if the body names it.
    pub(super) request_id: Option<String>,
    /// Whether the body was no JSON but text as it stands.
    plain: bool,
}

impl Said {
    /// Reads a JSON error.
    pub(super) fn of_value(error: &Value) -> Self {
        let mut said = Self::default();
        said.walk(error, 0, 0);
        said.words.reverse();
        said.statuses.reverse();
        said
    }

    /// Reads the body of a reply that is an error by its status; HTML says nothing.
    pub(super) fn of_body(body: &[u8], html: bool) -> Self {
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{feff}').trim();
        if html || text.is_empty() {
            return Self::default();
        }
        // Some gateways send errors as an event even where no stream began.
        let data = text
            .lines()
            .filter(|line| text.starts_with("event:") && line.starts_with("data:"))
            .find_map(|line| line.strip_prefix("data:"));
        let json = data.unwrap_or(text).trim();
        match serde_json::from_str(json) {
            Ok(value) => Self::of_value(&value),
            // JSON that was cut tells nothing to a person.
            Err(_) if json.starts_with(['{', '[']) => Self::default(),
            Err(_) => Self {
                message: Some(json.to_owned()),
                plain: true,
                ..Self::default()
            },
        }
    }

    /// Whether there was an error object at all: neither nothing nor mere text.
    pub(super) fn is_stated(&self) -> bool {
        !self.plain
            && (self.message.is_some() || !self.words.is_empty() || !self.statuses.is_empty())
    }

    /// The message in lower case, for the last resort of telling failures apart.
    pub(super) fn lower(&self) -> String {
        self.message.as_deref().unwrap_or_default().to_lowercase()
    }

    /// The message as it may be shown: one line, short, nothing like a key in it.
    pub(super) fn shown(&self) -> Option<String> {
        self.message
            .as_deref()
            .map(one_line)
            .filter(|text| !text.is_empty())
    }

    fn walk(&mut self, value: &Value, depth: u8, strings: u8) {
        if depth > MAX_DEPTH {
            return;
        }
        match value {
            Value::String(text) => self.text(text, depth, strings),
            Value::Array(items) => {
                if let Some(item) = items.iter().find(|item| !item.is_null()) {
                    self.walk(item, depth + 1, strings);
                }
            }
            Value::Object(_) => self.object(value, depth, strings),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn object(&mut self, object: &Value, depth: u8, strings: u8) {
        // The list is reversed at the end, so the finest comes last.
        for key in [
            "status",
            "type",
            "error_type",
            "reason",
            "error_code",
            "code",
        ] {
            match object.get(key) {
                Some(Value::String(word)) => self.word(word),
                Some(Value::Number(number)) => {
                    if let Some(status) = number.as_u64().and_then(|n| u16::try_from(n).ok()) {
                        self.status(status);
                    }
                }
                Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) | None => {}
            }
        }
        for key in ["request_id", "requestId", "generationId"] {
            if let Some(Value::String(id)) = object.get(key) {
                self.request_id = Some(id.clone());
            }
        }
        self.hint(object);
        for key in [
            "error_description",
            "detail",
            "msg",
            "message",
            "error_message",
        ] {
            match object.get(key) {
                Some(Value::String(text)) => self.text(text, depth, strings),
                Some(nested @ (Value::Array(_) | Value::Object(_))) => {
                    self.walk(nested, depth + 1, strings);
                }
                Some(Value::Null | Value::Bool(_) | Value::Number(_)) | None => {}
            }
        }
        if let Some(Value::Array(details)) = object.get("details") {
            for detail in details.iter().take(16) {
                self.walk(detail, depth + 1, strings);
            }
        }
        for key in [
            "metadata",
            "details",
            "data",
            "errors",
            "raw",
            "value",
            "cause",
            "innererror",
            "error",
        ] {
            match object.get(key) {
                Some(Value::Array(_)) if key == "details" => {}
                // Only these two are known to hold an error's text; others hold anything.
                Some(Value::String(text)) if matches!(key, "raw" | "error") => {
                    self.text(text, depth, strings);
                }
                Some(nested @ (Value::Array(_) | Value::Object(_))) => {
                    self.walk(nested, depth + 1, strings);
                }
                Some(Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_)) | None => {
                }
            }
        }
    }

    /// A message, or JSON in a string that holds one.
    fn text(&mut self, text: &str, depth: u8, strings: u8) {
        if text.trim().is_empty() {
            return;
        }
        if strings < MAX_STRINGS
            && let Some(inner) = json_inside(text)
        {
            let before = self.message.take();
            self.walk(&inner, depth + 1, strings + 1);
            if self.message.is_none() {
                self.message = before;
            }
            return;
        }
        self.message = Some(text.to_owned());
    }

    fn word(&mut self, word: &str) {
        match word.trim().parse::<u16>() {
            Ok(status) => self.status(status),
            Err(_) => self.words.push(normal(word)),
        }
    }

    fn status(&mut self, status: u16) {
        if (400..=599).contains(&status) {
            self.statuses.push(status);
        }
    }

    fn hint(&mut self, object: &Value) {
        for key in [
            "retryDelay",
            "retry_after",
            "retryAfter",
            "retry_after_seconds",
        ] {
            let read = match object.get(key) {
                Some(Value::String(text)) => duration_ms(text),
                Some(Value::Number(number)) => duration_ms(&number.to_string()),
                Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) | None => {
                    None
                }
            };
            self.retry_after_ms = read.or(self.retry_after_ms);
        }
    }
}

/// An object or array in a string, also after a prefix such as `429: `.
fn json_inside(text: &str) -> Option<Value> {
    let start = text.find(['{', '['])?;
    // A prefix is short; a sentence with braces somewhere is only a sentence.
    if start > 80 {
        return None;
    }
    let value: Value = serde_json::from_str(text.get(start..)?.trim()).ok()?;
    let telling = match &value {
        Value::Object(object) => !object.is_empty(),
        Value::Array(items) => items.iter().any(Value::is_object),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    telling.then_some(value)
}

/// `rate_limit_error`, `RateLimitError` and `RATE-LIMIT-ERROR` are one word.
fn normal(word: &str) -> String {
    word.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .take(64)
        .collect()
}

/// Text of others as a sentence may quote it: masked, one line, without control or direction
/// characters, at most 300 characters, never markup.
pub(super) fn one_line(text: &str) -> String {
    let visible: String = text
        .chars()
        // Far more than is shown, so that masking sees whole keys and no time is lost.
        .take(MAX_SHOWN * 20)
        .filter(|c| !is_hidden(*c))
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        })
        .collect();
    if holds_markup(&visible.to_ascii_lowercase()) {
        return String::new();
    }
    let masked = mask(&visible.split_whitespace().collect::<Vec<_>>().join(" "));
    match masked.char_indices().nth(MAX_SHOWN) {
        Some((cut, _)) => format!("{}…", masked.get(..cut).unwrap_or_default().trim_end()),
        None => masked,
    }
}

/// Whether a body is a page rather than a message.
pub(super) fn looks_like_html(text: &str) -> bool {
    let head: String = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .chars()
        .take(512)
        .collect::<String>()
        .to_ascii_lowercase();
    let json = head.starts_with(['{', '[']);
    head.starts_with('<') || !json && holds_markup(&head)
}

fn holds_markup(lower: &str) -> bool {
    ["<html", "<!doctype", "<head", "<body", "<script"]
        .iter()
        .any(|tag| lower.contains(tag))
}

/// Characters that change how others read without being seen.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
