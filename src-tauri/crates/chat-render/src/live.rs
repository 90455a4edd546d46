//! An answer that grows.
//!
//! Only the tail is parsed again: blocks before the last one that began on a complete line are
//! settled. That is safe because Markdown is read line by line and closed blocks never open again;
//! the one exception, link reference definitions, makes the whole text be parsed.

use crate::build::{self, Blocks};
use chat_core::blocks::Node;
use std::sync::atomic::{AtomicU64, Ordering};

/// Up to this many bytes a text with link definitions is parsed whole for each picture; beyond
/// that, what they change in settled blocks appears at the end.
const WHOLE_LIMIT: usize = 1_000_000;

/// Numbers the stretches of time in which settled blocks stay as they are, for all answers.
static EPOCHS: AtomicU64 = AtomicU64::new(1);

fn next_epoch() -> u64 {
    EPOCHS.fetch_add(1, Ordering::Relaxed)
}

/// A growing answer with its tree.
#[derive(Debug)]
pub struct Live {
    text: String,
    nodes: Vec<Node>,
    /// Where the text begins that may still change its shape.
    tail_at: usize,
    /// How many of the nodes are settled.
    settled: usize,
    epoch: u64,
    /// Up to where complete lines were looked at for settling.
    looked_at: usize,
    /// Whether the last picture of the tail had more than one block.
    tail_has_more: bool,
    definitions: bool,
    finished: bool,
    stale: bool,
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
}

impl Live {
    /// An answer without text.
    pub fn new() -> Self {
        Self {
            text: String::new(),
            nodes: Vec::new(),
            tail_at: 0,
            settled: 0,
            epoch: next_epoch(),
            looked_at: 0,
            tail_has_more: false,
            definitions: false,
            finished: false,
            stale: false,
        }
    }

    /// Adds text. Costs nothing but the copy: parsing waits for [`Live::nodes`].
    pub fn append(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.finished {
            self.finished = false;
            self.unsettle();
        }
        self.text.push_str(text);
        self.stale = true;
    }

    /// The exact text so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The current tree. An unfinished last line that is only marks (such as a code fence about
    /// to close) is left out until it says more, or until [`Live::finish`].
    pub fn nodes(&mut self) -> &[Node] {
        self.refresh();
        &self.nodes
    }

    /// Ends the text: from now on the tree is `render(text)`.
    pub fn finish(&mut self) {
        if self.finished {
            return;
        }
        self.finished = true;
        self.stale = false;
        // Once, and whole: what came late may have changed what was settled.
        let nodes = build::blocks(&self.text).nodes;
        if nodes.get(..self.settled) != self.nodes.get(..self.settled) {
            self.epoch = next_epoch();
        }
        self.nodes = nodes;
        self.settled = self.nodes.len();
    }

    /// The tree as of the last refresh.
    pub(crate) fn current(&self) -> &[Node] {
        &self.nodes
    }

    /// The epoch, and how many nodes will not change within it.
    pub(crate) fn settled(&self) -> (u64, usize) {
        (self.epoch, self.settled)
    }

    /// Brings the tree up to date.
    pub(crate) fn refresh(&mut self) {
        if !self.stale {
            return;
        }
        self.stale = false;
        if self.tail_has_more {
            self.settle();
        }
        let mut tail = build::blocks(self.shown_tail());
        if self.take_definitions(&tail) {
            tail = build::blocks(self.shown_tail());
        }
        self.tail_has_more = tail.starts.len() > 1;
        self.nodes.truncate(self.settled);
        self.nodes.append(&mut tail.nodes);
    }

    /// Settles every block of the tail but the last, judged by complete lines only.
    fn settle(&mut self) {
        let complete = self.text.rfind('\n').map_or(0, |at| at + 1);
        if complete <= self.looked_at || self.parsed_whole() {
            return;
        }
        self.looked_at = complete;
        let lines = self.text.get(self.tail_at..complete).unwrap_or_default();
        let mut tail = build::blocks(lines);
        let end = end_of_settled(lines, &tail);
        self.take_definitions(&tail);
        let Some((line_start, count)) = end.filter(|_| !self.parsed_whole()) else {
            return;
        };
        tail.nodes.truncate(count);
        self.nodes.truncate(self.settled);
        self.nodes.append(&mut tail.nodes);
        self.settled = self.nodes.len();
        self.tail_at += line_start;
    }

