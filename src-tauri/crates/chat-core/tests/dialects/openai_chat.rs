//! The `openai-chat` decoder over `fixtures/openai_chat.txt`, and over whatever else may come.

use super::any::json_of;
use super::scenarios::{Input, OPENAI_CHAT, upstream};
use super::seen::{Seen, run};
use chat_core::dialect::openai_chat::Decoder;
use chat_core::dialect::{DialectEvent, Verdict};
use chat_core::wire::FinishReason;
use proptest::prelude::*;
use serde_json::json;

fn data(short: &str) -> String {
    (OPENAI_CHAT.data)(short)
}

#[test]
fn every_scenario_gives_its_events_and_verdict() {
    assert!(run(&OPENAI_CHAT) >= 110);
}

#[test]
fn a_plain_delta_means_what_it_means_when_read_in_full() {
    let odd = [
        r#"{"choices":[{"delta":["x"]}]}"#,
        r#"{"choices":[[0,{"content":"x"}]]}"#,
        r#"{"choices":[{"index":1,"delta":{"content":"x"}}]}"#,
        r#"{"choices":[{"delta":{"content":"x","content":"y"}}]}"#,
        r#"{"choices":[{"delta":{"content":"x"},"finish_reason":"length"}]}"#,
        r#"{"id":"g","model":"m","choices":[{"delta":{"content":"x"}}]}"#,
        r#"{"id":"h","model":"n","object":"error","choices":[{"delta":{"content":"<think>x"}}]}"#,
    ];
    for scenario in OPENAI_CHAT.scenarios() {
        let (mut fast, mut full) = (
            Decoder::new(scenario.upstream.clone()),
            Decoder::new(scenario.upstream.clone()),
        );
        let sent = scenario.inputs.iter().filter_map(|input| match input {
            Input::Event(name, data) => Some((*name, data.as_str())),
            Input::Whole(_) => None,
        });
        for (name, data) in sent.chain(odd.map(|data| (None, data))) {
            // A field that no one knows: the frame is not plain.
            let marked = data.strip_prefix('{').map(|rest| match rest {
                "}" => data.to_owned(),
                _ => format!(r#"{{"unknown":0,{rest}"#),
            });
            let marked = marked.unwrap_or_else(|| data.to_owned());
            assert_eq!(
                fast.frame(name, data),
                full.frame(name, &marked),
                "{}: {data}",
                scenario.title
            );
        }
        assert_eq!(fast.finish(), full.finish(), "{}", scenario.title);
        assert_eq!(fast.parsed(), full.parsed());
    }
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
    let mut decoder = Decoder::new(upstream("gateway", "openai"));
    decoder.frame(None, &data("t:a"));
    assert_eq!(decoder.finish_reason(), None);
    decoder.frame(None, &data("f:length"));
    assert_eq!(decoder.finish_reason(), Some(FinishReason::Length));
}

/// Feeds content in pieces and gives text and reasoning, joined.
fn split(pieces: &[String]) -> (String, String) {
    let mut decoder = Decoder::new(upstream("gateway", "openai"));
    let mut seen = Seen::default();
    for piece in pieces {
        seen.note(decoder.frame(None, &data(&format!("t:{piece}"))));
    }
    seen.note(decoder.frame(None, &data("f:stop")));
    let (events, _) = decoder.finish();
    seen.note(events);
    (seen.text, seen.reasoning)
}

/// The same cut at the given places, which are rounded to characters.
fn cut(content: &str, places: &[usize]) -> Vec<String> {
    let chars: Vec<char> = content.chars().collect();
    let mut places: Vec<usize> = places.iter().map(|at| at % (chars.len() + 1)).collect();
    places.sort_unstable();
    let mut pieces = Vec::new();
    let mut from = 0;
    for at in places.into_iter().chain([chars.len()]) {
        pieces.push(chars[from..at].iter().collect());
        from = at;
    }
    pieces
}

/// Content made of what could be mistaken for tags.
fn content() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<think>".to_owned()),
        Just("</think>".to_owned()),
        Just("<thi".to_owned()),
        Just("</".to_owned()),
        Just(" \n".to_owned()),
        "[a-z<>/ é😀]{0,6}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// What the whole content means, said without a state machine.
fn meant(content: &str) -> (String, String) {
    let Some(rest) = content.trim_start().strip_prefix("<think>") else {
        return (content.to_owned(), String::new());
    };
    match rest.trim_start().split_once("</think>") {
        Some((reasoning, text)) => (text.trim_start().to_owned(), reasoning.to_owned()),
        None => (String::new(), rest.trim_start().to_owned()),
    }
}

/// Names of members that the dialect knows.
const NAMES: &[&str] = &[
    "choices",
    "delta",
    "message",
    "content",
    "error",
    "usage",
    "cost",
    "index",
    "text",
    "tool_calls",
    "function",
    "name",
    "arguments",
    "id",
    "finish_reason",
    "type",
    "code",
    "provider_metadata",
    "gateway",
    "routing",
    "finalProvider",
    "reasoning",
    "reasoning_details",
    "refusal",
    "prompt_tokens",
    "completion_tokens",
    "total_tokens",
    "value",
    "error_message",
    "details",
    "model",
    "object",
    "is_byok",
    "cost_details",
    "annotations",
    "url_citation",
    "citations",
    "search_results",
    "images",
    "image_url",
    "url",
    "title",
    "modelAttempts",
    "providerAttempts",
    "credentialType",
    "success",
];

/// Words that it knows.
const WORDS: &[&str] = &[
    "stop",
    "error",
    "<think>",
    "</think>",
    "chat.completion",
    "{\"error\":{}}",
    "url_citation",
    "image_url",
    "https://x.example/",
    "data:image/png;base64,iVBORw==",
    "byok",
];

/// Any JSON, with the names that decoding looks for.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    json_of(NAMES, WORDS)
}

