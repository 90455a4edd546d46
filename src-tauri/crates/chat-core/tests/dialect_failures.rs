//! Replies into failures, over `fixtures/failures.txt`: code, whether it is repeated, words.
#![expect(
    clippy::panic,
    reason = "helpers of tests: only test functions themselves are free of these lints"
)]

use chat_core::dialect::{Upstream, UpstreamKind};
use chat_core::failure::{
    AuthKind, Code, Failure, Reply, RetryPolicy, Unreached, classify, from_error_object,
    idle_timeout, interrupted, not_an_answer, refused, retry_delay, unreached,
};
use proptest::prelude::*;
use serde_json::json;
use std::fmt::Write;

/// Sunday, 22 November 2026, 11:00:00 UTC.
const NOW_MS: i64 = 1_795_345_200_000;

fn upstream(name: &str) -> Upstream {
    let (kind, host) = match name {
        "direct" => (UpstreamKind::Direct, "api.openai.com"),
        "local" | "keyless" => (UpstreamKind::Local, "lab.example:8000"),
        _ => (UpstreamKind::Gateway, "ai.example"),
    };
    let auth = match name {
        "past" => AuthKind::Oidc {
            expired: Some(true),
        },
        "ahead" => AuthKind::Oidc {
            expired: Some(false),
        },
        "unreadable" => AuthKind::Oidc { expired: None },
        "none" | "keyless" => AuthKind::None,
        "gateway" | "direct" | "local" => AuthKind::ApiKey,
        other => panic!("unknown upstream {other}"),
    };
    Upstream {
        kind,
        host: host.to_owned(),
        auth,
        provider: (name == "direct").then(|| "openai".to_owned()),
    }
}

fn reply(status: u16, body: &[u8]) -> Reply<'_> {
    Reply {
        status,
        content_type: None,
        body,
        retry_after: None,
        retry_after_ms: None,
        request_id: None,
        now_ms: NOW_MS,
        model: "a/model",
    }
}

fn told(failure: &Failure) -> String {
    let again = match retry_delay(&RetryPolicy::default(), failure, 0, 0) {
        Some(_) => "retried",
        None => "final",
    };
    let hint = failure
        .retry_after_ms
        .map_or("-".to_owned(), |ms| ms.to_string());
    format!("= {} {again} {hint}", failure.code.as_str())
}

#[test]
fn every_reply_gives_its_code_and_words() {
    let file = include_str!("fixtures/failures.txt");
    let (mut wrong, mut count) = (String::new(), 0);
    for case in file.split("\n== ").skip(1) {
        count += 1;
        let (title, rest) = case.split_once('\n').unwrap();
        let mut lines = rest.lines();
        let (status, who) = lines.next().unwrap().split_once(' ').unwrap();
        let (mut body, mut expected) = (Vec::new(), Vec::new());
        let mut reply = reply(status.parse().unwrap(), b"");
        for line in lines {
            if let Some(text) = line.strip_prefix("| ") {
                let escapes = [
                    ("\\u001b", "\u{1b}"),
                    ("\\u202e", "\u{202e}"),
                    ("\\u200b", "\u{200b}"),
                ];
                body.push(
                    escapes
                        .iter()
                        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to)),
                );
            } else if let Some((name, value)) = line
                .split_once(": ")
                .filter(|_| line.starts_with(char::is_lowercase))
            {
                let header = match name {
                    "content-type" => &mut reply.content_type,
                    "retry-after" => &mut reply.retry_after,
                    "retry-after-ms" => &mut reply.retry_after_ms,
                    "x-request-id" => &mut reply.request_id,
                    other => panic!("unknown header {other}"),
                };
                *header = Some(value);
            } else if !line.is_empty() {
                expected.push(line);
            }
        }
        let body = body.join("\n");
        reply.body = body.as_bytes();
        let failure = classify(&reply, &upstream(who));
        assert_eq!(failure.status, Some(reply.status), "{title}");
        assert!(failure.action.is_some(), "{title}: nothing to do");
        let mut got = vec![told(&failure), format!("M {}", failure.message)];
        if expected.iter().any(|line| line.starts_with("A ")) {
            got.push(format!("A {}", failure.action.unwrap()));
        }
        got.extend(failure.request_id.map(|id| format!("I {id}")));
        if got != expected {
            let (expected, got) = (expected.join("\n"), got.join("\n"));
            write!(wrong, "\n== {title}\nexpected:\n{expected}\ngot:\n{got}\n").unwrap();
        }
    }
    assert!(count >= 60, "only {count} cases were found");
    assert!(wrong.is_empty(), "{wrong}");
}

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

