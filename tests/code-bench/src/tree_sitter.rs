//! tree-sitter-highlight with the grammars' own queries, to the same nodes.

use crate::sources::Language;
use chat_core::blocks::{Node, Token, TokenKind};
use tree_sitter_highlight::{HighlightConfiguration, HighlightEvent, Highlighter};

/// Its names of what has a colour here, and ours. Operators and properties have none.
const NAMES: [(&str, TokenKind); 14] = [
    ("attribute", TokenKind::Attribute),
    ("boolean", TokenKind::Constant),
    ("comment", TokenKind::Comment),
    ("constant", TokenKind::Constant),
    ("constructor", TokenKind::Type),
    ("embedded", TokenKind::Variable),
    ("escape", TokenKind::String),
    ("function", TokenKind::Function),
    ("keyword", TokenKind::Keyword),
    ("label", TokenKind::Type),
    ("number", TokenKind::Number),
    ("string", TokenKind::String),
    ("tag", TokenKind::Tag),
    ("type", TokenKind::Type),
];

/// A grammar with its queries.
pub struct Peer(HighlightConfiguration);

impl Peer {
    /// Loads a language; not measured.
    pub fn new(language: Language) -> Self {
        let (grammar, queries) = match language {
            Language::Rust => (
                tree_sitter_rust::LANGUAGE,
                tree_sitter_rust::HIGHLIGHTS_QUERY,
            ),
            Language::Python => (
                tree_sitter_python::LANGUAGE,
                tree_sitter_python::HIGHLIGHTS_QUERY,
            ),
            Language::JavaScript => (
                tree_sitter_javascript::LANGUAGE,
                tree_sitter_javascript::HIGHLIGHT_QUERY,
            ),
        };
        let configured =
            HighlightConfiguration::new(grammar.into(), language.name(), queries, "", "");
        let mut configuration = configured.expect("the grammar's own queries fit");
        configuration.configure(&NAMES.map(|(name, _)| name));
        Self(configuration)
    }

    /// The whole text, which is all it can do.
    pub fn lines(&self, text: &str) -> Vec<Node> {
        let mut highlighter = Highlighter::new();
        let events = highlighter.highlight(&self.0, text.as_bytes(), None, None, |_| None);
        let mut kinds = Vec::new();
        let mut lines = Lines::default();
        for event in events
            .expect("it has no cancellation")
            .map_while(Result::ok)
        {
            match event {
                HighlightEvent::HighlightStart(highlight) => {
                    kinds.push(NAMES.get(highlight.0).map(|(_, kind)| *kind));
                }
                HighlightEvent::HighlightEnd => {
                    kinds.pop();
                }
                HighlightEvent::Source { start, end } => {
                    let kind = kinds.last().copied().flatten();
                    lines.push(text.get(start..end).unwrap_or_default(), kind);
                }
            }
        }
        lines.done
    }
}

/// Lines being put together, with neighbours of one kind as one node.
#[derive(Default)]
struct Lines {
    done: Vec<Node>,
    open: Vec<Node>,
}

impl Lines {
    fn push(&mut self, text: &str, kind: Option<TokenKind>) {
        for piece in text.split_inclusive('\n') {
            let content = piece.strip_suffix('\n').unwrap_or(piece);
            match (self.open.last_mut(), kind) {
                _ if content.is_empty() => {}
                (Some(Node::Token(Token(last, text))), Some(kind)) if *last == kind => {
                    text.push_str(content);
                }
                (Some(Node::Token(Token(_, text)) | Node::Text(text)), _)
                    if content.trim_start().is_empty() =>
                {
                    text.push_str(content);
                }
                (Some(Node::Text(text)), None) => text.push_str(content),
                (_, Some(kind)) => self.open.push(Node::Token(Token(kind, content.to_owned()))),
                (_, None) => self.open.push(Node::Text(content.to_owned())),
            }
            if content.len() < piece.len() {
                self.done.push(Node::Line {
                    children: std::mem::take(&mut self.open),
                });
            }
        }
    }
}
