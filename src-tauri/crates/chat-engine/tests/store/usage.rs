//! Sums over the ledger in the days of the place, against a plain reading of its rows.

use crate::ledger::{entry, on_paper, usd};
use crate::suite::suite;
use chat_core::calendar::Day;
use chat_core::catalogue::{Catalogue, Model, Price, Rates};
use chat_core::failure::Code;
use chat_core::ledger::{Asked, By, Entry, Outcome, Prices, ReportRow};
use chat_core::usage::{Cost, CostBasis, Usage};
use chat_core::wire::FinishReason;
use chat_engine::store::{Settlement, Store};

suite![
    sums_and_quantiles_are_those_of_a_plain_reading,
    days_meet_without_gap_and_hold_their_own_rows,
    who_read_from_a_cache_is_told_and_priced,
    a_list_is_found_whatever_address_gave_it,
];

const DAY_MS: i64 = 86_400_000;

/// Rows of many kinds, the same in every run.
fn rows(count: u64) -> Vec<Entry> {
    let mut seed = 11_u64;
    let mut draw = move |below: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    (0..count)
        .map(|n| {
            let amount = format!("0.{:012}", draw(1_000_000_000_000));
            let tokens = draw(5_000);
            let cost = Cost {
                usd: usd(&amount),
                basis: [CostBasis::Billed, CostBasis::Estimated][usize::from(draw(2) == 0)],
            };
            let usage = Usage {
                input_tokens: tokens,
                output_tokens: 7,
                reasoning_tokens: (draw(2) == 0).then_some(3),
                cached_input_tokens: (draw(2) == 0).then_some(tokens / 2),
                total_tokens: tokens + 7,
            };
            let kind = draw(10);
            let cached = kind == 9;
            Entry {
                at_ms: 1_774_000_000_000
                    + i64::try_from(draw(30) * 86_400_000 + draw(86_400_000)).unwrap(),
                connection: format!("c{}", draw(3)),
                model_served: (draw(2) == 0).then(|| format!("m{}", draw(5))),
                usage: (draw(8) > 0).then_some(usage),
                cost: (!cached && draw(4) > 0).then_some(cost),
                saved: cached.then(|| usd(&amount)),
                first_token_ms: (kind > 1).then(|| draw(900)),
                total_ms: draw(30_000),
                status: [Some(200), Some(503), None][usize::try_from(draw(3)).unwrap()],
                outcome: match kind {
                    0 => Outcome::Failed(Code::Overloaded),
                    1 => Outcome::Failed(Code::IdleTimeout),
                    2 => Outcome::Finished(FinishReason::Cancelled),
                    _ => Outcome::Finished(FinishReason::Stop),
                },
                cached,
                ..entry(&format!("t{n}"), None)
            }
        })
        .collect()
}

