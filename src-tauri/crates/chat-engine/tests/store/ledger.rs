//! The ledger and the budget, on disk and in memory.

use crate::suite::suite;
use crate::support::{ending, message, piece, starting, turn_id};
use chat_core::budget::{Budget, Standing};
use chat_core::failure::Code;
use chat_core::ledger::{By, Entry, Outcome, Prices};
use chat_core::message::MessageState;
use chat_core::money::Usd;
use chat_core::usage::{Cost, CostBasis, Usage};
use chat_core::wire::FinishReason;
use chat_engine::store::{EndTurn, NewTurn, Reservation, Settlement, Store};

suite![
    an_entry_comes_back_whole_and_once,
    entries_page_without_gaps,
    totals_are_exact,
    a_bill_that_comes_later_counts_instead,
    fifty_at_once_never_pass_the_budget,
    what_may_have_been_paid_is_counted_in_full,
    a_month_ends_at_midnight_utc,
    a_turn_holds_once_and_lets_go,
    the_dead_hold_nothing,
    what_the_dead_were_being_answered_is_in_the_ledger,
    a_bill_joins_the_receipt_of_its_answer,
];

pub(crate) fn usd(text: &str) -> Usd {
    Usd::parse(text).unwrap()
}

/// A finished request of a turn, at that cost.
pub(crate) fn entry(turn: &str, cost: Option<&str>) -> Entry {
    Entry {
        at_ms: 1_000,
        turn: turn_id(turn),
        attempt: 1,
        connection: "gateway".to_owned(),
        model_asked: "asked/model".to_owned(),
        model_served: Some("served/model".to_owned()),
        provider: Some("anthropic".to_owned()),
        usage: Some(Usage {
            input_tokens: 12,
            output_tokens: 3,
            reasoning_tokens: Some(1),
            cached_input_tokens: None,
            total_tokens: 15,
        }),
        cost: cost.map(|cost| Cost {
            usd: usd(cost),
            basis: CostBasis::Billed,
        }),
        saved: None,
        first_token_ms: Some(20),
        total_ms: 300,
        status: Some(200),
        outcome: Outcome::Finished(FinishReason::Stop),
        cached: false,
        request_id: Some("req_1".to_owned()),
        generation_id: Some(format!("gen-{turn}")),
    }
}

pub(crate) fn reservation(turn: &str, budget: &str, worst_case: &str) -> Reservation {
    Reservation {
        turn: turn_id(turn),
        owner: "me".to_owned(),
        budget: Budget::parse(budget).unwrap().unwrap(),
        worst_case: usd(worst_case),
    }
}

/// Whether it was held; "dead" is dead.
async fn hold(store: &Store, reservation: Reservation, now_ms: i64) -> bool {
    let held = store.reserve(reservation, move || now_ms, |owner| owner != "dead");
    held.await.unwrap().is_ok()
}

async fn standing(store: &Store, now_ms: i64) -> (String, String) {
    let Standing { spent, reserved } = store
        .standing(now_ms, |owner| owner != "dead")
        .await
        .unwrap();
    (spent.to_string(), reserved.to_string())
}

fn pair(spent: &str, reserved: &str) -> (String, String) {
    (spent.to_owned(), reserved.to_owned())
}

async fn an_entry_comes_back_whole_and_once(store: &Store) {
    let full = entry("t1", Some("0.000000000001"));
    let bare = Entry {
        attempt: 2,
        model_served: None,
        provider: None,
        usage: None,
        first_token_ms: None,
        status: None,
        outcome: Outcome::Failed(Code::Connect),
        request_id: None,
        generation_id: None,
        ..entry("t1", None)
    };
    let hit = Entry {
        attempt: 0,
        cached: true,
        saved: Some(usd("0.25")),
        ..entry("t2", None)
    };
    for entries in [vec![full.clone(), bare.clone()], vec![hit.clone()]] {
        store.record(entries, None).await.unwrap();
    }
    // A repeated command does not count twice, whatever it says.
    let again = Entry {
        total_ms: 9,
        ..full.clone()
    };
    store.record(vec![again], None).await.unwrap();
    assert_eq!(standing(store, 1_000).await, pair("0.000000000001", "0"));
    assert_eq!(
        store.entries_of(turn_id("t1")).await.unwrap(),
        [full.clone(), bare.clone()]
    );
    let all = store.entries(0..5_000, None, 10).await.unwrap();
    let all: Vec<_> = all.into_iter().map(|(_, entry)| entry).collect();
    assert_eq!(all, [full, bare, hit]);
    // What servers send is bounded here too.
    let wild = Entry {
        model_served: Some("x\n".repeat(5_000)),
        ..entry("t3", None)
    };
    store.record(vec![wild], None).await.unwrap();
    let kept = store.entries_of(turn_id("t3")).await.unwrap();
    assert!(kept[0].model_served.as_ref().unwrap().len() <= 256);
}

