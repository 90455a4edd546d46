//! Text of others as a sentence may show it: short, on one line, without keys, markup or characters
//! that nobody sees.

use crate::secret_text::mask;
use crate::visible::without_hidden;

/// Longest text of others that is shown, in characters.
const MAX_SHOWN: usize = 300;

/// Text of others as a sentence may quote it: masked, one line, without control or direction
/// characters, at most 300 characters, never markup.
pub(super) fn one_line(text: &str) -> String {
    // Far more than is shown, so that masking sees whole keys and no time is lost.
    let near: String = text.chars().take(MAX_SHOWN * 20).collect();
    let visible: String = without_hidden(&near)
        .chars()
        .filter(|c| !is_hidden(*c))
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        })
        .collect();
    if holds_markup(&visible.to_ascii_lowercase()) {
        return String::new();
    }
    let masked = mask(&visible.split_whitespace().collect::<Vec<_>>().join(" "));
    match masked.char_indices().nth(MAX_SHOWN) {
        Some((cut, _)) => format!("{}…", masked.get(..cut).unwrap_or_default().trim_end()),
        None => masked,
    }
}

/// Whether a body is a page rather than a message.
pub(super) fn looks_like_html(text: &str) -> bool {
    let head: String = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .chars()
        .take(512)
        .collect::<String>()
        .to_ascii_lowercase();
    let json = head.starts_with(['{', '[']);
    let page = head.starts_with('<') && !head.starts_with("<?xml");
    page || !json && holds_markup(&head)
}

fn holds_markup(lower: &str) -> bool {
    ["<html", "<!doctype", "<head", "<body", "<script"]
        .iter()
        .any(|tag| lower.contains(tag))
}

/// Characters that change how others read without being seen.
pub(crate) fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
