//! Where in a Markdown text formulas may stand, by a parse that knows no formulas.
//!
//! Must not know what a formula looks like.

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A run of inline content: a paragraph, a heading, a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    /// Where it is.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: LeafKind,
}

/// What a run of inline content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeafKind {
    /// One that lines can go on with.
    Lines,
    /// One line, whatever comes after it.
    Line,
    /// A row of a table, whose cells bars separate.
    Row,
}

/// Text within a leaf where no formula begins or ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hole {
    /// Where it is.
    pub(super) range: Range<usize>,
    /// Whether it is code, which no formula may surround either.
    pub(super) code: bool,
}

/// Where formulas may stand: both lists in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) leaves: Vec<Leaf>,
    pub(super) holes: Vec<Hole>,
}

/// Finds them.
pub(super) fn find(text: &str, options: Options) -> Places {
    let mut finder = Finder {
        text,
        places: Places::default(),
        leaf: None,
        links: Vec::new(),
        kind: LeafKind::Lines,
        block: false,
        inline_end: 0,
    };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        finder.event(&event, range);
    }
    finder.close();
    finder.places.holes.sort_by_key(|hole| hole.range.start);
    finder.places
}

struct Finder<'t> {
    text: &'t str,
    places: Places,
    leaf: Option<Range<usize>>,
    /// The ends of open links and images, and whether nothing in them counts.
    links: Vec<(Range<usize>, bool)>,
    kind: LeafKind,
    /// Within code or HTML.
    block: bool,
    /// The end of the last text.
    inline_end: usize,
}

impl Finder<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, range),
            Event::Code(_) => {
                self.touch(&range);
                self.hole(range, true);
            }
            Event::InlineHtml(_) | Event::FootnoteReference(_) => {
                self.touch(&range);
                self.hole(range, false);
            }
            Event::Text(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => self.touch(&range),
            Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript => self.touch(&range),
            Tag::Link { link_type, .. } => {
                self.touch(&range);
                self.inline_end = range.start;
                let address = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.links.push((range, address));
            }
            Tag::Image { .. } => {
                self.touch(&range);
                self.links.push((range, true));
            }
            Tag::TableCell => {}
            Tag::TableHead | Tag::TableRow => {
                self.close();
                self.leaf = Some(range);
                self.kind = LeafKind::Row;
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => {
                // Nothing begins here, but lines of a formula may look like it.
                self.close();
                self.block = true;
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) | Tag::MetadataBlock(_) => {
                self.close();
                self.hole(range, true);
                self.block = true;
            }
            Tag::HtmlBlock => {
                self.close();
                self.hole(range, false);
                self.block = true;
            }
            Tag::Heading { .. } => {
                self.close();
                let heading = self.text.get(range).unwrap_or_default();
                if heading.trim_start().starts_with('#') {
                    self.kind = LeafKind::Line;
                }
            }
            Tag::Paragraph
            | Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_) => self.close(),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => self.inline_end = self.inline_end.max(range.end),
            TagEnd::Link | TagEnd::Image => {
                if let Some((range, whole)) = self.links.pop() {
                    let from = if whole {
                        range.start
                    } else {
                        self.inline_end.clamp(range.start, range.end)
                    };
                    self.hole(from..range.end, false);
                    self.inline_end = range.end;
                }
            }
            TagEnd::TableCell => {}
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {
                self.block = false;
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow => self.close(),
        }
    }

    /// Inline content is here.
    fn touch(&mut self, range: &Range<usize>) {
        if self.block {
            return;
        }
        self.inline_end = self.inline_end.max(range.end);
        if let Some(leaf) = &mut self.leaf {
            leaf.end = leaf.end.max(range.end);
            return;
        }
        // The backslash of an escape is in no event.
        let before = range.start.saturating_sub(1);
        let escaped = self.text.as_bytes().get(before) == Some(&b'\\');
        let start = if escaped { before } else { range.start };
        self.leaf = Some(start..range.end);
    }

    fn hole(&mut self, range: Range<usize>, code: bool) {
        if !range.is_empty() {
            self.places.holes.push(Hole { range, code });
        }
    }

    fn close(&mut self) {
        if let Some(range) = self.leaf.take() {
            let kind = self.kind;
            self.places.leaves.push(Leaf { range, kind });
        }
        self.kind = LeafKind::Lines;
    }
}
