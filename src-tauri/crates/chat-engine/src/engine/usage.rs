//! What was used and what it cost: the ledger as faces see it.

use super::Engine;
use super::export_history::{Pieces, write_pieces};
use super::models::shipped_for;
use crate::owner;
use crate::store::{EntryNumber, Store};
use chat_core::budget::Budget;
use chat_core::calendar::{Day, Month};
use chat_core::catalogue::{self, Catalogue, Price};
use chat_core::connection::Facts;
use chat_core::failure::{Code, Failure};
use chat_core::ledger::{Asked, By, CSV_HEADER, Prices, Report, csv_line};
use chat_core::wire::{BudgetView, UsageReport, UsageSpan, UsageWanted};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use tokio_util::sync::CancellationToken;

/// How many entries are read at a time.
const PART: u32 = 1_000;

/// The requests of a span as CSV, part by part.
#[derive(Debug)]
pub struct UsageCsv {
    store: Store,
    at_ms: Range<i64>,
    after: Option<EntryNumber>,
    begun: bool,
}

impl Engine {
    /// Sums over the whole ledger.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub async fn usage(&self, by: By) -> Result<Report, Failure> {
        let (store, at_ms) = self.span(&UsageSpan::default()).await?;
        self.summed(&store, by, at_ms).await
    }

    /// Sums over a span of days, and how the budget of this month stands.
    ///
    /// # Errors
    /// As above, and [`Code::ConfigInvalid`] for what is no span.
    pub async fn usage_report(&self, wanted: UsageWanted) -> Result<UsageReport, Failure> {
        let (store, at_ms) = self.span(&wanted.span).await?;
        let report = self.summed(&store, wanted.by, at_ms).await?;
        let now_ms = self.inner.config.clock.now_ms();
        let folder = self.inner.config.data_dir.clone();
        let alive = move |name: &str| owner::is_alive(&folder, name);
        let standing = store.standing(now_ms, alive).await;
        let standing = standing.map_err(|error| error.failure())?;
        let set = self.known().await.settings.budget_monthly_usd;
        let budget = set.and_then(|set| Budget::parse(&set).ok().flatten());
        Ok(UsageReport {
            report,
            budget: BudgetView::new(Month::at(now_ms), standing, budget),
        })
    }

    /// Every request of a span of days, and every answer from the cache, in the order of recording.
    ///
    /// # Errors
    /// As above.
    pub async fn usage_csv(&self, span: &UsageSpan) -> Result<UsageCsv, Failure> {
        let (store, at_ms) = self.span(span).await?;
        Ok(UsageCsv {
            store,
            at_ms,
            after: None,
            begun: false,
        })
    }

    /// Writes the same to a file that only its owner can read, whole or not at all; whether it was
    /// not stopped before. A file that is there is left as it is unless `replace` says otherwise.
    ///
    /// # Errors
    /// As above, and where the file cannot be written.
    pub async fn export_usage_to(
        &self,
        span: &UsageSpan,
        path: PathBuf,
        replace: bool,
        stop: &CancellationToken,
    ) -> Result<bool, Failure> {
        let csv = self.usage_csv(span).await?;
        write_pieces(csv, path, replace, stop).await
    }

    async fn span(&self, span: &UsageSpan) -> Result<(Store, Range<i64>), Failure> {
        let (from, until) = (day(span.from.as_deref())?, day(span.until.as_deref())?);
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            return Err(
                Failure::new(Code::ConfigInvalid, "The first day is after the last one.")
                    .with_action("Give the earlier day first."),
            );
        }
        let store = self.store_to_read().await?;
        let at_ms = store.moments(from, until).await;
        Ok((store, at_ms.map_err(|error| error.failure())?))
    }

    async fn summed(&self, store: &Store, by: By, at_ms: Range<i64>) -> Result<Report, Failure> {
        let prices = self.prices(store, at_ms.clone()).await?;
        let report = store.usage(by, at_ms, prices).await;
        report.map_err(|error| error.failure())
    }

    /// What those are listed for whose answers were read from a provider's cache in part. Nobody is
    /// asked; what is on no list at hand has no price.
    async fn prices(&self, store: &Store, at_ms: Range<i64>) -> Result<Prices, Failure> {
        let readers = store.cache_readers(at_ms).await;
        let readers = readers.map_err(|error| error.failure())?;
        let facts = self.facts(&self.known().await);
        let mut lists = BTreeMap::new();
        let mut prices = Prices::default();
        for reader in readers {
            if !lists.contains_key(&reader.connection) {
                let list = newest_list(store, &facts, &reader.connection).await;
                lists.insert(reader.connection.clone(), list);
            }
            let list = lists.get(&reader.connection).and_then(Option::as_ref);
            if let Some(price) = list.and_then(|list| listed(&reader, list)) {
                prices.insert(&reader, price.clone());
            }
        }
        Ok(prices)
    }
}

impl Pieces for UsageCsv {
    async fn next(&mut self) -> Result<Option<String>, Failure> {
        if !self.begun {
            self.begun = true;
            return Ok(Some(CSV_HEADER.to_owned()));
        }
        let part = self.store.entries(self.at_ms.clone(), self.after, PART);
        let part = part.await.map_err(|error| error.failure())?;
        let Some((last, _)) = part.last() else {
            return Ok(None);
        };
        self.after = Some(*last);
        Ok(Some(
            part.iter().map(|(_, entry)| csv_line(entry)).collect(),
        ))
    }
}

/// A connection's list: as it was fetched last, else as shipped.
async fn newest_list(
    store: &Store,
    facts: &Facts,
    connection: &str,
) -> Option<Cow<'static, Catalogue>> {
    let saved = store.newest_catalogue(connection.to_owned()).await;
    if let Some(list) = saved
        .ok()
        .flatten()
        .and_then(|json| Catalogue::from_json(&json).ok())
    {
        return Some(Cow::Owned(list));
    }
    let connection = facts.connection(connection)?;
    shipped_for(&connection).map(Cow::Borrowed)
}

fn listed<'a>(of: &Asked, list: &'a Catalogue) -> Option<&'a Price> {
    let asked = list.find(&of.asked).and_then(|model| model.price.as_ref());
    catalogue::price_of((&of.asked, asked), of.served.as_deref(), list)
}

fn day(text: Option<&str>) -> Result<Option<Day>, Failure> {
    text.map(|text| {
        Day::parse(text).ok_or_else(|| {
            Failure::new(
                Code::ConfigInvalid,
                format!("There is no day “{}”.", text.escape_debug()),
            )
            .with_action("Write a day like 2026-11-30.")
        })
    })
    .transpose()
}
