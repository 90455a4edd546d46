//! Reading a frame's JSON, forgiving the one fault that models themselves cause: an emoji cut in
//! half between two tokens arrives as a lone surrogate escape, which is no valid JSON.

use serde_json::Value;
use std::fmt::Write;

/// The value, if the text is JSON or becomes so once lone surrogates are U+FFFD.
pub(in crate::dialect) fn parse(text: &str) -> Option<Value> {
    match serde_json::from_str(text) {
        Ok(value) => Some(value),
        Err(_) if text.contains("\\u") => serde_json::from_str(&without_lone_surrogates(text)).ok(),
        Err(_) => None,
    }
}

/// Whether a field says nothing: servers send `error: null`, `{}` or `""` beside a good answer.
pub(in crate::dialect) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

fn without_lone_surrogates(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        out.push_str(before);
        match unit(escape) {
            None => {
                // Another escape: copied with the character that it protects.
                let mut chars = escape.chars();
                out.push('\\');
                out.extend(chars.next());
                rest = chars.as_str();
            }
            Some((high @ 0xD800..=0xDBFF, after)) => {
                let low = after.strip_prefix('\\').and_then(unit);
                if let Some((low @ 0xDC00..=0xDFFF, after)) = low {
                    push_unit(high, &mut out);
                    push_unit(low, &mut out);
                    rest = after;
                } else {
                    out.push_str("\\ufffd");
                    rest = after;
                }
            }
            Some((0xDC00..=0xDFFF, after)) => {
                out.push_str("\\ufffd");
                rest = after;
            }
            Some((other, after)) => {
                push_unit(other, &mut out);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn push_unit(unit: u16, out: &mut String) {
    // Writing to a string never fails.
    let _ = write!(out, "\\u{unit:04x}");
}

/// The UTF-16 unit of `uXXXX` and what follows it.
fn unit(escape: &str) -> Option<(u16, &str)> {
    let digits = escape.strip_prefix('u')?;
    let hex = digits.get(..4)?;
    let value = u16::from_str_radix(hex, 16).ok()?;
    Some((value, digits.get(4..)?))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn only_lone_surrogates_are_replaced() {
        for (text, read) in [
            (r#""plain""#, Some("plain")),
            (r#""\ud83d\ude00""#, Some("😀")),
            (r#""a\ud83d""#, Some("a\u{fffd}")),
            (r#""\ude00b""#, Some("\u{fffd}b")),
            (r#""\ud83d\n""#, Some("\u{fffd}\n")),
            (r#""\ud83dA\u00e9\\ud83d""#, Some("\u{fffd}Aé\\ud83d")),
            (r#""\ud83d\ud83d\ude00""#, Some("\u{fffd}😀")),
            (r#""\ud8""#, None),
            (r#""\u"#, None),
            ("ping", None),
        ] {
            let value = parse(text);
            assert_eq!(value.as_ref().and_then(|v| v.as_str()), read, "{text}");
        }
    }
}
