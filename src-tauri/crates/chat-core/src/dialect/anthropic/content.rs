//! The blocks of an answer and their pieces: text, reasoning, tool calls and what is cited.
//!
//! A stream opens a block, adds to it and closes it; a whole message has the same blocks complete.

use crate::dialect::think::Splitter;
use crate::dialect::{Citation, DialectEvent};
use serde_json::Value;

/// More calls than this are ignored: nobody meant them, and each is searched for.
const MAX_CALLS: usize = 128;
/// More sources than this are ignored: each is compared with all before it.
const MAX_CITATIONS: usize = 256;
/// Longest address of a source, in bytes; no browser takes much longer ones.
const MAX_URL: usize = 2048;
/// Longest title of a source, in characters; the rest is cut.
const MAX_TITLE: usize = 256;

/// A tool call in the making.
#[derive(Debug)]
struct Call {
    index: Option<u64>,
    /// Run by the server itself: its pieces are known as such, and it is not for us.
    by_server: bool,
    id: String,
    name: String,
    /// Arguments that came with the block; pieces replace them.
    whole: String,
    pieces: String,
}

/// The content of an answer so far.
#[derive(Debug, Default)]
pub(super) struct Content {
    think: Splitter,
    calls: Vec<Call>,
    cited: Vec<Citation>,
}

impl Content {
    /// Takes the beginning of a block, or a complete one. What is not known says nothing, nor does
    /// reasoning that is hidden; results of searches do so only where the answer cites them.
    pub(super) fn block(&mut self, index: Option<u64>, block: &Value, out: &mut Vec<DialectEvent>) {
        match block.get("type").and_then(Value::as_str) {
            Some("text") => {
                self.text(block.get("text"), out);
                for citation in block
                    .get("citations")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                {
                    self.cite(citation, out);
                }
            }
            Some("thinking") => reasoning(block.get("thinking"), out),
            Some("tool_use") => self.call(index, block, false),
            Some("server_tool_use" | "mcp_tool_use") => self.call(index, block, true),
            Some(_) | None => {}
        }
    }

    /// Takes a piece of a block. One without a type is known by what it holds; one of an unknown
    /// type says nothing.
    pub(super) fn delta(&mut self, index: Option<u64>, delta: &Value, out: &mut Vec<DialectEvent>) {
        let is = |kind: &str| {
            delta
                .get("type")
                .is_none_or(|own| own.as_str() == Some(kind))
        };
        if is("text_delta") {
            self.text(delta.get("text"), out);
        }
        if is("thinking_delta") {
            reasoning(delta.get("thinking"), out);
        }
        if is("input_json_delta")
            && let Some(piece) = delta.get("partial_json").and_then(Value::as_str)
            && let Some(call) = self.find(index)
        {
            call.pieces.push_str(piece);
        }
        if is("citations_delta")
            && let Some(citation) = delta.get("citation")
        {
            self.cite(citation, out);
        }
    }

    /// Takes text that stands in no block.
    pub(super) fn text(&mut self, text: Option<&Value>, out: &mut Vec<DialectEvent>) {
        if let Some(text) = text.and_then(Value::as_str) {
            self.think.push(text, out);
        }
    }

    /// The end of the text: gives what was held back.
    pub(super) fn end_text(&mut self, out: &mut Vec<DialectEvent>) {
        self.think.finish(out);
    }

    /// The joined calls for us, in their order; leaves none behind.
    pub(super) fn take_calls(&mut self, out: &mut Vec<DialectEvent>) {
        let calls = std::mem::take(&mut self.calls);
        for (number, call) in calls.into_iter().filter(|call| !call.by_server).enumerate() {
            let arguments = [call.pieces, call.whole]
                .into_iter()
                .find(|arguments| !arguments.trim().is_empty());
            if call.name.is_empty() && arguments.is_none() {
                continue;
            }
            out.push(DialectEvent::ToolCall {
                id: if call.id.is_empty() {
                    format!("call_{number}")
                } else {
                    call.id
                },
                name: call.name,
                arguments: arguments.unwrap_or_else(|| "{}".to_owned()),
            });
        }
    }

    fn call(&mut self, index: Option<u64>, block: &Value, by_server: bool) {
        if self.calls.len() >= MAX_CALLS {
            return;
        }
        let text = |key: &str| {
            let own = block.get(key).and_then(Value::as_str);
            own.unwrap_or_default().to_owned()
        };
        let whole = match block.get("input") {
            Some(Value::String(text)) => text.clone(),
            // A stream begins with an empty one.
            Some(Value::Object(fields)) if fields.is_empty() => String::new(),
            Some(whole @ (Value::Object(_) | Value::Array(_))) => whole.to_string(),
            Some(Value::Null | Value::Bool(_) | Value::Number(_)) | None => String::new(),
        };
        self.calls.push(Call {
            index,
            by_server,
            id: text("id"),
            name: text("name"),
            whole,
            pieces: String::new(),
        });
    }

    /// The call that a piece belongs to: the last of that index, without one the last of all.
    fn find(&mut self, index: Option<u64>) -> Option<&mut Call> {
        self.calls
            .iter_mut()
            .rfind(|call| index.is_none() || call.index == index)
    }

    /// A source with an address, each once; a place in an attached file has none.
    fn cite(&mut self, citation: &Value, out: &mut Vec<DialectEvent>) {
        let url = ["url", "source"]
            .into_iter()
            .find_map(|key| citation.get(key)?.as_str())
            .map(str::trim)
            .filter(|url| !url.is_empty() && url.len() <= MAX_URL)
            .filter(|url| !url.chars().any(char::is_control));
        let Some(url) = url else {
            return;
        };
        let known = self.cited.iter().any(|cited| cited.url == url);
        if known || self.cited.len() >= MAX_CITATIONS {
            return;
        }
        let title = citation.get("title").and_then(Value::as_str);
        let citation = Citation {
            url: url.to_owned(),
            title: title
                .unwrap_or_default()
                .trim()
                .chars()
                .filter(|c| !c.is_control())
                .take(MAX_TITLE)
                .collect(),
        };
        self.cited.push(citation.clone());
        out.push(DialectEvent::Citation(citation));
    }
}

fn reasoning(text: Option<&Value>, out: &mut Vec<DialectEvent>) {
    if let Some(text) = text.and_then(Value::as_str).filter(|text| !text.is_empty()) {
        out.push(DialectEvent::Reasoning(text.to_owned()));
    }
}
