//! Searching the history, and keeping its index.

mod key;

use super::Engine;
use crate::store::{Found, Hit, IndexState, Search, Store, StoreError};
use chat_core::failure::{Code, Failure};
use chat_core::search::{Note, Place, Query};
use chat_core::title::title_of;
use chat_core::visible::push_visible;
use chat_core::wire::{FindMessages, HitSpot, SearchHit, SearchOrder, SearchResults, SnippetPiece};
use key::Key;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How long a search looks for more before it gives what it has.
const MOMENT_MS: i64 = 200;
/// How long it goes on where that would be nothing although something was found.
const PATIENCE_MS: i64 = 5_000;
/// How many of the newest hits are ranked.
pub const RANKED: usize = 2_000;
/// How many hits a page has at most.
const MAX_LIMIT: u32 = 200;
/// How many messages are indexed at once while a window is open: a few milliseconds, as an answer
/// may have to be saved.
const BATCH: u32 = 50;
/// The pause after that.
const REST: Duration = Duration::from_millis(30);
/// How many are indexed at once when somebody waits for it.
const LARGE_BATCH: u32 = 500;

impl Engine {
    /// Looks for messages and titles. Nothing leaves the machine.
    pub async fn search(&self, asked: FindMessages) -> Result<SearchResults, Failure> {
        let store = self.store_to_read().await?;
        let query = Arc::new(Query::parse(&asked.text, asked.typing));
        let limit = usize::try_from(asked.limit.clamp(1, MAX_LIMIT)).unwrap_or(1);
        let key = asked
            .after
            .as_deref()
            .map(|text| Key::parse(text).ok_or_else(no_such_page));
        let key = key.transpose()?;
        let mut notes: Vec<String> = query.notes.iter().map(Note::sentence).collect();
        let (found, next) = match asked.order {
            SearchOrder::Newest => self.newest(&store, &query, key, limit).await,
            SearchOrder::Relevance => self.best(&store, &query, key, limit, &mut notes).await,
        }
        .map_err(|error| error.failure())?;
        let unindexed = store.unindexed().await.map_err(|error| error.failure())?;
        if unindexed > 0 {
            notes.push(format!(
                "Older messages are still being indexed ({unindexed} at most), so there may be more."
            ));
        }
        let hits = store.hits(query, found).await;
        Ok(SearchResults {
            hits: hits
                .map_err(|error| error.failure())?
                .into_iter()
                .map(view)
                .collect(),
            next: next.map(|key| key.to_string()),
            notes,
            unindexed,
        })
    }

    async fn newest(
        &self,
        store: &Store,
        query: &Arc<Query>,
        key: Option<Key>,
        limit: usize,
    ) -> Result<(Vec<Found>, Option<Key>), StoreError> {
        let clock = &self.inner.config.clock;
        let begun = clock.now_ms();
        let mut search = Search::new(Arc::clone(query), key.and_then(Key::mark));
        let mut found: Vec<Found> = Vec::new();
        while found.len() < limit && !search.is_over() {
            let more;
            (search, more) = store.search(search, limit - found.len()).await?;
            found.extend(more);
            let patience = if found.is_empty() && search.is_waiting() {
                PATIENCE_MS
            } else {
                MOMENT_MS
            };
            if clock.now_ms() - begun >= patience {
                break;
            }
        }
        Ok((found, search.mark().map(Key::Newest)))
    }

