//! Code blocks: their text as lines.

use chat_core::blocks::Node;

/// A whole block.
pub(crate) fn block(lang: String, text: &str) -> Node {
    let children = lines(text);
    Node::Code { lang, children }
}

/// The lines of a block's text, whose last line end belongs to it.
pub(crate) fn lines(text: &str) -> Vec<Node> {
    if text.is_empty() {
        return Vec::new();
    }
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.split('\n').map(line).collect()
}

fn line(text: &str) -> Node {
    let children = if text.is_empty() {
        Vec::new()
    } else {
        vec![Node::Text(text.to_owned())]
    };
    Node::Line { children }
}
