//! The `gemini` decoder over `fixtures/gemini.txt`, and over whatever else may come.

use super::any::json_of;
use super::scenarios::{GEMINI, upstream};
use super::seen::{Seen, run};
use chat_core::dialect::gemini::Decoder;
use chat_core::dialect::{DialectEvent, Verdict};
use chat_core::wire::FinishReason;
use proptest::prelude::*;
use serde_json::json;

fn data(short: &str) -> String {
    (GEMINI.data)(short)
}

fn decoder() -> Decoder {
    Decoder::new(upstream("gateway", "google"))
}

#[test]
fn every_scenario_gives_its_events_and_verdict() {
    assert!(run(&GEMINI) >= 70);
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
    for (last, reason) in [
        ("f:MAX_TOKENS", FinishReason::Length),
        ("f:STOP", FinishReason::Stop),
        (
            r#"{"promptFeedback":{"blockReason":"SAFETY"}}"#,
            FinishReason::ContentFilter,
        ),
    ] {
        let mut decoder = decoder();
        decoder.frame(None, &data("t:a"));
        decoder.frame(None, &data("f:FINISH_REASON_UNSPECIFIED"));
        assert_eq!(decoder.finish_reason(), None);
        decoder.frame(None, &data(last));
        assert_eq!(decoder.finish_reason(), Some(reason), "{last}");
    }
}

#[test]
fn sources_calls_and_names_are_bounded() {
    let mut decoder = decoder();
    let mut events = Vec::new();
    for number in 0..1_000 {
        let chunk = json!({"candidates": [{
            "content": {"parts": [{"functionCall": {"name": format!("f{number}")}}]},
            "groundingMetadata": {"groundingChunks": [
                {"web": {"uri": format!("https://h/{number}")}},
                {"web": {"uri": "x".repeat(5_000)}},
            ]},
        }], "modelVersion": "m".repeat(300), "responseId": "r".repeat(300)});
        events.extend(decoder.frame(None, &chunk.to_string()));
    }
    events.extend(decoder.frame(None, &data("f:STOP")));
    events.extend(decoder.finish().0);
    let (sources, calls): (Vec<_>, Vec<_>) = events
        .iter()
        .partition(|event| matches!(event, DialectEvent::Citation(_)));
    assert_eq!((sources.len(), calls.len()), (256, 128));
}

/// An answer in chunks, as it would stand in one array.
fn array(texts: &[String], finished: bool) -> String {
    let mut chunks: Vec<String> = texts
        .iter()
        .map(|text| data(&format!("t:{text}")))
        .collect();
    if finished {
        chunks.push(data("f:STOP"));
    }
    format!("[{}\n]", chunks.join("\n,\r\n"))
}

/// Names of members that the dialect knows.
const NAMES: &[&str] = &[
    "candidates",
    "content",
    "parts",
    "text",
    "thought",
    "thoughtSignature",
    "functionCall",
    "name",
    "args",
    "id",
    "inlineData",
    "mimeType",
    "data",
    "executableCode",
    "codeExecutionResult",
    "code",
    "language",
    "output",
    "index",
    "finishReason",
    "finishMessage",
    "promptFeedback",
    "blockReason",
    "blockReasonMessage",
    "groundingMetadata",
    "groundingChunks",
    "web",
    "uri",
    "title",
    "citationMetadata",
    "citationSources",
    "usageMetadata",
    "promptTokenCount",
    "candidatesTokenCount",
    "thoughtsTokenCount",
    "cachedContentTokenCount",
    "toolUsePromptTokenCount",
    "totalTokenCount",
    "modelVersion",
    "responseId",
    "error",
    "message",
    "status",
    "details",
];

/// Words that it knows.
const WORDS: &[&str] = &[
    "STOP",
    "SAFETY",
    "MAX_TOKENS",
    "MALFORMED_FUNCTION_CALL",
    "image/png",
    "<think>",
    "</think>",
    "```",
    "{\"error\":{}}",
];

/// Any JSON, with the names that decoding looks for.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    json_of(NAMES, WORDS)
}

fn any_frame() -> impl Strategy<Value = String> {
    prop_oneof![
        any_json().prop_map(|value| value.to_string()),
        any_json().prop_map(|candidate| json!({"candidates": [candidate]}).to_string()),
        any_json().prop_map(|part| {
            json!({"candidates": [{"content": {"parts": [part]}}]}).to_string()
        }),
        any_json().prop_map(|error| json!([{"error": error}]).to_string()),
        any_json().prop_map(|usage| json!({"usageMetadata": usage}).to_string()),
        any_json().prop_map(|feedback| json!({"promptFeedback": feedback}).to_string()),
        // Cut JSON, and text that is none.
        (any_json(), 0_usize..40)
            .prop_map(|(value, at)| { value.to_string().chars().take(at).collect::<String>() }),
        ".{0,40}",
        Just("[DONE]".to_owned()),
    ]
}

proptest! {
    #[test]
    fn no_frames_break_the_decoder(
        frames in prop::collection::vec((any_frame(), 0_u8..5), 0..12),
    ) {
        let mut decoder = decoder();
        let (mut seen, mut ended, mut text) = (Seen::default(), false, 0);
        for (number, (frame, how)) in frames.iter().enumerate() {
            let events = match how {
                0 => decoder.whole(frame),
                1 => decoder.frame(Some("error"), frame),
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

    #[test]
    fn text_without_a_tag_arrives_as_it_was_sent(pieces in prop::collection::vec("[^<]{0,20}", 0..10)) {
        let mut decoder = decoder();
        let mut seen = Seen::default();
        for piece in &pieces {
            seen.note(decoder.frame(None, &data(&format!("t:{piece}"))));
        }
        seen.note(decoder.finish().0);
        prop_assert_eq!(seen.text, pieces.concat());
    }

    #[test]
    fn an_array_is_the_stream_that_it_holds(
        pieces in prop::collection::vec("[^<]{1,20}", 1..8),
        finished in any::<bool>(),
    ) {
        let mut decoder = decoder();
        let mut seen = Seen::default();
        seen.note(decoder.whole(&array(&pieces, finished)));
        let (events, verdict) = decoder.finish();
        seen.note(events);
        prop_assert_eq!(seen.text, pieces.concat());
        prop_assert_eq!(verdict == Verdict::Finished(FinishReason::Stop), finished);
    }

    #[test]
    fn an_array_cut_anywhere_keeps_what_was_whole(
        pieces in prop::collection::vec("[a-z]{1,8}", 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let body = array(&pieces, true);
        // Without the closing bracket, at least.
        let at = cut.index(body.len() - 1);
        let whole = pieces
            .iter()
            .scan(1, |from, piece| {
                let end = *from + data(&format!("t:{piece}")).len();
                *from = end + "\n,\r\n".len();
                Some(end)
            })
            .take_while(|end| *end <= at)
            .count();
        let mut decoder = decoder();
        let mut seen = Seen::default();
        seen.note(decoder.whole(&body[..at]));
        let (events, verdict) = decoder.finish();
        seen.note(events);
        prop_assert_eq!(seen.text, pieces[..whole].concat());
        let closed = at >= body.trim_end_matches("\n]").len();
        prop_assert_eq!(verdict == Verdict::Finished(FinishReason::Stop), closed);
    }
}
