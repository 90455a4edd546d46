//! HTTP itself: keep-alive, request bodies, limits, old peers.

use std::time::Duration;

use serde_json::json;

use crate::client::{BodyEnd, Client, PATIENCE, gateway, question};

#[tokio::test]
async fn a_connection_carries_request_after_request() {
    let gateway = gateway().await;
    let mut client = Client::connect(&gateway).await;
    for text in ["one", "two", "three"] {
        client.chat(&question("echo", text, true)).await;
        assert_eq!(client.response().await.answer(), text);
        client.chat(&question("429", text, true)).await;
        assert_eq!(client.response().await.head.status, 429);
    }
    // Sent at once, answered in order.
    let request = |text: &str| {
        let body = question("echo", text, false).to_string();
        format!(
            "POST /v1/chat/completions HTTP/1.1\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    client
        .write(format!("{}{}", request("first"), request("second")).as_bytes())
        .await;
    for text in ["first", "second"] {
        let answer = client.response().await.json();
        assert_eq!(answer["choices"][0]["message"]["content"], text);
    }
    assert!(
        gateway
            .requests()
            .iter()
            .all(|record| record.connection == 1)
    );
}

#[tokio::test]
async fn a_chunked_request_body_is_joined_whatever_its_pieces() {
    let gateway = gateway().await;
    let body = question("echo", "Grüße 🦊", false).to_string();
    for size in [1, 7, 4096] {
        let mut client = Client::connect(&gateway).await;
        client
            .write(b"POST /v1/chat/completions HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
            .await;
        for chunk in body.as_bytes().chunks(size) {
            client
                .write(format!("{:X};note=1\r\n", chunk.len()).as_bytes())
                .await;
            client.write(&[chunk, b"\r\n"].concat()).await;
        }
        client.write(b"0\r\nx-trailer: 1\r\n\r\n").await;
        let answer = client.response().await.json();
        assert_eq!(answer["choices"][0]["message"]["content"], "Grüße 🦊");
    }
    assert_eq!(gateway.requests()[0].body, body.as_bytes());
}

#[tokio::test]
async fn a_request_split_anywhere_is_read_the_same() {
    let gateway = gateway().await;
    let body = question("echo", "é", false).to_string();
    let request = format!(
        "POST /v1/chat/completions HTTP/1.1\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut client = Client::connect(&gateway).await;
    for byte in request.as_bytes() {
        client.write(&[*byte]).await;
        tokio::task::yield_now().await;
    }
    let answer = client.response().await.json();
    assert_eq!(answer["choices"][0]["message"]["content"], "é");
}

#[tokio::test]
async fn a_peer_that_expects_100_continue_gets_it() {
    let gateway = gateway().await;
    let mut client = Client::connect(&gateway).await;
    let body = question("echo", "Hello", false).to_string();
    let head = format!(
        "POST /v1/chat/completions HTTP/1.1\r\nExpect: 100-continue\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    client.write(head.as_bytes()).await;
    assert_eq!(client.head().await.unwrap().status, 100);
    client.write(body.as_bytes()).await;
    assert_eq!(client.response().await.head.status, 200);
}

#[tokio::test]
async fn what_is_too_large_or_broken_is_refused_and_the_connection_ends() {
    let gateway = gateway().await;
    let over = (32 << 20) + 1;
    let long_head = format!("GET / HTTP/1.1\r\nx: {}\r\n\r\n", "y".repeat(70_000));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(200));
    for (request, status) in [
        (
            format!("POST /v1/chat/completions HTTP/1.1\r\ncontent-length: {over}\r\n\r\nabc"),
            413,
        ),
        (
            "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n2000001\r\n".to_owned(),
            413,
        ),
        (long_head, 431),
        (many, 431),
        (
            "GET / HTTP/1.1\r\ncontent-length: many\r\n\r\n".to_owned(),
            400,
        ),
        (
            "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nno number\r\n".to_owned(),
            400,
        ),
        ("not http at all\r\n\r\n".to_owned(), 400),
    ] {
        let mut client = Client::connect(&gateway).await;
        client.write(request.as_bytes()).await;
        assert_eq!(client.response().await.head.status, status, "{request:.60}");
        assert_eq!(
            client.state(PATIENCE).await,
            BodyEnd::Closed,
            "{request:.60}"
        );
    }
    let refused = gateway.requests();
    assert_eq!(refused.len(), 2, "those with a good head are recorded");
    assert_eq!(refused[0].answered.unwrap().status, Some(413));
}

#[tokio::test]
async fn a_body_just_within_the_limit_is_read() {
    let gateway = gateway().await;
    let mut client = Client::connect(&gateway).await;
    client
        .send("POST", "/v1/chat/completions", "", &vec![b' '; 32 << 20])
        .await;
    assert_eq!(
        client.response().await.head.status,
        400,
        "white space is no JSON"
    );
    assert_eq!(gateway.requests()[0].body_len, 32 << 20);
}

#[tokio::test]
async fn a_peer_that_wants_to_close_or_is_old_is_closed_on() {
    let gateway = gateway().await;
    let mut client = Client::connect(&gateway).await;
    client
        .send("GET", "/v1/models", "Connection: close\r\n", b"")
        .await;
    assert_eq!(client.response().await.head.status, 200);
    assert_eq!(client.state(PATIENCE).await, BodyEnd::Closed);

    let mut client = Client::connect(&gateway).await;
    let body = question("echo", "Hello", true).to_string();
    let length = body.len();
    let head = format!("POST /v1/chat/completions HTTP/1.0\r\ncontent-length: {length}\r\n\r\n");
    client.write(format!("{head}{body}").as_bytes()).await;
    let response = client.response().await;
    assert_eq!(response.head.header("transfer-encoding"), None);
    assert_eq!(response.answer(), "Hello");
}

#[tokio::test]
async fn many_peers_are_served_side_by_side() {
    let gateway = std::sync::Arc::new(gateway().await);
    let mut stalled = Client::connect(&gateway).await;
    stalled.chat(&question("stall", "Hello", true)).await;
    stalled.head().await.unwrap();
    let mut asking = tokio::task::JoinSet::new();
    for number in 0..50 {
        let gateway = std::sync::Arc::clone(&gateway);
        asking.spawn(async move {
            let text = format!("question {number}");
            assert_eq!(
                crate::client::ask(&gateway, "echo", &text).await.answer(),
                text
            );
        });
    }
    let all = tokio::time::timeout(Duration::from_secs(20), asking.join_all()).await;
    assert_eq!(all.unwrap().len(), 50);
    let ids: std::collections::HashSet<_> = gateway
        .requests()
        .iter()
        .map(|record| record.connection)
        .collect();
    assert_eq!(ids.len(), 51);
    assert_eq!(json!(gateway.requests().len()), json!(51));
}
