//! Catalogues: lists read, the shipped ones, what is near to what, prices.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: only test functions themselves are free of these lints"
)]

mod larger;
mod lists;
mod nearest;
mod price;
mod served;
mod shipped;
