//! What stands before a character, as far as it matters for it.

use super::class::{self, Kind};
use unicode_normalization::char::is_combining_mark;

/// How far back a letter of a right-to-left script makes a direction mark useful.
const NEAR: usize = 32;

/// The flags that are spelled with tags.
const FLAGS: [&str; 3] = ["gbeng", "gbsct", "gbwls"];

/// What stands before.
#[derive(Debug, Default)]
pub(super) struct Context {
    last: Option<char>,
    /// How many combining marks end the text.
    marks: usize,
    /// How many characters ago there was one of a right-to-left script.
    since_rtl: Option<usize>,
    /// What the tags after a black flag spell so far.
    flag: Option<String>,
}

impl Context {
    /// The context at the end of a text that is shown already.
    pub(super) fn after(shown: &str) -> Self {
        let mut context = Self::default();
        let near = shown.char_indices().rev().take(NEAR).last();
        let near = near.map_or(shown.len(), |(at, _)| at);
        for c in shown.get(near..).unwrap_or_default().chars() {
            context.push(c);
        }
        context
    }

    /// How many combining marks stand in a row.
    pub(super) fn marks(&self) -> usize {
        self.marks
    }

    /// Whether a hidden character is of use here.
    pub(super) fn wants(&self, kind: Kind, c: char) -> bool {
        let Some(last) = self.last else {
            return false;
        };
        match kind {
            Kind::Joiner => {
                class::is_joining(last)
                    || c == '\u{200d}' && (class::is_emoji(last) || last == '\u{fe0f}')
            }
            Kind::WordEnd => class::is_unspaced(last),
            Kind::Direction => {
                let twice = matches!(last, '\u{61c}' | '\u{200e}' | '\u{200f}');
                !twice && self.since_rtl.is_some_and(|ago| ago < NEAR)
            }
            Kind::Selector => class::has_forms(last, c),
            Kind::Tag => self.flag.as_ref().is_some_and(|so_far| spells(so_far, c)),
            Kind::Useless => false,
        }
    }

    /// A character is shown.
    pub(super) fn push(&mut self, c: char) {
        if c == '\n' {
            *self = Self::default();
            return;
        }
        let selects = matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
        self.marks = if selects || is_combining_mark(c) {
            self.marks + 1
        } else {
            0
        };
        self.since_rtl = if class::is_right_to_left(c) && c != '\u{61c}' {
            Some(0)
        } else {
            self.since_rtl.and_then(|ago| ago.checked_add(1))
        };
        self.flag = match (c, self.flag.take()) {
            ('\u{1f3f4}', _) => Some(String::new()),
            ('\u{e0061}'..='\u{e007a}', Some(mut so_far)) => {
                so_far.extend(letter(c));
                Some(so_far)
            }
            _ => None,
        };
        self.last = Some(c);
    }

    /// A mark stands for what is hidden. Marks on a letter are counted on: they would pile up on it.
    pub(super) fn push_hidden(&mut self) {
        self.flag = None;
        self.last = Some('⟩');
    }
}

/// The letter that a tag stands for.
fn letter(tag: char) -> Option<char> {
    char::from_u32(u32::from(tag).checked_sub(0xe0000)?)
}

/// Whether a tag goes on with the name of a flag, or ends it.
fn spells(so_far: &str, tag: char) -> bool {
    if tag == '\u{e007f}' {
        return FLAGS.contains(&so_far);
    }
    letter(tag).is_some_and(|letter| {
        FLAGS
            .iter()
            .filter_map(|flag| flag.strip_prefix(so_far))
            .any(|rest| rest.starts_with(letter))
    })
}
