//! Chunks of `gemini` into events, tolerant of what servers have been seen to send.
//!
//! Every chunk is a whole response whose parts append to those before. Nothing marks the end but a
//! finish reason and the close. Knows nothing of SSE: it is given one event's data, already
//! joined, and at the end what stood outside of any event.

use super::calls::Calls;
use super::ending::{self, Ending};
use super::report::Report;
use super::sources::Sources;
use super::{documents, parts};
use crate::dialect::course::Course;
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
    think: Splitter,
    calls: Calls,
    sources: Sources,
    /// Why prompt or answer were blocked, in the server's words.
    blocked: String,
    course: Course,
}

/// Where a response stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// One of many: an event, an element of an array, a line.
    Chunk,
    /// Alone in a body.
    WholeBody,
}

impl Decoder {
    /// A decoder for an answer of that server.
    pub fn new(upstream: Upstream) -> Self {
        Self {
            upstream,
            report: Report::default(),
            think: Splitter::default(),
            calls: Calls::default(),
            sources: Sources::default(),
            blocked: String::new(),
            course: Course::default(),
        }
    }

    /// Decodes one SSE event: its name if it had one, and its data lines joined with line feeds.
    ///
    /// This dialect has no `[DONE]`; one that a proxy adds is an end.
    pub fn frame(&mut self, event: Option<&str>, data: &str) -> Vec<DialectEvent> {
        let mut out = Vec::new();
        let Some(data) = self.course.data(data, &mut out) else {
            return out;
        };
        let value = json::parse(data);
        if event.is_some_and(|name| name.trim() == "error") {
            let said = self.course.error_event(value, data);
            self.fail(stated_error(&said).unwrap_or(&said), &mut out);
            return out;
        }
        match value {
            // Errors have been seen in a list.
            Some(Value::Array(items)) if !items.is_empty() => {
                self.take_all(items.into_iter().map(Some), &mut out);
            }
            other => self.take(other, Source::Chunk, &mut out),
        }
        out
    }

    /// Decodes a complete JSON answer, or what was left of a stream outside of any event: stray
    /// JSON, one JSON a line, or the array that an answer is without `alt=sse`, also one cut short.
    ///
    /// One response alone in a body is complete, with or without a finish reason. An array is a
    /// stream in another coat and ends as one.
    pub fn whole(&mut self, body: &str) -> Vec<DialectEvent> {
        let mut out = Vec::new();
        let body = body.trim_start_matches('\u{feff}').trim();
        match json::parse(body) {
            Some(Value::Array(items)) => self.take_all(items.into_iter().map(Some), &mut out),
            Some(value) if !self.course.is_over() => {
                let source = if self.course.parsed == 0 {
                    Source::WholeBody
                } else {
                    Source::Chunk
                };
                self.take(Some(value), source, &mut out);
            }
            Some(_) => {}
            None => self.take_all(documents::read(body), &mut out),
        }
        out
    }

    /// The end of the stream: gives what was held back, whole tool calls, and how it ended.
    ///
    /// After a [`DialectEvent::Failed`] there is nothing more to give and the verdict says no more
    /// than that no answer was finished. Tool calls of a broken answer are dropped.
    pub fn finish(&mut self) -> (Vec<DialectEvent>, Verdict) {
        let mut out = Vec::new();
        if self.course.failed {
            return (out, Verdict::BrokenOff);
        }
        self.think.finish(&mut out);
        self.note(&out);
        let verdict = if let Some(unfinished) = self.course.unfinished() {
            unfinished
        } else if self.course.finish == Some(FinishReason::ContentFilter) && !self.course.wrote {
            Verdict::Refused(std::mem::take(&mut self.blocked))
        } else {
            Verdict::Finished(self.finish_reason().unwrap_or(FinishReason::Stop))
        };
        if matches!(verdict, Verdict::Finished(_)) {
            self.calls.take(&mut out);
        }
        (out, verdict)
    }

    /// The finish reason so far; an unknown one reads as stop. The wire says stop of a tool call,
    /// too.
    pub fn finish_reason(&self) -> Option<FinishReason> {
        match self.course.finish {
            Some(FinishReason::Stop) if !self.calls.is_empty() => Some(FinishReason::ToolCalls),
            other => other,
        }
    }

    /// How many frames held a JSON object.
    pub fn parsed(&self) -> u64 {
        self.course.parsed
    }

    /// How many frames were not JSON, or no object.
    pub fn skipped(&self) -> u64 {
        self.course.skipped
    }

    fn take_all(
        &mut self,
        values: impl IntoIterator<Item = Option<Value>>,
        out: &mut Vec<DialectEvent>,
    ) {
        for value in values {
            if self.course.is_over() {
                return;
            }
            self.take(value, Source::Chunk, out);
        }
    }

