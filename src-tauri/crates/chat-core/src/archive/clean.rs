//! JSON as programs really write it, made into JSON that can be read: in place, nothing moves.

/// Replaces what strict JSON refuses but other programs write: halves of surrogate pairs and bytes
/// that are no UTF-8 become U+FFFD, `NaN` and `Infinity` become −1. Tells how many characters of
/// text were lost that way.
pub fn clean(json: &mut Vec<u8>) -> u64 {
    let lost = characters(json);
    match String::from_utf8(std::mem::take(json)) {
        Ok(text) => {
            *json = text.into_bytes();
            lost
        }
        Err(odd) => {
            let text = String::from_utf8_lossy(odd.as_bytes()).into_owned();
            let replaced = text.matches('\u{fffd}').count();
            *json = text.into_bytes();
            lost.saturating_add(u64::try_from(replaced).unwrap_or(u64::MAX))
        }
    }
}

fn characters(json: &mut [u8]) -> u64 {
    let (mut at, mut in_string, mut lost) = (0, false, 0);
    while let Some(byte) = json.get(at).copied() {
        match (in_string, byte) {
            (true, b'\\') => {
                let (length, odd) = escape(json.get(at..).unwrap_or_default());
                if odd {
                    overwrite(json, at, b"\\uFFFD");
                    lost += 1;
                }
                at += length;
                continue;
            }
            (_, b'"') => in_string = !in_string,
            (false, b'N' | b'I') => no_number(json, at),
            (true | false, _) => {}
        }
        at += 1;
    }
    lost
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

/// A time that is no number counts as none; all of ours that are below zero do.
fn no_number(json: &mut [u8], at: usize) {
    let rest = json.get(at..).unwrap_or_default();
    let (from, word): (usize, &[u8]) = if rest.starts_with(b"NaN") {
        (at, b"-1 ")
    } else if rest.starts_with(b"Infinity") {
        match at.checked_sub(1).and_then(|n| json.get(n)) {
            Some(b'-') => (at - 1, b"-1       "),
            Some(_) | None => (at, b"-1      "),
        }
    } else {
        return;
    };
    overwrite(json, from, word);
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
            let mut bytes = text.as_bytes().to_vec();
            assert_eq!(clean(&mut bytes), lost, "{text}");
            assert_eq!(String::from_utf8(bytes).unwrap(), cleaned);
        }
    }

    #[test]
    fn what_pythons_json_writes_for_no_number_is_read() {
        let mut bytes = br#"{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN Infinity"}"#.to_vec();
        assert_eq!(clean(&mut bytes), 0);
        let read: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(
            read,
            serde_json::json!({"a": -1, "b": [-1, -1], "c": "NaN Infinity"})
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced_and_counted() {
        let mut bytes = b"\"a\xFFb\"".to_vec();
        assert_eq!(clean(&mut bytes), 1);
        assert_eq!(bytes, "\"a\u{fffd}b\"".as_bytes());
    }
}