async fn entries_page_without_gaps(store: &Store) {
    for n in 0..23 {
        let at = Entry {
            // Many in the same millisecond, and not in the order of recording.
            at_ms: 100 - i64::from(n / 5),
            ..entry(&format!("t{n}"), None)
        };
        store.record(vec![at], None).await.unwrap();
    }
    let mut turns = Vec::new();
    let mut after = None;
    loop {
        let page = store.entries(0..101, after, 4).await.unwrap();
        let Some((last, _)) = page.last() else { break };
        after = Some(*last);
        turns.extend(page.into_iter().map(|(_, entry)| entry.turn));
    }
    let expected: Vec<_> = (0..23).map(|n| turn_id(&format!("t{n}"))).collect();
    assert_eq!(turns, expected);
    assert_eq!(store.entries(0..97, None, 99).await.unwrap().len(), 3);
}

/// Adds decimals digit by digit, as on paper: another way than integers of 10⁻¹² dollars.
pub(crate) fn on_paper(amounts: &[String]) -> String {
    let (mut whole, mut fraction) = (vec![0_u32; 20], vec![0_u32; 12]);
    for amount in amounts {
        let (left, right) = amount.split_once('.').unwrap_or((amount, ""));
        for (digit, place) in left.chars().rev().zip(whole.iter_mut().rev()) {
            *place += digit.to_digit(10).unwrap();
        }
        for (digit, place) in right.chars().zip(fraction.iter_mut()) {
            *place += digit.to_digit(10).unwrap();
        }
    }
    let mut digits: Vec<u32> = whole.into_iter().chain(fraction).collect();
    let mut carry = 0;
    for digit in digits.iter_mut().rev() {
        *digit += carry;
        carry = *digit / 10;
        *digit %= 10;
    }
    let shown: String = digits.iter().map(ToString::to_string).collect();
    let (left, right) = shown.split_at(20);
    let left = left.trim_start_matches('0');
    let left = if left.is_empty() { "0" } else { left };
    match right.trim_end_matches('0') {
        "" => left.to_owned(),
        right => format!("{left}.{right}"),
    }
}

async fn totals_are_exact(store: &Store) {
    let mut seed = 7_u64;
    let mut amounts = Vec::new();
    let mut entries = Vec::new();
    for n in 0..500 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let amount = usd(&format!(
            "{}.{:012}",
            seed % 3,
            (seed >> 20) % 1_000_000_000_000
        ));
        amounts.push(amount.to_string());
        let mut entry = entry(&format!("t{n}"), Some(&amount.to_string()));
        entry.connection = format!("c{}", seed % 4);
        entry.at_ms = i64::try_from(seed % 10).unwrap() * 86_400_000;
        entries.push(entry);
    }
    store.record(entries, None).await.unwrap();
    let expected = on_paper(&amounts);
    for by in By::ALL {
        let report = store
            .usage(by, 0..i64::MAX, Prices::default())
            .await
            .unwrap();
        assert_eq!(report.total.usd, expected, "{by:?}");
        assert_eq!(report.total.requests, 500);
        let rows: Vec<_> = report.rows.iter().map(|row| row.usd.clone()).collect();
        assert_eq!(on_paper(&rows), expected, "{by:?}");
        assert_eq!(report.total.input_tokens, 500 * 12);
    }
    let half = store
        .usage(By::Day, 0..5 * 86_400_000, Prices::default())
        .await
        .unwrap();
    let rest = store
        .usage(By::Day, 5 * 86_400_000..i64::MAX, Prices::default())
        .await
        .unwrap();
    assert_eq!(on_paper(&[half.total.usd, rest.total.usd]), expected);
}

