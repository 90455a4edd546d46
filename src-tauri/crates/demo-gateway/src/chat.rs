//! A chat request as read from its JSON, and the ids that answers carry.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::reply::{self, Reply};
use crate::tokens;

/// What the server needs of a chat request; everything else is accepted and left alone.
#[derive(Debug, Clone)]
pub(crate) struct Chat {
    pub(crate) model: String,
    pub(crate) stream: bool,
    pub(crate) max_tokens: Option<u64>,
    /// Role and text, oldest first.
    pub(crate) messages: Vec<(String, String)>,
}

impl Chat {
    /// Reads the body, or says what is wrong with it the way the gateway does.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Reply> {
        let Ok(body) = serde_json::from_slice::<Value>(body) else {
            return Err(reply::invalid("The request body is not valid JSON.", None));
        };
        let Some(model) = body.get("model").and_then(Value::as_str) else {
            return Err(reply::invalid("A model is required.", Some("model")));
        };
        let max_tokens = match body
            .get("max_tokens")
            .or_else(|| body.get("max_completion_tokens"))
        {
            None | Some(Value::Null) => None,
            Some(limit) => match limit.as_u64() {
                Some(limit) if limit > 0 => Some(limit),
                Some(_) | None => {
                    let text = "max_tokens must be a whole number above 0.";
                    return Err(reply::invalid(text, Some("max_tokens")));
                }
            },
        };
        let messages = messages(&body);
        if messages.is_empty() {
            return Err(reply::invalid(
                "At least one message is required.",
                Some("messages"),
            ));
        }
        Ok(Self {
            model: model.to_owned(),
            stream: body.get("stream").and_then(Value::as_bool).unwrap_or(false),
            max_tokens,
            messages,
        })
    }

    /// The user's messages, oldest first; the last one is the question.
    pub(crate) fn questions(&self) -> Vec<&str> {
        self.messages
            .iter()
            .filter(|(role, _)| role == "user")
            .map(|(_, text)| text.as_str())
            .collect()
    }

    pub(crate) fn prompt_tokens(&self) -> u64 {
        self.messages
            .iter()
            .map(|(_, text)| tokens::count(text))
            .sum()
    }
}

/// Role and text of every message of a request body; the text parts of an array are joined.
pub(crate) fn messages(body: &Value) -> Vec<(String, String)> {
    let text_of = |content: &Value| match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts
            .iter()
            .filter_map(|part| part.get("text")?.as_str())
            .collect(),
        _ => String::new(),
    };
    let Some(messages) = body.get("messages").and_then(Value::as_array) else {
        return Vec::new();
    };
    messages
        .iter()
        .map(|message| {
            let role = message
                .get("role")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let text = message.get("content").map(text_of).unwrap_or_default();
            (role.to_owned(), text)
        })
        .collect()
}

/// Makes ids that look like the gateway's: a prefix and 26 characters that sort by time.
#[derive(Debug)]
pub(crate) struct Ids {
    seed: RandomState,
    made: AtomicU64,
}

impl Ids {
    pub(crate) fn new() -> Self {
        Self {
            seed: RandomState::new(),
            made: AtomicU64::new(0),
        }
    }

    pub(crate) fn generation(&self) -> String {
        format!("gen_{}", self.next())
    }

    pub(crate) fn request(&self) -> String {
        format!("req_{}", self.next())
    }

    fn next(&self) -> String {
        let count = self.made.fetch_add(1, Ordering::Relaxed);
        let mut hasher = self.seed.build_hasher();
        hasher.write_u64(count);
        let random = (u128::from(hasher.finish()) << 16) | u128::from(count & 0xffff);
        let millis = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |past| past.as_millis());
        base32(((millis & 0xffff_ffff_ffff) << 80) | random)
    }
}

/// Crockford's alphabet, as ULIDs have it.
fn base32(value: u128) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    (0..26)
        .rev()
        .filter_map(|place| ALPHABET.get(((value >> (place * 5)) & 31) as usize))
        .map(|letter| char::from(*letter))
        .collect()
}

/// Seconds since 1970, for `created`.
pub(crate) fn unix_now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |past| past.as_secs())
}

/// A hash that is the same for the same bytes while the process lives.
pub(crate) fn hash(parts: &[&[u8]]) -> u64 {
    // Not for security: it only tells bodies apart.
    let mut hasher = std::hash::DefaultHasher::new();
    for part in parts {
        hasher.write_usize(part.len());
        hasher.write(part);
    }
    hasher.finish()
}
