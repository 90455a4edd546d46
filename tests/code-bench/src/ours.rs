//! Gatehouse's own scanner, as an answer that streams uses it.

use crate::sources::Language;
use chat_core::blocks::Node;
use chat_render::Highlight;

/// Each line once, in order.
pub fn lines(language: Language, text: &str) -> Vec<Node> {
    let mut highlight = Highlight::start(language.name());
    text.lines()
        .map(|line| Node::Line {
            children: highlight.line(line),
        })
        .collect()
}
