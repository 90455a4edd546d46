//! What holds of every failure, whatever a server sends: it is short, on one line, without markup, and
//! holds nothing that looks like a key and no known key in any form.

use crate::{classified, upstream};
use chat_core::failure::{Code, Failure, from_error_object};
use proptest::prelude::*;
use serde_json::json;
use std::fmt::Write;

/// Longest message and action, in characters: our words, a model's name and one quotation.
const MAX_TEXT: usize = 700;

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
        "violations",
        "quotaId",
        "headers",
        "limit_source",
        "n_prompt_tokens",
        "n_ctx",
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
            "prompt is too long: 99999999999999999999 > 1",
            "try again in 99999999999999999999h",
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

/// A name of every kind of header that is read.
fn header_name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "content-type",
        "retry-after",
        "retry-after-ms",
        "x-should-retry",
        "x-request-id",
        "request-id",
        "ratelimit-reset",
        "x-ratelimit-reset",
        "x-ratelimit-remaining",
        "x-ratelimit-reset-tokens",
        "anthropic-ratelimit-tokens-reset",
    ])
}

fn who() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "gateway",
        "past",
        "unreadable",
        "direct",
        "local",
        "none",
    ])
}

fn shown(failure: &Failure) -> [&str; 3] {
    [
        failure.message.as_str(),
        failure.action.as_deref().unwrap_or_default(),
        failure.request_id.as_deref().unwrap_or_default(),
    ]
}

fn is_presentable(failure: &Failure, status: u16) -> Result<(), TestCaseError> {
    prop_assert_eq!(failure.status, Some(status));
    prop_assert!(!failure.message.is_empty());
    prop_assert!(failure.action.as_ref().is_some_and(|text| !text.is_empty()));
    for text in shown(failure) {
        prop_assert!(text.chars().count() < MAX_TEXT, "{}", text);
        prop_assert!(!text.chars().any(char::is_control), "{:?}", text);
        prop_assert!(!text.contains("SECRETSECRET1"), "{}", text);
        prop_assert!(!text.to_lowercase().contains("<html"), "{}", text);
    }
    Ok(())
}

/// Texts that look like a key, and what must be left of none of them.
fn key_like() -> impl Strategy<Value = (String, String)> {
    let secret = "[A-Za-z0-9]{24,40}";
    let shape = prop::sample::select(vec![
        "vck_@",
        "sk-@",
        "sk-proj-@",
        "sk-ant-api03-@",
        "AIzaSy@",
        "eyJhbGciOiJIUzI1NiJ9.@.c2ln",
        "eyJ@",
        "Authorization: Bearer @",
        "authorization=bearer @",
        "Authorization%3A%20Bearer%20@",
        "x-api-key: @",
        "\\\"api_key\\\":\\\"@",
        "?key=AIzaSy@&alt=sse",
    ]);
    (shape, secret).prop_map(|(shape, secret)| (shape.replace('@', &secret), secret))
}

/// One wrapping of an error in another.
fn wrapped(error: &serde_json::Value, how: u8) -> serde_json::Value {
    match how {
        0 => json!({"error": error}),
        1 => json!([error]),
        2 => json!({"error": {"message": error.to_string()}}),
        3 => {
            json!({"error": {"message": "Provider returned error", "metadata": {"raw": error.to_string()}}})
        }
        4 => {
            json!({"error": {"message": format!("litellm.APIError: {error}. Received Model Group=x")}})
        }
        _ => json!({"detail": [{"msg": error}]}),
    }
}

/// A piece of a text, by bytes.
fn cut(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or(text)
}

/// Standard base64 without padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: String = bytes.iter().fold(String::new(), |mut bits, byte| {
        let _ = write!(bits, "{byte:08b}");
        bits
    });
    bits.as_bytes()
        .chunks(6)
        .map(|six| {
            let six = six
                .iter()
                .fold(0, |sum, bit| sum * 2 + usize::from(bit - b'0'));
            char::from(*ALPHABET.get(six).unwrap_or(&b'?'))
        })
        .collect()
}

fn percent_encoded(text: &str, wanted: impl Fn(char) -> bool) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        if wanted(c) {
            let _ = write!(out, "%{:02x}", u32::from(c));
        } else {
            out.push(c);
        }
        out
    })
}

