//! A picture that a model made: an `image_generation_call` that has its result.

use crate::dialect::Picture;
use crate::dialect::openai_chat::sources::is_base64;
use crate::request::MediaKind;
use serde_json::Value;

/// The finished picture of an item; its bytes outrank the format that the item names.
pub(super) fn read(item: &Value) -> Option<Picture> {
    let result = item.get("result")?.as_str()?.trim();
    // Some servers give a data URL.
    let base64 = match result.split_once(";base64,") {
        Some((_, base64)) => base64,
        None => result,
    };
    let format = item.get("output_format").and_then(Value::as_str);
    // Without a format it is the API's default.
    let kind = by_bytes(base64).or_else(|| by_name(format.unwrap_or("png")))?;
    is_base64(base64).then(|| Picture {
        kind,
        base64: base64.to_owned(),
    })
}

/// What the first bytes say, in base64.
fn by_bytes(base64: &str) -> Option<MediaKind> {
    [
        ("iVBORw0KGgo", MediaKind::Png),
        ("/9j/", MediaKind::Jpeg),
        ("R0lGOD", MediaKind::Gif),
        ("UklGR", MediaKind::Webp),
    ]
    .into_iter()
    .find_map(|(start, kind)| base64.starts_with(start).then_some(kind))
}

fn by_name(format: &str) -> Option<MediaKind> {
    match format.to_ascii_lowercase().as_str() {
        "png" => Some(MediaKind::Png),
        "jpeg" | "jpg" => Some(MediaKind::Jpeg),
        "gif" => Some(MediaKind::Gif),
        "webp" => Some(MediaKind::Webp),
        _ => None,
    }
}
