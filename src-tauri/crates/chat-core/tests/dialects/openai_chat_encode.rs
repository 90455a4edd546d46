//! What goes over the wire: byte for byte, so that a changed key or order is seen.

use chat_core::dialect::openai_chat::encode;
use chat_core::dialect::{Upstream, UpstreamKind};
use chat_core::failure::AuthKind;
use chat_core::message::Role;
use chat_core::request::{ChatRequest, RequestMessage};
use proptest::prelude::*;

fn upstream(kind: UpstreamKind) -> Upstream {
    Upstream {
        kind,
        host: "ai.example".to_owned(),
        auth: AuthKind::ApiKey,
        provider: (kind == UpstreamKind::Direct).then(|| "openai".to_owned()),
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

#[test]
fn a_request_has_these_bytes() {
    use UpstreamKind::{Direct, Gateway, Local};
    let hi = r#""messages":[{"role":"user","content":"Hi"}]"#;
    let usage = r#""stream":true,"stream_options":{"include_usage":true}"#;
    for (kind, model, max, temperature, stream, expected) in [
        // The guide's own request.
        (
            Gateway,
            "a/m",
            Some(1000),
            None,
            false,
            format!(r#"{{"model":"a/m",{hi},"max_tokens":1000}}"#),
        ),
        (
            Gateway,
            "a/m",
            None,
            None,
            true,
            format!(r#"{{"model":"a/m",{hi},{usage}}}"#),
        ),
        (
            Local,
            "m:1b",
            Some(5),
            Some(0.0),
            true,
            format!(r#"{{"model":"m:1b",{hi},{usage},"max_tokens":5,"temperature":0.0}}"#),
        ),
        (
            Direct,
            "gpt-4o-mini",
            Some(5),
            Some(0.7),
            false,
            format!(r#"{{"model":"gpt-4o-mini",{hi},"max_tokens":5,"temperature":0.7}}"#),
        ),
        (
            Direct,
            "openai/gpt-4o",
            None,
            None,
            false,
            format!(r#"{{"model":"gpt-4o",{hi}}}"#),
        ),
        (
            Gateway,
            "openai/gpt-4o",
            None,
            None,
            false,
            format!(r#"{{"model":"openai/gpt-4o",{hi}}}"#),
        ),
        (
            Direct,
            "anthropic/x",
            None,
            None,
            false,
            format!(r#"{{"model":"anthropic/x",{hi}}}"#),
        ),
        (
            Direct,
            "openai/",
            None,
            None,
            false,
            format!(r#"{{"model":"openai/",{hi}}}"#),
        ),
        (
            Direct,
            "o4-mini",
            Some(5),
            None,
            false,
            format!(r#"{{"model":"o4-mini",{hi},"max_completion_tokens":5}}"#),
        ),
        (
            Direct,
            "openai/gpt-5.1",
            Some(5),
            None,
            false,
            format!(r#"{{"model":"gpt-5.1",{hi},"max_completion_tokens":5}}"#),
        ),
        (
            Direct,
            "gpt-10-mini",
            Some(5),
            None,
            false,
            format!(r#"{{"model":"gpt-10-mini",{hi},"max_completion_tokens":5}}"#),
        ),
        (
            Direct,
            "gpt-oss-120b",
            Some(5),
            None,
            false,
            format!(r#"{{"model":"gpt-oss-120b",{hi},"max_tokens":5}}"#),
        ),
        (
            Direct,
            "omni",
            Some(5),
            None,
            false,
            format!(r#"{{"model":"omni",{hi},"max_tokens":5}}"#),
        ),
        (
            Gateway,
            "openai/o3",
            Some(5),
            None,
            false,
            format!(r#"{{"model":"openai/o3",{hi},"max_tokens":5}}"#),
        ),
        (
            Local,
            "o3",
            Some(5),
            None,
            false,
            format!(r#"{{"model":"o3",{hi},"max_tokens":5}}"#),
        ),
        (
            Gateway,
            "a/m",
            None,
            Some(f64::NAN),
            false,
            format!(r#"{{"model":"a/m",{hi}}}"#),
        ),
        (
            Gateway,
            "a/m",
            None,
            Some(f64::INFINITY),
            false,
            format!(r#"{{"model":"a/m",{hi}}}"#),
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
fn every_role_has_its_name_and_the_order_is_kept() {
    let mut request = request("m");
    request.messages = [Role::System, Role::User, Role::Assistant, Role::User]
        .into_iter()
        .map(|role| RequestMessage::text(role, role.as_str().to_uppercase()))
        .collect();
    assert_eq!(
        text(&request, UpstreamKind::Gateway),
        r#"{"model":"m","messages":[{"role":"system","content":"SYSTEM"},{"role":"user","content":"USER"},{"role":"assistant","content":"ASSISTANT"},{"role":"user","content":"USER"}]}"#
    );
}

proptest! {
    #[test]
    fn any_text_arrives_unchanged(content in any::<String>(), model in any::<String>()) {
        let mut request = request(&model);
        request.messages[0].text.clone_from(&content);
        let body: serde_json::Value =
            serde_json::from_slice(&encode(&request, &upstream(UpstreamKind::Gateway))).unwrap();
        prop_assert_eq!(body["messages"][0]["content"].as_str(), Some(content.as_str()));
        prop_assert_eq!(body["model"].as_str(), Some(model.as_str()));
    }
}
