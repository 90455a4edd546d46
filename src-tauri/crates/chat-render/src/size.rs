//! How many bytes of JSON things cost, and how much of a node fits into a number of bytes.
//!
//! Must agree with what serde writes; a test compares every kind of node.

use chat_core::blocks::{AlertKind, Align, Node, Token, TokenKind};

/// JSON bytes of `{"op":"appendText","path":[],"text":""}`.
pub(crate) const APPEND_TEXT: usize = 39;
/// JSON bytes of `{"op":"appendNodes","path":[],"nodes":[]}`.
pub(crate) const APPEND_NODES: usize = 41;
/// JSON bytes of `{"op":"replaceFrom","path":[],"index":,"nodes":[]}`.
pub(crate) const REPLACE_FROM: usize = 50;
/// JSON bytes of `{"op":"setLoose","path":[]}`.
pub(crate) const SET_LOOSE: usize = 27;

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
        Node::List { start, loose, .. } => 47 + start.map_or(4, digits) + bool_len(*loose),
        Node::Item { done, .. } => 37 + done.map_or(4, bool_len),
        Node::CodeSpan { .. } | Node::Line { .. } | Node::Cell { .. } => 29,
        Node::Quote { .. } => 30,
        Node::Alert { kind, .. } => 40 + alert_len(*kind),
        Node::Code { lang, .. } => 39 + text_len(lang),
        Node::Table { align, .. } => {
            let columns: usize = align.iter().map(|align| align_len(*align) + 2).sum();
            41 + columns + align.len().saturating_sub(1)
        }
        Node::Row { .. } => 28,
        Node::Footnote { label, .. } => 44 + text_len(label),
        Node::Rule | Node::More => 15,
        Node::Text(_) => 2,
        Node::Token(Token(kind, _)) => 7 + token_len(*kind),
        Node::Emphasis { .. } => 33,
        Node::Strong { .. } | Node::Strike { .. } => 31,
        Node::Link { href, host, .. } => {
            let host = host.as_ref().map_or(4, |host| 2 + text_len(host));
            47 + text_len(href) + host
        }
        Node::FootnoteRef { label } => 33 + text_len(label),
        Node::Break => 16,
        Node::Math {
            display, source, ..
        } => 52 + bool_len(*display) + text_len(source),
        Node::MathPart { .. } => {
            serde_json::to_string(&shell(node)).map_or(usize::MAX, |s| s.len())
        }
    }
}

fn bool_len(value: bool) -> usize {
    if value { 4 } else { 5 }
}

fn alert_len(kind: AlertKind) -> usize {
    match kind {
        AlertKind::Note => 4,
        AlertKind::Tip => 3,
        AlertKind::Important => 9,
        AlertKind::Warning | AlertKind::Caution => 7,
    }
}

fn align_len(align: Align) -> usize {
    match align {
        Align::None | Align::Left => 4,
        Align::Center => 6,
        Align::Right => 5,
    }
}

fn token_len(kind: TokenKind) -> usize {
    match kind {
        TokenKind::Tag => 3,
        TokenKind::Type => 4,
        TokenKind::String | TokenKind::Number => 6,
        TokenKind::Keyword | TokenKind::Comment | TokenKind::Heading | TokenKind::Deleted => 7,
        TokenKind::Function
        | TokenKind::Constant
        | TokenKind::Variable
        | TokenKind::Property
        | TokenKind::Inserted => 8,
        TokenKind::Attribute => 9,
    }
}

