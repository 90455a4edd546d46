//! Days as the clocks of a place show them, from moments and back. Which day a moment has there is
//! asked of the caller; no zone is known here.

use super::{DAY_MS, Day, SECOND_MS};
use std::collections::BTreeMap;

/// How far the midnight of any place is from that of UTC, at most, with room to spare.
const FAR: i64 = 26 * 3_600;

/// The days of a place. Each is looked up once, however many moments lie in it.
#[derive(Debug)]
pub struct LocalDays<F> {
    day_at: F,
    /// Ends and days by their beginnings.
    known: BTreeMap<i64, (i64, Day)>,
}

impl<F: FnMut(i64) -> Option<Day>> LocalDays<F> {
    /// The days of a place where `day_at` gives the day of a moment, in milliseconds since 1970;
    /// where it gives none, UTC counts.
    pub fn new(day_at: F) -> Self {
        Self {
            day_at,
            known: BTreeMap::new(),
        }
    }

    /// The day of a moment.
    pub fn at(&mut self, ms: i64) -> Day {
        if let Some((_, (end, day))) = self.known.range(..=ms).next_back()
            && ms < *end
        {
            return *day;
        }
        let day = self.ask(ms);
        let (start, end) = (self.start_ms(day), self.end_ms(day));
        self.known.insert(start, (end, day));
        day
    }

    /// The first millisecond of a day. One that a place left out, as it crossed the date line, has
    /// the beginning of the next.
    pub fn start_ms(&mut self, day: Day) -> i64 {
        let midnight = day.start_ms() / SECOND_MS;
        let (mut before, mut within) = (midnight - FAR, midnight + FAR);
        while within - before > 1 {
            let between = before + (within - before) / 2;
            if self.ask(between * SECOND_MS) >= day {
                within = between;
            } else {
                before = between;
            }
        }
        within * SECOND_MS
    }

    /// The first millisecond after a day.
    pub fn end_ms(&mut self, day: Day) -> i64 {
        self.start_ms(Day::at(day.start_ms().saturating_add(DAY_MS)))
    }

    fn ask(&mut self, ms: i64) -> Day {
        (self.day_at)(ms).unwrap_or_else(|| Day::at(ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: i64 = 3_600_000;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    /// Central European time around the summer of 2026: from 29 March to 25 October an hour more.
    #[expect(clippy::unnecessary_wraps, reason = "a place may have no day")]
    fn berlin(ms: i64) -> Option<Day> {
        let (spring, autumn) = (1_774_746_000_000, 1_792_890_000_000);
        let summer = (spring..autumn).contains(&ms);
        Some(Day::at(ms + HOUR + if summer { HOUR } else { 0 }))
    }

    #[test]
    fn days_have_23_24_and_25_hours() {
        let mut days = LocalDays::new(berlin);
        for (text, hours) in [
            ("2026-03-28", 24),
            ("2026-03-29", 23),
            ("2026-10-25", 25),
            ("2026-10-26", 24),
        ] {
            let day = day(text);
            let (start, end) = (days.start_ms(day), days.end_ms(day));
            assert_eq!(end - start, hours * HOUR, "{text}");
            for (ms, same) in [
                (start - 1, false),
                (start, true),
                (end - 1, true),
                (end, false),
            ] {
                assert_eq!(days.at(ms) == day, same, "{text} {ms}");
            }
        }
    }

    #[test]
    fn a_day_that_a_place_left_out_is_empty() {
        // Samoa went from the 29th of December 2011 to the 31st.
        let left = 1_325_239_200_000;
        let mut days =
            LocalDays::new(|ms| Some(Day::at(ms + if ms < left { -10 } else { 14 } * HOUR)));
        let gone = day("2011-12-30");
        assert_eq!((days.start_ms(gone), days.end_ms(gone)), (left, left));
        assert_eq!(days.at(left - 1), day("2011-12-29"));
        assert_eq!(days.at(left), day("2011-12-31"));
    }

    #[test]
    fn without_a_zone_utc_counts() {
        let mut days = LocalDays::new(|_| None);
        assert_eq!(days.start_ms(day("2026-11-30")), 1_795_996_800_000);
        assert_eq!(days.at(1_795_996_799_999), day("2026-11-29"));
    }

    proptest! {
        #[test]
        fn what_is_remembered_is_what_is_asked(minutes in proptest::collection::vec(29_500_000_i64..29_900_000, 1..40)) {
            let mut days = LocalDays::new(berlin);
            for minute in minutes {
                let ms = minute * 60_000;
                prop_assert_eq!(Some(days.at(ms)), berlin(ms));
            }
        }
    }
}
