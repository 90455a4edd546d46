//! The same for pace, cache, ledger and budget: what their tables refuse, what their connection
//! goes back to, and how they are found.

use super::*;
use crate::store::{ledger, limiter};
use chat_core::cache::{CachedAnswer, Ttl};
use chat_core::ledger::{Entry, Outcome};
use chat_core::money::Usd;
use chat_core::wire::FinishReason;

fn entry(attempt: u32) -> Entry {
    Entry {
        at_ms: 1,
        turn: TurnId::parse("t").unwrap(),
        attempt,
        connection: "gateway".to_owned(),
        model_asked: "m".to_owned(),
        model_served: None,
        provider: None,
        usage: None,
        cost: None,
        saved: None,
        first_token_ms: None,
        total_ms: 1,
        status: Some(200),
        outcome: Outcome::Finished(FinishReason::Stop),
        cached: false,
        request_id: None,
        generation_id: Some("g".to_owned()),
    }
}

#[tokio::test]
async fn the_ledger_only_grows() {
    let store = Store::open_in_memory().unwrap();
    store.record(vec![entry(1)], None).await.unwrap();
    let settlement = Settlement {
        usd: Usd::parse("0.5").unwrap(),
        usage: None,
        at_ms: 2,
    };
    assert!(store.settle("g".to_owned(), settlement).await.unwrap());
    let before = store.entries(0..9, None, 9).await.unwrap();
    for forbidden in [
        "UPDATE ledger SET cost_usd = '0'",
        "DELETE FROM ledger",
        "UPDATE settlements SET cost_usd = '0'",
        "DELETE FROM settlements",
    ] {
        let error = store
            .write(move |db| Ok(db.execute_batch(forbidden)?))
            .await
            .unwrap_err();
        assert!(
            matches!(error, StoreError::Sql { .. }),
            "{forbidden}: {error:?}"
        );
    }
    // These would replace a row; they leave it as it is.
    for ignored in [
        "INSERT OR REPLACE INTO ledger (seq, at_ms, turn, attempt, connection, model_asked,
             counted_usd, total_ms, outcome, cached)
         SELECT seq, at_ms, 'other', 7, connection, 'x', '0', 0, outcome, 0 FROM ledger",
        "INSERT OR REPLACE INTO ledger (at_ms, turn, attempt, connection, model_asked,
             counted_usd, total_ms, outcome, cached)
         SELECT at_ms, turn, attempt, connection, 'x', '0', 0, outcome, 0 FROM ledger",
        "INSERT OR REPLACE INTO settlements (ledger, at_ms, cost_usd)
         SELECT ledger, 0, '0' FROM settlements",
    ] {
        store
            .write(move |db| Ok(db.execute_batch(ignored)?))
            .await
            .unwrap();
    }
    assert_eq!(store.entries(0..9, None, 9).await.unwrap(), before);
    assert_eq!(before.len(), 1);
}

#[tokio::test]
async fn a_change_of_the_cache_leaves_the_connection_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let answer = CachedAnswer {
        kept_at_ms: 5,
        turn: TurnId::parse("t1").unwrap(),
        text: "kept".to_owned(),
        reasoning: String::new(),
        citations: Vec::new(),
        model: "m".to_owned(),
        provider: None,
        usage: None,
        cost: None,
        generation_id: None,
    };
    let sent = chat_core::cache::Sent {
        connection: "gateway",
        origin: "o",
        credentials: chat_core::cache::Credentials::of(&[0; 32], []),
        dialect: chat_core::dialect::Dialect::OpenAiChat,
        model: "m",
        body: b"{}",
    };
    let key = chat_core::cache::key(&sent).unwrap();
    let ttl = Ttl::seconds(1).unwrap();
    store.begin_turn(turn(1, "q")).await.unwrap();
    store.keep_answer(key, answer, ttl).await.unwrap();
    assert_eq!(store.expire_answers(ttl, 1_005).await.unwrap(), 1);
    for (name, value) in [
        ("secure_delete", 1_i64),
        ("busy_timeout", 5_000),
        ("synchronous", 2),
    ] {
        let found: i64 = store
            .write(move |db| Ok(db.pragma_query_value(None, name, |row| row.get(0))?))
            .await
            .unwrap();
        assert_eq!(found, value, "{name}");
    }
}

#[tokio::test]
async fn what_every_request_asks_never_walks_a_whole_table() {
    let store = Store::open_in_memory().unwrap();
    for query in [
        limiter::STARTS,
        limiter::AHEAD,
        limiter::LAPSED,
        ledger::UNSETTLED,
        "cached_answers WHERE key = ?1 AND kept_at_ms BETWEEN ?2 AND ?3",
        "cached_answers WHERE kept_at_ms < ?1 OR kept_at_ms > ?2",
        "cached_answers WHERE turn = ?1",
        "ledger WHERE turn = ?1 ORDER BY attempt",
        "months WHERE month = ?1",
        "cached_answers WHERE seq = (SELECT min(seq) FROM cached_answers)",
        "ledger l LEFT JOIN settlements s ON s.ledger = l.seq WHERE l.seq > ?1 LIMIT ?2",
    ] {
        let plan: Vec<String> = store
            .read(move |db| {
                let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN SELECT * FROM {query}"))?;
                let steps = plan.raw_query().mapped(|row| row.get("detail"));
                Ok(steps.collect::<Result<_, _>>()?)
            })
            .await
            .unwrap();
        let walks = plan
            .iter()
            .any(|step| step.starts_with("SCAN") || step.starts_with("USE TEMP"));
        assert!(!walks, "{query}: {plan:?}");
    }
}
