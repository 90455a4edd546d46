//! Words within a formula: `\text{…}` and its kin, which may hold formulas again.

use super::Fault;
use super::letters::Font;
use super::parse::{Parser, Style};
use super::part::{group, words};
use super::symbols;
use chat_core::blocks::Node;

/// The alphabet of a command that sets words.
pub(super) fn font(name: &str) -> Option<Font> {
    Some(match name {
        "text" | "textrm" | "textnormal" | "textup" | "textsc" | "mbox" | "hbox" | "intertext"
        | "shortintertext" => Font::Upright,
        "textbf" => Font::Bold,
        "textit" | "textsl" | "emph" => Font::Italic,
        "textsf" => Font::Sans,
        "texttt" => Font::Mono,
        _ => return None,
    })
}

/// Reads the group after such a command.
pub(super) fn read(parser: &mut Parser<'_>, font: Font) -> Result<Node, Fault> {
    let raw = parser.raw()?;
    let mut nodes = Vec::new();
    for (index, piece) in pieces(raw).into_iter().enumerate() {
        if index % 2 == 1 {
            nodes.extend(parser.within(piece).whole(Style::default())?);
        } else if !piece.is_empty() {
            nodes.push(words(&plain(piece, font)?));
        }
    }
    Ok(group(nodes))
}

/// Splits words at their dollar signs: every second piece is a formula, if they come in pairs.
fn pieces(raw: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, c) in raw.char_indices() {
        if c == '$' && !escaped {
            pieces.extend(raw.get(start..at));
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    pieces.extend(raw.get(start..));
    if pieces.len() % 2 == 1 {
        pieces
    } else {
        vec![raw]
    }
}

/// Words without their escapes and braces.
fn plain(raw: &str, font: Font) -> Result<String, Fault> {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '{' | '}' => {}
            '~' => text.push('\u{a0}'),
            '`' if rest.starts_with('`') => {
                text.push('“');
                rest = rest.get(1..).unwrap_or_default();
            }
            '`' => text.push('‘'),
            '\'' if rest.starts_with('\'') => {
                text.push('”');
                rest = rest.get(1..).unwrap_or_default();
            }
            '\\' => {
                let end = rest.find(|c: char| !c.is_ascii_alphabetic());
                let (name, after) = rest
                    .split_at_checked(end.unwrap_or(rest.len()))
                    .unwrap_or((rest, ""));
                if name.is_empty() {
                    let escaped = rest.chars().next().unwrap_or(' ');
                    rest = rest.get(escaped.len_utf8()..).unwrap_or_default();
                    text.push(if escaped == ',' { '\u{2009}' } else { escaped });
                } else if let Some(symbol) = symbols::command(name) {
                    text.push_str(symbol.text);
                    rest = after.trim_start();
                } else if self::font(name).is_some() {
                    rest = after;
                } else {
                    return Err(Fault::Command);
                }
            }
            c => text.push(font.letter(c)),
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_their_escapes() {
        for (raw, wanted) in [
            (r"50\% of {a}\_b~c", "50% of a_b\u{a0}c"),
            (r"``so'' he said\ldots then", "“so” he said…then"),
            (r"a\,b\ c\\", "a\u{2009}b c\\"),
            (r"it's \textbf{x}", "it's x"),
        ] {
            assert_eq!(plain(raw, Font::Upright), Ok(wanted.to_owned()), "{raw}");
        }
        assert_eq!(plain("if", Font::Bold), Ok("𝐢𝐟".to_owned()));
        assert_eq!(plain(r"\nothing", Font::Upright), Err(Fault::Command));
    }

    #[test]
    fn formulas_within_words_stand_between_dollar_signs() {
        assert_eq!(pieces(r"if $x$ is \$5"), ["if ", "x", r" is \$5"]);
        assert_eq!(pieces("costs $5"), ["costs $5"]);
    }
}
