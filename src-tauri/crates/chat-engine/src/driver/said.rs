//! What a server said that is no answer, and what must not be repeated of anything it said.

use crate::transport::{MAX_ERROR_BODY_BYTES, Response};
use chat_core::dialect::Upstream;
use chat_core::failure::{Failure, Reply, classify};
use chat_core::secret_text::mask_known;
use chat_core::turn::Outcome;
use secrecy::{ExposeSecret, SecretString};

/// A server may repeat the key in its words; none of them is stored or shown with it.
pub(super) fn mask(outcome: &mut Outcome, key: Option<&SecretString>) {
    let Some(key) = key else { return };
    let mask = |text: &mut String| *text = mask_known(text, key.expose_secret());
    let failure = outcome.failure.iter_mut();
    let said = failure.flat_map(|failure| {
        [
            Some(&mut failure.message),
            failure.action.as_mut(),
            failure.request_id.as_mut(),
        ]
    });
    let named = [
        outcome.model.as_mut(),
        outcome.provider.as_mut(),
        outcome.generation_id.as_mut(),
    ];
    said.chain(named).flatten().for_each(mask);
}

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
