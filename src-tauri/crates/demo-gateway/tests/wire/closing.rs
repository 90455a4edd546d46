//! Stalls, stops, resets: who closes a connection, when it is seen, and what is recorded of it.

use std::time::{Duration, Instant};

use demo_gateway::{ClosedBy, Options, Recorded, Scenario, texts};
use serde_json::json;

use crate::client::{BodyEnd, Client, PATIENCE, ask, events, gateway, question};

/// The goal is 200 ms for the whole way; the server's own part must fit in on a busy machine.
const SEEN_WITHIN: Duration = Duration::from_secs(2);
const A_WHILE: Duration = Duration::from_millis(300);

#[tokio::test]
async fn a_peer_that_leaves_is_noticed_at_once_in_every_kind_of_wait() {
    let gateway = gateway().await;
    // A keep-alive wait after an answer counts as well: the first element.
    for name in [
        "echo",
        "stall",
        "stall-headers",
        "keepalive-stall",
        "slow",
        "done-open",
        "endless-line",
    ] {
        gateway.clear();
        let mut client = Client::connect(&gateway).await;
        client.chat(&question(name, "Hello", true)).await;
        if name != "stall-headers" {
            client.head().await.unwrap();
        }
        if name == "echo" {
            gateway.wait_for_answers(1, PATIENCE).await;
        }
        gateway.wait_for_requests(1, PATIENCE).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(
            gateway.requests()[0].closed_at.is_none(),
            "{name}: still open"
        );
        let left = Instant::now();
        drop(client);
        let record = gateway.wait_for_closes(1, PATIENCE).await.remove(0);
        let seen = record.closed_at.unwrap().duration_since(left);
        assert!(seen < SEEN_WITHIN, "{name}: seen after {seen:?}");
        assert_eq!(record.closed_by, Some(ClosedBy::Peer), "{name}");
        let answered = record.answered.unwrap();
        assert_eq!(answered.finished, name == "echo", "{name}");
        assert_eq!(
            answered.status,
            (name != "stall-headers").then_some(200),
            "{name}"
        );
        assert_eq!(answered.bytes == 0, name == "stall-headers", "{name}");
    }
}

#[tokio::test]
async fn a_stall_sends_its_text_and_then_nothing() {
    let gateway = gateway().await;
    for (name, text) in [("stall", texts::PARTIAL), ("done-open", texts::SAMPLE)] {
        let mut client = Client::connect(&gateway).await;
        client.chat(&question(name, "Hello", true)).await;
        client.head().await.unwrap();
        let mut body = Vec::new();
        let done = |body: &[u8]| name == "stall" || body.ends_with(b"data: [DONE]\n\n");
        while joined(&body) != text || !done(&body) {
            body.extend(client.chunk().await.unwrap().unwrap());
        }
        assert_eq!(client.state(A_WHILE).await, BodyEnd::Open, "{name}");
    }
    let mut client = Client::connect(&gateway).await;
    client.chat(&question("stall-headers", "Hello", true)).await;
    assert_eq!(client.state(A_WHILE).await, BodyEnd::Open);
}

fn joined(body: &[u8]) -> String {
    let chunks: Vec<serde_json::Value> = events(body)
        .iter()
        .filter_map(|event| serde_json::from_str(event).ok())
        .collect();
    crate::client::deltas(&chunks, "content")
}

#[tokio::test]
async fn keep_alive_comments_go_on_after_the_text() {
    let gateway = gateway().await;
    let mut client = Client::connect(&gateway).await;
    client
        .chat(&question("keepalive-stall", "Hello", true))
        .await;
    client.head().await.unwrap();
    let mut comments = 0;
    while comments < 3 {
        let chunk = client.chunk().await.unwrap().unwrap();
        if chunk == b": keep-alive\n\n" {
            comments += 1;
        } else {
            assert_eq!(comments, 0, "no text after the first comment");
        }
    }
}

#[tokio::test]
async fn a_slow_answer_takes_a_second_for_each_delta() {
    let gateway = gateway().await;
    let mut client = Client::connect(&gateway).await;
    client.chat(&question("slow", "Hello", true)).await;
    client.head().await.unwrap();
    let start = Instant::now();
    let first = client.chunk().await.unwrap().unwrap();
    let second = client.chunk().await.unwrap().unwrap();
    assert!(String::from_utf8(first).unwrap().contains("role"));
    assert!(String::from_utf8(second).unwrap().contains("content"));
    let took = start.elapsed();
    assert!(
        took > Duration::from_millis(1_500) && took < Duration::from_secs(10),
        "{took:?}"
    );
}

#[tokio::test]
async fn a_reset_before_the_answer_has_no_byte_of_it() {
    let gateway = gateway().await;
    let mut client = Client::connect(&gateway).await;
    client.chat(&question("reset-before", "Hello", true)).await;
    assert_eq!(client.head().await.unwrap_err(), BodyEnd::Reset);
    let record = gateway.wait_for_closes(1, PATIENCE).await.remove(0);
    assert_eq!(record.closed_by, Some(ClosedBy::Server));
    assert_eq!(record.answered.unwrap().status, None);
    assert_eq!(record.answered.unwrap().bytes, 0);
}

