//! Languages of systems. Data only.

use crate::code::words::{Quote, Syntax, Words};

/// Rust.
pub(in crate::code) static RUST: Syntax = Syntax {
    nested_comments: true,
    quotes: &[
        Quote::lines("\""),
        Quote::lines("\"").after(&["b", "c"]),
        Quote::lines("\"").raw().hashed().after(&["r", "br", "cr"]),
        Quote::line("'").after(&["b"]),
    ],
    keywords: Words::of(&[
        "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
        "do", "dyn", "else", "enum", "extern", "final", "fn", "for", "if", "impl", "in",
        "let", "loop", "macro_rules", "match", "mod", "move", "mut", "pub", "ref", "return",
        "self", "static", "struct", "super", "trait", "try", "type", "union", "unsafe",
        "use", "virtual", "where", "while", "yield",
    ]),
    types: Words::of(&[
        "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str",
        "u128", "u16", "u32", "u64", "u8", "usize",
    ]),
    constants: Words::of(&["false", "true"]),
    macros: true,
    dotted_keywords: true,
    lifetimes: true,
    attributes: &["#[", "#!["],
    ..Syntax::C_LIKE
};

/// Zig.
pub(in crate::code) static ZIG: Syntax = Syntax {
    block_comment: None,
    quotes: &[Quote::line("\\\\").to("\n").raw(), Quote::line("\""), Quote::line("'")],
    keywords: Words::of(&[
        "addrspace", "align", "allowzero", "and", "anyframe", "anytype", "asm", "async",
        "await", "break", "callconv", "catch", "comptime", "const", "continue", "defer",
        "else", "enum", "errdefer", "error", "export", "extern", "fn", "for", "if",
        "inline", "linksection", "noalias", "nosuspend", "opaque", "or", "orelse", "packed",
        "pub", "resume", "return", "struct", "suspend", "switch", "test", "threadlocal",
        "try", "union", "unreachable", "usingnamespace", "var", "volatile", "while",
    ]),
    types: Words::of(&[
        "anyerror", "anyopaque", "bool", "c_int", "comptime_float", "comptime_int", "f128",
        "f16", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "noreturn", "type",
        "u128", "u16", "u32", "u64", "u8", "usize", "void",
    ]),
    constants: Words::of(&["false", "null", "true", "undefined"]),
    annotations: true,
    ..Syntax::C_LIKE
};
