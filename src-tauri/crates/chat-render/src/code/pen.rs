//! Collects what the parts of a line are, and makes its nodes. Must not know any language.

use chat_core::blocks::{Node, Token, TokenKind};

/// A part of the line that ends at `end`.
#[derive(Debug, Clone, Copy)]
struct Span {
    end: usize,
    kind: Option<TokenKind>,
    /// Whether there is more than white space in it.
    ink: bool,
}

/// A line being coloured from left to right.
#[derive(Debug)]
pub(super) struct Pen<'l> {
    line: &'l str,
    /// Where the scanner may read to; the whole line but for what is embedded.
    limit: usize,
    spans: Vec<Span>,
}

impl<'l> Pen<'l> {
    pub(super) fn new(line: &'l str) -> Self {
        Self {
            line,
            limit: line.len(),
            // About one for a word or two: seldom too few.
            spans: Vec::with_capacity(line.len() / 8 + 2),
        }
    }

    /// The readable part of the line.
    pub(super) fn bytes(&self) -> &'l [u8] {
        self.line.as_bytes().get(..self.limit).unwrap_or_default()
    }

    /// Lets scanners read up to `limit` only.
    pub(super) fn limit(&mut self, limit: usize) {
        self.limit = limit.min(self.line.len());
    }

    /// Lets scanners read all of the line again.
    pub(super) fn unlimit(&mut self) {
        self.limit = self.line.len();
    }

    /// The text of `start..end`, empty if there is none.
    pub(super) fn text(&self, start: usize, end: usize) -> &'l str {
        self.line.get(start..end).unwrap_or_default()
    }

    /// Up to where the line is coloured.
    pub(super) fn at(&self) -> usize {
        self.spans.last().map_or(0, |span| span.end)
    }

    /// Plain up to `end`.
    pub(super) fn plain(&mut self, end: usize) {
        self.span(end, None);
    }

    /// A token up to `end`.
    pub(super) fn token(&mut self, end: usize, kind: TokenKind) {
        self.span(end, Some(kind));
    }

    /// The rest of the readable part.
    pub(super) fn rest(&mut self, kind: Option<TokenKind>) {
        self.span(self.limit, kind);
    }

    fn span(&mut self, end: usize, kind: Option<TokenKind>) {
        let start = self.at();
        let mut end = end.min(self.line.len());
        while !self.line.is_char_boundary(end) {
            end += 1;
        }
        let Some(text) = self.line.get(start..end).filter(|text| !text.is_empty()) else {
            return;
        };
        let ink = !text.trim_start().is_empty();
        // White space takes the colour of what it stands beside.
        match self.spans.last_mut() {
            Some(last) if !ink => last.end = end,
            Some(last) if !last.ink || last.kind == kind => {
                *last = Span { end, kind, ink };
            }
            Some(_) | None => self.spans.push(Span { end, kind, ink }),
        }
    }

    /// The nodes of the line.
    pub(super) fn finish(mut self) -> Vec<Node> {
        self.span(self.line.len(), None);
        let mut start = 0;
        let mut nodes = Vec::with_capacity(self.spans.len());
        for Span { end, kind, ink } in self.spans {
            let text = self.line.get(start..end).unwrap_or_default().to_owned();
            nodes.push(match kind.filter(|_| ink) {
                Some(kind) => Node::Token(Token(kind, text)),
                None => Node::Text(text),
            });
            start = end;
        }
        nodes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Node {
        Node::Text(text.to_owned())
    }

    fn token(kind: TokenKind, text: &str) -> Node {
        Node::Token(Token(kind, text.to_owned()))
    }

    #[test]
    fn neighbours_of_one_kind_are_one_node_and_white_space_joins_its_neighbour() {
        let mut pen = Pen::new("  pub fn x = 1 ");
        pen.plain(2);
        pen.token(5, TokenKind::Keyword);
        pen.plain(6);
        pen.token(8, TokenKind::Keyword);
        pen.plain(9);
        pen.plain(13);
        pen.token(14, TokenKind::Number);
        assert_eq!(
            pen.finish(),
            [
                token(TokenKind::Keyword, "  pub fn "),
                text("x = "),
                token(TokenKind::Number, "1 "),
            ]
        );
    }

    #[test]
    fn white_space_alone_is_no_token_and_nothing_is_no_node() {
        let mut pen = Pen::new("   ");
        pen.token(3, TokenKind::String);
        assert_eq!(pen.finish(), [text("   ")]);
        assert_eq!(Pen::new("").finish(), []);
    }

    #[test]
    fn a_mark_within_a_character_moves_to_its_end() {
        let mut pen = Pen::new("aé\u{1f600}b");
        pen.token(2, TokenKind::String);
        pen.token(5, TokenKind::Number);
        assert_eq!(
            pen.finish(),
            [
                token(TokenKind::String, "aé"),
                token(TokenKind::Number, "\u{1f600}"),
                text("b"),
            ]
        );
    }
}