#[tokio::test]
async fn faults_strike_complete_answers_inside_their_json() {
    let gateway = gateway().await;
    for (name, end) in [
        ("reset-mid-event", BodyEnd::Reset),
        ("cut-utf8", BodyEnd::Closed),
    ] {
        let response = crate::client::send(&gateway, &question(name, "Hello", false)).await;
        assert_eq!(response.head.status, 200);
        assert_eq!(response.end, end, "{name}");
        assert!(response.text().starts_with("{\"choices\""), "{name}");
        assert!(
            serde_json::from_str::<serde_json::Value>(&response.text()).is_err(),
            "{name}"
        );
    }
    let failed = crate::client::send(&gateway, &question("error-in-stream", "Hello", false)).await;
    assert_eq!(failed.head.status, 500);
}

#[tokio::test]
async fn the_record_holds_what_was_sent() {
    let gateway = gateway().await;
    let mut client = Client::connect(&gateway).await;
    let body = json!({
        "model": "scenario:echo", "stream": true, "max_tokens": 1_000,
        "messages": [
            { "role": "system", "content": "Be brief." },
            { "role": "user", "content": "Hello" },
        ],
    });
    let header = "Authorization: Bearer planted-key\r\nX-Title: Test\r\n";
    client
        .send(
            "POST",
            "/v1/chat/completions?a=b",
            header,
            body.to_string().as_bytes(),
        )
        .await;
    client.response().await;
    let records = gateway.wait_for_answers(1, PATIENCE).await;
    let record = &records[0];
    assert_eq!((record.connection, record.method.as_str()), (1, "POST"));
    assert_eq!(record.path, "/v1/chat/completions?a=b");
    assert_eq!(record.header("x-title"), Some("Test"));
    assert_eq!(record.header("authorization"), Some("Bearer planted-key"));
    assert_eq!(record.json.as_ref(), Some(&body));
    assert_eq!(record.body, body.to_string().into_bytes());
    assert!(!record.body_truncated() && record.wants_stream());
    assert_eq!(
        (record.model(), record.max_tokens()),
        (Some("scenario:echo"), Some(1_000))
    );
    assert_eq!(record.last_text("user").as_deref(), Some("Hello"));
    assert_eq!(
        record.messages()[0],
        ("system".to_owned(), "Be brief.".to_owned())
    );
    let answered = record.answered.unwrap();
    assert!(answered.finished && answered.bytes > 500);
    gateway.clear();
    assert!(gateway.requests().is_empty());
}

#[tokio::test]
async fn a_long_body_is_recorded_in_part() {
    let gateway = gateway().await;
    let text = "é".repeat(1 << 20);
    assert_eq!(ask(&gateway, "echo", &text).await.answer(), text);
    let record = gateway.requests().remove(0);
    assert!(record.body_truncated() && record.json.is_none());
    assert_eq!(record.body.len(), 1 << 20);
    assert!(record.body_len > 2 << 20);
}

#[tokio::test]
async fn debug_output_shows_stars_for_keys() {
    let options = Options {
        key: Some("planted-key".into()),
        ..Options::default()
    };
    let shown = format!("{options:?}");
    assert!(
        shown.contains("***") && !shown.contains("planted-key"),
        "{shown}"
    );
    let gateway = demo_gateway::start(options).await.unwrap();
    let mut client = Client::connect(&gateway).await;
    for name in ["Authorization: Bearer ", "x-api-key: ", "Cookie: k="] {
        client
            .send(
                "GET",
                "/v1/credits",
                &format!("{name}planted-key\r\n"),
                b"planted-key",
            )
            .await;
        client.response().await;
    }
    let records: Vec<Recorded> = gateway.requests();
    let shown = format!("{gateway:?} {records:#?}");
    assert!(!shown.contains("planted-key"), "{shown}");
    assert_eq!(shown.matches("***").count(), 3, "{shown}");
}

#[tokio::test]
async fn waiting_ends_with_the_time_when_nothing_comes() {
    let gateway = gateway().await;
    let start = Instant::now();
    assert!(
        gateway
            .wait_for_requests(1, Duration::from_millis(50))
            .await
            .is_empty()
    );
    assert!(start.elapsed() >= Duration::from_millis(50));
}

#[tokio::test]
async fn shutting_down_and_dropping_close_everything() {
    for drops in [false, true] {
        let gateway = gateway().await;
        gateway.set_scenario(Scenario::Stall);
        let port = gateway.port();
        let mut client = Client::connect(&gateway).await;
        client.chat(&question("", "Hello", true)).await;
        client.head().await.unwrap();
        if drops {
            drop(gateway);
        } else {
            gateway.shutdown().await;
        }
        let end = loop {
            match client.chunk().await {
                Ok(_) => {}
                Err(end) => break end,
            }
        };
        assert_eq!(end, BodyEnd::Closed, "drops: {drops}");
        let again = tokio::net::TcpStream::connect(("127.0.0.1", port)).await;
        assert!(again.is_err(), "drops: {drops}");
    }
}

#[tokio::test]
async fn a_taken_port_is_an_error_with_its_number() {
    let gateway = gateway().await;
    let options = Options {
        port: gateway.port(),
        ..Options::default()
    };
    let error = demo_gateway::start(options).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("cannot listen on 127.0.0.1:{}", gateway.port())
    );
}
