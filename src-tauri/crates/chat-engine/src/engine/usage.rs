//! What was used and what it cost: the ledger as faces see it.

use super::Engine;
use crate::store::EntryNumber;
use chat_core::failure::Failure;
use chat_core::ledger::{By, Entry, Report};

/// How many entries are given at a time.
const PART: u32 = 1_000;

impl Engine {
    /// Sums over the whole ledger.
    pub async fn usage(&self, by: By) -> Result<Report, Failure> {
        let store = self.store_to_read().await?;
        store
            .usage(by, i64::MIN..i64::MAX)
            .await
            .map_err(|error| error.failure())
    }

    /// Entries in the order of recording, from after one on; none is the end.
    pub async fn ledger(
        &self,
        after: Option<EntryNumber>,
    ) -> Result<Vec<(EntryNumber, Entry)>, Failure> {
        let store = self.store_to_read().await?;
        store
            .entries(i64::MIN..i64::MAX, after, PART)
            .await
            .map_err(|error| error.failure())
    }
}
