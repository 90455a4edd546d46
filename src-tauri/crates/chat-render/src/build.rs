//! Builds the tree from the parser's events.
//!
//! Iterative over the text and bounded in depth: no input may overflow the stack or take more
//! than linear time here. Must not emit HTML, and must not drop text a person would miss.

use crate::clean::{language, push_clean};
use crate::href;
use chat_core::blocks::Node;
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::mem;
use std::ops::Range;

mod flood;
mod table;

/// Most nodes with children on any path of a tree; a leaf may hang one deeper. What the text
/// nests deeper is kept as content of the deepest node.
pub const MAX_DEPTH: usize = 32;

/// Quotes and lists end here, so that paragraphs and emphasis fit below.
const MAX_CONTAINER_DEPTH: usize = 24;

/// Longest part of an address that is no link which is shown beside an image's description.
const SHOWN_ADDRESS: usize = 80;

/// A parsed text.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    /// The tree.
    pub(crate) nodes: Vec<Node>,
    /// Each top-level block: its offset in the text and its first node.
    pub(crate) starts: Vec<(usize, usize)>,
    /// Whether link reference definitions occurred, which act on the whole text.
    pub(crate) definitions: bool,
}

/// Parses a text.
pub(crate) fn blocks(text: &str) -> Blocks {
    if flood::is_flood(text) {
        let mut shown = String::new();
        push_clean(&mut shown, text);
        return Blocks {
            nodes: vec![Node::Code {
                lang: String::new(),
                text: shown,
            }],
            starts: vec![(0, 0)],
            definitions: false,
        };
    }
    let parser = Parser::new_ext(text, Options::empty());
    let definitions = parser.reference_definitions().iter().next().is_some();
    let mut builder = Builder::new(text);
    for (event, range) in parser.into_offset_iter() {
        builder.event(event, range);
    }
    Blocks {
        nodes: builder.finish(),
        starts: builder.starts,
        definitions,
    }
}

/// What an open tag of the parser stands for here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// A node on the stack.
    Node,
    /// Nothing: its content belongs to the node around it.
    Skipped,
}

/// A node whose content still comes.
#[derive(Debug)]
struct Open {
    node: Node,
    /// A paragraph that the text does not have, around stray inline content.
    implicit: bool,
}

/// An image, which becomes its description and address.
#[derive(Debug)]
struct Image {
    alt: String,
    href: Option<String>,
    written: String,
    /// How many marks were open outside.
    depth: usize,
}

#[derive(Debug)]
struct Builder<'t> {
    source: &'t str,
    root: Vec<Node>,
    open: Vec<Open>,
    marks: Vec<Mark>,
    starts: Vec<(usize, usize)>,
    image: Option<Image>,
    /// Where the current paragraph turns into a table.
    table_from: Option<usize>,
    table: Option<table::Table>,
    /// A line of raw HTML ended; a break follows if another comes.
    html_break: bool,
}

impl<'t> Builder<'t> {
    fn new(source: &'t str) -> Self {
        Self {
            source,
            root: Vec::new(),
            open: Vec::new(),
            marks: Vec::new(),
            starts: Vec::new(),
            image: None,
            table_from: None,
            table: None,
            html_break: false,
        }
    }

