//! Failures that no reply states.

use crate::upstream;
use chat_core::failure::{
    Code, Unreached, idle_timeout, interrupted, not_an_answer, refused, unreached,
};

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