/// The node without its text and children.
fn shell(node: &Node) -> Node {
    let children = Vec::new();
    match node {
        Node::Paragraph { .. } => Node::Paragraph { children },
        Node::Heading { level, .. } => Node::Heading {
            level: *level,
            children,
        },
        Node::List { start, loose, .. } => Node::List {
            start: *start,
            loose: *loose,
            children,
        },
        Node::Item { done, .. } => Node::Item {
            done: *done,
            children,
        },
        Node::Quote { .. } => Node::Quote { children },
        Node::Alert { kind, .. } => Node::Alert {
            kind: *kind,
            children,
        },
        Node::Code { lang, .. } => Node::Code {
            lang: lang.clone(),
            children,
        },
        Node::Line { .. } => Node::Line { children },
        Node::Table { align, .. } => Node::Table {
            align: align.clone(),
            children,
        },
        Node::Row { .. } => Node::Row { children },
        Node::Cell { .. } => Node::Cell { children },
        Node::Footnote { label, .. } => Node::Footnote {
            label: label.clone(),
            children,
        },
        Node::Rule | Node::More | Node::FootnoteRef { .. } | Node::Break => node.clone(),
        Node::Text(_) => Node::Text(String::new()),
        Node::Token(Token(kind, _)) => Node::Token(Token(*kind, String::new())),
        Node::Emphasis { .. } => Node::Emphasis { children },
        Node::Strong { .. } => Node::Strong { children },
        Node::Strike { .. } => Node::Strike { children },
        Node::CodeSpan { .. } => Node::CodeSpan {
            text: String::new(),
        },
        Node::Link { href, host, .. } => Node::Link {
            href: href.clone(),
            host: host.clone(),
            children,
        },
        Node::Math {
            display, source, ..
        } => Node::Math {
            display: *display,
            source: source.clone(),
            children,
        },
        Node::MathPart {
            tag, attributes, ..
        } => Node::MathPart {
            tag: *tag,
            attributes: attributes.clone(),
            children,
        },
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
    use chat_core::blocks::{MathAttributes, MathTag, MathVariant};

    /// One of each kind, with awkward content.
    pub(crate) fn samples() -> Vec<Node> {
        let awkward = "\0\u{1f}\u{7f}\u{85}\"\\\n\r\t\u{8}\u{c}/é€😀<>&\u{2028}".to_owned();
        let children = vec![Node::Text(awkward.clone()), Node::Break];
        let mut samples = vec![
            Node::Paragraph {
                children: children.clone(),
            },
            Node::Heading {
                level: 6,
                children: vec![],
            },
            Node::List {
                start: None,
                loose: true,
                children: vec![Node::Item {
                    done: None,
                    children: children.clone(),
                }],
            },
            Node::List {
                start: Some(u64::MAX),
                loose: false,
                children: vec![],
            },
            Node::Item {
                done: Some(true),
                children: vec![],
            },
            Node::Quote {
                children: vec![Node::Rule, Node::More],
            },
            Node::Code {
                lang: "c++".into(),
                children: vec![Node::Line {
                    children: children.clone(),
                }],
            },
            Node::Table {
                align: vec![],
                children: vec![Node::Row {
                    children: vec![Node::Cell {
                        children: children.clone(),
                    }],
                }],
            },
            Node::Footnote {
                label: "a\"".into(),
                children: children.clone(),
            },
            Node::Emphasis {
                children: children.clone(),
            },
            Node::Strong { children: vec![] },
            Node::Strike { children: vec![] },
            Node::CodeSpan {
                text: awkward.clone(),
            },
            Node::Link {
                href: "https://example.org/?a=\"\\".into(),
                host: None,
                children: children.clone(),
            },
            Node::Link {
                href: "https://example.org/".into(),
                host: Some("example.org".into()),
                children,
            },
            Node::FootnoteRef {
                label: "a\"".into(),
            },
            Node::Math {
                display: false,
                source: "\\frac".into(),
                children: vec![
                    part(MathTag::Mi, MathAttributes::default()),
                    part(
                        MathTag::Munderover,
                        MathAttributes {
                            mathvariant: Some(MathVariant::Normal),
                            ..MathAttributes::default()
                        },
                    ),
                ],
            },
        ];
        samples.extend(ALERTS.map(|kind| Node::Alert {
            kind,
            children: vec![],
        }));
        samples.extend(TOKENS.map(|kind| Node::Token(Token(kind, awkward.clone()))));
        samples.push(Node::Table {
            align: vec![Align::None, Align::Left, Align::Center, Align::Right],
            children: vec![],
        });
        samples
    }

    fn part(tag: MathTag, attributes: MathAttributes) -> Node {
        Node::MathPart {
            tag,
            attributes,
            children: vec![Node::Text("x".into())],
        }
    }

    const ALERTS: [AlertKind; 5] = [
        AlertKind::Note,
        AlertKind::Tip,
        AlertKind::Important,
        AlertKind::Warning,
        AlertKind::Caution,
    ];

    const TOKENS: [TokenKind; 14] = [
        TokenKind::Keyword,
        TokenKind::String,
        TokenKind::Number,
        TokenKind::Comment,
        TokenKind::Function,
        TokenKind::Type,
        TokenKind::Constant,
        TokenKind::Variable,
        TokenKind::Property,
        TokenKind::Tag,
        TokenKind::Attribute,
        TokenKind::Heading,
        TokenKind::Inserted,
        TokenKind::Deleted,
    ];

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
