//! The keys that a person chose: how they are written. Which acts and keys there are, only the page
//! knows: an act of a newer version stays as it is written.

use super::Key;
use crate::failure::Failure;

/// Most changes that are kept.
const MOST: usize = 200;
/// Longest one, in bytes.
const LONGEST: usize = 80;

/// `ACT=KEYS` with white space between, such as `newChat=Mod+N sidebar=`; each once.
pub(super) fn parse(key: Key, value: &str) -> Result<Vec<String>, Failure> {
    let mut entries: Vec<String> = Vec::new();
    for entry in value.split_whitespace() {
        let act = entry.split_once('=').map(|(act, _)| act);
        let fits = entry.len() <= LONGEST
            && !entry.chars().any(char::is_control)
            && act.is_some_and(|act| {
                !act.is_empty() && act.bytes().all(|byte| byte.is_ascii_alphanumeric())
            });
        if !fits {
            return Err(key.refuse("ACT=KEYS with spaces between, such as newChat=Mod+N"));
        }
        if !entries.iter().any(|known| known == entry) {
            entries.push(entry.to_owned());
        }
    }
    if entries.len() > MOST {
        return Err(key.refuse("at most 200 of them"));
    }
    Ok(entries)
}
