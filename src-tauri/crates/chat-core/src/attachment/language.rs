//! A text's language, told by its name, as code fences name it.

/// The language of a file; `text` where its name says nothing.
pub(crate) fn of(name: &str) -> &'static str {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "dockerfile" => return "dockerfile",
        "makefile" => return "makefile",
        _ => {}
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        "md" | "markdown" => "markdown",
        "rs" => "rust",
        "py" | "pyi" => "python",
        "js" | "mjs" | "cjs" => "javascript",
        "jsx" => "jsx",
        "ts" | "mts" | "cts" => "typescript",
        "tsx" => "tsx",
        "json" | "ipynb" => "json",
        "jsonl" | "ndjson" => "jsonl",
        "html" | "htm" => "html",
        "css" => "css",
        "xml" | "svg" | "plist" => "xml",
        "yaml" | "yml" => "yaml",
        "toml" => "toml",
        "ini" | "cfg" | "conf" => "ini",
        "sh" | "bash" | "zsh" => "bash",
        "ps1" => "powershell",
        "bat" | "cmd" => "bat",
        "c" | "h" => "c",
        "cc" | "cpp" | "cxx" | "hh" | "hpp" => "cpp",
        "cs" => "csharp",
        "go" => "go",
        "java" => "java",
        "kt" | "kts" => "kotlin",
        "swift" => "swift",
        "rb" => "ruby",
        "php" => "php",
        "lua" => "lua",
        "r" => "r",
        "sql" => "sql",
        "csv" => "csv",
        "tsv" => "tsv",
        "diff" | "patch" => "diff",
        "tex" => "latex",
        _ => "text",
    }
}
