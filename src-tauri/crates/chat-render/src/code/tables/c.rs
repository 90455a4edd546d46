//! C and its descendants. Data only.

use crate::code::words::{Capitals, Inside, Quote, Syntax, Words};

/// C.
pub(in crate::code) static C: Syntax = Syntax {
    keywords: Words::of(&[
        "_Alignas", "_Alignof", "_Atomic", "_Generic", "_Noreturn", "_Static_assert",
        "auto", "break", "case", "const", "constexpr", "continue", "default", "do", "else",
        "enum", "extern", "for", "goto", "if", "inline", "register", "restrict", "return",
        "sizeof", "static", "static_assert", "struct", "switch", "thread_local", "typedef",
        "typeof", "union", "volatile", "while",
    ]),
    types: Words::of(&[
        "FILE", "_Bool", "_Complex", "bool", "char", "double", "float", "int", "long",
        "short", "signed", "unsigned", "void",
    ]),
    constants: Words::of(&[
        "NULL", "errno", "false", "nullptr", "stderr", "stdin", "stdout", "true",
    ]),
    capitals: Capitals::TypesAndCalls,
    t_types: true,
    directives: true,
    quoted_digits: true,
    ..Syntax::C_LIKE
};

/// C++.
pub(in crate::code) static CPP: Syntax = Syntax {
    quotes: &[
        Quote::lines("\"(").to(")\"").raw().after(&["R", "LR", "u8R", "uR", "UR"]),
        Quote::line("\""),
        Quote::line("'"),
        Quote::line("\"").after(&["L", "u8", "u", "U"]),
    ],
    keywords: Words::of(&[
        "_Alignas", "_Alignof", "_Atomic", "_Generic", "_Noreturn", "_Static_assert",
        "alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand", "bitor", "break",
        "case", "catch", "class", "co_await", "co_return", "co_yield", "compl", "concept",
        "const", "const_cast", "consteval", "constexpr", "constinit", "continue",
        "decltype", "default", "delete", "do", "dynamic_cast", "else", "enum", "explicit",
        "export", "extern", "final", "for", "friend", "goto", "if", "import", "inline",
        "module", "mutable", "namespace", "new", "noexcept", "not", "not_eq", "operator",
        "or", "or_eq", "override", "private", "protected", "public", "register",
        "reinterpret_cast", "requires", "restrict", "return", "sizeof", "static",
        "static_assert", "static_cast", "struct", "switch", "template", "this",
        "thread_local", "throw", "try", "typedef", "typeid", "typename", "typeof", "union",
        "using", "virtual", "volatile", "while", "xor", "xor_eq",
    ]),
    types: Words::of(&[
        "FILE", "_Bool", "_Complex", "bool", "char", "char16_t", "char32_t", "char8_t",
        "double", "float", "int", "long", "map", "optional", "set", "shared_ptr", "short",
        "signed", "string", "string_view", "unique_ptr", "unsigned", "variant", "vector",
        "void", "wchar_t",
    ]),
    constants: Words::of(&["NULL", "false", "nullptr", "true"]),
    t_types: true,
    directives: true,
    quoted_digits: true,
    attributes: &["[["],
    ..Syntax::C_LIKE
};

/// Objective-C.
pub(in crate::code) static OBJECTIVE_C: Syntax = Syntax {
    quotes: &[Quote::line("@\"").to("\""), Quote::line("\""), Quote::line("'")],
    keywords: Words::of(&[
        "_Alignas", "_Alignof", "_Atomic", "_Generic", "_Noreturn", "_Static_assert",
        "assign", "atomic", "auto", "break", "case", "const", "constexpr", "continue",
        "copy", "default", "do", "else", "enum", "extern", "for", "goto", "id", "if", "in",
        "inline", "instancetype", "nonatomic", "nonnull", "nullable", "readonly",
        "register", "restrict", "return", "self", "sizeof", "static", "static_assert",
        "strong", "struct", "super", "switch", "thread_local", "typedef", "typeof", "union",
        "volatile", "weak", "while",
    ]),
    types: Words::of(&[
        "BOOL", "CGFloat", "FILE", "IMP", "NSInteger", "NSUInteger", "SEL", "_Bool",
        "_Complex", "bool", "char", "double", "float", "int", "long", "short", "signed",
        "unsigned", "void",
    ]),
    constants: Words::of(&["NO", "NULL", "Nil", "YES", "false", "nil", "true"]),
    directives: true,
    annotations: true,
    t_types: true,
    capitals: Capitals::TypesAndCalls,
    ..Syntax::C_LIKE
};