    fn take(&mut self, value: Option<Value>, source: Source, out: &mut Vec<DialectEvent>) {
        let Some(chunk) = self.course.object(value) else {
            return;
        };
        // Before the candidates: a 200 can fail in any chunk.
        if let Some(error) = stated_error(&chunk) {
            return self.fail(error, out);
        }
        let first = out.len();
        self.report.read(&chunk, &self.upstream, out);
        if let Some(feedback) = chunk
            .get("promptFeedback")
            .filter(|value| value.is_object())
        {
            self.course.recognised = true;
            if let Some(why) = ending::block(feedback) {
                self.end(FinishReason::ContentFilter, why);
            }
        }
        let mut broken = false;
        if let Some(candidates) = chunk.get("candidates").and_then(Value::as_array) {
            self.course.recognised |= source == Source::Chunk;
            // Only one answer is ever asked for.
            let own = candidates
                .iter()
                .enumerate()
                .filter(|(place, candidate)| candidate.is_object() && is_first(candidate, *place));
            for (_, candidate) in own {
                broken |= self.candidate(candidate, source, out) == Ending::Failed;
            }
        }
        self.note(out.get(first..).unwrap_or_default());
        if broken {
            self.end_failed(stream_error(&self.upstream), out);
        }
    }

    /// Reads a candidate and says how it ended.
    fn candidate(
        &mut self,
        candidate: &Value,
        source: Source,
        out: &mut Vec<DialectEvent>,
    ) -> Ending {
        let content = candidate.get("content").filter(|value| value.is_object());
        let parts = content.and_then(|content| content.get("parts"));
        for part in parts.and_then(Value::as_array).into_iter().flatten() {
            self.part(part, out);
        }
        self.sources.read(candidate, out);
        let text = |key: &str| candidate.get(key).and_then(Value::as_str);
        let reason = text("finishReason").unwrap_or_default();
        let ending = ending::read(reason);
        if let Ending::Ended(read) = ending {
            self.end(read, text("finishMessage").unwrap_or(reason));
        }
        if source == Source::WholeBody {
            let says = content.is_some() || ending != Ending::Open;
            self.course.recognised |= says;
            self.course.complete |= says;
        }
        ending
    }

    fn part(&mut self, part: &Value, out: &mut Vec<DialectEvent>) {
        let thought = part.get("thought").and_then(Value::as_bool) == Some(true);
        if let Some(text) = part.get("text").and_then(Value::as_str)
            && !text.is_empty()
        {
            if thought {
                out.push(DialectEvent::Reasoning(text.to_owned()));
            } else {
                self.think.push(text, out);
            }
        }
        if let Some(call) = part.get("functionCall") {
            self.calls.push(call);
        }
        // Pictures among the thoughts are sketches of the one to come.
        if thought {
            return;
        }
        if let Some(picture) = part.get("inlineData").and_then(parts::picture) {
            out.push(DialectEvent::Picture(picture));
        }
        if let Some(block) = parts::code(part) {
            // A block begins on a line of its own.
            self.note(out);
            if self.course.wrote {
                self.think.push("\n\n", out);
            }
            self.think.push(&block, out);
        }
    }

    /// Notes an end. One that says more is not undone by a later plain stop.
    fn end(&mut self, read: FinishReason, why: &str) {
        self.course.reason(read);
        if read == FinishReason::ContentFilter {
            why.clone_into(&mut self.blocked);
        }
    }

    fn fail(&mut self, error: &Value, out: &mut Vec<DialectEvent>) {
        let model = self.report.model().unwrap_or_default();
        let failure = from_error_object(error, &self.upstream, model, 200);
        self.end_failed(failure, out);
    }

    fn end_failed(&mut self, failure: Failure, out: &mut Vec<DialectEvent>) {
        // What was held back came before the error and is kept.
        self.think.finish(out);
        self.course.failed = true;
        out.push(DialectEvent::Failed(failure));
    }

    fn note(&mut self, events: &[DialectEvent]) {
        self.course.wrote |= events
            .iter()
            .any(|event| matches!(event, DialectEvent::Text(_) | DialectEvent::Picture(_)));
    }
}

/// The error that a chunk states; an empty one is none.
fn stated_error(chunk: &Value) -> Option<&Value> {
    chunk.get("error").filter(|error| !json::is_nothing(error))
}

/// Whether a candidate is the first one; its place counts where it has no number.
fn is_first(candidate: &Value, place: usize) -> bool {
    match candidate.get("index") {
        Some(Value::Number(number)) => number.as_u64().is_none_or(|index| index == 0),
        Some(
            Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_),
        )
        | None => place == 0,
    }
}
