//! The JSON of chunks and complete answers, and how an event becomes bytes. No sockets here.

use serde_json::{Value, json};

use crate::catalogue;
use crate::chat::{Chat, unix_now};
use crate::play::{Ending, Framing, Newline, Piece, Play, Then};
use crate::tokens;

/// Everything about one answer that is the same in all its chunks.
#[derive(Debug)]
pub(crate) struct Frames {
    id: String,
    model: String,
    created: u64,
    usage: Value,
    /// A chunk with text, before and after the JSON string of that text: a flood of deltas would
    /// otherwise build the same object again and again.
    around_text: (String, String),
    /// `provider_metadata`; absent where the play is not the gateway's own way.
    metadata: Option<Value>,
}

impl Frames {
    pub(crate) fn new(chat: &Chat, id: String, play: &Play) -> Self {
        let input = chat.prompt_tokens();
        let reasoning = tokens::count(&play.reasoning);
        let output = tokens::count(&play.text) + reasoning;
        let mut usage = json!({
            "prompt_tokens": input,
            "completion_tokens": output,
            "total_tokens": input + output,
            "prompt_tokens_details": { "cached_tokens": 0 },
            "completion_tokens_details": { "reasoning_tokens": reasoning },
        });
        let metadata = (!play.plain_usage).then(|| {
            let cost = catalogue::dollars(catalogue::cost(&chat.model, input, output));
            // The wire has the bill twice: as a number here and as a string below.
            let number = cost.parse::<f64>().unwrap_or_default();
            if let Some(fields) = usage.as_object_mut() {
                fields.insert("cost".to_owned(), json!(number));
                fields.insert("market_cost".to_owned(), json!(number));
                fields.insert("is_byok".to_owned(), json!(false));
                fields.insert("cache_creation_input_tokens".to_owned(), json!(0));
                let details = json!({ "upstream_inference_cost": 0 });
                fields.insert("cost_details".to_owned(), details);
            }
            metadata(&chat.model, &id, &cost)
        });
        let mut frames = Self {
            id,
            model: chat.model.clone(),
            created: unix_now(),
            usage,
            around_text: (String::new(), String::new()),
            metadata,
        };
        // A mark that stands nowhere else in a chunk.
        let mark = "\u{0}text\u{0}";
        let chunk = frames.delta(&json!({ "content": mark }));
        if let Some((before, after)) = chunk.split_once(&json!(mark).to_string()) {
            frames.around_text = (before.to_owned(), after.to_owned());
        }
        frames
    }

    /// A chunk with these fields beside the constant ones.
    fn chunk(&self, fields: &Value) -> String {
        let mut chunk = json!({
            "id": self.id,
            "object": "chat.completion.chunk",
            "created": self.created,
            "model": self.model,
        });
        if let (Some(chunk), Some(fields)) = (chunk.as_object_mut(), fields.as_object()) {
            chunk.extend(fields.clone());
        }
        chunk.to_string()
    }

    fn delta(&self, delta: &Value) -> String {
        self.chunk(&json!({ "choices": [
            { "index": 0, "delta": delta, "finish_reason": null },
        ] }))
    }

    fn text(&self, text: &str) -> String {
        let (before, after) = &self.around_text;
        format!("{before}{}{after}", Value::from(text))
    }

    /// The event of a piece, or the bytes that stand for it.
    pub(crate) fn piece(&self, piece: &Piece, framing: Framing, number: usize) -> Vec<u8> {
        let event = |json: String| framing.event(&json, number);
        match piece {
            Piece::Text(text) => event(self.text(text)),
            Piece::Reasoning(text) => event(self.delta(&json!({
                "reasoning": text,
                "reasoning_details": [
                    { "type": "reasoning.text", "text": text, "format": "unknown", "index": 0 },
                ],
            }))),
            Piece::Delta(delta) => event(self.delta(delta)),
            Piece::Fields(fields) => event(self.chunk(fields)),
            Piece::Raw(bytes) => bytes.to_vec(),
            Piece::Half(text) => {
                let mut event = event(self.text(text));
                event.truncate(event.len() / 2);
                event
            }
            Piece::HalfCharacter(text) => {
                let mut event = event(self.text(text));
                // The first byte of a character of several bytes has its two highest bits set.
                let inside = event
                    .iter()
                    .rposition(|byte| *byte >= 0xc0)
                    .map_or(0, |at| at + 1);
                event.truncate(inside);
                event
            }
        }
    }

