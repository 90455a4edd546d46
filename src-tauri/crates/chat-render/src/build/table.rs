//! Tables, cut to what a page can draw.

use super::{Builder, StepKind};
use chat_core::blocks::{Align, Node};
use pulldown_cmark::Alignment;

/// Most columns that are drawn.
pub(crate) const MAX_COLUMNS: usize = 64;
/// Most cells that are drawn, the head's among them.
pub(crate) const MAX_CELLS: usize = 20_000;

/// A table without rows.
pub(super) fn table(columns: &[Alignment]) -> Node {
    let align = columns.iter().take(MAX_COLUMNS).map(|column| match column {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    });
    Node::Table {
        align: align.collect(),
        children: Vec::new(),
    }
}

impl Builder<'_> {
    /// A row, unless the table was refused or has as many as can be drawn.
    pub(super) fn start_row(&mut self) -> Option<Node> {
        let Some(Node::Table { align, children }) = self.top() else {
            return None;
        };
        if (self.before.rows + children.len()) * align.len().max(1) < MAX_CELLS {
            let children = Vec::new();
            return Some(Node::Row { children });
        }
        let index = children.len() - usize::from(children.last() == Some(&Node::More));
        self.step_at(StepKind::Row, index);
        self.leave_out();
        None
    }

    /// A cell, unless the table was refused or the row has as many as can be drawn.
    pub(super) fn start_cell(&mut self) -> Option<Node> {
        match self.top() {
            Some(Node::Row { children }) if children.len() >= MAX_COLUMNS => {
                self.leave_out();
                None
            }
            Some(Node::Row { .. }) => Some(Node::Cell {
                children: Vec::new(),
            }),
            Some(_) | None => {
                // Of a table that lies too deep, the cells are what remains.
                self.close_implicit();
                None
            }
        }
    }

    /// Says once that there is more, and drops what comes until the mark that is now pushed ends.
    fn leave_out(&mut self) {
        if self.children().last() != Some(&Node::More) {
            self.push(Node::More);
        }
        self.left_out = Some(self.marks.len() + 1);
    }
}
