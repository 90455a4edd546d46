//! The `anthropic-messages` decoder over `fixtures/anthropic.txt`, and over whatever else may come.

use super::any::json_of;
use super::scenarios::{ANTHROPIC, upstream};
use super::seen::{Seen, run};
use chat_core::dialect::anthropic::Decoder;
use chat_core::dialect::{DialectEvent, Verdict};
use chat_core::wire::FinishReason;
use proptest::prelude::*;
use serde_json::{Value, json};

fn data(short: &str) -> String {
    (ANTHROPIC.data)(short)
}

fn decoder() -> Decoder {
    Decoder::new(upstream("gateway", "anthropic"))
}

#[test]
fn every_scenario_gives_its_events_and_verdict() {
    assert!(run(&ANTHROPIC) >= 80);
}

#[test]
fn deep_nesting_is_skipped_and_a_long_line_is_read() {
    let mut decoder = decoder();
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(50_000), "]".repeat(50_000));
    assert_eq!(decoder.frame(None, &deep), []);
    assert_eq!((decoder.parsed(), decoder.skipped()), (0, 1));
    let text = "x".repeat(900 * 1024);
    let events = decoder.frame(None, &data(&format!("t:{text}")));
    assert_eq!(events, [DialectEvent::Text(text)]);
}

#[test]
fn finish_reason_is_known_before_the_end() {
    let mut decoder = decoder();
    decoder.frame(None, &data("t:a"));
    assert_eq!(decoder.finish_reason(), None);
    decoder.frame(None, &data("f:max_tokens"));
    assert_eq!(decoder.finish_reason(), Some(FinishReason::Length));
}

#[test]
fn a_failure_names_the_request() {
    let event =
        r#"{"type":"error","error":{"type":"api_error","message":"x"},"request_id":"req_7"}"#;
    for name in [None, Some("error")] {
        let events = decoder().frame(name, event);
        let [DialectEvent::Failed(failure)] = events.as_slice() else {
            panic!("{events:?}");
        };
        assert_eq!(failure.request_id.as_deref(), Some("req_7"));
    }
}

#[test]
fn calls_and_sources_are_bounded() {
    let mut decoder = decoder();
    let mut seen = Seen::default();
    for number in 0..400 {
        let call = json!({"type": "tool_use", "id": format!("t{number}"), "name": "f"});
        seen.note(decoder.frame(None, &data(&format!("b:{number} {call}"))));
        let source = json!({"citation": {"url": format!("https://{number}.example/")}});
        let events = decoder.frame(None, &data(&format!("d:{number} {source}")));
        assert_eq!(events.len(), usize::from(number < 256), "source {number}");
    }
    let title = json!({"citation": {"url": "u".repeat(2049), "title": "t"}});
    assert_eq!(decoder.frame(None, &data(&format!("d:0 {title}"))), []);
    seen.note(decoder.frame(None, &data("f:tool_use")));
    seen.note(decoder.finish().0);
    assert_eq!(seen.calls.len(), 128);
}

/// Names of members that the dialect knows.
const NAMES: &[&str] = &[
    "type",
    "message",
    "content",
    "content_block",
    "delta",
    "index",
    "text",
    "thinking",
    "signature",
    "partial_json",
    "input",
    "id",
    "name",
    "citation",
    "citations",
    "url",
    "source",
    "title",
    "stop_reason",
    "stop_details",
    "explanation",
    "category",
    "usage",
    "input_tokens",
    "output_tokens",
    "cache_read_input_tokens",
    "cache_creation_input_tokens",
    "output_tokens_details",
    "thinking_tokens",
    "error",
    "details",
    "error_code",
    "request_id",
    "model",
    "provider",
    "provider_metadata",
    "gateway",
    "routing",
    "finalProvider",
    "modelAttempts",
    "providerAttempts",
    "credentialType",
    "success",
    "cost",
    "generationId",
];

/// Words that it knows.
const WORDS: &[&str] = &[
    "text",
    "text_delta",
    "thinking",
    "thinking_delta",
    "tool_use",
    "server_tool_use",
    "input_json_delta",
    "citations_delta",
    "end_turn",
    "refusal",
    "error",
    "message",
    "byok",
    "system",
    "<think>",
    "</think>",
    "https://a.example/",
];

/// Any JSON, with the names that decoding looks for.
fn any_json() -> impl Strategy<Value = Value> {
    json_of(NAMES, WORDS)
}

const EVENTS: [&str; 8] = [
    "message_start",
    "content_block_start",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
    "message",
    "ping",
];

