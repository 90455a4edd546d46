//! Formulas among inline content.

use super::{Builder, MAX_DEPTH};
use crate::code;
use crate::math::{self, Found, Piece};
use chat_core::blocks::Node;
use std::mem;
use std::ops::Range;

/// The language of a formula's source.
const LANGUAGE: &str = "tex";

impl Builder<'_> {
    /// Text in which formulas were hidden from the parser.
    pub(super) fn text_with_formulas(&mut self, text: &str, range: Range<usize>) {
        if !self.formulas.any(&range) {
            self.text(text);
            return;
        }
        for piece in self.formulas.cut(range) {
            match piece {
                Piece::Text(range) => self.text(self.source.get(range).unwrap_or_default()),
                Piece::Formula(found) => self.formula(found),
            }
        }
    }

    fn formula(&mut self, found: &Found) {
        let written = found.written(self.source);
        if self.image.is_some() {
            self.text(&written);
            return;
        }
        self.ensure_inline();
        let depth = MAX_DEPTH.saturating_sub(self.open.len() + 1);
        if let Ok(node) = math::formula(found.source(&written), found.display, depth) {
            self.push(node);
        } else {
            let begins = match self.top() {
                Some(Node::Paragraph { children }) => children.is_empty(),
                _ => false,
            };
            self.unread = found.display && begins;
            self.code_span(&written);
        }
    }

    /// The code block that a paragraph becomes which is only a formula that could not be read.
    pub(super) fn take_unread(&mut self, children: &[Node]) -> Option<Node> {
        let unread = mem::take(&mut self.unread);
        match children {
            [Node::CodeSpan { text }] if unread => {
                let text = text.strip_prefix(['$', '\\']).and_then(|t| t.get(1..));
                let text = text.and_then(|t| t.get(..t.len().saturating_sub(2)));
                Some(code::block(
                    LANGUAGE.to_owned(),
                    text.unwrap_or_default().trim(),
                ))
            }
            _ => None,
        }
    }
}
