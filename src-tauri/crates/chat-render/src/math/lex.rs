//! Reads the words of a formula's source.
//!
//! Never fails: what is no word is a character. Must not know what words mean.

/// A word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'s> {
    /// `\name`, without the backslash: letters, or one other character.
    Command(&'s str),
    /// `{`
    Open,
    /// `}`
    Close,
    /// `^`
    Above,
    /// `_`
    Below,
    /// `&`
    Align,
    /// Any other character but white space.
    Char(&'s str),
}

/// What is still to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input<'s> {
    rest: &'s str,
}

impl<'s> Input<'s> {
    pub(super) fn new(rest: &'s str) -> Self {
        Self { rest }
    }

    /// The next word, after white space and comments.
    pub(super) fn next(&mut self) -> Option<Token<'s>> {
        self.skip_space();
        let (first, after) = split_char(self.rest)?;
        self.rest = after;
        Some(match first {
            "\\" => self.command(),
            "{" => Token::Open,
            "}" => Token::Close,
            "^" => Token::Above,
            "_" => Token::Below,
            "&" => Token::Align,
            c => Token::Char(c),
        })
    }

    /// The next word, which stays.
    pub(super) fn peek(&self) -> Option<Token<'s>> {
        self.clone().next()
    }

    /// Takes the next word if it is this one.
    pub(super) fn take(&mut self, wanted: Token<'_>) -> bool {
        let mut after = *self;
        let is = after.next() == Some(wanted);
        if is {
            *self = after;
        }
        is
    }

    /// The name of a command whose backslash is read. A lone one at the end is a space.
    fn command(&mut self) -> Token<'s> {
        let letters = self.while_(|c| c.is_ascii_alphabetic());
        if !letters.is_empty() {
            return Token::Command(letters);
        }
        let Some((name, after)) = split_char(self.rest) else {
            return Token::Command(" ");
        };
        self.rest = after;
        Token::Command(if name.trim().is_empty() { " " } else { name })
    }

    /// The text that follows at once, as long as its characters are wanted.
    pub(super) fn while_(&mut self, mut wanted: impl FnMut(char) -> bool) -> &'s str {
        let end = self.rest.find(|c| !wanted(c)).unwrap_or(self.rest.len());
        let (text, after) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = after;
        text
    }

    /// Whether a digit follows at once.
    pub(super) fn digit_follows(&self) -> bool {
        self.rest.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Takes text that follows at once.
    pub(super) fn take_text(&mut self, wanted: &str) -> bool {
        let after = self.rest.strip_prefix(wanted);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Everything up to the brace that closes one already read, which is taken as well.
    pub(super) fn group(&mut self) -> Option<&'s str> {
        self.until('}')
    }

    /// `[…]`, if it comes next.
    pub(super) fn bracket(&mut self) -> Option<&'s str> {
        let mut after = *self;
        if after.next() != Some(Token::Char("[")) {
            return None;
        }
        let text = after.until(']')?;
        *self = after;
        Some(text)
    }

    /// The text before `end`, outside of braces.
    fn until(&mut self, end: char) -> Option<&'s str> {
        let mut depth = 0_u32;
        let mut escaped = false;
        for (at, c) in self.rest.char_indices() {
            if escaped {
                escaped = false;
                continue;
            }
            match c {
                '\\' => escaped = true,
                c if c == end && depth == 0 => {
                    let (text, after) = self.rest.split_at_checked(at)?;
                    self.rest = after.get(1..)?;
                    return Some(text);
                }
                '{' => depth += 1,
                '}' => depth = depth.checked_sub(1)?,
                _ => {}
            }
        }
        None
    }

    /// A `%` begins a comment only after a space and where a line ends after it: elsewhere it is a
    /// sign that somebody forgot to escape.
    pub(super) fn skip_space(&mut self) {
        let mut after_space = false;
        loop {
            let trimmed = self.rest.trim_start();
            after_space |= trimmed.len() < self.rest.len();
            self.rest = trimmed;
            let comment = trimmed.strip_prefix('%').and_then(|c| c.split_once('\n'));
            match comment {
                Some((_, after)) if after_space => self.rest = after,
                Some(_) | None => return,
            }
        }
    }
}

/// The first character and what follows it.
fn split_char(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    text.split_at_checked(first.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<Token<'_>> {
        let mut input = Input::new(source);
        std::iter::from_fn(|| input.next()).collect()
    }

    #[test]
    fn words_are_commands_marks_and_characters() {
        let read = words("\\frac12 {a}_\\% é^\\\\& % gone\n\\ x\\");
        let wanted = [
            Token::Command("frac"),
            Token::Char("1"),
            Token::Char("2"),
            Token::Open,
            Token::Char("a"),
            Token::Close,
            Token::Below,
            Token::Command("%"),
            Token::Char("é"),
            Token::Above,
            Token::Command("\\"),
            Token::Align,
            Token::Command(" "),
            Token::Char("x"),
            Token::Command(" "),
        ];
        assert_eq!(read, wanted);
        for sign in ["5%", "5 %", "5%\n"] {
            assert_eq!(words(sign), [Token::Char("5"), Token::Char("%")]);
        }
    }

    #[test]
    fn groups_end_at_their_own_brace() {
        let mut input = Input::new("a{b}\\}c} d");
        assert_eq!(input.group(), Some("a{b}\\}c"));
        assert_eq!(input.next(), Some(Token::Char("d")));
        assert_eq!(Input::new("{a}").group(), None);
        let mut input = Input::new(" [a{]}]b");
        assert_eq!(input.bracket(), Some("a{]}"));
        assert_eq!(input.bracket(), None);
        assert_eq!(input.next(), Some(Token::Char("b")));
    }
}
