//! An answer that grows.
//!
//! Only the tail is read again. Markdown is read line by line and closed blocks never open again,
//! so on the way from the root to the last block everything before that block is settled: blocks,
//! items of the open list, rows of the open table, lines of the open code, definitions of links.
//! The tail begins with the last block or definition, and the containers around it are opened
//! again by a short text (`live/level.rs`).
//! What acts on all of the text, definitions of links and footnotes, is kept beside it
//! (`live/known.rs`): a late one has the blocks read again that wait for it.

use crate::build::{self, Step, Tally};
use chat_core::blocks::Node;
use known::Known;
use settled::Settled;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

mod column;
mod graft;
mod known;
mod level;
mod line;
mod marks;
mod plan;
mod settled;
mod shown;

/// A tail of more bytes (one huge paragraph, say) is read again only when it has grown by a tenth:
/// the work stays linear, and the end of such an answer appears in steps.
const HEAVY: usize = 64 * 1024;

/// Reading settled blocks again for late definitions may cost this many bytes, and this many
/// times the text; what would cost more appears once there is more text, or at the end.
const REREAD: (usize, usize) = (256 * 1024, 4);

/// Numbers the stretches of time in which settled blocks stay as they are, and the states of trees,
/// for all answers.
static EPOCHS: AtomicU64 = AtomicU64::new(1);

fn next_epoch() -> u64 {
    EPOCHS.fetch_add(1, Ordering::Relaxed)
}

/// What was drawn.
#[derive(Debug, Clone, Copy)]
struct Picture {
    /// Whether the tail has blocks that can be settled once their lines are complete.
    may_settle: bool,
    /// Whether the tail defines what was not known.
    news: bool,
    /// The last block and where it begins in the tail.
    leaf: Option<(Step, usize)>,
    /// Where in the tail a formula begins that is not closed.
    open: Option<usize>,
}

