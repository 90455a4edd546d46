//! Frames of this dialect into events, tolerant of what servers have been seen to send.

use crate::dialect::{DialectEvent, Upstream, Verdict};
use crate::wire::FinishReason;

/// Decodes one answer.
#[derive(Debug)]
pub struct Decoder {
    upstream: Upstream,
}

impl Decoder {
    /// A decoder for an answer of that server.
    pub fn new(upstream: Upstream) -> Self {
        Self { upstream }
    }

    /// Decodes one SSE event: its name if it had one, and its data lines joined with line feeds.
    pub fn frame(&mut self, _event: Option<&str>, _data: &str) -> Vec<DialectEvent> {
        let _ = &self.upstream;
        Vec::new()
    }

    /// Decodes a complete JSON answer, or what was left of a stream outside of any event.
    pub fn whole(&mut self, _body: &str) -> Vec<DialectEvent> {
        Vec::new()
    }

    /// The end of the stream: gives what was held back, whole tool calls, and how it ended.
    pub fn finish(&mut self) -> (Vec<DialectEvent>, Verdict) {
        (Vec::new(), Verdict::NotAnAnswer)
    }

    /// The finish reason so far.
    pub fn finish_reason(&self) -> Option<FinishReason> {
        None
    }

    /// How many frames held a JSON object.
    pub fn parsed(&self) -> u64 {
        0
    }

    /// How many frames were not JSON, or no object.
    pub fn skipped(&self) -> u64 {
        0
    }
}
