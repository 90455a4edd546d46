//! How far the reading of an answer has come: what every decoder counts and asks alike.
//!
//! What a frame means is each dialect's own; nothing here looks into one.

use super::json;
use super::{DialectEvent, Verdict};
use crate::wire::FinishReason;
use serde_json::Value;

/// The course of one answer.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// The finish reason so far.
    pub(super) finish: Option<FinishReason>,
    /// Text of the answer came.
    pub(super) wrote: bool,
    /// Something came that only this dialect says.
    pub(super) recognised: bool,
    /// The wire's own end came, or a complete JSON answer.
    pub(super) complete: bool,
    /// An error came; nothing follows it.
    pub(super) failed: bool,
    /// How many frames held a JSON object.
    pub(super) parsed: u64,
    /// How many frames were not JSON, or no object.
    pub(super) skipped: u64,
}

/// What stands in a body outside of any event.
pub(super) enum Body {
    /// JSON values: one, or those of an array.
    Values(Vec<Value>),
    /// Lines that may be JSON each.
    Lines,
}

impl Body {
    /// Reads a body; none where it is empty.
    pub(super) fn read(body: &str) -> Option<(Self, &str)> {
        let body = body.trim_start_matches('\u{feff}').trim();
        let read = match json::parse(body) {
            Some(Value::Array(items)) => Self::Values(items),
            Some(value) => Self::Values(vec![value]),
            None => Self::Lines,
        };
        (!body.is_empty()).then_some((read, body))
    }
}

impl Course {
    /// Whether nothing more is read.
    pub(super) fn is_over(&self) -> bool {
        self.failed || self.complete
    }

    /// The data of an event, if there is anything in it to read. `[DONE]` ends the answer.
    pub(super) fn data<'a>(
        &mut self,
        data: &'a str,
        out: &mut Vec<DialectEvent>,
    ) -> Option<&'a str> {
        let data = data.trim();
        if self.is_over() || data.is_empty() {
            return None;
        }
        if data == "[DONE]" {
            self.end(out);
            return None;
        }
        Some(data)
    }

    /// The wire's own end.
    pub(super) fn end(&mut self, out: &mut Vec<DialectEvent>) {
        self.complete = true;
        out.push(DialectEvent::Done);
    }

    /// What an event that is named an error says: JSON, or words.
    pub(super) fn error_event(&mut self, value: Option<Value>, data: &str) -> Value {
        self.parsed += u64::from(value.is_some());
        value.unwrap_or_else(|| Value::String(data.to_owned()))
    }

    /// Counts a frame; none where it is no JSON object.
    pub(super) fn object(&mut self, value: Option<Value>) -> Option<Value> {
        let object = value.filter(Value::is_object);
        match object {
            Some(_) => self.parsed += 1,
            None => self.skipped += 1,
        }
        object
    }

    /// Notes whether text came.
    pub(super) fn note_text(&mut self, events: &[DialectEvent]) {
        let mut events = events.iter();
        self.wrote |= events.any(|event| matches!(event, DialectEvent::Text(_)));
    }

    /// Notes a finish reason. One that says more is not undone by a later plain stop.
    pub(super) fn reason(&mut self, read: FinishReason) {
        if read != FinishReason::Stop || self.finish.is_none() {
            self.finish = Some(read);
        }
    }

    /// The verdict where the stream ended and no answer did.
    pub(super) fn unfinished(&self) -> Option<Verdict> {
        if !self.recognised && (self.parsed > 0 || self.skipped > 0) {
            Some(Verdict::NotAnAnswer)
        } else if self.finish.is_none() && !self.complete {
            Some(Verdict::BrokenOff)
        } else {
            None
        }
    }
}
