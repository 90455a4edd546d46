//! A server's hint when to come back: `Retry-After` as seconds or HTTP date, `retry-after-ms`, and
//! durations in error bodies.

/// Milliseconds to wait, by the more exact header first; none where neither can be read.
pub(super) fn from_headers(
    retry_after_ms: Option<&str>,
    retry_after: Option<&str>,
    now_ms: i64,
) -> Option<u64> {
    retry_after_ms
        .and_then(|text| decimal_ms(text.trim(), 0))
        .or_else(|| {
            let text = retry_after?.trim();
            decimal_ms(text, 3).or_else(|| {
                // A date gone by means now.
                Some(u64::try_from(http_date_ms(text)?.saturating_sub(now_ms)).unwrap_or(0))
            })
        })
}

/// A duration such as `34s`, `1.5s`, `20ms` or a bare number of seconds, in milliseconds.
pub(super) fn duration_ms(text: &str) -> Option<u64> {
    let text = text.trim();
    if let Some(number) = text.strip_suffix("ms") {
        return decimal_ms(number, 0);
    }
    decimal_ms(text.strip_suffix('s').unwrap_or(text), 3)
}

/// A decimal without sign times 10^`places`, cut to a whole number; saturates.
fn decimal_ms(text: &str, places: usize) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    let shifted: String = whole
        .chars()
        .chain(fraction.chars().chain(std::iter::repeat('0')).take(places))
        .collect();
    // All digits, so only size can be wrong.
    Some(shifted.parse().unwrap_or(u64::MAX))
}

/// An HTTP date in any of its three forms (RFC 9110 §5.6.7), in milliseconds since 1970.
fn http_date_ms(text: &str) -> Option<i64> {
    let mut day = None;
    let mut month = None;
    let mut year: Option<i64> = None;
    let mut seconds = None;
    for word in text.split([' ', ',', '-']).filter(|word| !word.is_empty()) {
        if word.contains(':') {
            seconds = Some(time_of_day(word)?);
        } else if let Some(number) = month_number(word) {
            month = Some(number);
        } else if let Ok(number) = word.parse::<i64>() {
            if day.is_none() {
                day = Some(number);
            } else if year.is_none() {
                year = Some(if word.len() <= 2 {
                    two_digits(number)
                } else {
                    number
                });
            }
        }
    }
    let (day, month, year) = (day?, month?, year?);
    if !(1..=31).contains(&day) || !(1970..=9999).contains(&year) {
        return None;
    }
    Some((days_since_1970(year, month, day) * 86_400 + seconds?) * 1_000)
}

/// RFC 850 years: those far ahead were meant in the last century.
fn two_digits(year: i64) -> i64 {
    if year < 70 { 2000 + year } else { 1900 + year }
}

fn time_of_day(word: &str) -> Option<i64> {
    let mut parts = word.split(':').map(str::parse::<i64>);
    let (hour, minute, second) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    let valid = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second);
    (valid && parts.next().is_none()).then_some(hour * 3_600 + minute * 60 + second)
}

fn month_number(word: &str) -> Option<i64> {
    [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    .iter()
    .zip(1..)
    .find(|(name, _)| word.eq_ignore_ascii_case(name))
    .map(|(_, number)| number)
}

/// Days from 1970-01-01 in the Gregorian calendar, counting years from March so that the leap day
/// comes last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year / 4 - year / 100 + year / 400;
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_give_the_wait() {
        // 1994-11-06 08:49:37 UTC
        let then = 784_111_777_000;
        for (ms, seconds, now, wait) in [
            (Some("1500"), Some("9"), 0, Some(1_500)),
            (Some("12.7"), None, 0, Some(12)),
            (Some("soon"), Some("9"), 0, Some(9_000)),
            (None, Some(" 3 "), 0, Some(3_000)),
            (None, Some("0"), 0, Some(0)),
            (None, Some("0.25"), 0, Some(250)),
            (None, Some("-1"), 0, None),
            (None, Some("1e3"), 0, None),
            (None, Some(""), 0, None),
            (None, Some("."), 0, None),
            (None, Some("never"), 0, None),
            (None, Some("99999999999999999999999"), 0, Some(u64::MAX)),
            (
                None,
                Some("Sun, 06 Nov 1994 08:49:37 GMT"),
                then - 5_000,
                Some(5_000),
            ),
            (
                None,
                Some("Sunday, 06-Nov-94 08:49:37 GMT"),
                then - 5_000,
                Some(5_000),
            ),
            (
                None,
                Some("Sun Nov  6 08:49:37 1994"),
                then - 5_000,
                Some(5_000),
            ),
            (
                None,
                Some("Sun, 06 Nov 1994 08:49:37 GMT"),
                then + 5_000,
                Some(0),
            ),
            (None, Some("Sun, 06 Nov 1994"), then, None),
            (None, Some("Sun, 06 Nov 1994 25:49:37 GMT"), then, None),
            (None, Some("Sun, 99 Nov 1994 08:49:37 GMT"), then, None),
            (
                None,
                Some("Thu, 29 Feb 2024 00:00:00 GMT"),
                1_709_164_800_000 - 7,
                Some(7),
            ),
            (None, Some("Thu, 01 Jan 1970 00:00:01 GMT"), 0, Some(1_000)),
            (None, None, 0, None),
        ] {
            assert_eq!(from_headers(ms, seconds, now), wait, "{ms:?} {seconds:?}");
        }
    }

    #[test]
    fn body_durations_are_read() {
        for (text, ms) in [
            ("34s", Some(34_000)),
            ("34.074824224s", Some(34_074)),
            ("20ms", Some(20)),
            ("7", Some(7_000)),
            ("6m0s", None),
            ("s", None),
        ] {
            assert_eq!(duration_ms(text), ms, "{text}");
        }
    }
}
