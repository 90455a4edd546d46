//! The JSON documents of a body that is not one: without `alt=sse` the answer is one array of
//! chunks, written over many lines, and a broken connection cuts it anywhere.

use crate::dialect::json;
use serde_json::{Deserializer, Value};

/// The values of a list that may lack its end, or that stand one after the other or one a line.
/// None stands for what cannot be read.
pub(super) fn read(body: &str) -> Vec<Option<Value>> {
    let mut found = Vec::new();
    let between = |c: char| c.is_whitespace() || matches!(c, '[' | ',' | ']');
    let mut rest = body.trim_start_matches(between);
    while !rest.is_empty() {
        let mut values = Deserializer::from_str(rest).into_iter::<Value>();
        rest = match values.next() {
            Some(Ok(value)) => {
                found.push(Some(value));
                rest.get(values.byte_offset()..).unwrap_or_default()
            }
            // What is cut is not searched for pieces that look whole.
            Some(Err(error)) if error.is_eof() => {
                found.push(None);
                ""
            }
            Some(Err(_)) | None => {
                let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
                found.push(json::parse(line));
                after
            }
        }
        .trim_start_matches(between);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn documents_are_found_up_to_the_cut() {
        for (body, expected) in [
            ("[{\"a\":1},\n{\"b\":[2]}\n]", "{\"a\":1} {\"b\":[2]}"),
            ("[{\n\"a\": 1\n}\n,\r\n{\n\"b\"", "{\"a\":1} -"),
            ("[{\"a\":1},", "{\"a\":1}"),
            ("{\"a\":1}\n{\"b\":2}", "{\"a\":1} {\"b\":2}"),
            ("{\"a\":1}{\"b\":2}", "{\"a\":1} {\"b\":2}"),
            ("ping\n{\"a\":1}", "- {\"a\":1}"),
            (
                "{\"a\":\"\\ud83d\"}\n{\"b\":2}",
                "{\"a\":\"\u{fffd}\"} {\"b\":2}",
            ),
            ("{\"a\":{\"b\":1},", "-"),
            ("<p>\nno</p>", "- -"),
            (" [ , ] ", ""),
        ] {
            let found: Vec<String> = read(body)
                .into_iter()
                .map(|value| value.map_or("-".to_owned(), |value| value.to_string()))
                .collect();
            assert_eq!(found.join(" "), expected, "{body}");
        }
    }
}
