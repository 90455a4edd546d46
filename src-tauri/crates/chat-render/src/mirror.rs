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
    /// Top-level nodes known to be equal to the settled ones of the [`Live`] of this epoch.
    checked: (u64, usize),
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
            checked: (0, 0),
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
        self.checked = (0, 0);
        self.walk(target, budget, 0).0
    }

    /// [`Mirror::step`] towards a growing answer, without comparing its settled blocks again.
    pub fn step_live(&mut self, live: &mut Live, budget: usize) -> Vec<PatchOp> {
        live.refresh();
        let (epoch, settled) = live.settled();
        let from = if self.checked.0 == epoch {
            self.checked.1
        } else {
            0
        };
        let (ops, equal) = self.walk(live.current(), budget, from);
        self.checked = (epoch, equal.min(settled));
        ops
    }

    /// Steps on from the top-level node `from`; also gives how many top-level nodes are equal now.
    fn walk(&mut self, target: &[Node], budget: usize, from: usize) -> (Vec<PatchOp>, usize) {
        let mut ops = Vec::new();
        let mut room = budget.saturating_sub("[]".len());
        let mut resume = vec![u32::try_from(from).unwrap_or(u32::MAX)];
        loop {
            let Some(found) = diff::first(&self.nodes, target, &resume) else {
                return (ops, target.len());
            };
            resume.clone_from(&found.path);
            resume.push(found.index);
            let equal = resume
                .first()
                .and_then(|index| usize::try_from(*index).ok())
                .unwrap_or(0);
            let comma = usize::from(!ops.is_empty());
            if comma > 0 && room < WORTH_AN_OP {
                return (ops, equal);
            }
            let Some((op, cost)) = operation(found, room.saturating_sub(comma)) else {
                return (ops, equal);
            };
            if apply(&mut self.nodes, &op).is_err() {
                // Not reached: the place was found in this very tree. If it were, saying nothing
                // keeps both sides equal.
                return (ops, equal);
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