fn any_frame() -> impl Strategy<Value = String> {
    let blocks = ["text", "thinking", "tool_use", "server_tool_use"];
    let deltas = [
        "text_delta",
        "thinking_delta",
        "input_json_delta",
        "citations_delta",
    ];
    let typed = |kind: &str, mut value: Value| {
        if let Some(fields) = value.as_object_mut() {
            fields.insert("type".to_owned(), json!(kind));
        }
        value
    };
    prop_oneof![
        any_json().prop_map(|value| value.to_string()),
        (prop::sample::select(EVENTS.to_vec()), any_json())
            .prop_map(move |(kind, value)| typed(kind, value).to_string()),
        (0_u8..3, prop::sample::select(blocks.to_vec()), any_json()).prop_map(
            move |(index, kind, block)| {
                let block = typed(kind, block);
                json!({"type": "content_block_start", "index": index, "content_block": block})
                    .to_string()
            }
        ),
        (0_u8..3, prop::sample::select(deltas.to_vec()), any_json()).prop_map(
            move |(index, kind, delta)| {
                let delta = typed(kind, delta);
                json!({"type": "content_block_delta", "index": index, "delta": delta}).to_string()
            }
        ),
        "[a-z<>/]{0,8}".prop_map(|text| data(&format!("t:{text}"))),
        prop::sample::select(vec![
            "end_turn",
            "refusal",
            "max_tokens",
            "tool_use",
            "error"
        ])
        .prop_map(|reason| data(&format!("f:{reason}"))),
        any_json().prop_map(|error| json!({"type": "error", "error": error}).to_string()),
        any_json().prop_map(|usage| json!({"type": "message_delta", "usage": usage}).to_string()),
        any_json().prop_map(|gateway| {
            let metadata = json!({ "gateway": gateway });
            json!({"type": "message_delta", "provider_metadata": metadata}).to_string()
        }),
        // Cut JSON, and text that is none.
        (any_json(), 0_usize..40).prop_map(|(value, at)| value
            .to_string()
            .chars()
            .take(at)
            .collect::<String>()),
        ".{0,40}",
        Just("[DONE]".to_owned()),
    ]
}

proptest! {
    #[test]
    fn no_frames_break_the_decoder(
        frames in prop::collection::vec((any_frame(), 0_usize..16), 0..12),
    ) {
        let mut decoder = decoder();
        let (mut seen, mut ended, mut text) = (Seen::default(), false, 0);
        for (number, (frame, how)) in frames.iter().enumerate() {
            let events = match how {
                0 => decoder.whole(frame),
                1 => decoder.frame(Some("error"), frame),
                2..10 => decoder.frame(Some(EVENTS[how - 2]), frame),
                _ => decoder.frame(None, frame),
            };
            prop_assert!(!ended || events.is_empty(), "frame {} after the end", number);
            ended |= events
                .iter()
                .any(|event| matches!(event, DialectEvent::Done | DialectEvent::Failed(_)));
            seen.note(events);
            prop_assert!(seen.text.len() >= text, "text was taken back");
            text = seen.text.len();
        }
        let failed = seen.failure.is_some();
        let (events, verdict) = decoder.finish();
        seen.note(events);
        match verdict {
            Verdict::Refused(_) => prop_assert!(seen.text.is_empty()),
            Verdict::NotAnAnswer => prop_assert!(decoder.parsed() + decoder.skipped() > 0),
            Verdict::Finished(_) => prop_assert!(!failed),
            Verdict::BrokenOff => prop_assert!(seen.calls.is_empty()),
        }
    }

    #[test]
    fn pieces_cut_anywhere_are_joined(
        text in "[a-z é😀]{0,40}",
        arguments in "[ -~]{0,40}",
        size in 1_usize..9,
    ) {
        let pieces = |whole: &str| -> Vec<String> {
            let chars: Vec<char> = whole.chars().collect();
            chars.chunks(size).map(|piece| piece.iter().collect()).collect()
        };
        let mut decoder = decoder();
        let mut seen = Seen::default();
        for piece in pieces(&text) {
            seen.note(decoder.frame(None, &data(&format!("t:{piece}"))));
        }
        let call = json!({"type": "tool_use", "id": "c", "name": "f", "input": {}});
        seen.note(decoder.frame(None, &data(&format!("b:1 {call}"))));
        for piece in pieces(&arguments) {
            let delta = json!({"type": "input_json_delta", "partial_json": piece});
            seen.note(decoder.frame(None, &data(&format!("d:1 {delta}"))));
        }
        seen.note(decoder.frame(None, &data("f:tool_use")));
        seen.note(decoder.finish().0);
        let whole = if arguments.trim().is_empty() { "{}" } else { &arguments };
        prop_assert_eq!(seen.text, text);
        prop_assert_eq!(seen.calls, vec![format!("c f {whole}")]);
    }
}
