//! Languages of applications and phones. Data only.

use crate::code::words::{Inside, Quote, Syntax, Words};

/// Kotlin.
pub(in crate::code) static KOTLIN: Syntax = Syntax {
    nested_comments: true,
    quotes: &[
        Quote::lines("\"\"\"").raw().with(Inside::Dollar),
        Quote::line("\"").with(Inside::Dollar),
        Quote::line("'"),
    ],
    keywords: Words::of(&[
        "abstract", "actual", "annotation", "as", "break", "by", "catch", "class",
        "companion", "const", "constructor", "continue", "crossinline", "data", "do",
        "else", "enum", "expect", "external", "final", "finally", "for", "fun", "if",
        "import", "in", "infix", "init", "inline", "inner", "interface", "internal", "is",
        "it", "lateinit", "noinline", "object", "open", "operator", "out", "override",
        "package", "private", "protected", "public", "reified", "return", "sealed", "super",
        "suspend", "tailrec", "this", "throw", "try", "typealias", "val", "value", "var",
        "vararg", "when", "where", "while",
    ]),
    types: Words::of(&[
        "Any", "Boolean", "Byte", "Char", "Double", "Float", "Int", "Long", "Nothing",
        "Short", "String", "Unit",
    ]),
    constants: Words::of(&["false", "null", "true"]),
    annotations: true,
    ..Syntax::C_LIKE
};

/// Swift.
pub(in crate::code) static SWIFT: Syntax = Syntax {
    nested_comments: true,
    quotes: &[Quote::lines("\"\"\"").with(Inside::Paren), Quote::line("\"").with(Inside::Paren)],
    keywords: Words::of(&[
        "actor", "any", "as", "associatedtype", "async", "await", "break", "case", "catch",
        "class", "continue", "convenience", "default", "defer", "deinit", "didSet", "do",
        "dynamic", "else", "enum", "extension", "fallthrough", "fileprivate", "final",
        "for", "func", "get", "guard", "if", "import", "in", "indirect", "infix", "init",
        "inout", "internal", "is", "lazy", "let", "mutating", "nonisolated", "nonmutating",
        "open", "operator", "optional", "override", "postfix", "precedencegroup", "prefix",
        "private", "protocol", "public", "repeat", "required", "rethrows", "return", "set",
        "some", "static", "struct", "subscript", "super", "switch", "throw", "throws",
        "try", "typealias", "unowned", "var", "weak", "where", "while", "willSet",
    ]),
    types: Words::of(&["Any", "Bool", "Character", "Double", "Float", "Int", "String", "Void"]),
    constants: Words::of(&["Self", "false", "nil", "self", "true"]),
    annotations: true,
    ..Syntax::C_LIKE
};

/// Dart.
pub(in crate::code) static DART: Syntax = Syntax {
    quotes: &[
        Quote::lines("'''").with(Inside::Dollar),
        Quote::lines("\"\"\"").with(Inside::Dollar),
        Quote::line("'").with(Inside::Dollar),
        Quote::line("\"").with(Inside::Dollar),
        Quote::line("'").raw().after(&["r"]),
        Quote::line("\"").raw().after(&["r"]),
    ],
    keywords: Words::of(&[
        "abstract", "as", "assert", "async", "await", "base", "break", "case", "catch",
        "class", "const", "continue", "covariant", "default", "deferred", "do", "else",
        "enum", "export", "extends", "extension", "external", "factory", "final", "finally",
        "for", "get", "if", "implements", "import", "in", "interface", "is", "late",
        "library", "mixin", "new", "on", "operator", "part", "required", "rethrow",
        "return", "sealed", "set", "show", "static", "super", "switch", "sync", "this",
        "throw", "try", "typedef", "var", "when", "while", "with", "yield",
    ]),
    types: Words::of(&["String", "bool", "double", "dynamic", "int", "num", "void"]),
    constants: Words::of(&["false", "null", "true"]),
    annotations: true,
    ..Syntax::C_LIKE
};

/// Scala.
pub(in crate::code) static SCALA: Syntax = Syntax {
    nested_comments: true,
    quotes: &[
        Quote::lines("\"\"\"").raw(),
        Quote::lines("\"\"\"").raw().with(Inside::Dollar).after(&["s", "f"]),
        Quote::line("\"").with(Inside::Dollar).after(&["s", "f"]),
        Quote::line("\""),
    ],
    keywords: Words::of(&[
        "abstract", "case", "catch", "class", "def", "do", "else", "enum", "extends",
        "extension", "final", "finally", "for", "forSome", "given", "if", "implicit",
        "import", "inline", "lazy", "match", "new", "object", "opaque", "open", "override",
        "package", "private", "protected", "return", "sealed", "super", "then", "this",
        "throw", "trait", "try", "type", "using", "val", "var", "while", "with", "yield",
    ]),
    constants: Words::of(&["false", "null", "true"]),
    annotations: true,
    lifetimes: true,
    ..Syntax::C_LIKE
};

/// Groovy, as in Gradle files.
pub(in crate::code) static GROOVY: Syntax = Syntax {
    quotes: &[
        Quote::lines("\"\"\"").with(Inside::Dollar),
        Quote::lines("'''"),
        Quote::line("\"").with(Inside::Dollar),
        Quote::line("'"),
    ],
    keywords: Words::of(&[
        "abstract", "as", "assert", "break", "case", "catch", "class", "continue",
        "default", "do", "else", "enum", "extends", "final", "finally", "for", "if",
        "implements", "import", "in", "instanceof", "interface", "new", "package",
        "private", "protected", "public", "return", "static", "super", "switch", "this",
        "throw", "throws", "trait", "try", "var", "while",
    ]),
    types: Words::of(&[
        "boolean", "byte", "char", "def", "double", "float", "int", "long", "short", "void",
    ]),
    constants: Words::of(&["false", "null", "true"]),
    annotations: true,
    ..Syntax::C_LIKE
};

/// Solidity.
pub(in crate::code) static SOLIDITY: Syntax = Syntax {
    keywords: Words::of(&[
        "abstract", "anonymous", "as", "assembly", "break", "calldata", "catch", "constant",
        "constructor", "continue", "contract", "delete", "do", "else", "emit", "enum",
        "error", "event", "external", "fallback", "for", "from", "function", "if",
        "immutable", "import", "indexed", "interface", "internal", "is", "library",
        "mapping", "memory", "modifier", "new", "override", "payable", "pragma", "private",
        "public", "pure", "receive", "return", "returns", "revert", "storage", "struct",
        "super", "this", "throw", "try", "type", "unchecked", "using", "view", "virtual",
        "while",
    ]),
    types: Words::of(&[
        "address", "bool", "byte", "bytes", "bytes32", "int", "int256", "string", "uint",
        "uint128", "uint256", "uint8",
    ]),
    constants: Words::of(&[
        "days", "ether", "false", "gwei", "hours", "minutes", "seconds", "true", "weeks",
        "wei",
    ]),
    ..Syntax::C_LIKE
};
