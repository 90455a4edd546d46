//! What one view has been sent, and the next patch that brings it nearer to the answer.
//!
//! A view never has a queue: each step compares what the view has with what the answer is now, so
//! a slow view skips states and a changed mind costs one `replaceFrom`.

use crate::diff::{self, Change, Difference};
use crate::live::Live;
use crate::{apply, size};
use chat_core::blocks::{Node, PatchOp};

/// With a budget of this many bytes every step gets on, whatever the tree holds. Smaller ones, down
/// to 256, do so unless the next node is a link whose address is longer than fits.
pub const MIN_BUDGET: usize = 5_000;

/// A step that has said something does not squeeze another operation into less than this.
const WORTH_AN_OP: usize = 128;

/// The tree that one view shows.
#[derive(Debug, Clone, Default)]
pub struct Mirror {
    nodes: Vec<Node>,
    /// In this epoch of the [`Live`], what is before this place (child indexes from the root) is
    /// known to be equal and to stay so.
    checked: (u64, Vec<u32>),
    /// The state of the [`Live`] that the view shows, if it shows all of one.
    shown: Option<u64>,
}

impl Mirror {
    /// Of a view that shows nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Of a view that was given a whole tree, such as a snapshot's.
    pub fn from_nodes(nodes: Vec<Node>) -> Self {
        Self {
            nodes,
            ..Self::default()
        }
    }

    /// What the view shows once it has applied everything so far.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The operations that bring the view nearer to `target`, already applied here.
    ///
    /// Written as a JSON array they have at most `budget` bytes. Empty when the view shows the
    /// target (or the budget is too small, see [`MIN_BUDGET`]); otherwise call again. The target
    /// may differ from call to call. Compares from the front: linear in the tree.
    pub fn step(&mut self, target: &[Node], budget: usize) -> Vec<PatchOp> {
        self.checked = (0, Vec::new());
        self.shown = None;
        self.walk(target, budget, Vec::new()).0
    }

    /// [`Mirror::step`] towards a growing answer, without comparing its settled blocks again.
    pub fn step_live(&mut self, live: &mut Live, budget: usize) -> Vec<PatchOp> {
        live.refresh();
        // A long paragraph is compared as a whole, but read again only now and then.
        if self.shown == Some(live.state()) {
            return Vec::new();
        }
        let (epoch, settled) = live.settled();
        let from = if self.checked.0 == epoch {
            std::mem::take(&mut self.checked.1)
        } else {
            Vec::new()
        };
        let (ops, equal) = self.walk(live.current(), budget, from);
        self.shown = equal.is_none().then_some(live.state());
        let checked = equal.map_or(settled.clone(), |equal| equal.min(settled));
        self.checked = (epoch, checked);
        ops
    }

    /// Steps on from a place; also gives where the trees may differ now.
    fn walk(
        &mut self,
        target: &[Node],
        budget: usize,
        from: Vec<u32>,
    ) -> (Vec<PatchOp>, Option<Vec<u32>>) {
        let mut ops = Vec::new();
        let mut room = budget.saturating_sub("[]".len());
        let mut resume = from;
        loop {
            let Some(found) = diff::first(&self.nodes, target, &resume) else {
                return (ops, None);
            };
            resume.clone_from(&found.path);
            resume.push(found.index);
            let comma = usize::from(!ops.is_empty());
            if comma > 0 && room < WORTH_AN_OP {
                return (ops, Some(resume));
            }
            let Some((op, cost)) = operation(found, room.saturating_sub(comma)) else {
                return (ops, Some(resume));
            };
            if apply(&mut self.nodes, &op).is_err() {
                // Not reached: the place was found in this very tree. If it were, saying nothing
                // keeps both sides equal.
                return (ops, Some(resume));
            }
            room = room.saturating_sub(cost + comma);
            ops.push(op);
        }
    }
}

/// The operation for a difference and its bytes, as much of it as fits into `room`.
fn operation(found: Difference<'_>, room: usize) -> Option<(PatchOp, usize)> {
    let Difference {
        mut path,
        index,
        wanted,
        change,
    } = found;
    match change {
        Change::Grow(from) => {
            path.push(index);
            let overhead = size::APPEND_TEXT + size::path(&path);
            let rest = wanted.first()?.text()?.get(from..)?;
            let (piece, cost) = size::fitting(rest, room.checked_sub(overhead)?);
            let text = piece.to_owned();
            (!text.is_empty()).then(|| (PatchOp::AppendText { path, text }, overhead + cost))
        }
        Change::Append => {
            let overhead = size::APPEND_NODES + size::path(&path);
            let (nodes, cost) = size::fitting_nodes(wanted, room.checked_sub(overhead)?);
            (!nodes.is_empty()).then(|| (PatchOp::AppendNodes { path, nodes }, overhead + cost))
        }
        Change::Loosen => {
            path.push(index);
            let cost = size::SET_LOOSE + size::path(&path);
            (cost <= room).then_some((PatchOp::SetLoose { path }, cost))
        }
        Change::Cut | Change::Replace => {
            let overhead = size::REPLACE_FROM + size::path(&path) + size::digits(u64::from(index));
            // Where not even one node fits, cutting is a step of its own.
            let (nodes, cost) = size::fitting_nodes(wanted, room.checked_sub(overhead)?);
            let op = PatchOp::ReplaceFrom { path, index, nodes };
            Some((op, overhead + cost))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::COMPARED;

    #[test]
    fn a_tree_that_is_as_it_was_shown_is_not_compared_again() {
        let (mut live, mut mirror) = (Live::new(), Mirror::new());
        live.append(&"*one* two ".repeat(10_000));
        while !mirror.step_live(&mut live, MIN_BUDGET).is_empty() {}
        let before = COMPARED.get();
        // Of so long a paragraph little more is not drawn yet.
        live.append("three");
        assert_eq!(mirror.step_live(&mut live, MIN_BUDGET), []);
        assert_eq!(COMPARED.get() - before, 0);
        live.finish();
        assert!(!mirror.step_live(&mut live, MIN_BUDGET).is_empty());
    }
}
