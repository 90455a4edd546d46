//! What models there are: a connection's list with context, prices and retirement dates, which
//! model is nearest to one that is gone, and the list shipped for use without a network.
//!
//! Lists are read from whatever `GET /v1/models` answers (GATEWAY §1.4, §3). This knows no socket
//! and no clock, and decides nothing: it never replaces an id that somebody typed.

mod hint;
mod larger;
mod list;
mod name;
mod nearest;
mod price;
mod pricing;
mod row;
mod saved;
mod served;
mod shipped;

pub use hint::{RETIRES_SOON_MS, StaleHint, living_default, stale_hint};
pub use larger::larger;
pub use list::{MAX_PAGES, Next, NotAList, Page, parse};
pub use nearest::nearest;
pub use price::{MAX_TIERS, Price, Rates, Tier};
pub use saved::NotSaved;
pub use served::price_of;
pub use shipped::{Shipped, shipped, shipped_on};

pub(crate) use name::Name;
pub(crate) use pricing::endpoint_price;
pub(crate) use row::{clean, count};

use crate::wire::ModelView;
use std::collections::HashSet;

/// Most models that a catalogue holds.
pub const MAX_MODELS: usize = 2_000;
/// Longest model id that is taken, in bytes.
pub const MAX_ID_BYTES: usize = 256;

/// One model that can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// The id that is sent.
    pub id: String,
    /// How many tokens fit, where listed.
    pub context_window: Option<u64>,
    /// The longest answer in tokens, where listed.
    pub max_output: Option<u64>,
    /// What tokens cost, where listed.
    pub price: Option<Price>,
    /// What it reads, where listed.
    pub inputs: Option<Inputs>,
    /// Whether it thinks, where listed; absent does not mean that it cannot.
    pub reasoning: Option<bool>,
    /// When it stops answering, milliseconds since 1970, where announced.
    pub retires_at_ms: Option<i64>,
    /// When it came out, milliseconds since 1970, where listed.
    pub released_at_ms: Option<i64>,
}

/// What a model reads besides text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Inputs {
    /// Pictures.
    pub image: bool,
    /// PDF documents as they are.
    pub pdf: bool,
}

impl Model {
    /// A model of which nothing but the id is known.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            context_window: None,
            max_output: None,
            price: None,
            inputs: None,
            reasoning: None,
            retires_at_ms: None,
            released_at_ms: None,
        }
    }

    /// Whether its announced end is over.
    pub fn is_retired(&self, now_ms: i64) -> bool {
        self.retires_at_ms.is_some_and(|end| end <= now_ms)
    }

    /// The row that the page and `models` show.
    pub fn view(&self, connection: &str) -> ModelView {
        let million = |rate: fn(&Rates) -> crate::money::Usd| {
            let rates = self.price.as_ref()?.base();
            Some(rate(rates).checked_mul(1_000_000)?.to_string())
        };
        ModelView {
            id: self.id.clone(),
            connection: connection.to_owned(),
            context_window: self.context_window,
            max_output: self.max_output,
            input_usd_per_million: million(|rates| rates.input),
            output_usd_per_million: million(|rates| rates.output),
            retires_at_ms: self.retires_at_ms,
        }
    }
}

/// The models of one connection, in the order in which they were listed; ids are unique.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Catalogue {
    models: Vec<Model>,
    tells_retirement: bool,
}

impl Catalogue {
    /// A catalogue of these models: the first of an id counts, at most [`MAX_MODELS`] are kept.
    pub fn new(models: impl IntoIterator<Item = Model>) -> Self {
        let mut catalogue = Self::default();
        catalogue.add(models);
        catalogue
    }

    /// The models in listed order.
    pub fn models(&self) -> &[Model] {
        &self.models
    }

    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.models.is_empty()
    }

    /// The model with exactly this id.
    pub fn find(&self, id: &str) -> Option<&Model> {
        self.models.iter().find(|model| model.id == id)
    }

    /// Adds the next page of the same list.
    pub fn append(&mut self, page: Self) {
        self.tells_retirement |= page.tells_retirement;
        self.add(page.models);
    }

    /// Fills in what this list does not say from a list that says more, model by model with the
    /// same id. For direct connections, whose lists hold little but ids; a gateway's own list is
    /// complete, and what it leaves out is not known.
    ///
    /// Retirement is filled in only where the list never speaks of it: else silence means that
    /// none is planned.
    pub fn complete_with(&mut self, known: &Self) {
        for model in &mut self.models {
            let Some(more) = known.find(&model.id) else {
                continue;
            };
            model.context_window = model.context_window.or(more.context_window);
            model.max_output = model.max_output.or(more.max_output);
            model.inputs = model.inputs.or(more.inputs);
            model.reasoning = model.reasoning.or(more.reasoning);
            model.released_at_ms = model.released_at_ms.or(more.released_at_ms);
            if model.price.is_none() {
                model.price.clone_from(&more.price);
            }
            if !self.tells_retirement {
                model.retires_at_ms = model.retires_at_ms.or(more.retires_at_ms);
            }
        }
    }

    fn add(&mut self, models: impl IntoIterator<Item = Model>) {
        let mut known: HashSet<String> = self.models.iter().map(|m| m.id.clone()).collect();
        for model in models {
            if self.models.len() >= MAX_MODELS {
                break;
            }
            if known.insert(model.id.clone()) {
                self.models.push(model);
            }
        }
    }
}
