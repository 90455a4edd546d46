//! Our own limits and books: pace, response cache, ledger and budget, shared by every process on
//! a data folder.

use gatehouse_tests::canned::{Canned, response};
use gatehouse_tests::cli::Cli;
use gatehouse_tests::world::{KEY, gateway};
use serde_json::{Value, json};
use std::time::Instant;

/// The guide's test: eleven rapid requests, ten a minute, in as many processes. That the eleventh
/// succeeds when a minute has passed is a journey; here it is told to go without waiting.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_eleventh_rapid_request_is_refused_with_429_where_it_may_not_wait() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let asks = (0..11).map(|n| {
        let cli = cli.clone();
        tokio::spawn(async move {
            let text = format!("test {n}");
            cli.run(&["ask", "--json", "--no-wait", "-m", "scenario:echo", &text])
                .await
        })
    });
    let runs = futures::future::join_all(asks).await;
    let (mut finished, mut refused) = (Vec::new(), Vec::new());
    for (n, run) in runs.into_iter().enumerate() {
        let run = run.unwrap();
        match run.code() {
            0 => finished.push(format!("test {n}")),
            _ => refused.push(run),
        }
    }
    assert_eq!((finished.len(), refused.len()), (10, 1));
    let end = refused[0].end();
    assert_eq!(refused[0].code(), 4);
    assert_eq!(end["code"], "rate_limited");
    assert_eq!(
        (&end["status"], &end["attempts"]),
        (&Value::Null, &json!([]))
    );
    assert!(end["message"].as_str().unwrap().contains("429"), "{end}");
    assert!(end["retryAfterMs"].as_u64().unwrap() > 1_000, "{end}");
    assert_eq!(gateway.requests().len(), 10, "nothing was sent");
    assert_eq!(refused[0].lines()[0]["type"], "start");
    // Doctor and cache hits need no place.
    assert_eq!(cli.run(&["doctor", "--json"]).await.code(), 0);
    let again = [
        "ask",
        "--json",
        "--no-wait",
        "-m",
        "scenario:echo",
        &finished[0],
    ];
    assert_eq!(cli.run(&again).await.end()["cached"], true);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_waits_says_until_when_and_can_be_stopped() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    cli.run(&["settings", "set", "limiter.perMinute", "1"])
        .await;
    assert_eq!(
        cli.run(&["ask", "-m", "scenario:echo", "one"]).await.code(),
        0
    );
    let mut second = cli.start(&["ask", "--json", "-m", "scenario:echo", "two"]);
    let waiting = second.lines_to("waiting").await.pop().unwrap();
    assert_eq!(waiting["reason"], "limiter");
    let now = i64::try_from(
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap()
            .as_millis(),
    )
    .unwrap();
    let left = waiting["untilMs"].as_i64().unwrap() - now;
    assert!((10_000..=60_000).contains(&left), "{left} ms");
    let stopped = Instant::now();
    second.signal("INT");
    let run = second.end().await;
    assert_eq!(run.code(), 130);
    assert!(stopped.elapsed().as_secs() < 5);
    assert_eq!(run.end()["reason"], "cancelled");
    assert_eq!(gateway.requests().len(), 1);
    // Switched off, nothing waits.
    cli.run(&["settings", "set", "limiter.perMinute", "0"])
        .await;
    let run = cli
        .run(&["ask", "--json", "-m", "scenario:echo", "three"])
        .await;
    assert_eq!(run.code(), 0);
    assert!(run.of_type("waiting").is_empty());
}

