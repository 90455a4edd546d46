//! What a line leaves open for the next one. Must not know how it is scanned.

/// Deepest nesting that is followed; what goes deeper belongs to the deepest frame.
pub(super) const MAX_FRAMES: usize = 48;

/// Something that is open at the end of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Frame {
    /// A block comment, so many deep; more than one where they nest.
    Comment { depth: u16 },
    /// A string: which of the language's quotes, with so many `#`.
    Text { quote: u8, hashes: u8 },
    /// Code within a string or markup, ended by `close` once `open` inner ones are closed.
    Code { close: u8, open: u16 },
    /// A text up to a line that is only `tag`, indented where `indented`.
    Heredoc { tag: Box<str>, indented: bool },
    /// A tag of markup; `ends` one.
    Tag { ends: bool, name: Embedded },
    /// What is between two tags of JSX.
    Content,
    /// A value of an attribute, up to its quote.
    Value { quote: u8 },
    /// Another language within markup.
    Inner(Embedded),
    /// A comment of markup.
    MarkupComment,
    /// A style sheet's block, so many deep; whether a value goes on.
    Style { depth: u16, value: bool },
    /// A text of a data file whose lines are indented deeper than this.
    Indented { column: u16 },
    /// A fence of Markdown: its character and length.
    Fence { mark: u8, length: u16 },
    /// A command goes on: what its next word is.
    Command { argument: bool },
}

/// What a tag embeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Embedded {
    /// Markup, as everywhere.
    Nothing,
    /// A script.
    Script,
    /// A style sheet.
    Style,
}

/// The open frames, innermost last; never more than [`MAX_FRAMES`].
#[derive(Debug, Clone, Default)]
pub(super) struct Stack(Vec<Frame>);

impl Stack {
    /// The innermost frame.
    pub(super) fn top(&self) -> Option<&Frame> {
        self.0.last()
    }

    /// The innermost frame, to change it.
    pub(super) fn top_mut(&mut self) -> Option<&mut Frame> {
        self.0.last_mut()
    }

    /// Opens a frame; false if it is too deep.
    pub(super) fn push(&mut self, frame: Frame) -> bool {
        let fits = self.0.len() < MAX_FRAMES;
        if fits {
            self.0.push(frame);
        }
        fits
    }

    /// Closes the innermost frame.
    pub(super) fn pop(&mut self) {
        self.0.pop();
    }

    /// How many are open.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Closes frames until `len` are open.
    pub(super) fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }

    /// Where the outermost frame is for which `matches` holds.
    pub(super) fn position(&self, matches: impl Fn(&Frame) -> bool) -> Option<usize> {
        self.0.iter().position(matches)
    }
}
