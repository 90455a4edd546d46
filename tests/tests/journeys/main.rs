//! The engine on real sockets and a real store: what becomes of a question, whatever happens.
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

mod connections;
mod conversation;
mod deleting;
mod details;
mod drawing;
mod everything;
mod files;
mod import;
mod keys;
mod mending;
mod news;
mod once;
mod organising;
mod own_keys;
mod pace;
mod presets;
mod preview;
mod processes;
mod quiet;
mod scenarios;
mod stop;
mod temporary;
mod windows;
