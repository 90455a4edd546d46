//! The command line as a black box: DESIGN §5.1 and §5.2 as other programs rely on them.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on should say so and stop; measurements are printed"
)]

mod addresses;
mod bad_input;
mod canned;
mod choice;
mod connections;
mod conversations;
mod doctor;
mod import;
mod input;
mod limits;
mod lines;
mod signin;
mod stop;
mod verbs;
