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

/// Where an operator stands, when its place in its row does not say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
pub enum MathForm {
    /// Before what it belongs to.
    Prefix,
    /// Between.
    Infix,
    /// After what it belongs to.
    Postfix,
}

/// Where a cell's content stands; cells are centred where this is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
pub enum MathAlign {
    /// At the left.
    Left,
    /// At the right.
    Right,
}

/// What a table is for, which says how far its cells stand apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
pub enum MathTable {
    /// Equations whose columns meet at their signs: no space within a pair of columns.
    Aligned,
    /// Cases behind a brace.
    Cases,
    /// Lines one below the other, as under a sum.
    Stack,
}

/// A line drawn at or over a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
pub enum MathLine {
    /// Along its upper edge.
    Top,
    /// Along its right edge.
    Right,
    /// Along its lower edge.
    Bottom,
    /// Along its left edge.
    Left,
    /// Through it, from the lower left to the upper right.
    Up,
    /// Through it, from the upper left to the lower right.
    Down,
}

/// A length in hundredths of an em, at most ten em to either side.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ts_rs::TS,
)]
#[serde(from = "i16")]
#[ts(type = "number")]
pub struct MathLength(i16);

impl MathLength {
    /// The longest.
    pub const MAX: i16 = 1_000;

    /// So many hundredths of an em; more than the longest is the longest.
    pub const fn hundredths(value: i16) -> Self {
        if value > Self::MAX {
            Self(Self::MAX)
        } else if value < -Self::MAX {
            Self(-Self::MAX)
        } else {
            Self(value)
        }
    }

    /// In hundredths of an em.
    pub const fn get(self) -> i16 {
        self.0
    }
}

impl From<i16> for MathLength {
    fn from(value: i16) -> Self {
        Self::hundredths(value)
    }
}

/// The attributes of a part; what is none is not written.
///
/// They are those of MathML Core by name, but for the last three, which have no attribute there:
/// the page draws them by classes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase", default)]
pub struct MathAttributes {
    /// How letters are drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub mathvariant: Option<MathVariant>,
    /// Where an operator stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub form: Option<MathForm>,
    /// Whether an operator grows with what it stands beside, above or below.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub stretchy: Option<bool>,
    /// Whether a growing operator stays centred on the axis.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub symmetric: Option<bool>,
    /// Whether an operator is drawn large in formulas on lines of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub largeop: Option<bool>,
    /// Whether what is below and above an operator moves beside it within a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub movablelimits: Option<bool>,
    /// Space before an operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub lspace: Option<MathLength>,
    /// Space after an operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub rspace: Option<MathLength>,
    /// Least size of a growing operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub minsize: Option<MathLength>,
    /// Greatest size of a growing operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub maxsize: Option<MathLength>,
    /// Whether what is above a base is an accent on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub accent: Option<bool>,
    /// Whether what is below a base is an accent on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub accentunder: Option<bool>,
    /// Whether a part is laid out as on a line of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub displaystyle: Option<bool>,
    /// How many sizes smaller than the text a part is drawn, 0 to 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub scriptlevel: Option<u8>,
    /// How thick a fraction's line is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub linethickness: Option<MathLength>,
    /// Width of a space, or of a group in place of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub width: Option<MathLength>,
    /// Height of a space, or of a group in place of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub height: Option<MathLength>,
    /// Depth of a space, or of a group in place of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub depth: Option<MathLength>,
    /// Where a cell's content stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub columnalign: Option<MathAlign>,
    /// What a table is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub table: Option<MathTable>,
    /// Lines at or over the part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<MathLine>>", optional)]
    pub lines: Vec<MathLine>,
}

impl MathAttributes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
