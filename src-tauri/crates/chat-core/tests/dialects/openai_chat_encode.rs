//! What goes over the wire: byte for byte, so that a changed key or order is seen.

use chat_core::dialect::openai_chat::encode;
use chat_core::dialect::{Upstream, UpstreamKind};
use chat_core::failure::AuthKind;
use chat_core::message::Role;
use chat_core::request::{
    AnswerSchema, ChatRequest, Effort, Media, MediaKind, Reasoning, RequestMessage,
};
use chat_core::routing::{Routing, Sort};
use proptest::prelude::*;
use serde_json::json;

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

fn media(name: &str, kind: MediaKind, base64: &str) -> Media {
    Media {
        name: name.to_owned(),
        kind,
        base64: base64.into(),
    }
}

#[test]
fn files_go_as_parts_before_the_words_about_them() {
    let png = r#"{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw=="}}"#;
    let pdf = r#"{"type":"file","file":{"filename":"a \"b\".pdf","file_data":"data:application/pdf;base64,JVBERg=="}}"#;
    for (said, files, content) in [
        ("Hi", "", r#""Hi""#.to_owned()),
        ("", "", r#""""#.to_owned()),
        (
            "Hi",
            "i",
            format!(r#"[{png},{{"type":"text","text":"Hi"}}]"#),
        ),
        ("", "i", format!("[{png}]")),
        (
            "Hi",
            "pi",
            format!(r#"[{pdf},{png},{{"type":"text","text":"Hi"}}]"#),
        ),
    ] {
        let mut request = request("m");
        request.messages[0].text = said.to_owned();
        request.messages[0].media = files
            .chars()
            .map(|file| match file {
                'i' => media("x.png", MediaKind::Png, "iVBORw=="),
                _ => media("a \"b\".pdf", MediaKind::Pdf, "JVBERg=="),
            })
            .collect();
        assert_eq!(
            text(&request, UpstreamKind::Gateway),
            format!(r#"{{"model":"m","messages":[{{"role":"user","content":{content}}}]}}"#)
        );
    }
}

#[test]
fn every_option_has_its_place() {
    let hi = r#"{"model":"openai/gpt-5.2","messages":[{"role":"user","content":"Hi"}]"#;
    let mut all = request("openai/gpt-5.2");
    all.max_tokens = Some(5);
    all.temperature = Some(0.5);
    all.stop = vec!["END".to_owned(), String::new(), "\n".to_owned()];
    all.seed = Some(-7);
    all.reasoning = Some(Reasoning::Effort(Effort::Max));
    all.schema = Some(AnswerSchema {
        name: "sum".to_owned(),
        schema: json!({"type": "object"}),
    });
    all.routing = Routing {
        sort: Some(Sort::Cost),
        ..Routing::default()
    };
    let common = r#""stop":["END","\n"],"seed":-7"#;
    let format = r#""response_format":{"type":"json_schema","json_schema":{"name":"sum","schema":{"type":"object"},"strict":true}}"#;
    let gateway = format!(
        r#"{hi},"max_tokens":5,"temperature":0.5,{common},"reasoning":{{"effort":"max"}},{format},"providerOptions":{{"gateway":{{"sort":"cost"}}}}}}"#
    );
    let direct = format!(
        r#"{hi},"max_completion_tokens":5,"temperature":0.5,{common},"reasoning_effort":"xhigh",{format}}}"#
    )
    .replace("openai/", "");
    let local = format!(
        r#"{hi},"max_tokens":5,"temperature":0.5,{common},"reasoning_effort":"high",{format}}}"#
    );
    assert_eq!(text(&all, UpstreamKind::Gateway), gateway);
    assert_eq!(text(&all, UpstreamKind::Direct), direct);
    assert_eq!(text(&all, UpstreamKind::Local), local);
}

#[test]
fn how_much_to_think_in_each_servers_words() {
    use UpstreamKind::{Direct, Gateway, Local};
    for (kind, model, wanted, sent) in [
        (
            Gateway,
            "a/m",
            Reasoning::Off,
            r#""reasoning":{"enabled":false}"#,
        ),
        (
            Gateway,
            "a/m",
            Reasoning::Budget(0),
            r#""reasoning":{"enabled":false}"#,
        ),
        (
            Gateway,
            "a/m",
            Reasoning::Budget(2048),
            r#""reasoning":{"max_tokens":2048}"#,
        ),
        (
            Gateway,
            "a/m",
            Reasoning::Effort(Effort::Minimal),
            r#""reasoning":{"effort":"minimal"}"#,
        ),
        (
            Direct,
            "gpt-5.1",
            Reasoning::Off,
            r#""reasoning_effort":"none""#,
        ),
        (
            Direct,
            "gpt-5.1",
            Reasoning::Budget(9000),
            r#""reasoning_effort":"medium""#,
        ),
        (
            Direct,
            "o3",
            Reasoning::Effort(Effort::Max),
            r#""reasoning_effort":"high""#,
        ),
        (
            Local,
            "qwen3",
            Reasoning::Off,
            r#""reasoning_effort":"none""#,
        ),
    ] {
        let mut request = request(model);
        request.reasoning = Some(wanted);
        let expected = format!(
            r#"{{"model":"{model}","messages":[{{"role":"user","content":"Hi"}}],{sent}}}"#
        );
        assert_eq!(text(&request, kind), expected);
    }
    let mut plain = request("gpt-4o");
    plain.reasoning = Some(Reasoning::Off);
    assert!(
        !text(&plain, Direct).contains("reasoning"),
        "it never reasons"
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
