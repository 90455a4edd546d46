//! Shell: commands and their words, strings, substitutions, heredocs; and sessions with prompts.

use super::frame::{Frame, Stack};
use super::pen::Pen;
use super::scan::{byte, has, in_word, is_blank, skip, skip_blank, starts_word, text};
use chat_core::blocks::TokenKind;

/// What kind of line it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Commands.
    Shell,
    /// Words only.
    Arguments,
    /// A recipe of a Makefile, where `$(name)` is a variable.
    Make,
    /// Words of a Makefile.
    MakeArguments,
}

/// Words after which a command follows, sorted.
const OPENERS: &[&str] = &[
    "!", "do", "done", "elif", "else", "esac", "fi", "if", "then", "until", "while", "{", "}",
];

/// Words after which something else follows, sorted.
const KEYWORDS: &[&str] = &[
    "[", "[[", "break", "case", "continue", "export", "for", "function", "local", "readonly",
    "return", "select", "set", "unset",
];

/// Commands that run another one, sorted.
const RUNNERS: &[&str] = &["env", "exec", "nohup", "sudo", "time", "xargs"];

/// Longest name of a heredoc.
const MAX_TAG: usize = 40;

/// Scans a line of a session: what has a prompt is a command, all else is output.
pub(super) fn session(stack: &mut Stack, pen: &mut Pen<'_>) {
    let bytes = pen.bytes();
    if stack.top().is_none() {
        let start = skip_blank(bytes, 0);
        let user = skip(bytes, start, |b| !is_blank(b) && !matches!(b, b'$' | b'%'));
        let named = text(bytes, start, user).contains(['@', ':', '~']);
        let end = if named || byte(bytes, start) == b'(' {
            user
        } else {
            start
        };
        let prompt = matches!(byte(bytes, end), b'$' | b'%' | b'#' | b'>')
            && (is_blank(byte(bytes, end + 1)) || end + 1 == bytes.len());
        if !prompt {
            pen.rest(None);
            return;
        }
        pen.plain(end + 1);
    }
    line(Dialect::Shell, stack, pen);
}

/// Scans what is readable of a line.
pub(super) fn line(dialect: Dialect, stack: &mut Stack, pen: &mut Pen<'_>) {
    let mut command = matches!(dialect, Dialect::Shell | Dialect::Make);
    if let Some(Frame::Command { argument }) = stack.top() {
        command = !*argument;
        stack.pop();
    }
    let bytes = pen.bytes();
    let mut scanner = Scanner {
        bytes,
        at: pen.at(),
        make: matches!(dialect, Dialect::Make | Dialect::MakeArguments),
        stack,
        pen,
        command,
        assigning: false,
        in_next: false,
        testing: false,
        heredoc: None,
    };
    scanner.run();
}

#[derive(Debug)]
struct Scanner<'s, 'l> {
    bytes: &'l [u8],
    at: usize,
    make: bool,
    stack: &'s mut Stack,
    pen: &'s mut Pen<'l>,
    /// Whether the next word is a command.
    command: bool,
    /// Whether the value of a variable is being read.
    assigning: bool,
    /// Whether `in` is a word of the language.
    in_next: bool,
    /// Whether `]` is a word of the language.
    testing: bool,
    heredoc: Option<Frame>,
}

impl Scanner<'_, '_> {
    fn run(&mut self) {
        while self.at < self.bytes.len() {
            match self.stack.top() {
                Some(Frame::Value { quote }) => self.string(*quote),
                Some(Frame::Heredoc { .. }) => self.heredoc_line(),
                Some(_) | None => self.code(),
            }
        }
        self.pen.rest(None);
        if let Some(heredoc) = self.heredoc.take() {
            self.stack.push(heredoc);
        }
    }

    fn token(&mut self, end: usize, kind: TokenKind) {
        self.pen.plain(self.at);
        self.pen.token(end, kind);
        self.at = end;
    }

    fn code(&mut self) {
        let b = byte(self.bytes, self.at);
        match b {
            _ if is_blank(b) => {
                self.at = skip_blank(self.bytes, self.at);
                self.assigning = false;
            }
            b'#' if self.at == 0 || is_blank(byte(self.bytes, self.at - 1)) => {
                self.token(self.bytes.len(), TokenKind::Comment);
            }
            b'"' | b'\'' => {
                self.token(self.at + 1, TokenKind::String);
                self.stack.push(Frame::Value { quote: b });
                self.named();
            }
            b'$' => self.variable(),
            b'\\' if self.at + 1 == self.bytes.len() => {
                self.at += 1;
                let argument = !self.command;
                self.stack.push(Frame::Command { argument });
            }
            b'\\' => {
                self.at += 2;
                self.named();
            }
            b'<' if has(self.bytes, self.at, "<<") => self.heredoc_start(),
            b'<' | b'>' => {
                self.at = skip(self.bytes, self.at, |b| matches!(b, b'<' | b'>' | b'&'));
                self.command = false;
            }
            b';' | b'|' | b'&' | b'`' | b'(' => self.operator(b),
            b')' => {
                self.at += 1;
                self.command = true;
                self.close();
            }
            _ => self.word(),
        }
    }

    /// Notes that something of the current command was read.
    fn named(&mut self) {
        if !self.assigning {
            self.command = false;
        }
    }

    fn operator(&mut self, b: u8) {
        self.at += 1;
        self.command = true;
        self.assigning = false;
        if b == b'('
            && let Some(Frame::Code { open, .. }) = self.stack.top_mut()
        {
            *open = open.saturating_add(1);
        }
    }

