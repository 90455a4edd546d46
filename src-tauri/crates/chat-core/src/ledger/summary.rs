//! Sums over the ledger by day, model or connection.
//!
//! Entries are added one by one, so a long ledger is never in memory; money is summed in integers.

use super::Entry;
use crate::calendar::Day;
use crate::money::Usd;
use crate::usage::CostBasis;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most rows of a report; entries of further keys are summed under `other`.
pub const MAX_KEYS: usize = 1_000;

/// By what sums are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The UTC day on which the request started.
    Day,
    /// The model that served, else the one asked.
    Model,
    /// The connection.
    Connection,
}

impl By {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Day, Self::Model, Self::Connection];

    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Model => "model",
            Self::Connection => "connection",
        }
    }

    /// The inverse of [`By::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.as_str() == word)
    }

    fn key(self, entry: &Entry) -> String {
        match self {
            Self::Day => Day::at(entry.at_ms).to_string(),
            Self::Model => entry
                .model_served
                .as_ref()
                .unwrap_or(&entry.model_asked)
                .clone(),
            Self::Connection => entry.connection.clone(),
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    requests: u64,
    input_tokens: u64,
    output_tokens: u64,
    billed: Usd,
    estimated: Usd,
    unpriced: u64,
    cached: u64,
    saved: Usd,
}

impl Sums {
    fn add(&mut self, entry: &Entry) {
        if entry.cached {
            self.cached += 1;
            self.saved = self.saved.saturating_add(entry.saved.unwrap_or_default());
            return;
        }
        self.requests += 1;
        if let Some(usage) = entry.usage {
            self.input_tokens = self.input_tokens.saturating_add(usage.input_tokens);
            self.output_tokens = self.output_tokens.saturating_add(usage.output_tokens);
        }
        match entry.cost {
            Some(cost) => {
                let sum = match cost.basis {
                    CostBasis::Billed => &mut self.billed,
                    CostBasis::Estimated => &mut self.estimated,
                };
                *sum = sum.saturating_add(cost.usd);
            }
            None => self.unpriced += u64::from(entry.may_have_been_paid()),
        }
    }

    fn row(&self, key: &str) -> ReportRow {
        ReportRow {
            key: key.to_owned(),
            requests: self.requests,
            input_tokens: self.input_tokens,
            output_tokens: self.output_tokens,
            usd: self.billed.saturating_add(self.estimated).to_string(),
            billed_usd: self.billed.to_string(),
            estimated_usd: self.estimated.to_string(),
            unpriced_requests: self.unpriced,
            cached_answers: self.cached,
            saved_usd: self.saved.to_string(),
        }
    }
}

/// Sums that grow with each entry.
#[derive(Debug)]
pub struct Summary {
    by: By,
    rows: BTreeMap<String, Sums>,
    other: Option<Sums>,
    total: Sums,
}

impl Summary {
    /// Sums of nothing yet.
    pub fn new(by: By) -> Self {
        Self {
            by,
            rows: BTreeMap::new(),
            other: None,
            total: Sums::default(),
        }
    }

    /// Adds an entry.
    pub fn add(&mut self, entry: &Entry) {
        self.total.add(entry);
        let key = self.by.key(entry);
        let full = self.rows.len() >= MAX_KEYS;
        match self.rows.get_mut(&key) {
            Some(sums) => sums.add(entry),
            None if full => self.other.get_or_insert_default().add(entry),
            None => self.rows.entry(key).or_default().add(entry),
        }
    }

    /// The sums so far, rows by key.
    pub fn report(&self) -> Report {
        let mut rows: Vec<_> = self.rows.iter().map(|(key, sums)| sums.row(key)).collect();
        rows.extend(self.other.map(|sums| sums.row("other")));
        Report {
            rows,
            total: self.total.row("total"),
        }
    }
}

/// What `usage` shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Report {
    /// A row for each day, model or connection.
    pub rows: Vec<ReportRow>,
    /// All of them.
    pub total: ReportRow,
}

/// Sums of one day, model or connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct ReportRow {
    /// The day (`2026-03-01`), model or connection.
    pub key: String,
    /// Requests made, failed ones and repeats included; answers from the cache are not.
    #[ts(type = "number")]
    pub requests: u64,
    /// Tokens read, cached ones included.
    #[ts(type = "number")]
    pub input_tokens: u64,
    /// Tokens written, reasoning included.
    #[ts(type = "number")]
    pub output_tokens: u64,
    /// What they cost, as an exact decimal: `billed_usd` and `estimated_usd` together.
    pub usd: String,
    /// The part that was reported.
    pub billed_usd: String,
    /// The part that is listed price times tokens.
    pub estimated_usd: String,
    /// Requests that may have cost something of which nothing is known.
    #[ts(type = "number")]
    pub unpriced_requests: u64,
    /// Answers from the response cache.
    #[ts(type = "number")]
    pub cached_answers: u64,
    /// What those would have cost again, where known.
    pub saved_usd: String,
}

