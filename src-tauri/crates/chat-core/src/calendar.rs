//! Days and months of the UTC calendar, from milliseconds since 1970 and back.
//!
//! Budgets count in UTC, so that every process and every journey agrees on where a month begins;
//! reports count in the days of the place ([`LocalDays`]). How servers write dates is not known here.

mod local;

pub use local::LocalDays;

use std::fmt;

const DAY_MS: i64 = 86_400_000;
const SECOND_MS: i64 = 1_000;
/// From March of the year 0, where the leap day comes last, to 1970.
const TO_1970: i64 = 719_468;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

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
        let days = ms.div_euclid(DAY_MS) + TO_1970;
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

    /// A day by its numbers, from 1970 to 9999. One past the end of its month is taken for a day of
    /// the next.
    pub(crate) fn of(year: i64, month: i64, of_month: i64) -> Option<Self> {
        let fits = (1970..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=31).contains(&of_month);
        fits.then_some(Self {
            year,
            month,
            of_month,
        })
    }

    /// Reads `2026-11-30`: a day that there is, from 1970 on, and nothing beside it.
    pub fn parse(text: &str) -> Option<Self> {
        let day = Self::at_start_of(text)?;
        (day.to_string() == text && Self::at(day.start_ms()) == day).then_some(day)
    }

    /// Its month.
    pub fn month(self) -> Month {
        Month {
            year: self.year,
            number: self.month,
        }
    }

    /// The day that a text such as `2026-11-30` or `2026-11-30T09:00:00Z` begins with. The time of
    /// day is left out: what ends on a day ends with its beginning.
    pub(crate) fn at_start_of(text: &str) -> Option<Self> {
        let day = text.trim().get(..10)?;
        let rest = text.trim().get(10..)?;
        if !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
            return None;
        }
        let mut parts = day.split('-').map(|part| {
            let digits = part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse::<i64>().ok()).flatten()
        });
        Self::of(parts.next()??, parts.next()??, parts.next()??)
    }

    /// Its first millisecond.
    pub fn start_ms(self) -> i64 {
        let (year, month) = if self.month > 2 {
            (self.year, self.month - 3)
        } else {
            (self.year - 1, self.month + 9)
        };
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        let days = year * 365 + leap_days + (153 * month + 2) / 5 + self.of_month - 1 - TO_1970;
        days.saturating_mul(DAY_MS)
    }

    /// For a person: `30 November 2026`.
    pub fn in_words(self) -> String {
        let month = usize::try_from(self.month - 1)
            .ok()
            .and_then(|index| MONTHS.get(index))
            .unwrap_or(&"");
        format!("{} {month} {}", self.of_month, self.year)
    }
}

/// The number of a month by the first three letters of its name.
pub(crate) fn month_number(short: &str) -> Option<i64> {
    let is_it = |name: &str| {
        name.get(..3)
            .is_some_and(|three| three.eq_ignore_ascii_case(short))
    };
    (1..)
        .zip(MONTHS)
        .find_map(|(number, name)| is_it(name).then_some(number))
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
        let first = Day {
            year: self.year,
            month: self.number,
            of_month: 1,
        };
        first.start_ms()
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

    #[test]
    fn days_are_read() {
        for (text, ms) in [
            ("2026-11-30", Some(1_795_996_800_000)),
            ("2026-11-30T09:00:00Z", Some(1_795_996_800_000)),
            (" 2026-11-30 09:00 ", Some(1_795_996_800_000)),
            ("1970-01-01", Some(0)),
            ("2024-02-29", Some(1_709_164_800_000)),
            ("2026-13-01", None),
            ("2026-11-3", None),
            ("2026-11-301", None),
            ("30.11.2026", None),
            ("+026-11-30", None),
            ("", None),
            ("äöüäöü", None),
        ] {
            assert_eq!(Day::at_start_of(text).map(Day::start_ms), ms, "{text}");
        }
    }

    #[test]
    fn a_day_is_parsed_only_where_there_is_one() {
        for (text, is_one) in [
            ("2026-11-30", true),
            ("2024-02-29", true),
            ("2026-02-29", false),
            ("2026-11-31", false),
            ("2026-11-30T09:00", false),
            (" 2026-11-30", false),
            ("1969-12-31", false),
            ("today", false),
        ] {
            let day = Day::parse(text);
            assert_eq!(day.is_some(), is_one, "{text}");
            if let Some(day) = day {
                assert_eq!(day.to_string(), text);
                assert!(text.starts_with(&day.month().to_string()));
            }
        }
    }

    #[test]
    fn days_are_written_for_people_and_months_known_by_three_letters() {
        for (ms, words) in [
            (1_795_996_800_000, "30 November 2026"),
            (1_709_251_199_999, "29 February 2024"),
            (-1, "31 December 1969"),
        ] {
            assert_eq!(Day::at(ms).in_words(), words);
        }
        for (short, number) in [
            ("Jan", Some(1)),
            ("dec", Some(12)),
            ("June", None),
            ("", None),
        ] {
            assert_eq!(month_number(short), number, "{short}");
        }
    }

    proptest! {
        #[test]
        fn a_day_comes_back(days in -700_000_i64..3_000_000) {
            let start = days * DAY_MS;
            prop_assert_eq!(Day::at(start).start_ms(), start);
            prop_assert_eq!(Day::at(start + DAY_MS - 1).start_ms(), start);
        }

        #[test]
        fn a_moment_lies_in_its_month(ms in any::<i64>()) {
            let month = Month::at(ms);
            prop_assert!(month.start_ms() <= ms);
            prop_assert!(ms < month.end_ms() || month.end_ms() == i64::MAX);
            prop_assert!(Day::at(ms).to_string().starts_with(&month.to_string()));
        }
    }
}
