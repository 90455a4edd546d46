//! What goes over the wire: byte for byte, so that a changed key or order is seen.

use chat_core::dialect::openai_responses::encode;
use chat_core::dialect::{Upstream, UpstreamKind};
use chat_core::message::Role;
use chat_core::request::{
    AnswerSchema, ChatRequest, Effort, Media, MediaKind, Reasoning, RequestMessage,
};
use chat_core::routing::Routing;
use proptest::prelude::*;
use serde_json::{Value, json};

fn upstream(kind: UpstreamKind) -> Upstream {
    let kind = match kind {
        UpstreamKind::Gateway => "gateway",
        UpstreamKind::Direct => "direct",
        UpstreamKind::Local => "local",
    };
    super::scenarios::upstream(kind, "openai")
}

fn request(model: &str) -> ChatRequest {
    ChatRequest {
        stream: false,
        ..ChatRequest::new(model, vec![RequestMessage::text(Role::User, "Hi")])
    }
}

fn text(request: &ChatRequest, kind: UpstreamKind) -> String {
    String::from_utf8(encode(request, &upstream(kind))).unwrap()
}

const HI: &str = r#""input":[{"type":"message","role":"user","content":"Hi"}]"#;

#[test]
fn a_request_has_these_bytes() {
    use UpstreamKind::{Direct, Gateway, Local};
    for (kind, model, max, temperature, stream, expected) in [
        (
            Gateway,
            "a/m",
            Some(1000),
            None,
            false,
            format!(r#"{{"model":"a/m",{HI},"store":false,"max_output_tokens":1000}}"#),
        ),
        (
            Gateway,
            "openai/gpt-5.1",
            None,
            None,
            true,
            format!(r#"{{"model":"openai/gpt-5.1",{HI},"stream":true,"store":false}}"#),
        ),
        (
            Direct,
            "openai/gpt-5.1",
            Some(16),
            Some(0.7),
            true,
            format!(
                r#"{{"model":"gpt-5.1",{HI},"stream":true,"store":false,"max_output_tokens":16,"temperature":0.7}}"#
            ),
        ),
        (
            Direct,
            "anthropic/x",
            None,
            None,
            false,
            format!(r#"{{"model":"anthropic/x",{HI},"store":false}}"#),
        ),
        (
            Local,
            "openai/gpt-oss-20b",
            None,
            Some(0.0),
            false,
            format!(r#"{{"model":"openai/gpt-oss-20b",{HI},"store":false,"temperature":0.0}}"#),
        ),
        (
            Gateway,
            "a/m",
            None,
            Some(f64::NAN),
            false,
            format!(r#"{{"model":"a/m",{HI},"store":false}}"#),
        ),
        (
            Gateway,
            "a/m",
            None,
            Some(f64::NEG_INFINITY),
            false,
            format!(r#"{{"model":"a/m",{HI},"store":false}}"#),
        ),
    ] {
        let request = ChatRequest {
            max_tokens: max,
            temperature,
            stream,
            ..request(model)
        };
        assert_eq!(text(&request, kind), expected);
    }
}

#[test]
fn system_messages_become_instructions_and_the_order_is_kept() {
    let message = |role: Role, text: &str| RequestMessage::text(role, text);
    for (messages, expected) in [
        (
            vec![
                message(Role::System, "S"),
                message(Role::User, "U"),
                message(Role::Assistant, "A"),
                message(Role::User, "V"),
            ],
            r#"{"model":"m","input":[{"type":"message","role":"user","content":"U"},{"type":"message","role":"assistant","content":"A"},{"type":"message","role":"user","content":"V"}],"instructions":"S","store":false}"#,
        ),
        (
            vec![
                message(Role::System, "One."),
                message(Role::User, "U"),
                message(Role::System, "Two."),
            ],
            r#"{"model":"m","input":[{"type":"message","role":"user","content":"U"}],"instructions":"One.\n\nTwo.","store":false}"#,
        ),
        (
            vec![message(Role::System, ""), message(Role::User, "")],
            r#"{"model":"m","input":[{"type":"message","role":"user","content":""}],"store":false}"#,
        ),
    ] {
        let request = ChatRequest {
            messages,
            ..request("m")
        };
        assert_eq!(text(&request, UpstreamKind::Gateway), expected);
    }
}

#[test]
fn files_go_as_parts_after_the_text() {
    let media = |name: &str, kind: MediaKind, base64: &str| Media {
        name: name.to_owned(),
        kind,
        base64: base64.into(),
    };
    let image = |kind: &str| {
        format!(
            r#"{{"type":"input_image","image_url":"data:image/{kind};base64,QUJD","detail":"auto"}}"#
        )
    };
    for (text_of, files, parts) in [
        (
            "What is it?",
            vec![media("a.png", MediaKind::Png, "QUJD")],
            format!(r#"{{"type":"input_text","text":"What is it?"}},{}"#, image("png")),
        ),
        (
            "",
            vec![
                media("a", MediaKind::Jpeg, "QUJD"),
                media("b", MediaKind::Gif, "QUJD"),
                media("c", MediaKind::Webp, "QUJD"),
            ],
            [image("jpeg"), image("gif"), image("webp")].join(","),
        ),
        (
            "Sum up",
            vec![media("a \"1\".pdf", MediaKind::Pdf, "JVBERi0=")],
            r#"{"type":"input_text","text":"Sum up"},{"type":"input_file","filename":"a \"1\".pdf","file_data":"data:application/pdf;base64,JVBERi0="}"#.to_owned(),
        ),
    ] {
        let mut request = request("m");
        text_of.clone_into(&mut request.messages[0].text);
        request.messages[0].media = files;
        assert_eq!(
            text(&request, UpstreamKind::Direct),
            format!(
                r#"{{"model":"m","input":[{{"type":"message","role":"user","content":[{parts}]}}],"store":false}}"#
            )
        );
    }
}

#[test]
fn reasoning_is_an_effort_and_only_gateways_are_asked_for_a_summary() {
    use Reasoning::{Budget, Effort as Step, Off};
    use UpstreamKind::{Direct, Gateway, Local};
    for (kind, model, reasoning, expected) in [
        (Gateway, "a/m", Off, r#"{"effort":"none"}"#),
        (Gateway, "a/m", Budget(0), r#"{"effort":"none"}"#),
        (
            Gateway,
            "a/m",
            Step(Effort::Minimal),
            r#"{"effort":"minimal","summary":"auto"}"#,
        ),
        (
            Gateway,
            "a/m",
            Step(Effort::Max),
            r#"{"effort":"max","summary":"auto"}"#,
        ),
        (
            Gateway,
            "a/m",
            Budget(4_096),
            r#"{"effort":"medium","summary":"auto"}"#,
        ),
        (Direct, "gpt-5.1", Off, r#"{"effort":"none"}"#),
        (Direct, "o3", Off, r#"{"effort":"low"}"#),
        (Direct, "gpt-4o", Off, ""),
        (
            Direct,
            "gpt-5.2",
            Step(Effort::Max),
            r#"{"effort":"xhigh"}"#,
        ),
        (Direct, "o3", Step(Effort::Medium), r#"{"effort":"medium"}"#),
        (Direct, "o3", Budget(20_000), r#"{"effort":"high"}"#),
        (Local, "m", Off, r#"{"effort":"none"}"#),
        (Local, "m", Step(Effort::High), r#"{"effort":"high"}"#),
        (Local, "m", Budget(1_024), r#"{"effort":"low"}"#),
    ] {
        let request = ChatRequest {
            reasoning: Some(reasoning),
            ..request(model)
        };
        let field = if expected.is_empty() {
            String::new()
        } else {
            format!(r#","reasoning":{expected}"#)
        };
        assert_eq!(
            text(&request, kind),
            format!(r#"{{"model":"{model}",{HI},"store":false{field}}}"#)
        );
    }
}

#[test]
fn only_gateways_are_told_how_to_route() {
    let request = ChatRequest {
        routing: Routing {
            only: vec!["azure".to_owned()],
            ..Routing::default()
        },
        ..request("m")
    };
    for (kind, options) in [
        (
            UpstreamKind::Gateway,
            r#","providerOptions":{"gateway":{"only":["azure"]}}"#,
        ),
        (UpstreamKind::Direct, ""),
        (UpstreamKind::Local, ""),
    ] {
        assert_eq!(
            text(&request, kind),
            format!(r#"{{"model":"m",{HI},"store":false{options}}}"#)
        );
    }
}

#[test]
fn a_schema_is_the_strict_format_of_the_text() {
    let request = ChatRequest {
        schema: Some(AnswerSchema {
            name: "sum".to_owned(),
            schema: json!({"type": "object", "properties": {"n": {"type": "number"}}}),
        }),
        ..request("m")
    };
    assert_eq!(
        text(&request, UpstreamKind::Gateway),
        format!(
            r#"{{"model":"m",{HI},"store":false,"text":{{"format":{{"type":"json_schema","name":"sum","schema":{{"properties":{{"n":{{"type":"number"}}}},"type":"object"}},"strict":true}}}}}}"#
        )
    );
}

#[test]
fn stop_sequences_and_seed_have_no_field_here() {
    let request = ChatRequest {
        stop: vec!["END".to_owned()],
        seed: Some(7),
        known_max_output: Some(64_000),
        ..request("m")
    };
    assert_eq!(
        text(&request, UpstreamKind::Direct),
        format!(r#"{{"model":"m",{HI},"store":false}}"#)
    );
}

proptest! {
    #[test]
    fn any_text_arrives_unchanged(content in any::<String>(), system in any::<String>(), model in any::<String>()) {
        let mut request = request(&model);
        request.messages[0].text.clone_from(&content);
        request.messages.push(RequestMessage::text(Role::System, system.clone()));
        let body: Value =
            serde_json::from_slice(&encode(&request, &upstream(UpstreamKind::Gateway))).unwrap();
        prop_assert_eq!(body["input"][0]["content"].as_str(), Some(content.as_str()));
        prop_assert_eq!(body["instructions"].as_str().unwrap_or_default(), system);
        prop_assert_eq!(body["model"].as_str(), Some(model.as_str()));
    }
}
