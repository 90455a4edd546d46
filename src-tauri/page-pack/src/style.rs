//! The stylesheets: no comments, no space that nobody needs, short names for their own properties.

use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use crate::names::{LETTERS, shortened};

/// What each property of the stylesheets' own (`--ink`) becomes. One that a script names keeps it.
pub(crate) fn properties<'a>(
    sheets: impl IntoIterator<Item = &'a String>,
    scripts: impl IntoIterator<Item = &'a String>,
) -> BTreeMap<String, String> {
    let said: Vec<String> = sheets
        .into_iter()
        .flat_map(|sheet| pieces(sheet))
        .filter_map(|piece| match piece {
            Piece::Own(name) => Some(name.to_owned()),
            Piece::Other(_) | Piece::Space => None,
        })
        .collect();
    let names: BTreeSet<&String> = said.iter().collect();
    let mut kept = BTreeSet::new();
    for script in scripts {
        let in_it = names
            .iter()
            .filter(|name| script.contains(&format!("--{name}")));
        kept.extend(in_it.map(|name| (*name).clone()));
    }
    shortened(said, &kept, LETTERS)
}

/// One stylesheet, in fewer characters.
pub(crate) fn packed(sheet: &str, properties: &BTreeMap<String, String>) -> String {
    let mut kept = String::with_capacity(sheet.len());
    let mut apart = false;
    for piece in pieces(sheet) {
        let text = match piece {
            Piece::Space => {
                apart = true;
                continue;
            }
            Piece::Own(name) => format!("--{}", properties.get(name).map_or(name, String::as_str)),
            Piece::Other(text) => text.to_owned(),
        };
        // Behind a colon stands a value, never a selector: `a :hover` has its space before it.
        if apart
            && !kept.is_empty()
            && !kept.ends_with(['{', '}', ';', ',', '>', ':', '('])
            && !text.starts_with(['{', '}', ';', ',', '>', ')'])
        {
            kept.push(' ');
        }
        apart = false;
        if text == "}" && kept.ends_with(';') {
            kept.pop();
        }
        // `0.5rem` is `.5rem`.
        let (sign, size) = text
            .strip_prefix('-')
            .map_or(("", &*text), |size| ("-", size));
        match size.strip_prefix("0.") {
            Some(part) if part.starts_with(|c: char| c.is_ascii_digit()) => {
                kept.push_str(sign);
                kept.push('.');
                kept.push_str(part);
            }
            _ => kept.push_str(&text),
        }
    }
    kept.truncate(kept.trim_end().len());
    kept
}

/// What a stylesheet is made of, comments left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    /// Any amount of space.
    Space,
    /// A property of its own, without the dashes.
    Own(&'a str),
    /// A word, a number with its unit, a string with its quotes, or a sign.
    Other(&'a str),
}

fn pieces(sheet: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = sheet;
    iter::from_fn(move || {
        while let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        }
        let first = rest.chars().next()?;
        let length = match first {
            c if c.is_whitespace() => rest
                .find(|c: char| !c.is_whitespace())
                .unwrap_or(rest.len()),
            '"' | '\'' => string(rest, first),
            c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (piece, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(match piece.strip_prefix("--") {
            Some(name) => Piece::Own(name),
            None if first.is_whitespace() => Piece::Space,
            None => Piece::Other(piece),
        })
    })
}

/// Of a name or a number. A full stop may begin a class, too; nothing here depends on it.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '%' | '#' | '\\')
}

/// The length of a string with its quotes.
fn string(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_goes_that_says_something() {
        for (sheet, shipped) in [
            (".a {\n  color: red;\n}\n", ".a{color:red}"),
            (
                "/* why */\n.a { top: 0.5rem; /* b */ left: -0.5rem }",
                ".a{top:.5rem;left:-.5rem}",
            ),
            (
                ".a :hover > b, i:not(.x) u { x: y }",
                ".a :hover>b,i:not(.x) u{x:y}",
            ),
            (
                "a { w: calc(50% - 0.5rem + 10.5px) }",
                "a{w:calc(50% - .5rem + 10.5px)}",
            ),
            (
                "a::before { content: \"/* 0.5 ; } */ '\"; }",
                "a::before{content:\"/* 0.5 ; } */ '\"}",
            ),
            (
                "@media (width > 40rem) and (hover) { a { b: c } }",
                "@media (width>40rem) and (hover){a{b:c}}",
            ),
            (
                "a { font: 1rem / 1.5 \"A \\\" B\" }",
                "a{font:1rem / 1.5 \"A \\\" B\"}",
            ),
            (
                "a + b ~ c * { d: e f !important }",
                "a + b ~ c *{d:e f !important}",
            ),
            (
                "a { margin: 0 0.25em 0.0625em }",
                "a{margin:0 .25em .0625em}",
            ),
        ] {
            assert_eq!(packed(sheet, &BTreeMap::new()), shipped);
        }
    }

    #[test]
    fn own_properties_get_short_names_unless_a_script_has_them() {
        let sheet =
            ":root { --ink: red; --x: 1 } .a--b { color: var(--ink); top: var(--x) }".to_owned();
        let script = "style.setProperty('--x', '2')".to_owned();
        let names = properties([&sheet], [&script]);
        assert_eq!(
            packed(&sheet, &names),
            ":root{--a:red;--x:1}.a--b{color:var(--a);top:var(--x)}"
        );
    }
}