#[test]
fn long_messages_are_cut_after_masking() {
    for (filler, key) in [
        (290, "sk-0123456789abcdefghijklmnop"),
        (600, "vck_0123456789"),
    ] {
        let text = format!("{} {key} {}", "x".repeat(filler), "é".repeat(400));
        let body = json!({"error": {"message": text}}).to_string();
        let failure = classify(&reply(400, body.as_bytes()), &upstream("gateway"));
        let (_, quoted) = failure.message.split_once('“').unwrap();
        assert!(quoted.chars().count() <= 302, "{}", failure.message);
        assert!(quoted.ends_with("…”"), "{}", failure.message);
        assert!(!failure.message.contains("0123"), "{}", failure.message);
    }
}

#[test]
fn waits_are_those_of_the_contract() {
    let policy = RetryPolicy::default();
    let plain = Failure::new(Code::Overloaded, "x");
    let hinted = |ms| Failure {
        retry_after_ms: Some(ms),
        ..plain.clone()
    };
    for (failure, done, jitter, wait) in [
        (plain.clone(), 0, 0, Some(1_000)),
        (plain.clone(), 0, 1_000, Some(1_250)),
        (plain.clone(), 1, 0, Some(2_000)),
        (plain.clone(), 1, 500, Some(2_250)),
        (plain.clone(), 1, u32::MAX, Some(2_500)),
        (plain.clone(), 2, 0, None),
        (hinted(0), 0, 1_000, Some(0)),
        (hinted(3_000), 1, 1_000, Some(3_000)),
        (hinted(60_000), 0, 0, Some(60_000)),
        (hinted(60_001), 0, 0, None),
        (hinted(u64::MAX), 0, 0, None),
        (hinted(1), 2, 0, None),
    ] {
        assert_eq!(
            retry_delay(&policy, &failure, done, jitter),
            wait,
            "{failure:?} {done}"
        );
    }
    let patient = RetryPolicy {
        max_repeats: u32::MAX,
        ..policy
    };
    assert_eq!(retry_delay(&patient, &plain, 2, 0), Some(4_000));
    assert_eq!(retry_delay(&patient, &plain, 500, 1_000), Some(75_000));
    let hasty = RetryPolicy {
        may_wait: false,
        ..policy
    };
    assert_eq!(retry_delay(&hasty, &plain, 0, 0), None);
    assert_eq!(retry_delay(&hasty, &hinted(0), 0, 0), None);
}

#[test]
fn only_the_codes_of_the_contract_are_repeated() {
    let repeated: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| {
            let failure = Failure::new(**code, "x");
            retry_delay(&RetryPolicy::default(), &failure, 0, 0).is_some()
        })
        .map(|code| code.as_str())
        .collect();
    assert_eq!(
        repeated,
        [
            "rate_limited",
            "overloaded",
            "gateway_error",
            "provider_error",
            "dns",
            "connect"
        ]
    );
}

#[test]
fn ends_without_a_reply_have_their_words() {
    let (gateway, local) = (upstream("gateway"), upstream("local"));
    for (failure, code, status, message) in [
        (
            interrupted(&gateway, true),
            Code::Interrupted,
            Some(200),
            "The answer from ai.example broke off before its end.",
        ),
        (
            interrupted(&gateway, false),
            Code::Interrupted,
            Some(200),
            "The connection from ai.example broke off before its end.",
        ),
        (
            idle_timeout(&gateway, 120_003, None, false),
            Code::IdleTimeout,
            None,
            "Nothing came from ai.example for 120 s.",
        ),
        (
            idle_timeout(&local, 1_500, Some(200), true),
            Code::IdleTimeout,
            Some(200),
            "Nothing new came from lab.example:8000 for 2 s.",
        ),
        (
            refused(&gateway, ""),
            Code::Refused,
            Some(200),
            "The model declined to answer.",
        ),
        (
            refused(&upstream("direct"), "I can't\nhelp with sk-0123456789."),
            Code::Refused,
            Some(200),
            "openai declined to answer: “I can't help with ***.”",
        ),
        (
            not_an_answer(&gateway),
            Code::BadResponse,
            Some(200),
            "Invalid response format from gateway",
        ),
        (
            not_an_answer(&local),
            Code::BadResponse,
            Some(200),
            "Invalid response format from lab.example:8000",
        ),
        (
            unreached(&gateway, Unreached::Dns),
            Code::Dns,
            None,
            "There is no address for ai.example.",
        ),
        (
            unreached(&local, Unreached::Connect),
            Code::Connect,
            None,
            "lab.example:8000 does not answer.",
        ),
        (
            unreached(&gateway, Unreached::Offline),
            Code::Offline,
            None,
            "There is no network.",
        ),
        (
            unreached(&gateway, Unreached::Tls),
            Code::Tls,
            None,
            "There is no trusted connection to ai.example.",
        ),
        (
            unreached(&gateway, Unreached::Proxy),
            Code::Proxy,
            None,
            "The proxy did not connect to ai.example.",
        ),
    ] {
        assert_eq!(
            (failure.code, failure.status, failure.message.as_str()),
            (code, status, message)
        );
        assert!(failure.action.is_some(), "{message}");
    }
}

