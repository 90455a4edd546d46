//! Markdown to typed blocks, the growing answer, and the patches between two of its states.
//!
//! Pure: no IO, no clock, no HTML. What leaves here is `chat_core::blocks`, nothing else, and
//! every tree is at most [`MAX_DEPTH`] nodes deep, whatever the text says.
#![forbid(unsafe_code)]

mod build;
mod clean;
mod code;
mod diff;
mod drawings;
mod href;
mod live;
mod math;
mod mirror;
mod patch;
mod size;

pub use build::MAX_DEPTH;
pub use code::Highlight;
pub use drawings::{Drawings, MAX_HELD, Since, draw};
pub use href::MAX_HREF;
pub use live::Live;
pub use math::{Fault, MAX_FORMULA, MAX_MATH_DEPTH, MAX_PARTS, formula};
pub use mirror::{MIN_BUDGET, Mirror};
pub use patch::{PatchError, apply};

use chat_core::blocks::Node;

/// The tree of a whole text. Raw HTML and unsafe links come out as readable text.
pub fn render(markdown: &str) -> Vec<Node> {
    build::blocks(markdown).nodes
}