async fn a_bill_that_comes_later_counts_instead(store: &Store) {
    assert!(hold(store, reservation("t1", "10", "2"), 1_000).await);
    let broken = Entry {
        usage: None,
        outcome: Outcome::Failed(Code::Interrupted),
        ..entry("t1", None)
    };
    store
        .record(vec![broken], Some(turn_id("t1")))
        .await
        .unwrap();
    assert_eq!(standing(store, 1_000).await, pair("2", "0"));
    let settlement = |amount| Settlement {
        usd: usd(amount),
        usage: Some(Usage {
            input_tokens: 7,
            output_tokens: 5,
            total_tokens: 12,
            ..Usage::default()
        }),
        at_ms: 9_000,
    };
    let settle = |id: &str, amount| store.settle(id.to_owned(), settlement(amount));
    assert!(!settle("gen-unknown", "1").await.unwrap());
    assert!(settle("gen-t1", "0.125").await.unwrap());
    assert!(
        !settle("gen-t1", "99").await.unwrap(),
        "the first word counts"
    );
    assert_eq!(standing(store, 1_000).await, pair("0.125", "0"));
    let settled = store.entries_of(turn_id("t1")).await.unwrap();
    assert_eq!(settled[0].cost.unwrap().usd, usd("0.125"));
    assert_eq!(settled[0].usage.unwrap().total_tokens, 12);
    let report = store
        .usage(By::Model, 0..5_000, Prices::default())
        .await
        .unwrap();
    assert_eq!(report.total.billed_usd, "0.125");
    assert_eq!(
        (report.total.input_tokens, report.total.unpriced_requests),
        (7, 0)
    );
}

async fn fifty_at_once_never_pass_the_budget(store: &Store) {
    let tasks: Vec<_> = (0..50)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                let turn = format!("t{n}");
                if !hold(&store, reservation(&turn, "1", "0.07"), 1_000).await {
                    return false;
                }
                // Half of them end meanwhile, for less than was held.
                if n % 2 == 0 {
                    let ended = Some(turn_id(&turn));
                    store
                        .record(vec![entry(&turn, Some("0.05"))], ended)
                        .await
                        .unwrap();
                }
                true
            })
        })
        .collect();
    let mut sent = 0;
    for task in tasks {
        sent += u32::from(task.await.unwrap());
        let now = store.standing(1_000, |_| true).await.unwrap();
        assert!(
            now.spent.saturating_add(now.reserved) <= usd("1"),
            "{now:?}"
        );
    }
    // Fourteen that are held fit, twenty that are settled.
    assert!((14..=20).contains(&sent), "{sent}");
}

async fn what_may_have_been_paid_is_counted_in_full(store: &Store) {
    let refused = |turn| Entry {
        status: Some(429),
        outcome: Outcome::Failed(Code::RateLimited),
        usage: None,
        ..entry(turn, None)
    };
    for (turn, entry) in [("t1", refused("t1")), ("t2", entry("t2", None))] {
        assert!(hold(store, reservation(turn, "1", "0.5"), 1_000).await);
        store
            .record(vec![entry], Some(turn_id(turn)))
            .await
            .unwrap();
    }
    // The refusal cost nothing; the answer without a figure all that was held.
    assert_eq!(standing(store, 1_000).await, pair("0.5", "0"));
    let reached = store
        .reserve(reservation("t3", "1", "0.50001"), || 1_000, |_| true)
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(reached.standing.spent, usd("0.5"));
    assert_eq!(reached.failure(1_000).code, Code::BudgetReached);
}

async fn a_month_ends_at_midnight_utc(store: &Store) {
    let march = 1_772_323_200_000;
    for (turn, at_ms, cost) in [
        ("t1", march - 1, "0.1"),
        ("t2", march, "0.2"),
        ("t3", march + 5, "0.4"),
    ] {
        let at = Entry {
            at_ms,
            ..entry(turn, Some(cost))
        };
        store.record(vec![at], None).await.unwrap();
    }
    assert_eq!(standing(store, march - 1).await, pair("0.1", "0"));
    assert_eq!(standing(store, march).await, pair("0.6", "0"));
    // What is held over midnight takes its room in both.
    assert!(hold(store, reservation("t4", "1", "0.3"), march - 1).await);
    assert_eq!(standing(store, march).await, pair("0.6", "0.3"));
    assert!(!hold(store, reservation("t5", "1", "0.2"), march).await);
    assert!(hold(store, reservation("t5", "1", "0.1"), march).await);
}

async fn a_turn_holds_once_and_lets_go(store: &Store) {
    for _ in 0..3 {
        assert!(hold(store, reservation("t1", "1", "0.9"), 1_000).await);
    }
    assert_eq!(standing(store, 1_000).await, pair("0", "0.9"));
    assert!(!hold(store, reservation("t2", "1", "0.2"), 1_000).await);
    store.release(turn_id("t1")).await.unwrap();
    assert_eq!(standing(store, 1_000).await, pair("0", "0"));
    assert!(hold(store, reservation("t2", "1", "0.2"), 1_000).await);
}

