//! Every scenario of the dialects as bytes: however they are dressed and cut, the same is said, and
//! what was cut short never counts as finished.

use super::*;
use scenarios::{ANTHROPIC, File, GEMINI, Input, OPENAI_CHAT, OPENAI_RESPONSES, Scenario};
use std::fmt::Write;

#[path = "../../../chat-core/tests/fixtures/scenarios.rs"]
pub(crate) mod scenarios;

/// What was said, where the finish reason came left out; whether it came; how it ended.
type Said = (Vec<What>, bool, Option<Verdict>);

fn said(all: Vec<What>) -> Said {
    let (mut joined, mut finishing, mut verdict) = (Vec::new(), 0, None);
    for what in all {
        match what {
            What::Data | What::Decoded(DialectEvent::Done) => {}
            What::Finishing => finishing += 1,
            What::Ended(ended) => verdict = Some(ended),
            What::Decoded(event) => join(&mut joined, event),
            other => joined.push(other),
        }
    }
    assert!(finishing <= 1, "finishing is told once");
    (joined, finishing == 1, verdict)
}

/// What the decoder says of the events themselves: what every stream of them must come to.
fn decoded(file: &File, scenario: &Scenario, events: &[Event]) -> Said {
    let mut decoder = Decoder::new(file.dialect, scenario.upstream.clone());
    let mut all = Vec::new();
    for (name, data) in events {
        all.extend(decoder.frame(*name, data).into_iter().map(What::Decoded));
    }
    let finishing = decoder.finish_reason().is_some();
    let (last, verdict) = decoder.finish();
    all.extend(last.into_iter().map(What::Decoded));
    let (joined, _, _) = said(all);
    (joined, finishing, Some(verdict))
}

fn replay<'a>(
    file: &File,
    scenario: &Scenario,
    pieces: impl IntoIterator<Item = &'a [u8]>,
    whole: bool,
) -> Said {
    let mut answer = Answer::new(file.dialect, scenario.upstream.clone());
    let mut all = Vec::new();
    for piece in pieces {
        answer.push(piece, &mut all);
    }
    answer.finish(whole, &mut all);
    said(all)
}

