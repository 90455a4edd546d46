//! What drawing a growing answer costs in Rust, beside rendering the whole anew for each delta; and
//! the patches of one answer as a file, for the page's part of the measurement.
//!
//! `cargo xtask bench render` runs both. `--write DIR` writes `steps.json` (the pieces of the
//! answer) and `patches.json` (for each frame the JSON of its operations) and measures nothing.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_precision_loss,
    unreachable_pub,
    reason = "a measurement that cannot be made must not look like one"
)]

mod answer;
mod kinds;
mod table;

use chat_render::{Live, Mirror, render};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use table::{Table, median};

/// As long as the answer that the page is measured with.
const WHOLE: usize = 204_000;
const SHORT: usize = 20_000;
/// One delta of a usual stream: about a token.
const DELTA: usize = 4;
/// One step of the page's measurement, a frame's worth of a very fast stream.
const STEP: usize = 800;
/// A frame's worth of an ordinary fast stream.
const FRAME: usize = 64;
/// Operations of one message, in bytes of JSON: the largest message less its envelope.
const BUDGET: usize = chat_core::wire::MAX_EVENT_BYTES - 200;
/// Times of one measurement; the least disturbed counts.
const ROUNDS: usize = 3;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--write") {
        write(Path::new(&arguments[at + 1]));
        return ExitCode::SUCCESS;
    }
    let mut table = Table::new();
    deltas(&mut table);
    payloads(&mut table);
    table.end()
}

fn write(folder: &Path) {
    let text = answer::answer(WHOLE);
    let steps = pieces(&text, STEP);
    let patches: Vec<String> = frames(&text, STEP)
        .into_iter()
        .filter(|patch| patch != "[]")
        .collect();
    std::fs::create_dir_all(folder).unwrap();
    let put = |name: &str, list: &[String]| {
        std::fs::write(folder.join(name), serde_json::to_string(list).unwrap()).unwrap();
    };
    put("steps.json", &steps);
    put("patches.json", &patches);
    println!(
        "{} bytes in {} steps, {} patches of {} bytes",
        text.len(),
        steps.len(),
        patches.len(),
        patches.iter().map(String::len).sum::<usize>()
    );
}

/// The text in pieces of `size` characters.
fn pieces(text: &str, size: usize) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    characters
        .chunks(size)
        .map(|piece| piece.iter().collect())
        .collect()
}

/// The patches that a view gets when it is told of the answer after each piece: at most one message
/// a frame, and afterwards until it shows all.
fn frames(text: &str, size: usize) -> Vec<String> {
    let (mut live, mut mirror) = (Live::new(), Mirror::new());
    let mut patches = Vec::new();
    for piece in pieces(text, size) {
        live.append(&piece);
        patches.push(serde_json::to_string(&mirror.step_live(&mut live, BUDGET)).unwrap());
    }
    live.finish();
    loop {
        let ops = mirror.step_live(&mut live, BUDGET);
        if ops.is_empty() {
            break;
        }
        patches.push(serde_json::to_string(&ops).unwrap());
    }
    assert_eq!(mirror.nodes(), render(text), "the view shows the answer");
    patches
}

/// What one delta took each time, in microseconds, from its arrival to its patch.
fn delta_times(text: &str) -> Vec<f64> {
    let (mut live, mut mirror) = (Live::new(), Mirror::new());
    let mut times = Vec::new();
    for piece in pieces(text, DELTA) {
        let from = Instant::now();
        live.append(&piece);
        let ops = mirror.step_live(&mut live, BUDGET);
        times.push(from.elapsed().as_secs_f64() * 1e6);
        std::hint::black_box(ops);
    }
    times
}

/// What rendering the whole text takes at 400 points of its growth, in microseconds.
fn whole_times(text: &str) -> Vec<f64> {
    (1..=400)
        .map(|part| {
            let so_far = &text[..text.len() * part / 400];
            let from = Instant::now();
            std::hint::black_box(render(so_far));
            from.elapsed().as_secs_f64() * 1e6
        })
        .collect()
}

fn mean(times: &[f64]) -> f64 {
    times.iter().sum::<f64>() / times.len() as f64
}

/// The least disturbed of some rounds.
fn least(measure: impl Fn() -> f64) -> f64 {
    (0..ROUNDS).map(|_| measure()).fold(f64::INFINITY, f64::min)
}

fn deltas(table: &mut Table) {
    let (text, short) = (answer::answer(WHOLE), answer::answer(SHORT));
    let ours = least(|| median(delta_times(&text)));
    let whole = least(|| median(whole_times(&text)));
    table.row(
        "a 4-character delta, p50 | the whole anew",
        &format!("{ours:.1} us"),
        &format!("{whole:.0} us"),
        ours / whole,
        1.0 / 80.0,
    );
    let at_short = least(|| mean(&delta_times(&short)));
    let at_whole = least(|| mean(&delta_times(&text)));
    table.row(
        "a delta on average, in 204 KB | in 20 KB",
        &format!("{at_whole:.1} us"),
        &format!("{at_short:.1} us"),
        at_whole / at_short,
        1.3,
    );
}

/// How many bytes of operations a view is sent, to the bytes of the tree that it shows at the end.
fn payloads(table: &mut Table) {
    let mut texts = kinds::all();
    texts.push(("the mixed answer", answer::answer(WHOLE)));
    for (name, text) in texts {
        let sent: usize = frames(&text, FRAME)
            .iter()
            .map(|patch| patch.len() - "[]".len())
            .sum();
        let tree = serde_json::to_string(&render(&text)).unwrap().len();
        table.row(
            &format!("sent at {FRAME} characters a frame | tree: {name}"),
            &format!("{} KB", sent / 1000),
            &format!("{} KB", tree / 1000),
            sent as f64 / tree as f64,
            3.0,
        );
    }
}
