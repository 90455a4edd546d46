//! What went wrong, in one sentence, and the one thing to do about it.

use std::fmt;

/// A failure as a person reads it. It carries no source: the program that failed has already
/// printed its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// One sentence: what happened.
    pub(crate) what: String,
    /// One action: what to do next.
    pub(crate) action: String,
    /// Exit status of `cargo xtask`: 2 for wrong usage, else 1.
    pub(crate) exit: u8,
    /// What the program that failed ended with, if one did.
    pub(crate) status: Option<i32>,
}

impl Failure {
    /// Something did not work.
    pub(crate) fn new(what: impl Into<String>, action: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            action: action.into(),
            exit: 1,
            status: None,
        }
    }

    /// The command line was wrong.
    pub(crate) fn usage(what: &str, action: &str) -> Self {
        Self {
            what: what.to_owned(),
            action: action.to_owned(),
            exit: 2,
            status: None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.action.contains('\n') {
            write!(f, "{}\n{}", self.what, self.action)
        } else {
            write!(f, "{} {}", self.what, self.action)
        }
    }
}
