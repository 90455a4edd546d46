//! Languages of scripts. Data only.

use crate::code::words::{Capitals, Inside, Quote, Syntax, Words};

/// What stands before a string of Python with code in it.
const FORMATTED: &[&str] = &["f", "F", "rf", "fr", "Rf", "fR", "t"];

/// What else stands before a string of Python.
const PLAIN: &[&str] = &["r", "R", "b", "B", "br", "rb", "Rb", "bR", "u", "U"];

/// Python.
pub(in crate::code) static PYTHON: Syntax = Syntax {
    quotes: &[
        Quote::lines("'''"),
        Quote::lines("'''").with(Inside::Brace).after(FORMATTED),
        Quote::lines("'''").after(PLAIN),
        Quote::lines("\"\"\""),
        Quote::lines("\"\"\"").with(Inside::Brace).after(FORMATTED),
        Quote::lines("\"\"\"").after(PLAIN),
        Quote::line("'"),
        Quote::line("'").with(Inside::Brace).after(FORMATTED),
        Quote::line("'").after(PLAIN),
        Quote::line("\""),
        Quote::line("\"").with(Inside::Brace).after(FORMATTED),
        Quote::line("\"").after(PLAIN),
    ],
    keywords: Words::of(&[
        "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
        "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in",
        "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
        "with", "yield",
    ]),
    types: Words::of(&[
        "bool", "bytearray", "bytes", "complex", "dict", "float", "frozenset", "int",
        "list", "object", "set", "str", "tuple",
    ]),
    constants: Words::of(&["Ellipsis", "False", "None", "NotImplemented", "True"]),
    annotations: true,
    ..Syntax::HASH_LIKE
};

/// Ruby.
pub(in crate::code) static RUBY: Syntax = Syntax {
    spaced_comments: true,
    quotes: &[
        Quote::lines("\"").with(Inside::Hash),
        Quote::lines("'"),
        Quote::lines("`").with(Inside::Hash),
    ],
    keywords: Words::of(&[
        "alias", "and", "attr_accessor", "attr_reader", "attr_writer", "begin", "break",
        "case", "class", "def", "defined?", "do", "else", "elsif", "end", "ensure",
        "extend", "for", "if", "in", "include", "module", "next", "not", "or", "prepend",
        "private", "protected", "public", "raise", "redo", "require", "require_relative",
        "rescue", "retry", "return", "self", "super", "then", "undef", "unless", "until",
        "when", "while", "yield",
    ]),
    constants: Words::of(&["__FILE__", "__LINE__", "__dir__", "false", "nil", "true"]),
    word_parts: b"?!",
    sigils: b"@$",
    symbols: true,
    keys: true,
    regex: true,
    heredocs: &["<<"],
    ..Syntax::HASH_LIKE
};

/// Perl.
pub(in crate::code) static PERL: Syntax = Syntax {
    spaced_comments: true,
    quotes: &[Quote::lines("\"").with(Inside::Dollar), Quote::lines("'")],
    keywords: Words::of(&[
        "and", "cmp", "continue", "die", "do", "each", "else", "elsif", "eq", "for",
        "foreach", "ge", "given", "goto", "gt", "if", "keys", "last", "le", "local", "lt",
        "my", "ne", "next", "no", "not", "or", "our", "package", "print", "printf", "push",
        "redo", "ref", "require", "return", "say", "shift", "sub", "undef", "unless",
        "until", "use", "values", "wantarray", "warn", "when", "while", "x", "xor",
    ]),
    sigils: b"$@",
    heredocs: &["<<"],
    ..Syntax::HASH_LIKE
};

/// Lua.
pub(in crate::code) static LUA: Syntax = Syntax {
    line_comments: &["--"],
    block_comment: Some(("--[[", "]]")),
    quotes: &[Quote::line("\""), Quote::line("'"), Quote::lines("[[").to("]]").raw()],
    keywords: Words::of(&[
        "and", "break", "do", "else", "elseif", "end", "for", "function", "goto", "if",
        "in", "local", "not", "or", "repeat", "return", "then", "until", "while",
    ]),
    constants: Words::of(&["false", "nil", "self", "true"]),
    ..Syntax::EMPTY
};

