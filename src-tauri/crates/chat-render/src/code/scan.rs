//! Small questions about bytes of a line. All indexes are free of panics: beyond the end is 0.

#[cfg(test)]
thread_local! {
    static LOOKED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// How many bytes were looked at on this thread.
#[cfg(test)]
pub(super) fn looked() -> usize {
    LOOKED.get()
}

/// Counts bytes that are looked at, so that a test can tell what is linear without a clock.
fn count(bytes: usize) {
    #[cfg(test)]
    LOOKED.set(LOOKED.get() + bytes);
    let _ = bytes;
}

/// The byte at `at`, 0 beyond the end.
pub(super) fn byte(bytes: &[u8], at: usize) -> u8 {
    count(1);
    bytes.get(at).copied().unwrap_or(0)
}

/// Whether `what` stands at `at`.
pub(super) fn has(bytes: &[u8], at: usize, what: &str) -> bool {
    count(1);
    bytes
        .get(at..)
        .is_some_and(|rest| rest.starts_with(what.as_bytes()))
}

/// Whether `what` (in lower case) stands at `at` in any case.
pub(super) fn has_any_case(bytes: &[u8], at: usize, what: &str) -> bool {
    count(1);
    bytes
        .get(at..at + what.len())
        .is_some_and(|found| found.eq_ignore_ascii_case(what.as_bytes()))
}

/// Letters, `_`, and all that is not ASCII.
pub(super) fn starts_word(b: u8) -> bool {
    b.is_ascii_alphabetic() || b == b'_' || b >= 0x80
}

/// As [`starts_word`], and digits.
pub(super) fn in_word(b: u8) -> bool {
    starts_word(b) || b.is_ascii_digit()
}

/// A blank within a line.
pub(super) fn is_blank(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\r' | 0x0b | 0x0c)
}

/// The first place from `at` where `holds` is false, or the end.
pub(super) fn skip(bytes: &[u8], at: usize, holds: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let length = rest.iter().position(|b| !holds(*b)).unwrap_or(rest.len());
    count(length + 1);
    at + length
}

/// The first place from `at` that is no blank, or the end.
pub(super) fn skip_blank(bytes: &[u8], at: usize) -> usize {
    skip(bytes, at, is_blank)
}

/// Where `what` is found first from `at`.
pub(super) fn find(bytes: &[u8], at: usize, what: &str) -> Option<usize> {
    let what = what.as_bytes();
    let first = *what.first()?;
    let mut at = at;
    loop {
        let rest = bytes.get(at..)?;
        let found = rest.iter().position(|b| *b == first);
        count(found.unwrap_or(rest.len()) + 1);
        at += found?;
        if bytes.get(at..)?.starts_with(what) {
            return Some(at);
        }
        at += 1;
    }
}

/// The text of `start..end`, empty if there is none.
pub(super) fn text(bytes: &[u8], start: usize, end: usize) -> &str {
    let part = bytes.get(start..end).unwrap_or_default();
    str::from_utf8(part).unwrap_or_default()
}

/// The end of a number that begins at `at`, with the letters that belong to it. A point counts
/// where a digit follows, a sign behind the exponent of a decimal, a quote between two digits
/// where `quotes`.
pub(super) fn number_end(bytes: &[u8], at: usize, quotes: bool) -> usize {
    let based = byte(bytes, at) == b'0' && byte(bytes, at + 1).is_ascii_alphabetic();
    let mut end = at;
    loop {
        let b = byte(bytes, end);
        let next = byte(bytes, end + 1);
        let belongs = match b {
            b'.' => next.is_ascii_digit() && byte(bytes, end.wrapping_sub(1)) != b'.',
            b'+' | b'-' => {
                !based
                    && end > at
                    && matches!(byte(bytes, end - 1), b'e' | b'E')
                    && next.is_ascii_digit()
            }
            b'\'' => quotes && end > at && next.is_ascii_hexdigit(),
            b'_' => true,
            b => b.is_ascii_alphanumeric(),
        };
        if !belongs {
            return end.max(at + 1);
        }
        end += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_where_they_do() {
        let cases = [
            ("1", "1"),
            ("1..2", "1"),
            ("1.max(2)", "1"),
            ("1.5e-3+4", "1.5e-3"),
            ("0xe+1", "0xe"),
            ("1_000u64;", "1_000u64"),
            ("1'000'000;", "1'000'000"),
            ("10px", "10px"),
            ("7é", "7"),
        ];
        for (text, expected) in cases {
            let end = number_end(text.as_bytes(), 0, true);
            assert_eq!(text.get(..end), Some(expected), "{text}");
        }
        assert_eq!(number_end(b"1'a'", 0, false), 1);
    }

    #[test]
    fn a_search_finds_the_first_or_nothing() {
        assert_eq!(find(b"a*b**/", 0, "*/"), Some(4));
        assert_eq!(find(b"a*b", 0, "*/"), None);
        assert_eq!(find(b"abc", 9, "c"), None);
    }
}
