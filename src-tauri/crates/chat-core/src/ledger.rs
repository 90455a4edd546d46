//! The ledger: one entry for each request made, and sums over them that are exact.
//!
//! An entry holds no text of a question or an answer. How entries are stored is the engine's
//! concern; nothing is ever sent anywhere.

mod export;
mod latency;
mod prices;
mod report;
mod summary;
mod sums;
mod used;

pub use export::{CSV_HEADER, csv_line, json};
pub use latency::Latency;
pub use prices::{Asked, Prices};
pub use report::{ErrorCount, Report, ReportRow};
pub use summary::{By, MAX_KEYS, Summary};
pub use used::Used;

use crate::failure::Code;
use crate::ids::TurnId;
use crate::money::Usd;
use crate::usage::{Cost, Usage};
use crate::wire::FinishReason;

/// Longest name or id of an entry, in bytes; what servers send is cut there.
pub const MAX_NAME_BYTES: usize = 256;

/// One request of a turn, or an answer given from the response cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When it started, milliseconds since 1970.
    pub at_ms: i64,
    /// The turn.
    pub turn: TurnId,
    /// Which attempt of the turn, from 1; 0 for an answer from the cache.
    pub attempt: u32,
    /// The connection asked.
    pub connection: String,
    /// The model asked.
    pub model_asked: String,
    /// The model that served, where reported.
    pub model_served: Option<String>,
    /// The provider that served, where known.
    pub provider: Option<String>,
    /// Tokens, where reported; of an answer from the cache, those of its original.
    pub usage: Option<Usage>,
    /// Cost, where known; none for an answer from the cache.
    pub cost: Option<Cost>,
    /// What an answer from the cache would have cost again, where known.
    pub saved: Option<Usd>,
    /// Milliseconds to the first text or reasoning.
    pub first_token_ms: Option<u64>,
    /// Milliseconds to the end.
    pub total_ms: u64,
    /// Its HTTP status; none where no response came, or none was asked for.
    pub status: Option<u16>,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether the answer came from the response cache.
    pub cached: bool,
    /// The gateway's id of the request.
    pub request_id: Option<String>,
    /// The gateway's id of the answer.
    pub generation_id: Option<String>,
}

impl Entry {
    /// The same with every name and id on one line of bounded length: servers send what they like.
    pub fn tidy(mut self) -> Self {
        for name in [&mut self.connection, &mut self.model_asked] {
            *name = tidy(name);
        }
        for name in [
            &mut self.model_served,
            &mut self.provider,
            &mut self.request_id,
            &mut self.generation_id,
        ] {
            *name = name.as_deref().map(tidy);
        }
        self
    }

    /// What of it is summed.
    pub fn used(&self) -> Used<'_> {
        Used {
            at_ms: self.at_ms,
            connection: &self.connection,
            model_asked: &self.model_asked,
            model_served: self.model_served.as_deref(),
            usage: self.usage,
            cost: self.cost,
            saved: self.saved,
            first_token_ms: self.first_token_ms,
            total_ms: self.total_ms,
            status: self.status,
            outcome: self.outcome,
            cached: self.cached,
        }
    }

    /// Whether somebody may have been paid for it although no cost is known: a request that got a
    /// 2xx status, or that was under way when it was given up.
    pub fn may_have_been_paid(&self) -> bool {
        self.used().may_have_been_paid()
    }
}

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// With an answer, or stopped by the person.
    Finished(FinishReason),
    /// With an error.
    Failed(Code),
}

impl Outcome {
    /// The name in the store and in exports; no reason is named like a code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Finished(reason) => reason.as_str(),
            Self::Failed(code) => code.as_str(),
        }
    }

    /// The inverse of [`Outcome::as_str`].
    pub fn parse(name: &str) -> Option<Self> {
        let code = || Code::ALL.iter().find(|code| code.as_str() == name);
        FinishReason::parse(name)
            .map(Self::Finished)
            .or_else(|| code().copied().map(Self::Failed))
    }
}

fn tidy(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        let c = if c.is_control() {
            char::REPLACEMENT_CHARACTER
        } else {
            c
        };
        if out.len() + c.len_utf8() > MAX_NAME_BYTES {
            break;
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A finished request of some connection and model.
    pub(crate) fn entry(connection: &str, model: &str) -> Entry {
        Entry {
            at_ms: 0,
            turn: TurnId::parse("t1").unwrap(),
            attempt: 1,
            connection: connection.to_owned(),
            model_asked: model.to_owned(),
            model_served: None,
            provider: None,
            usage: None,
            cost: None,
            saved: None,
            first_token_ms: None,
            total_ms: 5,
            status: Some(200),
            outcome: Outcome::Finished(FinishReason::Stop),
            cached: false,
            request_id: None,
            generation_id: None,
        }
    }

    #[test]
    fn every_outcome_reads_back() {
        let codes = Code::ALL.iter().copied().map(Outcome::Failed);
        let reasons = FinishReason::ALL.into_iter().map(Outcome::Finished);
        for outcome in codes.chain(reasons) {
            assert_eq!(Outcome::parse(outcome.as_str()), Some(outcome));
        }
        assert_eq!(Outcome::parse("half"), None);
    }

    #[test]
    fn what_may_have_been_paid_is_what_a_server_took_on() {
        let stop = Outcome::Finished(FinishReason::Stop);
        let stopped = Outcome::Finished(FinishReason::Cancelled);
        for (status, outcome, cached, paid) in [
            (Some(200), stop, false, true),
            (Some(200), Outcome::Failed(Code::Interrupted), false, true),
            (Some(429), Outcome::Failed(Code::RateLimited), false, false),
            (Some(500), Outcome::Failed(Code::GatewayError), false, false),
            (None, stopped, false, true),
            (None, Outcome::Failed(Code::IdleTimeout), false, true),
            (None, Outcome::Failed(Code::Connect), false, false),
            (None, Outcome::Failed(Code::Dns), false, false),
            (None, stop, true, false),
        ] {
            let entry = Entry {
                status,
                outcome,
                cached,
                ..entry("gateway", "m")
            };
            assert_eq!(entry.may_have_been_paid(), paid, "{status:?} {outcome:?}");
        }
    }

    #[test]
    fn names_from_servers_are_bounded_and_on_one_line() {
        let wild = Entry {
            model_served: Some("a\n\u{1b}[2Jb".to_owned()),
            provider: Some("é".repeat(500)),
            ..entry("gateway", "m")
        };
        let tidy = wild.tidy();
        assert_eq!(tidy.model_served.as_deref(), Some("a\u{fffd}\u{fffd}[2Jb"));
        let provider = tidy.provider.unwrap();
        assert_eq!(provider, "é".repeat(MAX_NAME_BYTES / 2));
    }
}
