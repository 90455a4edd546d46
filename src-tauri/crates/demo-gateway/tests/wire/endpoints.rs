//! Each endpoint, its shape, its auth; and the demo's answers.

use std::time::Duration;

use demo_gateway::{Options, Pace, Scenario, count_tokens, start, texts};
use serde_json::{Value, json};

use crate::client::{Client, ask, gateway, question, send};

#[tokio::test]
async fn models_are_listed_without_a_key_in_the_gateways_shape() {
    let options = Options {
        key: Some("vck_secret".into()),
        ..Options::default()
    };
    let gateway = start(options).await.unwrap();
    let mut client = Client::connect(&gateway).await;
    client.send("GET", "/v1/models", "", b"").await;
    let response = client.response().await;
    assert_eq!(response.head.status, 200);
    let list = response.json();
    assert_eq!(list["object"], "list");
    let models = list["data"].as_array().unwrap();
    for id in [
        "demo",
        "anthropic/claude-sonnet-4.5",
        "openai/gpt-4o-mini",
        "google/gemini-2.5-flash",
    ] {
        let model = models.iter().find(|model| model["id"] == id).unwrap();
        for field in ["created", "released", "context_window", "max_tokens"] {
            assert!(model[field].as_u64().unwrap() > 0, "{id} {field}");
        }
        for field in ["object", "owned_by", "name", "description", "type"] {
            assert!(model[field].is_string(), "{id} {field}");
        }
        for price in ["input", "output"] {
            let price = model["pricing"][price].as_str().unwrap();
            assert!(
                price.parse::<f64>().unwrap() >= 0.0 && !price.contains('e'),
                "{id}: {price}"
            );
        }
        assert!(model["modalities"]["input"].is_array(), "{id}");
    }
    assert!(models.iter().any(|model| model["type"] == "embedding"));
    assert!(models.iter().any(|model| model["pricing"] == json!({})));
}

#[tokio::test]
async fn other_paths_and_methods_are_refused_as_the_gateway_does() {
    let gateway = gateway().await;
    let mut client = Client::connect(&gateway).await;
    // (method, path, status, content type)
    for (method, path, status, kind) in [
        ("GET", "/", 404, Some("text/html; charset=utf-8")),
        (
            "POST",
            "/chat/completions",
            404,
            Some("text/html; charset=utf-8"),
        ),
        (
            "POST",
            "/v1/embeddings",
            404,
            Some("text/html; charset=utf-8"),
        ),
        ("GET", "/v1/chat/completions", 405, None),
        ("POST", "/v1/models", 405, None),
        ("DELETE", "/v1/credits", 405, None),
        (
            "GET",
            "/v1/models/openai/gpt-4o-mini",
            200,
            Some("application/json"),
        ),
        (
            "GET",
            "/v1/models/nobody/nothing",
            404,
            Some("application/json"),
        ),
        (
            "GET",
            "/p/q/v1/models?type=language",
            200,
            Some("application/json"),
        ),
        ("GET", "/v1/credits", 200, Some("application/json")),
    ] {
        client.send(method, path, "", b"").await;
        let response = client.response().await;
        assert_eq!(response.head.status, status, "{method} {path}");
        assert_eq!(
            response.head.header("content-type"),
            kind,
            "{method} {path}"
        );
        assert!(
            response
                .head
                .header("x-request-id")
                .unwrap()
                .starts_with("req_")
        );
        if status == 405 {
            assert_eq!(response.body(), b"");
        }
    }
    let connections: Vec<u64> = gateway
        .requests()
        .iter()
        .map(|held| held.connection)
        .collect();
    assert_eq!(
        connections, [1; 10],
        "all of them over one kept-alive connection"
    );
}

#[tokio::test]
async fn a_required_key_is_checked() {
    let options = Options {
        key: Some("vck_secret".into()),
        pace: Pace::None,
        ..Options::default()
    };
    let gateway = start(options).await.unwrap();
    let mut client = Client::connect(&gateway).await;
    let body = question("", "Hello", false).to_string();
    for (header, status) in [
        ("", 401),
        ("authorization: Bearer wrong\r\n", 401),
        ("authorization: Bearer vck_secret2\r\n", 401),
        ("authorization: vck_secret\r\n", 401),
        ("authorization: Basic vck_secret\r\n", 401),
        ("authorization: Bearer vck_secret\r\n", 200),
        ("AUTHORIZATION: bearer vck_secret\r\n", 200),
    ] {
        client.send("GET", "/v1/credits", header, b"").await;
        let credits = client.response().await;
        client
            .send("POST", "/v1/chat/completions", header, body.as_bytes())
            .await;
        let chat = client.response().await;
        assert_eq!(
            (credits.head.status, chat.head.status),
            (status, status),
            "{header:?}"
        );
        if status == 200 {
            assert_eq!(
                credits.json(),
                json!({ "balance": "95.50", "total_used": "4.50" })
            );
        } else {
            assert_eq!(credits.json()["error"]["type"], "authentication_error");
            assert_eq!(chat.json()["error"]["type"], "authentication_error");
        }
    }
}

