//! Puts the atoms of a row beside each other: which signs have one side only, and the space that
//! MathML would not leave by itself.
//!
//! Source: Knuth, "The `TeXbook`", chapter 18 and appendix G; the operator dictionary of
//! MathML Core does the rest.

use super::part::{change_operator, space};
use chat_core::blocks::{MathForm, MathLength, Node};

/// Around the name of a function, in hundredths of an em.
const THIN: i16 = 17;

/// What an atom is to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A thing.
    Ordinary,
    /// A thing between delimiters of its own.
    Inner,
    /// A large operator.
    Operator,
    /// A function's name.
    Function,
    /// Between two things.
    Binary,
    /// A relation.
    Relation,
    /// Opens.
    Open,
    /// Closes.
    Close,
    /// A bar, which opens where something is wanted and closes where something is there.
    Bar,
    /// Separates.
    Punctuation,
    /// Space, which its neighbours look through.
    Space,
}

/// A part and what it is to its neighbours.
#[derive(Debug)]
pub(super) struct Atom {
    pub(super) class: Class,
    pub(super) node: Node,
}

impl Atom {
    pub(super) fn new(class: Class, node: Node) -> Self {
        Self { class, node }
    }

    pub(super) fn ordinary(node: Node) -> Self {
        Self::new(Class::Ordinary, node)
    }
}

/// The parts of a row. `script`: it is drawn small, where signs stand close.
pub(super) fn parts(atoms: Vec<Atom>, script: bool) -> Vec<Node> {
    let mut parts = Vec::with_capacity(atoms.len());
    let mut before = None;
    for Atom { class, mut node } in atoms {
        let class = match class {
            Class::Bar if before.is_none_or(wants_more) => Class::Open,
            Class::Bar => Class::Close,
            other => other,
        };
        let one_sided = class == Class::Binary && before.is_none_or(wants_more);
        if one_sided && !parts.is_empty() {
            change_operator(&mut node, |sign| sign.form = Some(MathForm::Prefix));
        } else if script && !one_sided && matches!(class, Class::Binary | Class::Relation) {
            close_up(&mut node);
        }
        if before.is_some_and(|before| apart(before, class)) {
            parts.push(space(THIN));
        }
        parts.push(node);
        if class != Class::Space {
            before = Some(if one_sided { Class::Ordinary } else { class });
        } else if before == Some(Class::Function) {
            // Space that somebody put there is enough.
            before = Some(Class::Ordinary);
        }
    }
    parts
}

/// Leaves no space around an operator.
pub(super) fn close_up(node: &mut Node) {
    change_operator(node, |operator| {
        operator.lspace = Some(MathLength::default());
        operator.rspace = Some(MathLength::default());
    });
}

/// Whether a sign after this has nothing to its left.
fn wants_more(before: Class) -> bool {
    match before {
        Class::Operator
        | Class::Function
        | Class::Binary
        | Class::Relation
        | Class::Open
        | Class::Punctuation => true,
        Class::Ordinary | Class::Inner | Class::Close | Class::Bar | Class::Space => false,
    }
}

/// Whether a function's name stands apart from its neighbour.
fn apart(before: Class, class: Class) -> bool {
    match (before, class) {
        (Class::Function, Class::Ordinary | Class::Operator | Class::Function)
        | (Class::Ordinary | Class::Inner | Class::Close | Class::Operator, Class::Function) => {
            true
        }
        (
            Class::Ordinary
            | Class::Inner
            | Class::Operator
            | Class::Function
            | Class::Binary
            | Class::Relation
            | Class::Open
            | Class::Close
            | Class::Bar
            | Class::Punctuation
            | Class::Space,
            _,
        ) => false,
    }
}
