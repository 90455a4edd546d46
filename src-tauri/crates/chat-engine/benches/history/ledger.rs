//! What the usage page waits for: a ledger of 100,000 requests over a year, summed.

use crate::table::{Begun, Table};
use chat_core::ids::TurnId;
use chat_core::ledger::{By, Entry, Outcome, Prices};
use chat_core::money::Usd;
use chat_core::usage::{Cost, CostBasis, Usage};
use chat_core::wire::FinishReason;
use chat_engine::store::Store;

const REQUESTS: i64 = 100_000;
const YEAR_MS: i64 = 365 * 86_400_000;

pub(crate) async fn measure(table: &mut Table) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    for part in 0..REQUESTS / 1_000 {
        let entries = (0..1_000).map(|n| entry(part * 1_000 + n)).collect();
        store.record(entries, None).await.unwrap();
    }
    for by in By::ALL {
        let mut took = Vec::new();
        for _ in 0..20 {
            let begun = Begun::now();
            let at_ms = store.moments(None, None).await.unwrap();
            store.cache_readers(at_ms.clone()).await.unwrap();
            let report = store.usage(by, at_ms, Prices::default()).await.unwrap();
            took.push(begun.took());
            assert_eq!(report.total.requests, REQUESTS as u64);
        }
        let name = format!("100,000 requests summed by {}", by.as_str());
        table.row(&name, 300.0, &took);
    }
}

fn entry(n: i64) -> Entry {
    let drawn = n.wrapping_mul(2_654_435_761) & 0xffff;
    let tokens = drawn as u64;
    Entry {
        at_ms: 1_764_000_000_000 + n * (YEAR_MS / REQUESTS),
        turn: TurnId::parse(&format!("bench-{n}")).unwrap(),
        attempt: 1,
        connection: ["gateway", "openai", "local"][(drawn % 3) as usize].to_owned(),
        model_asked: format!("maker/model-{}", drawn % 12),
        model_served: Some(format!("maker/model-{}-2026", drawn % 12)),
        provider: Some("maker".to_owned()),
        usage: Some(Usage {
            input_tokens: tokens,
            output_tokens: tokens / 4,
            reasoning_tokens: None,
            cached_input_tokens: Some(tokens / 2),
            total_tokens: tokens + tokens / 4,
        }),
        cost: Some(Cost {
            usd: Usd::parse(&format!("0.{:012}", drawn * 1_234_567)).unwrap(),
            basis: CostBasis::Billed,
        }),
        saved: None,
        first_token_ms: Some(tokens / 90),
        total_ms: tokens / 3,
        status: Some(200),
        outcome: Outcome::Finished(FinishReason::Stop),
        cached: false,
        request_id: Some(format!("req_{n}")),
        generation_id: Some(format!("gen_{n}")),
    }
}
