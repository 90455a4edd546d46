//! When a limit is lifted, from the headers that count requests and tokens. They stand in when no
//! `Retry-After` and no body says when to come back.

use super::date::rfc3339_ms;
use super::hint::{Header, duration_ms, until};

/// Headers that tell when a limit is lifted, each with the one that tells what is left of it:
/// Anthropic's in RFC 3339 (GATEWAY §3.1), `OpenAI`'s as Go durations and Azure's as whole seconds
/// (§3.2), the IETF draft's seconds, and the common form with seconds or a time since 1970.
const LIMITS: [(&str, &str); 8] = [
    (
        "anthropic-ratelimit-requests-reset",
        "anthropic-ratelimit-requests-remaining",
    ),
    (
        "anthropic-ratelimit-tokens-reset",
        "anthropic-ratelimit-tokens-remaining",
    ),
    (
        "anthropic-ratelimit-input-tokens-reset",
        "anthropic-ratelimit-input-tokens-remaining",
    ),
    (
        "anthropic-ratelimit-output-tokens-reset",
        "anthropic-ratelimit-output-tokens-remaining",
    ),
    (
        "x-ratelimit-reset-requests",
        "x-ratelimit-remaining-requests",
    ),
    ("x-ratelimit-reset-tokens", "x-ratelimit-remaining-tokens"),
    ("ratelimit-reset", "ratelimit-remaining"),
    ("x-ratelimit-reset", "x-ratelimit-remaining"),
];

/// Numbers from here on are seconds since 1970, not a wait.
const SINCE_1970_S: u64 = 1_000_000_000;
/// Numbers from here on are milliseconds since 1970.
const SINCE_1970_MS: u64 = 1_000_000_000_000;

/// Milliseconds until every used-up limit is lifted. A limit with something left did not cause the
/// failure, so its time, which may be a day off, does not count.
pub(super) fn from_headers(header: &Header<'_>, now_ms: i64) -> Option<u64> {
    LIMITS
        .iter()
        .filter(|(_, remaining)| {
            let left = header(remaining).and_then(|text| text.trim().parse::<f64>().ok());
            left.is_none_or(|left| left <= 0.0)
        })
        .filter_map(|(reset, _)| wait_ms(header(reset)?, now_ms))
        .max()
}

/// One time of lifting, in milliseconds from now.
pub(super) fn wait_ms(text: &str, now_ms: i64) -> Option<u64> {
    let text = text.trim();
    if let Some(date) = rfc3339_ms(text) {
        return Some(until(date, now_ms));
    }
    let since_1970 = |number: u64, factor: u64| {
        let date = i64::try_from(number.saturating_mul(factor)).unwrap_or(i64::MAX);
        Some(until(date, now_ms))
    };
    match text.parse::<u64>() {
        Ok(number) if number >= SINCE_1970_MS => since_1970(number, 1),
        Ok(number) if number >= SINCE_1970_S => since_1970(number, 1_000),
        Ok(_) | Err(_) => duration_ms(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-22 11:00:00 UTC
    const NOW: i64 = 1_795_345_200_000;

    #[test]
    fn every_spelling_of_a_reset_is_read() {
        for (text, wait) in [
            ("6m0s", Some(360_000)),
            ("12ms", Some(12)),
            ("8.64s", Some(8_640)),
            ("59", Some(59_000)),
            ("2026-11-22T11:00:30Z", Some(30_000)),
            ("2026-11-22T10:00:00Z", Some(0)),
            ("1795345230", Some(30_000)),
            ("1795345230500", Some(30_500)),
            ("18446744073709551615", Some(9_223_370_241_509_575_807)),
            ("-1", None),
            ("", None),
            ("soon", None),
        ] {
            assert_eq!(wait_ms(text, NOW), wait, "{text}");
        }
    }
}
