//! How many bytes of JSON things cost, and how much of a node fits into a number of bytes.
//!
//! Must agree with what serde writes; a test compares every kind of node.

use chat_core::blocks::Node;

/// JSON bytes of `{"op":"appendText","path":[],"text":""}`.
pub(crate) const APPEND_TEXT: usize = 39;
/// JSON bytes of `{"op":"appendNodes","path":[],"nodes":[]}`.
pub(crate) const APPEND_NODES: usize = 41;
/// JSON bytes of `{"op":"replaceFrom","path":[],"index":,"nodes":[]}`.
pub(crate) const REPLACE_FROM: usize = 50;

/// JSON bytes of a number.
pub(crate) fn digits(number: u64) -> usize {
    number.checked_ilog10().map_or(1, |log| log as usize + 1)
}

/// JSON bytes of a path's inside.
pub(crate) fn path(path: &[u32]) -> usize {
    let numbers: usize = path.iter().map(|index| digits(u64::from(*index))).sum();
    numbers + path.len().saturating_sub(1)
}

/// JSON bytes of one character within a string.
fn char_len(c: char) -> usize {
    match c {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        '\0'..='\u{1f}' => 6,
        c => c.len_utf8(),
    }
}

fn text_len(text: &str) -> usize {
    text.chars().map(char_len).sum()
}

/// The longest start of `text` that costs at most `room`, and what it costs.
pub(crate) fn fitting(text: &str, room: usize) -> (&str, usize) {
    let mut cost = 0;
    for (at, c) in text.char_indices() {
        let more = char_len(c);
        if cost + more > room {
            return (text.get(..at).unwrap_or_default(), cost);
        }
        cost += more;
    }
    (text, cost)
}

/// JSON bytes of a node without its text and children.
fn shell_len(node: &Node) -> usize {
    match node {
        Node::Paragraph { .. } => 34,
        Node::Heading { level, .. } => 41 + digits(u64::from(*level)),
        Node::List { start, .. } => 38 + start.map_or(4, digits),
        Node::Item { .. } | Node::CodeSpan { .. } => 29,
        Node::Quote { .. } => 30,
        Node::Code { lang, .. } => 35 + text_len(lang),
        Node::Rule => 15,
        Node::Text { .. } => 25,
        Node::Emphasis { .. } => 33,
        Node::Strong { .. } => 31,
        Node::Link { href, .. } => 39 + text_len(href),
        Node::Break => 16,
    }
}

/// The node without its text and children.
fn shell(node: &Node) -> Node {
    let children = Vec::new();
    let text = String::new();
    match node {
        Node::Paragraph { .. } => Node::Paragraph { children },
        Node::Heading { level, .. } => Node::Heading {
            level: *level,
            children,
        },
        Node::List { start, .. } => Node::List {
            start: *start,
            children,
        },
        Node::Item { .. } => Node::Item { children },
        Node::Quote { .. } => Node::Quote { children },
        Node::Code { lang, .. } => Node::Code {
            lang: lang.clone(),
            text,
        },
        Node::Rule => Node::Rule,
        Node::Text { .. } => Node::Text { text },
        Node::Emphasis { .. } => Node::Emphasis { children },
        Node::Strong { .. } => Node::Strong { children },
        Node::CodeSpan { .. } => Node::CodeSpan { text },
        Node::Link { href, .. } => Node::Link {
            href: href.clone(),
            children,
        },
        Node::Break => Node::Break,
    }
}

/// As many of `nodes` as fit into `room`, with the bytes they cost. The last one may be there
/// only in part: a start of its text or children.
pub(crate) fn fitting_nodes(nodes: &[Node], room: usize) -> (Vec<Node>, usize) {
    let mut taken = Vec::new();
    let mut cost = 0;
    for node in nodes {
        let comma = usize::from(!taken.is_empty());
        let left = room.saturating_sub(cost + comma);
        let Some((part, part_cost, complete)) = fitting_node(node, left) else {
            break;
        };
        taken.push(part);
        cost += comma + part_cost;
        if !complete {
            break;
        }
    }
    (taken, cost)
}

/// The start of `node` that fits, what it costs and whether that is all of it.
fn fitting_node(node: &Node, room: usize) -> Option<(Node, usize, bool)> {
    let left = room.checked_sub(shell_len(node))?;
    let mut part = shell(node);
    let mut used = 0;
    let mut complete = true;
    if let (Some(text), Some(into)) = (node.text(), part.text_mut()) {
        let (piece, cost) = fitting(text, left);
        if piece.is_empty() && !text.is_empty() {
            return None;
        }
        into.push_str(piece);
        used = cost;
        complete = piece.len() == text.len();
    } else if let (Some(children), Some(into)) = (node.children(), part.children_mut()) {
        let (taken, cost) = fitting_nodes(children, left);
        complete = taken.len() == children.len() && taken.last() == children.last();
        *into = taken;
        used = cost;
    }
    Some((part, room - left + used, complete))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// One of each kind, with awkward content.
    pub(crate) fn samples() -> Vec<Node> {
        let awkward = "\0\u{1f}\u{7f}\u{85}\"\\\n\r\t\u{8}\u{c}/é€😀<>&\u{2028}".to_owned();
        let children = vec![
            Node::Text {
                text: awkward.clone(),
            },
            Node::Break,
        ];
        vec![
            Node::Paragraph {
                children: children.clone(),
            },
            Node::Heading {
                level: 6,
                children: vec![],
            },
            Node::List {
                start: None,
                children: vec![Node::Item {
                    children: children.clone(),
                }],
            },
            Node::List {
                start: Some(u64::MAX),
                children: vec![],
            },
            Node::Quote {
                children: vec![Node::Rule],
            },
            Node::Code {
                lang: "c++".into(),
                text: awkward.clone(),
            },
            Node::Emphasis {
                children: children.clone(),
            },
            Node::Strong { children: vec![] },
            Node::CodeSpan { text: awkward },
            Node::Link {
                href: "https://example.org/?a=\"\\".into(),
                children,
            },
        ]
    }

    #[test]
    fn sizes_agree_with_serde() {
        for node in samples() {
            let json = serde_json::to_string(&node).unwrap();
            let (part, cost, complete) = fitting_node(&node, usize::MAX).unwrap();
            assert_eq!((part, cost, complete), (node, json.len(), true), "{json}");
        }
        for number in [0, 9, 10, 99, 100, u64::MAX] {
            assert_eq!(digits(number), number.to_string().len());
        }
    }

    #[test]
    fn a_part_never_costs_more_than_its_room() {
        for node in samples() {
            let whole = serde_json::to_string(&node).unwrap().len();
            for room in 0..=whole {
                match fitting_node(&node, room) {
                    Some((part, cost, complete)) => {
                        assert_eq!(serde_json::to_string(&part).unwrap().len(), cost);
                        assert!(cost <= room);
                        assert_eq!(complete, part == node);
                        assert_eq!(complete, room == whole);
                    }
                    None => assert!(room < shell_len(&node) + 6),
                }
            }
        }
    }
}
