//! What a decoder gives, in the letters of the fixtures, and the runner of a fixture file.

use chat_core::dialect::{
    Credential, Decoder, Dialect, DialectEvent, Upstream, UpstreamKind, Verdict,
};
use chat_core::failure::AuthKind;
use serde_json::json;
use std::fmt::Write;

/// The upstreams that fixtures name; `provider` is that of the direct one.
pub(crate) fn upstream(kind: &str, provider: &str) -> Upstream {
    let (kind, host, provider) = match kind {
        "gateway" => (UpstreamKind::Gateway, "ai.example".to_owned(), None),
        "direct" => (
            UpstreamKind::Direct,
            format!("api.{provider}.com"),
            Some(provider.to_owned()),
        ),
        "local" => (UpstreamKind::Local, "lab.example:8000".to_owned(), None),
        other => panic!("unknown upstream {other}"),
    };
    Upstream {
        kind,
        host,
        auth: AuthKind::ApiKey,
        provider,
    }
}

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

/// Runs every scenario of a fixture file: `== TITLE`, `[direct]` or `[local]` behind it for
/// another upstream than the gateway; `<` an event's data as `data` writes it out, `<! ` the same
/// named `error`, `<NAME ` the same with that name, `<< ` a whole body; then what must come.
/// Gives how many there were.
pub(crate) fn run(
    file: &str,
    dialect: Dialect,
    provider: &str,
    data: impl Fn(&str) -> String,
) -> usize {
    let mut wrong = String::new();
    let mut count = 0;
    for scenario in file.split("\n== ").skip(1) {
        count += 1;
        let (title, body) = scenario.split_once('\n').unwrap();
        let kind = title
            .rsplit_once('[')
            .and_then(|(_, kind)| kind.strip_suffix(']'))
            .filter(|kind| ["direct", "local"].contains(kind))
            .unwrap_or("gateway");
        let mut decoder = Decoder::new(dialect, upstream(kind, provider));
        let mut seen = Seen::default();
        let mut expected: Vec<String> = Vec::new();
        for line in body.lines() {
            if let Some(text) = line.strip_prefix("<< ") {
                let text = text.replace("\\n", "\n").replace("\\ufeff", "\u{feff}");
                seen.note(decoder.whole(&text));
            } else if let Some(text) = line.strip_prefix("<! ") {
                seen.note(decoder.frame(Some("error"), text));
            } else if let Some(text) = line.strip_prefix("< ") {
                seen.note(decoder.frame(None, &data(text)));
            } else if let Some(named) = line.strip_prefix('<') {
                let (name, text) = named.split_once(' ').expect(title);
                seen.note(decoder.frame(Some(name), &data(text)));
            } else if let Some(json) = line.strip_prefix("T ").or_else(|| line.strip_prefix("R ")) {
                let text: String = serde_json::from_str(json).expect(title);
                expected.push(format!("{} {}", &line[..1], json!(text)));
            } else if line == "D" {
                expected.push("D ".to_owned());
            } else if !line.is_empty() {
                expected.push(line.to_owned());
            }
        }
        let (events, verdict) = decoder.finish();
        seen.note(events);
        expected.sort_by_key(|line| ORDER.find(&line[..1]));
        let expected = expected.join("\n") + "\n";
        let got = seen.lines(decoder.skipped(), &verdict);
        if got != expected {
            write!(wrong, "\n== {title}\nexpected:\n{expected}got:\n{got}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    count
}
