//! Names that people and other programs gave, as ours are: on one line and not too long.

use super::Archived;
use crate::attachment::file_name;
use crate::message::Role;
use crate::title::{MAX_TITLE_CHARS, title_of};

/// Longest name of a folder, tag, model or connection, in characters.
pub const MAX_LABEL_CHARS: usize = 200;
/// Longest text of what a conversation is asked with, in bytes: ours have a few hundred.
const MAX_ASKING: usize = 64 * 1024;
/// Most tags of a conversation.
pub const MAX_TAGS: usize = 100;

/// A title that was given; one that does not fit is cut as a question would be.
pub(super) fn one_line(title: &str) -> String {
    if fits(title, MAX_TITLE_CHARS) {
        title.to_owned()
    } else {
        title_of(title)
    }
}

/// Makes names fit that a person would not miss anything of: rather a cut title than no
/// conversation. What fits stays as it is.
pub fn tidy(archived: &mut Archived) {
    archived.title = one_line(&archived.title);
    for label in [
        &mut archived.folder,
        &mut archived.connection,
        &mut archived.model,
    ] {
        *label = label.take().and_then(self::label);
    }
    archived.asking = archived
        .asking
        .take()
        .filter(|json| json.0.len() <= MAX_ASKING);
    let mut tags: Vec<String> = Vec::new();
    for tag in std::mem::take(&mut archived.tags) {
        if let Some(tag) = label(tag)
            && tags.len() < MAX_TAGS
        {
            tags.push(tag);
        }
    }
    tags.sort();
    tags.dedup();
    archived.tags = tags;
    for node in &mut archived.messages {
        if node.role == Role::User {
            for file in &mut node.files {
                let safe = file_name(&file.name);
                file.name = safe;
            }
        }
    }
}

fn label(label: String) -> Option<String> {
    if fits(&label, MAX_LABEL_CHARS) {
        return Some(label);
    }
    let line: String = label.chars().filter(|c| !c.is_control()).collect();
    let cut: String = line.trim().chars().take(MAX_LABEL_CHARS).collect();
    (!cut.is_empty()).then_some(cut)
}

fn fits(text: &str, most: usize) -> bool {
    !text.is_empty()
        && text.chars().take(most + 1).count() <= most
        && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_fits_stays_and_another_is_cut() {
        assert_eq!(one_line("two  spaces"), "two  spaces");
        assert_eq!(one_line("two\nlines"), "two lines");
        assert_eq!(one_line(""), "New chat");
        assert!(one_line(&"x".repeat(500)).chars().count() <= MAX_TITLE_CHARS);
    }

    #[test]
    fn a_label_is_cut_and_an_empty_one_is_none() {
        assert_eq!(label("Work".to_owned()).as_deref(), Some("Work"));
        assert_eq!(label("\u{0} \n".to_owned()), None);
        assert_eq!(label("é".repeat(900)).unwrap().chars().count(), 200);
    }
}