    fn finish(&mut self) -> Vec<Node> {
        while !self.open.is_empty() {
            self.close();
        }
        mem::take(&mut self.root)
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.marks.is_empty() {
            self.close_implicit();
            self.starts.push((range.start, self.root.len()));
        }
        if self.in_table(&event, &range) {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(_) => self.end(),
            Event::Code(text) => self.code_span(&text),
            Event::Html(html) => self.html_line(&html),
            Event::Text(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.text(&text),
            Event::SoftBreak => self.soft_break(range.end),
            Event::HardBreak => self.line_break(),
            Event::Rule => {
                self.close_implicit();
                self.push(Node::Rule);
            }
            Event::TaskListMarker(done) => self.text(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        if self.image.is_some() {
            self.marks.push(Mark::Skipped);
            return;
        }
        let node = match tag {
            Tag::Paragraph => {
                let source = self.source.get(range.clone()).unwrap_or_default();
                self.table_from = table::header_offset(source).map(|at| range.start + at);
                let children = Vec::new();
                Some(Node::Paragraph { children })
            }
            Tag::HtmlBlock => {
                self.html_break = false;
                let children = Vec::new();
                Some(Node::Paragraph { children })
            }
            Tag::Heading { level, .. } => Some(Node::Heading {
                level: level as u8,
                children: Vec::new(),
            }),
            Tag::CodeBlock(kind) => Some(Node::Code {
                lang: language(&kind),
                text: String::new(),
            }),
            Tag::BlockQuote(_) => self.container(1).then(|| Node::Quote {
                children: Vec::new(),
            }),
            Tag::List(start) => self.container(2).then(|| Node::List {
                start,
                children: Vec::new(),
            }),
            Tag::Item => {
                self.close_implicit();
                matches!(self.top(), Some(Node::List { .. })).then(|| Node::Item {
                    children: Vec::new(),
                })
            }
            Tag::Emphasis => self.start_inline(|children| Node::Emphasis { children }),
            Tag::Strong => self.start_inline(|children| Node::Strong { children }),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => href::safe(link_type, &dest_url)
                .and_then(|href| self.start_inline(|children| Node::Link { href, children })),
            Tag::Image {
                link_type,
                dest_url,
                ..
            } => {
                self.image = Some(Image {
                    alt: String::new(),
                    href: href::safe(link_type, &dest_url),
                    written: dest_url.into_string(),
                    depth: self.marks.len(),
                });
                None
            }
            // These extensions are off.
            Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => None,
        };
        let Some(node) = node else {
            self.marks.push(Mark::Skipped);
            return;
        };
        if is_block(&node) {
            self.close_implicit();
        }
        self.marks.push(Mark::Node);
        self.open.push(Open {
            node,
            implicit: false,
        });
    }

    fn end(&mut self) {
        let mark = self.marks.pop();
        if let Some(image) = &self.image {
            if self.marks.len() == image.depth {
                self.end_image();
            }
            return;
        }
        if mark == Some(Mark::Node) {
            self.close_implicit();
            self.close();
        } else if self.top().is_some_and(is_container) {
            // A quote or list that was refused ends; what follows it is another paragraph.
            self.close_implicit();
        }
    }

    /// Whether `levels` more quotes, lists or items may be opened.
    fn container(&mut self, levels: usize) -> bool {
        self.close_implicit();
        self.open.len() + levels <= MAX_CONTAINER_DEPTH
    }

    fn start_inline(&mut self, node: impl FnOnce(Vec<Node>) -> Node) -> Option<Node> {
        self.ensure_inline();
        (self.open.len() < MAX_DEPTH).then(|| node(Vec::new()))
    }

    fn top(&self) -> Option<&Node> {
        self.open.last().map(|open| &open.node)
    }

    /// Opens a paragraph where inline content has no place of its own: content of containers
    /// that were refused.
    fn ensure_inline(&mut self) {
        let needed = match self.top() {
            None | Some(Node::Quote { .. } | Node::List { .. }) => true,
            Some(Node::Item { .. }) => self.marks.last() == Some(&Mark::Skipped),
            Some(_) => false,
        };
        if needed {
            self.open.push(Open {
                node: Node::Paragraph {
                    children: Vec::new(),
                },
                implicit: true,
            });
        }
    }

    fn close_implicit(&mut self) {
        if self.open.last().is_some_and(|open| open.implicit) {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(Open { mut node, .. }) = self.open.pop() else {
            return;
        };
        if let Node::Code { text, .. } = &mut node
            && text.ends_with('\n')
        {
            text.pop();
        }
        if let Node::Link { href, children } = &mut node
            && children.is_empty()
        {
            let text = href.clone();
            children.push(Node::Text { text });
        }
        self.push(node);
    }

    fn push(&mut self, node: Node) {
        self.children().push(node);
    }

    /// Where finished nodes go.
    fn children(&mut self) -> &mut Vec<Node> {
        self.open
            .last_mut()
            .and_then(|open| open.node.children_mut())
            .unwrap_or(&mut self.root)
    }

    fn text(&mut self, text: &str) {
        if let Some(image) = &mut self.image {
            push_clean(&mut image.alt, text);
            return;
        }
        if let Some(Node::Code { text: code, .. }) = self.open.last_mut().map(|open| &mut open.node)
        {
            push_clean(code, text);
            return;
        }
        self.ensure_inline();
        let children = self.children();
        if let Some(Node::Text { text: last }) = children.last_mut() {
            push_clean(last, text);
        } else if !text.is_empty() {
            let mut clean = String::with_capacity(text.len());
            push_clean(&mut clean, text);
            children.push(Node::Text { text: clean });
        }
    }

    fn code_span(&mut self, code: &str) {
        if self.image.is_some() {
            self.text(code);
            return;
        }
        self.ensure_inline();
        let mut text = String::with_capacity(code.len());
        push_clean(&mut text, code);
        self.push(Node::CodeSpan { text });
    }

    fn soft_break(&mut self, next_line: usize) {
        let next = self.source.get(next_line..).unwrap_or_default();
        // A table in a tight list has no paragraph of its own.
        if table::starts_like_row(next) {
            self.line_break();
        } else {
            self.text(" ");
        }
    }

    fn line_break(&mut self) {
        if self.image.is_some() {
            self.text(" ");
            return;
        }
        self.ensure_inline();
        self.push(Node::Break);
    }

    /// Raw HTML is shown as it was written, line by line.
    fn html_line(&mut self, html: &str) {
        for line in html.split_inclusive('\n') {
            if mem::take(&mut self.html_break) {
                self.line_break();
            }
            let content = line.trim_end_matches(['\n', '\r']);
            self.text(content);
            self.html_break = content.len() < line.len();
        }
    }

    fn end_image(&mut self) {
        let Some(Image {
            alt, href, written, ..
        }) = self.image.take()
        else {
            return;
        };
        let inside_link = self
            .open
            .iter()
            .any(|open| matches!(open.node, Node::Link { .. }));
        let alt = if alt.is_empty() { "image" } else { &alt };
        let Some(href) = href.filter(|_| !inside_link) else {
            let shown: String = written.chars().take(SHOWN_ADDRESS).collect();
            let dots = if shown.len() < written.len() {
                "…"
            } else {
                ""
            };
            self.text(&format!("{alt} ({shown}{dots})"));
            return;
        };
        let text = format!("{alt} ({href})");
        self.ensure_inline();
        if self.open.len() < MAX_DEPTH {
            let children = vec![Node::Text { text }];
            self.push(Node::Link { href, children });
        } else {
            self.text(&text);
        }
    }
}

fn is_container(node: &Node) -> bool {
    matches!(
        node,
        Node::Quote { .. } | Node::List { .. } | Node::Item { .. }
    )
}

fn is_block(node: &Node) -> bool {
    match node {
        Node::Paragraph { .. }
        | Node::Heading { .. }
        | Node::List { .. }
        | Node::Item { .. }
        | Node::Quote { .. }
        | Node::Code { .. }
        | Node::Rule => true,
        Node::Text { .. }
        | Node::Emphasis { .. }
        | Node::Strong { .. }
        | Node::CodeSpan { .. }
        | Node::Link { .. }
        | Node::Break => false,
    }
}
