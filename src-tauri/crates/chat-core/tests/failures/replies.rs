//! Every reply in `fixtures/failures/`: status, headers and body into code, whether it is repeated,
//! the server's hint, and words.

use crate::{classified, upstream};
use chat_core::failure::{Failure, RetryPolicy, retry_delay};
use std::collections::HashSet;
use std::fmt::Write;

/// One file for each kind of sender.
const FILES: [(&str, &str); 9] = [
    (
        "by_status",
        include_str!("../fixtures/failures/by_status.txt"),
    ),
    ("vercel", include_str!("../fixtures/failures/vercel.txt")),
    (
        "anthropic",
        include_str!("../fixtures/failures/anthropic.txt"),
    ),
    ("openai", include_str!("../fixtures/failures/openai.txt")),
    ("gemini", include_str!("../fixtures/failures/gemini.txt")),
    (
        "providers",
        include_str!("../fixtures/failures/providers.txt"),
    ),
    ("routers", include_str!("../fixtures/failures/routers.txt")),
    ("local", include_str!("../fixtures/failures/local.txt")),
    ("between", include_str!("../fixtures/failures/between.txt")),
];

/// Characters that an editor would hide or change.
const ESCAPES: [(&str, &str); 3] = [
    ("\\u001b", "\u{1b}"),
    ("\\u202e", "\u{202e}"),
    ("\\u200b", "\u{200b}"),
];

/// One scenario of a file; the format stands at the head of `by_status.txt`.
struct Case<'a> {
    title: &'a str,
    status: u16,
    who: &'a str,
    headers: Vec<(&'a str, &'a str)>,
    body: String,
    expected: Vec<&'a str>,
}

impl<'a> Case<'a> {
    fn all(file: &'a str) -> impl Iterator<Item = Self> {
        file.split("\n== ").skip(1).map(Self::read)
    }

    fn read(text: &'a str) -> Self {
        let mut lines = text.lines();
        let title = lines.next().unwrap_or_default();
        let (status, who) = lines
            .next()
            .and_then(|line| line.split_once(' '))
            .unwrap_or_else(|| panic!("{title}: no status and upstream"));
        let mut case = Self {
            title,
            status: status
                .parse()
                .unwrap_or_else(|_| panic!("{title}: {status}")),
            who,
            headers: Vec::new(),
            body: String::new(),
            expected: Vec::new(),
        };
        let mut body = Vec::new();
        for line in lines.filter(|line| !line.is_empty()) {
            if let Some(text) = line.strip_prefix("| ") {
                body.push(
                    ESCAPES
                        .iter()
                        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to)),
                );
            } else if let Some(header) = line
                .split_once(": ")
                .filter(|_| line.starts_with(char::is_lowercase))
            {
                case.headers.push(header);
            } else {
                case.expected.push(line);
            }
        }
        case.body = body.join("\n");
        case
    }

    fn failure(&self) -> Failure {
        let body = self.body.as_bytes();
        classified(self.status, &self.headers, body, &upstream(self.who))
    }
}

fn told(failure: &Failure) -> String {
    let again = match retry_delay(&RetryPolicy::default(), failure, 0, 0) {
        Some(_) => "retried",
        None => "final",
    };
    let hint = failure
        .retry_after_ms
        .map_or("-".to_owned(), |ms| ms.to_string());
    format!("= {} {again} {hint}", failure.code.as_str())
}

// Mutations seen to fail, each by itself:
// - `typed::refines`: a refused key counts at 500 ("500 that is about the provider's key …").
// - `typed::refines`: a pace counts at 413 ("Groq: 413 more than a minute's tokens").
// - `typed::code_of` without "insufficientquota" ("429 the quota, whatever the header says").
// - `Told::code` without `daily` ("429 a day's quota: the wait beside it is not meant").
// - `Told::by_status` without its arm for pages ("nginx: 502 as a page").
// - `Said::of_value` without `reverse` ("429 quota, by the detail's code").
// - `classify`: the body's hint before the header's ("429 with hints in header and body …").
// - `classify`: a time of lifting for every status ("the end of a limit does not count …").
// - `reset::from_headers`: limits with something left ("429 only the limit that is used up counts").
// - `classify` without `x-should-retry` ("a server that wants no repeat is not asked again").
// - `retry_delay`: hints of more than 60 s kept to ("429 with a long wait is final").
// - `Said::hint` without `retryDelay` ("429 a minute's quota, with its wait").
// - `Fit::new` without its comparison ("llama.cpp: 400 numbers that make no sense are not told").
// - `shown::one_line` without `mask` ("keys in messages").
#[test]
fn every_reply_gives_its_code_and_words() {
    let mut wrong = String::new();
    let mut titles = HashSet::new();
    for (name, file) in FILES {
        for case in Case::all(file) {
            let title = format!("{name}: {}", case.title);
            let failure = case.failure();
            assert_eq!(failure.status, Some(case.status), "{title}");
            let mut got = vec![told(&failure), format!("M {}", failure.message)];
            got.push(format!("A {}", failure.action.unwrap_or_default()));
            got.extend(failure.request_id.map(|id| format!("I {id}")));
            if got != case.expected {
                let (expected, got) = (case.expected.join("\n"), got.join("\n"));
                write!(wrong, "\n== {title}\nexpected:\n{expected}\ngot:\n{got}\n").unwrap();
            }
            assert!(titles.insert(title.clone()), "{title} is there twice");
        }
    }
    assert!(
        titles.len() >= 390,
        "only {} replies were found",
        titles.len()
    );
    assert!(wrong.is_empty(), "{wrong}");
}
