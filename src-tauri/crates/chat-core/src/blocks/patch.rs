//! The changes that bring a view's tree nearer to the answer (DESIGN §5.4).

use super::Node;
use serde::{Deserialize, Serialize};

/// One change to an answer's tree. A path is child indexes from the answer's root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "op", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PatchOp {
    /// Replaces the children of the node at `path` from `index` on.
    ReplaceFrom {
        /// The node.
        path: Vec<u32>,
        /// The first child that is replaced.
        index: u32,
        /// What stands there now.
        nodes: Vec<Node>,
    },
    /// Lets the text of the node at `path` grow.
    AppendText {
        /// A node that carries text.
        path: Vec<u32>,
        /// What is added.
        text: String,
    },
    /// Adds children to the node at `path`.
    AppendNodes {
        /// The node.
        path: Vec<u32>,
        /// What is added.
        nodes: Vec<Node>,
    },
    /// Makes the list at `path` loose: a blank line came between items that were drawn already.
    SetLoose {
        /// A list.
        path: Vec<u32>,
    },
}
