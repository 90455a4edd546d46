//! What the journeys share: a server to talk to, an engine or the command line on a folder of its
//! own, and a window that writes down what it is told.
//!
//! It states nothing about how Gatehouse must behave: that is said in `tests/`.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test that cannot go on should say so and stop"
)]

pub mod canned;
pub mod cli;
pub mod faults;
pub mod forms;
pub mod sources;
pub mod window;
pub mod world;

use std::time::Duration;

/// Longer than anything that is waited for should take, on a slow and busy machine.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// Waits for a future, and names what was waited for when it does not come.
///
/// # Panics
/// When [`PATIENCE`] is over.
pub async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future)
        .await
        .unwrap_or_else(|_elapsed| panic!("{what}: nothing within {PATIENCE:?}"))
}

/// Waits until a condition holds, looking every few milliseconds.
///
/// # Panics
/// When [`PATIENCE`] is over.
pub async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    soon(what, async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
}
