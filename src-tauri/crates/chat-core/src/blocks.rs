//! The typed tree that an answer is shown as. The page builds DOM nodes from it by a closed list;
//! no HTML string exists.
//!
//! How Markdown becomes this tree is `chat-render`'s concern.

use serde::{Deserialize, Serialize};

/// A node of a rendered answer, block or inline.
///
/// Nodes with `children` can be patched below; `text` and `code`, `codeSpan` carry their text
/// directly and can grow by `appendText`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Node {
    /// A paragraph.
    Paragraph {
        /// Inline content.
        children: Vec<Node>,
    },
    /// A heading.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Inline content.
        children: Vec<Node>,
    },
    /// A list; its children are items.
    List {
        /// The first number of an ordered list; none for bullets.
        #[ts(type = "number | null")]
        start: Option<u64>,
        /// Items.
        children: Vec<Node>,
    },
    /// An item of a list.
    Item {
        /// Blocks, or inlines in a tight list.
        children: Vec<Node>,
    },
    /// A quotation.
    Quote {
        /// Blocks.
        children: Vec<Node>,
    },
    /// A code block.
    Code {
        /// The language, only `[a-z0-9+#-]{1,20}`; empty when unknown.
        lang: String,
        /// The code.
        text: String,
    },
    /// A thematic break.
    Rule,
    /// Plain text.
    Text {
        /// The text.
        text: String,
    },
    /// Italics.
    Emphasis {
        /// Inline content.
        children: Vec<Node>,
    },
    /// Bold.
    Strong {
        /// Inline content.
        children: Vec<Node>,
    },
    /// Code within a line.
    CodeSpan {
        /// The code.
        text: String,
    },
    /// A link. Only `http`, `https` and `mailto` addresses become one; others stay text.
    Link {
        /// The address, parsed and written back in ASCII.
        href: String,
        /// Inline content.
        children: Vec<Node>,
    },
    /// A line break.
    Break,
}

impl Node {
    /// The children of a node that can have some.
    pub fn children(&self) -> Option<&Vec<Self>> {
        match self {
            Self::Paragraph { children }
            | Self::Heading { children, .. }
            | Self::List { children, .. }
            | Self::Item { children }
            | Self::Quote { children }
            | Self::Emphasis { children }
            | Self::Strong { children }
            | Self::Link { children, .. } => Some(children),
            Self::Code { .. }
            | Self::Rule
            | Self::Text { .. }
            | Self::CodeSpan { .. }
            | Self::Break => None,
        }
    }

    /// The children of a node that can have some, to change them.
    pub fn children_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::Paragraph { children }
            | Self::Heading { children, .. }
            | Self::List { children, .. }
            | Self::Item { children }
            | Self::Quote { children }
            | Self::Emphasis { children }
            | Self::Strong { children }
            | Self::Link { children, .. } => Some(children),
            Self::Code { .. }
            | Self::Rule
            | Self::Text { .. }
            | Self::CodeSpan { .. }
            | Self::Break => None,
        }
    }

    /// The text of a node that carries text itself.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Code { text, .. } | Self::Text { text } | Self::CodeSpan { text } => Some(text),
            Self::Paragraph { .. }
            | Self::Heading { .. }
            | Self::List { .. }
            | Self::Item { .. }
            | Self::Quote { .. }
            | Self::Rule
            | Self::Emphasis { .. }
            | Self::Strong { .. }
            | Self::Link { .. }
            | Self::Break => None,
        }
    }

    /// The text of a node that carries text itself, to let it grow.
    pub fn text_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Code { text, .. } | Self::Text { text } | Self::CodeSpan { text } => Some(text),
            Self::Paragraph { .. }
            | Self::Heading { .. }
            | Self::List { .. }
            | Self::Item { .. }
            | Self::Quote { .. }
            | Self::Rule
            | Self::Emphasis { .. }
            | Self::Strong { .. }
            | Self::Link { .. }
            | Self::Break => None,
        }
    }
}

/// One change to an answer's tree (DESIGN §5.4). A path is child indexes from the answer's root.
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
}
