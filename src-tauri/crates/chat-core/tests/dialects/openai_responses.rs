//! The `openai-responses` decoder over `fixtures/openai_responses.txt`, and over whatever else may
//! come.

use super::any::json_of;
use super::scenarios::{OPENAI_RESPONSES, upstream};
use super::seen::{Seen, run};
use chat_core::dialect::openai_responses::Decoder;
use chat_core::dialect::{DialectEvent, Verdict};
use chat_core::wire::FinishReason;
use proptest::prelude::*;
use serde_json::{Value, json};

fn data(short: &str) -> String {
    (OPENAI_RESPONSES.data)(short)
}

fn event(name: &str, mut fields: Value) -> String {
    fields["type"] = json!(format!("response.{name}"));
    fields.to_string()
}

#[test]
fn every_scenario_gives_its_events_and_verdict() {
    assert!(run(&OPENAI_RESPONSES) >= 80);
}

#[test]
fn deep_nesting_is_skipped_and_a_long_line_is_read() {
    let mut decoder = Decoder::new(upstream("gateway", "openai"));
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(50_000), "]".repeat(50_000));
    assert_eq!(decoder.frame(None, &deep), []);
    assert_eq!((decoder.parsed(), decoder.skipped()), (0, 1));
    let text = "x".repeat(900 * 1024);
    let events = decoder.frame(None, &data(&format!("t:{text}")));
    assert_eq!(events, [DialectEvent::Text(text)]);
}

#[test]
fn finish_reason_is_known_before_the_end() {
    for (last, expected) in [
        (data("completed"), FinishReason::Stop),
        (data("incomplete"), FinishReason::Length),
        (
            data(r#"incomplete {"response":{"incomplete_details":{"reason":"content_filter"}}}"#),
            FinishReason::ContentFilter,
        ),
        (
            data(r#"completed {"response":{"output":[{"type":"function_call","name":"f"}]}}"#),
            FinishReason::ToolCalls,
        ),
    ] {
        let mut decoder = Decoder::new(upstream("gateway", "openai"));
        decoder.frame(None, &data("t:a"));
        assert_eq!(decoder.finish_reason(), None);
        decoder.frame(None, &last);
        assert_eq!(decoder.finish_reason(), Some(expected), "{last}");
    }
}

#[test]
fn sources_pictures_and_calls_are_bounded() {
    let mut decoder = Decoder::new(upstream("gateway", "openai"));
    let (mut sources, mut pictures, mut calls) = (0, 0, 0);
    let mut count = |events: Vec<DialectEvent>| {
        for event in events {
            match event {
                DialectEvent::Citation(_) => sources += 1,
                DialectEvent::Picture(_) => pictures += 1,
                DialectEvent::ToolCall { .. } => calls += 1,
                _ => {}
            }
        }
    };
    for number in 0..2_000 {
        let url = format!("https://a.example/{number}");
        let annotation = json!({"type": "url_citation", "url": url});
        count(decoder.frame(
            None,
            &event(
                "output_text.annotation.added",
                json!({"annotation": annotation}),
            ),
        ));
        for item in [
            json!({"type": "image_generation_call", "result": format!("{number:04}")}),
            json!({"type": "function_call", "call_id": number.to_string(), "name": "f"}),
        ] {
            count(decoder.frame(
                None,
                &event(
                    "output_item.done",
                    json!({"output_index": number, "item": item}),
                ),
            ));
        }
    }
    count(decoder.frame(None, &data("completed")));
    count(decoder.finish().0);
    assert_eq!((sources, pictures, calls), (256, 64, 128));
}

#[test]
fn beyond_what_is_remembered_no_text_comes_twice() {
    let mut decoder = Decoder::new(upstream("gateway", "openai"));
    let mut seen = Seen::default();
    for item in 0..1_100 {
        let place = json!({"output_index": item, "content_index": 0, "delta": "x", "text": "x"});
        seen.note(decoder.frame(None, &event("output_text.delta", place.clone())));
        seen.note(decoder.frame(None, &event("output_text.done", place)));
    }
    assert_eq!(seen.text, "x".repeat(1_100));
}

/// How a stream tells its text again after the pieces.
const REPEATS: [&str; 4] = [
    "output_text.done",
    "content_part.done",
    "output_item.done",
    "completed",
];

/// The repeats of a text, as the API orders them.
fn repeat(name: &str, place: &Value, text: &str) -> String {
    let part = json!({"type": "output_text", "text": text, "annotations": []});
    let item = json!({"type": "message", "role": "assistant", "content": [part]});
    let mut fields = place.clone();
    match name {
        "output_text.done" => fields["text"] = json!(text),
        "content_part.done" => fields["part"] = part,
        "output_item.done" => fields["item"] = item,
        _ => fields["response"] = json!({"status": "completed", "output": [item]}),
    }
    event(name, fields)
}

/// Names of members that the dialect knows.
const NAMES: &[&str] = &[
    "type",
    "response",
    "output",
    "item",
    "part",
    "content",
    "summary",
    "text",
    "delta",
    "refusal",
    "annotation",
    "annotations",
    "url",
    "title",
    "url_citation",
    "error",
    "code",
    "message",
    "param",
    "status",
    "incomplete_details",
    "reason",
    "usage",
    "input_tokens",
    "output_tokens",
    "output_tokens_details",
    "reasoning_tokens",
    "model",
    "id",
    "object",
    "item_id",
    "call_id",
    "name",
    "arguments",
    "result",
    "output_format",
    "output_index",
    "content_index",
    "summary_index",
    "provider_metadata",
    "providerMetadata",
    "gateway",
    "routing",
    "finalProvider",
    "cost",
];

/// Words that it knows.
const WORDS: &[&str] = &[
    "completed",
    "incomplete",
    "failed",
    "cancelled",
    "in_progress",
    "error",
    "message",
    "reasoning",
    "function_call",
    "image_generation_call",
    "output_text",
    "refusal",
    "summary_text",
    "reasoning_text",
    "url_citation",
    "content_filter",
    "max_output_tokens",
    "response",
    "response.completed",
    "<think>",
    "</think>",
    "{\"error\":{}}",
];

/// Any JSON, with the names that decoding looks for.
fn any_json() -> impl Strategy<Value = Value> {
    json_of(NAMES, WORDS)
}

fn any_event() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "created",
        "in_progress",
        "output_item.added",
        "output_item.done",
        "content_part.added",
        "content_part.done",
        "output_text.delta",
        "output_text.done",
        "output_text.annotation.added",
        "refusal.delta",
        "refusal.done",
        "reasoning_summary_part.added",
        "reasoning_summary_text.delta",
        "reasoning_summary_text.done",
        "reasoning_text.delta",
        "reasoning_text.done",
        "function_call_arguments.delta",
        "function_call_arguments.done",
        "image_generation_call.partial_image",
        "web_search_call.searching",
        "completed",
        "incomplete",
        "failed",
        "cancelled",
    ])
}

