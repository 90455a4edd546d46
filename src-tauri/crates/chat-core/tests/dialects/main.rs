//! Every dialect: what is sent, byte for byte, and what its frames mean, over fixture files.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests: only test functions themselves are free of these lints"
)]

mod anthropic;
mod anthropic_encode;
mod any;
mod gemini;
mod gemini_encode;
mod openai_chat;
mod openai_chat_encode;
mod openai_responses;
mod openai_responses_encode;
#[path = "../fixtures/scenarios.rs"]
mod scenarios;
mod seen;
