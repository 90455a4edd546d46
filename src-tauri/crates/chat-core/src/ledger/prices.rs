//! What the models of a ledger are listed for, to say what providers' caches spared.

use super::Used;
use crate::catalogue::Price;
use crate::money::Usd;
use std::collections::HashMap;

/// Who was asked for what, and which model served.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Asked {
    /// The connection.
    pub connection: String,
    /// The model asked.
    pub asked: String,
    /// The model that served, where reported.
    pub served: Option<String>,
}

/// Listed prices, as they are now.
#[derive(Debug, Default)]
pub struct Prices(HashMap<String, Price>);

impl Prices {
    /// Adds what an answer of these is listed for.
    pub fn insert(&mut self, of: &Asked, price: Price) {
        let key = key(&of.connection, &of.asked, of.served.as_deref());
        self.0.insert(key, price);
    }

    /// What the provider's cache spared: the tokens read from it, at the listed difference. None
    /// where a rate is not listed.
    pub(super) fn cache_read_saving(&self, used: &Used<'_>) -> Option<Usd> {
        let key = key(used.connection, used.model_asked, used.model_served);
        self.0.get(&key)?.cache_read_saving(&used.usage?)
    }
}

/// Names of the ledger are on one line each, so they cannot run into one another.
fn key(connection: &str, asked: &str, served: Option<&str>) -> String {
    [connection, asked, served.unwrap_or_default()].join("\n")
}
