//! Reads what a person typed. Anything is a valid search.
//!
//! | typed | finds |
//! |---|---|
//! | `word` | the whole word |
//! | `wor*` `*ord` `*or*` | its beginning, its end, any part of it |
//! | `"two words"` | exactly this, with any white space between |
//! | `foo::bar` `--flag` `a.b` `->` | exactly this |
//! | `-word` `-"two words"` `-model:gpt` | what has it not |
//! | `model:` `role:` `before:` `after:` `has:` `is:` `tag:` `folder:` `in:` | see [`super::filter`] |
//!
//! Everything must hold at once. Knows nothing of indexes.

use super::filter::{self, Condition, Reading};
use super::fold::fold;
use super::hit::Subject;
use super::matches::Needle;

/// How many bytes of what was typed are looked at.
const MAX_BYTES: usize = 4_096;
/// How many terms and filters count.
const MAX_TERMS: usize = 64;

/// Something to look for, or to have not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What it is.
    pub needle: Needle,
    /// Whether it must not be there.
    pub not: bool,
}

/// How something was read that may have been meant otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// No filter has this name, so it was searched for as text.
    NoSuchFilter {
        /// As typed.
        typed: String,
    },
    /// The filter does not take this value, so it was searched for as text.
    BadValue {
        /// As typed.
        typed: String,
        /// What it takes.
        takes: &'static str,
    },
    /// It was too long; only its beginning was looked at.
    Cut,
}

impl Note {
    /// One sentence for a person.
    pub fn sentence(&self) -> String {
        match self {
            Self::NoSuchFilter { typed } => {
                format!("{typed} is no filter, so it was searched for as text.")
            }
            Self::BadValue { typed, takes } => {
                let key = typed.split(':').next().unwrap_or_default();
                format!("{typed} was searched for as text: {key}: takes {takes}.")
            }
            Self::Cut => format!(
                "The search is very long: only its first {MAX_TERMS} terms in {} KB were looked for.",
                MAX_BYTES / 1_024
            ),
        }
    }
}

/// What a person looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// What the text must have, and must not have.
    pub terms: Vec<Term>,
    /// What else must hold.
    pub conditions: Vec<Condition>,
    /// What is worth saying of how it was read.
    pub notes: Vec<Note>,
}

impl Query {
    /// Reads a query. With `typing` its last word is still being typed, and finds what begins so.
    pub fn parse(typed: &str, typing: bool) -> Self {
        let mut query = Self::default();
        let looked_at = beginning(typed, MAX_BYTES);
        let mut rest = looked_at;
        while let Some(begun) = skip_space(rest) {
            if query.terms.len() + query.conditions.len() >= MAX_TERMS {
                query.notes.push(Note::Cut);
                return query;
            }
            rest = query.take(begun, typing);
        }
        if looked_at.len() < typed.len() {
            query.notes.push(Note::Cut);
        }
        query
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.conditions.is_empty()
    }

    /// Whether a message or title is what was looked for, as far as it and its text tell. What is
    /// asked of its conversation counts as met.
    pub fn finds(&self, subject: &Subject<'_>) -> bool {
        self.conditions_hold(subject) && (self.terms.is_empty() || self.is_in(&fold(subject.text)))
    }

    /// Whether all holds that is asked beside the text.
    pub fn conditions_hold(&self, subject: &Subject<'_>) -> bool {
        self.conditions
            .iter()
            .all(|condition| condition.holds(subject))
    }

    /// Whether a folded text has all that it must and nothing that it must not.
    pub fn is_in(&self, folded: &str) -> bool {
        self.terms
            .iter()
            .all(|term| term.needle.is_in(folded) != term.not)
    }

    /// What is looked for, without what must not be there.
    pub fn wanted(&self) -> impl Iterator<Item = &Needle> {
        self.terms
            .iter()
            .filter(|term| !term.not)
            .map(|term| &term.needle)
    }