/// Mutation seen to fail: `cache-key` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_question_is_answered_from_the_cache_unless_told_otherwise() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let ask = ["ask", "--json", "-m", "scenario:echo", "kept"];
    let first = cli.run(&ask).await;
    let bought = first.end();
    assert_eq!(bought["cached"], false);
    let kept = cli.run(&ask).await;
    let end = kept.end();
    assert_eq!((kept.answer(), kept.code()), (first.answer(), 0));
    assert_eq!(end["cached"], true);
    assert_eq!((&end["attempts"], &end["cost"]), (&json!([]), &Value::Null));
    for same in ["usage", "model", "provider", "generationId"] {
        assert_eq!(end[same], bought[same], "{same}");
    }
    assert!(kept.of_type("waiting").is_empty());
    assert_eq!(gateway.requests().len(), 1);
    // It may be read without saving, but is not written; and not at all with --no-cache.
    let unsaved = cli.run(&[&ask[..], &["--no-save"]].concat()).await;
    assert_eq!(unsaved.end()["cached"], true);
    let fresh = cli.run(&[&ask[..], &["--no-cache"]].concat()).await;
    assert_eq!(fresh.end()["cached"], false);
    for other in [
        &["ask", "--json", "-m", "scenario:echo", "kept "][..],
        &[
            "ask",
            "--json",
            "-m",
            "scenario:echo",
            "-s",
            "Be brief.",
            "kept",
        ],
        &[
            "ask",
            "--json",
            "-m",
            "scenario:echo",
            "--max-tokens",
            "9",
            "kept",
        ],
    ] {
        assert_eq!(cli.run(other).await.end()["cached"], false, "{other:?}");
    }
    let unsaved = [
        "ask",
        "--json",
        "--no-save",
        "-m",
        "scenario:echo",
        "not kept",
    ];
    cli.run(&unsaved).await;
    assert_eq!(cli.run(&unsaved).await.end()["cached"], false);
    // Another key shares nothing.
    let sent = gateway.requests().len();
    let other = cli.with("AI_GATEWAY_API_KEY", "another-key-0123456789");
    assert_eq!(other.run(&ask).await.end()["code"], "key_rejected");
    assert_eq!(gateway.requests().len(), sent + 1);
    cli.run(&["settings", "set", "cache.ttlSeconds", "0"]).await;
    assert_eq!(cli.run(&ask).await.end()["cached"], false);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ledger_counts_every_request_exactly() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let mut usd = Vec::new();
    for text in ["a", "b", "b"] {
        let end = cli
            .run(&["ask", "--json", "-m", "scenario:echo", text])
            .await
            .end();
        if end["cached"] == false {
            usd.push(end["cost"]["usd"].as_str().unwrap().to_owned());
        }
    }
    let unsaved = ["ask", "--json", "--no-save", "-m", "scenario:echo", "c"];
    let end = cli.run(&unsaved).await.end();
    usd.push(end["cost"]["usd"].as_str().unwrap().to_owned());
    let failed = cli
        .run(&["ask", "--json", "--no-wait", "-m", "scenario:500", "d"])
        .await;
    assert_eq!(failed.end()["code"], "gateway_error");
    for by in ["day", "model", "connection"] {
        let usage = cli.run(&["usage", "--by", by, "--json"]).await.json();
        assert_eq!(
            usage["rows"].as_array().unwrap().len(),
            if by == "model" { 2 } else { 1 }
        );
        let total = &usage["total"];
        assert_eq!(total["requests"], 4, "{usage}");
        let sum: u128 = usd.iter().map(|usd| picodollars(usd)).sum();
        assert_eq!(picodollars(total["usd"].as_str().unwrap()), sum, "{usage}");
    }
    let csv = cli.run(&["usage", "--csv"]).await;
    let lines: Vec<_> = csv.text().lines().collect();
    assert_eq!(lines.len(), 1 + 5, "{}", csv.text());
    assert!(lines[0].starts_with("time,turn,attempt,connection"));
    let total = cli.run(&["usage", "--json"]).await.json()["total"].clone();
    assert_eq!(
        total["errors"],
        json!([{"code": "gateway_error", "count": 1}])
    );
    assert_eq!(total["latency"]["answers"], 3, "{total}");
    for wrong in [
        &["--by", "moon"][..],
        &["--since", "2026-02-30"],
        &["--until", "today", "--csv"],
        &["--since", "2026-11-02", "--until", "2026-11-01"],
    ] {
        let run = cli.run(&[&["usage", "--json"], wrong].concat()).await;
        assert_eq!(
            (run.code(), run.end()["code"].as_str()),
            (2, Some("config_invalid")),
            "{wrong:?}"
        );
    }
}

/// Twenty-six hours apart it is never the same day.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_of_usage_is_one_of_the_clocks_here() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    cli.run(&["ask", "--json", "-m", "scenario:echo", "a"])
        .await
        .end();
    let mut days = Vec::new();
    for zone in ["FAR12", "FAR-14"] {
        let there = cli.with("TZ", zone);
        let usage = there.run(&["usage", "--json"]).await.json();
        let day = usage["rows"][0]["key"].as_str().unwrap().to_owned();
        for (since, until, requests) in [
            (&*day, &*day, 1),
            ("2020-01-01", &day, 1),
            (&day, "2999-01-01", 1),
            ("2020-01-01", "2020-01-31", 0),
        ] {
            let span = ["usage", "--json", "--since", since, "--until", until];
            let total = there.run(&span).await.json()["total"]["requests"].clone();
            assert_eq!(total, requests, "{zone} {since} {until}");
            let csv = ["usage", "--csv", "--since", since, "--until", until];
            let lines = there.run(&csv).await.text().lines().count();
            assert_eq!(lines, 1 + requests, "{zone} {since} {until}");
        }
        let by_month = ["usage", "--by", "month", "--json"];
        let months = there.run(&by_month).await.json();
        assert_eq!(months["rows"][0]["key"], day[..7]);
        days.push(day);
    }
    assert!(days[0] < days[1], "{days:?}");
}

/// 10⁻¹² dollars, read digit by digit.
fn picodollars(usd: &str) -> u128 {
    let (whole, fraction) = usd.split_once('.').unwrap_or((usd, ""));
    format!("{whole}{fraction:0<12}").parse().unwrap()
}

