//! What tokens cost, exactly: rates per token, and tiers for long requests.
//!
//! A tier is chosen by the request's input tokens and then holds for the whole request, output
//! included: so OpenAI, Google and Anthropic bill long contexts.

use crate::estimate::Interval;
use crate::money::Usd;
use crate::usage::Usage;

/// Most tiers that a price has beside its base.
pub const MAX_TIERS: usize = 8;

/// The most tokens of an answer that are believed: a hundred of the longest contexts there are.
const BELIEVED: u64 = 100_000_000;

/// US dollars for one token of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Read.
    pub input: Usd,
    /// Written, reasoning included.
    pub output: Usd,
    /// Read from the provider's cache, where it has a rate of its own.
    pub cache_read: Option<Usd>,
    /// Written to the provider's cache, where it has a rate of its own.
    pub cache_write: Option<Usd>,
}

/// Rates of requests with at least so many input tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tier {
    /// The fewest input tokens of such a request.
    pub from: u64,
    /// Its rates.
    pub rates: Rates,
}

/// The price of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    base: Rates,
    tiers: Vec<Tier>,
}

impl Price {
    /// A price; tiers may come in any order. None where a rate is negative, which some lists use
    /// for "it depends", or beyond $10,000 a million, where a unit was mistaken.
    pub fn new(base: Rates, mut tiers: Vec<Tier>) -> Option<Self> {
        tiers.sort_by_key(|tier| tier.from);
        tiers.truncate(MAX_TIERS);
        let all = std::iter::once(&base).chain(tiers.iter().map(|tier| &tier.rates));
        all.into_iter()
            .all(Rates::plausible)
            .then_some(Self { base, tiers })
    }

    /// The rates of a short request.
    pub fn base(&self) -> &Rates {
        &self.base
    }

    /// The rates of longer ones, by length.
    pub fn tiers(&self) -> &[Tier] {
        &self.tiers
    }

    /// The rates of a request with that many input tokens.
    pub fn rates_at(&self, input_tokens: u64) -> &Rates {
        self.tiers
            .iter()
            .rev()
            .find(|tier| tier.from <= input_tokens)
            .map_or(&self.base, |tier| &tier.rates)
    }

    /// What that usage costs by this list: cached reads at their own rate, where there is one.
    ///
    /// Cache writes are counted as plain input, as [`Usage`] does not tell them apart. None where
    /// the counts are beyond belief: one broken reply must not use up a budget.
    pub fn cost(&self, usage: &Usage) -> Option<Usd> {
        let rates = self.rates_at(usage.input_tokens);
        let cached = usage
            .cached_input_tokens
            .unwrap_or(0)
            .min(usage.input_tokens);
        let fresh = usage.input_tokens.saturating_sub(cached);
        let cost = rates
            .input
            .checked_mul(fresh)?
            .checked_add(
                rates
                    .cache_read
                    .unwrap_or(rates.input)
                    .checked_mul(cached)?,
            )?
            .checked_add(rates.output.checked_mul(usage.output_tokens)?)?;
        let believed = usage.input_tokens.max(usage.output_tokens) <= BELIEVED;
        (believed || cost.is_zero()).then_some(cost)
    }

    /// What reading from the provider's cache spared, against reading the same afresh. None where
    /// the list has no rate for it, or the counts are beyond belief.
    pub fn cache_read_saving(&self, usage: &Usage) -> Option<Usd> {
        let rates = self.rates_at(usage.input_tokens);
        let cached = usage.cached_input_tokens?.min(usage.input_tokens);
        if cached > BELIEVED {
            return None;
        }
        rates
            .input
            .saturating_sub(rates.cache_read?)
            .checked_mul(cached)
    }

    /// The most that a request can cost with up to that many tokens: at the dearest rate of any
    /// tier within reach, as if all input were written to the cache. A budget reserves this.
    pub fn worst_case(&self, input_tokens: u64, output_limit: u64) -> Option<Usd> {
        let (mut input, mut output) = (self.base.dearest_input(), self.base.output);
        for tier in self.tiers.iter().filter(|tier| tier.from <= input_tokens) {
            input = input.max(tier.rates.dearest_input());
            output = output.max(tier.rates.output);
        }
        input
            .checked_mul(input_tokens)?
            .checked_add(output.checked_mul(output_limit)?)
    }

    /// What so many input tokens cost of which nothing is cached.
    pub fn of_input(&self, input_tokens: u64) -> Option<Usd> {
        self.rates_at(input_tokens).input.checked_mul(input_tokens)
    }

    /// The least and the most that a request can cost, before it is sent: from the fewest input
    /// tokens all cached and no output, to [`Price::worst_case`].
    pub fn before_sending(&self, input: Interval, output_limit: u64) -> Option<(Usd, Usd)> {
        let (mut least, most) = (
            self.base.cheapest_input(),
            self.worst_case(input.high, output_limit)?,
        );
        for tier in self.tiers.iter().filter(|tier| tier.from <= input.high) {
            least = least.min(tier.rates.cheapest_input());
        }
        Some((least.checked_mul(input.low)?, most))
    }
}

impl Rates {
    /// Rates without any of the cache.
    pub fn new(input: Usd, output: Usd) -> Self {
        Self {
            input,
            output,
            cache_read: None,
            cache_write: None,
        }
    }

    fn plausible(&self) -> bool {
        let all = [
            Some(self.input),
            Some(self.output),
            self.cache_read,
            self.cache_write,
        ];
        let most = Usd::parse("0.01").unwrap_or_default();
        all.into_iter()
            .flatten()
            .all(|rate| (Usd::default()..=most).contains(&rate))
    }

    fn dearest_input(&self) -> Usd {
        let cache = self.cache_write.max(self.cache_read);
        cache.map_or(self.input, |rate| rate.max(self.input))
    }

    fn cheapest_input(&self) -> Usd {
        self.cache_read
            .map_or(self.input, |rate| rate.min(self.input))
    }
}