proptest! {
    #[test]
    fn any_error_body_is_told_safely(
        error in any_error(),
        status in prop_oneof![Just(200_u16), 300_u16..600, any::<u16>()],
        who in who(),
    ) {
        let upstream = upstream(who);
        is_presentable(&from_error_object(&error, &upstream, "m", status), status)?;
        let body = error.to_string();
        is_presentable(&classified(status, &[], body.as_bytes(), &upstream), status)?;
        let cut = &body.as_bytes()[..body.len() / 2];
        is_presentable(&classified(status, &[], cut, &upstream), status)?;
    }

    #[test]
    fn any_bytes_and_headers_are_told_safely(
        body in prop::collection::vec(any::<u8>(), 0..300),
        status in any::<u16>(),
        headers in prop::collection::vec((header_name(), ".{0,30}"), 0..6),
    ) {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let failure = classified(status, &headers, &body, &upstream("gateway"));
        is_presentable(&failure, status)?;
        prop_assert_eq!(failure.code == Code::BadResponse && (500..=599).contains(&status),
            (500..=599).contains(&status) && failure.message.contains("web page"));
    }

    #[test]
    fn dates_are_read_without_a_panic(
        date in prop_oneof![
            "[A-Z][a-z]{2}, [0-9]{1,19} (Jan|Feb|Dec) [0-9]{1,19} [0-9]{1,3}:[0-9]{1,3}:[0-9]{1,19} GMT",
            "[0-9]{1,19}-[0-9]{1,2}-[0-9]{1,2}T[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\\.[0-9]{1,20})?([+-][0-9]{1,19}:[0-9]{1,19}|Z)",
            "[0-9]{1,25}[hms.]{0,2}[0-9]{0,25}[hms]{0,2}",
        ],
        name in header_name(),
    ) {
        let failure = classified(429, &[(name, &date)], b"", &upstream("gateway"));
        prop_assert_eq!(failure.code, Code::RateLimited);
    }

    // Mutation seen to fail: `shown::one_line` without `mask`, and `mask` without its labels.
    #[test]
    fn no_text_like_a_key_passes(
        (text, secret) in key_like(),
        before in "[a-z ]{0,30}[ :(=,\"]",
        wraps in prop::collection::vec(0..6_u8, 0..5),
        status in prop_oneof![Just(200_u16), 400_u16..600],
        who in who(),
    ) {
        let error = json!({"message": format!("{before}{text} refused"), "type": "x"});
        let body = wraps.iter().fold(error, |error, how| wrapped(&error, *how));
        let upstream = upstream(who);
        let id = [("x-request-id", text.as_str())];
        for failure in [
            from_error_object(&body, &upstream, "m", status),
            classified(status, &id, body.to_string().as_bytes(), &upstream),
        ] {
            is_presentable(&failure, status)?;
            for shown in shown(&failure) {
                prop_assert!(!shown.contains(cut(&secret, 0, 8)), "{} of {}", shown, body);
            }
        }
    }

    // Mutation seen to fail: `Failure::without_key` that masks the message only.
    #[test]
    fn a_known_key_passes_in_no_form(
        key in "[!-~]{12,40}",
        before in "[a-z ]{0,280} ",
        skip in prop::sample::select(vec!["", "u", "u:"]),
        form in 0..7_u8,
        in_action in any::<bool>(),
    ) {
        let coded = base64(format!("{skip}{key}").as_bytes());
        // What depends on the bytes before the key tells nothing of it.
        let start = (skip.len() * 8).div_ceil(6);
        let json = json!(key).to_string();
        let written = match form {
            0 => key.clone(),
            1 => coded.clone(),
            2 => coded.replace('+', "-").replace('/', "_"),
            3 => percent_encoded(&key, |c| !c.is_ascii_alphanumeric()),
            4 => percent_encoded(&key, |c| "%/+&=\"".contains(c)),
            5 => cut(&json, 1, json.len() - 1).to_owned(),
            _ => key.chars().fold(String::new(), |mut out, c| {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
                out
            }),
        };
        // With a code of which the quotation stands in the action, or else in the message.
        let status = if in_action { 429 } else { 418 };
        let body = json!({"error": {"message": format!("{before}<{written}>")}}).to_string();
        let failure = classified(status, &[], body.as_bytes(), &upstream("gateway")).without_key(&key);
        let piece = if matches!(form, 1 | 2) { cut(&written, start, written.len()) } else { written.as_str() };
        let units = if form == 6 { 48 } else { 8.min(piece.len()) };
        for shown in shown(&failure) {
            prop_assert!(!shown.contains(cut(piece, 0, units)), "{} of {}", shown, body);
        }
    }
}

#[test]
fn long_messages_are_cut_after_masking() {
    for (filler, key) in [
        (290, "sk-0123456789abcdefghijklmnop"),
        (600, "vck_0123456789"),
    ] {
        let text = format!("{} {key} {}", "x".repeat(filler), "é".repeat(400));
        let body = json!({"error": {"message": text}}).to_string();
        let failure = classified(400, &[], body.as_bytes(), &upstream("gateway"));
        let (_, quoted) = failure.message.split_once('“').unwrap();
        assert!(quoted.chars().count() <= 302, "{}", failure.message);
        assert!(quoted.ends_with("…”"), "{}", failure.message);
        assert!(!failure.message.contains("0123"), "{}", failure.message);
    }
}

#[test]
fn huge_and_deep_bodies_are_told_in_a_few_words() {
    let deep = |open: &str, close: &str, times| open.repeat(times) + "1" + &close.repeat(times);
    let mut strings = json!({"message": "innermost"});
    for _ in 0..9 {
        strings = json!({"error": {"message": strings.to_string()}});
    }
    for body in [
        "[".repeat(65_536),
        deep("[", "]", 30_000),
        deep("{\"error\":", "}", 100),
        deep("{\"error\":", "}", 7_000),
        json!({"error": {"message": "a".repeat(65_000)}}).to_string(),
        json!({"error": {"message": "vck_0123456789 ".repeat(4_000)}}).to_string(),
        json!({"error": {"type": "a_".repeat(30_000), "code": "9".repeat(30_000)}}).to_string(),
        json!({"error": {"details": vec![json!({"message": "x"}); 5_000]}}).to_string(),
        "x".repeat(65_536),
        "\u{feff}".repeat(20_000),
        strings.to_string(),
    ] {
        for status in [200, 400, 429, 500] {
            let failure = classified(status, &[], body.as_bytes(), &upstream("gateway"));
            is_presentable(&failure, status).unwrap();
        }
    }
}
