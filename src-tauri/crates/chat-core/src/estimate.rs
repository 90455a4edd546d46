//! How many tokens a request has, before it is sent: an interval.

/// Numbers of tokens between which the true one is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Interval {
    /// Hardly fewer.
    pub low: u64,
    /// The best single guess.
    pub likely: u64,
    /// Hardly more. A budget and a context window are checked against this.
    pub high: u64,
}

impl Interval {
    /// The sum of two.
    pub fn plus(self, other: Self) -> Self {
        Self {
            low: self.low.saturating_add(other.low),
            likely: self.likely.saturating_add(other.likely),
            high: self.high.saturating_add(other.high),
        }
    }

    /// The same, no number above `limit`: what passes the model's context window is refused, not
    /// billed.
    pub fn at_most(self, limit: u64) -> Self {
        Self {
            low: self.low.min(limit),
            likely: self.likely.min(limit),
            high: self.high.min(limit),
        }
    }
}
