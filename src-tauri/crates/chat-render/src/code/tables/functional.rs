//! Functional languages. Data only.

use crate::code::words::{Capitals, Inside, Quote, Syntax, Words};

/// Haskell.
pub(in crate::code) static HASKELL: Syntax = Syntax {
    line_comments: &["--"],
    block_comment: Some(("{-", "-}")),
    nested_comments: true,
    quotes: &[Quote::line("\"")],
    keywords: Words::of(&[
        "as", "case", "class", "data", "default", "deriving", "do", "else", "family",
        "forall", "foreign", "hiding", "if", "import", "in", "infix", "infixl", "infixr",
        "instance", "let", "mdo", "module", "newtype", "of", "qualified", "rec", "then",
        "type", "where",
    ]),
    constants: Words::of(&["False", "True"]),
    word_parts: b"'",
    lifetimes: true,
    upper_constants: false,
    ..Syntax::EMPTY
};

/// OCaml and F#.
pub(in crate::code) static OCAML: Syntax = Syntax {
    line_comments: &["//"],
    block_comment: Some(("(*", "*)")),
    nested_comments: true,
    quotes: &[
        Quote::lines("\"\"\""),
        Quote::lines("\""),
        Quote::line("$\"").to("\"").with(Inside::Brace),
    ],
    keywords: Words::of(&[
        "abstract", "and", "as", "asr", "assert", "async", "begin", "class", "constraint",
        "default", "do", "done", "downto", "elif", "else", "end", "exception", "external",
        "for", "fun", "function", "functor", "if", "in", "include", "inherit", "inherits",
        "initializer", "inline", "interface", "land", "lazy", "let", "lor", "lsl", "lsr",
        "lxor", "match", "member", "method", "mod", "module", "mutable", "namespace", "new",
        "nonrec", "object", "of", "open", "or", "override", "private", "rec", "return",
        "sig", "static", "struct", "then", "to", "try", "type", "upcast", "use", "val",
        "virtual", "when", "while", "with", "yield",
    ]),
    types: Words::of(&[
        "array", "bool", "char", "float", "int", "list", "option", "string", "unit",
    ]),
    constants: Words::of(&["None", "Some", "false", "null", "true"]),
    word_parts: b"'",
    lifetimes: true,
    upper_constants: false,
    ..Syntax::EMPTY
};

/// Elixir and Erlang.
pub(in crate::code) static ELIXIR: Syntax = Syntax {
    quotes: &[
        Quote::lines("\"\"\"").with(Inside::Hash),
        Quote::lines("\"").with(Inside::Hash),
        Quote::line("'"),
    ],
    keywords: Words::of(&[
        "after", "alias", "and", "case", "catch", "cond", "def", "defdelegate",
        "defexception", "defguard", "defimpl", "defmacro", "defmacrop", "defmodule", "defp",
        "defprotocol", "defstruct", "do", "else", "end", "fn", "for", "if", "import", "in",
        "not", "or", "quote", "raise", "receive", "require", "rescue", "super", "throw",
        "try", "unless", "unquote", "use", "when", "with",
    ]),
    constants: Words::of(&["__MODULE__", "false", "nil", "true"]),
    word_parts: b"?!",
    symbols: true,
    keys: true,
    annotations: true,
    ..Syntax::HASH_LIKE
};

/// Lisp, Scheme and Clojure.
pub(in crate::code) static LISP: Syntax = Syntax {
    line_comments: &[";"],
    block_comment: Some(("#|", "|#")),
    nested_comments: true,
    quotes: &[Quote::lines("\"")],
    keywords: Words::of(&[
        "and", "begin", "case", "catch", "cond", "def", "defclass", "define",
        "define-syntax", "defmacro", "defmethod", "defmulti", "defn", "defn-",
        "defparameter", "defprotocol", "defrecord", "defun", "defvar", "do", "doseq",
        "dotimes", "else", "finally", "fn", "for", "if", "if-let", "import", "in-ns",
        "lambda", "let", "let*", "letrec", "loop", "not", "ns", "or", "progn", "quote",
        "recur", "require", "return", "set!", "setf", "setq", "throw", "try", "unless",
        "use", "when", "when-let", "while",
    ]),
    constants: Words::of(&["false", "nil", "t", "true"]),
    capitals: Capitals::Nothing,
    upper_constants: false,
    calls: false,
    lisp: true,
    word_starts: b"*+-/<>=!?",
    word_parts: b"-*+/<>=!?.%&",
    symbols: true,
    ..Syntax::EMPTY
};