    fn close(&mut self) {
        let Some(Frame::Code { open, .. }) = self.stack.top_mut() else {
            return;
        };
        if *open > 0 {
            *open -= 1;
        } else {
            self.pen.plain(self.at);
            self.stack.pop();
            self.command = false;
        }
    }

    fn word(&mut self) {
        let end = skip(self.bytes, self.at + 1, |b| {
            !is_blank(b)
                && !matches!(
                    b,
                    b';' | b'|'
                        | b'&'
                        | b'('
                        | b')'
                        | b'<'
                        | b'>'
                        | b'"'
                        | b'\''
                        | b'$'
                        | b'`'
                        | b'\\'
                )
        });
        let word = text(self.bytes, self.at, end);
        let name = skip(self.bytes, self.at, in_word);
        let assigns = byte(self.bytes, name) == b'='
            || (byte(self.bytes, name) == b'+' && byte(self.bytes, name + 1) == b'=');
        if name > self.at && name < end && assigns && !self.assigning {
            self.token(name, TokenKind::Variable);
            self.at = skip(self.bytes, name, |b| matches!(b, b'+' | b'='));
            self.assigning = true;
        } else if self.assigning {
            self.at = end;
        } else if self.command {
            self.command_word(word, end);
        } else if self.in_next && word == "in" {
            self.in_next = false;
            self.token(end, TokenKind::Keyword);
        } else if self.testing && matches!(word, "]" | "]]") {
            self.token(end, TokenKind::Keyword);
        } else if word.starts_with('-') && word.len() > 1 {
            let end = skip(self.bytes, self.at, |b| in_word(b) || b == b'-');
            self.token(end, TokenKind::Attribute);
            self.assigning = byte(self.bytes, end) == b'=';
            self.at += usize::from(self.assigning);
        } else {
            self.at = end;
        }
    }

    fn command_word(&mut self, word: &str, end: usize) {
        let is = |list: &[&str]| list.binary_search(&word).is_ok();
        if is(OPENERS) {
            self.token(end, TokenKind::Keyword);
            return;
        }
        // A pattern of `case`.
        if byte(self.bytes, end) == b')' && !matches!(self.stack.top(), Some(Frame::Code { .. })) {
            self.at = end;
            return;
        }
        self.command = is(RUNNERS);
        self.testing = word.starts_with('[');
        self.in_next = matches!(word, "for" | "case" | "select");
        let kind = if is(KEYWORDS) {
            TokenKind::Keyword
        } else {
            TokenKind::Function
        };
        self.token(end, kind);
    }

    fn variable(&mut self) {
        let next = byte(self.bytes, self.at + 1);
        let end = match next {
            b'(' if !self.make => {
                self.at += 2;
                self.pen.plain(self.at);
                self.stack.push(Frame::Code {
                    close: b')',
                    open: 0,
                });
                self.command = true;
                self.assigning = false;
                return;
            }
            // A prompt.
            _ if is_blank(next) && self.command => {
                self.at += 1;
                return;
            }
            _ => self.variable_end(),
        };
        self.token(end, TokenKind::Variable);
        self.named();
    }

    fn variable_end(&self) -> usize {
        let next = self.at + 1;
        let closed = |close: u8| {
            let end = skip(self.bytes, next, |b| b != close);
            (end + 1).min(self.bytes.len())
        };
        match byte(self.bytes, next) {
            b'{' => closed(b'}'),
            b'(' if self.make => closed(b')'),
            b if starts_word(b) => skip(self.bytes, next, in_word),
            b if b.is_ascii_digit()
                || matches!(
                    b,
                    b'@' | b'*' | b'#' | b'?' | b'$' | b'!' | b'-' | b'<' | b'^'
                ) =>
            {
                next + 1
            }
            _ => next,
        }
    }

    fn string(&mut self, quote: u8) {
        let double = quote == b'"';
        let mut at = self.at;
        while at < self.bytes.len() {
            match byte(self.bytes, at) {
                b if b == quote => {
                    self.at = at + 1;
                    self.pen.token(self.at, TokenKind::String);
                    self.stack.pop();
                    return;
                }
                b'\\' if double => at += 1,
                b'$' if double => {
                    self.pen.token(at, TokenKind::String);
                    self.at = at;
                    if self.variable_end() > at + 1 || byte(self.bytes, at + 1) == b'(' {
                        self.variable();
                        return;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        self.at = self.bytes.len();
        self.pen.token(self.at, TokenKind::String);
    }

    fn heredoc_start(&mut self) {
        let mut name = self.at + 2;
        let indented = byte(self.bytes, name) == b'-';
        name = skip_blank(self.bytes, name + usize::from(indented));
        let quoted = matches!(byte(self.bytes, name), b'"' | b'\'');
        name += usize::from(quoted);
        let end = skip(self.bytes, name, in_word);
        if !starts_word(byte(self.bytes, name)) || end - name > MAX_TAG {
            self.at = skip(self.bytes, self.at, |b| b == b'<');
            return;
        }
        self.heredoc = Some(Frame::Heredoc {
            tag: text(self.bytes, name, end).into(),
            indented,
        });
        let end = end + usize::from(quoted);
        self.token(end.min(self.bytes.len()), TokenKind::String);
    }

    fn heredoc_line(&mut self) {
        let Some(Frame::Heredoc { tag, indented }) = self.stack.top() else {
            return;
        };
        let start = if *indented {
            skip_blank(self.bytes, self.at)
        } else {
            self.at
        };
        let ends = self.bytes.get(start..) == Some(tag.as_bytes());
        self.at = self.bytes.len();
        self.pen.token(self.at, TokenKind::String);
        if ends {
            self.stack.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        for list in [OPENERS, KEYWORDS, RUNNERS] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
