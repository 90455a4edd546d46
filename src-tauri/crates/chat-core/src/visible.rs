//! Text of others as it may be shown: what nobody can see, and what turns around or hides the text
//! beside it, becomes a visible mark.
//!
//! What scripts and emoji need stays: joiners in Persian and Indic words and in families of emoji,
//! one variation selector, the flags of England, Scotland and Wales. Each character is judged by
//! those before it alone, so that a growing text keeps what was shown of it. The text itself is
//! never changed: this is only how it is drawn.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_normalization::char::is_combining_mark;

mod class;
mod context;

use class::Class;
use context::Context;

/// Most marks in a row on one letter; no script needs as many.
const MAX_MARKS: usize = 16;

/// A run of hidden characters up to this length is shown one by one, a longer one by its number.
const MAX_NAMED: usize = 3;

/// Appends `text` as it may be shown. Line ends become `\n`, other control characters but tab and
/// what is no character become U+FFFD, hidden characters become `⟨U+202E⟩`, many of them
/// `⟨12 hidden characters⟩`. What was appended before is the text that stands in front.
pub fn push_visible(into: &mut String, text: &str) {
    if !text.chars().any(needs_care) {
        into.push_str(text);
        return;
    }
    let mut hidden = Hidden::default();
    let mut context = Context::after(into);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match judged(&mut context, c) {
            Judged::Kept => {
                hidden.tell(into);
                into.push(c);
            }
            Judged::Hidden => hidden.add(c),
            Judged::NoCharacter => {
                hidden.tell(into);
                context.push('\u{fffd}');
                into.push('\u{fffd}');
            }
            Judged::Control => {
                hidden.tell(into);
                match c {
                    '\r' if chars.peek() == Some(&'\n') => {}
                    '\r' => into.push('\n'),
                    _ => into.push('\u{fffd}'),
                }
            }
        }
    }
    hidden.tell(into);
}

/// `text` as it may be shown, see [`push_visible`].
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(needs_care) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    push_visible(&mut shown, text);
    Cow::Owned(shown)
}

/// `text` as it may be shown, where that is another text.
pub fn other_than(text: &str) -> Option<String> {
    match visible(text) {
        Cow::Borrowed(_) => None,
        Cow::Owned(shown) => (shown != text).then_some(shown),
    }
}

/// `text` without what nobody can see and what is no character, for names and titles, where a mark
/// would be in the way. Control characters stay, as they part words.
pub fn without_hidden(text: &str) -> Cow<'_, str> {
    if !text.chars().any(needs_care) {
        return Cow::Borrowed(text);
    }
    let mut context = Context::default();
    let seen = text.chars().filter(|c| match judged(&mut context, *c) {
        Judged::Kept | Judged::Control => true,
        Judged::Hidden | Judged::NoCharacter => false,
    });
    Cow::Owned(seen.collect())
}

/// How many characters of a text nobody would see.
pub fn count_hidden(text: &str) -> usize {
    if !text.chars().any(needs_care) {
        return 0;
    }
    let mut context = Context::default();
    text.chars()
        .filter(|c| matches!(judged(&mut context, *c), Judged::Hidden))
        .count()
}

/// Longest name of something that another program named, in characters.
const MAX_NAME: usize = 200;

/// What another program calls a model, a provider or a tool, as it may be shown: one line without
/// hidden characters, cut where it is far too long.
pub fn name(text: &str) -> String {
    let near: String = text.chars().take(MAX_NAME * 4).collect();
    let seen = without_hidden(&near);
    let words: Vec<&str> = seen
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let mut name: String = words.join(" ");
    if let Some((cut, _)) = name.char_indices().nth(MAX_NAME) {
        name.truncate(cut);
        name.push('…');
    }
    name
}

/// What becomes of a character.
enum Judged {
    /// It is shown as it is.
    Kept,
    /// Nobody would see it.
    Hidden,
    /// It is a control character.
    Control,
    /// It is no character.
    NoCharacter,
}

fn judged(context: &mut Context, c: char) -> Judged {
    let judged = match Class::of(c) {
        Class::Plain if is_combining_mark(c) && context.marks() >= MAX_MARKS => Judged::Hidden,
        Class::Plain => Judged::Kept,
        Class::Control => Judged::Control,
        Class::NoCharacter => Judged::NoCharacter,
        Class::Hidden(kind) => {
            if context.wants(kind, c) {
                Judged::Kept
            } else {
                Judged::Hidden
            }
        }
    };
    match judged {
        Judged::Kept => context.push(c),
        Judged::Control => context.push(' '),
        // Who draws something in the place of what is no character tells the context so.
        Judged::NoCharacter | Judged::Hidden => context.push_hidden(),
    }
    judged
}

/// Whether a character is not always shown as it is.
fn needs_care(c: char) -> bool {
    !c.is_ascii_graphic()
        && match Class::of(c) {
            Class::Plain => is_combining_mark(c),
            Class::Control | Class::NoCharacter | Class::Hidden(_) => true,
        }
}

/// A run of hidden characters that is not told yet.
#[derive(Default)]
struct Hidden {
    first: Vec<char>,
    count: usize,
}

impl Hidden {
    fn add(&mut self, c: char) {
        if self.first.len() < MAX_NAMED {
            self.first.push(c);
        }
        self.count += 1;
    }

    fn tell(&mut self, into: &mut String) {
        // Writing to a string does not fail.
        if self.count > MAX_NAMED {
            let _ = write!(into, "⟨{} hidden characters⟩", self.count);
        } else {
            for c in &self.first {
                let _ = write!(into, "⟨U+{:04X}⟩", u32::from(*c));
            }
        }
        self.first.clear();
        self.count = 0;
    }
}

#[cfg(test)]
mod tests;
