//! Builds the tree from the parser's events.
//!
//! Iterative over the text and bounded in depth: no input may overflow the stack or take more
//! than linear time here. Must not emit HTML, and must not drop text a person would miss.

use crate::clean::{label, language, push_clean};
use crate::code::{self, Highlight};
use crate::href;
use crate::math::Formulas;
use chat_core::blocks::Node;
use image::Image;
use kinds::{is_block, is_container, quote, text_of};
use pulldown_cmark::{CodeBlockKind, Event, Tag};
use std::mem;
use std::ops::Range;
use trail::Trail;

mod flood;
mod formula;
mod image;
mod kinds;
mod read;
mod table;
mod trail;

pub(crate) use flood::Tally;
#[cfg(test)]
pub(crate) use read::READ;
pub(crate) use read::{Before, Blocks, Definition, Surroundings, blocks, flooded, part};
pub(crate) use table::MAX_COLUMNS;
pub(crate) use trail::{Step, StepKind};

/// Most nodes with children on any path of a tree; a leaf may hang one deeper. What the text
/// nests deeper is kept as content of the deepest node.
pub const MAX_DEPTH: usize = 32;

/// Quotes and lists end here, so that paragraphs and emphasis fit below.
const MAX_CONTAINER_DEPTH: usize = 24;

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

#[derive(Debug)]
struct Builder<'t> {
    source: &'t str,
    formulas: &'t Formulas,
    root: Vec<Node>,
    open: Vec<Open>,
    marks: Vec<Mark>,
    starts: Vec<(usize, usize)>,
    image: Option<Image>,
    /// The text of the code block that is open.
    code: String,
    /// Content is left out until no more marks are open than this.
    left_out: Option<usize>,
    /// A line of raw HTML ended; a break follows if another comes.
    html_break: bool,
    /// The paragraph that is open may be only a formula that could not be read.
    unread: bool,
    /// Where the event comes from.
    range: Range<usize>,
    trail: Trail,
    /// The footnotes that were explained, and where.
    footnotes: Vec<(String, usize)>,
    /// What came before this text.
    before: Before,
    /// The state after the last block of code.
    code_state: Option<Highlight>,
}

