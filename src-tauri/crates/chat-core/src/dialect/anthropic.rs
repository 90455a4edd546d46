//! The `anthropic-messages` dialect: `POST …/messages`, as Anthropic, gateways and local servers
//! speak it.

mod content;
mod decode;
mod encode;
mod report;
mod thinking;

pub use decode::Decoder;
pub use encode::encode;
