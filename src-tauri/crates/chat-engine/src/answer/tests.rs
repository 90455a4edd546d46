use super::*;
use chat_core::dialect::UpstreamKind;
use chat_core::failure::AuthKind;
use proptest::prelude::*;

const DATA: &str = r#"{"choices":[{"delta":{"content":"é😀"}}]}"#;
const STOP: &str = r#"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#;

fn answer() -> Answer {
    let upstream = Upstream {
        kind: UpstreamKind::Gateway,
        host: "ai.example".to_owned(),
        auth: AuthKind::ApiKey,
        provider: None,
    };
    Answer::new(Dialect::OpenAiChat, upstream)
}

/// What a body says, read in pieces that end at the given places. Text that follows text is one,
/// as where it is cut is no promise; a data line that said nothing is none of the answer.
fn said(body: &[u8], ends: &[usize]) -> Vec<What> {
    let mut answer = answer();
    let mut all = Vec::new();
    let mut from = 0;
    let mut ends: Vec<usize> = ends.iter().map(|end| end % (body.len() + 1)).collect();
    ends.sort_unstable();
    for end in ends.into_iter().chain([body.len()]) {
        answer.push(&body[from..end], &mut all);
        from = end;
        if all.iter().any(|what| matches!(what, What::Broke(_))) {
            break;
        }
    }
    if !all.iter().any(|what| matches!(what, What::Broke(_))) {
        answer.finish(true, &mut all);
    }
    let mut joined = Vec::new();
    for what in all {
        match what {
            What::Data | What::Decoded(DialectEvent::Done) => {}
            What::Decoded(event) => join(&mut joined, event),
            other => joined.push(other),
        }
    }
    joined
}

/// Bodies as servers send them, and some that are none.
fn bodies() -> Vec<Vec<u8>> {
    let stream = format!("data: {DATA}\n\n: keep-alive\n\ndata: {STOP}\n\ndata: [DONE]\n\n");
    let json = r#"{"choices":[{"message":{"content":"hé"},"finish_reason":"stop"}]}"#;
    let texts = [
        stream.clone(),
        stream.replace('\n', "\r\n"),
        stream.replace('\n', "\r"),
        format!("\u{feff}{stream}"),
        format!("{}{stream}", "\n".repeat(5_000)),
        format!("{}{json}", " ".repeat(5_000)),
        "\n".repeat(MAX_BLANK + 10),
        stream.replace("data: [DONE]\n\n", ""),
        format!("data: {DATA}\n\n"),
        format!("data: {STOP}"),
        json.to_owned(),
        json.trim_end_matches("\"}]}").to_owned(),
        "<html>sign in</html>".to_owned(),
        "data: nonsense\n\n".to_owned(),
        format!("data: {DATA}\n\n{{\"error\":{{\"message\":\"x\"}}}}\n"),
        String::new(),
    ];
    texts.into_iter().map(String::into_bytes).collect()
}

#[test]
fn white_space_in_front_is_read_past_up_to_a_bound() {
    let bodies = bodies();
    assert!(matches!(
        said(&bodies[4], &[]).last(),
        Some(What::Ended(Verdict::Finished(_)))
    ));
    assert!(matches!(
        said(&bodies[5], &[]).last(),
        Some(What::Ended(Verdict::Finished(_)))
    ));
    assert!(matches!(said(&bodies[6], &[]).last(), Some(What::Broke(_))));
}

#[test]
fn a_flood_that_shows_nothing_is_too_large() {
    let mut answer = answer();
    let piece = format!(
        "data: {{\"choices\":[{{\"delta\":{{\"tool_calls\":[{{\"index\":0,\"function\":{{\"arguments\":\"{}\"}}}}]}}}}]}}\n\n",
        "x".repeat(60_000)
    );
    let mut all = Vec::new();
    let mut sent = 0;
    while !all.iter().any(|what| matches!(what, What::Broke(_))) {
        all.clear();
        answer.push(piece.as_bytes(), &mut all);
        sent += piece.len();
        assert!(sent < 2 * MAX_UNSEEN, "no bound was met");
    }
}

proptest! {
    #[test]
    fn any_split_of_the_bytes_says_the_same(
        which in 0_usize..16,
        ends in prop::collection::vec(any::<usize>(), 0..12),
    ) {
        let body = &bodies()[which];
        prop_assert_eq!(said(body, &ends), said(body, &[]));
    }
}
