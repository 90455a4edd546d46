//! What goes over the wire: byte for byte, so that a changed key or order is seen.

use super::scenarios::upstream;
use chat_core::dialect::gemini::encode;
use chat_core::message::Role;
use chat_core::request::{
    AnswerSchema, ChatRequest, Effort, Media, MediaKind, Reasoning, RequestMessage,
};
use proptest::prelude::*;
use serde_json::json;

fn request() -> ChatRequest {
    ChatRequest::new(
        "gemini-2.5-flash",
        vec![RequestMessage::text(Role::User, "Hi")],
    )
}

fn text(request: &ChatRequest) -> String {
    String::from_utf8_lossy(&encode(request, &upstream("direct", "google"))).into_owned()
}

/// The conversation of [`request`].
const HI: &str = r#""contents":[{"role":"user","parts":[{"text":"Hi"}]}]"#;

#[test]
fn a_request_has_these_bytes() {
    let schema = AnswerSchema {
        name: "sum".to_owned(),
        schema: json!({"type": "object", "properties": {"n": {"type": "integer"}}}),
    };
    for (request, config) in [
        (request(), None),
        (
            ChatRequest {
                stream: false,
                ..request()
            },
            None,
        ),
        (
            ChatRequest {
                max_tokens: Some(1000),
                // Only dialects that must name a limit use this one.
                known_max_output: Some(65_536),
                ..request()
            },
            Some(r#"{"maxOutputTokens":1000}"#),
        ),
        (
            ChatRequest {
                temperature: Some(0.0),
                ..request()
            },
            Some(r#"{"temperature":0.0}"#),
        ),
        (
            ChatRequest {
                temperature: Some(f64::NAN),
                ..request()
            },
            None,
        ),
        (
            ChatRequest {
                temperature: Some(f64::INFINITY),
                ..request()
            },
            None,
        ),
        (
            ChatRequest {
                schema: Some(schema.clone()),
                ..request()
            },
            Some(
                r#"{"responseMimeType":"application/json","responseJsonSchema":{"properties":{"n":{"type":"integer"}},"type":"object"}}"#,
            ),
        ),
        (
            ChatRequest {
                max_tokens: Some(5),
                temperature: Some(0.7),
                stop: vec!["END".to_owned(), "\n\n".to_owned()],
                seed: Some(-7),
                schema: Some(schema),
                reasoning: Some(Reasoning::Effort(Effort::Low)),
                ..request()
            },
            Some(
                r#"{"maxOutputTokens":5,"temperature":0.7,"stopSequences":["END","\n\n"],"seed":-7,"responseMimeType":"application/json","responseJsonSchema":{"properties":{"n":{"type":"integer"}},"type":"object"},"thinkingConfig":{"includeThoughts":true,"thinkingBudget":1024}}"#,
            ),
        ),
    ] {
        let config = config.map_or(String::new(), |c| format!(r#","generationConfig":{c}"#));
        assert_eq!(text(&request), format!("{{{HI}{config}}}"));
    }
}

#[test]
fn the_model_and_the_routing_are_not_in_the_body() {
    let mut asked = request();
    asked.model = "google/some-model".to_owned();
    asked.routing.order = vec!["vertex".to_owned()];
    asked.routing.zero_data_retention = true;
    assert_eq!(text(&asked), format!("{{{HI}}}"));
}

#[test]
fn instructions_stand_apart_and_roles_have_their_names() {
    let mut asked = request();
    asked.messages = [
        (Role::System, "S1"),
        (Role::User, "U1"),
        (Role::Assistant, "A1"),
        (Role::System, "S2"),
        (Role::User, ""),
    ]
    .into_iter()
    .map(|(role, text)| RequestMessage::text(role, text))
    .collect();
    assert_eq!(
        text(&asked),
        r#"{"contents":[{"role":"user","parts":[{"text":"U1"}]},{"role":"model","parts":[{"text":"A1"}]},{"role":"user","parts":[{"text":""}]}],"systemInstruction":{"parts":[{"text":"S1"},{"text":"S2"}]}}"#
    );
}

#[test]
fn files_stand_before_the_text_about_them() {
    let file = |kind: MediaKind, base64: &str| Media {
        name: "a file".to_owned(),
        kind,
        base64: base64.into(),
    };
    let mut asked = request();
    asked.messages[0].media = vec![
        file(MediaKind::Png, "iVBOR"),
        file(MediaKind::Jpeg, "/9j/"),
        file(MediaKind::Webp, "UklG"),
        file(MediaKind::Gif, "R0lG"),
        file(MediaKind::Pdf, "JVBE"),
    ];
    asked.messages.push(RequestMessage {
        role: Role::User,
        text: String::new(),
        media: vec![file(MediaKind::Pdf, "JVBE")],
    });
    assert_eq!(
        text(&asked),
        r#"{"contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"iVBOR"}},{"inlineData":{"mimeType":"image/jpeg","data":"/9j/"}},{"inlineData":{"mimeType":"image/webp","data":"UklG"}},{"inlineData":{"mimeType":"image/gif","data":"R0lG"}},{"inlineData":{"mimeType":"application/pdf","data":"JVBE"}},{"text":"Hi"}]},{"role":"user","parts":[{"inlineData":{"mimeType":"application/pdf","data":"JVBE"}}]}]}"#
    );
}

#[test]
fn thinking_is_told_in_the_language_of_the_model() {
    use Reasoning::{Budget, Off};
    let effort = Reasoning::Effort;
    let budget = |tokens: u32| format!(r#"{{"includeThoughts":true,"thinkingBudget":{tokens}}}"#);
    let level = |level: &str| format!(r#"{{"includeThoughts":true,"thinkingLevel":"{level}"}}"#);
    let quiet = |key: &str, value: &str| format!(r#"{{"{key}":{value}}}"#);
    for (model, reasoning, config) in [
        // 2.5: a budget in tokens.
        ("gemini-2.5-flash", Off, quiet("thinkingBudget", "0")),
        ("gemini-2.5-flash", Budget(0), quiet("thinkingBudget", "0")),
        ("gemini-2.5-flash", Budget(777), budget(777)),
        ("gemini-2.5-flash", effort(Effort::Minimal), budget(512)),
        ("gemini-2.5-flash", effort(Effort::Low), budget(1_024)),
        ("gemini-2.5-flash", effort(Effort::Medium), budget(8_192)),
        ("gemini-2.5-flash", effort(Effort::High), budget(24_576)),
        ("gemini-2.5-flash", effort(Effort::Max), budget(24_576)),
        ("gemini-2.5-pro", Off, quiet("thinkingBudget", "128")),
        ("gemini-2.5-pro", effort(Effort::Max), budget(32_768)),
        ("google/gemini-2.5-pro", Budget(9), budget(9)),
        (
            "models/gemini-2.5-flash-lite",
            Off,
            quiet("thinkingBudget", "0"),
        ),
        // 3 and later: a level, the lowest where the lower is refused.
        (
            "gemini-3-flash-preview",
            Off,
            quiet("thinkingLevel", "\"MINIMAL\""),
        ),
        (
            "gemini-3.5-flash",
            effort(Effort::Minimal),
            level("MINIMAL"),
        ),
        ("gemini-3.6-flash", effort(Effort::Minimal), level("LOW")),
        ("gemini-3.8-flash", Off, quiet("thinkingLevel", "\"LOW\"")),
        (
            "gemini-3.8-flash-lite",
            Off,
            quiet("thinkingLevel", "\"MINIMAL\""),
        ),
        (
            "gemini-3.1-pro-preview",
            Off,
            quiet("thinkingLevel", "\"LOW\""),
        ),
        (
            "google/gemini-3.10-flash",
            Off,
            quiet("thinkingLevel", "\"LOW\""),
        ),
        ("gemini-3.8-flash", effort(Effort::Low), level("LOW")),
        ("gemini-3.8-flash", effort(Effort::Medium), level("MEDIUM")),
        ("gemini-3.8-flash", effort(Effort::High), level("HIGH")),
        ("gemini-4-argon", effort(Effort::Max), level("HIGH")),
        (
            "gemini-3.8-flash",
            Budget(0),
            quiet("thinkingLevel", "\"LOW\""),
        ),
        ("gemini-3.8-flash", Budget(1_024), level("LOW")),
        ("gemini-3.8-flash", Budget(1_025), level("MEDIUM")),
        ("gemini-3.8-flash", Budget(8_193), level("HIGH")),
        // Names without a version are taken for new.
        ("gemini-flash-latest", effort(Effort::High), level("HIGH")),
        (
            "gemini-flash-latest",
            Off,
            quiet("thinkingLevel", "\"LOW\""),
        ),
        ("gemma-4-31b-it", effort(Effort::High), level("HIGH")),
        // What does not think is told to think when asked, and refuses by itself.
        ("gemini-2.0-flash", effort(Effort::Low), budget(1_024)),
    ] {
        let mut asked = request();
        model.clone_into(&mut asked.model);
        asked.reasoning = Some(reasoning);
        assert_eq!(
            text(&asked),
            format!(r#"{{{HI},"generationConfig":{{"thinkingConfig":{config}}}}}"#),
            "{model} {reasoning:?}"
        );
    }
    let mut asked = request();
    asked.model = "gemini-2.0-flash".to_owned();
    asked.reasoning = Some(Off);
    assert_eq!(text(&asked), format!("{{{HI}}}"));
}

proptest! {
    #[test]
    fn any_text_arrives_unchanged(content in any::<String>(), model in any::<String>()) {
        let mut asked = request();
        asked.model = model;
        asked.reasoning = Some(Reasoning::Effort(Effort::High));
        asked.messages[0].text.clone_from(&content);
        let body: serde_json::Value =
            serde_json::from_slice(&encode(&asked, &upstream("direct", "google"))).unwrap();
        prop_assert_eq!(
            body["contents"][0]["parts"][0]["text"].as_str(),
            Some(content.as_str())
        );
    }
}