fn any_frame() -> impl Strategy<Value = String> {
    prop_oneof![
        any_json().prop_map(|value| value.to_string()),
        any_json().prop_map(|delta| json!({"choices": [{"delta": delta}]}).to_string()),
        any_json().prop_map(|calls| {
            json!({"choices": [{"delta": {"tool_calls": [calls]}}]}).to_string()
        }),
        any_json().prop_map(|error| json!({"error": error}).to_string()),
        any_json().prop_map(|usage| json!({"choices": [], "usage": usage}).to_string()),
        // Cut JSON, and text that is none.
        (any_json(), 0_usize..40)
            .prop_map(|(value, at)| { value.to_string().chars().take(at).collect::<String>() }),
        ".{0,40}",
        Just("[DONE]".to_owned()),
    ]
}

proptest! {
    #[test]
    fn any_chunking_of_content_gives_the_same_text_and_reasoning(
        content in content(),
        places in prop::collection::vec(any::<usize>(), 0..10),
    ) {
        prop_assert_eq!(split(&cut(&content, &places)), meant(&content));
    }

    #[test]
    fn text_without_a_tag_arrives_as_it_was_sent(pieces in prop::collection::vec("[^<]{0,20}", 0..10)) {
        prop_assert_eq!(split(&pieces).0, pieces.concat());
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
    fn arguments_cut_anywhere_are_joined(
        arguments in "[ -~]{0,40}",
        places in prop::collection::vec(any::<usize>(), 0..6),
        indexed in any::<bool>(),
    ) {
        let mut decoder = Decoder::new(upstream("gateway", "openai"));
        let mut seen = Seen::default();
        for (number, piece) in cut(&arguments, &places).into_iter().enumerate() {
            let mut call = json!({"function": {"arguments": piece}});
            if indexed {
                call["index"] = json!(0);
            }
            if number == 0 {
                call["id"] = json!("c");
                call["function"]["name"] = json!("f");
            }
            seen.note(decoder.frame(None, &json!({"choices": [{"delta": {"tool_calls": [call]}}]}).to_string()));
        }
        seen.note(decoder.frame(None, "[DONE]"));
        seen.note(decoder.finish().0);
        let whole = if arguments.trim().is_empty() { "{}" } else { &arguments };
        prop_assert_eq!(seen.calls, vec![format!("c f {whole}")]);
    }
}
