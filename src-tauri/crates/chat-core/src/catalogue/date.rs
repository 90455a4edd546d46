//! Days of the Gregorian calendar and milliseconds since 1970, both ways.

const DAY_MS: i64 = 86_400_000;

/// The start, in UTC, of the day that a text such as `2026-11-30` or `2026-11-30T09:00:00Z`
/// begins with; milliseconds since 1970. The time of day is left out: what ends on a day ends with
/// its beginning.
pub(super) fn day_of(text: &str) -> Option<i64> {
    let day = text.trim().get(..10)?;
    let rest = text.trim().get(10..)?;
    if !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
        return None;
    }
    let mut parts = day.split('-').map(|part| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<i64>().ok()).flatten()
    });
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    Some(days_since_1970(year, month, day) * DAY_MS)
}

/// The day of a moment for a person: `30 November 2026`, in UTC.
pub(super) fn in_words(ms: i64) -> String {
    let (year, month, day) = civil(ms.div_euclid(DAY_MS));
    let month = usize::try_from(month - 1)
        .ok()
        .and_then(|index| MONTHS.get(index))
        .unwrap_or(&"");
    format!("{day} {month} {year}")
}

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

/// Years are counted from March, so that the leap day comes last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

/// The inverse: year, month, day.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
            assert_eq!(day_of(text), ms, "{text}");
        }
    }

    #[test]
    fn days_are_written_for_people() {
        for (ms, words) in [
            (1_795_996_800_000, "30 November 2026"),
            (1_709_251_199_999, "29 February 2024"),
            (-1, "31 December 1969"),
        ] {
            assert_eq!(in_words(ms), words);
        }
    }

    proptest! {
        #[test]
        fn a_day_comes_back(days in -700_000_i64..3_000_000) {
            let (year, month, day) = civil(days);
            prop_assert_eq!(days_since_1970(year, month, day), days);
        }
    }
}
