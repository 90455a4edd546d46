//! The server as its peers see it: raw bytes over a socket, read by a client of its own.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should say so and stop"
)]

mod client;
mod closing;
mod endpoints;
mod framing;
mod http;
mod scenarios;
mod volume;
