//! Languages of data and its descriptions. Data only.

use crate::code::words::{Capitals, Inside, Quote, Syntax, Words};

/// SQL, whatever the database.
pub(in crate::code) static SQL: Syntax = Syntax {
    line_comments: &["--"],
    block_comment: Some(("/*", "*/")),
    any_case: true,
    quotes: &[Quote::lines("'").raw(), Quote::lines("\"").raw(), Quote::line("`").raw()],
    keywords: Words::of(&[
        "add", "after", "all", "alter", "analyze", "and", "any", "as", "asc",
        "auto_increment", "before", "begin", "between", "both", "by", "cascade", "case",
        "cast", "check", "collate", "column", "commit", "conflict", "constraint", "create",
        "cross", "current", "database", "declare", "default", "deferrable", "delete",
        "desc", "describe", "distinct", "do", "drop", "each", "else", "elsif", "end",
        "escape", "except", "exec", "execute", "exists", "explain", "extension", "fetch",
        "filter", "first", "following", "for", "foreign", "from", "full", "function",
        "generated", "grant", "group", "grouping", "having", "identity", "if", "ignore",
        "ilike", "immediate", "in", "index", "inner", "insert", "instead", "intersect",
        "interval", "into", "is", "isolation", "join", "key", "language", "last", "lateral",
        "left", "level", "like", "limit", "local", "lock", "materialized", "merge", "minus",
        "natural", "next", "no", "not", "nothing", "nulls", "of", "offset", "on", "only",
        "or", "order", "outer", "over", "partition", "plpgsql", "preceding", "primary",
        "procedure", "range", "recursive", "references", "refresh", "rename", "replace",
        "restrict", "return", "returning", "returns", "revoke", "right", "rollback", "row",
        "rows", "savepoint", "schema", "select", "sequence", "set", "show", "similar",
        "start", "table", "temp", "temporary", "then", "to", "top", "trigger", "truncate",
        "type", "unbounded", "union", "unique", "update", "use", "using", "vacuum",
        "values", "view", "when", "where", "while", "window", "with", "within", "without",
    ]),
    types: Words::of(&[
        "array", "bigint", "bigserial", "binary", "bit", "blob", "bool", "boolean", "bytea",
        "char", "character", "clob", "date", "datetime", "decimal", "double", "enum",
        "float", "int", "int2", "int4", "int8", "integer", "json", "jsonb", "money",
        "nchar", "number", "numeric", "nvarchar", "precision", "real", "serial", "smallint",
        "text", "time", "timestamp", "timestamptz", "tinyint", "uuid", "varbinary",
        "varchar", "varchar2", "varying", "xml",
    ]),
    constants: Words::of(&[
        "current_date", "current_time", "current_timestamp", "current_user", "false",
        "null", "true",
    ]),
    capitals: Capitals::Nothing,
    upper_constants: false,
    sigils: b"@$",
    ..Syntax::EMPTY
};

/// Protocol buffers.
pub(in crate::code) static PROTOBUF: Syntax = Syntax {
    keywords: Words::of(&[
        "edition", "enum", "extend", "extensions", "import", "map", "max", "message",
        "oneof", "option", "optional", "package", "public", "repeated", "required",
        "reserved", "returns", "rpc", "service", "stream", "syntax", "to", "weak",
    ]),
    types: Words::of(&[
        "bool", "bytes", "double", "fixed32", "fixed64", "float", "int32", "int64",
        "sfixed32", "sfixed64", "sint32", "sint64", "string", "uint32", "uint64",
    ]),
    constants: Words::of(&["false", "true"]),
    ..Syntax::C_LIKE
};

/// HCL, as in Terraform.
pub(in crate::code) static HCL: Syntax = Syntax {
    line_comments: &["#", "//"],
    quotes: &[Quote::line("\"").with(Inside::Template)],
    keywords: Words::of(&[
        "data", "dynamic", "for", "for_each", "if", "import", "in", "locals", "module",
        "moved", "output", "provider", "provisioner", "resource", "terraform", "variable",
    ]),
    types: Words::of(&["any", "bool", "list", "map", "number", "object", "set", "string", "tuple"]),
    constants: Words::of(&["false", "null", "true"]),
    word_parts: b"-",
    heredocs: &["<<"],
    ..Syntax::C_LIKE
};

/// Nix.
pub(in crate::code) static NIX: Syntax = Syntax {
    block_comment: Some(("/*", "*/")),
    quotes: &[
        Quote::lines("''").raw().with(Inside::Template),
        Quote::lines("\"").with(Inside::Template),
    ],
    keywords: Words::of(&[
        "assert", "else", "if", "import", "in", "inherit", "let", "or", "rec", "then",
        "throw", "with",
    ]),
    constants: Words::of(&["false", "null", "true"]),
    word_parts: b"-'",
    capitals: Capitals::Nothing,
    ..Syntax::HASH_LIKE
};

/// `CMake`.
pub(in crate::code) static CMAKE: Syntax = Syntax {
    any_case: true,
    quotes: &[Quote::lines("\"").with(Inside::Template)],
    keywords: Words::of(&[
        "break", "continue", "else", "elseif", "endforeach", "endfunction", "endif",
        "endmacro", "endwhile", "foreach", "function", "if", "include", "macro", "return",
        "set", "unset", "while",
    ]),
    constants: Words::of(&["false", "off", "on", "true"]),
    capitals: Capitals::Nothing,
    ..Syntax::HASH_LIKE
};
