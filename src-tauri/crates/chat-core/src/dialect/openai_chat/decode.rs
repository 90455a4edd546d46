//! Frames of `openai-chat` into events, tolerant of what servers have been seen to send.
//!
//! Knows nothing of SSE: it is given one event's data, already joined, and at the end what stood
//! outside of any event.

use super::content;
use super::plain::Plain;
use super::report::Report;
use super::sources::Sources;
use super::tool_calls::ToolCalls;
use crate::dialect::course::{Body, Course};
use crate::dialect::json;
use crate::dialect::think::Splitter;
use crate::dialect::{DialectEvent, Upstream, Verdict};
use crate::failure::{Failure, from_error_object, stream_error};
use crate::wire::FinishReason;
use serde_json::Value;

/// Decodes one answer.
#[derive(Debug)]
pub struct Decoder {
    upstream: Upstream,
    report: Report,
    sources: Sources,
    think: Splitter,
    tools: ToolCalls,
    refusal: String,
    course: Course,
}

/// Where a frame's JSON comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Event,
    WholeBody,
}

impl Decoder {
    /// A decoder for an answer of that server.
    pub fn new(upstream: Upstream) -> Self {
        Self {
            upstream,
            report: Report::default(),
            sources: Sources::default(),
            think: Splitter::default(),
            tools: ToolCalls::default(),
            refusal: String::new(),
            course: Course::default(),
        }
    }

