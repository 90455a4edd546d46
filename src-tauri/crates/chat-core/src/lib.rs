//! The sans-IO heart of Gatehouse: what a turn is, how each wire protocol is spoken, what can
//! fail, and the types that cross to the page.
//!
//! Nothing here reads a clock, a file, an environment variable or a socket, and nothing spawns:
//! time, bytes and keys are arguments. A test on `cargo metadata` holds this.
#![forbid(unsafe_code)]

pub mod archive;
pub mod attachment;
pub mod base_url;
pub mod blocks;
pub mod budget;
pub mod cache;
pub mod calendar;
pub mod catalogue;
pub mod combination;
pub mod connection;
pub mod context;
pub mod deep_link;
pub mod dialect;
pub mod env_file;
pub mod estimate;
pub mod failure;
pub mod fallback;
pub mod gateway_api;
pub mod ids;
pub mod label;
pub mod ledger;
pub mod limiter;
pub mod link;
pub mod message;
pub mod money;
pub mod picture;
pub mod preset;
pub mod receipt;
pub mod request;
pub mod retention;
pub mod routing;
pub mod search;
pub mod secret_text;
pub mod settings;
pub mod title;
pub mod token;
pub mod turn;
pub mod usage;
pub mod visible;
pub mod wire;
