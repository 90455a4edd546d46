//! What the kinds of nodes may hold, and where they stand.

use chat_core::blocks::{AlertKind, Node};
use pulldown_cmark::BlockQuoteKind;

/// A quotation without content, or an alert.
pub(super) fn quote(kind: Option<BlockQuoteKind>) -> Node {
    let children = Vec::new();
    let kind = match kind {
        None => return Node::Quote { children },
        Some(BlockQuoteKind::Note) => AlertKind::Note,
        Some(BlockQuoteKind::Tip) => AlertKind::Tip,
        Some(BlockQuoteKind::Important) => AlertKind::Important,
        Some(BlockQuoteKind::Warning) => AlertKind::Warning,
        Some(BlockQuoteKind::Caution) => AlertKind::Caution,
    };
    Node::Alert { kind, children }
}

/// What is read of inline content. Recursion is as deep as the tree.
pub(super) fn text_of(nodes: &[Node]) -> String {
    let mut text = String::new();
    for node in nodes {
        if let Some(own) = node.text() {
            text.push_str(own);
        }
        if let Some(children) = node.children() {
            text.push_str(&text_of(children));
        }
    }
    text
}

/// Whether blocks stand in it.
pub(super) fn is_container(node: &Node) -> bool {
    match kind(node) {
        Kind::Container => true,
        Kind::Block | Kind::Inline => false,
    }
}

/// Whether it stands among blocks.
pub(super) fn is_block(node: &Node) -> bool {
    match kind(node) {
        Kind::Container | Kind::Block => true,
        Kind::Inline => false,
    }
}

/// Where a node may stand and what it may hold.
enum Kind {
    /// A block that holds blocks.
    Container,
    /// A block that holds lines, rows, inline content or nothing.
    Block,
    /// Inline content.
    Inline,
}

fn kind(node: &Node) -> Kind {
    match node {
        Node::Quote { .. }
        | Node::Alert { .. }
        | Node::List { .. }
        | Node::Item { .. }
        | Node::Footnote { .. } => Kind::Container,
        Node::Paragraph { .. }
        | Node::Heading { .. }
        | Node::Code { .. }
        | Node::Line { .. }
        | Node::Table { .. }
        | Node::Row { .. }
        | Node::Cell { .. }
        | Node::Rule
        | Node::More => Kind::Block,
        Node::Text(_)
        | Node::Token(_)
        | Node::Emphasis { .. }
        | Node::Strong { .. }
        | Node::Strike { .. }
        | Node::CodeSpan { .. }
        | Node::Link { .. }
        | Node::FootnoteRef { .. }
        | Node::Math { .. }
        | Node::MathPart { .. }
        | Node::Break => Kind::Inline,
    }
}
