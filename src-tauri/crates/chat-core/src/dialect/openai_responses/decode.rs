//! Frames of `openai-responses` into events, tolerant of what servers have been seen to send.
//!
//! Knows nothing of SSE: it is given one event's name and data, already joined, and at the end
//! what stood outside of any event.

use super::output::Output;
use crate::dialect::course::{Body, Course};
use crate::dialect::json;
use crate::dialect::openai_chat::report::Report;
use crate::dialect::{DialectEvent, Upstream, Verdict};
use crate::failure::{Failure, from_error_object, stream_error};
use crate::wire::FinishReason;
use serde_json::Value;

/// Decodes one answer.
#[derive(Debug)]
pub struct Decoder {
    upstream: Upstream,
    report: Report,
    output: Output,
    /// The server itself gave up the answer.
    given_up: bool,
    course: Course,
}

/// How an answer says that it ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Completed,
    Incomplete,
    Failed,
    Cancelled,
}

impl Ending {
    /// What a status, or a terminal event's name, says; none while the answer goes on.
    fn parse(word: &str) -> Option<Self> {
        match word {
            "completed" => Some(Self::Completed),
            "incomplete" => Some(Self::Incomplete),
            "failed" => Some(Self::Failed),
            "cancelled" | "canceled" => Some(Self::Cancelled),
            _ => None,
        }
    }
}

impl Decoder {
    /// A decoder for an answer of that server.
    pub fn new(upstream: Upstream) -> Self {
        Self {
            upstream,
            report: Report::default(),
            output: Output::default(),
            given_up: false,
            course: Course::default(),
        }
    }

