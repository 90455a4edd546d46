//! What goes over the wire: byte for byte, so that a changed key or order is seen.

use chat_core::dialect::anthropic::encode;
use chat_core::dialect::{Upstream, UpstreamKind};
use chat_core::failure::AuthKind;
use chat_core::message::Role;
use chat_core::request::{
    AnswerSchema, ChatRequest, Effort, Media, MediaKind, Reasoning, RequestMessage,
};
use proptest::prelude::*;
use serde_json::json;

fn upstream(kind: UpstreamKind) -> Upstream {
    Upstream {
        kind,
        host: "ai.example".to_owned(),
        auth: AuthKind::ApiKey,
        provider: (kind == UpstreamKind::Direct).then(|| "anthropic".to_owned()),
    }
}

fn request(model: &str) -> ChatRequest {
    ChatRequest {
        stream: false,
        ..ChatRequest::new(model, vec![RequestMessage::text(Role::User, "Hi")])
    }
}

fn text(request: &ChatRequest, kind: UpstreamKind) -> String {
    String::from_utf8_lossy(&encode(request, &upstream(kind))).into_owned()
}

const HI: &str = r#""messages":[{"role":"user","content":"Hi"}]"#;

#[test]
fn a_request_has_these_bytes() {
    use UpstreamKind::{Direct, Gateway, Local};
    for (kind, model, wire_model) in [
        (Gateway, "anthropic/claude-x", "anthropic/claude-x"),
        (Direct, "anthropic/claude-x", "claude-x"),
        (Direct, "claude-x", "claude-x"),
        (Direct, "anthropic/", "anthropic/"),
        (Direct, "openai/x", "openai/x"),
        (Local, "anthropic/x", "anthropic/x"),
    ] {
        assert_eq!(
            text(&request(model), kind),
            format!(r#"{{"model":"{wire_model}","max_tokens":4096,{HI}}}"#)
        );
    }
    let everything = ChatRequest {
        messages: vec![
            RequestMessage::text(Role::System, "Be brief."),
            RequestMessage::text(Role::User, "Hi"),
        ],
        max_tokens: Some(1000),
        temperature: Some(0.5),
        stop: vec!["END".to_owned(), "STOP".to_owned()],
        seed: Some(7),
        reasoning: Some(Reasoning::Effort(Effort::High)),
        schema: Some(AnswerSchema {
            name: "answer".to_owned(),
            schema: json!({"type": "object"}),
        }),
        stream: true,
        ..request("claude-x")
    };
    assert_eq!(
        text(&everything, Direct),
        format!(
            r#"{{"model":"claude-x","max_tokens":1000,"system":"Be brief.",{HI},"stream":true,"temperature":0.5,"stop_sequences":["END","STOP"],"thinking":{{"type":"adaptive","display":"summarized"}},"output_config":{{"effort":"high","format":{{"type":"json_schema","schema":{{"type":"object"}}}}}}}}"#
        )
    );
}

#[test]
fn the_limit_is_what_is_set_else_known_else_4096() {
    for (set, known, limit) in [
        (None, None, 4096),
        (None, Some(0), 4096),
        (None, Some(64_000), 64_000),
        (Some(5), Some(64_000), 5),
        (Some(200_000), Some(64_000), 200_000),
        (Some(5), None, 5),
    ] {
        let request = ChatRequest {
            max_tokens: set,
            known_max_output: known,
            ..request("m")
        };
        assert_eq!(
            text(&request, UpstreamKind::Gateway),
            format!(r#"{{"model":"m","max_tokens":{limit},{HI}}}"#)
        );
    }
}

#[test]
fn a_temperature_is_sent_only_when_set_and_finite() {
    for (temperature, sent) in [
        (None, ""),
        (Some(0.0), r#","temperature":0.0"#),
        (Some(1.0), r#","temperature":1.0"#),
        (Some(f64::NAN), ""),
        (Some(f64::INFINITY), ""),
    ] {
        let request = ChatRequest {
            temperature,
            ..request("m")
        };
        assert_eq!(
            text(&request, UpstreamKind::Gateway),
            format!(r#"{{"model":"m","max_tokens":4096,{HI}{sent}}}"#)
        );
    }
}

#[test]
fn reasoning_goes_out_in_the_shape_that_the_model_takes() {
    use Effort::{High, Low, Max, Medium, Minimal};
    use Reasoning::{Budget, Effort as By, Off};
    let adaptive = |effort: &str| {
        format!(
            r#","thinking":{{"type":"adaptive","display":"summarized"}},"output_config":{{"effort":"{effort}"}}"#
        )
    };
    let budget = |tokens: u32, display: &str| {
        format!(r#","thinking":{{"type":"enabled","budget_tokens":{tokens}{display}}}"#)
    };
    let disabled = r#","thinking":{"type":"disabled"}"#.to_owned();
    let shown = r#","display":"summarized""#;
    let (old, new, other) = ("claude-sonnet-4-5", "claude-opus-4-6", "xai/grok-4.5");
    for (model, max_tokens, reasoning, sent) in [
        (new, 4096, Off, disabled.clone()),
        (old, 4096, Off, disabled.clone()),
        (new, 4096, Budget(0), disabled),
        (new, 4096, By(Minimal), adaptive("low")),
        (new, 4096, By(Low), adaptive("low")),
        (new, 500, By(Medium), adaptive("medium")),
        (other, 4096, By(High), adaptive("high")),
        ("m", 4096, By(Max), adaptive("max")),
        (new, 4096, Budget(2000), budget(2000, shown)),
        (old, 4096, Budget(2000), budget(2000, "")),
        (old, 4096, Budget(1), budget(1024, "")),
        (old, 4096, Budget(50_000), budget(3072, "")),
        (old, 1500, Budget(50_000), budget(1024, "")),
        (old, 1024, Budget(50_000), String::new()),
        (old, 20_000, By(Minimal), budget(2000, "")),
        (old, 20_000, By(Low), budget(4000, "")),
        (old, 20_000, By(Medium), budget(10_000, "")),
        (old, 20_000, By(High), budget(16_000, "")),
        (old, 20_000, By(Max), budget(18_976, "")),
        (old, 1000, By(High), String::new()),
    ] {
        let request = ChatRequest {
            max_tokens: Some(max_tokens),
            reasoning: Some(reasoning),
            ..request(model)
        };
        assert_eq!(
            text(&request, UpstreamKind::Direct),
            format!(r#"{{"model":"{model}","max_tokens":{max_tokens},{HI}{sent}}}"#),
            "{reasoning:?}"
        );
    }
}

#[test]
fn instructions_are_joined_at_the_top_and_the_order_of_the_rest_is_kept() {
    let mut request = request("m");
    request.messages = [
        (Role::System, "One."),
        (Role::User, "a"),
        (Role::User, "b"),
        (Role::Assistant, "c"),
        (Role::System, " \n"),
        (Role::Assistant, " "),
        (Role::User, ""),
        (Role::System, "Two."),
        (Role::User, "d"),
    ]
    .into_iter()
    .map(|(role, text)| RequestMessage::text(role, text))
    .collect();
    assert_eq!(
        text(&request, UpstreamKind::Gateway),
        r#"{"model":"m","max_tokens":4096,"system":"One.\n\nTwo.","messages":[{"role":"user","content":"a"},{"role":"user","content":"b"},{"role":"assistant","content":"c"},{"role":"user","content":"d"}]}"#
    );
}

#[test]
fn files_go_before_the_question() {
    let file = |name: &str, kind| Media {
        name: name.to_owned(),
        kind,
        base64: "QUJD".into(),
    };
    let image = |media_type: &str| {
        format!(
            r#"{{"type":"image","source":{{"type":"base64","media_type":"{media_type}","data":"QUJD"}}}}"#
        )
    };
    let document = |title: &str| {
        format!(
            r#"{{"type":"document","source":{{"type":"base64","media_type":"application/pdf","data":"QUJD"}}{title}}}"#
        )
    };
    let question = r#"{"type":"text","text":"What?"}"#.to_owned();
    for (text_of, media, blocks) in [
        (
            "What?",
            vec![file("a.png", MediaKind::Png), file("b.pdf", MediaKind::Pdf)],
            vec![
                image("image/png"),
                document(r#","title":"b.pdf""#),
                question.clone(),
            ],
        ),
        (
            "What?",
            vec![
                file("a", MediaKind::Jpeg),
                file("b", MediaKind::Gif),
                file("c", MediaKind::Webp),
            ],
            vec![
                image("image/jpeg"),
                image("image/gif"),
                image("image/webp"),
                question,
            ],
        ),
        // The API refuses empty texts.
        (" \n", vec![file("", MediaKind::Pdf)], vec![document("")]),
    ] {
        let mut request = request("m");
        request.messages = vec![RequestMessage {
            media,
            ..RequestMessage::text(Role::User, text_of)
        }];
        assert_eq!(
            text(&request, UpstreamKind::Gateway),
            format!(
                r#"{{"model":"m","max_tokens":4096,"messages":[{{"role":"user","content":[{}]}}]}}"#,
                blocks.join(",")
            )
        );
    }
}

proptest! {
    #[test]
    fn any_text_arrives_unchanged(content in any::<String>(), system in any::<String>()) {
        prop_assume!(!content.trim().is_empty() && !system.trim().is_empty());
        let mut request = request("m");
        request.messages = vec![
            RequestMessage::text(Role::System, system.clone()),
            RequestMessage::text(Role::User, content.clone()),
        ];
        let body: serde_json::Value =
            serde_json::from_slice(&encode(&request, &upstream(UpstreamKind::Gateway))).unwrap();
        prop_assert_eq!(body["messages"][0]["content"].as_str(), Some(content.as_str()));
        prop_assert_eq!(body["system"].as_str(), Some(system.as_str()));
    }

    #[test]
    fn a_budget_is_never_one_that_the_api_refuses(
        asked in any::<u32>(),
        limit in any::<u32>(),
        small in 0_u32..5000,
        use_small in any::<bool>(),
    ) {
        let limit = if use_small { small } else { limit };
        let request = ChatRequest {
            max_tokens: Some(limit),
            reasoning: Some(Reasoning::Budget(asked)),
            ..request("claude-sonnet-4-5")
        };
        let body: serde_json::Value =
            serde_json::from_slice(&encode(&request, &upstream(UpstreamKind::Direct))).unwrap();
        if let Some(budget) = body["thinking"]["budget_tokens"].as_u64() {
            prop_assert!((1024..u64::from(limit)).contains(&budget), "{budget} of {limit}");
            prop_assert!(budget <= u64::from(asked.max(1024)));
        } else {
            prop_assert!(asked == 0 || limit <= 1024);
        }
    }
}
