//! Days and months of the UTC calendar, from milliseconds since 1970.
//!
//! Budgets and reports count in UTC, so that every process and every journey agrees on where a
//! month begins.

use std::fmt;

const DAY_MS: i64 = 86_400_000;
const SECOND_MS: i64 = 1_000;

/// A day of the Gregorian calendar in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: i64,
    month: i64,
    of_month: i64,
}

impl Day {
    /// The day of a moment.
    pub fn at(ms: i64) -> Self {
        // Years begin in March here, so that the leap day comes last; 400 of them repeat.
        let days = ms.div_euclid(DAY_MS) + 719_468;
        let of_era = days.rem_euclid(146_097);
        let year_of_era =
            (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096).div_euclid(365);
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let (month, later) = if from_march < 10 {
            (from_march + 3, 0)
        } else {
            (from_march - 9, 1)
        };
        Self {
            year: days.div_euclid(146_097) * 400 + year_of_era + later,
            month,
            of_month: of_year - (153 * from_march + 2) / 5 + 1,
        }
    }
}

impl fmt::Display for Day {
    /// `2026-03-01`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.of_month)
    }
}

/// A month of the Gregorian calendar in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i64,
    number: i64,
}

impl Month {
    /// The month of a moment.
    pub fn at(ms: i64) -> Self {
        let Day { year, month, .. } = Day::at(ms);
        Self {
            year,
            number: month,
        }
    }

    /// Its first millisecond.
    pub fn start_ms(self) -> i64 {
        let (year, month) = if self.number > 2 {
            (self.year, self.number - 3)
        } else {
            (self.year - 1, self.number + 9)
        };
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        let days = year * 365 + leap_days + (153 * month + 2) / 5 - 719_468;
        days.saturating_mul(DAY_MS)
    }

    /// The first millisecond after it.
    pub fn end_ms(self) -> i64 {
        let next = if self.number < 12 {
            Self {
                number: self.number + 1,
                ..self
            }
        } else {
            Self {
                year: self.year + 1,
                number: 1,
            }
        };
        next.start_ms()
    }
}

impl fmt::Display for Month {
    /// `2026-03`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.number)
    }
}

/// A moment as RFC 3339 writes it: `2026-03-01T09:30:00.250Z`.
pub fn timestamp(ms: i64) -> String {
    let of_day = ms.rem_euclid(DAY_MS);
    let seconds = of_day / SECOND_MS;
    format!(
        "{}T{:02}:{:02}:{:02}.{:03}Z",
        Day::at(ms),
        seconds / 3_600,
        seconds / 60 % 60,
        seconds % 60,
        of_day % SECOND_MS
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn moments_are_written_in_utc() {
        for (ms, written) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (951_868_799_999, "2000-02-29T23:59:59.999Z"),
            (1_709_251_200_000, "2024-03-01T00:00:00.000Z"),
            (1_772_357_400_250, "2026-03-01T09:30:00.250Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        ] {
            assert_eq!(timestamp(ms), written);
        }
    }

    #[test]
    fn months_meet_without_gap() {
        let mut month = Month::at(0);
        let mut start = 0;
        for n in 0..12 * 200 {
            assert_eq!(month.start_ms(), start, "{month}");
            assert_eq!(Month::at(start), month);
            assert_eq!(Month::at(month.end_ms() - 1), month);
            assert_eq!(
                month.to_string(),
                format!("{}-{:02}", 1970 + n / 12, n % 12 + 1)
            );
            start = month.end_ms();
            month = Month::at(start);
        }
    }

    proptest! {
        #[test]
        fn a_moment_lies_in_its_month(ms in any::<i64>()) {
            let month = Month::at(ms);
            prop_assert!(month.start_ms() <= ms);
            prop_assert!(ms < month.end_ms() || month.end_ms() == i64::MAX);
            prop_assert!(Day::at(ms).to_string().starts_with(&month.to_string()));
        }
    }
}