    /// Decodes one SSE event: its name if it had one, and its data lines joined with line feeds.
    pub fn frame(&mut self, event: Option<&str>, data: &str) -> Vec<DialectEvent> {
        let mut out = Vec::new();
        let Some(data) = self.course.data(data, &mut out) else {
            return out;
        };
        let name = event.map(str::trim).filter(|name| !name.is_empty());
        let value = match json::parse(data) {
            None if name == Some("error") => Some(Value::String(data.to_owned())),
            value => value,
        };
        self.take(value, name, &mut out);
        self.course.note_text(&out);
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
                    self.take(Some(value), None, &mut out);
                }
            }
            Some((Body::Lines, body)) => {
                for line in body.lines() {
                    out.append(&mut self.frame(None, line));
                }
            }
            None => {}
        }
        self.course.note_text(&out);
        out
    }

    /// The end of the stream: gives what was held back, whole tool calls, and how it ended.
    ///
    /// After a [`DialectEvent::Failed`] there is nothing more to give and the verdict says no more
    /// than that no answer was finished. An answer that the server cancelled is broken off.
    pub fn finish(&mut self) -> (Vec<DialectEvent>, Verdict) {
        let mut out = Vec::new();
        if self.course.failed {
            return (out, Verdict::BrokenOff);
        }
        self.output.finish(&mut out);
        self.course.note_text(&out);
        let refused = !self.output.refusal.is_empty();
        let blocked = refused || self.course.finish == Some(FinishReason::ContentFilter);
        let verdict = if let Some(unfinished) = self.course.unfinished() {
            unfinished
        } else if self.given_up {
            Verdict::BrokenOff
        } else if blocked && !self.course.wrote {
            Verdict::Refused(std::mem::take(&mut self.output.refusal))
        } else if blocked {
            Verdict::Finished(FinishReason::ContentFilter)
        } else {
            Verdict::Finished(self.course.finish.unwrap_or_else(|| self.whole_reason()))
        };
        if let Verdict::Finished(reason) = verdict {
            let cut_off = matches!(reason, FinishReason::Length | FinishReason::ContentFilter);
            self.output.calls.take(cut_off, &mut out);
        }
        (out, verdict)
    }

    /// The finish reason so far.
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

    fn take(&mut self, value: Option<Value>, name: Option<&str>, out: &mut Vec<DialectEvent>) {
        let is_error = name == Some("error");
        let Some(frame) = value.filter(|value| value.is_object() || is_error) else {
            self.course.skipped += 1;
            return;
        };
        self.course.parsed += u64::from(frame.is_object());
        let own = frame.get("type").and_then(Value::as_str);
        let event = own.filter(|own| own.starts_with("response.")).or(name);
        // Before anything else: a 200 can fail in any event.
        if let Some(error) = frame.get("error").filter(|error| !json::is_nothing(error)) {
            return self.fail(error, out);
        }
        if own == Some("error") || event == Some("error") {
            return self.fail(&frame, out);
        }
        match event.and_then(|event| event.strip_prefix("response.")) {
            Some(event) => {
                self.course.recognised = true;
                self.event(event, &frame, out);
            }
            None => self.answer(&frame, out),
        }
    }

    fn event(&mut self, event: &str, frame: &Value, out: &mut Vec<DialectEvent>) {
        let response = frame.get("response").filter(|inner| inner.is_object());
        // Some proxies leave the wrapper out.
        let response = response.unwrap_or(frame);
        match event {
            "created" | "queued" | "in_progress" => {
                self.report.read(response, &self.upstream, out);
            }
            "completed" | "incomplete" | "failed" | "cancelled" | "canceled" | "done" => {
                // Of `done` only the status tells how.
                let ending = status(response)
                    .or_else(|| Ending::parse(event))
                    .unwrap_or(Ending::Completed);
                // Metadata may stand beside the response rather than in it.
                self.report.read(frame, &self.upstream, out);
                self.end(ending, response, out);
                if !self.course.failed {
                    self.course.end(out);
                }
            }
            _ => self.output.event(event, frame, out),
        }
    }

    /// A response object without any event around it: the whole answer.
    fn answer(&mut self, response: &Value, out: &mut Vec<DialectEvent>) {
        if !response.get("output").is_some_and(Value::is_array) {
            return;
        }
        self.course.recognised = true;
        let named = response.get("status").and_then(Value::as_str);
        match named.map_or(Some(Ending::Completed), Ending::parse) {
            Some(ending) => {
                self.end(ending, response, out);
                self.course.complete = !self.course.failed;
            }
            // Still at work: a request in the background, which is never asked for.
            None => self.report.read(response, &self.upstream, out),
        }
    }

    fn end(&mut self, ending: Ending, response: &Value, out: &mut Vec<DialectEvent>) {
        self.report.read(response, &self.upstream, out);
        if let Some(items) = response.get("output").and_then(Value::as_array) {
            self.output.whole(items, out);
        }
        if let Some(error) = response
            .get("error")
            .filter(|error| !json::is_nothing(error))
        {
            return self.fail(error, out);
        }
        let reason = response
            .get("incomplete_details")
            .and_then(|details| details.get("reason")?.as_str())
            .and_then(cut_reason);
        match ending {
            Ending::Failed => self.end_failed(stream_error(&self.upstream), out),
            Ending::Cancelled => self.given_up = true,
            Ending::Completed => {
                self.course.finish = Some(reason.unwrap_or_else(|| self.whole_reason()));
            }
            // Cut off, for whatever reason.
            Ending::Incomplete => self.course.finish = Some(reason.unwrap_or(FinishReason::Length)),
        }
    }

    /// Why an answer ended that was not cut off.
    fn whole_reason(&self) -> FinishReason {
        if self.output.calls.is_empty() {
            FinishReason::Stop
        } else {
            FinishReason::ToolCalls
        }
    }

    fn fail(&mut self, error: &Value, out: &mut Vec<DialectEvent>) {
        let model = self.report.model().unwrap_or_default();
        let failure = from_error_object(error, &self.upstream, model, 200);
        self.end_failed(failure, out);
    }

    fn end_failed(&mut self, failure: Failure, out: &mut Vec<DialectEvent>) {
        // What was held back came before the error and is kept.
        self.output.finish(out);
        self.course.failed = true;
        out.push(DialectEvent::Failed(failure));
    }
}

fn status(response: &Value) -> Option<Ending> {
    Ending::parse(response.get("status")?.as_str()?)
}

/// What an `incomplete_details.reason` means; others are no reason that we know.
fn cut_reason(reason: &str) -> Option<FinishReason> {
    match reason.trim().to_ascii_lowercase().as_str() {
        "max_output_tokens" | "max_tokens" | "length" => Some(FinishReason::Length),
        "content_filter" | "content-filter" | "safety" => Some(FinishReason::ContentFilter),
        _ => None,
    }
}
