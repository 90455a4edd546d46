//! Code blocks: their text as coloured lines, one line at a time.
//!
//! A lexer with tables of its own, no grammar library: what a line becomes depends on the lines
//! before it alone, so an answer that streams has each line coloured once, and any chunking gives
//! the same tree. Nothing is loaded, no expression can backtrack, and the time is linear.
//! Must not know Markdown, patches or the page.

mod css;
mod diff;
mod docker;
mod frame;
mod ini;
mod json;
mod jsx;
mod make;
mod markdown;
mod markup;
mod names;
mod pen;
mod scan;
mod shell;
mod tables;
mod tex;
mod words;
mod yaml;

use chat_core::blocks::Node;
use frame::Stack;
use names::Grammar;
use pen::Pen;

/// A code block that is read line by line. Cheap to start and to copy.
#[derive(Debug, Clone)]
pub struct Highlight {
    grammar: Grammar,
    stack: Stack,
    lines: usize,
    bytes: usize,
}

impl Highlight {
    /// Longest line that is coloured, in bytes. A longer one stays plain and changes nothing of the
    /// state: it is data or a minified file, and its end rarely says how the next line begins.
    pub const MAX_LINE: usize = 2_000;

    /// Lines of a block that are coloured. From there on it is plain.
    pub const MAX_LINES: usize = 5_000;

    /// Bytes of a block that are coloured. From the first line that goes beyond, it is plain.
    pub const MAX_BYTES: usize = 400_000;

    /// Begins a block. `lang` is the word after the fence, in any case; a name that is not known,
    /// or none, gives plain lines.
    pub fn start(lang: &str) -> Self {
        Self {
            grammar: names::find(lang),
            stack: Stack::default(),
            lines: 0,
            bytes: 0,
        }
    }

    /// The next line, without its end: texts and tokens that joined are exactly `line`. No two
    /// neighbours are of one kind, and white space beside a token belongs to it. An empty line
    /// has no nodes.
    pub fn line(&mut self, line: &str) -> Vec<Node> {
        self.lines = self.lines.saturating_add(1);
        self.bytes = self.bytes.saturating_add(line.len());
        let over = self.lines > Self::MAX_LINES || self.bytes > Self::MAX_BYTES;
        if over || line.len() > Self::MAX_LINE {
            return plain(line);
        }
        let mut pen = Pen::new(line);
        self.grammar.line(&mut self.stack, &mut pen);
        pen.finish()
    }

    /// The names of languages that are known, sorted.
    pub fn names() -> impl Iterator<Item = &'static str> {
        names::NAMES.iter().map(|(name, _)| *name)
    }
}

/// A whole block.
pub(crate) fn block(lang: String, text: &str) -> Node {
    let children = lines(&lang, text);
    Node::Code { lang, children }
}

/// The lines of a block's text, whose last line end belongs to it.
pub(crate) fn lines(lang: &str, text: &str) -> Vec<Node> {
    read_on(&mut Highlight::start(lang), text, false)
}

/// More lines of a block. With `plain_end` the last one is not read, for it is not all there.
pub(crate) fn read_on(highlight: &mut Highlight, text: &str, plain_end: bool) -> Vec<Node> {
    if text.is_empty() {
        return Vec::new();
    }
    let text = text.strip_suffix('\n').unwrap_or(text);
    let last = text.matches('\n').count();
    let lines = text.split('\n').enumerate().map(|(number, line)| {
        let children = if plain_end && number == last {
            plain(line)
        } else {
            highlight.line(line)
        };
        Node::Line { children }
    });
    lines.collect()
}

fn plain(line: &str) -> Vec<Node> {
    if line.is_empty() {
        Vec::new()
    } else {
        vec![Node::Text(line.to_owned())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::Path;

    /// What a scanner might look ahead for again and again.
    const FLOODS: &[&str] = &[
        "/",
        "/ ",
        "/[",
        "\"",
        "'",
        "`",
        "${",
        "#{",
        "$(",
        "((",
        "{",
        "<a",
        "<a ",
        "<a b=",
        "<a b=\"",
        "a<b>(",
        "/*",
        "/* ",
        "<<A ",
        "<<a ",
        "r#\"",
        "r#",
        "#",
        "# ",
        "##",
        "f\"{",
        "'a",
        "'\\",
        "@a",
        "@",
        "$",
        "$a",
        ":a",
        ": ",
        "a: ",
        "a:",
        "- ",
        "-",
        "| ",
        "|",
        "&a ",
        "!",
        "[",
        "[[",
        "]",
        "a=",
        "a ",
        "a.",
        ".",
        "1.",
        "1'",
        "1e",
        "\\",
        "\\a",
        "`a",
        "``` ",
        "](",
        "<",
        "</",
        "<!--",
        "--",
        "--[[",
        "&",
        "&a",
        "<script>",
        "</scrip",
        "{a",
        "a{",
        "a;",
        "a:b;",
        "%",
        "=",
        ":=",
        "\u{e9}",
        "\u{1f600}'",
        "(*",
        "#|",
        "(a",
        "\t",
        " ",
    ];

    /// How many bytes are looked at for a line of `bytes`, which is not cut at the longest line.
    fn looks(grammar: Grammar, flood: &str, bytes: usize) -> usize {
        let line = flood.repeat(bytes / flood.len());
        let before = scan::looked();
        let mut pen = Pen::new(&line);
        grammar.line(&mut Stack::default(), &mut pen);
        scan::looked() - before
    }

    #[test]
    fn twice_the_line_is_at_most_twice_the_work() {
        let languages: BTreeMap<_, _> = names::NAMES
            .iter()
            .map(|(name, grammar)| (format!("{grammar:?}"), (name, *grammar)))
            .collect();
        for (name, grammar) in languages.into_values() {
            for flood in FLOODS {
                let half = looks(grammar, flood, 600);
                let whole = looks(grammar, flood, 1_200);
                assert!(
                    whole <= 300 + half * 5 / 2,
                    "{name}: {flood:?} needs {whole} looks, the half {half}"
                );
                assert!(whole < 1_200 * 120, "{name}: {flood:?} needs {whole} looks");
            }
        }
    }

    #[test]
    fn every_language_has_an_example() {
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/code");
        let shown: BTreeSet<_> = fs::read_dir(examples)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| {
                format!(
                    "{:?}",
                    names::find(path.file_stem().unwrap().to_str().unwrap())
                )
            })
            .collect();
        for (name, grammar) in names::NAMES {
            assert!(shown.contains(&format!("{grammar:?}")), "{name}");
        }
    }
}
