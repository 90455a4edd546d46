//! A recording says what its answer said, however its bytes came in pieces.

use super::*;
use crate::answer::replay::scenarios::{
    ANTHROPIC, File, GEMINI, Input, OPENAI_CHAT, OPENAI_RESPONSES, Scenario,
};
use crate::transport::{Request, Via};
use proptest::prelude::*;
use std::fmt::Write;

fn upstream() -> Upstream {
    Upstream {
        kind: UpstreamKind::Gateway,
        host: "gateway.example".to_owned(),
        auth: AuthKind::None,
        provider: None,
    }
}

fn request(body: &str) -> Request {
    Request {
        url: url::Url::parse("https://name:pass@gateway.example/v1/chat?key=planted").unwrap(),
        key: None,
        headers: vec![("x-title".to_owned(), "planted header".to_owned())],
        body: Some(body.as_bytes().to_vec()),
        provider_keys: Vec::new(),
        via: Via::default(),
    }
}

fn recorder(dialect: Dialect, upstream: &Upstream) -> Recorder {
    Recorder::start(Head {
        attempt: 1,
        at_ms: 5,
        began: 100,
        dialect,
        upstream,
        status: 200,
        content_type: Some("text/event-stream"),
        headers: Headers::new(),
        request: Some(&request(r#"{"messages":["hi"]}"#)),
    })
    .unwrap()
}

fn recorded<'a>(
    dialect: Dialect,
    upstream: &Upstream,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> Recorded {
    let mut recorder = recorder(dialect, upstream);
    for (n, piece) in pieces.into_iter().enumerate() {
        recorder
            .push(100 + 7 * u64::try_from(n).unwrap(), piece)
            .unwrap();
    }
    recorder.finish(true).unwrap()
}

fn text_of(recorded: &Recorded) -> (String, String) {
    let played = play(recorded, "", |_, _| true).unwrap();
    (played.text, played.reasoning)
}

/// A scenario as a body.
fn body(scenario: &Scenario) -> Vec<u8> {
    let mut out = String::new();
    for input in &scenario.inputs {
        match input {
            Input::Event(name, data) => {
                if let Some(name) = name {
                    writeln!(out, "event: {name}").unwrap();
                }
                write!(out, "data: {data}\n\n").unwrap();
            }
            Input::Whole(text) => out.push_str(text),
        }
    }
    out.into_bytes()
}

fn bodies() -> Vec<(Dialect, Upstream, Vec<u8>)> {
    let files: [File; 4] = [OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, GEMINI];
    let mut all = Vec::new();
    for file in files {
        for scenario in file.scenarios() {
            assert!(!scenario.expected.is_empty(), "{}", scenario.title);
            all.push((file.dialect, scenario.upstream.clone(), body(&scenario)));
        }
    }
    assert!(all.len() > 100);
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Mutation seen to fail: `journal-cut-frame` in `xtask/scripts/mutations.py`.
    #[test]
    fn any_split_plays_to_the_same_text(
        which in any::<prop::sample::Index>(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
    ) {
        let bodies = bodies();
        let (dialect, upstream, body) = which.get(&bodies);
        let whole = text_of(&recorded(*dialect, upstream, [&body[..]]));
        let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(body.len() + 1)).collect();
        cuts.extend([0, body.len()]);
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|cut| &body[cut[0]..cut[1]]);
        let split = recorded(*dialect, upstream, pieces);
        prop_assert_eq!(text_of(&split), whole.clone());
        // Also by way of a file.
        let stored = crate::engine::Stored { text: whole.0.clone(), reasoning: whole.1.clone(), state: "done".to_owned(), code: None };
        let report = Report::of(split, "t", stored, [None, None]).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("r.json");
        report.write(&path, false).unwrap();
        let (again, _) = Report::read(&path).unwrap().parts().unwrap();
        prop_assert_eq!(text_of(&again), whole);
    }

    #[test]
    fn what_was_packed_comes_back_with_its_times(
        pieces in prop::collection::vec((0..90_000_u32, prop::collection::vec(any::<u8>(), 0..200)), 0..30),
    ) {
        let mut recorder = recorder(Dialect::OpenAiChat, &upstream());
        for (ms, bytes) in &pieces {
            recorder.push(100 + u64::from(*ms), bytes).unwrap();
        }
        let recorded = recorder.finish(true).unwrap();
        let mut frames = Frames::of(&recorded.body).unwrap();
        let mut back = Vec::new();
        while let Some(frame) = frames.next().unwrap() {
            back.push(frame);
        }
        prop_assert_eq!(back, pieces);
    }

    #[test]
    fn a_damaged_body_is_an_error_or_less_and_never_more(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let bodies = bodies();
        let (dialect, upstream, body) = &bodies[3];
        let mut recorded = recorded(*dialect, upstream, body.chunks(9));
        let at = at.index(recorded.body.len());
        recorded.body[at] = byte;
        let _ = play(&recorded, "", |_, _| true);
    }
}

#[test]
fn a_body_past_the_bound_is_cut_and_says_so() {
    let mut recorder = recorder(Dialect::OpenAiChat, &upstream());
    let piece = vec![b' '; 1024 * 1024];
    for _ in 0..40 {
        recorder.push(100, &piece).unwrap();
    }
    let recorded = recorder.finish(true).unwrap();
    assert!(recorded.cut);
    assert_eq!(recorded.raw_bytes, 40 * 1024 * 1024);
    let mut frames = Frames::of(&recorded.body).unwrap();
    let mut kept = 0;
    while let Some((_, bytes)) = frames.next().unwrap() {
        kept += bytes.len();
    }
    assert_eq!(kept, 31 * 1024 * 1024);
    assert!(recorded.body.len() < 100_000);
}

#[test]
fn a_request_is_kept_without_credentials_and_values_of_headers() {
    let recorded = recorded(Dialect::OpenAiChat, &upstream(), []);
    let json = unpacked(&recorded).unwrap();
    assert!(
        json.contains(r#""messages":["hi"]"#) && json.contains("x-title"),
        "{json}"
    );
    for secret in ["planted", "name", "pass"] {
        assert!(!json.contains(secret), "{json}");
    }
}

/// Mutation seen to fail: `report-unlooked` in `xtask/scripts/mutations.py`.
#[test]
fn a_key_is_found_in_every_part_of_a_report_also_between_two_pieces() {
    let key = ["vck", "_", "PlantedKey0123456789abcdefghijABCD"].concat();
    let own = secrecy::SecretString::from("plain-words.planted~here/and+there-77");
    let half = key.len() / 2;
    let places: [fn(&mut crate::engine::Stored, &str); 2] = [
        |stored, key| stored.text.push_str(key),
        |stored, key| stored.reasoning.push_str(key),
    ];
    let clean = || crate::engine::Stored {
        text: "fine".to_owned(),
        reasoning: String::new(),
        state: "done".to_owned(),
        code: None,
    };
    let body = |pieces: &[&str]| {
        let pieces = pieces.iter().map(|piece| piece.as_bytes());
        recorded(Dialect::OpenAiChat, &upstream(), pieces)
    };
    let found = |recorded: Recorded, stored| {
        let mut report = Report::of(recorded, "t", stored, [None, None]).unwrap();
        let found = report.redact(std::slice::from_ref(&own));
        let text = serde_json::to_string(&report).unwrap();
        assert!(
            !text.contains(&key) && !text.contains("plain-words"),
            "{text}"
        );
        assert!(report.redact(std::slice::from_ref(&own)).is_empty());
        found
    };
    assert!(found(body(&["data: {}\n\n"]), clean()).is_empty());
    for place in places {
        let mut stored = clean();
        place(&mut stored, &key);
        assert_eq!(found(body(&[]), stored).len(), 1);
        let mut stored = clean();
        place(&mut stored, "plain-words.planted~here/and+there-77");
        assert_eq!(found(body(&[]), stored).len(), 1);
    }
    let (head, tail) = key.split_at(half);
    let told = found(body(&["data: x ", head, tail, "\n\n"]), clean());
    assert_eq!(
        told,
        ["something that looks like a key in the bytes of the answer"]
    );
}
