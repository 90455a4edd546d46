//! The parts of a formula: a closed list of MathML Core elements and attributes
//! (<https://www.w3.org/TR/mathml-core/>).

use serde::{Deserialize, Serialize};

/// A MathML element. `mi`, `mn`, `mo` and `mtext` carry text, the others parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
pub enum MathTag {
    /// An identifier.
    Mi,
    /// A number.
    Mn,
    /// An operator, fence or accent.
    Mo,
    /// Words.
    Mtext,
    /// Empty space.
    Mspace,
    /// A group.
    Mrow,
    /// A fraction, or one above another.
    Mfrac,
    /// A square root.
    Msqrt,
    /// Another root.
    Mroot,
    /// A base with a subscript.
    Msub,
    /// A base with a superscript.
    Msup,
    /// A base with both.
    Msubsup,
    /// A base with something below.
    Munder,
    /// A base with something above.
    Mover,
    /// A base with both.
    Munderover,
    /// A table.
    Mtable,
    /// A row of a table.
    Mtr,
    /// A cell of a table.
    Mtd,
    /// A group with another style.
    Mstyle,
    /// A group with other extents.
    Mpadded,
    /// Space as large as its content.
    Mphantom,
}

/// How letters are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
pub enum MathVariant {
    /// Upright.
    Normal,
}

/// The attributes of a part; what is none is not written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase", default)]
pub struct MathAttributes {
    /// How letters are drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub mathvariant: Option<MathVariant>,
}

impl MathAttributes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
