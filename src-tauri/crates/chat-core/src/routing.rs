//! What an AI gateway can be told of how to serve a request: providers, fallbacks, privacy, tags.
//!
//! Sent as `providerOptions.gateway` to gateways only; GATEWAY §1.7 names the fields. Whose own
//! keys go along (BYOK) is said here; the keys are secrets, and join the body last.

mod field;
mod provider_key;

pub use field::Field;
pub use provider_key::ProviderKey;

use std::collections::BTreeMap;

/// Options of a gateway; the default says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Routing {
    /// Providers in the order in which they are tried.
    pub order: Vec<String>,
    /// The only providers that may serve.
    pub only: Vec<String>,
    /// By what providers are sorted.
    pub sort: Option<Sort>,
    /// Models that are tried when the asked one fails, in order.
    pub models: Vec<String>,
    /// How long a provider used with one's own key may take, in milliseconds, by provider.
    pub provider_timeouts_ms: BTreeMap<String, u32>,
    /// Only providers that keep nothing.
    pub zero_data_retention: bool,
    /// Only providers that do not train on prompts.
    pub disallow_prompt_training: bool,
    /// Let the gateway place cache marks for providers that need them.
    pub cache_automatically: bool,
    /// Labels for the gateway's own reports.
    pub tags: Vec<String>,
    /// The end user's id for the gateway's own reports.
    pub user: Option<String>,
    /// Providers whose own keys go along.
    pub own_keys: Vec<ProviderKey>,
}

impl Routing {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// By what a gateway sorts providers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The cheapest first.
    Cost,
    /// The quickest to the first token first.
    FirstToken,
    /// The fastest writer first.
    Speed,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Cost, Self::FirstToken, Self::Speed];

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::FirstToken => "ttft",
            Self::Speed => "tps",
        }
    }
}
