//! Reading other programs' JSON field by field: one that is not what it should be is none, and
//! costs nothing but itself.

use crate::failure::rfc3339_ms;
use serde::Deserialize;
use serde_json::value::RawValue;

/// A field as it stands.
pub(super) type Raw<'a> = Option<&'a RawValue>;

/// The last millisecond of the year 9999.
const LAST_MS: i64 = 253_402_300_799_999;

/// An object read into a struct of raw fields; none where it is no object.
pub(super) fn object<'a, T: Deserialize<'a>>(raw: Raw<'a>) -> Option<T> {
    raw.and_then(|raw| serde_json::from_str(raw.get()).ok())
}

/// A text.
pub(super) fn text(raw: Raw<'_>) -> Option<String> {
    object(raw)
}

/// A text that says something.
pub(super) fn words(raw: Raw<'_>) -> Option<String> {
    text(raw).filter(|text| !text.trim().is_empty())
}

/// The elements of an array; none of what is no array.
pub(super) fn list(raw: Raw<'_>) -> Vec<&RawValue> {
    object(raw).unwrap_or_default()
}

/// True only where it says so.
pub(super) fn flag(raw: Raw<'_>) -> bool {
    object(raw).unwrap_or(false)
}

/// Seconds since 1970 with a fraction, in milliseconds; none before 1970 and after 9999.
pub(super) fn seconds_ms(raw: Raw<'_>) -> Option<i64> {
    let raw = raw?.get().trim_matches('"');
    let (whole, fraction) = raw.split_once('.').unwrap_or((raw, ""));
    let ms: String = fraction.chars().chain("000".chars()).take(3).collect();
    // What is no plain decimal, such as 1.7e9, is read as a float.
    let exact = whole
        .parse::<i64>()
        .ok()
        .zip(ms.parse::<i64>().ok())
        .filter(|_| fraction.bytes().all(|b| b.is_ascii_digit()))
        .and_then(|(seconds, ms)| seconds.checked_mul(1_000)?.checked_add(ms));
    exact
        .or_else(|| float_ms(raw))
        .filter(|ms| (1..=LAST_MS).contains(ms))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "held within what a date can be first"
)]
fn float_ms(raw: &str) -> Option<i64> {
    let ms = raw.parse::<f64>().ok()? * 1_000.0;
    (1.0..=2.6e14).contains(&ms).then_some(ms as i64)
}

/// A moment as in RFC 3339, in milliseconds since 1970.
pub(super) fn moment_ms(raw: Raw<'_>) -> Option<i64> {
    rfc3339_ms(&text(raw)?).filter(|ms| (1..=LAST_MS).contains(ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> &RawValue {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn times_that_cannot_be_are_none() {
        for (json, ms) in [
            ("1700000000.123456", Some(1_700_000_000_123)),
            ("1700000000", Some(1_700_000_000_000)),
            ("1.7e9", Some(1_700_000_000_000)),
            ("\"1700000000.5\"", Some(1_700_000_000_500)),
            ("-1", None),
            ("0", None),
            ("1e400", None),
            ("99999999999999999999", None),
            ("[]", None),
            ("\"soon\"", None),
        ] {
            assert_eq!(seconds_ms(Some(raw(json))), ms, "{json}");
        }
        let at = moment_ms(Some(raw("\"2025-01-02T03:04:05.678901Z\"")));
        assert_eq!(at, Some(1_735_787_045_678));
        assert_eq!(moment_ms(Some(raw("17"))), None);
    }
}