/// C#.
pub(in crate::code) static CSHARP: Syntax = Syntax {
    quotes: &[
        Quote::lines("\"\"\"").raw(),
        Quote::lines("$\"\"\"").raw().to("\"\"\"").with(Inside::Brace),
        Quote::lines("$@\"").to("\"").raw().with(Inside::Brace),
        Quote::lines("@\"").to("\"").raw(),
        Quote::line("$\"").to("\"").with(Inside::Brace),
        Quote::line("\""),
        Quote::line("'"),
    ],
    keywords: Words::of(&[
        "abstract", "and", "as", "async", "await", "base", "break", "case", "catch",
        "checked", "class", "const", "continue", "default", "delegate", "do", "else",
        "enum", "equals", "event", "explicit", "extern", "finally", "fixed", "for",
        "foreach", "from", "get", "global", "goto", "group", "if", "implicit", "in", "init",
        "interface", "internal", "into", "is", "join", "let", "lock", "nameof", "namespace",
        "new", "not", "on", "operator", "or", "orderby", "out", "override", "params",
        "partial", "private", "protected", "public", "readonly", "record", "ref",
        "required", "return", "sealed", "select", "set", "sizeof", "stackalloc", "static",
        "struct", "switch", "this", "throw", "try", "typeof", "unchecked", "unsafe",
        "using", "var", "virtual", "volatile", "when", "where", "while", "with", "yield",
    ]),
    types: Words::of(&[
        "bool", "byte", "char", "decimal", "double", "dynamic", "float", "int", "long",
        "nint", "nuint", "object", "sbyte", "short", "string", "uint", "ulong", "ushort",
        "void",
    ]),
    constants: Words::of(&["false", "null", "true"]),
    capitals: Capitals::TypesAndCalls,
    upper_constants: false,
    directives: true,
    ..Syntax::C_LIKE
};

/// Java.
pub(in crate::code) static JAVA: Syntax = Syntax {
    quotes: &[Quote::lines("\"\"\""), Quote::line("\""), Quote::line("'")],
    keywords: Words::of(&[
        "abstract", "assert", "break", "case", "catch", "class", "const", "continue",
        "default", "do", "else", "enum", "extends", "final", "finally", "for", "goto", "if",
        "implements", "import", "instanceof", "interface", "native", "new", "non-sealed",
        "package", "permits", "private", "protected", "public", "record", "return",
        "sealed", "static", "strictfp", "super", "switch", "synchronized", "this", "throw",
        "throws", "transient", "try", "var", "volatile", "while", "yield",
    ]),
    types: Words::of(&[
        "boolean", "byte", "char", "double", "float", "int", "long", "short", "void",
    ]),
    constants: Words::of(&["false", "null", "true"]),
    annotations: true,
    word_starts: b"$",
    word_parts: b"$",
    ..Syntax::C_LIKE
};

/// Go.
pub(in crate::code) static GO: Syntax = Syntax {
    quotes: &[Quote::line("\""), Quote::line("'"), Quote::lines("`").raw()],
    keywords: Words::of(&[
        "break", "case", "chan", "const", "continue", "default", "defer", "else",
        "fallthrough", "for", "func", "go", "goto", "if", "import", "interface", "map",
        "package", "range", "return", "select", "struct", "switch", "type", "var",
    ]),
    types: Words::of(&[
        "any", "bool", "byte", "comparable", "complex128", "complex64", "error", "float32",
        "float64", "int", "int16", "int32", "int64", "int8", "rune", "string", "uint",
        "uint16", "uint32", "uint64", "uint8", "uintptr",
    ]),
    constants: Words::of(&["false", "iota", "nil", "true"]),
    capitals: Capitals::Nothing,
    upper_constants: false,
    ..Syntax::C_LIKE
};
