//! Much data: nothing lost, nothing out of order, and bounds that hold.

use std::time::{Duration, Instant};

use demo_gateway::{Options, Pace, start, texts};

use crate::client::{BodyEnd, Client, ask, events, gateway, question};

#[tokio::test]
async fn a_flood_is_one_byte_a_delta_and_keeps_its_order() {
    let gateway = gateway().await;
    let response = ask(&gateway, "delta-flood", "Hello").await;
    assert_eq!(response.end, BodyEnd::Complete);
    let contents: Vec<String> = response
        .chunks_json()
        .iter()
        .filter_map(|chunk| Some(chunk["choices"][0]["delta"]["content"].as_str()?.to_owned()))
        .collect();
    assert_eq!(contents.len(), 100_000);
    assert!(contents.iter().all(|content| content.len() == 1));
    assert_eq!(contents.concat(), texts::flood(100_000));
}

#[test]
fn the_flood_text_shows_a_lost_or_moved_sentence() {
    let text = texts::flood(100_000);
    assert_eq!(text.len(), 100_000);
    assert!(text.is_ascii());
    let numbers: Vec<u64> = text
        .split("Sentence ")
        .skip(1)
        .filter_map(|rest| rest.split(' ').next()?.parse().ok())
        .collect();
    assert!(numbers.len() > 1_000);
    assert!(
        numbers
            .iter()
            .zip(1..)
            .all(|(number, expected)| *number == expected)
    );
}

#[tokio::test]
async fn the_flood_has_the_length_that_was_asked_for() {
    let options = Options {
        pace: Pace::PerDelta(Duration::from_secs(1)),
        flood: 7,
        ..Options::default()
    };
    let gateway = start(options).await.unwrap();
    // The pause per delta is not for floods, or this would take seven seconds.
    let start = Instant::now();
    assert_eq!(
        ask(&gateway, "delta-flood", "Hello").await.answer(),
        texts::flood(7)
    );
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn the_long_markdown_answer_comes_at_the_chosen_rate() {
    let gateway = gateway().await;
    gateway.set_pace(Pace::BytesPerSecond(200_000));
    let start = Instant::now();
    let response = ask(&gateway, "markdown-200k", "Hello").await;
    let took = start.elapsed();
    assert_eq!(
        response.answer(),
        texts::markdown::document(texts::markdown::LENGTH)
    );
    assert!(
        took >= Duration::from_secs(1) && took < Duration::from_secs(20),
        "{took:?}"
    );
}

#[tokio::test]
async fn the_endless_line_goes_past_any_sane_bound_without_a_line_break() {
    let gateway = gateway().await;
    let mut client = Client::connect(&gateway).await;
    client.chat(&question("endless-line", "Hello", true)).await;
    client.head().await.unwrap();
    let mut bytes = Vec::new();
    while bytes.len() < 20 << 20 {
        bytes.extend(client.chunk().await.unwrap().unwrap());
    }
    let role = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap() + 2;
    assert!(bytes[role..].starts_with(b"data: {\"choices\":[{\"delta\":{\"content\":\"aaa"));
    assert!(!bytes[role..].contains(&b'\n'));
    assert_eq!(events(&bytes).len(), 1);
}

#[tokio::test]
async fn the_huge_error_body_is_32_mib_and_starts_with_the_error() {
    let gateway = gateway().await;
    let response = ask(&gateway, "huge-error-body", "Hello").await;
    assert_eq!(response.head.status, 400);
    assert_eq!(response.body().len(), 32 << 20);
    assert!(
        response
            .body()
            .starts_with(b"{\"error\":{\"message\":\"This error goes on.\"")
    );
    assert!(response.body().ends_with(b"x\"}"));
}