/// R.
pub(in crate::code) static R: Syntax = Syntax {
    quotes: &[Quote::lines("\""), Quote::lines("'")],
    keywords: Words::of(&[
        "break", "else", "for", "function", "if", "in", "library", "next", "repeat",
        "require", "return", "while",
    ]),
    constants: Words::of(&["F", "FALSE", "Inf", "NA", "NULL", "NaN", "T", "TRUE"]),
    word_parts: b".",
    capitals: Capitals::TypesAndCalls,
    ..Syntax::HASH_LIKE
};

/// Julia.
pub(in crate::code) static JULIA: Syntax = Syntax {
    block_comment: Some(("#=", "=#")),
    nested_comments: true,
    quotes: &[
        Quote::lines("\"\"\"").with(Inside::Dollar),
        Quote::lines("\"").with(Inside::Dollar),
        Quote::line("\"").raw().after(&["r", "raw"]),
    ],
    keywords: Words::of(&[
        "abstract", "baremodule", "begin", "break", "catch", "const", "continue", "do",
        "else", "elseif", "end", "export", "finally", "for", "function", "global", "if",
        "import", "in", "isa", "let", "local", "macro", "module", "mutable", "primitive",
        "quote", "return", "struct", "try", "type", "using", "where", "while",
    ]),
    constants: Words::of(&["Inf", "NaN", "false", "missing", "nothing", "true"]),
    word_parts: b"!",
    annotations: true,
    symbols: true,
    lifetimes: true,
    ..Syntax::HASH_LIKE
};

/// PowerShell.
pub(in crate::code) static POWERSHELL: Syntax = Syntax {
    block_comment: Some(("<#", "#>")),
    spaced_comments: true,
    any_case: true,
    quotes: &[
        Quote::lines("@\"").to("\"@").raw().with(Inside::Dollar),
        Quote::lines("@'").to("'@").raw(),
        Quote { escape: b'`', ..Quote::lines("\"").with(Inside::Dollar) },
        Quote::lines("'").raw(),
    ],
    keywords: Words::of(&[
        "begin", "break", "catch", "class", "continue", "data", "do", "dynamicparam",
        "else", "elseif", "end", "enum", "exit", "filter", "finally", "for", "foreach",
        "from", "function", "hidden", "if", "in", "param", "process", "return", "static",
        "switch", "throw", "trap", "try", "until", "using", "while",
    ]),
    constants: Words::of(&[]),
    types: Words::of(&[
        "array", "bool", "byte", "char", "datetime", "decimal", "double", "hashtable",
        "int", "int32", "int64", "long", "object", "pscustomobject", "psobject", "string",
        "switch", "void", "xml",
    ]),
    capitals: Capitals::Commands,
    upper_constants: false,
    word_parts: b"-",
    sigils: b"$",
    ..Syntax::HASH_LIKE
};

/// The configuration of nginx.
pub(in crate::code) static NGINX: Syntax = Syntax {
    quotes: &[Quote::lines("\""), Quote::lines("'")],
    keywords: Words::of(&[
        "access_log", "add_header", "alias", "allow", "client_max_body_size",
        "default_type", "deny", "error_log", "error_page", "events", "expires",
        "fastcgi_pass", "gzip", "http", "if", "include", "index", "keepalive_timeout",
        "listen", "location", "log_format", "map", "proxy_http_version", "proxy_pass",
        "proxy_read_timeout", "proxy_redirect", "proxy_set_header", "return", "rewrite",
        "root", "sendfile", "server", "server_name", "set", "ssl_certificate",
        "ssl_certificate_key", "try_files", "types", "upstream", "user",
        "worker_connections", "worker_processes",
    ]),
    constants: Words::of(&["off", "on"]),
    capitals: Capitals::Nothing,
    upper_constants: false,
    sigils: b"$",
    ..Syntax::HASH_LIKE
};
