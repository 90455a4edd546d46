//! The `anthropic-messages` dialect: `POST …/messages`.

mod decode;
mod encode;

pub use decode::Decoder;
pub use encode::encode;
