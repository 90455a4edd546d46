//! What an answer refers to and the pictures in it, under the names they go by; each once.
//!
//! Nothing is fetched: an address is only text, and a picture counts only where its bytes came.

use crate::dialect::{Citation, DialectEvent, Picture};
use crate::request::MediaKind;
use serde_json::Value;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// More sources than this are not told: nobody reads them.
const MAX_CITATIONS: usize = 256;
/// More pictures than this are dropped.
const MAX_PICTURES: usize = 64;
/// Longest address that is taken, in bytes.
const MAX_URL: usize = 2_048;
/// Longest title, in characters; the rest is cut.
const MAX_TITLE: usize = 300;

/// What was told so far.
#[derive(Debug, Default)]
pub(in crate::dialect) struct Sources {
    urls: HashSet<String>,
    /// Hashes of pictures: a last message may repeat what the deltas gave.
    pictures: HashSet<u64>,
}

impl Sources {
    /// Reads a frame's own lists, or those of a delta or message. Lists with titles come first:
    /// some servers name the same sources again without.
    pub(in crate::dialect) fn read(&mut self, holder: &Value, out: &mut Vec<DialectEvent>) {
        for name in ["annotations", "search_results", "citations"] {
            for item in items(holder.get(name)) {
                self.citation(item, out);
            }
        }
        for item in items(holder.get("images")) {
            self.picture(item, out);
        }
        for item in items(holder.get("content")) {
            if kind(item).is_some_and(|kind| kind == "image_url" || kind == "output_image") {
                self.picture(item, out);
            }
        }
    }

    /// Reads one source.
    pub(in crate::dialect) fn citation(&mut self, item: &Value, out: &mut Vec<DialectEvent>) {
        // Annotations of files and other things have no address of their own.
        if kind(item).is_some_and(|kind| kind != "url_citation" && kind != "web") {
            return;
        }
        let source = item.get("url_citation").unwrap_or(item);
        let url = source.as_str().or_else(|| source.get("url")?.as_str());
        let Some(url) = url.map(str::trim).filter(|url| is_address(url)) else {
            return;
        };
        if self.urls.len() < MAX_CITATIONS && self.urls.insert(url.to_owned()) {
            let title = source.get("title").and_then(Value::as_str);
            out.push(DialectEvent::Citation(Citation {
                url: url.to_owned(),
                title: one_line(title.unwrap_or_default()),
            }));
        }
    }

    fn picture(&mut self, item: &Value, out: &mut Vec<DialectEvent>) {
        let place = item.get("image_url").unwrap_or(item);
        let url = place.as_str().or_else(|| place.get("url")?.as_str());
        if let Some(picture) = url.and_then(picture) {
            self.show(picture, out);
        }
    }

    /// Tells a picture, unless it was told already.
    pub(in crate::dialect) fn show(&mut self, picture: Picture, out: &mut Vec<DialectEvent>) {
        let mut hasher = DefaultHasher::new();
        picture.base64.hash(&mut hasher);
        if self.pictures.len() < MAX_PICTURES && self.pictures.insert(hasher.finish()) {
            out.push(DialectEvent::Picture(picture));
        }
    }
}

/// A list's items; anything else alone.
fn items(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(list)) => list,
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => &[],
    }
}

fn kind(item: &Value) -> Option<&str> {
    item.get("type")?.as_str()
}

fn is_address(url: &str) -> bool {
    !url.is_empty() && url.len() <= MAX_URL && !url.contains(char::is_control)
}

fn one_line(title: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    let line = words.join(" ");
    line.chars()
        .filter(|c| !c.is_control())
        .take(MAX_TITLE)
        .collect()
}

/// The picture of a `data:` address (RFC 2397) in base64, if it is of a kind that is shown.
fn picture(url: &str) -> Option<Picture> {
    let (head, base64) = url.trim().strip_prefix("data:")?.split_once(',')?;
    let media_type = head.strip_suffix(";base64")?;
    // Parameters such as a charset mean nothing here.
    let media_type = media_type.split(';').next()?.trim();
    let kind = [
        MediaKind::Png,
        MediaKind::Jpeg,
        MediaKind::Gif,
        MediaKind::Webp,
    ]
    .into_iter()
    .find(|kind| kind.media_type().eq_ignore_ascii_case(media_type))
    .or_else(|| (media_type == "image/jpg").then_some(MediaKind::Jpeg))?;
    is_base64(base64).then(|| Picture {
        kind,
        base64: base64.to_owned(),
    })
}

/// Whether a text is base64 (RFC 4648 §4).
pub(in crate::dialect) fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    !digits.is_empty() && text.len() - digits.len() <= 2 && digits.bytes().all(is_digit)
}