    /// The newest hits, the best first. Later pages rank anew and go on after the last one seen.
    async fn best(
        &self,
        store: &Store,
        query: &Arc<Query>,
        key: Option<Key>,
        limit: usize,
        notes: &mut Vec<String>,
    ) -> Result<(Vec<Found>, Option<Key>), StoreError> {
        let clock = &self.inner.config.clock;
        let begun = clock.now_ms();
        let mut search = Search::ranked(Arc::clone(query));
        let mut found: Vec<Found> = Vec::new();
        while found.len() < RANKED && !search.is_over() && clock.now_ms() - begun < PATIENCE_MS {
            let more;
            (search, more) = store.search(search, RANKED - found.len()).await?;
            found.extend(more);
        }
        if !search.is_over() {
            notes.push(format!(
                "The newest {} hits were ranked; there are more.",
                found.len()
            ));
        }
        found.sort_by(|a, b| {
            order(b)
                .partial_cmp(&order(a))
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        if let Some(Key::Best(score, place)) = key {
            found.retain(|hit| order(hit) < (score, place));
        }
        let more = found.len() > limit;
        found.truncate(limit);
        let last = found.last().filter(|_| more);
        let next = last.map(|hit| Key::Best(hit.score, hit.place));
        Ok((found, next))
    }

    /// Indexes what was there before the index, or is left of making it anew. `told` gets how many
    /// are left; where it says no, the rest is left for later.
    pub async fn fill_index(&self, told: impl Fn(u64) -> bool + Send) -> Result<(), Failure> {
        let store = self.store().await?;
        loop {
            let left = store
                .fill_index(LARGE_BATCH)
                .await
                .map_err(|error| error.failure())?;
            if left == 0 || !told(left) {
                return Ok(());
            }
        }
    }

    /// Makes the index anew. It may be stopped at any point and goes on with
    /// [`Engine::fill_index`].
    pub async fn rebuild_index(&self, told: impl Fn(u64) -> bool + Send) -> Result<(), Failure> {
        let store = self.store().await?;
        let restarted = store.restart_index().await;
        restarted.map_err(|error| error.failure())?;
        self.fill_index(told).await
    }

    /// Checks the whole file, and the index against the texts it is made of.
    pub async fn check_history(&self) -> Result<HistoryCheck, Failure> {
        let store = self.store_to_read().await?;
        let complaints = store.integrity().await;
        let index = store.compare_index().await;
        Ok(HistoryCheck {
            complaints: complaints.map_err(|error| error.failure())?,
            index: index.map_err(|error| error.failure())?,
        })
    }

    /// Goes on indexing while a window is open, little by little.
    pub(super) fn index_meanwhile(&self) {
        if !self.inner.indexing.swap(true, Ordering::AcqRel) {
            let engine = self.clone();
            let work = async move { engine.fill_index_slowly().await };
            self.inner.around.spawn(work);
        }
    }

    async fn fill_index_slowly(&self) {
        let Ok(store) = self.store().await else {
            return;
        };
        // Where it fails, searching says what is missing, and the next start tries again.
        while let Ok(left) = store.fill_index(BATCH).await
            && left > 0
        {
            tokio::select! {
                () = self.inner.closing.cancelled() => return,
                () = tokio::time::sleep(REST) => {}
            }
        }
    }
}

/// What a check of the history gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryCheck {
    /// What SQLite complains about; empty when all is well.
    pub complaints: Vec<String>,
    /// How the index compares with the texts.
    pub index: IndexState,
}

impl HistoryCheck {
    /// Whether all is well.
    pub fn is_sound(&self) -> bool {
        self.complaints.is_empty() && self.index.is_sound()
    }
}

fn order(hit: &Found) -> (f64, Place) {
    (hit.score, hit.place)
}

fn no_such_page() -> Failure {
    Failure::new(Code::ConfigInvalid, "There is no such page of results.")
        .with_action("Search again from the beginning.")
}

fn view(hit: Hit) -> SearchHit {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let mut drawn = String::new();
    let snippet = hit.snippet.pieces.iter().map(|piece| {
        // What stands before a piece says what may be seen in it.
        let from = drawn.len();
        push_visible(&mut drawn, &piece.text);
        SnippetPiece {
            text: drawn.get(from..).unwrap_or_default().to_owned(),
            hit: piece.hit,
        }
    });
    SearchHit {
        conversation: hit.conversation,
        title: title_of(&hit.title),
        archived: hit.archived,
        message: hit.message,
        role: hit.role,
        model: hit.model,
        snippet: snippet.collect(),
        spot: (!hit.spot.text.is_empty()).then(|| HitSpot {
            nth: number(hit.spot.nth),
            start: number(hit.spot.utf16.0),
            end: number(hit.spot.utf16.1),
            text: hit.spot.text,
        }),
        created_at_ms: hit.place.created_at_ms,
    }
}