type Event = (Option<&'static str>, String);

/// The events of a scenario; none where something stands outside of them.
fn events(scenario: &Scenario) -> Option<Vec<Event>> {
    let events = scenario.inputs.iter().map(|input| match input {
        Input::Event(name, data) => Some((*name, data.clone())),
        Input::Whole(_) => None,
    });
    events.collect()
}

/// How the same events are written.
#[derive(Debug, Clone, Copy)]
enum Dress {
    Lf,
    Crlf,
    Cr,
    /// Every line end follows every other, but never as CR before the LF of an empty line, which
    /// would be one end.
    Mixed,
    Bom,
    /// Comments, keep-alives and fields that say nothing, between events and inside them.
    Comments,
    /// No space behind the colon.
    Narrow,
    /// JSON on several data lines.
    Lines,
    /// No line end behind the last event's data.
    Unended,
}

const DRESSES: [Dress; 9] = [
    Dress::Lf,
    Dress::Crlf,
    Dress::Cr,
    Dress::Mixed,
    Dress::Bom,
    Dress::Comments,
    Dress::Narrow,
    Dress::Lines,
    Dress::Unended,
];

fn bytes(events: &[Event], dress: Dress) -> Vec<u8> {
    const MIXED: [(&str, &str); 5] = [
        ("\n", "\r"),
        ("\r\n", "\n"),
        ("\r", "\r\n"),
        ("\r", "\r"),
        ("\n", "\r\n"),
    ];
    let mut out = String::new();
    for (at, (name, data)) in events.iter().enumerate() {
        let (end, blank) = match dress {
            Dress::Crlf => ("\r\n", "\r\n"),
            Dress::Cr => ("\r", "\r"),
            Dress::Mixed => *MIXED.get(at % MIXED.len()).unwrap(),
            Dress::Lf
            | Dress::Bom
            | Dress::Comments
            | Dress::Narrow
            | Dress::Lines
            | Dress::Unended => ("\n", "\n"),
        };
        let space = if matches!(dress, Dress::Narrow) {
            ""
        } else {
            " "
        };
        if matches!(dress, Dress::Bom) && at == 0 {
            out.push('\u{feff}');
        }
        let comments = matches!(dress, Dress::Comments);
        if comments {
            out.push_str(": keep-alive é😀\n\nevent: ping\n\n:\nretry: 3000\nid: 7\n");
        }
        if let Some(name) = name {
            write!(out, "event:{space}{name}{end}").unwrap();
        }
        if comments {
            out.push_str(":data: [DONE]\n");
        }
        match data.strip_prefix('{') {
            Some(rest) if matches!(dress, Dress::Lines) => {
                write!(out, "data: {{{end}data:{rest}{end}").unwrap();
            }
            _ => write!(out, "data:{space}{data}{end}").unwrap(),
        }
        if comments {
            out.push_str(": OPENROUTER PROCESSING\n");
        }
        out.push_str(blank);
    }
    let kept = match dress {
        Dress::Unended => out.trim_end_matches('\n'),
        Dress::Lf
        | Dress::Crlf
        | Dress::Cr
        | Dress::Mixed
        | Dress::Bom
        | Dress::Comments
        | Dress::Narrow
        | Dress::Lines => &out,
    };
    kept.as_bytes().to_vec()
}

/// Holds that `body` says `expected` in steps of any size.
fn hold_steps(file: &File, scenario: &Scenario, body: &[u8], expected: &Said, how: &str) {
    let title = scenario.title;
    for step in [1, 2, 3, 7, 64, body.len().max(1)] {
        let got = replay(file, scenario, body.chunks(step), true);
        assert_eq!(&got, expected, "{title}: {how}, steps of {step}");
    }
}

/// Holds that `body` says `expected` in two pieces, wherever it is cut.
fn hold_cuts(file: &File, scenario: &Scenario, body: &[u8], expected: &Said, how: &str) {
    let title = scenario.title;
    for at in 1..body.len() {
        let (head, tail) = body.split_at(at);
        let got = replay(file, scenario, [head, tail], true);
        assert_eq!(&got, expected, "{title}: {how}, cut at byte {at}");
    }
}

/// Streams of each dialect that are cut at every byte in every dress. Those after them are cut in
/// one dress each, which is what a debug build has time for; all are taken in steps in every dress.
const IN_EVERY_DRESS: usize = 26;

/// Every stream of a fixture file, dressed and cut; whole bodies cut.
fn every_split(file: &File) {
    let mut streams = 0;
    for scenario in file.scenarios() {
        if let Some(events) = events(&scenario) {
            let expected = decoded(file, &scenario, &events);
            let promised = scenario
                .expected
                .iter()
                .any(|l| l.starts_with("= finished"));
            assert_eq!(is_finished(&expected), promised, "{}", scenario.title);
            for (at, dress) in DRESSES.into_iter().enumerate() {
                let (body, how) = (bytes(&events, dress), format!("{dress:?}"));
                hold_steps(file, &scenario, &body, &expected, &how);
                if streams < IN_EVERY_DRESS || streams % DRESSES.len() == at {
                    hold_cuts(file, &scenario, &body, &expected, &how);
                }
            }
            streams += 1;
        } else if let [Input::Whole(text)] = scenario.inputs.as_slice() {
            let body = text.as_bytes();
            let expected = replay(file, &scenario, [body], true);
            hold_steps(file, &scenario, body, &expected, "whole");
            hold_cuts(file, &scenario, body, &expected, "whole");
        }
    }
    assert!(streams >= IN_EVERY_DRESS, "only {streams} streams");
}

#[test]
fn openai_chat_says_the_same_in_every_dress_and_split() {
    every_split(&OPENAI_CHAT);
}

#[test]
fn openai_responses_says_the_same_in_every_dress_and_split() {
    every_split(&OPENAI_RESPONSES);
}

#[test]
fn anthropic_says_the_same_in_every_dress_and_split() {
    every_split(&ANTHROPIC);
}

#[test]
fn gemini_says_the_same_in_every_dress_and_split() {
    every_split(&GEMINI);
}

fn is_finished(said: &Said) -> bool {
    matches!(said.2, Some(Verdict::Finished(_)))
}

/// Where the data of the event stands complete that first makes the answer finished.
fn finished_at(file: &File, scenario: &Scenario, events: &[Event]) -> Option<usize> {
    let count = (1..=events.len()).find(|count| {
        let (head, _) = events.split_at(*count);
        is_finished(&decoded(file, scenario, head))
    })?;
    let (head, _) = events.split_at(count);
    let blank = bytes(head, Dress::Unended);
    Some(blank.trim_ascii_end().len())
}

/// Cuts every finished answer at every byte; gives how many there were.
fn every_cut(file: &File) -> usize {
    let mut count = 0;
    for scenario in file.scenarios() {
        let title = scenario.title;
        let (body, end) = if let Some(events) = events(&scenario) {
            let Some(end) = finished_at(file, &scenario, &events) else {
                continue;
            };
            (bytes(&events, Dress::Lf), end)
        } else if let [Input::Whole(text)] = scenario.inputs.as_slice()
            && !text.contains('\n')
            && is_finished(&replay(file, &scenario, [text.as_bytes()], true))
        {
            (text.as_bytes().to_vec(), text.trim_end().len())
        } else {
            continue;
        };
        count += 1;
        for at in 0..=end {
            let (head, _) = body.split_at(at);
            for whole in [true, false] {
                let finished = is_finished(&replay(file, &scenario, [head], whole));
                assert_eq!(finished, at == end, "{title}: ends at byte {at} of {end}");
            }
        }
    }
    count
}

/// Mutation seen to fail: `early-end` in `xtask/scripts/mutations.py`.
#[test]
fn an_answer_that_ends_early_is_never_finished() {
    for file in [OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, GEMINI] {
        let count = every_cut(&file);
        assert!(count >= 25, "{}: only {count}", file.dialect.name());
    }
}
