//! Reads a text, or a part of one that grows, with the parser.

use super::Builder;
use super::flood::is_flood;
use super::trail::Step;
use crate::clean::push_clean;
use crate::code::{self, Highlight};
use crate::math::Formulas;
use chat_core::blocks::Node;
use pulldown_cmark::{BrokenLink, BrokenLinkCallback, CowStr, Options, Parser};

/// What of GitHub's Markdown is read beyond CommonMark.
const EXTENSIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_GFM);

/// A parsed text.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    /// The tree.
    pub(crate) nodes: Vec<Node>,
    /// Each top-level block: its offset in the text and its first node.
    pub(crate) starts: Vec<(usize, usize)>,
    /// The way to the last block.
    pub(crate) trail: Vec<Step>,
    /// How many paragraphs stand directly in the items of the first lists.
    pub(crate) paragraphs: Vec<usize>,
    /// The footnotes that are explained here, and where.
    pub(crate) footnotes: Vec<(String, usize)>,
    /// Link reference definitions.
    pub(crate) definitions: Vec<Definition>,
    /// The state after the last block of code.
    pub(crate) code: Option<Highlight>,
    /// Where a formula begins that more text may end: what is from here on may change its shape.
    pub(crate) open: Option<usize>,
    /// Labels that were not defined, and where.
    pub(crate) unresolved: Vec<(String, usize)>,
}

/// What a label stands for.
#[derive(Debug)]
pub(crate) struct Definition {
    pub(crate) label: String,
    pub(crate) address: String,
    /// Where in the text it ends.
    pub(crate) end: usize,
}

/// What a part of a text has to know of the rest.
pub(crate) trait Surroundings {
    /// The address that a label stands for.
    fn address(&self, label: &str) -> Option<&str>;
    /// What came before.
    fn before(&self) -> Before;
}

/// What came before a part of a text, of the block that it begins within.
#[derive(Debug, Default)]
pub(crate) struct Before {
    /// How many rows the first table had.
    pub(crate) rows: usize,
    /// The state in which the first block of code goes on.
    pub(crate) code: Option<Highlight>,
    /// Whether the unfinished last line of code stays plain.
    pub(crate) plain_end: bool,
}

/// Parses a text.
pub(crate) fn blocks(text: &str) -> Blocks {
    if is_flood(text) {
        return flooded(text);
    }
    let formulas = Formulas::find(text, EXTENSIONS);
    let parser = Parser::new_ext(formulas.parsed(text), EXTENSIONS);
    read(parser, Builder::new(text, &formulas, Before::default()))
}

/// Parses a part of a text that is no flood.
pub(crate) fn part(text: &str, around: &impl Surroundings) -> Blocks {
    #[cfg(test)]
    READ.with(|read| read.set(read.get() + text.len()));
    let mut unresolved = Vec::new();
    let mut resolve = |link: BrokenLink<'_>| {
        let address = around.address(&link.reference);
        if address.is_none() {
            unresolved.push((link.reference.to_string(), link.span.start));
        }
        address.map(|address| (CowStr::from(address.to_owned()), CowStr::from("")))
    };
    let formulas = Formulas::find(text, EXTENSIONS);
    let parsed = formulas.parsed(text);
    let parser = Parser::new_with_broken_link_callback(parsed, EXTENSIONS, Some(&mut resolve));
    let blocks = read(parser, Builder::new(text, &formulas, around.before()));
    Blocks {
        unresolved,
        ..blocks
    }
}

/// A text that nests out of proportion, as it stands.
pub(crate) fn flooded(text: &str) -> Blocks {
    let mut shown = String::new();
    push_clean(&mut shown, text);
    Blocks {
        nodes: vec![code::block(String::new(), &shown)],
        starts: vec![(0, 0)],
        ..Blocks::default()
    }
}

fn read<'t, F>(parser: Parser<'t, F>, mut builder: Builder<'_>) -> Blocks
where
    F: BrokenLinkCallback<'t>,
{
    let definitions = parser.reference_definitions().iter();
    let definitions = definitions
        .map(|(label, definition)| Definition {
            label: label.to_owned(),
            address: definition.dest.to_string(),
            end: definition.span.end,
        })
        .collect();
    for (event, range) in parser.into_offset_iter() {
        builder.event(event, range);
    }
    Blocks {
        nodes: builder.finish(),
        starts: builder.starts,
        trail: builder.trail.steps,
        paragraphs: builder.trail.paragraphs,
        footnotes: builder.footnotes,
        definitions,
        code: builder.code_state,
        open: builder.formulas.open,
        unresolved: Vec::new(),
    }
}

#[cfg(test)]
thread_local! {
    /// Bytes of parts that were read by this thread, to count work.
    pub(crate) static READ: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}
