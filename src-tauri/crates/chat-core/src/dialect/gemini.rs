//! The `gemini` dialect: `POST …/models/MODEL:streamGenerateContent?alt=sse`, as Google and the
//! proxies in front of it speak it (GATEWAY §3.4).
//!
//! The model and the wish to stream stand in the address, which
//! [`BaseUrl::chat`](crate::base_url::BaseUrl::chat) builds: the caller gives it the wire's name
//! of the model, on a direct connection without `google/` (DESIGN §5.1). The body has neither.

mod calls;
mod decode;
mod documents;
mod encode;
mod ending;
mod parts;
mod report;
mod sources;
mod thinking;
mod usage;

pub use decode::Decoder;
pub use encode::encode;
