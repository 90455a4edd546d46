//! JSON as programs really write it, made into JSON that can be read. What is sound already is not
//! copied.

use std::borrow::Cow;

/// Replaces what strict JSON refuses but other programs write: halves of surrogate pairs and bytes
/// that are no UTF-8 become U+FFFD, `NaN` and `Infinity` become −1. Tells how many characters of
/// text were lost that way.
pub fn clean(json: &[u8]) -> (Cow<'_, [u8]>, u64) {
    let (json, lost) = characters(json);
    let replaced = match String::from_utf8_lossy(&json) {
        Cow::Borrowed(_) => return (json, lost),
        Cow::Owned(text) => text,
    };
    // The ones that stood there before are none that were lost.
    let before = json.windows(3).filter(|at| *at == "\u{fffd}".as_bytes());
    let odd = replaced.matches('\u{fffd}').count() - before.count();
    let lost = lost.saturating_add(u64::try_from(odd).unwrap_or(u64::MAX));
    (Cow::Owned(replaced.into_bytes()), lost)
}

fn characters(json: &[u8]) -> (Cow<'_, [u8]>, u64) {
    let (mut at, mut in_string, mut lost) = (0, false, 0);
    let mut cleaned = Cow::Borrowed(json);
    while let Some(byte) = json.get(at).copied() {
        match (in_string, byte) {
            (true, b'\\') => {
                let (length, odd) = escape(json.get(at..).unwrap_or_default());
                if odd {
                    overwrite(cleaned.to_mut(), at, b"\\uFFFD");
                    lost += 1;
                }
                at += length;
                continue;
            }
            (_, b'"') => in_string = !in_string,
            (false, b'N' | b'I') => {
                if let Some((from, number)) = no_number(json, at) {
                    overwrite(cleaned.to_mut(), from, number);
                }
            }
            (true | false, _) => {}
        }
        at += 1;
    }
    (cleaned, lost)
}

/// How long an escape is, and whether it is half a pair alone.
fn escape(text: &[u8]) -> (usize, bool) {
    let Some(first) = unit(text) else {
        return (2, false);
    };
    match first {
        0xD800..=0xDBFF => match text.get(6..).and_then(unit) {
            Some(0xDC00..=0xDFFF) => (12, false),
            Some(_) | None => (6, true),
        },
        0xDC00..=0xDFFF => (6, true),
        _ => (6, false),
    }
}

/// The number of `\uXXXX`.
fn unit(text: &[u8]) -> Option<u32> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// A time that is no number counts as none; all of ours that are below zero do. Gives what takes
/// its place, and where.
fn no_number(json: &[u8], at: usize) -> Option<(usize, &'static [u8])> {
    let rest = json.get(at..).unwrap_or_default();
    if rest.starts_with(b"NaN") {
        return Some((at, b"-1 "));
    }
    if !rest.starts_with(b"Infinity") {
        return None;
    }
    match at.checked_sub(1).and_then(|n| json.get(n)) {
        Some(b'-') => Some((at - 1, b"-1       ")),
        Some(_) | None => Some((at, b"-1      ")),
    }
}

fn overwrite(json: &mut [u8], at: usize, with: &[u8]) {
    for (to, from) in json.iter_mut().skip(at).zip(with) {
        *to = *from;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_pairs_become_the_replacement_character() {
        for (text, cleaned, lost) in [
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#, 0),
            (r#""\ud83d""#, r#""\uFFFD""#, 1),
            (r#""\ude00x\uD83D\u0041""#, r#""\uFFFDx\uFFFD\u0041""#, 2),
            (r#""\\ud83d""#, r#""\\ud83d""#, 0),
            (r#""\"\ud83d"#, r#""\"\uFFFD"#, 1),
            (r#""\ud83"#, r#""\ud83"#, 0),
        ] {
            let found = clean(text.as_bytes());
            assert_eq!(found, (cleaned.as_bytes().into(), lost), "{text}");
        }
    }

    #[test]
    fn what_pythons_json_writes_for_no_number_is_read() {
        let (bytes, lost) = clean(br#"{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN Infinity"}"#);
        assert_eq!(lost, 0);
        let read: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(
            read,
            serde_json::json!({"a": -1, "b": [-1, -1], "c": "NaN Infinity"})
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced_and_counted() {
        let odd = [b"\"a\xFFb", "\u{fffd}\"".as_bytes()].concat();
        let (bytes, lost) = clean(&odd);
        assert_eq!(lost, 1);
        assert_eq!(bytes, "\"a\u{fffd}b\u{fffd}\"".as_bytes());
    }
}