fn any_error() -> impl Strategy<Value = serde_json::Value> {
    let name = prop::sample::select(vec![
        "error",
        "message",
        "type",
        "code",
        "status",
        "details",
        "detail",
        "value",
        "metadata",
        "raw",
        "cause",
        "errors",
        "error_message",
        "retryDelay",
        "reason",
        "request_id",
        "param",
    ]);
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<i64>().prop_map(|value| json!(value)),
        any::<f64>().prop_map(|value| json!(value)),
        ".{0,40}".prop_map(|value| json!(value)),
        "[0-9]{1,25}[ms]{0,2}".prop_map(|value| json!(value)),
        prop::sample::select(vec![
            "rate_limit_error",
            "<html>",
            "key sk-SECRETSECRET1",
            "vck_SECRETSECRET1",
            "429: {\"error\":{\"message\":\"Bearer SECRETSECRET1\"}}",
        ])
        .prop_map(|value| json!(value)),
    ];
    leaf.prop_recursive(8, 64, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|list| json!(list)),
            prop::collection::vec((name.clone(), inner.clone()), 0..5).prop_map(|fields| {
                json!(
                    fields
                        .into_iter()
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect::<serde_json::Map<_, _>>()
                )
            }),
            // JSON in a string, as gateways wrap it.
            inner.prop_map(|value| json!(value.to_string())),
        ]
    })
}

/// What holds of every failure, whatever came.
fn is_presentable(failure: &Failure, status: u16) -> Result<(), TestCaseError> {
    let action = failure.action.clone().unwrap_or_default();
    prop_assert_eq!(failure.status, Some(status));
    prop_assert!(!failure.message.is_empty());
    prop_assert!(!action.is_empty());
    for text in [&failure.message, &action] {
        prop_assert!(text.chars().count() < 700, "{}", text);
        prop_assert!(!text.chars().any(char::is_control), "{:?}", text);
        prop_assert!(!text.contains("SECRETSECRET1"), "{}", text);
        prop_assert!(!text.to_lowercase().contains("<html"), "{}", text);
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_error_body_is_told_safely(
        error in any_error(),
        status in prop_oneof![Just(200_u16), 300_u16..600, any::<u16>()],
        who in prop::sample::select(vec!["gateway", "past", "unreadable", "direct", "local", "none"]),
    ) {
        let upstream = upstream(who);
        is_presentable(&from_error_object(&error, &upstream, "m", status), status)?;
        let body = error.to_string();
        is_presentable(&classify(&reply(status, body.as_bytes()), &upstream), status)?;
        let cut = &body.as_bytes()[..body.len() / 2];
        is_presentable(&classify(&reply(status, cut), &upstream), status)?;
    }

    #[test]
    fn any_bytes_are_told_safely(
        body in prop::collection::vec(any::<u8>(), 0..300),
        status in any::<u16>(),
        header in ".{0,30}",
        now in any::<i64>(),
        model in ".{0,30}",
    ) {
        let mut reply = reply(status, &body);
        reply.content_type = Some(&header);
        reply.retry_after = Some(&header);
        reply.retry_after_ms = Some(&header);
        reply.request_id = Some(&header);
        reply.now_ms = now;
        reply.model = &model;
        let failure = classify(&reply, &upstream("gateway"));
        is_presentable(&failure, status)?;
        prop_assert_eq!(failure.code == Code::BadResponse && (500..=599).contains(&status),
            (500..=599).contains(&status) && failure.message.contains("web page"));
    }

    #[test]
    fn dates_are_read_without_a_panic(
        date in "[A-Z][a-z]{2}, [0-9]{1,19} (Jan|Feb|Dec) [0-9]{1,19} [0-9]{1,3}:[0-9]{1,3}:[0-9]{1,19} GMT",
        now in any::<i64>(),
    ) {
        let mut reply = reply(429, b"");
        reply.retry_after = Some(&date);
        reply.now_ms = now;
        prop_assert_eq!(classify(&reply, &upstream("gateway")).code, Code::RateLimited);
    }
}
