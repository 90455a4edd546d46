//! Parts of a candidate that are neither text nor calls: pictures, and code that ran at Google.

use crate::dialect::Picture;
use crate::request::MediaKind;
use serde_json::Value;

/// The picture of an `inlineData`; none where it is something else or empty.
pub(super) fn picture(data: &Value) -> Option<Picture> {
    let media_type = data.get("mimeType")?.as_str()?.to_ascii_lowercase();
    let kind = match media_type.split(';').next().unwrap_or_default().trim() {
        "image/png" => MediaKind::Png,
        "image/jpeg" | "image/jpg" => MediaKind::Jpeg,
        "image/webp" => MediaKind::Webp,
        "image/gif" => MediaKind::Gif,
        _ => return None,
    };
    let base64 = data.get("data")?.as_str()?.trim();
    (!base64.is_empty()).then(|| Picture {
        kind,
        base64: base64.to_owned(),
    })
}

/// An `executableCode` or `codeExecutionResult` as a fenced block.
///
/// Google runs code only where a tool is asked for, which Gatehouse never does; a proxy that does
/// gets its answer shown whole, as what follows refers to it.
pub(super) fn code(part: &Value) -> Option<String> {
    let text = |object: &str, key: &str| part.get(object)?.get(key)?.as_str();
    if let Some(code) = text("executableCode", "code") {
        let language = text("executableCode", "language").unwrap_or_default();
        let plain = language.chars().all(|c| c.is_ascii_alphanumeric());
        return fenced(code, if plain { language } else { "" });
    }
    fenced(text("codeExecutionResult", "output")?, "")
}

/// A fence is longer than any row of backticks inside.
fn fenced(text: &str, language: &str) -> Option<String> {
    let text = text.trim_end();
    if text.is_empty() {
        return None;
    }
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let language = language.to_ascii_lowercase();
    Some(format!("{fence}{language}\n{text}\n{fence}\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_fence_is_never_closed_by_its_code() {
        for (text, block) in [
            ("a", "```x\na\n```\n\n"),
            ("a\n\n", "```x\na\n```\n\n"),
            ("`a` ``b``", "```x\n`a` ``b``\n```\n\n"),
            ("```\na\n```", "````x\n```\na\n```\n````\n\n"),
        ] {
            assert_eq!(fenced(text, "X").as_deref(), Some(block), "{text}");
        }
        assert_eq!(fenced(" \n", "X"), None);
        let part = json!({"executableCode": {"language": "LANGUAGE_UNSPECIFIED", "code": "1"}});
        assert_eq!(code(&part).as_deref(), Some("```\n1\n```\n\n"));
    }
}