    /// The events that end an answer, each as bytes.
    pub(crate) fn ending(&self, play: &Play, number: usize) -> Vec<Vec<u8>> {
        let Ending::Finish(reason, then) = play.ending else {
            return Vec::new();
        };
        let framing = play.framing;
        let mut delta = json!({});
        if let Some(fields) = delta.as_object_mut() {
            if let Some(text) = &play.last_text {
                fields.insert("content".to_owned(), json!(text));
            }
            if let Some(metadata) = &self.metadata {
                fields.insert("provider_metadata".to_owned(), metadata.clone());
            }
        }
        let choices = json!([{ "index": 0, "delta": delta, "finish_reason": reason }]);
        let mut chunks = if play.plain_usage {
            vec![
                self.chunk(&json!({ "choices": choices })),
                self.chunk(&json!({ "choices": [], "usage": self.usage })),
            ]
        } else {
            vec![self.chunk(&json!({ "choices": choices, "usage": self.usage }))]
        };
        if then == Then::FinishAgain {
            let again = json!([{ "index": 0, "delta": {}, "finish_reason": reason }]);
            chunks.push(self.chunk(&json!({ "choices": again })));
        }
        match then {
            Then::Done | Then::DoneThenSilence | Then::FinishAgain => {
                chunks.push("[DONE]".to_owned());
            }
            Then::DoneThenText => {
                chunks.push("[DONE]".to_owned());
                chunks.push(self.text("This comes too late."));
            }
            Then::End | Then::EndWithoutBlankLine => {}
        }
        let mut events: Vec<Vec<u8>> = chunks
            .iter()
            .enumerate()
            .map(|(more, chunk)| framing.event(chunk, number + more))
            .collect();
        if let (Then::EndWithoutBlankLine, Some(last)) = (then, events.last_mut()) {
            last.pop();
        }
        events
    }

    /// The start of an event whose line does not end.
    pub(crate) fn endless_start(&self) -> Vec<u8> {
        format!("data: {}\"", self.around_text.0).into_bytes()
    }

    /// The whole answer as one JSON object.
    pub(crate) fn complete(&self, play: &Play) -> Value {
        let reason = match play.ending {
            Ending::Finish(reason, _) => json!(reason),
            _ => Value::Null,
        };
        let content = if play.text.is_empty() {
            Value::Null
        } else {
            json!(play.text)
        };
        let mut message = json!({ "role": "assistant", "content": content });
        if let (Some(message), Some(more)) = (message.as_object_mut(), play.message.as_object()) {
            message.extend(more.clone());
            if let Some(metadata) = &self.metadata {
                message.insert("provider_metadata".to_owned(), metadata.clone());
            }
        }
        let mut answer = json!({
            "id": self.id,
            "object": "chat.completion",
            "created": self.created,
            "model": self.model,
            "choices": [{ "index": 0, "message": message, "finish_reason": reason }],
            "usage": self.usage,
        });
        if let (Some(fields), true) = (answer.as_object_mut(), self.metadata.is_some()) {
            fields.insert("generationId".to_owned(), json!(self.id));
        }
        answer
    }
}

fn metadata(model: &str, id: &str, cost: &str) -> Value {
    let provider = model
        .split_once('/')
        .map_or("demo", |(provider, _)| provider);
    json!({ "gateway": {
        "generationId": id,
        "cost": cost,
        "marketCost": cost,
        "gatewayCost": cost,
        "surchargeCost": "0",
        "routing": {
            "originalModelId": model,
            "canonicalSlug": model,
            "resolvedProvider": provider,
            "finalProvider": provider,
            "fallbacksAvailable": [],
            "planningReasoning": "There is one provider only.",
            "modelAttempts": [{ "providerAttempts": [{
                "provider": provider,
                "credentialType": "system",
                "success": true,
                "statusCode": 200,
            }] }],
        },
    } })
}

impl Framing {
    /// One event: its data lines and the blank line. `number` counts the events of the stream.
    fn event(self, data: &str, number: usize) -> Vec<u8> {
        let newline = match (self.newline, number % 3) {
            (Newline::Lf, _) | (Newline::Mixed, 0) => "\n",
            (Newline::CrLf, _) | (Newline::Mixed, 1) => "\r\n",
            (Newline::Cr | Newline::Mixed, _) => "\r",
        };
        let name = if self.space { "data: " } else { "data:" };
        let spread = if self.spread { spread(data) } else { None };
        let mut event = String::new();
        for line in spread.as_deref().unwrap_or(data).lines() {
            event.push_str(name);
            event.push_str(line);
            event.push_str(newline);
        }
        event.push_str(newline);
        let mut event = event.into_bytes();
        event.extend_from_slice(self.between);
        event
    }
}

/// The same JSON over several lines; a line break is white space to JSON.
fn spread(json: &str) -> Option<String> {
    let value: Value = serde_json::from_str(json).ok()?;
    serde_json::to_string_pretty(&value).ok()
}
