//! What a server said that is no answer.

use crate::journal::Headers;
use crate::redact::safe_url;
use crate::transport::{MAX_ERROR_BODY_BYTES, Response, SmallBody};
use chat_core::dialect::Upstream;
use chat_core::failure::{Failure, Reply, classify};
use std::cell::RefCell;
use url::Url;

/// Longest value of a header that is kept, in bytes.
const MAX_VALUE: usize = 1024;

/// A reply that is no answer, with all that its meaning was decided from.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) failure: Failure,
    pub(super) status: u16,
    /// When its head came, milliseconds since 1970.
    pub(super) at_ms: i64,
    pub(super) headers: Headers,
    pub(super) body: SmallBody,
}

/// Reads the failure that a response is.
pub(super) async fn read_refused(
    response: Response,
    upstream: Upstream,
    model: String,
    now_ms: i64,
) -> Refused {
    let status = response.status;
    let all = response.headers.clone();
    let body = response.read_small(MAX_ERROR_BODY_BYTES).await;
    // Which headers count is decided where a reply is judged: others are not kept.
    let asked = RefCell::new(Headers::new());
    let header = |name: &str| {
        let value = all.get(name).and_then(|value| value.to_str().ok())?;
        if let Some(safe) = kept(name, value, &upstream.host) {
            asked.borrow_mut().insert(name.to_owned(), safe);
        }
        Some(value)
    };
    let failure = classify(
        &Reply {
            status,
            header: &header,
            body: &body.bytes,
            now_ms,
            model: &model,
        },
        &upstream,
    );
    Refused {
        failure,
        status,
        at_ms: now_ms,
        headers: asked.into_inner(),
        body,
    }
}

/// A header's value as it is kept: of an address no query, which may be a credential.
fn kept(name: &str, value: &str, host: &str) -> Option<String> {
    if value.len() > MAX_VALUE {
        return None;
    }
    if name != "location" {
        return Some(value.to_owned());
    }
    let here = Url::parse(&format!("https://{host}/")).ok()?;
    here.join(value.trim()).ok().map(|url| safe_url(&url))
}
