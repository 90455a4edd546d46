//! The integration guide's own sentences are the headline wherever they are true, and only there.

use crate::{classified, upstream};
use chat_core::failure::{
    Code, Failure, GUIDE_GATEWAY_ERROR, GUIDE_INVALID_FORMAT, GUIDE_RATE_LIMIT,
    GUIDE_REQUEST_FAILED, GUIDE_TOKEN_EXPIRED, name_nearest, not_an_answer,
};

#[test]
fn the_guides_sentences_are_the_guides() {
    // Copied from its section "Error Handling".
    assert_eq!(GUIDE_TOKEN_EXPIRED, "Token expired. Run: vercel env pull");
    assert_eq!(
        GUIDE_RATE_LIMIT,
        "Rate limit exceeded. Please try again later."
    );
    assert_eq!(
        GUIDE_GATEWAY_ERROR,
        "Gateway error. Check Vercel Dashboard."
    );
    assert_eq!(GUIDE_REQUEST_FAILED, "Request failed: ");
    assert_eq!(GUIDE_INVALID_FORMAT, "Invalid response format from gateway");
}

#[test]
fn they_stand_where_they_are_true() {
    for (status, who, body, headline) in [
        (401, "past", "", GUIDE_TOKEN_EXPIRED),
        (401, "unreadable", "", GUIDE_TOKEN_EXPIRED),
        (429, "gateway", "", GUIDE_RATE_LIMIT),
        (
            429,
            "local",
            r#"{"error":{"message":"slow"}}"#,
            GUIDE_RATE_LIMIT,
        ),
        (500, "gateway", "", GUIDE_GATEWAY_ERROR),
        (
            500,
            "past",
            r#"{"error":{"message":"x"}}"#,
            GUIDE_GATEWAY_ERROR,
        ),
    ] {
        let failure = classified(status, &[], body.as_bytes(), &upstream(who));
        assert_eq!(failure.message, headline, "{status} {who}");
    }
    assert_eq!(
        not_an_answer(&upstream("gateway")).message,
        GUIDE_INVALID_FORMAT
    );
}

// Mutation seen to fail: `words::key` that takes the arm of an expired token for every token.
#[test]
fn they_do_not_stand_where_they_mislead() {
    let quota = r#"{"error":{"type":"insufficient_quota","message":"x"}}"#;
    for (status, headers, who, body) in [
        (401, None, "gateway", ""),
        (401, None, "ahead", ""),
        (401, None, "none", ""),
        (401, None, "direct", ""),
        (429, None, "gateway", quota),
        (429, Some(("retry-after", "30")), "gateway", ""),
        (500, None, "direct", ""),
        (500, None, "local", ""),
        (
            500,
            Some(("content-type", "text/html")),
            "gateway",
            "<html>",
        ),
    ] {
        let headers: Vec<_> = headers.into_iter().collect();
        let failure = classified(status, &headers, body.as_bytes(), &upstream(who));
        for guide in [GUIDE_TOKEN_EXPIRED, GUIDE_RATE_LIMIT, GUIDE_GATEWAY_ERROR] {
            assert!(!failure.message.contains(guide), "{status} {who}: {guide}");
        }
    }
}

// Mutation seen to fail: `failed` empty for every status.
#[test]
fn every_other_status_is_named_as_in_the_guide() {
    let (own, done) = ([401, 429, 500], 200..300);
    for status in (300..=599).filter(|status| !own.contains(status) && !done.contains(status)) {
        for who in ["gateway", "past", "ahead", "none", "direct", "local"] {
            for body in ["", r#"{"error":{"message":"x","type":"invalid_api_key"}}"#] {
                let failure = classified(status, &[], body.as_bytes(), &upstream(who));
                let named = format!("{GUIDE_REQUEST_FAILED}{status}. ");
                let kept = failure.message == GUIDE_TOKEN_EXPIRED;
                assert!(
                    failure.message.starts_with(&named) || kept,
                    "{}",
                    failure.message
                );
            }
        }
    }
}

// Mutation seen to fail: `name_nearest` for every code.
#[test]
fn the_nearest_model_is_named_where_the_model_is_the_trouble() {
    let failure = |code| Failure::new(code, "x").with_action("Choose another model.");
    let named = |code, nearest| name_nearest(failure(code), nearest).action;
    assert_eq!(
        named(Code::ModelNotFound, Some("anthropic/claude-sonnet-4.5")).unwrap(),
        "Did you mean anthropic/claude-sonnet-4.5? Choose it, or another model."
    );
    let failure_of = |code, nearest| name_nearest(failure(code), nearest).nearest;
    assert_eq!(
        failure_of(Code::ModelNotFound, Some("a/b")),
        Some(Box::new("a/b".to_owned()))
    );
    assert_eq!(failure_of(Code::Forbidden, Some("a/b")), None);
    let long = "m".repeat(5_000);
    assert!(named(Code::ModelNotFound, Some(&long)).unwrap().len() < 400);
    for (code, nearest) in [
        (Code::ModelNotFound, None),
        (Code::ModelNotFound, Some(" ")),
        (Code::BadResponse, Some("a/b")),
        (Code::Forbidden, Some("a/b")),
    ] {
        assert_eq!(
            named(code, nearest).unwrap(),
            "Choose another model.",
            "{code:?} {nearest:?}"
        );
    }
}
