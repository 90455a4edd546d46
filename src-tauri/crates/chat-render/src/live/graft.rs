//! Puts the tree of the tail, read below its skeleton, back where it belongs in the whole tree.

use super::level::{self, Kind, Level};
use crate::build::Blocks;
use chat_core::blocks::Node;

/// What the tail adds to the whole tree.
#[derive(Debug, PartialEq)]
pub(super) struct Graft {
    /// New children of the root, then of each level.
    pub(super) children: Vec<Vec<Node>>,
    /// Of each level: what is known of a list by now.
    pub(super) lists: Vec<(bool, bool)>,
}

impl Graft {
    /// Takes what is new out of a tail that was read below `levels`, whose text begins with
    /// `before` top-level nodes of other use. None if the levels are not there.
    pub(super) fn take(blocks: &mut Blocks, before: usize, levels: &[Level]) -> Option<Self> {
        let mut nodes = std::mem::take(&mut blocks.nodes);
        let mut at = before;
        let mut children = Vec::with_capacity(levels.len() + 1);
        let mut lists = Vec::with_capacity(levels.len());
        let mut counts = blocks.paragraphs.iter();
        for (number, level) in levels.iter().enumerate() {
            if nodes.len() <= at {
                return None;
            }
            children.push(nodes.split_off(at + 1));
            let mut node = nodes.pop()?;
            if !fits(&node, &level.kind) {
                return None;
            }
            lists.push(if let Node::List { loose, .. } = &node {
                // One paragraph is the skeleton's own.
                let count = *counts.next()?;
                (level.loose || *loose, level.paragraphs || count > 1)
            } else {
                (false, false)
            });
            nodes = std::mem::take(node.children_mut()?);
            at = level::fillers(levels, number);
        }
        if nodes.len() < at {
            return None;
        }
        children.push(nodes.split_off(at));
        Some(Self { children, lists })
    }

    /// Sets the tail into the tree, of whose root `kept` children stay.
    pub(super) fn set(self, nodes: &mut Vec<Node>, kept: usize, levels: &[Level]) {
        let mut target = nodes;
        let mut kept = kept;
        let mut lists = self.lists.into_iter();
        let mut levels = levels.iter();
        for new in self.children {
            target.truncate(kept);
            let path = target.len().checked_sub(1);
            target.extend(new);
            let (Some(level), Some((loose, paragraphs))) = (levels.next(), lists.next()) else {
                return;
            };
            let Some(node) = path.and_then(|path| target.get_mut(path)) else {
                return;
            };
            if let Node::List { loose: shown, .. } = node {
                *shown = loose && paragraphs;
            }
            let Some(below) = node.children_mut() else {
                return;
            };
            kept = level.kept;
            target = below;
        }
    }
}

fn fits(node: &Node, kind: &Kind) -> bool {
    match kind {
        Kind::Quote => matches!(node, Node::Quote { .. }),
        Kind::List { .. } => matches!(node, Node::List { .. }),
        Kind::Item { .. } => matches!(node, Node::Item { .. }),
        Kind::Footnote { .. } => matches!(node, Node::Footnote { .. }),
        Kind::Table { .. } => matches!(node, Node::Table { .. }),
        Kind::Fence { .. } | Kind::Indented => matches!(node, Node::Code { .. }),
    }
}
