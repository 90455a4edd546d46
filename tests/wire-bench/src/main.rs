//! How fast a stream is read, side by side with what others use, on the same bytes in one run.
//!
//! Prints goal, figure and ratio of each row and exits 1 on a miss. It knows `chat-core`'s
//! decoder and `chat-engine`'s framing and transport, nothing of turns or stores.
#![forbid(unsafe_code)]

mod bytes;
mod first_delta;
mod loopback;
mod memory;
mod table;

use std::process::ExitCode;
use table::Table;

fn main() -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("No runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    // async-openai's client wants one, although nothing here is encrypted.
    if rustls::crypto::ring::default_provider()
        .install_default()
        .is_err()
    {
        eprintln!("Another TLS provider is installed already.");
        return ExitCode::FAILURE;
    }
    let mut table = Table::new();
    memory::rows(&mut table);
    runtime.block_on(loopback::rows(&mut table));
    runtime.block_on(first_delta::rows(&mut table));
    table.end()
}
