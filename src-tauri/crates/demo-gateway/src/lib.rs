//! A loopback HTTP/1.1 server that speaks an AI gateway's wire protocol.
//!
//! It serves three masters: a demo that needs no key, the test server of the whole project, and a
//! place to inject faults that a real gateway shows only on a bad day. It is built on raw sockets
//! because the faults are about bytes: where a chunk ends, what is cut, when a reset arrives.
//!
//! It must not know any other crate of this project, so that what it sends is an independent
//! opinion about the protocol. It listens on 127.0.0.1 only and opens no connection of its own.
//!
//! ```
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
//! # runtime.block_on(async {
//! use demo_gateway::{Options, Pace, Scenario, start};
//!
//! let gateway = start(Options { pace: Pace::None, ..Options::default() }).await.unwrap();
//! assert!(gateway.chat_url().ends_with("/v1/chat/completions"));
//! gateway.set_scenario(Scenario::Echo);
//! gateway.shutdown().await;
//! # });
//! ```
//!
//! A request may also choose its own scenario with the model id `scenario:<name>`, for example
//! `scenario:reset-mid-event`, so that one server can serve many tests at once. A scenario says
//! how `POST /v1/chat/completions` is answered; the other endpoints always work.
#![forbid(unsafe_code)]

mod catalogue;
mod chat;
mod connection;
mod elsewhere;
mod frames;
mod gzip;
mod log;
mod options;
mod perform;
mod play;
mod record;
mod reply;
mod request;
mod routes;
mod scenario;
mod scripts;
mod server;
pub mod texts;
mod tokens;
mod wire;

pub use options::{Options, Pace, StartError};
pub use record::{Answered, ClosedBy, Recorded};
pub use scenario::{Scenario, UnknownScenario};
pub use server::{Gateway, start};
pub use tokens::{CHARACTERS_PER_TOKEN, count as count_tokens};