#[cfg(test)]
mod tests {
    use super::super::tests::entry;
    use super::*;
    use crate::usage::{Cost, Usage};

    fn costing(usd: &str, basis: CostBasis, entry: Entry) -> Entry {
        Entry {
            cost: Some(Cost {
                usd: Usd::parse(usd).unwrap(),
                basis,
            }),
            usage: Some(Usage {
                input_tokens: 100,
                output_tokens: 10,
                total_tokens: 110,
                ..Usage::default()
            }),
            ..entry
        }
    }

    fn entries() -> Vec<Entry> {
        let day = 86_400_000;
        let mut hit = costing("9", CostBasis::Billed, entry("gateway", "a"));
        hit.cached = true;
        hit.saved = Some(Usd::parse("0.1").unwrap());
        hit.cost = None;
        vec![
            costing("0.1", CostBasis::Billed, entry("gateway", "a")),
            costing(
                "0.2",
                CostBasis::Estimated,
                Entry {
                    at_ms: day,
                    ..entry("gateway", "b")
                },
            ),
            costing(
                "0.000000000001",
                CostBasis::Billed,
                Entry {
                    at_ms: day - 1,
                    model_served: Some("b".to_owned()),
                    ..entry("openai", "a")
                },
            ),
            entry("gateway", "c"),
            hit,
        ]
    }

    fn report(by: By) -> Report {
        let mut summary = Summary::new(by);
        for entry in entries() {
            summary.add(&entry);
        }
        summary.report()
    }

    #[test]
    fn rows_are_by_key_and_totals_are_exact() {
        for (by, expected) in [
            (
                By::Day,
                &[
                    ("1970-01-01", 3, "0.100000000001"),
                    ("1970-01-02", 1, "0.2"),
                ][..],
            ),
            (
                By::Model,
                &[("a", 1, "0.1"), ("b", 2, "0.200000000001"), ("c", 1, "0")],
            ),
            (
                By::Connection,
                &[("gateway", 3, "0.3"), ("openai", 1, "0.000000000001")],
            ),
        ] {
            let report = report(by);
            let rows: Vec<_> = report
                .rows
                .iter()
                .map(|row| (row.key.as_str(), row.requests, row.usd.as_str()))
                .collect();
            assert_eq!(rows, expected, "{by:?}");
            let total = &report.total;
            // As a float 0.1 + 0.2 would be 0.30000000000000004.
            assert_eq!(total.usd, "0.300000000001");
            assert_eq!((total.requests, total.cached_answers), (4, 1));
            assert_eq!((total.input_tokens, total.output_tokens), (300, 30));
            assert_eq!(total.billed_usd, "0.100000000001");
            assert_eq!(total.estimated_usd, "0.2");
            assert_eq!(
                (total.unpriced_requests, total.saved_usd.as_str()),
                (1, "0.1")
            );
            assert_eq!(By::parse(by.as_str()), Some(by));
        }
    }

    #[test]
    fn the_json_has_the_names_of_the_contract() {
        let json = serde_json::to_value(report(By::Connection)).unwrap();
        let row = &json["rows"][1];
        assert_eq!(row["key"], "openai");
        assert_eq!(row["requests"], 1);
        assert_eq!(row["inputTokens"], 100);
        assert_eq!(row["outputTokens"], 10);
        assert_eq!(row["usd"], "0.000000000001");
        assert_eq!(json["total"]["usd"], "0.300000000001");
    }

    #[test]
    fn rows_past_the_bound_are_summed_together() {
        let mut summary = Summary::new(By::Model);
        for n in 0..MAX_KEYS + 5 {
            let model = format!("m{n}");
            summary.add(&costing("1", CostBasis::Billed, entry("gateway", &model)));
        }
        let report = summary.report();
        assert_eq!(report.rows.len(), MAX_KEYS + 1);
        assert_eq!(report.rows.last().unwrap().key, "other");
        assert_eq!(report.rows.last().unwrap().usd, "5");
        assert_eq!(report.total.usd, (MAX_KEYS + 5).to_string());
    }
}