    /// Decodes one SSE event: its name if it had one, and its data lines joined with line feeds.
    pub fn frame(&mut self, event: Option<&str>, data: &str) -> Vec<DialectEvent> {
        let mut out = Vec::new();
        let Some(data) = self.course.data(data, &mut out) else {
            return out;
        };
        let is_error = event.is_some_and(|name| name.trim() == "error");
        if !is_error
            && let Some(plain) = Plain::read(data)
            && self.report.has_told(plain.id, plain.model, &self.upstream)
        {
            self.course.parsed += 1;
            self.course.recognised = true;
            if !plain.text().is_empty() {
                self.think.push(plain.text(), &mut out);
            }
            self.course.note_text(&out);
            return out;
        }
        let value = json::parse(data);
        if is_error {
            let said = self.course.error_event(value, data);
            self.fail(stated_error(&said).unwrap_or(&said), &mut out);
            return out;
        }
        self.take(value, Source::Event, &mut out);
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
                    self.take(Some(value), Source::WholeBody, &mut out);
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
        self.think.finish(&mut out);
        self.course.note_text(&out);
        let refused = !self.refusal.is_empty();
        let blocked = refused || self.course.finish == Some(FinishReason::ContentFilter);
        let verdict = if let Some(unfinished) = self.course.unfinished() {
            unfinished
        } else if blocked && !self.course.wrote {
            Verdict::Refused(std::mem::take(&mut self.refusal))
        } else if blocked {
            Verdict::Finished(FinishReason::ContentFilter)
        } else {
            Verdict::Finished(self.course.finish.unwrap_or(FinishReason::Stop))
        };
        if matches!(verdict, Verdict::Finished(_)) {
            self.tools.take(&mut out);
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

    fn take(&mut self, value: Option<Value>, source: Source, out: &mut Vec<DialectEvent>) {
        let Some(frame) = self.course.object(value) else {
            return;
        };
        // Before the choices: a 200 can fail in any chunk.
        if let Some(error) = stated_error(&frame) {
            return self.fail(error, out);
        }
        let first = out.len();
        self.report.read(&frame, &self.upstream, out);
        self.sources.read(&frame, out);
        if frame
            .get("object")
            .and_then(Value::as_str)
            .is_some_and(|object| object.starts_with("chat.completion"))
        {
            self.course.recognised = true;
        }
        if let Some(choices) = frame.get("choices").and_then(Value::as_array) {
            self.course.recognised |= source == Source::Event;
            for choice in choices {
                self.choice(choice, source, out);
            }
        }
        self.course.note_text(out.get(first..).unwrap_or_default());
    }

    fn choice(&mut self, choice: &Value, source: Source, out: &mut Vec<DialectEvent>) {
        // Only one answer is ever asked for.
        if !choice.is_object() || choice.get("index").is_some_and(is_other) {
            return;
        }
        let delta = choice.get("delta").filter(|value| value.is_object());
        let message = choice
            .get("message")
            .filter(|value| value.is_object() || value.is_string());
        for holder in [delta, message].into_iter().flatten() {
            self.sources.read(holder, out);
        }
        // A stream's last chunk can repeat the whole message beside or after the deltas.
        let body = delta.or_else(|| message.filter(|_| !self.course.wrote));
        if let Some(body) = body {
            self.body(body, out);
        }
        if let Some(text) = choice.get("text").and_then(Value::as_str)
            && body.is_none()
        {
            self.think.push(text, out);
        }
        if let Some(reason) = choice.get("finish_reason").and_then(Value::as_str) {
            self.reason(reason, out);
        }
        if source == Source::WholeBody {
            self.course.recognised |= body.is_some() || choice.get("text").is_some();
            self.course.complete |= message.is_some() || choice.get("text").is_some();
        }
    }

    fn body(&mut self, body: &Value, out: &mut Vec<DialectEvent>) {
        let said = match body.as_str() {
            Some(text) => content::Said {
                text: text.to_owned(),
                ..content::Said::default()
            },
            None => content::read(body),
        };
        if !said.reasoning.is_empty() {
            out.push(DialectEvent::Reasoning(said.reasoning));
        }
        if !said.text.is_empty() {
            self.think.push(&said.text, out);
        }
        if !said.refusal.is_empty() {
            self.refusal.push_str(&said.refusal);
            out.push(DialectEvent::Refusal(said.refusal));
        }
        if let Some(calls) = body.get("tool_calls") {
            self.tools.push(calls);
        }
        if let Some(call) = body.get("function_call") {
            self.tools.push_function(call);
        }
    }

    fn reason(&mut self, reason: &str, out: &mut Vec<DialectEvent>) {
        let read = match reason.trim().to_ascii_lowercase().as_str() {
            "" | "null" => return,
            // Routers end a failed stream so, sometimes without the error itself.
            "error" => return self.end_failed(stream_error(&self.upstream), out),
            "length" | "max_tokens" | "max_output_tokens" | "model_length" => FinishReason::Length,
            "content_filter" | "content-filter" | "safety" | "refusal" | "sensitive" => {
                FinishReason::ContentFilter
            }
            "tool_calls" | "tool-calls" | "tool_use" | "function_call" => FinishReason::ToolCalls,
            _ => FinishReason::Stop,
        };
        self.course.reason(read);
    }

    fn fail(&mut self, error: &Value, out: &mut Vec<DialectEvent>) {
        let model = self.report.model().unwrap_or_default();
        let failure = from_error_object(error, &self.upstream, model, 200);
        self.end_failed(failure, out);
    }

    fn end_failed(&mut self, failure: Failure, out: &mut Vec<DialectEvent>) {
        // What was held back came before the error and is kept.
        let first = out.len();
        self.think.finish(out);
        self.course.note_text(out.get(first..).unwrap_or_default());
        self.course.failed = true;
        out.push(DialectEvent::Failed(failure));
    }
}

/// The error that a frame states, in any of the shapes seen; an empty one is none.
fn stated_error(frame: &Value) -> Option<&Value> {
    if let Some(error) = frame.get("error").filter(|error| !json::is_nothing(error)) {
        return Some(error);
    }
    let named = |key: &str| frame.get(key).and_then(Value::as_str) == Some("error");
    ((named("object") || named("type")) && frame.get("choices").is_none()).then_some(frame)
}

/// Whether an index names another answer than the first.
fn is_other(index: &Value) -> bool {
    match index {
        Value::Number(number) => number.as_u64().is_some_and(|index| index > 0),
        Value::String(text) => text.parse::<u64>().is_ok_and(|index| index > 0),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
    }
}
