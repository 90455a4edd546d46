//! What counts as code.

/// Whether a text has a fenced code block: a line that begins with three or more backticks or
/// tildes, after at most three spaces. Indented lines count as text, as lists have them too, and so
/// does code inside a sentence.
pub fn has_code(text: &str) -> bool {
    text.lines().any(|line| {
        let begun = line.trim_start_matches(' ');
        line.len() - begun.len() <= 3 && (begun.starts_with("```") || begun.starts_with("~~~"))
    })
}
