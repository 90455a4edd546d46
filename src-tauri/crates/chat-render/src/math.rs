//! Formulas: where they are in an answer, and what they look like.
//!
//! The parser of formulas is our own. Those on crates.io write strings of markup, panic on some
//! inputs or know too few commands; this one makes typed parts from a closed list, and its bounds
//! hold by construction: nothing is defined, expanded or fetched.
//!
//! Must not know how Markdown blocks are built.

mod chem;
mod command;
mod construct;
mod delimiter;
mod dollar;
mod letters;
mod lex;
mod mask;
mod measure;
mod parse;
mod part;
mod places;
mod prime;
mod row;
mod scan;
mod sign;
mod symbol;
mod symbols;
mod table;
mod text;

pub(crate) use mask::{Formulas, Piece};
pub(crate) use scan::Found;

use crate::clean::push_clean;
use chat_core::blocks::Node;
use parse::{Parser, Style};

/// Longest source of a formula that is read, in bytes.
pub const MAX_FORMULA: usize = 1_500;

/// Most parts of a formula.
pub const MAX_PARTS: usize = 500;

/// Most parts on any path of a formula's tree.
pub const MAX_MATH_DEPTH: usize = 16;

/// Why a formula shows its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A command or environment that is not on the list.
    #[error("a command that is not known")]
    Command,
    /// A group, environment or delimiter that is not closed, or not open.
    #[error("a group that is not closed or not open")]
    Unbalanced,
    /// A command without what it applies to.
    #[error("a command without what it applies to")]
    Argument,
    /// Two subscripts or superscripts on the same base.
    #[error("two scripts at one place")]
    Script,
    /// Nested too deep.
    #[error("nested too deep")]
    Deep,
    /// Too long, or too many parts.
    #[error("too long")]
    Long,
}

/// Reads a formula's source, without its marks. `depth`: most parts on any path of its tree, at
/// most [`MAX_MATH_DEPTH`].
pub fn formula(source: &str, display: bool, depth: usize) -> Result<Node, Fault> {
    if source.len() > MAX_FORMULA {
        return Err(Fault::Long);
    }
    let mut parser = Parser::new(source);
    let mut rows = parser.rows(Style::default())?;
    if parser.input.next().is_some() {
        return Err(Fault::Unbalanced);
    }
    let children = match rows.only_cell() {
        Some(parts) => parts,
        None => vec![rows.equations(display)],
    };
    let mut left = MAX_PARTS;
    check(&children, depth.min(MAX_MATH_DEPTH), &mut left)?;
    let mut clean = String::with_capacity(source.len());
    push_clean(&mut clean, source);
    Ok(Node::Math {
        display,
        source: clean,
        children,
    })
}

/// Holds the bounds of a tree; as deep as the parser is.
fn check(parts: &[Node], depth: usize, left: &mut usize) -> Result<(), Fault> {
    for node in parts {
        let Node::MathPart { children, .. } = node else {
            continue;
        };
        let depth = depth.checked_sub(1).ok_or(Fault::Deep)?;
        *left = left.checked_sub(1).ok_or(Fault::Long)?;
        check(children, depth, left)?;
    }
    Ok(())
}
