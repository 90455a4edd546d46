//! Takes a `<think>…</think>` at the start of an answer out of its text, over any chunking.
//!
//! Only at the start, after white space: a tag further on is the answer's own text. White space
//! before and after either tag is dropped with it, but what stands before the closing tag is kept.

use crate::dialect::DialectEvent;

const OPEN: &str = "<think>";
const CLOSE: &str = "</think>";
/// An answer that begins with more white space than this has no tag; it is not held back longer.
const MAX_HELD: usize = 1024;

#[derive(Debug, Default)]
enum State {
    /// Nothing but white space or the beginning of an opening tag so far.
    #[default]
    Start,
    /// After the opening tag, before any reasoning.
    Opened,
    /// In the reasoning.
    Inside,
    /// After the closing tag, before any text.
    Closed,
    /// In the answer: all is text.
    Text,
}

/// Splits content into reasoning and text.
#[derive(Debug, Default)]
pub(in crate::dialect) struct Splitter {
    state: State,
    /// What cannot be judged yet.
    held: String,
}

impl Splitter {
    /// Takes a piece of content and gives what is certain.
    pub(in crate::dialect) fn push(&mut self, piece: &str, out: &mut Vec<DialectEvent>) {
        if matches!(self.state, State::Text) {
            return text(piece, out);
        }
        self.held.push_str(piece);
        loop {
            let held = std::mem::take(&mut self.held);
            match self.state {
                State::Start => {
                    let tag = held.trim_start();
                    if let Some(rest) = tag.strip_prefix(OPEN) {
                        self.state = State::Opened;
                        self.held = rest.to_owned();
                        continue;
                    }
                    if OPEN.starts_with(tag) && held.len() <= MAX_HELD {
                        self.held = held;
                        return;
                    }
                    self.state = State::Text;
                    return text(&held, out);
                }
                State::Opened => {
                    let rest = held.trim_start();
                    if rest.is_empty() {
                        return;
                    }
                    rest.clone_into(&mut self.held);
                    self.state = State::Inside;
                }
                State::Inside => {
                    if let Some((before, after)) = held.split_once(CLOSE) {
                        reasoning(before, out);
                        self.state = State::Closed;
                        self.held = after.to_owned();
                        continue;
                    }
                    let sure = held.len() - kept_back(&held);
                    reasoning(held.get(..sure).unwrap_or_default(), out);
                    self.held = held.get(sure..).unwrap_or_default().to_owned();
                    return;
                }
                State::Closed => {
                    let rest = held.trim_start();
                    if rest.is_empty() {
                        return;
                    }
                    self.state = State::Text;
                    return text(rest, out);
                }
                State::Text => return text(&held, out),
            }
        }
    }

    /// At the end: what was held back is what it looked least like a tag.
    pub(in crate::dialect) fn finish(&mut self, out: &mut Vec<DialectEvent>) {
        let held = std::mem::take(&mut self.held);
        match self.state {
            State::Start | State::Text => text(&held, out),
            State::Inside => reasoning(&held, out),
            State::Opened | State::Closed => {}
        }
    }
}

/// How many bytes at the end might begin a closing tag.
fn kept_back(held: &str) -> usize {
    (1..CLOSE.len())
        .rev()
        .find(|&length| {
            CLOSE
                .get(..length)
                .is_some_and(|start| held.ends_with(start))
        })
        .unwrap_or(0)
}

fn text(piece: &str, out: &mut Vec<DialectEvent>) {
    if !piece.is_empty() {
        out.push(DialectEvent::Text(piece.to_owned()));
    }
}

fn reasoning(piece: &str, out: &mut Vec<DialectEvent>) {
    if !piece.is_empty() {
        out.push(DialectEvent::Reasoning(piece.to_owned()));
    }
}
