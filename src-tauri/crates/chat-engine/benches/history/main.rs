//! A history of a million messages: how soon a search has its first twenty hits, what the index
//! costs, how long storing, listing and summing the ledger take.
//!
//! `cargo xtask bench history` prints goal, figure and ratio, and exits 1 on a miss. The history is
//! made once, in `target/bench-history`; `GATEHOUSE_BENCH_MESSAGES` makes a smaller one.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "a measurement that cannot be made must not look like one"
)]

mod asks;
mod ledger;
mod plain;
#[path = "../../tests/sample/mod.rs"]
mod sample;
mod seed;
mod table;
mod writes;

use chat_core::wire::{FindMessages, ListFilter, SearchOrder};
use chat_engine::{Config, Engine};
use std::process::ExitCode;
use std::sync::Arc;
use table::{Begun, Table, Took};

/// Searches of each kind.
const ROUNDS: usize = 300;

fn main() -> ExitCode {
    let messages = std::env::var("GATEHOUSE_BENCH_MESSAGES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1_000_000);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let folder = runtime.block_on(seed::history(messages));
    let mut table = Table::new();
    runtime.block_on(async {
        let engine = engine(&folder);
        // Opens the store.
        engine
            .list_conversations(None, ListFilter::default())
            .await
            .unwrap();
        for kind in asks::KINDS {
            let asks = asks::of(*kind, messages, ROUNDS);
            let times = time(&engine, &asks, SearchOrder::Newest).await;
            table.row(kind.name(), kind.goal_ms(), &times);
        }
        let common: Vec<String> = asks::common();
        let ranked = time(&engine, &common, SearchOrder::Relevance).await;
        let plain = plain::times(&folder, messages, &common);
        table.ratio(
            "ranked, common words, to plain bm25",
            0.02,
            table::median(&ranked) / table::median(&plain),
        );
        println!(
            "  ranked {:.2} ms, plain bm25 {:.2} ms (p50)",
            table::median(&ranked),
            table::median(&plain)
        );
        let mut list = Vec::new();
        for _ in 0..100 {
            let begun = Begun::now();
            engine
                .list_conversations(None, ListFilter::default())
                .await
                .unwrap();
            list.push(begun.took());
        }
        table.row("conversation list", 5.0, &list);
        let long = chat_core::ids::ConversationId::parse(seed::LONG).unwrap();
        let mut page = Vec::new();
        for _ in 0..20 {
            let begun = Begun::now();
            engine.open_conversation(long.clone()).await.unwrap();
            page.push(begun.took());
        }
        table.row("last page of 10,000 messages", 20.0, &page);
        engine.close().await;
        writes::measure(&folder, &mut table).await;
        ledger::measure(&mut table).await;
    });
    let (text, index) = seed::bytes(&folder);
    table.ratio("index bytes per byte of text", 3.0, index / text);
    println!(
        "  {:.0} MB of text, {:.0} MB of index",
        text / 1e6,
        index / 1e6
    );
    table.end()
}

/// The time of each search, with its first twenty hits and their snippets; all were asked once
/// before.
async fn time(engine: &Engine, asks: &[String], order: SearchOrder) -> Vec<Took> {
    let mut times = Vec::new();
    for round in 0..2 {
        times.clear();
        for text in asks {
            let asked = FindMessages {
                text: text.clone(),
                order,
                limit: 20,
                ..FindMessages::default()
            };
            let begun = Begun::now();
            let results = engine.search(asked).await.unwrap();
            times.push(begun.took());
            let slow = times.last().is_some_and(|took| took.cpu > 3.0);
            if round == 1 && slow && std::env::var_os("GATEHOUSE_BENCH_SLOW").is_some() {
                println!(
                    "  {:.1} ms, {} hits: {text:?}",
                    times[times.len() - 1].cpu,
                    results.hits.len()
                );
            }
        }
    }
    times
}

fn engine(folder: &std::path::Path) -> Engine {
    use chat_engine::{clock, environment, keys, signin};
    Engine::open(Config {
        environment: environment::Environment::from_pairs::<String, String>([]).unwrap(),
        key_store: Arc::new(keys::MemoryKeys::default()),
        clock: Arc::new(clock::SystemClock::new()),
        vercel: Arc::new(signin::InstalledCli::new(
            signin::ChildVariables::from_pairs([]),
        )),
        start_demo: Arc::new(|| Box::pin(async { unreachable!("nothing is asked") })),
        data_dir: folder.to_owned(),
    })
}
