//! How fast code is coloured, side by side with tree-sitter, on the same lines in one run, and
//! what colours cost when a conversation is opened.
//!
//! Prints goal, figure and ratio of each row and exits 1 on a miss. It knows `chat-render` and
//! the sources of this repository, nothing of the page.
#![forbid(unsafe_code)]

mod conversation;
mod ours;
mod sources;
#[allow(
    dead_code,
    reason = "this bench needs less of the table than the other"
)]
#[path = "../../wire-bench/src/table.rs"]
mod table;
mod tree_sitter;

use sources::Language;
use std::fs;
use std::hint::black_box;
use std::process::ExitCode;
use table::{Goal, Table};

/// Lines of each language.
const LINES: usize = 2_000;

fn main() -> ExitCode {
    let mut table = Table::new();
    for language in Language::ALL {
        let text = match sources::lines(language, LINES) {
            Ok(text) => text,
            Err(error) => {
                eprintln!("No sources of {}: {error}", language.name());
                return ExitCode::FAILURE;
            }
        };
        let peer = tree_sitter::Peer::new(language);
        let ours = cost(100, || ours::lines(language, &text).len());
        let theirs = cost(10, || peer.lines(&text).len());
        let name = format!("{LINES} lines of {}", language.name());
        let goal = Goal::AtMost(1.2);
        table.row(&name, ours, theirs, "ms", ours / theirs, goal);
        let (ours, theirs) = (
            json_kb(&ours::lines(language, &text)),
            json_kb(&peer.lines(&text)),
        );
        let name = format!("  their JSON, source {} KB", text.len() / 1_000);
        table.row(&name, ours, theirs, "KB", ours / theirs, Goal::AtMost(1.2));
        let half = text
            .lines()
            .take(LINES / 2)
            .fold(String::new(), |text, line| text + line + "\n");
        let (half, whole) = (
            cost(100, || ours::lines(language, &half).len()),
            cost(100, || ours::lines(language, &text).len()),
        );
        let name = format!("  {LINES} lines beside {}", LINES / 2);
        table.row(&name, whole, half, "ms", whole / half, Goal::AtMost(2.5));
    }
    let (coloured, plain) = (
        conversation::messages("rust"),
        conversation::messages("text"),
    );
    let open = |messages: &[String]| cost(100, || conversation::open(messages));
    let mut drawings = conversation::held(&coloured);
    let again = cost(100, || conversation::reopen(&coloured, &mut drawings));
    let (coloured, plain) = (open(&coloured), open(&plain));
    let name = "60 messages to trees and JSON, coloured beside plain";
    table.row(
        name,
        coloured,
        plain,
        "ms",
        coloured / plain,
        Goal::AtMost(1.3),
    );
    let name = "the same messages again beside the first time";
    table.row(
        name,
        again,
        coloured,
        "ms",
        again / coloured,
        Goal::AtMost(0.2),
    );
    table.end()
}

/// The processor's time for a run, in milliseconds: the least of five averages. The time of the day
/// would also count whatever else the machine does.
fn cost(times: u32, mut run: impl FnMut() -> usize) -> f64 {
    let averages = (0..5).map(|_| {
        let before = processor_ms();
        for _ in 0..times {
            black_box(run());
        }
        (processor_ms() - before) / f64::from(times)
    });
    averages.fold(f64::INFINITY, f64::min)
}

/// What this thread has had of the processor.
fn processor_ms() -> f64 {
    let times = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = times.split(' ').next();
    first
        .and_then(|ns| ns.parse().ok())
        .map_or(f64::NAN, |ns: f64| ns / 1e6)
}

fn json_kb(lines: &[chat_core::blocks::Node]) -> f64 {
    serde_json::to_string(lines).map_or(f64::NAN, |json| json.len() as f64 / 1_000.0)
}
