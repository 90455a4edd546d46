//! What a word is, by the language's lists and by what stands around it.

use super::{Before, Capitals, Scanner, Words};
use crate::code::scan::{byte, in_word, skip};
use chat_core::blocks::TokenKind;

/// Keywords after which a function is named.
static FUNCTION_NEXT: Words = Words::of(&[
    "def",
    "defmacro",
    "defn",
    "defp",
    "defun",
    "fn",
    "fun",
    "func",
    "function",
    "macro",
    "proc",
    "procedure",
    "sub",
]);

/// Keywords after which a type is named.
static TYPE_NEXT: Words = Words::of(&[
    "actor",
    "class",
    "contract",
    "data",
    "defmodule",
    "defstruct",
    "enum",
    "extends",
    "extension",
    "implements",
    "interface",
    "message",
    "newtype",
    "object",
    "protocol",
    "record",
    "service",
    "struct",
    "trait",
    "type",
    "typealias",
    "union",
]);

/// Longest word that is looked up.
const MAX_WORD: usize = 32;

impl Scanner<'_, '_> {
    pub(super) fn word(&mut self) {
        let start = self.at;
        let parts = self.syntax.word_parts;
        let mut end = skip(self.bytes, start + 1, |b| in_word(b) || parts.contains(&b));
        let word = self.pen.text(start, end);
        let next = byte(self.bytes, end);
        if matches!(next, b'"' | b'\'' | b'`' | b'#') && self.quote_start(word, end) {
            return;
        }
        let before = std::mem::replace(&mut self.before, Before::Operand);
        let kind = self.known(word, before).or_else(|| {
            let called = self.syntax.calls && next == b'(';
            match before {
                Before::FunctionNext => Some(TokenKind::Function),
                Before::TypeNext => Some(TokenKind::Type),
                Before::Paren if self.syntax.lisp => Some(TokenKind::Function),
                Before::Nothing
                | Before::Operand
                | Before::Operator
                | Before::Dot
                | Before::Paren => {
                    if self.is_macro(end) {
                        end += 1;
                        return Some(TokenKind::Function);
                    }
                    self.by_shape(word, before, called)
                }
            }
        });
        let kind = kind.or_else(|| {
            let key = self.syntax.keys && next == b':' && byte(self.bytes, end + 1) != b':';
            key.then_some(TokenKind::Property)
        });
        match kind {
            Some(kind) => self.token(start, end, kind),
            None => self.at = end,
        }
    }

    /// What the language's lists say.
    fn known(&mut self, word: &str, before: Before) -> Option<TokenKind> {
        if word.len() > MAX_WORD {
            return None;
        }
        let lower = self.syntax.any_case.then(|| word.to_ascii_lowercase());
        let word = lower.as_deref().unwrap_or(word);
        let dotted = before == Before::Dot && !self.syntax.dotted_keywords;
        if !dotted && self.syntax.keywords.has(word) {
            self.before = if FUNCTION_NEXT.has(word) {
                Before::FunctionNext
            } else if TYPE_NEXT.has(word) {
                Before::TypeNext
            } else {
                Before::Operator
            };
            Some(TokenKind::Keyword)
        } else if !dotted && self.syntax.constants.has(word) {
            Some(TokenKind::Constant)
        } else if self.syntax.types.has(word) {
            Some(TokenKind::Type)
        } else {
            None
        }
    }

    fn is_macro(&self, end: usize) -> bool {
        self.syntax.macros
            && byte(self.bytes, end) == b'!'
            && matches!(byte(self.bytes, end + 1), b'(' | b'[' | b'{' | b' ')
    }

    /// What a word's letters say.
    fn by_shape(&self, word: &str, before: Before, called: bool) -> Option<TokenKind> {
        let first = byte(word.as_bytes(), 0);
        let upper = first.is_ascii_uppercase();
        let function = called.then_some(TokenKind::Function);
        if self.syntax.t_types && word.ends_with("_t") {
            return Some(TokenKind::Type);
        }
        if !upper {
            return function;
        }
        let all_upper = word.len() > 1 && !word.bytes().any(|b| b.is_ascii_lowercase());
        if all_upper && self.syntax.upper_constants && !called {
            return Some(TokenKind::Constant);
        }
        match self.syntax.capitals {
            Capitals::Nothing => function,
            Capitals::Commands => function.or(word.contains('-').then_some(TokenKind::Function)),
            Capitals::Types if called && before == Before::Dot => function,
            // A member or a name after its type has a capital letter too.
            Capitals::TypesAndCalls
                if called || matches!(before, Before::Dot | Before::Operand) =>
            {
                function
            }
            Capitals::Types | Capitals::TypesAndCalls => Some(TokenKind::Type),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        for words in [&FUNCTION_NEXT, &TYPE_NEXT] {
            assert!(words.list().is_sorted(), "{words:?}");
        }
    }
}