/// A growing answer with its tree.
#[derive(Debug)]
pub struct Live {
    text: String,
    nodes: Vec<Node>,
    settled: Settled,
    known: Known,
    epoch: u64,
    /// Another one whenever the tree was brought up to date.
    state: u64,
    /// Up to where complete lines were looked at for settling.
    looked_at: usize,
    /// Whether the last picture of the tail showed that something can be settled.
    may_settle: bool,
    /// How long the text was in the last picture.
    shown: usize,
    /// [`HEAVY`], smaller in tests.
    heavy: usize,
    /// The complete lines, and up to where they were counted.
    tally: Tally,
    counted: usize,
    /// Bytes that were read again for late definitions.
    reread: usize,
    /// Blocks that are still to be read again, once that is not too much for the text.
    late: BTreeSet<usize>,
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
            settled: Settled::default(),
            known: Known::default(),
            epoch: next_epoch(),
            state: next_epoch(),
            looked_at: 0,
            may_settle: false,
            shown: 0,
            heavy: HEAVY,
            tally: Tally::default(),
            counted: 0,
            reread: 0,
            late: BTreeSet::new(),
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
            self.settled = Settled::default();
            self.known = Known::default();
            self.late.clear();
            self.looked_at = 0;
            self.shown = 0;
            self.may_settle = true;
            self.epoch = next_epoch();
        }
        self.text.push_str(text);
        self.stale = true;
    }

    /// The exact text so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The current tree. An end that would be misread for now is left out or completed until it
    /// says more (`live/line.rs`, `live/marks.rs`), or until [`Live::finish`].
    pub fn nodes(&mut self) -> &[Node] {
        self.refresh();
        &self.nodes
    }

    /// The tree as if the text ended here, by what is settled: `render(text)` if all is well.
    /// For tests, which compare the two.
    #[doc(hidden)]
    pub fn nodes_at_end(&mut self) -> Vec<Node> {
        self.refresh();
        if self.is_flood() {
            return build::flooded(&self.text).nodes;
        }
        let mut nodes = self.nodes.clone();
        self.draw(&mut nodes, self.tail(), false);
        nodes
    }

    /// Ends the text: from now on the tree is `render(text)`.
    pub fn finish(&mut self) {
        if self.finished {
            return;
        }
        self.finished = true;
        self.stale = false;
        self.state = next_epoch();
        // Once, and whole: what came late may have changed more than was read again.
        let nodes = build::blocks(&self.text).nodes;
        if nodes.get(..self.settled.kept) != self.nodes.get(..self.settled.kept) {
            self.epoch = next_epoch();
        }
        self.nodes = nodes;
        self.settled = Settled {
            kept: self.nodes.len(),
            ..Settled::default()
        };
    }

    /// The tree as of the last refresh.
    pub(crate) fn current(&self) -> &[Node] {
        &self.nodes
    }

    /// The state of the tree as of the last refresh: no two states of any answers have the same.
    pub(crate) fn state(&self) -> u64 {
        self.state
    }

    /// The epoch, and where the first node stands that may change within it, as child indexes
    /// from the root.
    pub(crate) fn settled(&self) -> (u64, Vec<u32>) {
        (self.epoch, self.settled.path())
    }

    /// Brings the tree up to date.
    pub(crate) fn refresh(&mut self) {
        let tail = self.text.len() - self.settled.tail_at;
        let grown = self.text.len() - self.shown;
        if !self.stale || (tail > self.heavy && grown * 10 < tail) {
            return;
        }
        self.stale = false;
        self.state = next_epoch();
        self.shown = self.text.len();
        if self.is_flood() {
            self.settled = Settled::default();
            self.epoch = next_epoch();
            self.nodes = build::flooded(&self.text).nodes;
            return;
        }
        if self.may_settle {
            let mut nodes = std::mem::take(&mut self.nodes);
            self.settle(&mut nodes);
            self.nodes = nodes;
        }
        let mut nodes = std::mem::take(&mut self.nodes);
        let rest = self.held_back();
        let mut picture = self.draw(&mut nodes, rest, true);
        // A tail that came in one piece is not heavy once it is settled.
        let heavy = picture.may_settle && self.tail().len() > self.heavy;
        if (picture.news || heavy) && self.settle(&mut nodes) {
            let rest = self.held_back();
            picture = self.draw(&mut nodes, rest, true);
        }
        let rest = self.held_back();
        if let Some((leaf, at)) = picture.leaf
            && let Some(instead) = shown::instead(rest, &leaf, at, picture.open)
        {
            self.draw(&mut nodes, &instead, true);
        }
        self.may_settle = picture.may_settle;
        self.nodes = nodes;
    }

    /// Whether the nesting so far is out of proportion.
    fn is_flood(&mut self) -> bool {
        let complete = self.text.rfind('\n').map_or(0, |at| at + 1);
        if let Some(lines) = self.text.get(self.counted..complete) {
            self.tally.add(lines);
            self.counted = complete;
        }
        let mut tally = self.tally.clone();
        tally.add(self.text.get(complete..).unwrap_or_default());
        tally.is_flood()
    }

    fn tail(&self) -> &str {
        self.text.get(self.settled.tail_at..).unwrap_or_default()
    }

    /// The tail without a last line that is held back.
    fn held_back(&self) -> &str {
        let tail = self.tail();
        // A line that is complete and not settled is the end of the code.
        shown::held_back(tail, self.settled.in_code() && !tail.contains('\n'))
    }

    /// Sets `rest` into the tree as if it were the tail.
    fn draw(&self, nodes: &mut Vec<Node>, rest: &str, plain_end: bool) -> Picture {
        let tail = self.settled.read(&self.known, rest, plain_end);
        let news = self.known.has_news(&tail.blocks);
        let leaf = tail.blocks.trail.last().copied();
        let leaf = leaf.and_then(|leaf| Some((leaf, leaf.at.checked_sub(tail.at)?)));
        let open = tail.blocks.open.and_then(|at| at.checked_sub(tail.at));
        let may_settle = self.settled.set(nodes, rest, tail);
        Picture {
            may_settle,
            news,
            leaf,
            open,
        }
    }

    /// Settles what complete lines allow, and learns what they define. Gives whether there were
    /// any that it had not seen.
    fn settle(&mut self, nodes: &mut Vec<Node>) -> bool {
        let complete = self.text.rfind('\n').map_or(0, |at| at + 1);
        if complete <= self.looked_at {
            return false;
        }
        self.looked_at = complete;
        let Self {
            text,
            settled,
            known,
            ..
        } = self;
        let Some(lines) = text.get(settled.tail_at..complete) else {
            return false;
        };
        let tail = settled.read(known, lines, false);
        let touched = known.learn(&tail.text, &tail.blocks);
        settled.advance(nodes, known, lines, tail);
        self.late.extend(touched);
        while let Some(top) = self.late.first().copied() {
            if !self.read_again(nodes, top) {
                break;
            }
            self.late.remove(&top);
        }
        true
    }

    /// Reads the block again whose line starts at `at`, for a label of it is defined by now.
    /// False if that is too much for the text so far.
    fn read_again(&mut self, nodes: &mut [Node], at: usize) -> bool {
        let Ok(number) = self.settled.tops.binary_search_by_key(&at, |top| top.at) else {
            return true;
        };
        let next = self.settled.tops.get(number + 1).copied();
        let is_open = next.is_none() && !self.settled.levels.is_empty();
        let end = next.map_or(self.settled.tail_at, |next| next.at);
        let (free, times) = REREAD;
        if self.reread + (end - at) > free + times * self.text.len() {
            return false;
        }
        self.reread += end - at;
        self.epoch = next_epoch();
        if is_open {
            self.settled.reopen(number);
            self.looked_at = 0;
            self.may_settle = true;
            return true;
        }
        let Some(part) = self.text.get(at..end) else {
            return true;
        };
        if !self.settled.replace(nodes, &mut self.known, number, part) {
            self.settled.reopen(number);
            self.looked_at = 0;
        }
        true
    }
}

#[cfg(test)]
mod tests;
