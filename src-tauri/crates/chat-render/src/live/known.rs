//! What the text has defined so far, and which settled blocks wait for a definition.
//!
//! The first definition of a label counts, for the whole text.

use crate::build::{Before, Blocks, Definition, Surroundings};
use crate::code::Highlight;
use std::collections::HashMap;
use std::fmt::Write as _;
use unicase::UniCase;

/// Longest label, in bytes, that is looked for after `[^`.
const MAX_LABEL: usize = 4_000;

/// Definitions and who waits for them.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Addresses by label.
    links: HashMap<String, String>,
    /// Names of footnotes as written, by label.
    footnotes: HashMap<String, String>,
    /// Offsets of top-level blocks by the label they use and nobody has defined.
    waiting: HashMap<String, Vec<usize>>,
}

/// A text in front of a part, so that the part is read as it would be in its place.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Prelude {
    pub(super) text: String,
    /// How many top-level nodes it makes.
    pub(super) nodes: usize,
}

/// How labels are compared.
fn fold(label: &str) -> String {
    UniCase::new(label).to_folded_case()
}

/// How labels of footnotes are told from those of links, in which no bracket stands alone.
fn fold_footnote(label: &str) -> String {
    let words: Vec<&str> = label.split_ascii_whitespace().collect();
    format!("[^{}", fold(&words.join(" ").replace("\\|", "|")))
}

impl Known {
    /// The address of a label.
    pub(super) fn address(&self, label: &str) -> Option<&str> {
        if self.links.is_empty() {
            return None;
        }
        self.links.get(&fold(label)).map(String::as_str)
    }

    /// Whether a part defines what was not known.
    pub(super) fn has_news(&self, blocks: &Blocks) -> bool {
        let links = &mut blocks.definitions.iter();
        let footnotes = &mut blocks.footnotes.iter();
        links.any(|definition| !self.links.contains_key(&fold(&definition.label)))
            || footnotes.any(|(name, _)| !self.footnotes.contains_key(&fold_footnote(name)))
    }

    /// Learns what a text defines that ends with a complete line, `text` and what was read of it.
    /// Gives the settled blocks that waited for it.
    pub(super) fn learn(&mut self, text: &str, blocks: &Blocks) -> Vec<usize> {
        let mut touched = Vec::new();
        // An open formula may take what follows it.
        let certain = blocks.open.unwrap_or(text.len());
        for definition in &blocks.definitions {
            let Definition {
                label,
                address,
                end,
            } = definition;
            let label = fold(label);
            let is_certain = *end <= certain && is_certain(text, definition);
            if !self.links.contains_key(&label) && is_certain {
                touched.extend(self.waiting.remove(&label).unwrap_or_default());
                self.links.insert(label, address.clone());
            }
        }
        for (name, at) in &blocks.footnotes {
            let label = fold_footnote(name);
            if !self.footnotes.contains_key(&label) && *at <= certain {
                touched.extend(self.waiting.remove(&label).unwrap_or_default());
                self.footnotes.insert(label, name.clone());
            }
        }
        touched.sort_unstable();
        touched.dedup();
        touched
    }

    /// Notes that the top-level block at `top` uses a label of a link that is not defined.
    pub(super) fn wait(&mut self, label: &str, top: usize) {
        self.wait_for(fold(label), top);
    }

    /// Notes the references to footnotes in a part of the top-level block at `top`.
    pub(super) fn wait_for_footnotes(&mut self, text: &str, top: usize) {
        for label in footnote_labels(text) {
            let label = fold_footnote(label);
            if !self.footnotes.contains_key(&label) {
                self.wait_for(label, top);
            }
        }
    }

    fn wait_for(&mut self, label: String, top: usize) {
        let tops = self.waiting.entry(label).or_default();
        if tops.last() != Some(&top) {
            tops.push(top);
        }
    }

    /// What must stand in front of a part: the footnotes that it refers to.
    pub(super) fn prelude(&self, part: &str) -> Prelude {
        let mut prelude = Prelude::default();
        if self.footnotes.is_empty() {
            return prelude;
        }
        let mut labels: Vec<String> = footnote_labels(part).map(fold_footnote).collect();
        labels.sort_unstable();
        labels.dedup();
        for name in labels.iter().filter_map(|label| self.footnotes.get(label)) {
            let _ = writeln!(prelude.text, "[^{name}]: <!---->");
            prelude.nodes += 1;
        }
        if prelude.nodes > 0 {
            prelude.text.push_str("<!---->\n");
            prelude.nodes += 1;
        }
        prelude
    }

    /// Definitions for a part that says another address for a label than the first one; they make
    /// one node.
    pub(super) fn corrections(&self, blocks: &Blocks) -> String {
        let mut text = String::new();
        for Definition { label, address, .. } in &blocks.definitions {
            let Some(first) = self.address(label).filter(|first| first != address) else {
                continue;
            };
            let _ = write!(text, "[{label}]: <");
            for c in first.chars() {
                if matches!(c, '<' | '>' | '\\' | '&') {
                    text.push('\\');
                }
                text.push(c);
            }
            text.push_str(">\n");
        }
        if !text.is_empty() {
            text.push_str("<!---->\n");
        }
        text
    }
}

/// Whether no next line takes a definition back: its last line may become the head of a table.
fn is_certain(text: &str, definition: &Definition) -> bool {
    let bar = definition.address.starts_with('|') || definition.label.contains('|');
    let (before, after) = text.split_at_checked(definition.end).unwrap_or_default();
    let line = before.lines().next_back().unwrap_or_default();
    !bar || !line.contains('|') || after.lines().nth(1).is_some()
}

/// What may be labels of footnotes in a text; some are none.
fn footnote_labels(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("[^").filter_map(|(at, mark)| {
        let rest = text.get(at + mark.len()..)?;
        let end = rest.bytes().take(MAX_LABEL).position(|byte| byte == b']')?;
        rest.get(..end)
    })
}

/// What the tail is told of the rest.
#[derive(Debug)]
pub(super) struct Around<'k> {
    pub(super) known: &'k Known,
    pub(super) rows: usize,
    pub(super) code: Option<&'k Highlight>,
    pub(super) plain_end: bool,
}

impl Surroundings for Around<'_> {
    fn address(&self, label: &str) -> Option<&str> {
        self.known.address(label)
    }

    fn before(&self) -> Before {
        Before {
            rows: self.rows,
            code: self.code.cloned(),
            plain_end: self.plain_end,
        }
    }
}
