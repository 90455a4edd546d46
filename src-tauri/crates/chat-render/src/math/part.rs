//! Makes the parts of a formula.
//!
//! Every text goes through here, so that none has control characters. Must not know commands.

use crate::clean::push_clean;
use chat_core::blocks::{MathAttributes, MathLength, MathTag, MathVariant, Node};

/// A part with children.
pub(super) fn part(tag: MathTag, children: Vec<Node>) -> Node {
    styled(tag, MathAttributes::default(), children)
}

/// A part with attributes.
pub(super) fn styled(tag: MathTag, attributes: MathAttributes, children: Vec<Node>) -> Node {
    Node::MathPart {
        tag,
        attributes,
        children,
    }
}

fn token(tag: MathTag, attributes: MathAttributes, text: &str) -> Node {
    let mut clean = String::with_capacity(text.len());
    push_clean(&mut clean, text);
    styled(tag, attributes, vec![Node::Text(clean)])
}

/// A letter as it stands, or a word: one letter is drawn in italics, more are not.
pub(super) fn letter(text: &str) -> Node {
    token(MathTag::Mi, MathAttributes::default(), text)
}

/// A letter or word that is never in italics.
pub(super) fn upright(text: &str) -> Node {
    let single = text.chars().nth(1).is_none();
    let attributes = MathAttributes {
        mathvariant: single.then_some(MathVariant::Normal),
        ..MathAttributes::default()
    };
    token(MathTag::Mi, attributes, text)
}

/// A number.
pub(super) fn number(text: &str) -> Node {
    token(MathTag::Mn, MathAttributes::default(), text)
}

/// An operator.
pub(super) fn operator(text: &str, attributes: MathAttributes) -> Node {
    token(MathTag::Mo, attributes, text)
}

/// An operator that stays as small as it is.
pub(super) fn fixed(text: &str) -> Node {
    let attributes = MathAttributes {
        stretchy: Some(false),
        ..MathAttributes::default()
    };
    operator(text, attributes)
}

/// Words. Spaces at their ends count in a formula, and MathML would drop them.
pub(super) fn words(text: &str) -> Node {
    const SPACE: [char; 3] = [' ', '\n', '\t'];
    let inner = text.trim_matches(SPACE);
    let space = |is: bool| if is { "\u{a0}" } else { "" };
    let before = space(text.starts_with(SPACE));
    let after = space(text.ends_with(SPACE) && !inner.is_empty());
    let kept = format!("{before}{inner}{after}");
    token(MathTag::Mtext, MathAttributes::default(), &kept)
}

/// Space, in hundredths of an em.
pub(super) fn space(width: i16) -> Node {
    let attributes = MathAttributes {
        width: Some(MathLength::hundredths(width)),
        ..MathAttributes::default()
    };
    styled(MathTag::Mspace, attributes, Vec::new())
}

/// One part for several.
pub(super) fn group(mut parts: Vec<Node>) -> Node {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            part(MathTag::Mrow, parts)
        }
    }
}

/// What goes into a part that is a row by itself.
pub(super) fn inside(node: Node) -> Vec<Node> {
    match node {
        Node::MathPart {
            tag: MathTag::Mrow,
            attributes,
            children,
        } if attributes.is_empty() => children,
        other => vec![other],
    }
}

/// Changes the attributes of an operator, also of one that has limits or an accent.
pub(super) fn change_operator(node: &mut Node, change: impl FnOnce(&mut MathAttributes)) {
    let Node::MathPart {
        tag,
        attributes,
        children,
    } = node
    else {
        return;
    };
    match tag {
        MathTag::Mo => change(attributes),
        MathTag::Msub
        | MathTag::Msup
        | MathTag::Msubsup
        | MathTag::Munder
        | MathTag::Mover
        | MathTag::Munderover => {
            if let Some(base) = children.first_mut() {
                change_operator(base, change);
            }
        }
        MathTag::Mi
        | MathTag::Mn
        | MathTag::Mtext
        | MathTag::Mspace
        | MathTag::Mrow
        | MathTag::Mfrac
        | MathTag::Msqrt
        | MathTag::Mroot
        | MathTag::Mtable
        | MathTag::Mtr
        | MathTag::Mtd
        | MathTag::Mstyle
        | MathTag::Mpadded
        | MathTag::Mphantom => {}
    }
}
