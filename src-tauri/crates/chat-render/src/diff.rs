//! Finds the first place where two trees differ, in reading order.

use chat_core::blocks::{Node, Token};

/// What is to be done at the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// The text there is a start of the wanted one; it has this many bytes.
    Grow(usize),
    /// Children are missing from there on.
    Append,
    /// There are children from there on that are not wanted.
    Cut,
    /// The node there is another one.
    Replace,
    /// The list there is loose by now.
    Loosen,
}

/// The first difference.
#[derive(Debug)]
pub(crate) struct Difference<'t> {
    /// The node whose children differ.
    pub(crate) path: Vec<u32>,
    /// The first child that differs.
    pub(crate) index: u32,
    /// The wanted children from there on.
    pub(crate) wanted: &'t [Node],
    /// How they differ.
    pub(crate) change: Change,
}

/// The first difference at or after the place `resume` (child indexes from the root); what is
/// before it is taken as equal. None when the trees are equal.
pub(crate) fn first<'t>(
    have: &[Node],
    wanted: &'t [Node],
    resume: &[u32],
) -> Option<Difference<'t>> {
    let mut path = Vec::new();
    let (index, wanted, change) = search(have, wanted, resume, &mut path)?;
    Some(Difference {
        path,
        index,
        wanted,
        change,
    })
}

type Found<'t> = (u32, &'t [Node], Change);

/// Recursion is as deep as the trees, which `render` bounds.
fn search<'t>(
    have: &[Node],
    wanted: &'t [Node],
    resume: &[u32],
    path: &mut Vec<u32>,
) -> Option<Found<'t>> {
    let mut below = resume.get(1..).unwrap_or_default();
    let mut index = resume.first().copied().unwrap_or(0);
    loop {
        #[cfg(test)]
        COMPARED.set(COMPARED.get() + 1);
        let at = usize::try_from(index).ok()?;
        let rest = wanted.get(at..).unwrap_or_default();
        let (old, new) = match (have.get(at), rest.first()) {
            (None, None) => return None,
            (None, Some(_)) => return Some((index, rest, Change::Append)),
            (Some(_), None) => return Some((index, rest, Change::Cut)),
            (Some(old), Some(new)) => (old, new),
        };
        if !same_shell(old, new) {
            return Some((index, rest, Change::Replace));
        }
        if let (Node::List { loose: false, .. }, Node::List { loose: true, .. }) = (old, new) {
            return Some((index, rest, Change::Loosen));
        }
        if let (Some(old), Some(new)) = (old.text(), new.text())
            && old != new
        {
            let change = if new.starts_with(old) {
                Change::Grow(old.len())
            } else {
                Change::Replace
            };
            return Some((index, rest, change));
        }
        if let (Some(old), Some(new)) = (old.children(), new.children()) {
            path.push(index);
            let found = search(old, new, below, path);
            if found.is_some() {
                return found;
            }
            path.pop();
        }
        below = &[];
        index = index.checked_add(1)?;
    }
}

/// Whether the nodes are of one kind with equal attributes, text and children aside. A list may be
/// loose that was not.
fn same_shell(a: &Node, b: &Node) -> bool {
    match (a, b) {
        (Node::Heading { level: a, .. }, Node::Heading { level: b, .. }) => a == b,
        (
            Node::List {
                start: a, loose: x, ..
            },
            Node::List {
                start: b, loose: y, ..
            },
        ) => a == b && x <= y,
        (Node::Item { done: a, .. }, Node::Item { done: b, .. }) => a == b,
        (Node::Alert { kind: a, .. }, Node::Alert { kind: b, .. }) => a == b,
        (Node::Table { align: a, .. }, Node::Table { align: b, .. }) => a == b,
        (Node::Code { lang: a, .. }, Node::Code { lang: b, .. })
        | (Node::Footnote { label: a, .. }, Node::Footnote { label: b, .. })
        | (Node::FootnoteRef { label: a }, Node::FootnoteRef { label: b }) => a == b,
        (
            Node::Link {
                href: a, host: x, ..
            },
            Node::Link {
                href: b, host: y, ..
            },
        ) => a == b && x == y,
        (
            Node::Math {
                display: a,
                source: x,
                ..
            },
            Node::Math {
                display: b,
                source: y,
                ..
            },
        ) => a == b && x == y,
        (
            Node::MathPart {
                tag: a,
                attributes: x,
                ..
            },
            Node::MathPart {
                tag: b,
                attributes: y,
                ..
            },
        ) => a == b && x == y,
        (Node::Token(Token(a, _)), Node::Token(Token(b, _))) => a == b,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

#[cfg(test)]
thread_local! {
    /// Nodes that were compared by this thread, to count work.
    pub(crate) static COMPARED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}
