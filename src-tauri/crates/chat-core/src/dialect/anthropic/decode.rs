//! Frames of this dialect into events, tolerant of what servers have been seen to send.
//!
//! Knows nothing of SSE: it is given one event's data, already joined, and at the end what stood
//! outside of any event.

use super::content::Content;
use super::report::Report;
use crate::dialect::course::{Body, Course};
use crate::dialect::json;
use crate::dialect::{DialectEvent, Upstream, Verdict};
use crate::failure::{Failure, from_error_object, stream_error};
use crate::wire::FinishReason;
use serde_json::Value;

/// Decodes one answer.
#[derive(Debug)]
pub struct Decoder {
    upstream: Upstream,
    report: Report,
    content: Content,
    /// Why the answer was refused, in the server's words.
    refusal: String,
    /// Blocks came one by one.
    in_pieces: bool,
    course: Course,
}

/// What a frame is, by its `type`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    MessageStart,
    BlockStart,
    BlockDelta,
    MessageDelta,
    MessageStop,
    /// A complete answer.
    Message,
    /// Known to say nothing.
    Quiet,
    /// Not known: to be ignored (GATEWAY §3.1).
    Other,
}

impl Kind {
    fn of(name: &str) -> Self {
        match name {
            "message_start" => Self::MessageStart,
            "content_block_start" => Self::BlockStart,
            "content_block_delta" => Self::BlockDelta,
            "message_delta" => Self::MessageDelta,
            "message_stop" => Self::MessageStop,
            "message" => Self::Message,
            "content_block_stop" | "ping" => Self::Quiet,
            _ => Self::Other,
        }
    }

    /// Whether it shows that the dialect is spoken; a message must show its content first.
    fn is_ours(self) -> bool {
        match self {
            Self::MessageStart
            | Self::BlockStart
            | Self::BlockDelta
            | Self::MessageDelta
            | Self::MessageStop
            | Self::Quiet => true,
            Self::Message | Self::Other => false,
        }
    }
}

impl Decoder {
    /// A decoder for an answer of that server.
    pub fn new(upstream: Upstream) -> Self {
        Self {
            upstream,
            report: Report::default(),
            content: Content::default(),
            refusal: String::new(),
            in_pieces: false,
            course: Course::default(),
        }
    }

    /// Decodes one SSE event: its name if it had one, and its data lines joined with line feeds.
    ///
    /// The JSON's own `type` decides; the name stands in where there is none.
    pub fn frame(&mut self, event: Option<&str>, data: &str) -> Vec<DialectEvent> {
        let mut out = Vec::new();
        let Some(data) = self.course.data(data, &mut out) else {
            return out;
        };
        let name = event.map_or("", str::trim);
        let value = json::parse(data);
        if name == "error" {
            let said = self.course.error_event(value, data);
            self.fail(stated_error(&said).unwrap_or(&said), &mut out);
            return out;
        }
        self.take(value, name, &mut out);
        out
    }

    /// Decodes a complete JSON answer, or what was left of a stream outside of any event: stray
    /// JSON, or one JSON a line.
    pub fn whole(&mut self, body: &str) -> Vec<DialectEvent> {
        let mut out = Vec::new();
        match Body::read(body) {
            Some((Body::Values(values), _)) => {
                for value in values {
                    if self.course.is_over() {
                        break;
                    }
                    self.take_whole(value, &mut out);
                }
            }
            Some((Body::Lines, body)) => {
                for line in body.lines() {
                    out.append(&mut self.frame(None, line));
                }
            }
            None => {}
        }
        out
    }

    /// The end of the stream: gives what was held back, whole tool calls, and how it ended.
    ///
    /// After a [`DialectEvent::Failed`] there is nothing more to give and the verdict says no more
    /// than that no answer was finished. Pieces of tool calls of a broken answer are dropped.
    pub fn finish(&mut self) -> (Vec<DialectEvent>, Verdict) {
        let mut out = Vec::new();
        if self.course.failed {
            return (out, Verdict::BrokenOff);
        }
        self.content.end_text(&mut out);
        self.course.note_text(&out);
        let blocked = self.course.finish == Some(FinishReason::ContentFilter);
        let verdict = if let Some(unfinished) = self.course.unfinished() {
            unfinished
        } else if blocked && !self.course.wrote {
            Verdict::Refused(std::mem::take(&mut self.refusal))
        } else {
            Verdict::Finished(self.course.finish.unwrap_or(FinishReason::Stop))
        };
        if matches!(verdict, Verdict::Finished(_)) {
            self.content.take_calls(&mut out);
        }
        (out, verdict)
    }

    /// The finish reason so far; an unknown one reads as stop.
    pub fn finish_reason(&self) -> Option<FinishReason> {
        self.course.finish
    }

    /// How many frames held a JSON object.
    pub fn parsed(&self) -> u64 {
        self.course.parsed
    }

