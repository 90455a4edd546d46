//! Sums, by hand and against a plain reading.

use super::*;
use crate::catalogue::{Price, Rates};
use crate::failure::Code;
use crate::ledger::tests::entry;
use crate::ledger::{Asked, Entry, Latency, Outcome};
use crate::money::Usd;
use crate::usage::{Cost, CostBasis, Usage};
use crate::wire::FinishReason;
use proptest::prelude::*;

fn costing(usd: &str, basis: CostBasis, entry: Entry) -> Entry {
    Entry {
        cost: Some(Cost {
            usd: Usd::parse(usd).unwrap(),
            basis,
        }),
        usage: Some(Usage {
            input_tokens: 100,
            output_tokens: 10,
            total_tokens: 110,
            ..Usage::default()
        }),
        ..entry
    }
}

fn entries() -> Vec<Entry> {
    let day = 86_400_000;
    let mut hit = costing("9", CostBasis::Billed, entry("gateway", "a"));
    hit.cached = true;
    hit.saved = Some(Usd::parse("0.1").unwrap());
    hit.cost = None;
    vec![
        costing("0.1", CostBasis::Billed, entry("gateway", "a")),
        costing(
            "0.2",
            CostBasis::Estimated,
            Entry {
                at_ms: day,
                ..entry("gateway", "b")
            },
        ),
        costing(
            "0.000000000001",
            CostBasis::Billed,
            Entry {
                at_ms: day - 1,
                model_served: Some("b".to_owned()),
                ..entry("openai", "a")
            },
        ),
        entry("gateway", "c"),
        hit,
    ]
}

fn report(by: By) -> Report {
    summed(by, &entries())
}

fn summed(by: By, entries: &[Entry]) -> Report {
    let mut summary = Summary::new(by, Prices::default());
    for entry in entries {
        summary.add(&entry.used(), Day::at);
    }
    summary.report()
}

#[test]
fn rows_are_by_key_and_totals_are_exact() {
    for (by, expected) in [
        (
            By::Day,
            &[
                ("1970-01-01", 3, "0.100000000001"),
                ("1970-01-02", 1, "0.2"),
            ][..],
        ),
        (By::Month, &[("1970-01", 4, "0.300000000001")]),
        (
            By::Model,
            &[("a", 1, "0.1"), ("b", 2, "0.200000000001"), ("c", 1, "0")],
        ),
        (
            By::Connection,
            &[("gateway", 3, "0.3"), ("openai", 1, "0.000000000001")],
        ),
    ] {
        let report = report(by);
        let rows: Vec<_> = report
            .rows
            .iter()
            .map(|row| (row.key.as_str(), row.requests, row.usd.as_str()))
            .collect();
        assert_eq!(rows, expected, "{by:?}");
        let total = &report.total;
        // As a float 0.1 + 0.2 would be 0.30000000000000004.
        assert_eq!(total.usd, "0.300000000001");
        assert_eq!((total.requests, total.cached_answers), (4, 1));
        assert_eq!((total.input_tokens, total.output_tokens), (300, 30));
        assert_eq!(total.billed_usd, "0.100000000001");
        assert_eq!(total.estimated_usd, "0.2");
        assert_eq!(
            (total.unpriced_requests, total.saved_usd.as_str()),
            (1, "0.1")
        );
        assert_eq!(By::parse(by.as_str()), Some(by));
    }
}

#[test]
fn the_json_has_the_names_of_the_contract() {
    let json = serde_json::to_value(report(By::Connection)).unwrap();
    let row = &json["rows"][1];
    assert_eq!(row["key"], "openai");
    assert_eq!(row["requests"], 1);
    assert_eq!(row["inputTokens"], 100);
    assert_eq!(row["outputTokens"], 10);
    assert_eq!(row["usd"], "0.000000000001");
    assert_eq!(json["total"]["usd"], "0.300000000001");
}

#[test]
fn rows_past_the_bound_are_summed_together() {
    for by in [By::Model, By::Day] {
        let many: Vec<_> = (0..MAX_KEYS + 5)
            .map(|n| Entry {
                at_ms: i64::try_from(n).unwrap() * 86_400_000,
                ..costing("1", CostBasis::Billed, entry("gateway", &format!("m{n}")))
            })
            .collect();
        let report = summed(by, &many);
        assert_eq!(report.rows.len(), MAX_KEYS + 1);
        assert_eq!(report.rows.last().unwrap().key, "other");
        assert_eq!(report.rows.last().unwrap().usd, "5");
        assert_eq!(report.total.usd, (MAX_KEYS + 5).to_string());
    }
}

#[test]
fn days_are_those_of_the_place() {
    let mut summary = Summary::new(By::Month, Prices::default());
    let late = Entry {
        at_ms: 31 * 86_400_000 - 1,
        ..entry("gateway", "a")
    };
    summary.add(&late.used(), |ms| Day::at(ms + 3_600_000));
    assert_eq!(summary.report().rows[0].key, "1970-02");
}

