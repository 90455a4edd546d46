//! The typed tree that an answer is shown as. The page builds DOM nodes from it by a closed list;
//! no HTML string exists.
//!
//! How Markdown becomes this tree is `chat-render`'s concern.

mod drawn;
mod math;
mod patch;

pub use drawn::Drawn;
pub use math::{
    MathAlign, MathAttributes, MathForm, MathLength, MathLine, MathTable, MathTag, MathVariant,
};
pub use patch::PatchOp;

use serde::{Deserialize, Serialize};

/// How a column of a table is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum Align {
    /// As the text's direction says.
    None,
    /// Left.
    Left,
    /// Centred.
    Center,
    /// Right.
    Right,
}

/// What a quotation warns of (GitHub's alerts).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum AlertKind {
    /// Worth knowing.
    Note,
    /// Makes it easier.
    Tip,
    /// Needed.
    Important,
    /// Needs care.
    Warning,
    /// Is dangerous.
    Caution,
}

/// What a piece of code is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum TokenKind {
    /// A word of the language.
    Keyword,
    /// A string or character.
    String,
    /// A number.
    Number,
    /// A comment.
    Comment,
    /// A function's or macro's name.
    Function,
    /// A type's name.
    Type,
    /// A constant.
    Constant,
    /// A variable, where the language marks it.
    Variable,
    /// A key or property.
    Property,
    /// A tag of markup.
    Tag,
    /// An attribute, annotation or preprocessor line.
    Attribute,
    /// A heading of markup, or a section's name.
    Heading,
    /// An added line.
    Inserted,
    /// A removed line.
    Deleted,
}

/// A piece of code with a meaning: `[kind, text]` in JSON, for there are many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Token(pub TokenKind, pub String);

/// A node of a rendered answer, block or inline.
///
/// In JSON a text is a string, a token is `[kind, text]`, everything else an object with `type`.
/// Nodes with `children` can be patched below; texts, tokens and code spans carry their text
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
        /// Whether its items stand apart, because blank lines are between them.
        loose: bool,
        /// Items.
        children: Vec<Node>,
    },
    /// An item of a list.
    Item {
        /// Whether the task is done; none when it is no task.
        done: Option<bool>,
        /// Blocks, also in a list that is not loose.
        children: Vec<Node>,
    },
    /// A quotation.
    Quote {
        /// Blocks.
        children: Vec<Node>,
    },
    /// A quotation that warns.
    Alert {
        /// Of what.
        kind: AlertKind,
        /// Blocks.
        children: Vec<Node>,
    },
    /// A code block; its children are lines.
    Code {
        /// The language, only `[a-z0-9+#-]{1,20}`; empty when unknown.
        lang: String,
        /// Lines, without their ends.
        children: Vec<Node>,
    },
    /// A line of a code block.
    Line {
        /// Texts and tokens.
        children: Vec<Node>,
    },
    /// A table; its children are rows, the first one is its head.
    Table {
        /// One for each column.
        align: Vec<Align>,
        /// Rows, and [`Node::More`] as the last where the table goes on.
        children: Vec<Node>,
    },
    /// A row of a table.
    Row {
        /// Cells, as many as there are columns, and [`Node::More`] as the last where there are
        /// too many.
        children: Vec<Node>,
    },
    /// A cell of a table.
    Cell {
        /// Inline content.
        children: Vec<Node>,
    },
    /// What a footnote says.
    Footnote {
        /// Its name.
        label: String,
        /// Blocks.
        children: Vec<Node>,
    },
    /// A thematic break.
    Rule,
    /// Here is more than is drawn: the text itself shows it.
    More,
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
    /// Struck through.
    Strike {
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
        /// Where it really leads, in ASCII, where the text does not say so or says otherwise.
        host: Option<String>,
        /// Inline content.
        children: Vec<Node>,
    },
    /// A reference to a footnote of this answer.
    FootnoteRef {
        /// Its name.
        label: String,
    },
    /// A line break.
    Break,
    /// A formula; its children are [`Node::MathPart`]s. One that cannot be read is code instead.
    Math {
        /// Whether it stands on lines of its own.
        display: bool,
        /// The formula as written, without its marks.
        source: String,
        /// What it looks like.
        children: Vec<Node>,
    },
    /// A part of a formula.
    MathPart {
        /// The MathML element.
        tag: MathTag,
        /// Its attributes.
        #[serde(default, skip_serializing_if = "MathAttributes::is_empty")]
        attributes: MathAttributes,
        /// Parts, or the text of a token element.
        children: Vec<Node>,
    },
    /// A piece of code with a meaning.
    #[serde(untagged)]
    Token(Token),
    /// Plain text.
    #[serde(untagged)]
    Text(String),
}

