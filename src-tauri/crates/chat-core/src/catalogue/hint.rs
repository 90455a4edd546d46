//! What is worth saying of a model before it is asked: it is not listed, it has retired, it will
//! soon. A hint only: the id goes out as it was typed.

use super::nearest::{self, Why};
use super::{Catalogue, Model};
use crate::calendar::Day;

/// How long before its end a model's retirement is shown: 30 days.
pub const RETIRES_SOON_MS: i64 = 30 * 86_400_000;

/// Why an id may fail, with the model to ask instead where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaleHint {
    /// It is known to be gone or spelled otherwise: the list has this one.
    Unlisted {
        /// The listed model nearest to it.
        nearest: String,
    },
    /// Its announced end is over.
    Retired {
        /// Its end, milliseconds since 1970.
        at_ms: i64,
        /// The listed model nearest to it.
        nearest: Option<String>,
    },
    /// Its end is at most 30 days ahead.
    RetiresSoon {
        /// Its end, milliseconds since 1970.
        at_ms: i64,
        /// The listed model nearest to it.
        nearest: Option<String>,
    },
}

impl StaleHint {
    /// The hint as one sentence, and what to ask instead as another.
    pub fn sentence(&self, id: &str) -> String {
        let (what, nearest) = match self {
            Self::Unlisted { nearest } => {
                (format!("{id} is not in the list of models."), Some(nearest))
            }
            Self::Retired { at_ms, nearest } => {
                let day = Day::at(*at_ms).in_words();
                (format!("{id} was to retire on {day}."), nearest.as_ref())
            }
            Self::RetiresSoon { at_ms, nearest } => {
                let day = Day::at(*at_ms).in_words();
                (format!("{id} retires on {day}."), nearest.as_ref())
            }
        };
        match nearest {
            Some(nearest) => format!("{what} The nearest that is listed: {nearest}."),
            None => what,
        }
    }

    /// The model to ask instead.
    pub fn nearest(&self) -> Option<&str> {
        match self {
            Self::Unlisted { nearest } => Some(nearest),
            Self::Retired { nearest, .. } | Self::RetiresSoon { nearest, .. } => nearest.as_deref(),
        }
    }
}

impl Model {
    /// Its end, milliseconds since 1970, where that is over or at most 30 days ahead.
    pub fn retires_soon(&self, now_ms: i64) -> Option<i64> {
        self.retires_at_ms
            .filter(|end| end.saturating_sub(now_ms) <= RETIRES_SOON_MS)
    }
}

/// The hint for an id, by a list of the connection it is meant for. None for what is listed and
/// stays, and for an unlisted id that may be newer than the list or private: only what the list
/// shows to be gone or misspelled is called stale.
pub fn stale_hint(id: &str, catalogue: &Catalogue, now_ms: i64) -> Option<StaleHint> {
    if let Some(model) = listed(id, catalogue) {
        let at_ms = model.retires_soon(now_ms)?;
        let nearest = nearest::nearest(&model.id, catalogue, now_ms).map(str::to_owned);
        return Some(if at_ms <= now_ms {
            StaleHint::Retired { at_ms, nearest }
        } else {
            StaleHint::RetiresSoon { at_ms, nearest }
        });
    }
    match nearest::find(id, catalogue, now_ms)? {
        (model, Why::Replaces | Why::Spelling | Why::NotOlder) => Some(StaleHint::Unlisted {
            nearest: model.id.clone(),
        }),
        (_, Why::Older) => None,
    }
}

/// What a default becomes that has retired or is no longer listed: the nearest living model
/// (DESIGN §5.1). None while the default is good, and where the list knows nothing near it. The
/// caller shows it before the first send.
pub fn living_default<'a>(id: &str, catalogue: &'a Catalogue, now_ms: i64) -> Option<&'a str> {
    match stale_hint(id, catalogue, now_ms)? {
        StaleHint::Unlisted { .. } | StaleHint::Retired { .. } => {
            nearest::nearest(id, catalogue, now_ms)
        }
        StaleHint::RetiresSoon { .. } => None,
    }
}

/// The model itself, or the one that a variant such as `:free` or `:latest` belongs to.
fn listed<'a>(id: &str, catalogue: &'a Catalogue) -> Option<&'a Model> {
    let base = |id: &str| {
        id.split_once(':')
            .map_or(id.to_owned(), |(model, _)| model.to_owned())
    };
    catalogue.find(id).or_else(|| {
        let latest = format!("{id}:latest");
        catalogue.find(&latest).or_else(|| {
            let model = base(id);
            (model != id).then(|| catalogue.find(&model)).flatten()
        })
    })
}
