//! The calibrated weights, in thousandths of a token, as `xtask/scripts/token-calibration.py` prints
//! them, for 272 pieces of text of 1,200 characters: prose in 20 languages, code, JSON, numbers,
//! base64, hexadecimal, emoji. Half were fitted, half only tested. English and code count most, so
//! German, with its long words, lies at 1.2 to 1.5 times the likely number.

use super::Interval;
use super::features::FEATURES;

/// Weights of one vocabulary.
pub(super) struct Weights {
    /// Thousandths of a token for one of each feature.
    milli: [u64; FEATURES],
    /// Percent of the likely number below which neither a piece nor a recorded sample was: common
    /// emoji and deep indentation take fewer tokens than the pieces have.
    low: u64,
    /// Percent of the likely number above which no piece was: the largest ratio seen, and 5 %.
    high: u64,
}

/// `o200k`. True count by likely one: 0.81 to 1.34, nine tenths within 0.84 to 1.29.
pub(super) const GPT: Weights = Weights {
    milli: [
        1218, 0, 0, 116, 1270, 0, 1374, 110, 1320, 75, 838, 673, 833, 330, 434, 2056,
    ],
    low: 60,
    high: 141,
};

/// Claude up to 4.6: 0.75 to 1.58, nine tenths within 0.82 to 1.40.
pub(super) const CLAUDE_3: Weights = Weights {
    milli: [
        1400, 0, 0, 131, 1859, 0, 1391, 102, 1219, 187, 1189, 796, 1553, 468, 904, 2341,
    ],
    low: 60,
    high: 166,
};

/// Claude from 4.7 on: 0.81 to 1.39, nine tenths within 0.83 to 1.27.
pub(super) const CLAUDE: Weights = Weights {
    milli: [
        1786, 0, 1103, 634, 1969, 0, 1252, 273, 1134, 184, 1251, 792, 1576, 476, 892, 2429,
    ],
    low: 60,
    high: 146,
};

/// Gemini 2 and 3: 0.81 to 1.55, nine tenths within 0.86 to 1.27.
pub(super) const GEMINI: Weights = Weights {
    milli: [
        1200, 0, 0, 77, 1049, 0, 2531, 38, 2173, 152, 685, 418, 755, 310, 397, 1672,
    ],
    low: 55,
    high: 163,
};

impl Weights {
    /// The interval for these counts. A few tokens on both sides are for texts so short that one
    /// unusual word decides.
    pub(super) fn tokens(&self, counted: &[u64; FEATURES]) -> Interval {
        let likely = self
            .milli
            .iter()
            .zip(counted)
            .fold(0_u64, |sum, (weight, count)| {
                sum.saturating_add(weight.saturating_mul(*count))
            });
        let share = |percent: u64| likely.saturating_mul(percent) / 100;
        Interval {
            low: (share(self.low) / 1_000).saturating_sub(SHORT).max(1),
            likely: likely.div_ceil(1_000).max(1),
            high: share(self.high).div_ceil(1_000).saturating_add(SHORT),
        }
    }
}

const SHORT: u64 = 3;