/// Mutation seen to fail: `budget` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_budget_is_kept_before_anything_is_sent() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let set = |usd: &'static str| {
        let cli = cli.clone();
        async move {
            cli.run(&["settings", "set", "budget.monthlyUsd", usd])
                .await
        }
    };
    assert_eq!(set("twenty").await.code(), 2);
    assert_eq!(set("0.0001").await.code(), 0);
    let ask = [
        "ask",
        "--json",
        "-m",
        "anthropic/claude-sonnet-4.5",
        "Hello",
    ];
    let run = cli.run(&ask).await;
    let end = run.end();
    assert_eq!(
        (run.code(), end["code"].as_str()),
        (4, Some("budget_reached"))
    );
    assert_eq!(end["attempts"], json!([]));
    assert!(end["message"].as_str().unwrap().contains("0.0001"), "{end}");
    // A model without a listed price cannot be counted.
    let unpriced = cli
        .run(&["ask", "--json", "-m", "scenario:echo", "x"])
        .await;
    assert_eq!(unpriced.end()["code"], "budget_reached");
    assert_eq!(gateway.requests().len(), 0);
    assert_eq!(set("100").await.code(), 0);
    let end = cli.run(&ask).await.end();
    let spent = end["cost"]["usd"].as_str().unwrap();
    let usage = cli.run(&["usage", "--json"]).await.json();
    let (budget, limit) = (&usage["budget"], &usage["budget"]["limit"]);
    assert_eq!(
        (&budget["spentUsd"], &budget["reservedUsd"]),
        (&json!(spent), &json!("0"))
    );
    assert_eq!(
        (&limit["usd"], &limit["level"]),
        (&json!("100"), &json!("ok"))
    );
    let left = picodollars(limit["leftUsd"].as_str().unwrap());
    assert_eq!(left + picodollars(spent), picodollars("100"));
    assert_eq!(set("0").await.code(), 0);
    let usage = cli.run(&["usage", "--json"]).await.json();
    assert_eq!(usage["budget"]["limit"], Value::Null, "{usage}");
    let run = cli
        .run(&["ask", "--json", "-m", "scenario:echo", "x"])
        .await;
    assert_eq!(run.code(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_books_of_a_folder_that_cannot_be_used_hold_for_the_run_and_say_so() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway).with("GATEHOUSE_DATA_DIR", "/proc/none");
    let run = cli
        .run(&["ask", "--no-save", "-m", "scenario:echo", "x"])
        .await;
    assert_eq!((run.code(), run.text()), (0, "x\n"));
    assert!(run.stderr.contains("for this run alone"), "{}", run.stderr);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn models_are_listed_as_shipped_fetched_and_saved() {
    let gateway = gateway().await;
    // As shipped: nothing is asked.
    let offline = Cli::new().with("AI_GATEWAY_API_KEY", "k-1234567890");
    let shipped = offline.run(&["models", "--json"]).await;
    assert_eq!(shipped.code(), 0, "{}", shipped.text());
    let rows = shipped.json();
    let sonnet = rows
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["id"] == "anthropic/claude-sonnet-4.5")
        .unwrap()
        .clone();
    assert_eq!(
        (&sonnet["inputUsdPerMillion"], &sonnet["connection"]),
        (&json!("3"), &json!("gateway"))
    );
    let keyless = Cli::new().run(&["models", "-c", "gemini", "--json"]).await;
    assert!(keyless.json().to_string().contains("gemini-2.5-flash"));
    let cli = Cli::at(&gateway);
    let live = cli.run(&["models", "--refresh", "--json"]).await.json();
    assert!(live.to_string().contains("demo"), "{live}");
    let asked = gateway.requests().len();
    let saved = cli.run(&["models"]).await;
    assert!(saved.stderr.contains("As fetched on"), "{}", saved.stderr);
    assert_eq!(cli.run(&["models", "--json"]).await.json(), live);
    assert_eq!(
        gateway.requests().len(),
        asked,
        "the saved list asks nobody"
    );
}

/// What somebody's own server answers behind the gateway's variables is no Claude.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_is_priced_as_the_model_that_served_and_what_is_no_bill_says_so() {
    for (served, cost) in [
        ("my-model", None),
        ("claude-sonnet-4-5-20250929", Some("0.00006")),
        ("openai/gpt-4o-mini", Some("0.0000027")),
    ] {
        let server = Canned::with(move |_| {
            let body = format!(
                "data: {{\"model\":\"{served}\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"4\"}},\
                 \"finish_reason\":\"stop\"}}],\"usage\":{{\"prompt_tokens\":10,\"completion_tokens\":2}}}}\n\n"
            );
            response("200 OK", "text/event-stream", &body)
        })
        .await;
        let cli = Cli::new()
            .with("AI_GATEWAY_URL", server.url.clone())
            .with("AI_GATEWAY_API_KEY", KEY);
        let end = cli.run(&["ask", "--json", "?"]).await.end();
        assert_eq!(end["model"], served, "{end}");
        assert_eq!(end["cost"]["usd"].as_str(), cost, "{end}");
        let usage = cli.run(&["usage", "--by", "model"]).await;
        let said = if cost.is_some() {
            "(estimated)"
        } else {
            "(1 request of unknown cost)"
        };
        let lines: Vec<_> = usage.text().lines().collect();
        assert!(lines.iter().all(|line| line.ends_with(said)), "{lines:?}");
        assert!(lines[0].starts_with(served), "{lines:?}");
    }
}
