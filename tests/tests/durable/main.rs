//! What reaches the disk stays there: full disks, kills, damage, and folders that are taken away.
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

mod cut;
mod damage;
mod ends;
mod power;
mod reindexed;
mod settled;
mod sweep;
mod taken_away;
mod unsaved;
