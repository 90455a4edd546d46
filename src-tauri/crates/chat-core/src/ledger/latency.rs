//! How long answers took: exact quantiles of times, kept as they came.
//!
//! A quantile is the nearest rank: the least time that at least so many of them do not pass. So it
//! is always a time that was measured.

use serde::{Deserialize, Serialize};

/// Times in milliseconds; one past seven weeks counts as that.
#[derive(Debug, Clone, Default)]
pub(super) struct Times(Vec<u32>);

impl Times {
    pub(super) fn add(&mut self, ms: u64) {
        self.0.push(u32::try_from(ms).unwrap_or(u32::MAX));
    }

    pub(super) fn append(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }

    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    /// The time that `percent` of them, 1 to 100, do not pass; none where there is none.
    fn quantile(&mut self, percent: usize) -> Option<u64> {
        let rank = self.0.len().checked_mul(percent)?.div_ceil(100);
        let index = rank.checked_sub(1)?;
        if index >= self.0.len() {
            return None;
        }
        let (_, time, _) = self.0.select_nth_unstable(index);
        Some(u64::from(*time))
    }
}

/// How long answers took.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct Latency {
    /// Of how many answers the whole time is known: those that ended by themselves and came from a
    /// server.
    #[ts(type = "number")]
    pub answers: u64,
    /// The time that half of them did not pass, in milliseconds.
    #[ts(type = "number | null")]
    pub median_ms: Option<u64>,
    /// The time that 95 of 100 did not pass.
    #[ts(type = "number | null")]
    pub p95_ms: Option<u64>,
    /// The time that half of all requests that began to be answered did not pass before their first
    /// text or reasoning.
    #[ts(type = "number | null")]
    pub first_token_median_ms: Option<u64>,
}

impl Latency {
    pub(super) fn of(whole: &mut Times, first_token: &mut Times) -> Self {
        Self {
            answers: whole.len(),
            median_ms: whole.quantile(50),
            p95_ms: whole.quantile(95),
            first_token_median_ms: first_token.quantile(50),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn times(all: &[u32]) -> Times {
        Times(all.to_vec())
    }

    #[test]
    fn a_quantile_is_the_nearest_rank() {
        for (all, percent, expected) in [
            (&[][..], 50, None),
            (&[7], 1, Some(7)),
            (&[7], 95, Some(7)),
            (&[3, 1, 2], 50, Some(2)),
            (&[4, 1, 3, 2], 50, Some(2)),
            (&[4, 1, 3, 2], 95, Some(4)),
            (&[4, 1, 3, 2], 100, Some(4)),
        ] {
            assert_eq!(times(all).quantile(percent), expected, "{all:?} {percent}");
        }
        let hundred: Vec<_> = (1..=100).rev().collect();
        assert_eq!(times(&hundred).quantile(95), Some(95));
        let mut endless = Times::default();
        endless.add(u64::MAX);
        assert_eq!(endless.quantile(50), Some(u64::from(u32::MAX)));
    }

    proptest! {
        #[test]
        fn it_is_the_least_that_enough_do_not_pass(
            all in proptest::collection::vec(0_u32..50, 1..200),
            percent in 1_usize..=100,
        ) {
            let enough = |time: u64| {
                let within = all.iter().filter(|one| u64::from(**one) <= time).count();
                within * 100 >= all.len() * percent
            };
            let found = times(&all).quantile(percent).unwrap();
            prop_assert!(all.contains(&u32::try_from(found).unwrap()));
            prop_assert!(enough(found));
            prop_assert!(found == 0 || !enough(found - 1));
        }
    }
}
