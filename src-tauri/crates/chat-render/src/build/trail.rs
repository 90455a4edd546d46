//! The way from the root of a tree down to its last block, and where each block on it began.
//!
//! A text that grows changes its tree only along this way.

use super::Builder;
use chat_core::blocks::Node;
use std::ops::Range;

/// Lists whose paragraphs are counted, in the order in which they were opened.
const COUNTED_LISTS: usize = 32;

/// A block on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    /// Where in the text it began.
    pub(crate) at: usize,
    /// Where it ended, as far as the text goes.
    pub(crate) end: usize,
    /// Which child of its parent it is.
    pub(crate) index: usize,
    /// What it is.
    pub(crate) kind: StepKind,
}

/// What a block on the way is, as far as it matters for going on below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StepKind {
    /// A quotation or an alert.
    Quote,
    /// What a footnote says.
    Footnote,
    /// A list, by the number of lists that were opened before.
    List(usize),
    /// An item of a list.
    Item,
    /// A table of so many columns that are drawn.
    Table(usize),
    /// A row of a table, or what stands for the rows that are left out.
    Row,
    /// Code between fences.
    Fence,
    /// Code by its indentation.
    Indented,
    /// A paragraph, though not one of raw HTML.
    Paragraph,
    /// A heading.
    Heading,
    /// Any other block.
    Other,
}

/// What is noted while a tree is built.
#[derive(Debug, Default)]
pub(super) struct Trail {
    pub(super) steps: Vec<Step>,
    /// Paragraphs directly in the items of the first lists.
    pub(super) paragraphs: Vec<usize>,
    /// The numbers of the lists that are open.
    lists: Vec<(usize, usize)>,
    opened: usize,
}

impl Builder<'_> {
    /// Notes a block that is about to be opened or pushed.
    pub(super) fn step(&mut self, kind: StepKind) {
        let index = self.children().len();
        self.step_at(kind, index);
    }

    /// Notes that a block stands at `index` of the node that is open.
    pub(super) fn step_at(&mut self, kind: StepKind, index: usize) {
        let depth = self.open.len();
        let Range { start, end } = self.range;
        let at = match kind {
            StepKind::List(_) | StepKind::Item => after_line_end(self.source, start),
            StepKind::Quote
            | StepKind::Footnote
            | StepKind::Table(_)
            | StepKind::Row
            | StepKind::Fence
            | StepKind::Indented
            | StepKind::Paragraph
            | StepKind::Heading
            | StepKind::Other => start,
        };
        let trail = &mut self.trail;
        if kind == StepKind::Paragraph
            && let [.., list, item] = self.open.as_slice()
            && matches!(list.node, Node::List { .. })
            && matches!(item.node, Node::Item { .. })
        {
            let number = trail.lists.iter().rfind(|(at, _)| *at + 2 == depth);
            if let Some(count) = number.and_then(|(_, number)| trail.paragraphs.get_mut(*number)) {
                *count += 1;
            }
        }
        trail.steps.truncate(depth);
        trail.lists.retain(|(at, _)| *at < depth);
        if let StepKind::List(number) = kind {
            trail.lists.push((depth, number));
        }
        if trail.steps.len() == depth {
            trail.steps.push(Step {
                at,
                end,
                index,
                kind,
            });
        }
    }

    /// What a node will be on the way; `fenced` tells kinds of code blocks apart.
    pub(super) fn step_kind(&mut self, node: &Node, fenced: bool, html: bool) -> Option<StepKind> {
        Some(match node {
            Node::Quote { .. } | Node::Alert { .. } => StepKind::Quote,
            Node::Footnote { .. } => StepKind::Footnote,
            Node::List { .. } => {
                let number = self.trail.opened;
                self.trail.opened += 1;
                if number < COUNTED_LISTS {
                    self.trail.paragraphs.push(0);
                }
                StepKind::List(number)
            }
            Node::Item { .. } => StepKind::Item,
            Node::Table { align, .. } => StepKind::Table(align.len()),
            Node::Row { .. } => StepKind::Row,
            Node::Heading { .. } => StepKind::Heading,
            Node::Code { .. } if fenced => StepKind::Fence,
            Node::Code { .. } => StepKind::Indented,
            Node::Paragraph { .. } if !html => StepKind::Paragraph,
            Node::Paragraph { .. } | Node::Rule | Node::More => StepKind::Other,
            Node::Line { .. }
            | Node::Cell { .. }
            | Node::Text(_)
            | Node::Token(_)
            | Node::Emphasis { .. }
            | Node::Strong { .. }
            | Node::Strike { .. }
            | Node::CodeSpan { .. }
            | Node::Link { .. }
            | Node::FootnoteRef { .. }
            | Node::Math { .. }
            | Node::MathPart { .. }
            | Node::Break => return None,
        })
    }
}

/// The parser takes the columns before the marker of an item for as many bytes. After a tab which
/// partly belongs to the item around it that is one too many: the end of the line before.
fn after_line_end(source: &str, at: usize) -> usize {
    let rest = source.get(at..).unwrap_or_default();
    at + usize::from(rest.starts_with(['\r', '\n']))
}
