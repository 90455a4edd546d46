//! The `gemini` dialect: `POST …/models/MODEL:streamGenerateContent?alt=sse`.

mod decode;
mod encode;

pub use decode::Decoder;
pub use encode::encode;
