//! What a server said that is no answer.

use crate::transport::{MAX_ERROR_BODY_BYTES, Response};
use chat_core::dialect::Upstream;
use chat_core::failure::{Failure, Reply, classify};

/// Reads the failure that a response is.
pub(super) async fn read_failure(
    response: Response,
    upstream: Upstream,
    model: String,
    now_ms: i64,
) -> Failure {
    let status = response.status;
    let headers = response.headers.clone();
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let body = response.read_small(MAX_ERROR_BODY_BYTES).await;
    classify(
        &Reply {
            status,
            header: &header,
            body: &body.bytes,
            now_ms,
            model: &model,
        },
        &upstream,
    )
}
