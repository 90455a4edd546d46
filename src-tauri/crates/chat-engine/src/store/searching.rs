//! The store's part in searching and in keeping the index.

use super::search::{backlog, check, find, hits};
use super::{Store, StoreError};
use chat_core::search::Query;
use std::sync::Arc;

pub use check::IndexState;
pub use find::{Found, Mark, Search};
pub use hits::{Hit, Spot};

impl Store {
    /// Looks on for at most `want` hits. It ends sooner where much was looked at, so that other
    /// readers get their turn: ask again with the search that comes back until it is over.
    ///
    /// # Errors
    /// None of its own.
    pub async fn search(
        &self,
        search: Search,
        want: usize,
    ) -> Result<(Search, Vec<Found>), StoreError> {
        self.read(move |db| find::step(db, search, want)).await
    }

    /// What is shown of hits.
    ///
    /// # Errors
    /// None of its own.
    pub async fn hits(&self, query: Arc<Query>, found: Vec<Found>) -> Result<Vec<Hit>, StoreError> {
        self.read(move |db| hits::of(db, &query, &found)).await
    }

    /// How many messages and titles are not in the index yet, at most.
    ///
    /// # Errors
    /// None of its own.
    pub async fn unindexed(&self) -> Result<u64, StoreError> {
        self.read(|db| backlog::left(db)).await
    }

    /// Indexes at most `many` of those, newest first, and tells how many are left.
    ///
    /// # Errors
    /// None of its own.
    pub async fn fill_index(&self, many: u32) -> Result<u64, StoreError> {
        self.write(move |db| backlog::fill(db, many)).await
    }

    /// Empties the index, so that it is made anew with [`Store::fill_index`]; tells how many are
    /// to be indexed. Others may go on meanwhile.
    ///
    /// # Errors
    /// None of its own.
    pub async fn restart_index(&self) -> Result<u64, StoreError> {
        self.write(backlog::restart).await
    }

    /// Compares the index with the texts it is made of. Takes as long as reading both.
    ///
    /// # Errors
    /// None of its own.
    pub async fn compare_index(&self) -> Result<IndexState, StoreError> {
        self.read(check::compare).await
    }
}
