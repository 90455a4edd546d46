//! Texts inside a question: named, and fenced so that nothing in them ends the fence.

use super::{AttachedText, file_name};

/// The shortest fence of `CommonMark`.
const MIN_FENCE: usize = 3;
/// Longest language name on a fence, in bytes.
const MAX_LANGUAGE: usize = 20;

/// A text in a code fence whose first line says its language and name. The text stands unchanged
/// between that line and the line end before the closing fence, which is longer than any run of
/// backticks in the text.
pub fn fenced(name: &str, language: &str, text: &str) -> String {
    let name = file_name(name);
    fence(&format!("{} {name}", known(language)), text)
}

/// Text in a code fence whose first line says its language alone.
pub(crate) fn code(language: &str, text: &str) -> String {
    fence(known(language), text)
}

fn fence(info: &str, text: &str) -> String {
    let fence = "`".repeat(MIN_FENCE.max(longest_run(text) + 1));
    format!("{fence}{info}\n{text}\n{fence}")
}

/// A language that may stand behind a fence.
fn known(language: &str) -> &str {
    let safe = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "+#-".contains(c);
    let named = !language.is_empty() && language.len() <= MAX_LANGUAGE;
    if named && language.chars().all(safe) {
        language
    } else {
        "text"
    }
}

/// A question with the texts attached to it, which stand before the words about them.
pub fn with_texts(texts: &[AttachedText], question: &str) -> String {
    let mut parts: Vec<String> = texts
        .iter()
        .map(|file| fenced(&file.name, file.language, &file.text))
        .collect();
    if parts.is_empty() || !question.is_empty() {
        parts.push(question.to_owned());
    }
    parts.join("\n\n")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
