//! Sums over the ledger by day, month, model or connection.
//!
//! Entries are added one by one, so of a long ledger only times are in memory, four bytes each;
//! money is summed in integers.

use super::sums::Sums;
use super::{Prices, Report, Used};
use crate::calendar::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most rows of a report; entries of further keys are summed under `other`.
pub const MAX_KEYS: usize = 1_000;

/// By what sums are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
#[ts(rename = "UsageBy")]
pub enum By {
    /// The day on which the request started, as the clocks of the place show it.
    Day,
    /// The month of that day.
    Month,
    /// The model that served, else the one asked.
    Model,
    /// The connection.
    Connection,
}

impl By {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Day, Self::Month, Self::Model, Self::Connection];

    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Model => "model",
            Self::Connection => "connection",
        }
    }

    /// The inverse of [`By::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.as_str() == word)
    }
}

/// Rows in the order in which they are shown. A month stands under its first day.
#[derive(Debug)]
enum Rows {
    Dated(BTreeMap<Day, Sums>),
    Named(BTreeMap<String, Sums>),
}

/// Sums that grow with each entry.
#[derive(Debug)]
pub struct Summary {
    by: By,
    prices: Prices,
    rows: Rows,
    other: Option<Sums>,
}

impl Summary {
    /// Sums of nothing yet; `prices` tell what providers' caches spared.
    pub fn new(by: By, prices: Prices) -> Self {
        Self {
            by,
            prices,
            rows: match by {
                By::Day | By::Month => Rows::Dated(BTreeMap::new()),
                By::Model | By::Connection => Rows::Named(BTreeMap::new()),
            },
            other: None,
        }
    }

    /// Adds an entry; `day` gives the day of a moment.
    pub fn add(&mut self, used: &Used<'_>, day: impl FnOnce(i64) -> Day) {
        let other = &mut self.other;
        let sums = match &mut self.rows {
            Rows::Dated(rows) => {
                let day = day(used.at_ms);
                let key = match self.by {
                    By::Month => Day::at(day.month().start_ms()),
                    By::Day | By::Model | By::Connection => day,
                };
                let full = rows.len() >= MAX_KEYS && !rows.contains_key(&key);
                if full {
                    other.get_or_insert_default()
                } else {
                    rows.entry(key).or_default()
                }
            }
            Rows::Named(rows) => {
                let name = match self.by {
                    By::Connection => used.connection,
                    By::Model | By::Day | By::Month => used.model(),
                };
                let full = rows.len() >= MAX_KEYS && !rows.contains_key(name);
                if full {
                    other.get_or_insert_default()
                } else {
                    rows.entry(name.to_owned()).or_default()
                }
            }
        };
        sums.add(used, &self.prices);
    }

    /// The sums, rows in their order.
    pub fn report(self) -> Report {
        let by = self.by;
        let rows: Vec<(String, Sums)> = match self.rows {
            Rows::Dated(rows) => rows
                .into_iter()
                .map(|(day, sums)| match by {
                    By::Month => (day.month().to_string(), sums),
                    By::Day | By::Model | By::Connection => (day.to_string(), sums),
                })
                .collect(),
            Rows::Named(rows) => rows.into_iter().collect(),
        };
        let other = self.other.map(|sums| ("other".to_owned(), sums));
        let mut total = Sums::default();
        let rows = rows
            .into_iter()
            .chain(other)
            .map(|(key, sums)| {
                total.append(&sums);
                sums.row(key)
            })
            .collect();
        Report {
            rows,
            total: total.row("total".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests;