#[test]
fn failures_are_counted_by_code_and_only_whole_answers_have_a_time() {
    let ended = |outcome, total_ms, first_token_ms| Entry {
        first_token_ms,
        total_ms,
        outcome,
        ..entry("gateway", "a")
    };
    let failed = |code| ended(Outcome::Failed(code), 9_000, None);
    let entries = [
        failed(Code::Overloaded),
        failed(Code::Connect),
        failed(Code::RateLimited),
        failed(Code::Overloaded),
        ended(Outcome::Finished(FinishReason::Stop), 300, Some(30)),
        ended(Outcome::Finished(FinishReason::Length), 100, Some(10)),
        ended(Outcome::Finished(FinishReason::Stop), 200, Some(20)),
        ended(Outcome::Finished(FinishReason::Cancelled), 7_000, Some(40)),
        Entry {
            cached: true,
            ..ended(Outcome::Finished(FinishReason::Stop), 1, Some(1))
        },
    ];
    let total = summed(By::Model, &entries).total;
    let errors: Vec<_> = total
        .errors
        .iter()
        .map(|one| (one.code, one.count))
        .collect();
    let expected = [
        (Code::Overloaded, 2),
        (Code::RateLimited, 1),
        (Code::Connect, 1),
    ];
    assert_eq!(errors, expected);
    assert_eq!((total.requests, total.failed_requests), (8, 4));
    let latency = Latency {
        answers: 3,
        median_ms: Some(200),
        p95_ms: Some(300),
        first_token_median_ms: Some(20),
    };
    assert_eq!(total.latency, latency);
    assert_eq!(summed(By::Model, &[]).total.latency, Latency::default());
}

#[test]
fn what_a_provider_s_cache_spared_is_told_where_it_is_listed() {
    let usd = |text| Usd::parse(text).unwrap();
    let rates = Rates {
        cache_read: Some(usd("0.3e-6")),
        ..Rates::new(usd("3e-6"), usd("15e-6"))
    };
    let mut prices = Prices::default();
    let asked = Asked {
        connection: "gateway".to_owned(),
        asked: "a".to_owned(),
        served: None,
    };
    prices.insert(&asked, Price::new(rates, Vec::new()).unwrap());
    let mut summary = Summary::new(By::Model, prices);
    for model in ["a", "b"] {
        let read = Entry {
            usage: Some(Usage {
                input_tokens: 1_000,
                output_tokens: 50,
                reasoning_tokens: Some(40),
                cached_input_tokens: Some(900),
                total_tokens: 1_050,
            }),
            ..entry("gateway", model)
        };
        summary.add(&read.used(), Day::at);
    }
    let report = summary.report();
    let [a, b] = &report.rows[..] else { panic!() };
    assert_eq!(
        (a.cache_read_saved_usd.as_str(), a.unpriced_cached_tokens),
        ("0.00243", 0)
    );
    assert_eq!(
        (b.cache_read_saved_usd.as_str(), b.unpriced_cached_tokens),
        ("0", 900)
    );
    let total = &report.total;
    assert_eq!(
        (total.cached_input_tokens, total.reasoning_tokens),
        (1_800, 80)
    );
    assert_eq!(total.cache_read_saved_usd, "0.00243");
}

proptest! {
    /// Read plainly: every row and the total are what a loop over their entries gives.
    #[test]
    fn rows_and_the_total_are_those_of_their_entries(
        drawn in proptest::collection::vec((0_usize..4, 0_u64..2_000, 0_u64..500, 0_usize..5), 0..120),
    ) {
        let entries: Vec<_> = drawn
            .iter()
            .map(|(model, total_ms, tokens, kind)| Entry {
                total_ms: *total_ms,
                first_token_ms: (*kind < 3).then_some(*total_ms / 2),
                outcome: match kind {
                    0 => Outcome::Failed(Code::Overloaded),
                    1 => Outcome::Finished(FinishReason::Cancelled),
                    _ => Outcome::Finished(FinishReason::Stop),
                },
                cached: *kind == 4,
                usage: Some(Usage { input_tokens: *tokens, output_tokens: 1, ..Usage::default() }),
                ..entry("gateway", &format!("m{model}"))
            })
            .collect();
        let report = summed(By::Model, &entries);
        for row in report.rows.iter().chain([&report.total]) {
            let of_row: Vec<_> = entries
                .iter()
                .filter(|one| row.key == "total" || one.model_asked == row.key)
                .collect();
            let sent: Vec<_> = of_row.iter().filter(|one| !one.cached).collect();
            prop_assert_eq!(row.requests, sent.len() as u64);
            prop_assert_eq!(row.cached_answers, (of_row.len() - sent.len()) as u64);
            let tokens: u64 = sent.iter().filter_map(|one| one.usage).map(|usage| usage.input_tokens).sum();
            prop_assert_eq!(row.input_tokens, tokens);
            let mut times: Vec<_> = sent
                .iter()
                .filter(|one| one.outcome == Outcome::Finished(FinishReason::Stop))
                .map(|one| one.total_ms)
                .collect();
            times.sort_unstable();
            let at = |percent: usize| times.get((times.len() * percent).div_ceil(100).wrapping_sub(1)).copied();
            prop_assert_eq!(row.latency.answers, times.len() as u64);
            prop_assert_eq!((row.latency.median_ms, row.latency.p95_ms), (at(50), at(95)));
            let failed = sent.iter().filter(|one| matches!(one.outcome, Outcome::Failed(_))).count();
            prop_assert_eq!(row.failed_requests, failed as u64);
        }
    }
}
