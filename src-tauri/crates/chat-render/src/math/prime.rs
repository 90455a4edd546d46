//! Primes, which stand beside a letter as they are.
//!
//! Fonts have them raised already, and small ones, made to be raised once more, are behind a
//! feature that no web view asks for: a prime that is an exponent can hardly be seen. Must not know
//! how a formula is read.

use super::part::{group, operator};
use super::row::close_up;
use chat_core::blocks::{MathAttributes, MathTag, Node};

/// An atom with primes, and what is above it with those that found no place beside it.
pub(super) fn primed(base: Node, above: Option<Node>, count: usize) -> (Node, Option<Node>) {
    let (count, above) = match above {
        Some(above) => match alone_in(&above) {
            Some(more) => (count.saturating_add(more), None),
            None => (count, Some(above)),
        },
        None => (count, None),
    };
    if count == 0 {
        return (base, above);
    }
    let mut primes = operator(&text_of(count), MathAttributes::default());
    close_up(&mut primes);
    if is_low(&base) {
        return (group(vec![base, primes]), above);
    }
    let above = match above {
        Some(above) => group(vec![primes, above]),
        None => primes,
    };
    (base, Some(above))
}

/// How many primes this is, when it is nothing else: `^{\prime\prime}`.
fn alone_in(above: &Node) -> Option<usize> {
    let Node::MathPart { tag, children, .. } = above else {
        return None;
    };
    match (tag, children.as_slice()) {
        (MathTag::Mi | MathTag::Mo, [Node::Text(text)]) => (text == "′").then_some(1),
        (MathTag::Mrow, [_, ..]) => children.iter().map(alone_in).sum(),
        _ => None,
    }
}

/// Whether it is as low as a letter; beside what is taller a prime has to be raised.
fn is_low(base: &Node) -> bool {
    let Node::MathPart {
        tag, attributes, ..
    } = base
    else {
        return false;
    };
    matches!(tag, MathTag::Mi | MathTag::Mn)
        || (*tag == MathTag::Mo && attributes.stretchy == Some(false))
}

fn text_of(count: usize) -> String {
    match count {
        1 => "′".into(),
        2 => "″".into(),
        3 => "‴".into(),
        4 => "⁗".into(),
        more => "′".repeat(more),
    }
}
