//! The `pricing` of a row: decimal strings, US dollars per token.
//!
//! Only strings are read. Hosts that give numbers (Together) mean a million tokens and do not say
//! so; no price is better than one a million times too high.

use super::{MAX_TIERS, Price, Rates, Tier};
use crate::money::Usd;
use serde_json::Value;
use std::collections::BTreeSet;

/// The gateway's `{input, output, …, input_tiers, output_tiers}`, or `OpenRouter`'s
/// `{prompt, completion, …}`. `{}` is no price.
pub(super) fn price(pricing: &Value) -> Option<Price> {
    if pricing.get("prompt").is_some() {
        return endpoint_price(pricing);
    }
    let list = Tiered {
        input: rows(pricing, "input_tiers"),
        output: rows(pricing, "output_tiers"),
        cache_read: rows(pricing, "input_cache_read_tiers"),
        cache_write: rows(pricing, "input_cache_write_tiers"),
    };
    let flat = Flat {
        input: rate(pricing, "input"),
        output: rate(pricing, "output"),
        cache_read: rate(pricing, "input_cache_read"),
        cache_write: rate(pricing, "input_cache_write"),
    };
    let tiers = list.starts().into_iter().filter(|from| *from > 0);
    let tiers = tiers.filter_map(|from| {
        let rates = list.rates(from, &flat)?;
        Some(Tier { from, rates })
    });
    Price::new(list.rates(0, &flat)?, tiers.take(MAX_TIERS).collect())
}

/// `{prompt, completion, …}`, as `OpenRouter`'s list and the gateway's endpoints give it.
pub(crate) fn endpoint_price(pricing: &Value) -> Option<Price> {
    let rates = Rates {
        input: rate(pricing, "prompt")?,
        output: rate(pricing, "completion")?,
        cache_read: rate(pricing, "input_cache_read"),
        cache_write: rate(pricing, "input_cache_write"),
    };
    Price::new(rates, Vec::new())
}

/// Rates that hold whatever the length.
struct Flat {
    input: Option<Usd>,
    output: Option<Usd>,
    cache_read: Option<Usd>,
    cache_write: Option<Usd>,
}

/// `[{cost, min, max}]` of each kind: first input token of the step, and its rate.
struct Tiered {
    input: Vec<(u64, Usd)>,
    output: Vec<(u64, Usd)>,
    cache_read: Vec<(u64, Usd)>,
    cache_write: Vec<(u64, Usd)>,
}

impl Tiered {
    fn starts(&self) -> BTreeSet<u64> {
        [
            &self.input,
            &self.output,
            &self.cache_read,
            &self.cache_write,
        ]
        .into_iter()
        .flatten()
        .map(|(from, _)| *from)
        .collect()
    }

    fn rates(&self, at: u64, flat: &Flat) -> Option<Rates> {
        let cost = |steps: &[(u64, Usd)], flat: Option<Usd>| {
            let step = steps.iter().rev().find(|(from, _)| *from <= at);
            step.map(|(_, rate)| *rate).or(flat)
        };
        Some(Rates {
            input: cost(&self.input, flat.input)?,
            output: cost(&self.output, flat.output)?,
            cache_read: cost(&self.cache_read, flat.cache_read),
            cache_write: cost(&self.cache_write, flat.cache_write),
        })
    }
}

fn rows(pricing: &Value, field: &str) -> Vec<(u64, Usd)> {
    let rows = pricing.get(field).and_then(Value::as_array);
    let mut steps: Vec<(u64, Usd)> = rows
        .into_iter()
        .flatten()
        .take(MAX_TIERS + 1)
        .filter_map(|row| {
            let from = row.get("min").map_or(Some(0), Value::as_u64)?;
            Some((from, rate(row, "cost")?))
        })
        .collect();
    steps.sort_by_key(|(from, _)| *from);
    steps
}

fn rate(pricing: &Value, field: &str) -> Option<Usd> {
    Usd::parse(pricing.get(field)?.as_str()?).ok()
}
