//! One answer of `GET /v1/models`, in every shape that servers give: `{data:[…]}`, Gemini's and
//! Ollama's `{models:[…]}`, a bare array; with Anthropic's and Gemini's paging.

use super::{Catalogue, row};
use serde_json::Value;

/// Most pages of one list that are worth asking for.
pub const MAX_PAGES: usize = 20;
/// Longest mark of a next page, in bytes.
const MAX_MARK_BYTES: usize = 1_024;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The models on it that can be asked for text.
    pub catalogue: Catalogue,
    /// Where the list goes on.
    pub next: Option<Next>,
}

/// The query parameter that gives the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// `after_id` or `pageToken`.
    pub name: &'static str,
    /// Its value, not yet encoded.
    pub value: String,
}

/// An answer that is no list of models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAList {
    /// The bytes are no JSON.
    #[error("the answer is not JSON")]
    NotJson,
    /// JSON, but without a list of models.
    #[error("the answer holds no list of models")]
    NoList,
}

/// Reads one page. Rows that cannot be read, that hold no clean id, or whose model does not write
/// text are left out; a list without rows is an empty catalogue.
pub fn parse(body: &[u8]) -> Result<Page, NotAList> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let answer: Value = serde_json::from_slice(body).map_err(|_| NotAList::NotJson)?;
    let rows = rows(&answer).ok_or(NotAList::NoList)?;
    let mut catalogue = Catalogue::new(rows.iter().filter_map(row::model));
    catalogue.tells_retirement = rows.iter().any(row::speaks_of_retirement);
    Ok(Page {
        catalogue,
        next: next(&answer),
    })
}

fn rows(answer: &Value) -> Option<&[Value]> {
    let list = match answer {
        Value::Array(rows) => return Some(rows),
        Value::Object(object) => {
            // llama.cpp gives both; `data` is the fuller one.
            let list = |name: &str| object.get(name).filter(|list| list.is_array());
            list("data")
                .or_else(|| list("models"))
                .or_else(|| object.get("data"))?
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
    };
    match list {
        Value::Array(rows) => Some(rows),
        // Ollama with no model pulled.
        Value::Null => Some(&[]),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => None,
    }
}

fn next(answer: &Value) -> Option<Next> {
    let mark = |field: &str| {
        let value = answer.get(field)?.as_str()?;
        row::clean(value, MAX_MARK_BYTES).map(str::to_owned)
    };
    let more = answer.get("has_more").and_then(Value::as_bool) == Some(true);
    let after = more.then(|| mark("last_id")).flatten().map(|value| Next {
        name: "after_id",
        value,
    });
    after.or_else(|| {
        mark("nextPageToken").map(|value| Next {
            name: "pageToken",
            value,
        })
    })
}
