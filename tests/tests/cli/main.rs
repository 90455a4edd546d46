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
mod archive;
mod attach;
mod bad_input;
mod choice;
mod connections;
mod context;
mod conversations;
mod doctor;
mod doctor_layers;
mod everything;
mod history;
mod history_verbs;
mod history_words;
mod import;
mod input;
mod limits;
mod lines;
mod models;
mod presets;
mod replay;
mod request;
mod search;
mod sent;
mod settling;
mod signin;
mod stop;
mod verbs;
