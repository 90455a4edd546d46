//! One row for every scenario: its status, the text that comes through, and how it ends.

use demo_gateway::{Scenario, texts};
use serde_json::{Value, json};

use crate::client::{BodyEnd, Client, Response, ask, deltas, gateway, question, send};

/// What a plain client sees of a scenario.
#[derive(Debug, PartialEq)]
enum Seen {
    /// A refusal: status and error type, or no JSON error.
    Refused(u16, Option<&'static str>),
    /// A stream: its text, its last `finish_reason`, how its body ends.
    Streamed(String, Option<&'static str>, BodyEnd),
    /// Told elsewhere: not a response that ends, too large to be read here, or no SSE.
    Elsewhere,
}

fn expected(scenario: Scenario) -> Seen {
    let whole = |reason| Seen::Streamed(texts::SAMPLE.into(), Some(reason), BodyEnd::Complete);
    let broken = |end| Seen::Streamed(texts::PARTIAL.into(), None, end);
    let none = |reason| Seen::Streamed(String::new(), Some(reason), BodyEnd::Complete);
    let partial = |reason| Seen::Streamed(texts::PARTIAL.into(), Some(reason), BodyEnd::Complete);
    match scenario {
        Scenario::Demo => Seen::Streamed(
            texts::demo::answer(&["Hello"]),
            Some("stop"),
            BodyEnd::Complete,
        ),
        Scenario::Echo => Seen::Streamed("Hello".into(), Some("stop"), BodyEnd::Complete),
        Scenario::RateLimited
        | Scenario::RateLimitedRetryAfter
        | Scenario::RateLimitedRetryAfterLong
        | Scenario::RateLimitedThenOk => Seen::Refused(429, Some("rate_limit_exceeded")),
        Scenario::Status500 | Scenario::Status500ThenOk => {
            Seen::Refused(500, Some("internal_server_error"))
        }
        Scenario::Status502 | Scenario::HtmlPage => Seen::Refused(502, None),
        Scenario::Status503 => Seen::Refused(503, Some("internal_server_error")),
        Scenario::Status529 => Seen::Refused(529, Some("overloaded_error")),
        Scenario::Status408 => Seen::Refused(408, Some("timeout_error")),
        Scenario::Status401 | Scenario::EchoKeyInError => {
            Seen::Refused(401, Some("authentication_error"))
        }
        Scenario::Status402 => Seen::Refused(402, Some("insufficient_funds")),
        Scenario::Status402Quota => Seen::Refused(402, Some("quota_for_entity_exceeded")),
        Scenario::Status403 => Seen::Refused(403, Some("forbidden")),
        Scenario::Status403Card => Seen::Refused(403, Some("customer_verification_required")),
        Scenario::Status404Model => Seen::Refused(404, Some("model_not_found")),
        Scenario::Status400 | Scenario::ContextTooLong => {
            Seen::Refused(400, Some("invalid_request_error"))
        }
        Scenario::Status413 => Seen::Refused(413, Some("request_too_large")),
        Scenario::FlatError => Seen::Refused(400, None),
        Scenario::Redirect => Seen::Refused(307, None),
        Scenario::Html200 | Scenario::JsonWithoutChoices => Seen::Refused(200, None),
        Scenario::JsonError200 => Seen::Refused(200, Some("internal_server_error")),
        Scenario::ErrorInStream
        | Scenario::ErrorEvent
        | Scenario::BareError
        | Scenario::CloseEarly => broken(BodyEnd::Complete),
        Scenario::ResetMidEvent => broken(BodyEnd::Reset),
        Scenario::CutUtf8 => broken(BodyEnd::Closed),
        Scenario::DataAfterDone => Seen::Streamed(
            format!("{}This comes too late.", texts::SAMPLE),
            Some("stop"),
            BodyEnd::Complete,
        ),
        Scenario::SseAsJson
        | Scenario::UntilClose
        | Scenario::MissingDone
        | Scenario::Crlf
        | Scenario::CrOnly
        | Scenario::MixedEndings
        | Scenario::Bom
        | Scenario::Comments
        | Scenario::NoSpace
        | Scenario::MultiDataLines
        | Scenario::SplitUtf8
        | Scenario::BadJsonLines
        | Scenario::Reasoning
        | Scenario::UsageOwnChunk
        | Scenario::EmptyChoicesFirst
        | Scenario::NullContent
        | Scenario::FinishWithText
        | Scenario::OddFinish => whole("stop"),
        // The client here drops an event without its blank line, as the standard has it.
        Scenario::NoLastBlankLine => Seen::Streamed(texts::SAMPLE.into(), None, BodyEnd::Complete),
        Scenario::EmptyAnswer | Scenario::Refusal | Scenario::ContentParts => none("stop"),
        Scenario::ToolCalls | Scenario::ToolCallsNoIndex => none("tool_calls"),
        Scenario::ContentFilterEmpty => none("content_filter"),
        Scenario::ThinkTags => Seen::Streamed(
            format!("<think>{}</think>{}", texts::REASONING, texts::SAMPLE),
            Some("stop"),
            BodyEnd::Complete,
        ),
        Scenario::Length => partial("length"),
        Scenario::ContentFilter => partial("content_filter"),
        Scenario::DeltaFlood => {
            Seen::Streamed(texts::flood(100_000), Some("stop"), BodyEnd::Complete)
        }
        Scenario::Markdown200k => Seen::Streamed(
            texts::markdown::document(texts::markdown::LENGTH),
            Some("stop"),
            BodyEnd::Complete,
        ),
        Scenario::HugeErrorBody
        | Scenario::GzipBody
        | Scenario::JsonInsteadOfSse
        | Scenario::InvalidUtf8
        | Scenario::EndlessLine
        | Scenario::Stall
        | Scenario::StallHeaders
        | Scenario::KeepaliveStall
        | Scenario::Slow
        | Scenario::ResetBefore
        | Scenario::DoneOpen => Seen::Elsewhere,
    }
}

fn seen(response: &Response) -> Seen {
    let sse = response
        .head
        .header("content-type")
        .is_some_and(|kind| kind.contains("event-stream"));
    if response.head.status != 200 || !(sse || response.body().starts_with(b"data:")) {
        let body: Value = serde_json::from_slice(&response.body()).unwrap_or_default();
        let kind = body["error"]["type"]
            .as_str()
            .map(|kind| &*kind.to_owned().leak());
        return Seen::Refused(response.head.status, kind);
    }
    let chunks = response.chunks_json();
    let reason = chunks.iter().rev().find_map(|chunk| {
        let reason = chunk["choices"][0]["finish_reason"].as_str()?;
        (!matches!(reason, "" | "null")).then(|| &*reason.to_owned().leak())
    });
    Seen::Streamed(response.answer(), reason, response.end)
}

#[tokio::test]
async fn every_scenario_is_what_its_row_says() {
    let gateway = gateway().await;
    for scenario in Scenario::ALL.iter().copied() {
        let row = expected(scenario);
        if row != Seen::Elsewhere {
            let response = ask(&gateway, scenario.name(), "Hello").await;
            assert_eq!(seen(&response), row, "{scenario}");
        }
    }
}

#[test]
fn every_name_leads_back_to_its_scenario() {
    for scenario in Scenario::ALL.iter().copied() {
        let name = scenario.to_string();
        assert_eq!(name.parse(), Ok(scenario));
        assert!(
            name.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        );
        assert!(!scenario.description().is_empty() && !scenario.description().contains('\n'));
    }
    assert_eq!("nothing".parse::<Scenario>().unwrap_err().name, "nothing");
}

#[tokio::test]
async fn hints_to_wait_are_sent_where_the_name_says_so() {
    let gateway = gateway().await;
    for (name, hint) in [
        ("429", None),
        ("429-retry-after", Some("1")),
        ("429-retry-after-long", Some("3600")),
        ("503", None),
    ] {
        let response = ask(&gateway, name, "Hello").await;
        assert_eq!(response.head.header("retry-after"), hint, "{name}");
    }
}

#[tokio::test]
async fn then_ok_refuses_the_first_sending_of_each_body() {
    let gateway = gateway().await;
    for (name, status) in [("429-then-ok", 429), ("500-then-ok", 500)] {
        let mut statuses = Vec::new();
        for text in ["a", "b", "a", "b", "a"] {
            statuses.push(ask(&gateway, name, text).await.head.status);
        }
        assert_eq!(statuses, [status, status, 200, 200, status], "{name}");
    }
    gateway.clear();
    assert_eq!(ask(&gateway, "429-then-ok", "a").await.head.status, 429);
    let second = ask(&gateway, "429-then-ok", "a").await;
    assert_eq!(second.answer(), texts::SAMPLE);
}

#[tokio::test]
async fn the_error_in_a_stream_hides_its_message_in_a_string() {
    let gateway = gateway().await;
    let response = ask(&gateway, "error-in-stream", "Hello").await;
    let last = response.chunks_json().pop().unwrap();
    assert_eq!(last.get("choices"), None);
    assert!(last["id"].as_str().unwrap().starts_with("gen_"));
    assert_eq!(last["error"]["message"], "Stream error occurred");
    let inner = last["error"]["value"]["error_message"].as_str().unwrap();
    let inner: Value = serde_json::from_str(inner).unwrap();
    assert_eq!(inner["error"]["message"], "The provider is overloaded.");
    assert!(!response.text().contains("[DONE]"));
    for (name, line) in [
        ("error-event", "\n\nevent: error\ndata: {\"error\":"),
        ("bare-error", "\n\n{\"error\":{"),
    ] {
        assert!(
            ask(&gateway, name, "Hello").await.text().contains(line),
            "{name}"
        );
    }
}

#[tokio::test]
async fn the_key_comes_back_only_where_the_scenario_repeats_it() {
    let gateway = gateway().await;
    let mut client = Client::connect(&gateway).await;
    for scenario in Scenario::ALL.iter().copied() {
        if !matches!(expected(scenario), Seen::Refused(..)) {
            continue;
        }
        let body = question(scenario.name(), "Hello", true).to_string();
        let header = "authorization: Bearer planted-key\r\n";
        client
            .send("POST", "/v1/chat/completions", header, body.as_bytes())
            .await;
        let response = client.response().await;
        let repeats = scenario == Scenario::EchoKeyInError;
        assert_eq!(
            response.text().contains("Bearer planted-key"),
            repeats,
            "{scenario}"
        );
    }
}

#[tokio::test]
async fn a_redirect_leads_to_a_port_that_records_who_follows() {
    let gateway = gateway().await;
    let response = ask(&gateway, "redirect", "Hello").await;
    let target = response.head.header("location").unwrap().to_owned();
    let address = target
        .strip_prefix("http://")
        .unwrap()
        .split('/')
        .next()
        .unwrap();
    assert!(!gateway.url().ends_with(address));
    assert_eq!(gateway.followed_redirects().len(), 0);
    let mut visitor = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = b"GET /v1/chat/completions HTTP/1.1\r\nauthorization: Bearer k\r\n\r\n";
    tokio::io::AsyncWriteExt::write_all(&mut visitor, request)
        .await
        .unwrap();
    let mut answer = String::new();
    tokio::io::AsyncReadExt::read_to_string(&mut visitor, &mut answer)
        .await
        .unwrap();
    assert!(answer.contains("You followed a redirect."));
    assert_eq!(
        gateway.followed_redirects()[0].header("authorization"),
        Some("Bearer k")
    );
    assert_eq!(
        gateway.requests().len(),
        1,
        "the visit is not mixed up with real requests"
    );
}

#[tokio::test]
async fn reasoning_comes_under_both_names_before_the_text() {
    let gateway = gateway().await;
    let response = ask(&gateway, "reasoning", "Hello").await;
    let chunks = response.chunks_json();
    let thought = deltas(&chunks, "reasoning") + &deltas(&chunks, "reasoning_content");
    assert_eq!(thought, texts::REASONING);
    assert!(!deltas(&chunks, "reasoning_content").is_empty());
    let details = &chunks[1]["choices"][0]["delta"]["reasoning_details"][0];
    assert_eq!(
        details["text"],
        chunks[1]["choices"][0]["delta"]["reasoning"]
    );
    let usage = &chunks.last().unwrap()["usage"];
    let tokens = demo_gateway::count_tokens(texts::REASONING);
    assert_eq!(
        usage["completion_tokens_details"]["reasoning_tokens"],
        tokens
    );
}

#[tokio::test]
async fn tool_calls_come_in_pieces_that_join_to_json() {
    let gateway = gateway().await;
    for (name, has_index) in [("tool-calls", true), ("tool-calls-no-index", false)] {
        let chunks = ask(&gateway, name, "Hello").await.chunks_json();
        let mut calls: Vec<(String, String)> = Vec::new();
        for chunk in &chunks {
            let call = &chunk["choices"][0]["delta"]["tool_calls"][0];
            if call.is_null() {
                continue;
            }
            assert_eq!(call.get("index").is_some(), has_index, "{name}");
            if let Some(id) = call["id"].as_str() {
                calls.push((id.to_owned(), String::new()));
            }
            calls.last_mut().unwrap().1 += call["function"]["arguments"].as_str().unwrap();
        }
        assert_eq!(calls.len(), 2);
        assert_eq!(calls[0].0, "call_1");
        let arguments: Value = serde_json::from_str(&calls[0].1).unwrap();
        assert_eq!(arguments, json!({ "city": "Zürich" }));
        let whole = send(&gateway, &question(name, "Hello", false)).await.json();
        let whole = &whole["choices"][0]["message"]["tool_calls"];
        assert_eq!(whole[1]["function"]["arguments"], calls[1].1);
    }
}

#[tokio::test]
async fn shapes_of_single_chunks_are_as_named() {
    let gateway = gateway().await;
    let chunks = ask(&gateway, "usage-own-chunk", "Hello")
        .await
        .chunks_json();
    let [.., finish, usage] = &chunks[..] else {
        panic!("too few chunks")
    };
    assert_eq!(finish["choices"][0]["finish_reason"], "stop");
    assert_eq!(finish.get("usage"), None);
    assert_eq!(finish["choices"][0]["delta"], json!({}));
    assert_eq!(usage["choices"], json!([]));
    assert_eq!(
        usage["usage"]["completion_tokens"],
        demo_gateway::count_tokens(texts::SAMPLE)
    );
    assert_eq!(usage["usage"].get("cost"), None);

    let chunks = ask(&gateway, "empty-choices-first", "Hello")
        .await
        .chunks_json();
    assert_eq!(chunks[0]["choices"], json!([]));

    let chunks = ask(&gateway, "finish-with-text", "Hello")
        .await
        .chunks_json();
    let last = &chunks.last().unwrap()["choices"][0];
    assert!(texts::SAMPLE.ends_with(last["delta"]["content"].as_str().unwrap()));
    assert_eq!(last["finish_reason"], "stop");

    let chunks = ask(&gateway, "content-parts", "Hello").await.chunks_json();
    let parts = chunks
        .iter()
        .map(|chunk| &chunk["choices"][0]["delta"]["content"][0]["text"]);
    assert_eq!(
        parts.filter_map(Value::as_str).collect::<String>(),
        texts::SAMPLE
    );

    let chunks = ask(&gateway, "refusal", "Hello").await.chunks_json();
    assert_eq!(deltas(&chunks, "refusal"), "I cannot help with that.");

    let chunks = ask(&gateway, "null-content", "Hello").await.chunks_json();
    assert!(
        chunks
            .iter()
            .any(|chunk| chunk["choices"][0]["delta"]["content"].is_null())
    );
    assert!(
        chunks
            .iter()
            .any(|chunk| chunk["choices"][0].get("delta").is_none())
    );

    let chunks = ask(&gateway, "odd-finish", "Hello").await.chunks_json();
    let reasons: Vec<&Value> = chunks
        .iter()
        .map(|chunk| &chunk["choices"][0]["finish_reason"])
        .collect();
    assert_eq!(
        reasons,
        [
            &Value::Null,
            &json!(""),
            &json!("null"),
            &json!(""),
            &json!("stop"),
            &json!("stop")
        ]
    );
}