/// What a row should say, in the plainest way.
fn plainly(key: &str, of_row: &[&Entry]) -> ReportRow {
    let sent: Vec<_> = of_row.iter().filter(|one| !one.cached).collect();
    let spent = |basis: Option<CostBasis>| {
        let costs = sent.iter().filter_map(|one| one.cost);
        let costs = costs.filter(|cost| basis == Some(cost.basis) || basis.is_none());
        on_paper(&costs.map(|cost| cost.usd.to_string()).collect::<Vec<_>>())
    };
    let saved = of_row.iter().filter(|one| one.cached);
    let saved = saved.filter_map(|one| one.saved).map(|usd| usd.to_string());
    let saved = on_paper(&saved.collect::<Vec<_>>());
    let tokens = |part: fn(&Usage) -> Option<u64>| {
        let usages = sent.iter().filter_map(|one| one.usage);
        usages.filter_map(|usage| part(&usage)).sum::<u64>()
    };
    let failed = |code| {
        let is_it = |one: &&&&Entry| one.outcome == Outcome::Failed(code);
        sent.iter().filter(is_it).count() as u64
    };
    let mut whole: Vec<_> = sent
        .iter()
        .filter(|one| one.outcome == Outcome::Finished(FinishReason::Stop))
        .map(|one| one.total_ms)
        .collect();
    let mut first: Vec<_> = sent.iter().filter_map(|one| one.first_token_ms).collect();
    whole.sort_unstable();
    first.sort_unstable();
    let rank = |times: &[u64], hundredths: usize| {
        let rank = (times.len() * hundredths).div_ceil(100);
        rank.checked_sub(1).map(|index| times[index])
    };
    let unpriced = sent
        .iter()
        .filter(|one| one.cost.is_none() && one.may_have_been_paid());
    let mut row: ReportRow = serde_json::from_value(serde_json::json!({
        "key": key, "requests": sent.len(),
        "inputTokens": tokens(|usage| Some(usage.input_tokens)),
        "cachedInputTokens": tokens(|usage| usage.cached_input_tokens),
        "outputTokens": tokens(|usage| Some(usage.output_tokens)),
        "reasoningTokens": tokens(|usage| usage.reasoning_tokens),
        "usd": spent(None), "billedUsd": spent(Some(CostBasis::Billed)),
        "estimatedUsd": spent(Some(CostBasis::Estimated)),
        "unpricedRequests": unpriced.count(), "cachedAnswers": of_row.len() - sent.len(),
        "savedUsd": saved, "allSavedUsd": saved, "cacheReadSavedUsd": "0",
        "unpricedCachedTokens": tokens(|usage| usage.cached_input_tokens),
        "failedRequests": failed(Code::Overloaded) + failed(Code::IdleTimeout),
        "errors": [{"code": "overloaded", "count": failed(Code::Overloaded)},
                   {"code": "idle_timeout", "count": failed(Code::IdleTimeout)}],
        "latency": {"answers": whole.len(), "medianMs": rank(&whole, 50),
                    "p95Ms": rank(&whole, 95), "firstTokenMedianMs": rank(&first, 50)},
    }))
    .unwrap();
    row.errors.retain(|one| one.count > 0);
    row.errors.sort_by_key(|one| std::cmp::Reverse(one.count));
    row
}

async fn sums_and_quantiles_are_those_of_a_plain_reading(store: &Store) {
    let entries = rows(1_500);
    store.record(entries.clone(), None).await.unwrap();
    let key = |by, one: &Entry| match by {
        By::Connection => one.connection.clone(),
        By::Model => one
            .model_served
            .as_ref()
            .unwrap_or(&one.model_asked)
            .clone(),
        By::Day | By::Month => unreachable!("days are another test"),
    };
    for by in [By::Model, By::Connection] {
        let report = store
            .usage(by, 0..i64::MAX, Prices::default())
            .await
            .unwrap();
        let total: Vec<_> = entries.iter().collect();
        assert_eq!(report.total, plainly("total", &total), "{by:?}");
        assert!(report.rows.len() >= 3);
        for row in &report.rows {
            let of_row: Vec<_> = total
                .iter()
                .copied()
                .filter(|one| key(by, one) == row.key)
                .collect();
            assert_eq!(*row, plainly(&row.key, &of_row), "{by:?}");
        }
    }
}

