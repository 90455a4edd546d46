//! What one row of a report sums, entry by entry: counts and money in integers, times as they came.

use super::latency::Times;
use super::{ErrorCount, Latency, Outcome, Prices, ReportRow, Used};
use crate::failure::Code;
use crate::money::Usd;
use crate::usage::CostBasis;
use std::cmp::Reverse;

/// Sums of nothing yet, then of what was added.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    requests: u64,
    input_tokens: u64,
    cached_input_tokens: u64,
    output_tokens: u64,
    reasoning_tokens: u64,
    billed: Usd,
    estimated: Usd,
    unpriced: u64,
    cached: u64,
    saved: Usd,
    cache_read_saved: Usd,
    unpriced_cached_tokens: u64,
    errors: Vec<(Code, u64)>,
    whole: Times,
    first_token: Times,
}

impl Sums {
    /// Adds a request, or an answer from the cache.
    pub(super) fn add(&mut self, used: &Used<'_>, prices: &Prices) {
        if used.cached {
            self.cached += 1;
            self.saved = self.saved.saturating_add(used.saved.unwrap_or_default());
            return;
        }
        self.requests += 1;
        self.add_tokens(used, prices);
        match used.cost {
            Some(cost) => {
                let sum = match cost.basis {
                    CostBasis::Billed => &mut self.billed,
                    CostBasis::Estimated => &mut self.estimated,
                };
                *sum = sum.saturating_add(cost.usd);
            }
            None => self.unpriced += u64::from(used.may_have_been_paid()),
        }
        match used.outcome {
            Outcome::Failed(code) => self.add_errors(code, 1),
            Outcome::Finished(_) => {}
        }
        if used.ran_to_its_end() {
            self.whole.add(used.total_ms);
        }
        if let Some(ms) = used.first_token_ms {
            self.first_token.add(ms);
        }
    }

    fn add_tokens(&mut self, used: &Used<'_>, prices: &Prices) {
        let Some(usage) = used.usage else { return };
        let cached = usage.cached_input_tokens.unwrap_or_default();
        for (sum, more) in [
            (&mut self.input_tokens, usage.input_tokens),
            (&mut self.cached_input_tokens, cached),
            (&mut self.output_tokens, usage.output_tokens),
            (
                &mut self.reasoning_tokens,
                usage.reasoning_tokens.unwrap_or_default(),
            ),
        ] {
            *sum = sum.saturating_add(more);
        }
        if cached == 0 {
            return;
        }
        match prices.cache_read_saving(used) {
            Some(saving) => self.cache_read_saved = self.cache_read_saved.saturating_add(saving),
            None => {
                self.unpriced_cached_tokens = self.unpriced_cached_tokens.saturating_add(cached);
            }
        }
    }

    fn add_errors(&mut self, code: Code, more: u64) {
        match self.errors.iter_mut().find(|(known, _)| *known == code) {
            Some((_, count)) => *count += more,
            None => self.errors.push((code, more)),
        }
    }

    /// Adds what another one sums.
    pub(super) fn append(&mut self, other: &Self) {
        for (sum, more) in [
            (&mut self.requests, other.requests),
            (&mut self.input_tokens, other.input_tokens),
            (&mut self.cached_input_tokens, other.cached_input_tokens),
            (&mut self.output_tokens, other.output_tokens),
            (&mut self.reasoning_tokens, other.reasoning_tokens),
            (&mut self.unpriced, other.unpriced),
            (&mut self.cached, other.cached),
            (
                &mut self.unpriced_cached_tokens,
                other.unpriced_cached_tokens,
            ),
        ] {
            *sum = sum.saturating_add(more);
        }
        for (sum, more) in [
            (&mut self.billed, other.billed),
            (&mut self.estimated, other.estimated),
            (&mut self.saved, other.saved),
            (&mut self.cache_read_saved, other.cache_read_saved),
        ] {
            *sum = sum.saturating_add(more);
        }
        for (code, count) in &other.errors {
            self.add_errors(*code, *count);
        }
        self.whole.append(&other.whole);
        self.first_token.append(&other.first_token);
    }

    /// The same as it is shown, under a key.
    pub(super) fn row(mut self, key: String) -> ReportRow {
        let place = |code| Code::ALL.iter().position(|one| *one == code);
        self.errors
            .sort_by_key(|(code, count)| (Reverse(*count), place(*code)));
        ReportRow {
            key,
            requests: self.requests,
            input_tokens: self.input_tokens,
            cached_input_tokens: self.cached_input_tokens,
            output_tokens: self.output_tokens,
            reasoning_tokens: self.reasoning_tokens,
            usd: self.billed.saturating_add(self.estimated).to_string(),
            billed_usd: self.billed.to_string(),
            estimated_usd: self.estimated.to_string(),
            unpriced_requests: self.unpriced,
            cached_answers: self.cached,
            saved_usd: self.saved.to_string(),
            cache_read_saved_usd: self.cache_read_saved.to_string(),
            all_saved_usd: self.saved.saturating_add(self.cache_read_saved).to_string(),
            unpriced_cached_tokens: self.unpriced_cached_tokens,
            failed_requests: self.errors.iter().map(|(_, count)| count).sum(),
            errors: self
                .errors
                .into_iter()
                .map(|(code, count)| ErrorCount { code, count })
                .collect(),
            latency: Latency::of(&mut self.whole, &mut self.first_token),
        }
    }
}