fn any_frame() -> impl Strategy<Value = String> {
    prop_oneof![
        any_json().prop_map(|value| value.to_string()),
        (any_event(), any_json()).prop_map(|(name, value)| match value {
            fields @ Value::Object(_) => event(name, fields),
            other => event(
                name,
                json!({"delta": other, "item": other, "response": other})
            ),
        }),
        (any_event(), any_json(), any_json()).prop_map(|(name, item, part)| {
            event(name, json!({"output_index": 0, "item": item, "part": part}))
        }),
        (any_event(), any_json())
            .prop_map(|(name, items)| { event(name, json!({"response": {"output": [items]}})) }),
        any_json().prop_map(|items| json!({"output": [items], "status": "completed"}).to_string()),
        any_json().prop_map(|error| json!({"type": "error", "error": error}).to_string()),
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
    fn a_text_comes_once_however_it_is_told(
        pieces in prop::collection::vec("[a-zé😀 \n]{0,6}", 0..5),
        told in prop::collection::vec(any::<bool>(), 4),
        placed in any::<bool>(),
    ) {
        let text = pieces.concat();
        let place = if placed { json!({"output_index": 1, "content_index": 0}) } else { json!({}) };
        let mut decoder = Decoder::new(upstream("gateway", "openai"));
        let mut seen = Seen::default();
        for piece in &pieces {
            let mut fields = place.clone();
            fields["delta"] = json!(piece);
            seen.note(decoder.frame(None, &event("output_text.delta", fields)));
        }
        for (name, _) in REPEATS.into_iter().zip(&told).filter(|(_, told)| **told) {
            seen.note(decoder.frame(None, &repeat(name, &place, &text)));
        }
        seen.note(decoder.finish().0);
        prop_assert_eq!(seen.text, text);
    }

    #[test]
    fn a_text_that_is_told_only_whole_comes_once(
        text in "[a-zé😀 \n]{1,20}",
        told in prop::collection::vec(any::<bool>(), 4),
        placed in any::<bool>(),
    ) {
        let place = if placed { json!({"output_index": 1, "content_index": 0}) } else { json!({}) };
        let mut decoder = Decoder::new(upstream("gateway", "openai"));
        let mut seen = Seen::default();
        for (name, _) in REPEATS.into_iter().zip(&told).filter(|(_, told)| **told) {
            seen.note(decoder.frame(None, &repeat(name, &place, &text)));
        }
        seen.note(decoder.finish().0);
        let expected = if told.contains(&true) { text } else { String::new() };
        prop_assert_eq!(seen.text, expected);
    }

    #[test]
    fn arguments_cut_anywhere_are_joined(
        pieces in prop::collection::vec("[ -~]{0,8}", 0..6),
        named in any::<bool>(),
        placed in any::<bool>(),
        whole in any::<bool>(),
    ) {
        let arguments = pieces.concat();
        let mut place = json!({});
        if placed {
            place["output_index"] = json!(3);
        }
        let mut decoder = Decoder::new(upstream("gateway", "openai"));
        let mut seen = Seen::default();
        let mut begin = place.clone();
        begin["item"] = json!({"type": "function_call", "id": "fc", "call_id": "c", "name": "f", "arguments": ""});
        seen.note(decoder.frame(None, &event("output_item.added", begin)));
        if named {
            place["item_id"] = json!("fc");
        }
        for piece in &pieces {
            place["delta"] = json!(piece);
            seen.note(decoder.frame(None, &event("function_call_arguments.delta", place.clone())));
        }
        if whole {
            place["arguments"] = json!(arguments);
            seen.note(decoder.frame(None, &event("function_call_arguments.done", place)));
        }
        seen.note(decoder.frame(None, &data("completed")));
        seen.note(decoder.finish().0);
        let joined = if arguments.trim().is_empty() { "{}" } else { &arguments };
        prop_assert_eq!(seen.calls, vec![format!("c f {joined}")]);
    }

    #[test]
    fn no_frames_break_the_decoder(
        frames in prop::collection::vec((any_frame(), 0_u8..5), 0..12),
    ) {
        let mut decoder = Decoder::new(upstream("gateway", "openai"));
        let (mut seen, mut ended, mut text) = (Seen::default(), false, 0);
        for (number, (frame, how)) in frames.iter().enumerate() {
            let events = match how {
                0 => decoder.whole(frame),
                1 => decoder.frame(Some("error"), frame),
                2 => decoder.frame(Some("response.output_text.delta"), frame),
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
            Verdict::BrokenOff => {}
        }
    }
}
