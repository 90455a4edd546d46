//! Texts that are out of proportion.

/// Patterns that have made Markdown parsers quadratic or overflow their stack.
pub(crate) fn floods(n: usize) -> Vec<(&'static str, String)> {
    let lines = |f: &dyn Fn(usize) -> String| (0..n / 10).map(f).collect::<String>();
    vec![
        ("quotes", ">".repeat(n)),
        ("spaced quotes", "> ".repeat(n)),
        ("lists", "- ".repeat(n)),
        ("numbers", "1. ".repeat(n)),
        ("quotes and lists", "> - ".repeat(n / 2)),
        ("half links", "[a](<b".repeat(n / 2)),
        ("links in emphasis", "*[a](b)".repeat(n / 2)),
        ("underscores", "_a* ".repeat(n)),
        ("stars", "*".repeat(n)),
        ("star words", "*a ".repeat(n)),
        ("alternating stars", "*a **a ".repeat(n / 2)),
        (
            "closed emphasis",
            format!("{}x{}", "*".repeat(n / 2), "*".repeat(n / 2)),
        ),
        (
            "nested emphasis",
            format!("{}x{}", "*a ".repeat(n / 4), " a*".repeat(n / 4)),
        ),
        ("open brackets", "[".repeat(n)),
        ("close brackets", "]".repeat(n)),
        ("images", "![".repeat(n / 2)),
        ("footnotes", "[^\n".repeat(n / 2)),
        ("cdata", "a <![CDATA[".repeat(n / 4)),
        ("comments", "a <!-- ".repeat(n / 4)),
        ("instructions", "a <? ".repeat(n / 4)),
        ("declarations", "a <!A ".repeat(n / 4)),
        ("tags", "a <b ".repeat(n / 4)),
        ("attributes", format!("<a {}", "b ".repeat(n))),
        (
            "backticks",
            (1..n.isqrt())
                .flat_map(|k| ["`".repeat(k), " ".into()])
                .collect(),
        ),
        ("parentheses", format!("[a]({}", "(".repeat(n))),
        ("entities", "&".repeat(n)),
        ("backslashes", "\\".repeat(n)),
        (
            "definitions",
            format!("[x]: /{}\n{}", "y".repeat(n / 10), "[x]".repeat(n / 10)),
        ),
        ("many definitions", lines(&|k| format!("[x{k}]: /u\n"))),
        ("half definitions", "[x]: ".repeat(n / 4)),
        ("half titles", "[x]: /u \"\n".repeat(n / 10)),
        (
            "table",
            format!("|a|b|\n|-|-|\n{}", "|1|2|\n".repeat(n / 5)),
        ),
        (
            "narrow rows",
            format!(
                "{}\n{}\n{}",
                "|a".repeat(n / 10),
                "|-".repeat(n / 10),
                "|\n".repeat(n / 5)
            ),
        ),
        ("delimiter rows", "|-\n".repeat(n / 3)),
        ("quoted lines", "> a\n".repeat(n / 4)),
        (
            "lazy lines",
            format!("{}a\n{}", "> ".repeat(n / 10), "a\n".repeat(n / 10)),
        ),
        (
            "deep list lines",
            (0..n.isqrt())
                .flat_map(|k| ["  ".repeat(k), "- a\n".into()])
                .collect(),
        ),
        (
            "blank lines in a list",
            format!("- a\n{}- b", "\n".repeat(n)),
        ),
        ("line", "a ".repeat(n)),
        ("breaks", "a  \n".repeat(n / 4)),
        ("controls", "\u{1}".repeat(n)),
        ("rules", "---\n".repeat(n / 4)),
        ("headings", "# a\n".repeat(n / 4)),
        ("fences", "```\n".repeat(n / 4)),
    ]
}