impl Node {
    /// The children of a node that can have some.
    pub fn children(&self) -> Option<&Vec<Self>> {
        match self {
            Self::Paragraph { children }
            | Self::Heading { children, .. }
            | Self::List { children, .. }
            | Self::Item { children, .. }
            | Self::Quote { children }
            | Self::Alert { children, .. }
            | Self::Code { children, .. }
            | Self::Line { children }
            | Self::Table { children, .. }
            | Self::Row { children }
            | Self::Cell { children }
            | Self::Footnote { children, .. }
            | Self::Emphasis { children }
            | Self::Strong { children }
            | Self::Strike { children }
            | Self::Link { children, .. }
            | Self::Math { children, .. }
            | Self::MathPart { children, .. } => Some(children),
            Self::Text(_)
            | Self::Token(_)
            | Self::CodeSpan { .. }
            | Self::Rule
            | Self::More
            | Self::FootnoteRef { .. }
            | Self::Break => None,
        }
    }

    /// The children of a node that can have some, to change them.
    pub fn children_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::Paragraph { children }
            | Self::Heading { children, .. }
            | Self::List { children, .. }
            | Self::Item { children, .. }
            | Self::Quote { children }
            | Self::Alert { children, .. }
            | Self::Code { children, .. }
            | Self::Line { children }
            | Self::Table { children, .. }
            | Self::Row { children }
            | Self::Cell { children }
            | Self::Footnote { children, .. }
            | Self::Emphasis { children }
            | Self::Strong { children }
            | Self::Strike { children }
            | Self::Link { children, .. }
            | Self::Math { children, .. }
            | Self::MathPart { children, .. } => Some(children),
            Self::Text(_)
            | Self::Token(_)
            | Self::CodeSpan { .. }
            | Self::Rule
            | Self::More
            | Self::FootnoteRef { .. }
            | Self::Break => None,
        }
    }

    /// The text of a node that carries text itself.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Token(Token(_, text)) | Self::CodeSpan { text } => Some(text),
            Self::Paragraph { .. }
            | Self::Heading { .. }
            | Self::List { .. }
            | Self::Item { .. }
            | Self::Quote { .. }
            | Self::Alert { .. }
            | Self::Code { .. }
            | Self::Line { .. }
            | Self::Table { .. }
            | Self::Row { .. }
            | Self::Cell { .. }
            | Self::Footnote { .. }
            | Self::Emphasis { .. }
            | Self::Strong { .. }
            | Self::Strike { .. }
            | Self::Link { .. }
            | Self::Math { .. }
            | Self::MathPart { .. }
            | Self::Rule
            | Self::More
            | Self::FootnoteRef { .. }
            | Self::Break => None,
        }
    }

    /// The text of a node that carries text itself, to let it grow.
    pub fn text_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Text(text) | Self::Token(Token(_, text)) | Self::CodeSpan { text } => Some(text),
            Self::Paragraph { .. }
            | Self::Heading { .. }
            | Self::List { .. }
            | Self::Item { .. }
            | Self::Quote { .. }
            | Self::Alert { .. }
            | Self::Code { .. }
            | Self::Line { .. }
            | Self::Table { .. }
            | Self::Row { .. }
            | Self::Cell { .. }
            | Self::Footnote { .. }
            | Self::Emphasis { .. }
            | Self::Strong { .. }
            | Self::Strike { .. }
            | Self::Link { .. }
            | Self::Math { .. }
            | Self::MathPart { .. }
            | Self::Rule
            | Self::More
            | Self::FootnoteRef { .. }
            | Self::Break => None,
        }
    }
}
