//! The books of a turn, opened before it starts: pace, budget, response cache.

use super::asking::{Ask, Onto};
use super::legs::Draft;
use super::resolve::Ready;
use super::settings::Known;
use super::{Engine, internal};
use crate::books::Books;
use crate::store::Store;
use chat_core::budget::{Budget, unpriced};
use chat_core::cache::{self, CacheKey, CachedAnswer, Credentials, Sent, Ttl};
use chat_core::catalogue::Model;
use chat_core::connection::{Connection, Kind};
use chat_core::context;
use chat_core::estimate;
use chat_core::failure::Failure;
use chat_core::fallback::Target;
use chat_core::limiter::{DEFAULT_PER_MINUTE, Limit};
use chat_core::money::Usd;
use chat_core::request::ChatRequest;
use chat_core::wire::Settings;
use secrecy::ExposeSecret;

/// The longest answer that is reckoned with where no limit is known, in tokens.
pub(super) const UNKNOWN_OUTPUT: u64 = 32_000;
/// Said where the books cannot be kept on disk.
const FOR_THIS_PROCESS: &str =
    "The data folder cannot be used: the pace limit and the ledger hold for this run alone.";

/// A turn's books, its encoded body, and the kept answer that spares the request.
pub(super) struct Opened {
    pub(super) books: Books,
    pub(super) body: Vec<u8>,
    pub(super) cached: Option<Box<CachedAnswer>>,
    pub(super) note: Option<&'static str>,
}

impl Engine {
    pub(super) async fn open_books(
        &self,
        ask: &Ask,
        store: &Store,
        draft: &Draft,
        known: &Known,
    ) -> Result<Opened, Failure> {
        let (ready, request) = (&draft.ready, &draft.request);
        let listed = draft.listed.as_ref();
        let connection = &ready.connection;
        let body = connection.dialect().encode(request, &ready.upstream);
        let (kept_in, note) = if ask.is_kept() {
            (store.clone(), None)
        } else {
            match self.store().await {
                Ok(disk) => (disk, None),
                Err(_) => (self.volatile_books()?, Some(FOR_THIS_PROCESS)),
            }
        };
        let price = listed.and_then(|model| model.price.clone());
        let ttl = Ttl::seconds(known.settings.cache_ttl_seconds).filter(|_| ask.cache);
        let named = match ttl {
            Some(ttl) => self
                .cache_key(&kept_in, ready, request, &body)
                .await
                .map(|key| (key, ttl)),
            None => None,
        };
        let cached = match (named, &ask.onto) {
            // Asked again, it goes out again.
            (None, _) | (_, Onto::Again(_)) => None,
            (
                Some((key, ttl)),
                Onto::Nothing | Onto::Conversation(_) | Onto::Message(_) | Onto::Instead(_),
            ) => kept_in
                .cached_answer(key, ttl, self.inner.config.clock.now_ms())
                .await
                .unwrap_or_default(),
        };
        let books = Books {
            store: kept_in,
            owner: self.owner_id(),
            folder: self.inner.config.data_dir.clone(),
            clock: std::sync::Arc::clone(&self.inner.config.clock),
            turn: ask.turn.clone(),
            again: false,
            target: Target {
                connection: connection.name().to_owned(),
                model: request.model.clone(),
            },
            limit: limit(&known.settings, connection),
            may_wait: ask.wait,
            budget: budget(&known.settings, connection, request, listed),
            hopeless: context::check(request, listed.and_then(|model| model.context_window)).err(),
            price,
            list: draft.list.clone(),
            keep: named.filter(|_| ask.is_kept()),
        };
        Ok(Opened {
            books,
            body,
            cached: cached.map(Box::new),
            note,
        })
    }

    async fn cache_key(
        &self,
        store: &Store,
        ready: &Ready,
        request: &ChatRequest,
        body: &[u8],
    ) -> Option<CacheKey> {
        let mut fresh = [0; 32];
        let random = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()];
        let random = random.iter().flat_map(uuid::Uuid::as_bytes);
        for (byte, drawn) in fresh.iter_mut().zip(random) {
            *byte = *drawn;
        }
        // Without its salt there is no cache; the question is asked.
        let salt = store.cache_salt(fresh).await.ok()?;
        // The demo's key and port are new in every process, and worth nothing.
        let is_demo = ready.connection.is_demo();
        let keys = ready.secrets().filter(|_| !is_demo);
        let keys = keys.map(ExposeSecret::expose_secret);
        let headers = ready.connection.config().headers.iter();
        let beside = headers.flat_map(|(name, value)| [name.as_str(), value.as_str()]);
        let credentials = Credentials::of(&salt, keys.chain(beside));
        let origin = ready.base.to_string();
        cache::key(&Sent {
            connection: ready.connection.name(),
            origin: if is_demo { "demo" } else { &origin },
            credentials,
            dialect: ready.connection.dialect(),
            model: &request.model,
            body,
        })
    }

    /// The books of a process whose folder cannot be used.
    fn volatile_books(&self) -> Result<Store, Failure> {
        let mut volatile = self
            .inner
            .volatile
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(store) = &*volatile {
            return Ok(store.clone());
        }
        let store = Store::open_in_memory().map_err(|_| internal())?;
        *volatile = Some(store.clone());
        Ok(store)
    }

    pub(super) fn owner_id(&self) -> String {
        self.inner
            .disk
            .get()
            .map_or_else(|| "memory".to_owned(), |disk| disk.name.clone())
    }
}

/// Our own pace for a connection: what is set, else 10 a minute, but none for the demo and local
/// servers (DESIGN §5.2).
fn limit(settings: &Settings, connection: &Connection) -> Option<Limit> {
    match settings.limiter_per_minute {
        Some(set) => Limit::per_minute(set),
        None if connection.is_unlimited() => None,
        None => Limit::per_minute(DEFAULT_PER_MINUTE),
    }
}

/// The budget and the worst case of this request. Without a listed price nothing can be counted:
/// a server of one's own is asked all the same, others are not.
fn budget(
    settings: &Settings,
    connection: &Connection,
    request: &ChatRequest,
    listed: Option<&Model>,
) -> Option<Result<(Budget, Usd), Failure>> {
    let budget = Budget::parse(settings.budget_monthly_usd.as_deref()?).ok()??;
    if connection.is_demo() {
        return None;
    }
    let Some(price) = listed.and_then(|model| model.price.as_ref()) else {
        return match connection.kind() {
            Kind::Own => None,
            Kind::Gateway | Kind::Direct { .. } => Some(Err(unpriced(&request.model))),
        };
    };
    let input = estimate::request(request);
    let input = match listed.and_then(|model| model.context_window) {
        Some(window) => input.at_most(window),
        None => input,
    };
    let limit = request
        .max_tokens
        .map(u64::from)
        .or_else(|| listed.and_then(|model| model.max_output.or(model.context_window)))
        .unwrap_or(UNKNOWN_OUTPUT);
    let worst_case = price.worst_case(input.high, limit);
    Some(worst_case.map_or_else(
        || Err(unpriced(&request.model)),
        |worst_case| Ok((budget, worst_case)),
    ))
}
