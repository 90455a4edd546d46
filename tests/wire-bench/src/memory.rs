//! Bytes in memory, in the pieces that a socket gives: framing and JSON alone.

use crate::bytes;
use crate::table::{Goal, Table, median};
use chat_core::dialect::{Decoder, Dialect, DialectEvent, Upstream, UpstreamKind};
use chat_core::failure::AuthKind;
use chat_engine::sse::Framer;
use eventsource_stream::Eventsource;
use futures::StreamExt;
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

const ROUNDS: usize = 5;
/// What a client on loopback reads at once.
const LARGE: usize = 16 * 1024;
/// What one TCP segment of a real network carries.
const SEGMENT: usize = 1_460;

/// The rows without a network.
pub fn rows(table: &mut Table) {
    let ordinary = bytes::ordinary();
    let name = format!(
        "decode {} deltas, {} MB",
        bytes::DELTAS,
        ordinary.len() / 1_000_000
    );
    compare(table, &name, &ordinary, LARGE, Goal::AtLeast(2.5));
    compare(
        table,
        "the same in segments of 1,460 bytes",
        &ordinary,
        SEGMENT,
        Goal::None,
    );
    let long = bytes::one_long_line();
    compare(
        table,
        "a line of 900 KiB in segments",
        &long,
        SEGMENT,
        Goal::None,
    );

    let marked = bytes::with_bom();
    let read = ours(&marked, LARGE);
    std::panic::set_hook(Box::new(|_| {}));
    let theirs = catch_unwind(AssertUnwindSafe(|| others(&marked, LARGE)));
    let _own_hook = std::panic::take_hook();
    table.say(
        "a byte-order mark in front",
        &format!("{read} bytes read"),
        &theirs.map_or_else(|_| "panics".to_owned(), |read| format!("{read} bytes read")),
    );
}

fn compare(table: &mut Table, name: &str, stream: &[u8], piece: usize, goal: Goal) {
    let mut ours_took = Vec::new();
    let mut others_took = Vec::new();
    for _ in 0..ROUNDS {
        let from = Instant::now();
        let read = ours(stream, piece);
        ours_took.push(from.elapsed().as_secs_f64());
        let from = Instant::now();
        let other = others(stream, piece);
        others_took.push(from.elapsed().as_secs_f64());
        assert_eq!(read, other, "both read the same text");
    }
    #[expect(clippy::cast_precision_loss, reason = "megabytes")]
    let megabytes = stream.len() as f64 / 1e6;
    let (ours, others) = (median(ours_took), median(others_took));
    table.row(
        &format!("{name} | eventsource-stream + Value"),
        megabytes / ours,
        megabytes / others,
        "MB/s",
        others / ours,
        goal,
    );
}

/// The stream's decoder as a turn has it.
pub fn decoder() -> Decoder {
    Decoder::new(
        Dialect::OpenAiChat,
        Upstream {
            kind: UpstreamKind::Gateway,
            host: "127.0.0.1".to_owned(),
            auth: AuthKind::ApiKey,
            provider: None,
        },
    )
}

/// Bytes of text in some events.
pub fn text(events: &[DialectEvent]) -> usize {
    events
        .iter()
        .map(|event| match event {
            DialectEvent::Text(text) => text.len(),
            _ => 0,
        })
        .sum()
}

fn ours(stream: &[u8], piece: usize) -> usize {
    let mut framer = Framer::new();
    let mut decoder = decoder();
    let mut read = 0;
    for piece in stream.chunks(piece) {
        framer
            .push(piece, &mut |event, data| {
                read += text(&decoder.frame(Some(event).filter(|e| !e.is_empty()), data));
            })
            .expect("no bound is met");
    }
    read + text(&decoder.finish().0)
}

fn others(stream: &[u8], piece: usize) -> usize {
    let pieces = futures::stream::iter(stream.chunks(piece).map(Ok::<_, std::convert::Infallible>));
    let mut events = pieces.eventsource();
    let mut read = 0;
    futures::executor::block_on(async {
        while let Some(event) = events.next().await {
            let data = event.expect("ordinary bytes").data;
            if data == "[DONE]" {
                break;
            }
            let value: Value = serde_json::from_str(&data).expect("JSON");
            read += value["choices"][0]["delta"]["content"]
                .as_str()
                .map_or(0, str::len);
        }
    });
    read
}
