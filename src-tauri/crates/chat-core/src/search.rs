//! Exact search: what a person may type, which texts that finds, and what an index must know of a
//! text so that none is missed.
//!
//! Truth is [`Query::finds`] over a folded text. The index only gives candidates, a superset:
//! whatever [`Query::finds`] finds in a text, the expression of [`candidates`] finds among the
//! text's [`tokens`]. A property test holds that. Nothing here knows how an index is stored.

pub mod candidates;
mod code;
mod filter;
mod fold;
mod hash;
mod hit;
mod matches;
mod query;
mod rank;
mod script;
mod snippet;
pub mod tokens;

pub use code::has_code;
pub use filter::{Condition, Filter, Flag, SearchRole};
pub use fold::{Folded, fold};
pub use hit::{Place, Subject};
pub use matches::Needle;
pub use query::{Note, Query, Term};
pub use rank::score;
pub use snippet::{Piece, Snippet, snippet};

#[cfg(test)]
mod tests;
