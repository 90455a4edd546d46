//! Answers that were drawn, by their text, so that none is drawn again while a person goes to and
//! fro between chats, versions and pages. Must not know conversations.

use crate::render;
use chat_core::blocks::Drawn;
use std::collections::HashMap;

/// How many bytes are held, texts and drawings together.
pub const MAX_HELD: usize = 8 * 1024 * 1024;
/// A larger one would push out too much of the rest.
const MAX_EACH: usize = MAX_HELD / 8;
/// What holding one takes beside its bytes, about.
const AROUND_EACH: usize = 128;

/// The tree of a whole text as the page gets it.
pub fn draw(markdown: &str) -> Drawn {
    Drawn::of(&render(markdown))
}

/// What was drawn lately. The whole text is the key: no other text is ever taken for it.
#[derive(Debug, Default)]
pub struct Drawings {
    /// What was wanted since the older ones were set aside; at most half of all.
    young: Held,
    /// What goes when the young ones have filled their half, unless it is wanted before.
    old: Held,
    forgotten: u64,
}

/// When a text was read: what was read before a forgetting is not kept after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since(u64);

impl Drawings {
    /// To be asked before a text is read from where it may be deleted.
    pub fn since(&self) -> Since {
        Since(self.forgotten)
    }

    /// The drawing of a text, if it is held.
    pub fn of(&mut self, text: &str) -> Option<Drawn> {
        if let Some(drawn) = self.young.by_text.get(text) {
            return Some(drawn.clone());
        }
        let (text, drawn) = self.old.take(text)?;
        self.put(text, drawn.clone());
        Some(drawn)
    }

    /// Holds a drawing, unless something was forgotten since its text was read.
    pub fn keep(&mut self, text: &str, drawn: &Drawn, since: Since) {
        if since == self.since() && bytes(text, drawn) <= MAX_EACH {
            self.put(text.into(), drawn.clone());
        }
    }

    /// Lets go of everything.
    pub fn forget(&mut self) {
        *self = Self {
            forgotten: self.forgotten.wrapping_add(1),
            ..Self::default()
        };
    }

    /// How many bytes are held.
    pub fn held(&self) -> usize {
        self.young.bytes + self.old.bytes
    }

    fn put(&mut self, text: Box<str>, drawn: Drawn) {
        if self.young.bytes + bytes(&text, &drawn) > MAX_HELD / 2 {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.put(text, drawn);
    }
}

#[derive(Debug, Default)]
struct Held {
    by_text: HashMap<Box<str>, Drawn>,
    bytes: usize,
}

impl Held {
    fn put(&mut self, text: Box<str>, drawn: Drawn) {
        // Two may have drawn the same text at once.
        self.take(&text);
        self.bytes += bytes(&text, &drawn);
        self.by_text.insert(text, drawn);
    }

    fn take(&mut self, text: &str) -> Option<(Box<str>, Drawn)> {
        let (text, drawn) = self.by_text.remove_entry(text)?;
        self.bytes -= bytes(&text, &drawn);
        Some((text, drawn))
    }
}

fn bytes(text: &str, drawn: &Drawn) -> usize {
    text.len() + drawn.json().len() + AROUND_EACH
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(drawings: &mut Drawings, text: &str) -> Drawn {
        let drawn = draw(text);
        drawings.keep(text, &drawn, drawings.since());
        drawn
    }

    #[test]
    fn a_text_is_drawn_once_and_no_other_is_taken_for_it() {
        let mut drawings = Drawings::default();
        let one = kept(&mut drawings, "*one*");
        assert!(drawings.of("*one*").unwrap().is_same(&one));
        assert_eq!(drawings.of("*One*"), None);
        assert_eq!(drawings.of(""), None);
        kept(&mut drawings, "*two*");
        assert_eq!(drawings.of("*two*").unwrap(), draw("*two*"));
        assert!(drawings.of("*one*").unwrap().is_same(&one));
    }

    #[test]
    fn what_is_held_is_bounded_and_what_is_wanted_stays_longest() {
        let mut drawings = Drawings::default();
        let wanted = kept(&mut drawings, "wanted");
        let words = "word ".repeat(20_000);
        let drawn = draw(&words);
        for n in 0..200 {
            let text = format!("{n} {words}");
            drawings.keep(&text, &drawn, drawings.since());
            // Two may have drawn it at once.
            drawings.keep(&text, &drawn, drawings.since());
            assert!(drawings.held() <= MAX_HELD, "{}", drawings.held());
            assert!(drawings.of("wanted").unwrap().is_same(&wanted), "{n}");
        }
        assert!(drawings.held() > MAX_HELD / 4);
        assert_eq!(drawings.of(&format!("0 {words}")), None);
    }

    #[test]
    fn short_ones_count_for_what_they_take() {
        let mut drawings = Drawings::default();
        let drawn = draw("short");
        for n in 0..100_000 {
            drawings.keep(&n.to_string(), &drawn, drawings.since());
        }
        let count = drawings.young.by_text.len() + drawings.old.by_text.len();
        assert!(count <= MAX_HELD / AROUND_EACH, "{count}");
    }

    #[test]
    fn a_huge_one_is_not_held() {
        let mut drawings = Drawings::default();
        kept(&mut drawings, &"word ".repeat(MAX_EACH / 5));
        assert_eq!(drawings.held(), 0);
    }

    #[test]
    fn nothing_outlives_a_forgetting_not_even_what_was_being_drawn() {
        let mut drawings = Drawings::default();
        kept(&mut drawings, "kept");
        let before = drawings.since();
        drawings.forget();
        assert_eq!((drawings.of("kept"), drawings.held()), (None, 0));
        drawings.keep("late", &draw("late"), before);
        assert_eq!(drawings.held(), 0);
        kept(&mut drawings, "new");
        assert!(drawings.of("new").is_some());
    }
}
