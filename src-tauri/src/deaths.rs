//! How often a page is loaded again whose process died. Pure.

use std::collections::VecDeque;

/// How often within [`WITHIN_MS`]: a page that dies of what it shows would die again.
const MOST: usize = 5;
const WITHIN_MS: u64 = 60_000;

/// The times of the last deaths of a window's page.
#[derive(Debug, Default)]
pub(crate) struct Deaths {
    at_ms: VecDeque<u64>,
}

impl Deaths {
    /// A page has died; whether it is loaded again without asking.
    pub(crate) fn one_more(&mut self, now_ms: u64) -> bool {
        self.at_ms
            .retain(|at| now_ms.saturating_sub(*at) < WITHIN_MS);
        self.at_ms.push_back(now_ms);
        self.at_ms.len() <= MOST
    }

    /// The person wants it tried once more: what was counts no longer.
    pub(crate) fn forgive(&mut self) {
        self.at_ms.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_deaths_a_minute_are_borne_the_sixth_is_asked_about() {
        let mut deaths = Deaths::default();
        let borne: Vec<bool> = (0..7)
            .map(|second| deaths.one_more(second * 1_000))
            .collect();
        assert_eq!(borne, [true, true, true, true, true, false, false]);
        deaths.forgive();
        assert!(deaths.one_more(8_000));
    }

    #[test]
    fn deaths_far_apart_never_add_up() {
        let mut deaths = Deaths::default();
        assert!((0..100).all(|time| deaths.one_more(time * 13_000)));
    }
}
