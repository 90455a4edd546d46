//! What a decoder gives, in the letters of the fixtures, and the runner of a fixture file.

use super::scenarios::{File, Input};
use chat_core::dialect::{Credential, Decoder, DialectEvent, Verdict};
use serde_json::json;
use std::fmt::Write;

/// Everything that came, in the fixture's letters. Pieces of text are joined: where they are cut
/// is no promise.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) text: String,
    pub(crate) reasoning: String,
    pub(crate) refusal: String,
    pub(crate) calls: Vec<String>,
    models: Vec<String>,
    providers: Vec<String>,
    ids: Vec<String>,
    citations: Vec<String>,
    pictures: Vec<String>,
    credentials: Vec<&'static str>,
    usage: Option<String>,
    cost: Option<String>,
    pub(crate) failure: Option<String>,
    done: bool,
}

impl Seen {
    pub(crate) fn note(&mut self, events: Vec<DialectEvent>) {
        for event in events {
            assert!(self.failure.is_none(), "after a failure came {event:?}");
            match event {
                DialectEvent::Text(text) => {
                    assert!(!text.is_empty());
                    self.text.push_str(&text);
                }
                DialectEvent::Reasoning(text) => {
                    assert!(!text.is_empty());
                    self.reasoning.push_str(&text);
                }
                DialectEvent::Refusal(text) => self.refusal.push_str(&text),
                DialectEvent::Citation(citation) => {
                    self.citations
                        .push(format!("{} {}", citation.url, citation.title));
                }
                DialectEvent::Picture(picture) => {
                    self.pictures
                        .push(format!("{} {}", picture.kind.media_type(), picture.base64));
                }
                DialectEvent::Credential(credential) => {
                    self.credentials.push(match credential {
                        Credential::OwnKey => "own key",
                        Credential::Gateway => "gateway",
                    });
                }
                DialectEvent::ToolCall {
                    id,
                    name,
                    arguments,
                } => {
                    self.calls.push(format!("{id} {name} {arguments}"));
                }
                DialectEvent::Model(name) => self.models.push(name),
                DialectEvent::Provider(name) => self.providers.push(name),
                DialectEvent::GenerationId(id) => self.ids.push(id),
                DialectEvent::Usage(usage) => {
                    let or = |count: Option<u64>| count.map_or("-".to_owned(), |n| n.to_string());
                    self.usage = Some(format!(
                        "{} {} {} {} {}",
                        usage.input_tokens,
                        usage.output_tokens,
                        or(usage.reasoning_tokens),
                        or(usage.cached_input_tokens),
                        usage.total_tokens
                    ));
                }
                DialectEvent::Cost(usd) => self.cost = Some(usd.to_string()),
                DialectEvent::Failed(failure) => {
                    assert_eq!(failure.status, Some(200));
                    assert!(failure.action.is_some(), "no action: {failure:?}");
                    self.failure = Some(format!("{} {}", failure.code.as_str(), failure.message));
                }
                DialectEvent::Done => self.done = true,
            }
        }
    }

    fn lines(&self, skipped: u64, verdict: &Verdict) -> String {
        let mut out = String::new();
        let mut line = |letter: &str, text: &str| writeln!(out, "{letter} {text}").unwrap();
        for (letter, names) in [
            ("M", &self.models),
            ("P", &self.providers),
            ("G", &self.ids),
        ] {
            if !names.is_empty() {
                line(letter, &names.join(" "));
            }
        }
        for (letter, text) in [
            ("R", &self.reasoning),
            ("T", &self.text),
            ("N", &self.refusal),
        ] {
            if !text.is_empty() {
                line(letter, &json!(text).to_string());
            }
        }
        for call in &self.calls {
            line("C", call);
        }
        for citation in &self.citations {
            line("Q", citation.trim_end());
        }
        for picture in &self.pictures {
            line("I", picture);
        }
        if !self.credentials.is_empty() {
            line("W", &self.credentials.join(", "));
        }
        for (letter, text) in [("U", &self.usage), ("$", &self.cost), ("F", &self.failure)] {
            if let Some(text) = text {
                line(letter, text);
            }
        }
        if self.done {
            line("D", "");
        }
        if skipped > 0 {
            line("K", &skipped.to_string());
        }
        line(
            "=",
            &match verdict {
                Verdict::Finished(reason) => format!("finished {}", reason.as_str()),
                Verdict::Refused(why) => format!("refused {why}"),
                Verdict::BrokenOff => "broken off".to_owned(),
                Verdict::NotAnAnswer => "not an answer".to_owned(),
            },
        );
        out
    }
}

/// The order in which [`Seen::lines`] writes.
const ORDER: &str = "MPGRTNCQIWU$FDK=";

/// Runs every scenario of a fixture file; gives how many there were.
pub(crate) fn run(file: &File) -> usize {
    let mut wrong = String::new();
    let scenarios = file.scenarios();
    for scenario in &scenarios {
        let title = scenario.title;
        let mut decoder = Decoder::new(file.dialect, scenario.upstream.clone());
        let mut seen = Seen::default();
        for input in &scenario.inputs {
            seen.note(match input {
                Input::Event(name, data) => decoder.frame(*name, data),
                Input::Whole(text) => decoder.whole(text),
            });
        }
        let (events, verdict) = decoder.finish();
        seen.note(events);
        let mut expected: Vec<String> = Vec::new();
        for line in &scenario.expected {
            if let Some(json) = line.strip_prefix("T ").or_else(|| line.strip_prefix("R ")) {
                let text: String = serde_json::from_str(json).expect(title);
                expected.push(format!("{} {}", &line[..1], json!(text)));
            } else if *line == "D" {
                expected.push("D ".to_owned());
            } else {
                expected.push((*line).to_owned());
            }
        }
        expected.sort_by_key(|line| ORDER.find(&line[..1]));
        let expected = expected.join("\n") + "\n";
        let got = seen.lines(decoder.skipped(), &verdict);
        if got != expected {
            write!(wrong, "\n== {title}\nexpected:\n{expected}got:\n{got}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    scenarios.len()
}
