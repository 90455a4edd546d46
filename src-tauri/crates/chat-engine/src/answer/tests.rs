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

/// A line that is skipped keeps a connection alive, and no more than a comment does it hide a stall.
/// Mutation seen to fail: `keep-alive` in `xtask/scripts/mutations.py`.
#[test]
fn only_what_can_be_read_counts_as_data() {
    for (body, heard) in [
        (": keep-alive\n\n", false),
        ("data:\n\n", false),
        ("data: ping\n\n", false),
        ("data: pi", false),
        ("data: ping\n", false),
        ("data: {}\n\n", true),
        ("data: {\"choices\":[]}\n\n", true),
        ("data: ping\n\ndata: {}\n\n", true),
        // An event of several lines that is still coming.
        ("data: {\n", true),
    ] {
        let mut answer = answer();
        let mut all = Vec::new();
        answer.push(format!("data: {DATA}\n\n").as_bytes(), &mut all);
        all.clear();
        answer.push(body.as_bytes(), &mut all);
        assert_eq!(all == [What::Data], heard, "{body:?}: {all:?}");
        assert_eq!(all.is_empty(), !heard, "{body:?}: {all:?}");
    }
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

/// The quirks of streams that are a matter of bytes, by their number in GATEWAY §4: the pieces as
/// they arrive, the text that is shown and whether the answer counts as finished.
fn quirks() -> Vec<(&'static str, Vec<Vec<u8>>, &'static str, bool)> {
    let event = |data: &str| format!("data: {data}\n\n");
    let whole = [event(DATA), event(STOP), event("[DONE]")].concat();
    let crlf = whole.replace('\n', "\r\n");
    let bytes = |text: &str| vec![text.as_bytes().to_vec()];
    let cut = |text: &str, at: usize| {
        let (head, tail) = text.as_bytes().split_at(at);
        vec![head.to_vec(), tail.to_vec()]
    };
    let inside_emoji = whole.find('😀').unwrap() + 2;
    let (head, tail) = DATA.split_once(':').unwrap();
    vec![
        ("1 CRLF", bytes(&crlf), "é😀", true),
        (
            "1 CRLF inside an event",
            bytes(&format!(
                "data: {head}:\r\ndata: {tail}\r\n\r\n{}",
                event(STOP)
            )),
            "é😀",
            true,
        ),
        ("2 CR", bytes(&whole.replace('\n', "\r")), "é😀", true),
        (
            "2 mixed ends",
            bytes(&format!(
                "data: {DATA}\r\r\ndata: {STOP}\n\rdata: [DONE]\r\n\n"
            )),
            "é😀",
            true,
        ),
        (
            "3 CRLF cut in two: no event ends early",
            [
                cut(
                    &format!("data: {head}:\r\ndata: {tail}\r\n\r\n"),
                    8 + head.len(),
                ),
                bytes(&event(STOP)),
            ]
            .concat(),
            "é😀",
            true,
        ),
        ("4 BOM", bytes(&format!("\u{feff}{whole}")), "é😀", true),
        (
            "4 BOM cut",
            cut(&format!("\u{feff}{whole}"), 1),
            "é😀",
            true,
        ),
        ("5 UTF-8 cut", cut(&whole, inside_emoji), "é😀", true),
        ("6 JSON cut", cut(&whole, 20), "é😀", true),
        (
            "6 several events in a piece",
            bytes(&format!("{}{whole}", event(DATA))),
            "é😀é😀",
            true,
        ),
        (
            "7 several data lines",
            bytes(&format!("data: {head}:\ndata: {tail}\n\n{}", event(STOP))),
            "é😀",
            true,
        ),
        (
            "8 no space",
            bytes(&whole.replace("data: ", "data:")),
            "é😀",
            true,
        ),
        (
            "9 comments",
            bytes(&format!(
                ": hello\n\n{}",
                whole.replace("data: ", ":data: x\n:\ndata: ")
            )),
            "é😀",
            true,
        ),
        (
            "10 no [DONE]",
            bytes(&[event(DATA), event(STOP)].concat()),
            "é😀",
            true,
        ),
        ("12 neither", bytes(&event(DATA)), "é😀", false),
        (
            "13 no blank line",
            bytes(&format!("{}data: {STOP}\n", event(DATA))),
            "é😀",
            true,
        ),
        (
            "13 no line end",
            bytes(&format!("{}data: {STOP}", event(DATA))),
            "é😀",
            true,
        ),
        (
            "13 not complete",
            bytes(&format!(
                "{}data: {}",
                event(DATA),
                STOP.trim_end_matches('}')
            )),
            "é😀",
            false,
        ),
    ]
}

#[test]
fn the_quirks_of_bytes_lose_nothing() {
    for (quirk, pieces, text, finished) in quirks() {
        let mut answer = answer();
        let mut all = Vec::new();
        for piece in &pieces {
            answer.push(piece, &mut all);
        }
        answer.finish(true, &mut all);
        let shown: String = all
            .iter()
            .filter_map(|what| match what {
                What::Decoded(DialectEvent::Text(text)) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let ended = matches!(all.last(), Some(What::Ended(Verdict::Finished(_))));
        assert_eq!((shown.as_str(), ended), (text, finished), "{quirk}");
    }
}

/// Quirk 11 of GATEWAY §4: the socket stays open behind it.
#[test]
fn done_is_told_before_the_body_ends_and_nothing_is_read_behind_it() {
    let mut answer = answer();
    let mut all = Vec::new();
    answer.push(
        format!("data: {DATA}\n\ndata: [DONE]\n\n").as_bytes(),
        &mut all,
    );
    assert_eq!(all.last(), Some(&What::Decoded(DialectEvent::Done)));
    let told = all.len();
    answer.push(format!("data: {DATA}\n\n").as_bytes(), &mut all);
    assert_eq!(all.len(), told);
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
