//! Languages of web pages. Data only.

use crate::code::words::{Inside, Jsx, Quote, Syntax, Words};

/// JavaScript, with JSX.
pub(in crate::code) static JAVASCRIPT: Syntax = Syntax {
    quotes: &[Quote::lines("`").with(Inside::Template), Quote::line("\""), Quote::line("'")],
    keywords: Words::of(&[
        "as", "async", "await", "break", "case", "catch", "class", "const", "continue",
        "debugger", "default", "delete", "do", "else", "export", "extends", "finally",
        "for", "from", "function", "get", "if", "import", "in", "instanceof", "let", "new",
        "of", "return", "set", "static", "super", "switch", "this", "throw", "try",
        "typeof", "var", "void", "while", "with", "yield",
    ]),
    constants: Words::of(&["Infinity", "NaN", "false", "null", "true", "undefined"]),
    annotations: true,
    regex: true,
    jsx: Jsx::Yes,
    word_starts: b"$#",
    word_parts: b"$",
    ..Syntax::C_LIKE
};

/// TypeScript, with JSX.
pub(in crate::code) static TYPESCRIPT: Syntax = Syntax {
    quotes: &[Quote::lines("`").with(Inside::Template), Quote::line("\""), Quote::line("'")],
    keywords: Words::of(&[
        "abstract", "accessor", "as", "asserts", "async", "await", "break", "case", "catch",
        "class", "const", "continue", "debugger", "declare", "default", "delete", "do",
        "else", "enum", "export", "extends", "finally", "for", "from", "function", "get",
        "if", "implements", "import", "in", "infer", "instanceof", "interface", "is",
        "keyof", "let", "module", "namespace", "new", "of", "override", "private",
        "protected", "public", "readonly", "return", "satisfies", "set", "static", "super",
        "switch", "this", "throw", "try", "type", "typeof", "unique", "var", "void",
        "while", "with", "yield",
    ]),
    types: Words::of(&[
        "any", "bigint", "boolean", "never", "number", "object", "string", "symbol",
        "unknown",
    ]),
    constants: Words::of(&["Infinity", "NaN", "false", "null", "true", "undefined"]),
    annotations: true,
    regex: true,
    jsx: Jsx::Guarded,
    word_starts: b"$#",
    word_parts: b"$",
    ..Syntax::C_LIKE
};

/// PHP.
pub(in crate::code) static PHP: Syntax = Syntax {
    line_comments: &["//", "#"],
    quotes: &[Quote::lines("\"").with(Inside::Dollar), Quote::lines("'")],
    keywords: Words::of(&[
        "abstract", "and", "array", "as", "break", "callable", "case", "catch", "class",
        "clone", "const", "continue", "declare", "default", "do", "echo", "else", "elseif",
        "empty", "enddeclare", "endfor", "endforeach", "endif", "endswitch", "endwhile",
        "enum", "extends", "final", "finally", "fn", "for", "foreach", "function", "global",
        "goto", "if", "implements", "include", "include_once", "instanceof", "insteadof",
        "interface", "isset", "list", "match", "namespace", "new", "or", "php", "print",
        "private", "protected", "public", "readonly", "require", "require_once", "return",
        "static", "switch", "throw", "trait", "try", "unset", "use", "while", "xor",
        "yield",
    ]),
    types: Words::of(&[
        "bool", "float", "int", "iterable", "mixed", "never", "object", "parent", "self",
        "string", "void",
    ]),
    constants: Words::of(&[
        "FALSE", "NULL", "TRUE", "__CLASS__", "__DIR__", "__FILE__", "false", "null",
        "true",
    ]),
    sigils: b"$",
    attributes: &["#["],
    heredocs: &["<<<"],
    ..Syntax::C_LIKE
};

/// GraphQL.
pub(in crate::code) static GRAPHQL: Syntax = Syntax {
    quotes: &[Quote::lines("\"\"\""), Quote::line("\"")],
    keywords: Words::of(&[
        "directive", "enum", "extend", "fragment", "implements", "input", "interface",
        "mutation", "on", "query", "scalar", "schema", "subscription", "type", "union",
    ]),
    types: Words::of(&["Boolean", "Float", "ID", "Int", "String"]),
    constants: Words::of(&["false", "null", "true"]),
    sigils: b"$",
    annotations: true,
    keys: true,
    ..Syntax::HASH_LIKE
};
