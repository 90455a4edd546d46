//! From the loose messages of another program's conversation to a tree of ours.
//!
//! Whatever the links say, every message comes out once, after the one that it follows. An answer
//! that a program wrote in several messages, with tools between them, becomes one.

use super::found::{Found, LeftOut, Source, Unread};
use super::{Archived, Node, stable, tidy};
use crate::ids::{ConversationId, MessageId};
use crate::message::{MessageState, Role};
use crate::title::title_of;
use std::collections::{HashMap, HashSet};

/// What is known of the conversation itself.
#[derive(Debug)]
pub(super) struct About {
    pub(super) source: Source,
    /// Its id at its source; none is made from what it holds.
    pub(super) key: Option<String>,
    pub(super) title: Option<String>,
    pub(super) created_at_ms: Option<i64>,
    pub(super) updated_at_ms: Option<i64>,
    pub(super) archived: bool,
    pub(super) pinned: bool,
    /// The message that the program showed last.
    pub(super) current: Option<String>,
}

/// A message at its source.
#[derive(Debug)]
pub(super) struct Piece {
    /// Its id there.
    pub(super) key: String,
    /// The one that it follows.
    pub(super) parent: Option<String>,
    /// Those that follow it, where the program says it this way round.
    pub(super) children: Vec<String>,
    pub(super) at_ms: Option<i64>,
    /// What is shown of it; none joins what follows it to what it follows.
    pub(super) said: Option<Said>,
}

/// What a message shows.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) role: Role,
    pub(super) state: MessageState,
    pub(super) text: String,
    pub(super) reasoning: String,
    pub(super) model: Option<String>,
}

/// A message of the tree that grows.
struct Grown<'a> {
    key: &'a str,
    parent: Option<usize>,
    at_ms: i64,
    said: Said,
}

/// Makes a conversation of its pieces.
pub(super) fn grow(
    about: About,
    mut pieces: Vec<Piece>,
    left_out: LeftOut,
) -> Result<Found, Unread> {
    tell_apart(&mut pieces);
    let said: Vec<_> = pieces.iter_mut().map(|piece| piece.said.take()).collect();
    let start_ms = about
        .created_at_ms
        .or_else(|| pieces.iter().filter_map(|piece| piece.at_ms).min())
        .or(about.updated_at_ms)
        .unwrap_or(0);
    let (grown, became) = follow(&pieces, said, start_ms);
    let (Some(first), Some(last)) = (grown.first(), grown.len().checked_sub(1)) else {
        return Err(Unread::Empty);
    };
    let key = about
        .key
        .unwrap_or_else(|| format!("{start_ms} {}", first.key));
    let source = name(about.source);
    let ids: Vec<_> = grown
        .iter()
        .map(|message| MessageId::from_bits(stable::bits(&[source, &key, message.key])))
        .collect();
    let current = about
        .current
        .and_then(|key| pieces.iter().position(|piece| piece.key == key))
        .and_then(|piece| became.get(piece).copied().flatten());
    let head = leaf(&grown, current.unwrap_or(last));
    let on_path = path(&grown, head);
    let messages: Vec<Node> = grown
        .iter()
        .zip(&ids)
        .zip(&on_path)
        .map(|((message, id), on_path)| Node {
            id: id.clone(),
            parent: message.parent.and_then(|at| ids.get(at)).cloned(),
            role: message.said.role,
            state: message.said.state,
            chosen: *on_path && message.parent.is_some(),
            text: message.said.text.clone(),
            reasoning: message.said.reasoning.clone(),
            model: message.said.model.clone(),
            connection: None,
            created_at_ms: message.at_ms,
            files: Vec::new(),
        })
        .collect();
    let last_ms = grown.iter().map(|message| message.at_ms).max();
    let question = grown.iter().find(|message| message.said.role == Role::User);
    let mut conversation = Archived {
        id: ConversationId::from_bits(stable::bits(&[source, &key])),
        titled: about.title.is_some(),
        title: about.title.unwrap_or_else(|| {
            title_of(&question.map_or_else(String::new, |message| message.said.text.clone()))
        }),
        created_at_ms: start_ms,
        updated_at_ms: about.updated_at_ms.or(last_ms).unwrap_or(start_ms),
        revision: 0,
        pinned: about.pinned,
        archived: about.archived,
        unread: false,
        folder: None,
        tags: Vec::new(),
        connection: None,
        model: None,
        asking: None,
        head: ids.get(head).cloned(),
        system: None,
        more: false,
        messages,
        turns: Vec::new(),
    };
    tidy(&mut conversation);
    Ok(Found {
        source: about.source,
        conversation,
        left_out,
    })
}

/// Gives messages with one id ids of their own: rather a message too many than one too few.
fn tell_apart(pieces: &mut [Piece]) {
    let mut seen = HashSet::new();
    for (n, piece) in pieces.iter_mut().enumerate() {
        if !seen.insert(piece.key.clone()) {
            piece.key = format!("{} #{n}", piece.key);
            seen.insert(piece.key.clone());
        }
    }
}

fn name(source: Source) -> &'static str {
    match source {
        Source::Gatehouse => "gatehouse",
        Source::ChatGpt => "chatgpt",
        Source::Claude => "claude",
    }
}

