//! Applies a patch to a tree, as the page does.

use chat_core::blocks::{Node, PatchOp};

/// Why a patch does not fit a tree. Sender and receiver disagree then: attach again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PatchError {
    /// The path leads to no node.
    #[error("the path leads to no node")]
    NoNode,
    /// The node can have no children.
    #[error("the node can have no children")]
    NoChildren,
    /// The node carries no text.
    #[error("the node carries no text")]
    NoText,
    /// The node is no list.
    #[error("the node is no list")]
    NoList,
    /// The index is beyond the children.
    #[error("the index is beyond the children")]
    NoIndex,
}

/// Applies one operation; on an error nothing is changed.
pub fn apply(nodes: &mut Vec<Node>, op: &PatchOp) -> Result<(), PatchError> {
    match op {
        PatchOp::ReplaceFrom {
            path,
            index,
            nodes: new,
        } => {
            let children = children_at(nodes, path)?;
            let index = position(*index)?;
            if index > children.len() {
                return Err(PatchError::NoIndex);
            }
            children.truncate(index);
            children.extend_from_slice(new);
        }
        PatchOp::AppendText { path, text } => {
            let (last, parents) = path.split_last().ok_or(PatchError::NoText)?;
            children_at(nodes, parents)?
                .get_mut(position(*last)?)
                .ok_or(PatchError::NoNode)?
                .text_mut()
                .ok_or(PatchError::NoText)?
                .push_str(text);
        }
        PatchOp::AppendNodes { path, nodes: new } => {
            children_at(nodes, path)?.extend_from_slice(new);
        }
        PatchOp::SetLoose { path } => {
            let (last, parents) = path.split_last().ok_or(PatchError::NoList)?;
            let node = children_at(nodes, parents)?
                .get_mut(position(*last)?)
                .ok_or(PatchError::NoNode)?;
            let Node::List { loose, .. } = node else {
                return Err(PatchError::NoList);
            };
            *loose = true;
        }
    }
    Ok(())
}

fn children_at<'n>(
    mut nodes: &'n mut Vec<Node>,
    path: &[u32],
) -> Result<&'n mut Vec<Node>, PatchError> {
    for index in path {
        nodes = nodes
            .get_mut(position(*index)?)
            .ok_or(PatchError::NoNode)?
            .children_mut()
            .ok_or(PatchError::NoChildren)?;
    }
    Ok(nodes)
}

fn position(index: u32) -> Result<usize, PatchError> {
    usize::try_from(index).map_err(|_| PatchError::NoIndex)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Node {
        Node::Text(text.into())
    }

    fn paragraph(children: Vec<Node>) -> Node {
        Node::Paragraph { children }
    }

    /// Mutations seen to fail: `wrong-text-appended` and `cut-one-late` in
    /// `xtask/scripts/mutations_answer.py`.
    #[test]
    fn operations_change_what_their_path_names() {
        let mut nodes = vec![paragraph(vec![text("a"), Node::Break])];
        let ops = [
            PatchOp::AppendText {
                path: vec![0, 0],
                text: "b".into(),
            },
            PatchOp::ReplaceFrom {
                path: vec![0],
                index: 1,
                nodes: vec![text("c")],
            },
            PatchOp::AppendText {
                path: vec![0, 1],
                text: "d".into(),
            },
            PatchOp::AppendNodes {
                path: vec![],
                nodes: vec![Node::Rule],
            },
        ];
        for op in &ops {
            assert_eq!(apply(&mut nodes, op), Ok(()));
        }
        assert_eq!(nodes, [paragraph(vec![text("ab"), text("cd")]), Node::Rule]);
    }

    #[test]
    fn a_patch_that_does_not_fit_changes_nothing() {
        let before = vec![paragraph(vec![text("a")]), Node::Rule];
        let append_text = |path: &[u32]| PatchOp::AppendText {
            path: path.to_vec(),
            text: "x".into(),
        };
        let append_nodes = |path: &[u32]| PatchOp::AppendNodes {
            path: path.to_vec(),
            nodes: vec![Node::Break],
        };
        let replace = |index| PatchOp::ReplaceFrom {
            path: vec![],
            index,
            nodes: vec![],
        };
        let cases = [
            (append_text(&[]), PatchError::NoText),
            (append_text(&[0]), PatchError::NoText),
            (append_text(&[0, 1]), PatchError::NoNode),
            (append_text(&[2, 0]), PatchError::NoNode),
            (append_nodes(&[1]), PatchError::NoChildren),
            (append_nodes(&[0, 0]), PatchError::NoChildren),
            (append_nodes(&[7]), PatchError::NoNode),
            (PatchOp::SetLoose { path: vec![1] }, PatchError::NoList),
            (PatchOp::SetLoose { path: vec![] }, PatchError::NoList),
            (replace(3), PatchError::NoIndex),
        ];
        for (op, error) in cases {
            let mut nodes = before.clone();
            assert_eq!(apply(&mut nodes, &op), Err(error), "{op:?}");
            assert_eq!(nodes, before);
        }
    }
}
