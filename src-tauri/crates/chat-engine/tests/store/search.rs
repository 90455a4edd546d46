//! Searching, against a reading of the rules that knows only the raw texts; and an index that is
//! what its texts make of it, whatever was done.

mod asks;
mod oracle;
mod upkeep;

use chat_core::search::{Place, Query};
use chat_engine::store::{Found, Search, Store};
use std::sync::Arc;

/// Everything that a typed query finds, in order, in steps of `page`.
pub(crate) async fn places(store: &Store, typed: &str, page: usize) -> Vec<Place> {
    let query = Arc::new(Query::parse(typed, false));
    let mut all: Vec<Found> = Vec::new();
    let mut search = Search::new(Arc::clone(&query), None);
    while !search.is_over() {
        let (next, found) = store.search(search, page).await.unwrap();
        // Each page begins as if the one before had been another day's.
        search = match next.mark() {
            Some(mark) if !next.is_waiting() => Search::new(Arc::clone(&query), Some(mark)),
            Some(_) | None => next,
        };
        all.extend(found);
    }
    all.into_iter().map(|found| found.place).collect()
}
