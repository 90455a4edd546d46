//! Reads an error body, whatever its shape: what it says, how it is typed, when to come back.
//!
//! Gateways wrap the provider's error in their own, as object, array or JSON inside a string; the
//! innermost message is the useful one.

use super::fit::Fit;
use super::hint::{duration_ms, in_words};
use super::shown::one_line;
use serde_json::{Deserializer, Value};

/// How deep objects are walked.
const MAX_DEPTH: u8 = 8;
/// How often a string is read as JSON on the way in.
const MAX_STRINGS: u8 = 3;
/// How much of a message is read for what it means, in characters.
const MAX_READ: usize = 4_096;
/// How far into a text JSON may begin, in bytes: `LiteLLM` puts up to three class names before it.
const MAX_PREFIX: usize = 160;

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
    retry_after_ms: Option<u64>,
    /// When a limit is lifted, as a header would say it (`OpenRouter` repeats its headers).
    pub(super) reset: Option<String>,
    /// Whether the quota is one of a day: its hints are those of a minute's.
    pub(super) daily: bool,
    /// The parameter that is at fault, as a path; the innermost.
    pub(super) param: Option<String>,
    /// How much was sent and how much fits, as fields.
    fit: Option<Fit>,
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
        // XML tells a program something, and a person nothing.
        if html || text.is_empty() || text.starts_with('<') {
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
        let message = self.message.as_deref().unwrap_or_default();
        message
            .chars()
            .take(MAX_READ)
            .flat_map(char::to_lowercase)
            .collect()
    }

    /// When to come back, in milliseconds: as a field says, else as the words of the message say.
    pub(super) fn retry_after_ms(&self) -> Option<u64> {
        self.retry_after_ms.or_else(|| in_words(&self.lower()))
    }

    /// How much was sent and how much fits, in tokens, where both are told.
    pub(super) fn fit(&self) -> Option<Fit> {
        self.fit.or_else(|| Fit::in_words(&self.lower()))
    }

    /// Whether a type or code is this word, in the spelling of `normal`.
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.words.iter().any(|own| own == word)
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
            "statusCode",
            "__type",
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
        self.param = param(object).or(self.param.take());
        self.hint(object);
        self.quota(object);
        self.fit = Fit::of_fields(object).or(self.fit);
        for key in [
            "title",
            "error_description",
            "detail",
            "faultstring",
            "msg",
            "Message",
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
            "fault",
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
            && let Some((inner, bare)) = json_inside(text)
        {
            let before = self.message.take();
            self.walk(&inner, depth + 1, strings + 1);
            if self.message.is_none() {
                // Words around the JSON are a message; JSON alone is none.
                self.message = if bare { before } else { Some(text.to_owned()) };
            }
            return;
        }
        self.message = Some(text.to_owned());
    }

    fn word(&mut self, word: &str) {
        match word.trim().parse::<u16>() {
            Ok(status) => self.status(status),
            // AWS puts a namespace before it.
            Err(_) => self
                .words
                .push(normal(word.rsplit('#').next().unwrap_or(word))),
        }
    }

    fn status(&mut self, status: u16) {
        if (400..=599).contains(&status) {
            self.statuses.push(status);
        }
    }

    /// Whether a quota of a day is used up, and headers that the body repeats.
    fn quota(&mut self, object: &Value) {
        if let Some(Value::Array(violations)) = object.get("violations") {
            self.daily |= violations
                .iter()
                .take(16)
                .filter_map(|violation| violation.get("quotaId")?.as_str())
                .any(|id| normal(id).contains("perday"));
        }
        if let Some(Value::String(source)) = object.get("limit_source") {
            self.daily |= normal(source).ends_with("daily");
        }
        if let Some(Value::Object(headers)) = object.get("headers") {
            self.reset = headers
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case("x-ratelimit-reset"))
                .and_then(|(_, value)| value.as_str())
                .map(str::to_owned)
                .or(self.reset.take());
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

/// The parameter that an object blames: `param`; the fields of Google's violations; the place of a
/// check by `FastAPI`, as vLLM and `LiteLLM` have it.
fn param(object: &Value) -> Option<String> {
    let named = object.get("param").and_then(Value::as_str);
    let violated = || {
        let first = object.get("fieldViolations")?.get(0)?;
        first.get("field")?.as_str()
    };
    let placed = || {
        let steps = object.get("loc")?.as_array()?.iter();
        let steps: Vec<&str> = steps.filter_map(Value::as_str).take(8).collect();
        (!steps.is_empty()).then(|| steps.join("."))
    };
    let path = named.or_else(violated).map(str::to_owned).or_else(placed)?;
    (!path.trim().is_empty() && path.len() <= 256).then_some(path)
}

/// An object or array in a string, also after a prefix such as `429: ` and before a postscript, and
/// whether it is all of the string.
fn json_inside(text: &str) -> Option<(Value, bool)> {
    let start = text.find(['{', '['])?;
    // A prefix is short; a sentence with braces somewhere is only a sentence.
    if start > MAX_PREFIX {
        return None;
    }
    let (prefix, json) = text.split_at_checked(start)?;
    let mut values = Deserializer::from_str(json).into_iter::<Value>();
    let value = values.next()?.ok()?;
    let rest = json.get(values.byte_offset()..).unwrap_or_default();
    let telling = match &value {
        Value::Object(object) => !object.is_empty(),
        Value::Array(items) => items.iter().any(Value::is_object),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    let bare = prefix.trim().is_empty() && rest.trim().is_empty();
    telling.then_some((value, bare))
}

/// `rate_limit_error`, `RateLimitError` and `RATE-LIMIT-ERROR` are one word.
fn normal(word: &str) -> String {
    word.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .take(64)
        .collect()
}
