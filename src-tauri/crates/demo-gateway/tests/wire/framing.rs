//! The bytes of the streams that are framed in an unusual way.

use demo_gateway::{Gateway, texts};

use crate::client::{BodyEnd, Response, ask, events, gateway};

async fn streamed(gateway: &Gateway, name: &str) -> Response {
    let response = ask(gateway, name, "Hello").await;
    assert_eq!(response.end, BodyEnd::Complete, "{name}");
    response
}

#[tokio::test]
async fn a_plain_stream_sends_each_event_as_a_chunk() {
    let gateway = gateway().await;
    let response = streamed(&gateway, "echo").await;
    for chunk in &response.chunks {
        assert!(chunk.starts_with(b"data: ") && chunk.ends_with(b"\n\n"));
        assert_eq!(events(chunk).len(), 1);
    }
    assert_eq!(response.chunks.last().unwrap(), b"data: [DONE]\n\n");
}

#[tokio::test]
async fn line_endings_are_those_of_the_name() {
    let gateway = gateway().await;
    let crlf = streamed(&gateway, "crlf").await;
    assert_eq!(
        crlf.text().matches('\n').count(),
        crlf.text().matches("\r\n").count()
    );
    assert!(crlf.text().ends_with("data: [DONE]\r\n\r\n"));
    assert!(
        crlf.chunks.iter().any(|chunk| chunk.as_slice() == b"\n"),
        "split inside CR LF"
    );

    let cr = streamed(&gateway, "cr-only").await.text();
    assert!(!cr.contains('\n') && cr.ends_with("data: [DONE]\r\r"));

    let mixed = streamed(&gateway, "mixed-endings").await.text();
    let crlf = mixed.matches("\r\n").count();
    assert!(crlf > 0 && mixed.matches('\n').count() > crlf && mixed.matches('\r').count() > crlf);
}

#[tokio::test]
async fn the_byte_order_mark_comes_in_two_chunks() {
    let gateway = gateway().await;
    let response = streamed(&gateway, "bom").await;
    assert_eq!(response.chunks[0], b"\xef\xbb");
    assert_eq!(response.chunks[1], b"\xbf");
    assert!(response.chunks[2].starts_with(b"data: {"));
}

#[tokio::test]
async fn data_lines_are_spread_and_spaced_as_named() {
    let gateway = gateway().await;
    let text = streamed(&gateway, "no-space").await.text();
    assert!(text.contains("data:{") && text.contains("data:[DONE]") && !text.contains("data: "));

    let response = streamed(&gateway, "multi-data-lines").await;
    for chunk in response
        .chunks
        .iter()
        .filter(|chunk| !chunk.starts_with(b"data: [DONE]"))
    {
        assert!(String::from_utf8_lossy(chunk).matches("\ndata: ").count() > 5);
    }

    let text = streamed(&gateway, "comments").await.text();
    assert!(text.contains("\n: keep-alive\n") && text.contains("\nretry: 0\n"));

    let text = streamed(&gateway, "bad-json-lines").await.text();
    assert!(text.matches("data: ping\n\n").count() > 10);

    let text = streamed(&gateway, "no-last-blank-line").await.text();
    assert!(text.ends_with("}\n") && !text.ends_with("\n\n") && !text.contains("[DONE]"));
}

#[tokio::test]
async fn every_byte_can_be_a_chunk() {
    let gateway = gateway().await;
    let response = streamed(&gateway, "split-utf8").await;
    assert!(response.chunks.iter().all(|chunk| chunk.len() == 1));
    assert_eq!(response.answer(), texts::SAMPLE);
}

#[tokio::test]
async fn cuts_fall_where_the_name_says() {
    let gateway = gateway().await;
    let cut = ask(&gateway, "cut-utf8", "Hello").await;
    assert_eq!(cut.end, BodyEnd::Closed);
    let error = std::str::from_utf8(&cut.body()).unwrap_err();
    assert_eq!(error.error_len(), None, "the body ends inside a character");
    assert_eq!(cut.answer(), texts::PARTIAL);

    let reset = ask(&gateway, "reset-mid-event", "Hello").await;
    assert_eq!(reset.end, BodyEnd::Reset);
    assert!(reset.text().contains("never whole") && !reset.text().ends_with("\n\n"));
    assert_eq!(
        reset.answer(),
        texts::PARTIAL,
        "what came before the reset is all there"
    );
}

#[tokio::test]
async fn bytes_that_are_no_utf8_stand_between_good_events() {
    let gateway = gateway().await;
    let response = streamed(&gateway, "invalid-utf8").await;
    let error = std::str::from_utf8(&response.body()).unwrap_err();
    assert_eq!(error.error_len(), Some(1));
    let good: String = response.answer().replace('\u{fffd}', "");
    assert_eq!(good, texts::SAMPLE);
}

#[tokio::test]
async fn a_gzip_body_is_gzip() {
    let gateway = gateway().await;
    let response = streamed(&gateway, "gzip-body").await;
    assert_eq!(response.head.header("content-encoding"), Some("gzip"));
    let body = response.body();
    // Header of 10 bytes, one stored block: last-block flag, length, its complement, the bytes.
    assert_eq!(body[..4], [0x1f, 0x8b, 8, 0]);
    assert_eq!(body[10], 1);
    let length = u16::from_le_bytes([body[11], body[12]]);
    assert_eq!(u16::from_le_bytes([body[13], body[14]]), !length);
    assert_eq!(body.len(), 15 + usize::from(length) + 8);
    let stream = &body[15..15 + usize::from(length)];
    assert!(stream.starts_with(b"data: {") && stream.ends_with(b"data: [DONE]\n\n"));
}

#[tokio::test]
async fn a_stream_until_close_has_no_chunks() {
    let gateway = gateway().await;
    let response = streamed(&gateway, "until-close").await;
    assert_eq!(response.head.header("transfer-encoding"), None);
    assert_eq!(response.head.header("connection"), Some("close"));
    assert!(response.text().starts_with("data: {"));
}
