//! What a turn is told.

use super::Plan;
use crate::dialect::{DialectEvent, Verdict};
use crate::failure::Failure;

/// Something that happened, with its time.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Milliseconds on a clock that never goes back; only differences matter.
    pub at: u64,
    /// What happened.
    pub what: What,
}

impl Input {
    /// Something that happened at a time.
    pub fn new(at: u64, what: What) -> Self {
        Self { at, what }
    }
}

/// What can happen to a turn.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// Question and answer row are on disk: begin.
    Start,
    /// A request may start.
    Admitted,
    /// Our own pace holds the request back.
    HeldBack {
        /// Until there is a place at the latest, in milliseconds from now.
        for_ms: u64,
        /// When to ask again, in milliseconds from now: somebody in front may give up.
        again_ms: u64,
    },
    /// There is a new sign-in token, and the request carries it.
    Renewed,
    /// There is none, with the reason where it was tried.
    NotRenewed(Option<Failure>),
    /// The next of the order is ready to be asked.
    Prepared {
        /// How.
        plan: Box<Plan>,
        /// What is worth saying of it.
        notes: Vec<String>,
    },
    /// It cannot be asked.
    NotPrepared(Failure),
    /// A response head with a 2xx status arrived.
    Opened {
        /// The status.
        status: u16,
    },
    /// The dialect decoded something.
    Decoded(DialectEvent),
    /// A data line arrived that decoded to nothing; it still shows that the server is at work.
    Data,
    /// The wire gave a finish reason; only usage and the end may follow.
    Finishing,
    /// The body ended, or reading was concluded, with the dialect's verdict.
    Ended(Verdict),
    /// The attempt failed before a 2xx status, our own budget is reached, or there is neither a
    /// token nor a way to one.
    Failed(Failure),
    /// The body went wrong in a way that only transport can see, such as a line without end.
    Broke(Failure),
    /// The deadline passed.
    Tick,
    /// The person stopped it.
    Stop,
    /// The last save is on disk.
    Saved,
    /// The last save failed.
    SaveFailed(Failure),
}