    /// How many frames were not JSON, or no object.
    pub fn skipped(&self) -> u64 {
        self.course.skipped
    }

    fn take_whole(&mut self, value: Value, out: &mut Vec<DialectEvent>) {
        // A complete answer is known by its content where it does not name itself.
        let is_message = value.get("content").is_some_and(Value::is_array);
        self.take(Some(value), if is_message { "message" } else { "" }, out);
    }

    fn take(&mut self, value: Option<Value>, name: &str, out: &mut Vec<DialectEvent>) {
        let Some(frame) = self.course.object(value) else {
            return;
        };
        // Before anything else: a 200 can fail in any event.
        if let Some(error) = stated_error(&frame) {
            return self.fail(error, out);
        }
        let first = out.len();
        self.report.read(&frame, &self.upstream, out);
        let index = frame.get("index").and_then(Value::as_u64);
        let kind = Kind::of(frame.get("type").and_then(Value::as_str).unwrap_or(name));
        self.course.recognised |= kind.is_ours();
        match kind {
            // Its stop reason, if any, is not read: the answer only begins.
            Kind::MessageStart => {
                let message = frame.get("message");
                self.blocks(message.and_then(|message| message.get("content")), out);
            }
            Kind::BlockStart => {
                self.in_pieces = true;
                if let Some(block) = frame.get("content_block") {
                    self.content.block(index, block, out);
                }
            }
            Kind::BlockDelta => {
                self.in_pieces = true;
                if let Some(delta) = frame.get("delta") {
                    self.content.delta(index, delta, out);
                }
            }
            Kind::MessageDelta => self.stopped(frame.get("delta").unwrap_or(&frame), out),
            Kind::MessageStop => self.course.end(out),
            Kind::Message => self.message(&frame, out),
            Kind::Quiet | Kind::Other => {}
        }
        self.course.note_text(out.get(first..).unwrap_or_default());
    }

    /// A complete message; one that ends a stream repeats what its pieces said.
    fn message(&mut self, message: &Value, out: &mut Vec<DialectEvent>) {
        let content = message
            .get("content")
            .filter(|content| content.is_array() || content.is_string());
        if content.is_none() {
            return;
        }
        if !self.in_pieces {
            self.blocks(content, out);
        }
        self.course.recognised = true;
        self.course.complete = true;
        self.stopped(message, out);
    }

    fn blocks(&mut self, content: Option<&Value>, out: &mut Vec<DialectEvent>) {
        match content {
            Some(Value::Array(blocks)) => {
                for (index, block) in (0..).zip(blocks) {
                    self.content.block(Some(index), block, out);
                }
            }
            text @ Some(Value::String(_)) => self.content.text(text, out),
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => {}
        }
    }

    /// Reads `stop_reason` and what explains it.
    fn stopped(&mut self, holder: &Value, out: &mut Vec<DialectEvent>) {
        let Some(reason) = holder.get("stop_reason").and_then(Value::as_str) else {
            return;
        };
        let read = match reason.trim().to_ascii_lowercase().as_str() {
            "" | "null" => return,
            // Routers end a failed stream so, sometimes without the error itself.
            "error" => return self.end_failed(stream_error(&self.upstream), out),
            // A paused turn is to be sent back to go on (GATEWAY §3.1), as one that was cut off:
            // as a stop it would be taken, and cached, for a whole answer.
            "max_tokens" | "model_context_window_exceeded" | "pause_turn" | "length" => {
                FinishReason::Length
            }
            "refusal" | "content_filter" | "safety" => FinishReason::ContentFilter,
            "tool_use" | "tool_calls" => FinishReason::ToolCalls,
            _ => FinishReason::Stop,
        };
        self.course.reason(read);
        let told = |key: &str| {
            let words = holder.get("stop_details")?.get(key)?.as_str()?.trim();
            (!words.is_empty()).then_some(words)
        };
        if let Some(words) = told("explanation").or_else(|| told("category")) {
            words.clone_into(&mut self.refusal);
        }
    }

    fn fail(&mut self, error: &Value, out: &mut Vec<DialectEvent>) {
        let model = self.report.model().unwrap_or_default();
        let failure = from_error_object(error, &self.upstream, model, 200);
        self.end_failed(failure, out);
    }

    fn end_failed(&mut self, failure: Failure, out: &mut Vec<DialectEvent>) {
        // What was held back came before the error and is kept.
        let first = out.len();
        self.content.end_text(out);
        self.course.note_text(out.get(first..).unwrap_or_default());
        self.course.failed = true;
        out.push(DialectEvent::Failed(failure));
    }
}

/// The error that a frame states; an empty one is none. An envelope of this dialect is given
/// whole, for the request's id stands beside the error in it.
fn stated_error(frame: &Value) -> Option<&Value> {
    if frame.get("type").and_then(Value::as_str) == Some("error") {
        return Some(frame);
    }
    frame.get("error").filter(|error| !json::is_nothing(error))
}
