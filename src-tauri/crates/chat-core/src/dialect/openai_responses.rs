//! The `openai-responses` dialect: `POST …/responses`.

mod decode;
mod encode;

pub use decode::Decoder;
pub use encode::encode;