/// In whatever zone this runs.
async fn days_meet_without_gap_and_hold_their_own_rows(store: &Store) {
    let entries = rows(400);
    store.record(entries.clone(), None).await.unwrap();
    let report = store
        .usage(By::Day, 0..i64::MAX, Prices::default())
        .await
        .unwrap();
    assert!((29..=32).contains(&report.rows.len()));
    let mut end = None;
    for row in &report.rows {
        let day = Day::parse(&row.key).unwrap();
        let span = store.moments(Some(day), Some(day)).await.unwrap();
        let (hours, rest) = (
            (span.end - span.start) / 3_600_000,
            (span.end - span.start) % 1_800_000,
        );
        assert!(
            (22..=26).contains(&hours) && rest == 0,
            "{day}: {hours} h {rest}"
        );
        if let Some(end) = end {
            assert_eq!(span.start, end, "no row is on the day before {day}");
        }
        end = Some(span.end);
        let of_row: Vec<_> = entries
            .iter()
            .filter(|one| span.contains(&one.at_ms))
            .collect();
        assert_eq!(*row, plainly(&row.key, &of_row));
        let alone = store.usage(By::Day, span, Prices::default()).await.unwrap();
        assert_eq!(alone.rows, std::slice::from_ref(row));
    }
    let months = store
        .usage(By::Month, 0..i64::MAX, Prices::default())
        .await
        .unwrap();
    for month in &months.rows {
        let days = report
            .rows
            .iter()
            .filter(|day| day.key.starts_with(&month.key));
        let usd: Vec<_> = days.map(|day| day.usd.clone()).collect();
        assert_eq!(month.usd, on_paper(&usd), "{}", month.key);
    }
    assert_eq!(months.total, report.total);
    let all = store.moments(None, None).await.unwrap();
    assert_eq!(all, i64::MIN..i64::MAX);
}

fn asked(connection: &str, asked: &str, served: Option<&str>) -> Asked {
    Asked {
        connection: connection.to_owned(),
        asked: asked.to_owned(),
        served: served.map(str::to_owned),
    }
}

async fn who_read_from_a_cache_is_told_and_priced(store: &Store) {
    let reading = |turn: &str, cached| Entry {
        usage: Some(Usage {
            input_tokens: 1_000,
            output_tokens: 1,
            reasoning_tokens: None,
            cached_input_tokens: cached,
            total_tokens: 1_001,
        }),
        ..entry(turn, None)
    };
    let later = Entry {
        model_asked: "later".to_owned(),
        model_served: None,
        at_ms: DAY_MS,
        ..reading("t3", None)
    };
    let kept = Entry {
        model_asked: "kept".to_owned(),
        cached: true,
        ..reading("t4", Some(9))
    };
    let entries = vec![
        reading("t1", Some(600)),
        reading("t2", Some(0)),
        later,
        kept,
    ];
    store.record(entries, None).await.unwrap();
    let first = asked("gateway", "asked/model", Some("served/model"));
    let all = || store.cache_readers(0..i64::MAX);
    assert_eq!(all().await.unwrap(), std::slice::from_ref(&first));
    let bill = Settlement {
        usd: usd("0.5"),
        usage: reading("t3", Some(100)).usage,
        at_ms: DAY_MS + 1,
    };
    assert!(store.settle("gen-t3".to_owned(), bill).await.unwrap());
    assert_eq!(all().await.unwrap().len(), 2);
    assert_eq!(
        store.cache_readers(0..DAY_MS).await.unwrap(),
        std::slice::from_ref(&first)
    );
    let rates = Rates {
        cache_read: Some(usd("0.1e-6")),
        ..Rates::new(usd("1e-6"), usd("2e-6"))
    };
    let mut prices = Prices::default();
    prices.insert(&first, Price::new(rates, Vec::new()).unwrap());
    let total = store
        .usage(By::Model, 0..i64::MAX, prices)
        .await
        .unwrap()
        .total;
    assert_eq!(total.cache_read_saved_usd, "0.00054");
    assert_eq!(
        (total.cached_input_tokens, total.unpriced_cached_tokens),
        (700, 100)
    );
}

async fn a_list_is_found_whatever_address_gave_it(store: &Store) {
    let list = Catalogue::new([Model::new("a/b")]);
    let find = || store.newest_catalogue("gateway".to_owned());
    assert_eq!(find().await.unwrap(), None);
    let keep = store.save_catalogue(
        "gateway".into(),
        "https://x.example".into(),
        list.to_json(),
        1,
    );
    keep.await.unwrap();
    assert_eq!(find().await.unwrap(), Some(list.to_json()));
}