async fn the_dead_hold_nothing(store: &Store) {
    let dying = Reservation {
        owner: "dead".to_owned(),
        ..reservation("t1", "1", "0.9")
    };
    let held = store.reserve(dying, || 1_000, |_| true).await.unwrap();
    assert!(held.is_ok());
    assert_eq!(standing(store, 1_000).await, pair("0", "0"), "not shown");
    assert!(hold(store, reservation("t2", "1", "0.9"), 1_000).await);
    assert_eq!(standing(store, 1_000).await, pair("0", "0.9"));
    assert!(!hold(store, reservation("t3", "1", "0.2"), 1_000).await);
}

/// Somebody may have been paid for it: it is a request like others, and counts with all it held.
async fn what_the_dead_were_being_answered_is_in_the_ledger(store: &Store) {
    // The first was answered, the second waited, the third had told of its end already.
    for n in 1..=3 {
        let turn = NewTurn {
            owner: "dead".to_owned(),
            ..starting(&format!("c{n}"), n)
        };
        store.begin_turn(turn).await.unwrap();
        let dying = Reservation {
            owner: "dead".to_owned(),
            ..reservation(&format!("t{n}"), "1", "0.2")
        };
        let held = store.reserve(dying, || 1_000, |_| true).await.unwrap();
        assert!(held.is_ok());
    }
    for answer in ["a1", "a3"] {
        let answer = message(answer);
        let came = store.checkpoint(&answer, piece("so far"));
        came.await.unwrap();
    }
    let told = entry("t3", Some("0.01"));
    store.record(vec![told], Some(turn_id("t3"))).await.unwrap();

    // Whoever reserves in the meantime does not forget it.
    assert!(!hold(store, reservation("t9", "1", "0.8"), 1_000).await);
    let swept = store.interrupt_dead(|owner| owner != "dead").await.unwrap();
    assert_eq!(swept.len(), 3);
    let entries = store.entries_of(turn_id("t1")).await.unwrap();
    assert_eq!(entries.len(), 1);
    let lost = &entries[0];
    assert_eq!(lost.outcome, Outcome::Failed(Code::Interrupted));
    assert_eq!((lost.at_ms, lost.attempt), (1_001, 1));
    assert_eq!(lost.connection, "gateway");
    assert_eq!(lost.model_asked, "asked/model");
    assert_eq!((lost.usage, lost.cost), (None, None));
    assert_eq!(store.entries_of(turn_id("t2")).await.unwrap(), []);
    assert_eq!(store.entries_of(turn_id("t3")).await.unwrap().len(), 1);
    assert_eq!(standing(store, 1_000).await, pair("0.21", "0"));
}

/// Mutation seen to fail: writing the bill to the ledger alone.
async fn a_bill_joins_the_receipt_of_its_answer(store: &Store) {
    for (n, told) in [
        (1, None),
        (
            2,
            Some(Usage {
                total_tokens: 3,
                ..Usage::default()
            }),
        ),
    ] {
        store
            .begin_turn(starting(&format!("c{n}"), n))
            .await
            .unwrap();
        let generation_id = Some(format!("gen-{n}"));
        let end = EndTurn {
            generation_id: generation_id.clone(),
            usage: told,
            cost: None,
            ..ending(&format!("a{n}"), MessageState::Interrupted)
        };
        store.end_turn(end).await.unwrap();
        let row = Entry {
            generation_id,
            ..entry(&format!("t{n}"), None)
        };
        store.record(vec![row], None).await.unwrap();
        let bill = Settlement {
            usd: usd("0.125"),
            usage: Some(Usage {
                input_tokens: 7,
                output_tokens: 5,
                total_tokens: 12,
                ..Usage::default()
            }),
            at_ms: 9_000,
        };
        assert!(store.settle(format!("gen-{n}"), bill).await.unwrap());
        let answer = store.message(&message(&format!("a{n}"))).await.unwrap();
        let billed = Cost {
            usd: usd("0.125"),
            basis: CostBasis::Billed,
        };
        assert_eq!(answer.cost, Some(billed));
        let tokens = answer.usage.unwrap().total_tokens;
        assert_eq!(tokens, told.map_or(12, |told| told.total_tokens));
    }
}