    /// Whether nothing may be settled, because definitions act on all of the text.
    fn parsed_whole(&self) -> bool {
        self.definitions && self.text.len() <= WHOLE_LIMIT
    }

    /// Notes that definitions occurred; true if settled blocks were given up for it.
    fn take_definitions(&mut self, tail: &Blocks) -> bool {
        if !tail.definitions || self.definitions {
            return false;
        }
        self.definitions = true;
        let given_up = self.parsed_whole() && self.settled > 0;
        if given_up {
            self.unsettle();
        }
        given_up
    }

    fn unsettle(&mut self) {
        self.tail_at = 0;
        self.settled = 0;
        self.looked_at = 0;
        self.tail_has_more = true;
        self.epoch = next_epoch();
    }

    /// The tail without a last line that would be misread for now.
    fn shown_tail(&self) -> &str {
        let tail = self.text.get(self.tail_at..).unwrap_or_default();
        let line_at = tail.rfind('\n').map_or(0, |at| at + 1);
        let line = tail.get(line_at..).unwrap_or_default();
        if is_unclear(line) {
            tail.get(..line_at).unwrap_or_default()
        } else {
            tail
        }
    }
}

/// Where the line of the last block starts, and how many nodes come before it. A formula that is
/// not closed may still take what follows into its own block: from there on nothing is settled.
fn end_of_settled(lines: &str, tail: &Blocks) -> Option<(usize, usize)> {
    let open = tail.open.unwrap_or(lines.len());
    let blocks = tail.starts.partition_point(|(start, _)| *start <= open);
    let [.., (before, _), (last, count)] = *tail.starts.get(..blocks)? else {
        return None;
    };
    let head = lines.get(..last)?;
    let line_start = head.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    (line_start > before).then_some((line_start, count))
}

/// Whether an unfinished line may turn what is before it into something else: half a fence would
/// be code for one picture, a dash would make a heading of the paragraph above.
fn is_unclear(line: &str) -> bool {
    let marks = |c: char| {
        matches!(
            c,
            '`' | '~' | '-' | '=' | '*' | '_' | '#' | '+' | '>' | '|' | ':'
        )
    };
    let line = line.trim();
    let within = line.trim_start_matches(['>', ' ', '\t']);
    line.chars().all(|c| marks(c) || c == ' ' || c == '\t')
        || within.starts_with("```")
        || within.starts_with("~~~")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    fn grow(live: &mut Live, pieces: &[&str]) {
        for piece in pieces {
            live.append(piece);
            live.nodes();
        }
    }

    #[test]
    fn a_block_is_settled_once_a_later_one_has_begun() {
        let mut live = Live::new();
        grow(&mut live, &["one\n\n", "two", "\n", "\nthree\n", "more"]);
        assert_eq!(live.settled().1, 2);
        assert_eq!(live.nodes(), render("one\n\ntwo\n\nthree\nmore"));
    }

    #[test]
    fn half_a_line_settles_nothing() {
        let mut live = Live::new();
        grow(&mut live, &["- item\n", "|", " x", "y"]);
        assert_eq!(live.settled().1, 0);
    }

    #[test]
    fn a_late_definition_turns_settled_text_into_links() {
        let mut live = Live::new();
        grow(&mut live, &["see [x].\n\n", "more\n\n", "again\n\n"]);
        assert!(live.settled().1 > 0);
        grow(&mut live, &["[x]: https://e.org\n\n", "end"]);
        let text = live.text().to_owned();
        assert_eq!(live.nodes(), render(&text));
    }

    #[test]
    fn a_line_of_marks_waits_for_its_end() {
        for (before, marks) in [
            ("```\ncode\n", "``"),
            ("```\ncode\n", "```"),
            ("text\n", "-"),
            ("text\n", "=="),
            ("| a |\n", "|--"),
            ("text\n\n", "```rus"),
            ("> ```\n> x\n", "> ``"),
        ] {
            let mut live = Live::new();
            live.append(before);
            live.append(marks);
            assert_eq!(live.nodes(), render(before), "{marks}");
            live.finish();
            assert_eq!(live.nodes(), render(&format!("{before}{marks}")), "{marks}");
        }
    }

    #[test]
    fn text_may_come_after_the_end() {
        let mut live = Live::new();
        grow(&mut live, &["a\n\nb"]);
        live.finish();
        grow(&mut live, &["c\n\n", "d"]);
        assert_eq!(live.nodes(), render("a\n\nbc\n\nd"));
    }
}
