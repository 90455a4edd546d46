//! The `openai-chat` dialect: `POST …/chat/completions`, as gateways, `OpenAI`, routers and local
//! servers speak it, with the quirks that they have been seen to have.

mod content;
mod decode;
mod encode;
mod parts;
mod plain;
pub(in crate::dialect) mod report;
pub(in crate::dialect) mod sources;
mod tool_calls;
pub(super) mod usage;

pub use decode::Decoder;
pub use encode::encode;
