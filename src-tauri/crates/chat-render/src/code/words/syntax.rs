//! What the scanner of words has to know of a language, as data.

use super::list::Words;

/// A language of words, strings and comments.
#[derive(Debug)]
pub(in crate::code) struct Syntax {
    /// What begins a comment up to the end of the line.
    pub(in crate::code) line_comments: &'static [&'static str],
    /// Whether it does so only at the beginning or after a blank.
    pub(in crate::code) spaced_comments: bool,
    /// The marks around a comment that may span lines.
    pub(in crate::code) block_comment: Option<(&'static str, &'static str)>,
    /// Whether such comments nest.
    pub(in crate::code) nested_comments: bool,
    /// Strings; where two begin alike the longer mark comes first.
    pub(in crate::code) quotes: &'static [Quote],
    /// Words of the language, sorted.
    pub(in crate::code) keywords: Words,
    /// Names of types that are built in, sorted.
    pub(in crate::code) types: Words,
    /// Names of values that are built in, sorted.
    pub(in crate::code) constants: Words,
    /// Whether the lists, in lower case, hold for words in any case.
    pub(in crate::code) any_case: bool,
    /// What a word with a capital letter is.
    pub(in crate::code) capitals: Capitals,
    /// Whether `NAME` is a constant.
    pub(in crate::code) upper_constants: bool,
    /// Whether a word before `(` is a function.
    pub(in crate::code) calls: bool,
    /// Whether `name!` before a bracket is one too.
    pub(in crate::code) macros: bool,
    /// Whether a word after `(` is one, as in Lisp.
    pub(in crate::code) lisp: bool,
    /// Whether `name_t` is a type.
    pub(in crate::code) t_types: bool,
    /// Whether `name:` is a key.
    pub(in crate::code) keys: bool,
    /// Whether a keyword remains one after a point.
    pub(in crate::code) dotted_keywords: bool,
    /// What may begin a word, besides letters and `_`.
    pub(in crate::code) word_starts: &'static [u8],
    /// What may occur within a word, besides letters, digits and `_`.
    pub(in crate::code) word_parts: &'static [u8],
    /// What a variable begins with.
    pub(in crate::code) sigils: &'static [u8],
    /// Whether `:name` is a value.
    pub(in crate::code) symbols: bool,
    /// Whether `@name` is an annotation.
    pub(in crate::code) annotations: bool,
    /// What begins an attribute, which goes on to its `]`.
    pub(in crate::code) attributes: &'static [&'static str],
    /// Whether a line that begins with `#` is for the preprocessor.
    pub(in crate::code) directives: bool,
    /// Whether `/…/` can be a regular expression.
    pub(in crate::code) regex: bool,
    /// Whether markup may stand for an expression.
    pub(in crate::code) jsx: Jsx,
    /// Whether `'` may also begin a name, so that only `'x'` is a character.
    pub(in crate::code) lifetimes: bool,
    /// Whether `'` may separate digits.
    pub(in crate::code) quoted_digits: bool,
    /// What begins a text that ends at a line with its name.
    pub(in crate::code) heredocs: &'static [&'static str],
}

/// What a word with a capital letter is, where nothing else says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::code) enum Capitals {
    /// A word like others.
    Nothing,
    /// A type, also before `(`.
    Types,
    /// A type, but before `(` a function.
    TypesAndCalls,
    /// A command, where a `-` is in it.
    Commands,
}

/// Where JSX may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::code) enum Jsx {
    /// Nowhere.
    No,
    /// Before any operand.
    Yes,
    /// As before, unless it can be a type's parameters.
    Guarded,
}

/// A kind of string.
#[derive(Debug)]
pub(in crate::code) struct Quote {
    /// Words one of which must stand directly before it; none if empty.
    pub(in crate::code) before: &'static [&'static str],
    /// What begins it.
    pub(in crate::code) open: &'static str,
    /// What ends it.
    pub(in crate::code) close: &'static str,
    /// What takes the meaning from the next character; 0 for nothing.
    pub(in crate::code) escape: u8,
    /// Whether it may span lines.
    pub(in crate::code) lines: bool,
    /// Whether `#` may stand around it, as many before as after.
    pub(in crate::code) hashes: bool,
    /// What code there may be in it.
    pub(in crate::code) inside: Inside,
}

/// What code there may be in a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::code) enum Inside {
    /// None.
    Nothing,
    /// `${code}`.
    Template,
    /// `$name` and `${code}`.
    Dollar,
    /// `{code}`, where `{{` is a brace.
    Brace,
    /// `#{code}`.
    Hash,
    /// `\(code)`.
    Paren,
}

impl Quote {
    /// A string of one line with `\` as its escape.
    pub(in crate::code) const fn line(mark: &'static str) -> Self {
        Self {
            before: &[],
            open: mark,
            close: mark,
            escape: b'\\',
            lines: false,
            hashes: false,
            inside: Inside::Nothing,
        }
    }

    /// A string of many lines with `\` as its escape.
    pub(in crate::code) const fn lines(mark: &'static str) -> Self {
        let mut quote = Self::line(mark);
        quote.lines = true;
        quote
    }

    /// Without escapes.
    pub(in crate::code) const fn raw(mut self) -> Self {
        self.escape = 0;
        self
    }

    /// With a word before it.
    pub(in crate::code) const fn after(mut self, before: &'static [&'static str]) -> Self {
        self.before = before;
        self
    }

    /// With code in it.
    pub(in crate::code) const fn with(mut self, inside: Inside) -> Self {
        self.inside = inside;
        self
    }

    /// With another end.
    pub(in crate::code) const fn to(mut self, close: &'static str) -> Self {
        self.close = close;
        self
    }

    /// With `#` around it.
    pub(in crate::code) const fn hashed(mut self) -> Self {
        self.hashes = true;
        self
    }
}

impl Syntax {
    /// A language without anything; the others are said as what they have more.
    pub(in crate::code) const EMPTY: Self = Self {
        line_comments: &[],
        spaced_comments: false,
        block_comment: None,
        nested_comments: false,
        quotes: &[],
        keywords: Words::of(&[]),
        types: Words::of(&[]),
        constants: Words::of(&[]),
        any_case: false,
        capitals: Capitals::Types,
        upper_constants: true,
        calls: true,
        macros: false,
        lisp: false,
        t_types: false,
        keys: false,
        dotted_keywords: false,
        word_starts: &[],
        word_parts: &[],
        sigils: &[],
        symbols: false,
        annotations: false,
        attributes: &[],
        directives: false,
        regex: false,
        jsx: Jsx::No,
        lifetimes: false,
        quoted_digits: false,
        heredocs: &[],
    };

    /// Comments and strings as in C.
    pub(in crate::code) const C_LIKE: Self = Self {
        line_comments: &["//"],
        block_comment: Some(("/*", "*/")),
        quotes: &[Quote::line("\""), Quote::line("'")],
        ..Self::EMPTY
    };

    /// Comments and strings as in a shell.
    pub(in crate::code) const HASH_LIKE: Self = Self {
        line_comments: &["#"],
        quotes: &[Quote::line("\""), Quote::line("'")],
        ..Self::EMPTY
    };
}
