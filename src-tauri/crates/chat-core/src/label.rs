//! Names of folders and tags: one short line.

use crate::failure::{Code, Failure};
use crate::visible::without_hidden;

/// Longest name, in characters.
pub const MAX_LABEL_CHARS: usize = 60;
/// Most tags of one conversation.
pub const MAX_TAGS: usize = 32;

/// The name as it is kept, without the white space around it.
///
/// # Errors
/// `config_invalid` for one that is empty, too long or more than one line; `what` says of what.
pub fn label(what: &str, text: &str) -> Result<String, Failure> {
    let text = without_hidden(text);
    let text = text.trim();
    let fits = !text.is_empty()
        && text.chars().count() <= MAX_LABEL_CHARS
        && !text.chars().any(char::is_control);
    if fits {
        Ok(text.to_owned())
    } else {
        Err(Failure::new(
            Code::ConfigInvalid,
            format!("That is no name for a {what}."),
        )
        .with_action(format!(
            "Give one line of 1 to {MAX_LABEL_CHARS} characters."
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_short_line() {
        assert_eq!(
            label("tag", "  work in progress ").unwrap(),
            "work in progress"
        );
        assert_eq!(label("tag", "pay\u{202e}lap\u{200b}").unwrap(), "paylap");
        assert_eq!(label("tag", &"字".repeat(60)).unwrap().chars().count(), 60);
        for bad in ["", " \t", "\u{200b}", "two\nlines", &"x".repeat(61)] {
            let failure = label("folder", bad).unwrap_err();
            assert_eq!(failure.code, Code::ConfigInvalid, "{bad:?}");
            assert!(failure.message.contains("folder"));
        }
    }
}