#[tokio::test]
async fn what_is_2_plus_2_answers_4_over_the_wire() {
    let gateway = gateway().await;
    let streamed = ask(&gateway, "", "What is 2+2?").await.answer();
    assert!(streamed.starts_with("**This is the demo: there is no model behind it.**"));
    assert!(streamed.contains("2 + 2 = 4"), "{streamed}");
    let whole = send(&gateway, &question("", "What is 2+2?", false))
        .await
        .json();
    assert_eq!(whole["choices"][0]["message"]["content"], streamed.as_str());
    // Worked out, not learned by heart.
    assert!(
        ask(&gateway, "", "What is 19 * 23?")
            .await
            .answer()
            .contains("19 × 23 = 437")
    );
}

#[tokio::test]
async fn a_follow_up_carries_the_conversation() {
    let gateway = gateway().await;
    let body = json!({ "model": "demo", "stream": true, "messages": [
        { "role": "system", "content": "Be brief." },
        { "role": "user", "content": "What is 2+2?" },
        { "role": "assistant", "content": "4" },
        { "role": "user", "content": [{ "type": "text", "text": "And why?" }] },
    ] });
    let answer = send(&gateway, &body).await.answer();
    assert!(answer.contains("You asked: “And why?”"), "{answer}");
    assert!(
        answer.contains("Before that you asked: “What is 2+2?”"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_stream_has_one_id_and_ends_as_the_real_capture_does() {
    let gateway = gateway().await;
    let mut body = question("", "Hello", true);
    body["model"] = json!("anthropic/claude-sonnet-4.5");
    let response = send(&gateway, &body).await;
    assert_eq!(
        response.head.header("content-type"),
        Some("text/event-stream; charset=utf-8")
    );
    let events = crate::client::events(&response.body());
    assert_eq!(events.last().unwrap(), "[DONE]");
    let chunks = response.chunks_json();
    assert_eq!(chunks.len() + 1, events.len());
    let id = chunks[0]["id"].as_str().unwrap();
    assert!(id.starts_with("gen_") && id.len() == 30, "{id}");
    for chunk in &chunks {
        assert_eq!(chunk["id"], id);
        assert_eq!(chunk["object"], "chat.completion.chunk");
        assert_eq!(chunk["model"], "anthropic/claude-sonnet-4.5");
        assert!(chunk["created"].as_u64().unwrap() > 1_700_000_000);
    }
    assert_eq!(
        chunks[0]["choices"][0]["delta"],
        json!({ "role": "assistant" })
    );
    let (last, before) = chunks.split_last().unwrap();
    for chunk in before {
        assert_eq!(chunk["choices"][0]["finish_reason"], Value::Null);
        assert_eq!(chunk["usage"], Value::Null);
    }
    assert_eq!(last["choices"][0]["finish_reason"], "stop");
    let output = count_tokens(&response.answer());
    assert_eq!(last["usage"]["prompt_tokens"], 2);
    assert_eq!(last["usage"]["completion_tokens"], output);
    assert_eq!(last["usage"]["total_tokens"], output + 2);
    let gateway_says = &last["choices"][0]["delta"]["provider_metadata"]["gateway"];
    assert_eq!(gateway_says["generationId"], id);
    assert_eq!(gateway_says["routing"]["finalProvider"], "anthropic");
    // Both bills say the same: 3 and 15 dollars a million tokens.
    assert_eq!(gateway_says["cost"], last["usage"]["cost"].to_string());
    let micro_dollars = 3 * 2 + 15 * output;
    assert_eq!(
        gateway_says["cost"],
        format!("0.{micro_dollars:06}").trim_end_matches('0')
    );
}

#[tokio::test]
async fn a_complete_answer_has_the_gateways_shape() {
    let gateway = gateway().await;
    let answer = send(&gateway, &question("echo", "Grüße", false))
        .await
        .json();
    assert_eq!(answer["object"], "chat.completion");
    assert_eq!(answer["generationId"], answer["id"]);
    let choice = &answer["choices"][0];
    assert_eq!(choice["finish_reason"], "stop");
    assert_eq!(choice["message"]["role"], "assistant");
    assert_eq!(choice["message"]["content"], "Grüße");
    assert_eq!(
        choice["message"]["provider_metadata"]["gateway"]["generationId"],
        answer["id"]
    );
    assert_eq!(answer["usage"]["completion_tokens"], 2);
    assert_eq!(answer["usage"]["cost"].as_f64(), Some(0.000_036));
}

#[tokio::test]
async fn max_tokens_cuts_the_answer_and_says_length() {
    let gateway = gateway().await;
    let full = ask(&gateway, "", "Hello").await.answer();
    for field in ["max_tokens", "max_completion_tokens"] {
        let mut body = question("", "Hello", true);
        body[field] = json!(10);
        let response = send(&gateway, &body).await;
        assert_eq!(response.answer(), full.chars().take(40).collect::<String>());
        let last = response.chunks_json().pop().unwrap();
        assert_eq!(last["choices"][0]["finish_reason"], "length");
        assert_eq!(last["usage"]["completion_tokens"], 10);
    }
    let mut body = question("", "Hello", true);
    body["max_tokens"] = json!(count_tokens(&full));
    let response = send(&gateway, &body).await;
    assert_eq!(response.answer(), full);
    assert_eq!(
        response.chunks_json().pop().unwrap()["choices"][0]["finish_reason"],
        "stop"
    );
}

#[tokio::test]
async fn a_bad_request_is_told_what_is_wrong() {
    let gateway = gateway().await;
    let messages = json!([{ "role": "user", "content": "Hello" }]);
    for (body, param) in [
        (json!("no object"), json!("model")),
        (json!({ "messages": messages }), json!("model")),
        (json!({ "model": "demo" }), json!("messages")),
        (
            json!({ "model": "demo", "messages": [] }),
            json!("messages"),
        ),
        (
            json!({ "model": "demo", "messages": messages, "max_tokens": 0 }),
            json!("max_tokens"),
        ),
        (
            json!({ "model": "demo", "messages": messages, "max_tokens": -1 }),
            json!("max_tokens"),
        ),
    ] {
        let response = send(&gateway, &body).await;
        assert_eq!(response.head.status, 400, "{body}");
        let error = &response.json()["error"];
        assert_eq!(error["type"], "invalid_request_error", "{body}");
        assert_eq!(error["param"], param, "{body}");
    }
    let mut client = Client::connect(&gateway).await;
    client.send("POST", "/v1/chat/completions", "", b"{").await;
    assert_eq!(
        client.response().await.json()["error"]["param"],
        Value::Null
    );
    let response = ask(&gateway, "no-such-scenario", "Hello").await;
    assert_eq!(response.head.status, 404);
    assert_eq!(response.json()["error"]["type"], "model_not_found");
}

#[tokio::test]
async fn the_scenario_can_be_changed_while_the_server_runs() {
    let gateway = gateway().await;
    gateway.set_scenario(Scenario::Echo);
    assert_eq!(ask(&gateway, "", "as it is").await.answer(), "as it is");
    gateway.set_scenario(Scenario::Status500);
    assert_eq!(ask(&gateway, "", "as it is").await.head.status, 500);
    // A model id that names a scenario wins.
    assert_eq!(ask(&gateway, "echo", "mine").await.answer(), "mine");
}

#[tokio::test]
async fn the_pace_is_kept() {
    let gateway = gateway().await;
    for (pace, at_least) in [
        // 100 bytes; pieces of 3, 5, 4, 6 make 23 of them.
        (
            Pace::PerDelta(Duration::from_millis(10)),
            Duration::from_millis(230),
        ),
        (Pace::BytesPerSecond(500), Duration::from_millis(199)),
    ] {
        gateway.set_pace(pace);
        let start = std::time::Instant::now();
        let text = "x".repeat(100);
        assert_eq!(ask(&gateway, "echo", &text).await.answer(), text);
        let took = start.elapsed();
        assert!(
            took >= at_least && took < at_least * 20,
            "{pace:?} took {took:?}"
        );
    }
}

#[tokio::test]
async fn the_sample_text_is_what_the_other_scenarios_answer() {
    let gateway = gateway().await;
    assert_eq!(
        ask(&gateway, "json-instead-of-sse", "x").await.json()["choices"][0]["message"]["content"],
        texts::SAMPLE
    );
    assert!(texts::SAMPLE.chars().any(|c| c.len_utf8() == 4));
}
