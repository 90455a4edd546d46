//! The `anthropic-messages` dialect: `POST …/messages`, as Anthropic, gateways and local servers
//! speak it.

mod decode;
mod encode;
mod thinking;

pub use decode::Decoder;
pub use encode::encode;
