//! The `openai-responses` dialect: `POST …/responses`, as `OpenAI`, gateways and local servers
//! speak it. An answer is a list of items (messages, reasoning, calls), and a stream tells of each
//! several times: in pieces, when the piece ends, when the item ends and at the very end.

mod calls;
mod decode;
mod encode;
mod once;
mod output;
mod picture;
mod reasoning;

pub use decode::Decoder;
pub use encode::encode;