impl<'t> Builder<'t> {
    fn new(source: &'t str, formulas: &'t Formulas, before: Before) -> Self {
        Self {
            source,
            formulas,
            root: Vec::new(),
            open: Vec::new(),
            marks: Vec::new(),
            starts: Vec::new(),
            image: None,
            code: String::new(),
            left_out: None,
            html_break: false,
            unread: false,
            range: 0..0,
            trail: Trail::default(),
            footnotes: Vec::new(),
            before,
            code_state: None,
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
        self.range = range.clone();
        if self.is_left_out(&event) {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(_) => self.end(),
            Event::Code(text) => self.code_span(&text),
            Event::Html(html) => self.html_line(&html),
            Event::Text(text) => self.text_with_formulas(&text, range),
            Event::InlineHtml(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text);
            }
            Event::FootnoteReference(name) => self.footnote_ref(&name),
            Event::SoftBreak if self.formulas.within(range.start) => {}
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.line_break(),
            Event::Rule => {
                self.close_implicit();
                self.step(StepKind::Other);
                self.push(Node::Rule);
            }
            Event::TaskListMarker(done) => self.task(done),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        if self.image.is_some() {
            self.marks.push(Mark::Skipped);
            return;
        }
        let children = Vec::new();
        let fenced = matches!(tag, Tag::CodeBlock(CodeBlockKind::Fenced(_)));
        let html = matches!(tag, Tag::HtmlBlock);
        let node = match tag {
            Tag::Paragraph => {
                self.loosen();
                Some(Node::Paragraph { children })
            }
            Tag::HtmlBlock => {
                self.html_break = false;
                Some(Node::Paragraph { children })
            }
            Tag::Heading { level, .. } => Some(Node::Heading {
                level: level as u8,
                children,
            }),
            Tag::CodeBlock(kind) => Some(Node::Code {
                lang: language(&kind),
                children,
            }),
            Tag::BlockQuote(kind) => self.container(1).then(|| quote(kind)),
            Tag::List(start) => self.container(2).then_some(Node::List {
                start,
                loose: false,
                children,
            }),
            Tag::Item => {
                self.close_implicit();
                matches!(self.top(), Some(Node::List { .. })).then_some(Node::Item {
                    done: None,
                    children,
                })
            }
            Tag::FootnoteDefinition(name) => {
                self.footnotes.push((name.to_string(), self.range.start));
                self.container(1).then(|| Node::Footnote {
                    label: label(&name),
                    children,
                })
            }
            Tag::Table(align) => self.container(3).then(|| table::table(&align)),
            Tag::TableHead | Tag::TableRow => self.start_row(),
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.start_inline(|children| Node::Emphasis { children }),
            Tag::Strong => self.start_inline(|children| Node::Strong { children }),
            Tag::Strikethrough => self.start_inline(|children| Node::Strike { children }),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                // Also before what is no link: a tight item has its paragraph as a loose one has.
                self.ensure_inline();
                href::safe(link_type, &dest_url).and_then(|href| {
                    let host = None;
                    self.start_inline(|children| Node::Link {
                        href,
                        host,
                        children,
                    })
                })
            }
            Tag::Image {
                link_type,
                dest_url,
                ..
            } => {
                self.image = Some(Image::new(link_type, dest_url, self.marks.len()));
                None
            }
            // These extensions are off.
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
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
        if let Some(kind) = self.step_kind(&node, fenced, html) {
            self.step(kind);
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

    /// Whether the event belongs to what a table has too much of.
    fn is_left_out(&mut self, event: &Event<'_>) -> bool {
        let Some(depth) = self.left_out else {
            return false;
        };
        match event {
            Event::Start(_) => self.marks.push(Mark::Skipped),
            Event::End(_) if self.marks.len() > depth => {
                self.marks.pop();
            }
            Event::End(_) => {
                self.left_out = None;
                return false;
            }
            Event::Text(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
        true
    }

    /// A paragraph directly in an item is what the parser says of loose lists.
    fn loosen(&mut self) {
        if let [.., list, item] = self.open.as_mut_slice()
            && matches!(item.node, Node::Item { .. })
            && let Node::List { loose, .. } = &mut list.node
            && self.marks.last() == Some(&Mark::Node)
        {
            *loose = true;
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
            None => true,
            Some(node) => is_container(node),
        };
        if needed {
            self.step(StepKind::Paragraph);
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
        match &mut node {
            Node::Paragraph { children } => {
                if let Some(code) = self.take_unread(children) {
                    node = code;
                }
            }
            Node::Code { lang, children } => *children = self.lines(lang),
            Node::Table { .. } => self.before.rows = 0,
            Node::Link {
                href,
                host,
                children,
            } => {
                if children.is_empty() {
                    children.push(Node::Text(href.clone()));
                }
                *host = href::host_to_show(href, &text_of(children));
            }
            _ => {}
        }
        self.push(node);
    }

    /// The lines of the code that ends.
    fn lines(&mut self, lang: &str) -> Vec<Node> {
        let start = || Highlight::start(lang);
        let mut state = self.before.code.take().unwrap_or_else(start);
        let goes_on = self.range.end == self.source.len() && !self.source.ends_with('\n');
        let plain_end = self.before.plain_end && goes_on;
        let lines = code::read_on(&mut state, &mem::take(&mut self.code), plain_end);
        self.code_state = Some(state);
        lines
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
        if let Some(Node::Code { .. }) = self.top() {
            push_clean(&mut self.code, text);
            return;
        }
        self.ensure_inline();
        let children = self.children();
        if let Some(Node::Text(last)) = children.last_mut() {
            push_clean(last, text);
        } else if !text.is_empty() {
            let mut clean = String::with_capacity(text.len());
            push_clean(&mut clean, text);
            children.push(Node::Text(clean));
        }
    }

    /// The box of a task, which stands first in an item.
    fn task(&mut self, done: bool) {
        let empty = |node: &Node| node.children().is_some_and(Vec::is_empty);
        let item = match self.open.as_mut_slice() {
            [.., item, paragraph]
                if matches!(paragraph.node, Node::Paragraph { .. }) && empty(&paragraph.node) =>
            {
                Some(item)
            }
            [.., item] if empty(&item.node) => Some(item),
            _ => None,
        };
        if let Some(Open {
            node: Node::Item { done: mark, .. },
            ..
        }) = item
        {
            *mark = Some(done);
        } else {
            self.text(if done { "[x] " } else { "[ ] " });
        }
    }

    fn footnote_ref(&mut self, name: &str) {
        if self.image.is_some() {
            self.text(&format!("[^{name}]"));
            return;
        }
        self.ensure_inline();
        self.push(Node::FootnoteRef { label: label(name) });
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
        let Some(image) = self.image.take() else {
            return;
        };
        let inside_link = self
            .open
            .iter()
            .any(|open| matches!(open.node, Node::Link { .. }));
        let text = image.text(inside_link);
        let href = image.href.filter(|_| !inside_link);
        self.ensure_inline();
        match href {
            Some(href) if self.open.len() < MAX_DEPTH => {
                let host = href::host_to_show(&href, &text);
                let children = vec![Node::Text(text)];
                self.push(Node::Link {
                    href,
                    host,
                    children,
                });
            }
            _ => self.text(&text),
        }
    }
}