/// Walks from the roots down, without recursion; tells which message each piece became part of,
/// or follows.
fn follow(
    pieces: &[Piece],
    mut said: Vec<Option<Said>>,
    start_ms: i64,
) -> (Vec<Grown<'_>>, Vec<Option<usize>>) {
    let (children, roots) = links(pieces);
    let mut grown: Vec<Grown<'_>> = Vec::with_capacity(pieces.len());
    let mut became = vec![None; pieces.len()];
    let mut visited = vec![false; pieces.len()];
    // Where links go in a circle nothing leads into it: its first piece begins it.
    for root in roots.into_iter().chain(0..pieces.len()) {
        let mut open = vec![(root, None, false)];
        while let Some((at, above, alone)) = open.pop() {
            let Some(piece) = pieces.get(at) else {
                continue;
            };
            if visited
                .get_mut(at)
                .is_none_or(|seen| std::mem::replace(seen, true))
            {
                continue;
            }
            let here = match said.get_mut(at).and_then(Option::take) {
                None => above,
                Some(said) => Some(keep(&mut grown, piece, said, above, alone, start_ms)),
            };
            if let Some(became) = became.get_mut(at) {
                *became = here;
            }
            let below = children.get(at).map_or(&[][..], Vec::as_slice);
            // The next of the same answer; a hidden piece between them changes nothing.
            let alone = below.len() == 1 && (here != above || alone || above.is_none());
            open.extend(below.iter().rev().map(|child| (*child, here, alone)));
        }
    }
    (grown, became)
}

/// Adds a message, or joins it to the answer that it goes on with. An answer has the id of its
/// last piece, so that one which later goes on is a new one, and nothing of it is lost.
fn keep<'a>(
    grown: &mut Vec<Grown<'a>>,
    piece: &'a Piece,
    said: Said,
    above: Option<usize>,
    alone: bool,
    start_ms: i64,
) -> usize {
    if alone
        && let Some(at) = above
        && let Some(before) = grown.get_mut(at)
        && (before.said.role, said.role) == (Role::Assistant, Role::Assistant)
    {
        before.key = &piece.key;
        before.said.state = said.state;
        join(&mut before.said.text, &said.text);
        join(&mut before.said.reasoning, &said.reasoning);
        before.said.model = said.model.or(before.said.model.take());
        return at;
    }
    let above_ms = above.and_then(|at| grown.get(at)).map(|above| above.at_ms);
    grown.push(Grown {
        key: &piece.key,
        parent: above,
        at_ms: piece.at_ms.or(above_ms).unwrap_or(start_ms),
        said,
    });
    grown.len() - 1
}

fn join(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(more);
}

/// The children of each piece in their order, and those that follow none.
fn links(pieces: &[Piece]) -> (Vec<Vec<usize>>, Vec<usize>) {
    let places: HashMap<&str, usize> = (0..)
        .zip(pieces)
        .map(|(n, p)| (p.key.as_str(), n))
        .collect();
    let mut claimed: HashMap<&str, (usize, usize)> = HashMap::new();
    for (parent, piece) in pieces.iter().enumerate() {
        for (n, child) in piece.children.iter().enumerate() {
            claimed.entry(child).or_insert((parent, n));
        }
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); pieces.len()];
    let mut roots = Vec::new();
    for (n, piece) in pieces.iter().enumerate() {
        let named = piece.parent.as_deref().and_then(|key| places.get(key));
        let parent = named
            .or_else(|| claimed.get(piece.key.as_str()).map(|(parent, _)| parent))
            .filter(|parent| **parent != n);
        match parent.and_then(|parent| children.get_mut(*parent)) {
            Some(siblings) => siblings.push(n),
            None => roots.push(n),
        }
    }
    let order = |n: &usize| {
        let piece = pieces.get(*n);
        let place = piece
            .and_then(|piece| claimed.get(piece.key.as_str()))
            .map_or(usize::MAX, |(_, n)| *n);
        (place, piece.and_then(|piece| piece.at_ms), *n)
    };
    for siblings in &mut children {
        siblings.sort_by_cached_key(order);
    }
    roots.sort_by_cached_key(order);
    (children, roots)
}

/// The end of the path through a message: on by the last that follows.
fn leaf(grown: &[Grown<'_>], from: usize) -> usize {
    let mut last = vec![None; grown.len()];
    for (n, message) in grown.iter().enumerate() {
        if let Some(last) = message.parent.and_then(|parent| last.get_mut(parent)) {
            *last = Some(n);
        }
    }
    // Each step leads to a later message.
    let mut at = from;
    while let Some(next) = last.get(at).copied().flatten() {
        at = next;
    }
    at
}

/// Which messages lie on the path to one.
fn path(grown: &[Grown<'_>], head: usize) -> Vec<bool> {
    let mut on_path = vec![false; grown.len()];
    let mut next = Some(head);
    while let Some(at) = next {
        if let Some(on_path) = on_path.get_mut(at) {
            *on_path = true;
        }
        next = grown.get(at).and_then(|message| message.parent);
    }
    on_path
}
