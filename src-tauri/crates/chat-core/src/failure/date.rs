//! Dates as servers write them: HTTP dates and RFC 3339, into milliseconds since 1970.

use crate::calendar::{Day, month_number};

/// An HTTP date in any of its three forms (RFC 9110 §5.6.7), in milliseconds since 1970.
pub(super) fn http_date_ms(text: &str) -> Option<i64> {
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
    Some(Day::of(year?, month?, day?)?.start_ms() + seconds? * 1_000)
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

/// A date as in RFC 3339, such as `2026-11-22T11:00:30.25Z` or with an offset, in milliseconds
/// since 1970.
pub(crate) fn rfc3339_ms(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let mut parts = date.split('-');
    let mut number = |digits: usize| {
        let part = parts.next()?;
        (part.len() == digits).then_some(())?;
        part.parse::<i64>().ok()
    };
    let day = Day::of(number(4)?, number(2)?, number(2)?)?;
    parts.next().is_none().then_some(())?;
    let (time, offset_s) = match time.strip_suffix(['Z', 'z']) {
        Some(time) => (time, 0),
        None => offset(time)?,
    };
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let digits: String = fraction
        .chars()
        .chain(std::iter::repeat('0'))
        .take(3)
        .collect();
    let ms: i64 = digits.parse().ok()?;
    Some(day.start_ms() + (time_of_day(time)? - offset_s) * 1_000 + ms)
}

/// The time before an offset such as `+02:00`, and the offset in seconds.
fn offset(time: &str) -> Option<(&str, i64)> {
    let at = time.rfind(['+', '-'])?;
    let (hours, minutes) = time.get(at + 1..)?.split_once(':')?;
    let seconds = hours.parse::<i64>().ok()? * 3_600 + minutes.parse::<i64>().ok()? * 60;
    let ahead = time.get(at..)?.starts_with('+');
    (seconds.abs() <= 86_400).then_some((time.get(..at)?, if ahead { seconds } else { -seconds }))
}

#[cfg(test)]
mod tests {
    use super::rfc3339_ms;

    #[test]
    fn rfc_3339_is_read() {
        for (text, ms) in [
            ("2026-11-22T11:00:00Z", Some(1_795_345_200_000)),
            ("2026-11-22T11:00:00.25Z", Some(1_795_345_200_250)),
            ("2026-11-22t11:00:00.123456789z", Some(1_795_345_200_123)),
            ("2026-11-22T13:00:00+02:00", Some(1_795_345_200_000)),
            ("2026-11-22 05:30:00-05:30", Some(1_795_345_200_000)),
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2026-11-22T11:00:00", None),
            ("2026-11-22", None),
            ("2026-13-22T11:00:00Z", None),
            ("2026-11-22T24:00:00Z", None),
            ("2026-11-22T11:00:00.xZ", None),
            ("2026-11-22T11:00:00+99999999999:00", None),
            ("99999999999-11-22T11:00:00Z", None),
            ("6m0s", None),
        ] {
            assert_eq!(rfc3339_ms(text), ms, "{text}");
        }
    }
}