    /// Reads one term from the beginning of a text that does not begin with white space; gives the
    /// rest.
    fn take<'a>(&mut self, text: &'a str, typing: bool) -> &'a str {
        let (not, text) = match text.strip_prefix('-') {
            // Flags, arrows and `-=` are looked for as they stand.
            Some(more) if more.starts_with(|c| !is_space(c) && !"-=>".contains(c)) => (true, more),
            Some(_) | None => (false, text),
        };
        if let Some(inside) = after_quote(text) {
            let (phrase, rest, closed) = quoted(inside);
            let (open_end, rest) = match rest.strip_prefix('*') {
                Some(rest) if closed => (true, rest),
                Some(_) | None => (!closed && typing, rest),
            };
            self.look_for(fold(phrase), false, open_end, not);
            return rest;
        }
        let end = text.find(is_space).unwrap_or(text.len());
        let (word, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        if let Some((key, value)) = word.split_once(':')
            && let Some(rest) = self.take_filter(text, key, value, rest, not)
        {
            return rest;
        }
        self.take_word(word, typing && rest.is_empty(), not);
        rest
    }

    /// Reads a filter, if it is one; gives the rest.
    fn take_filter<'a>(
        &mut self,
        text: &'a str,
        key: &str,
        value: &'a str,
        rest: &'a str,
        not: bool,
    ) -> Option<&'a str> {
        let looks_so = key.len() > 1
            && key.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !value.starts_with(':');
        if !looks_so {
            return None;
        }
        let after_key = text.get(key.len() + 1..)?;
        let (value, rest, is_quoted) = match after_quote(after_key) {
            Some(inside) => {
                let (value, rest, _) = quoted(inside);
                (value, rest, true)
            }
            None => (value, rest, false),
        };
        let typed = text.strip_suffix(rest).unwrap_or(text);
        match filter::read(key, value) {
            Reading::Filter(filter) => {
                self.conditions.push(Condition { filter, not });
                return Some(rest);
            }
            Reading::BadValue(takes) => self.notes.push(Note::BadValue {
                typed: typed.to_owned(),
                takes,
            }),
            // An address, a path, an assignment, the end of a sentence: nobody meant a filter.
            Reading::Unknown if value.is_empty() || value.starts_with(['/', '\\', '=']) => {
                return None;
            }
            Reading::Unknown => self.notes.push(Note::NoSuchFilter {
                typed: typed.to_owned(),
            }),
        }
        if is_quoted {
            // One text, as it was one value.
            self.look_for(fold(typed), false, false, not);
            return Some(rest);
        }
        None
    }

    fn take_word(&mut self, word: &str, still_typed: bool, not: bool) {
        let bare = word.trim_matches('*');
        // Stars alone are what is looked for.
        let (bare, open_start, open_end) = if bare.is_empty() {
            (word, false, false)
        } else {
            (bare, word.starts_with('*'), word.ends_with('*'))
        };
        self.look_for(fold(bare), open_start, open_end || still_typed, not);
    }

    fn look_for(&mut self, folded: String, open_start: bool, open_end: bool, not: bool) {
        if folded.is_empty() {
            return;
        }
        let term = Term {
            needle: Needle::new(folded, open_start, open_end),
            not,
        };
        if !self.terms.contains(&term) {
            self.terms.push(term);
        }
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// A text from its first character on that is no white space; none without one.
fn skip_space(text: &str) -> Option<&str> {
    let begun = text.trim_start_matches(is_space);
    (!begun.is_empty()).then_some(begun)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟')
}

fn after_quote(text: &str) -> Option<&str> {
    text.strip_prefix(is_quote)
}

/// What stands before the closing quote, what comes after it, and whether there is one.
fn quoted(inside: &str) -> (&str, &str, bool) {
    match inside.split_once(is_quote) {
        Some((phrase, rest)) => (phrase, rest, true),
        None => (inside, "", false),
    }
}

/// At most so many bytes of a text, in whole characters.
fn beginning(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}
