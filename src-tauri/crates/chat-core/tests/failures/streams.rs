//! Errors inside a 200: in a stream, or as JSON where an answer was due.

use crate::upstream;
use chat_core::failure::{Code, from_error_object};
use serde_json::json;

#[test]
fn an_error_in_a_stream_is_as_its_type_says() {
    for (error, code) in [
        (json!({"type": "overloaded_error"}), Code::Overloaded),
        (
            json!({"code": "rate_limit_exceeded", "message": "x"}),
            Code::RateLimited,
        ),
        (
            json!({"type": "RateLimitError", "message": "x"}),
            Code::RateLimited,
        ),
        (
            json!({"type": "insufficient_quota", "message": "x"}),
            Code::QuotaExhausted,
        ),
        (
            json!({"type": "insufficient_funds", "message": "x"}),
            Code::PaymentRequired,
        ),
        (
            json!({"type": "invalid_request_error", "message": "x"}),
            Code::BadRequest,
        ),
        (
            json!({"type": "invalid_request_error", "code": "context_length_exceeded"}),
            Code::ContextTooLong,
        ),
        (
            json!({"type": "invalid_request_error", "message": "maximum context length is 5"}),
            Code::ContextTooLong,
        ),
        (
            json!({"type": "permission_error", "message": "x"}),
            Code::Forbidden,
        ),
        (
            json!({"type": "authentication_error", "message": "x"}),
            Code::KeyRejected,
        ),
        (
            json!({"code": "content_filter", "message": "x"}),
            Code::Refused,
        ),
        (json!({"code": 429, "message": "x"}), Code::RateLimited),
        (
            json!({"code": "402", "message": "x"}),
            Code::PaymentRequired,
        ),
        (json!({"code": 413, "message": "x"}), Code::TooLarge),
        (
            json!({"code": 404, "message": "no route"}),
            Code::ProviderError,
        ),
        (json!({"code": 503, "message": "x"}), Code::Overloaded),
        (json!({"code": 500, "message": "x"}), Code::ProviderError),
        (json!({"code": -1, "message": "x"}), Code::ProviderError),
        (
            json!({"type": "internal_server_error", "message": "x"}),
            Code::ProviderError,
        ),
        (
            json!({"type": "galaxy", "message": "x"}),
            Code::ProviderError,
        ),
        (json!("plain"), Code::ProviderError),
        (json!(["plain"]), Code::ProviderError),
        (json!(true), Code::ProviderError),
        (json!({"foo": 1}), Code::ProviderError),
    ] {
        let failure = from_error_object(&error, &upstream("gateway"), "m", 200);
        assert_eq!(failure.code, code, "{error}");
        assert_eq!(failure.status, Some(200));
    }
    let expired = from_error_object(
        &json!({"type": "authentication_error"}),
        &upstream("past"),
        "m",
        200,
    );
    assert_eq!(expired.code, Code::KeyExpired);
}
