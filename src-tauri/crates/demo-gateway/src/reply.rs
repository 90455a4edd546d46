//! Complete answers that are no stream: JSON, HTML pages, and the gateway's errors.

use std::io;

use serde_json::{Value, json};

use crate::wire::{Body, End, Wire};

/// How large the body of `huge-error-body` is.
const HUGE: usize = 32 << 20;

/// A response whose whole body is known.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: Option<&'static str>,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            content_type: None,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    pub(crate) fn text(status: u16, content_type: &'static str, body: &str) -> Self {
        Self {
            status,
            content_type: Some(content_type),
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
        }
    }

    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "application/json", &body.to_string())
    }

    pub(crate) fn html(status: u16, body: &str) -> Self {
        Self::text(status, "text/html; charset=utf-8", body)
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) async fn send(&self, wire: &mut Wire<'_, '_>) -> io::Result<End> {
        let mut headers: Vec<(&str, &str)> = Vec::new();
        headers.extend(self.content_type.map(|kind| ("content-type", kind)));
        headers.extend(
            self.headers
                .iter()
                .map(|(name, value)| (*name, value.as_str())),
        );
        wire.head(self.status, &headers, Body::Length(self.body.len()))
            .await?;
        wire.piece(&self.body).await?;
        wire.finish().await
    }
}

/// The gateway's error envelope, with the fields it leaves null.
pub(crate) fn envelope(message: &str, kind: &str, param: &Value, code: &Value) -> Value {
    json!({ "error": { "message": message, "type": kind, "param": param, "code": code } })
}

fn error(status: u16, kind: &str, message: &str) -> Reply {
    Reply::json(status, &envelope(message, kind, &Value::Null, &Value::Null))
}

pub(crate) fn unauthorized() -> Reply {
    error(401, "authentication_error", "Invalid API key or token.")
}

pub(crate) fn invalid(message: &str, param: Option<&str>) -> Reply {
    Reply::json(
        400,
        &envelope(
            message,
            "invalid_request_error",
            &json!(param),
            &Value::Null,
        ),
    )
}

pub(crate) fn too_large() -> Reply {
    error(413, "request_too_large", "The request body is too large.")
}

pub(crate) fn model_not_found(model: &str) -> Reply {
    let message = format!("Model '{model}' not found");
    let param = json!({ "modelId": model });
    Reply::json(
        404,
        &envelope(&message, "model_not_found", &param, &Value::Null),
    )
}

pub(crate) fn not_found() -> Reply {
    Reply::html(
        404,
        "<!DOCTYPE html><html><head><title>404: NOT_FOUND</title></head>\
         <body><h1>404: This page could not be found</h1></body></html>",
    )
}

pub(crate) fn rate_limited() -> Reply {
    error(
        429,
        "rate_limit_exceeded",
        "Rate limit exceeded. Please try again later.",
    )
}

pub(crate) fn server_error() -> Reply {
    error(
        500,
        "internal_server_error",
        "An unexpected error occurred on the server.",
    )
}

pub(crate) fn bad_gateway() -> Reply {
    Reply::empty(502)
}

pub(crate) fn unavailable() -> Reply {
    error(
        503,
        "internal_server_error",
        "The service is temporarily unavailable.",
    )
}

/// Anthropic's own envelope, as a gateway passes it on.
pub(crate) fn overloaded() -> Reply {
    let body = json!({
        "type": "error",
        "error": { "type": "overloaded_error", "message": "Overloaded" },
    });
    Reply::json(529, &body)
}

pub(crate) fn timed_out() -> Reply {
    error(408, "timeout_error", "The request took too long to arrive.")
}

pub(crate) fn no_credit() -> Reply {
    error(
        402,
        "insufficient_funds",
        "Insufficient funds. Please add credits to your account.",
    )
}

pub(crate) fn over_quota() -> Reply {
    let message = "Quota exceeded for this API key: spent $10.00 of $10.00.";
    error(402, "quota_for_entity_exceeded", message)
}

pub(crate) fn forbidden() -> Reply {
    let param = json!({ "ruleId": "rule_demo" });
    let message = "Your team does not allow this model.";
    Reply::json(403, &envelope(message, "forbidden", &param, &Value::Null))
}

pub(crate) fn no_card() -> Reply {
    let message = "AI Gateway requires a valid credit card on file to service requests.";
    error(403, "customer_verification_required", message)
}

pub(crate) fn context_too_long() -> Reply {
    let message = "This model's maximum context length is 8192 tokens. However, your messages \
                   resulted in 9001 tokens. Please reduce the length of the messages.";
    let code = json!("context_length_exceeded");
    Reply::json(
        400,
        &envelope(message, "invalid_request_error", &json!("messages"), &code),
    )
}

pub(crate) fn flat() -> Reply {
    Reply::json(
        400,
        &json!({ "error": "Something about the request is wrong." }),
    )
}

/// A short error first, then padding: a client that reads on without a bound pays for it.
pub(crate) fn huge() -> Reply {
    let mut body =
        br#"{"error":{"message":"This error goes on.","type":"invalid_request_error"},"padding":""#
            .to_vec();
    body.resize(HUGE - 2, b'x');
    body.extend_from_slice(b"\"}");
    Reply {
        body,
        ..Reply::text(400, "application/json", "")
    }
}

pub(crate) fn key_echoed(authorization: &str) -> Reply {
    let message = format!("Incorrect API key provided: {authorization}.");
    let code = json!("invalid_api_key");
    Reply::json(
        401,
        &envelope(&message, "authentication_error", &Value::Null, &code),
    )
}

pub(crate) fn proxy_page() -> Reply {
    Reply::html(
        502,
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
         <center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>proxy</center>\r\n\
         <script>document.title = 'this must never run'</script>\r\n</body>\r\n</html>\r\n",
    )
}

pub(crate) fn captive_portal() -> Reply {
    Reply::html(
        200,
        "<!DOCTYPE html><html><head><title>Guest Wi-Fi</title></head><body>\
         <form action=\"/login\"><p>Accept the terms to go online.</p></form></body></html>",
    )
}
