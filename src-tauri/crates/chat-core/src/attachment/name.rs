//! A file's name as it may be shown and sent.

use crate::visible::without_hidden;

/// Longest name, in characters; the end with its ending stays.
const MAX_CHARS: usize = 100;

/// The last part of a path, in one line, without characters that hide or turn what follows and
/// without backticks, which end a code fence's first line. Never empty.
pub fn file_name(path: &str) -> String {
    let last = path
        .rsplit(['/', '\\'])
        .find(|part| !part.trim().is_empty())
        .unwrap_or_default();
    let shown: Vec<char> = last
        .chars()
        .map(|c| if is_unsafe(c) { '_' } else { c })
        .collect();
    let (begin, end) = match shown.len().checked_sub(MAX_CHARS) {
        Some(1..) => (MAX_CHARS / 2, shown.len() - (MAX_CHARS / 2 - 1)),
        Some(0) | None => (shown.len(), shown.len()),
    };
    let mut name: String = shown.iter().take(begin).collect();
    if begin < end {
        name.push('…');
    }
    name.extend(shown.iter().skip(end));
    let name = without_hidden(&name);
    let name = name.trim();
    if name.is_empty() {
        "file".to_owned()
    } else {
        name.to_owned()
    }
}

/// Controls, line ends, backticks, and what Unicode hides or turns text with.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '`' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffe}'
            | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}
