//! A server's hint when to come back: `Retry-After` as seconds or HTTP date, `retry-after-ms`, and
//! durations in error bodies and in the words of a message.

use super::date::http_date_ms;

/// Reads a header of the reply by its name in lower case.
pub(super) type Header<'a> = dyn Fn(&str) -> Option<&'a str> + 'a;

/// How far after "try again in" a duration ends at the latest, in bytes.
const LONGEST_DURATION: usize = 32;

/// Milliseconds to wait, by the more exact header first; none where neither can be read.
pub(super) fn from_headers(header: &Header<'_>, now_ms: i64) -> Option<u64> {
    header("retry-after-ms")
        .and_then(|text| decimal_ms(text.trim(), 0))
        .or_else(|| {
            let text = header("retry-after")?.trim();
            decimal_ms(text, 3).or_else(|| Some(until(http_date_ms(text)?, now_ms)))
        })
}

/// Milliseconds until a date; one gone by means now.
pub(super) fn until(date_ms: i64, now_ms: i64) -> u64 {
    u64::try_from(date_ms.saturating_sub(now_ms)).unwrap_or(0)
}

/// A duration as Go and protobuf write it (`34s`, `1.5s`, `20ms`, `6m0s`, `1h2m3s`) or a bare number
/// of seconds, in milliseconds.
pub(super) fn duration_ms(text: &str) -> Option<u64> {
    let text = text.trim();
    if let Some(ms) = decimal_ms(text, 3) {
        return Some(ms);
    }
    let (mut rest, mut sum) = (text, 0_u64);
    while !rest.is_empty() {
        let (part, after) = one_unit(rest)?;
        sum = sum.saturating_add(part);
        rest = after;
    }
    (!text.is_empty()).then_some(sum)
}

/// A number and its unit, in milliseconds, and what follows them.
fn one_unit(text: &str) -> Option<(u64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = (text.get(..end)?, text.get(end..)?);
    // `ms` before `m` and `s`.
    let (name, factor) = [
        ("ns", 0),
        ("us", 0),
        ("µs", 0),
        ("μs", 0),
        ("ms", 1),
        ("s", 1_000),
        ("m", 60_000),
        ("h", 3_600_000),
    ]
    .into_iter()
    .find(|(name, _)| unit.starts_with(name))?;
    // In thousandths, so that the fraction of a second, minute or hour counts.
    let thousandths = u128::from(decimal_ms(number, 3)?);
    let ms = thousandths * factor / 1_000;
    let after = unit.get(name.len()..)?;
    Some((u64::try_from(ms).unwrap_or(u64::MAX), after))
}

/// The duration in a sentence such as "Please try again in 7m12s." or "retry after 26 seconds".
pub(super) fn in_words(lower: &str) -> Option<u64> {
    [
        "try again in ",
        "try again after ",
        "retry in ",
        "retry after ",
    ]
    .iter()
    .find_map(|phrase| {
        let (_, after) = lower.split_once(phrase)?;
        let (number, unit) = split_duration(after);
        let unit = unit.trim_start();
        let spelled = [
            ("milliseconds", "ms"),
            ("seconds", "s"),
            ("second", "s"),
            ("minutes", "m"),
            ("minute", "m"),
            ("hours", "h"),
            ("hour", "h"),
        ]
        .iter()
        .find(|(name, _)| unit.starts_with(name));
        match spelled {
            Some((_, short)) => duration_ms(&format!("{number}{short}")),
            // A bare number could be anything.
            None if number.ends_with(|c: char| c.is_ascii_digit()) => None,
            None => duration_ms(number),
        }
    })
}

/// The longest beginning that looks like a duration, without a full stop at its end.
fn split_duration(text: &str) -> (&str, &str) {
    let end = text
        .char_indices()
        .take_while(|(at, c)| {
            *at < LONGEST_DURATION
                && (c.is_ascii_digit() || matches!(c, '.' | 'h' | 'm' | 's' | 'n' | 'u' | 'µ'))
        })
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8());
    let (number, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (number.trim_end_matches('.'), rest)
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
            let header = |name: &str| match name {
                "retry-after-ms" => ms,
                "retry-after" => seconds,
                _ => None,
            };
            assert_eq!(from_headers(&header, now), wait, "{ms:?} {seconds:?}");
        }
    }

    #[test]
    fn durations_are_read() {
        for (text, ms) in [
            ("34s", Some(34_000)),
            ("34.074824224s", Some(34_074)),
            ("20ms", Some(20)),
            ("7", Some(7_000)),
            ("6m0s", Some(360_000)),
            ("1h2m3.5s", Some(3_723_500)),
            ("1.5h", Some(5_400_000)),
            ("250µs", Some(0)),
            ("100ns", Some(0)),
            ("99999999999999999999h", Some(u64::MAX)),
            ("s", None),
            ("", None),
            ("-1", None),
            ("6m0", None),
            ("5 s", None),
            ("1.2.3s", None),
        ] {
            assert_eq!(duration_ms(text), ms, "{text}");
        }
    }

    #[test]
    fn a_duration_in_a_sentence_is_read() {
        for (text, ms) in [
            ("please try again in 7m12s. visit", Some(432_000)),
            ("please try again in 898ms.", Some(898)),
            ("please try again in 1.898s", Some(1_898)),
            ("please retry in 20.04466179s.", Some(20_044)),
            ("please retry after 26 seconds.", Some(26_000)),
            ("please try again after 1 seconds", Some(1_000)),
            ("try again in 1 minute", Some(60_000)),
            ("try again in 5", None),
            ("try again in a while", None),
            ("try again in ", None),
            ("try again later", None),
        ] {
            assert_eq!(in_words(text), ms, "{text}");
        }
    }
}
