//! `keys`, `settings`, `demo-gateway`, help: shapes and statuses.

use gatehouse_tests::cli::Cli;
use gatehouse_tests::world::{KEY, gateway};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_status_says_where_keys_are_and_shows_four_characters_at_most() {
    let cli = Cli::new()
        .with("AI_GATEWAY_API_KEY", KEY)
        .with("AI_GATEWAY_URL", "http://127.0.0.1:9/v1");
    let run = cli.run(&["keys", "status", "--json"]).await;
    let rows = run.json();
    let origin = "http://127.0.0.1:9";
    assert_eq!(
        rows[0],
        json!({"connection": "gateway", "origin": origin, "source": "env", "state": "present",
               "last4": &KEY[KEY.len() - 4..], "expiresAtMs": null, "warning": null})
    );
    assert_eq!(
        rows[1],
        json!({"connection": "openai", "origin": "https://api.openai.com", "source": "none",
               "state": "absent", "last4": null, "expiresAtMs": null, "warning": null})
    );
    let names: Vec<_> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["connection"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["gateway", "openai", "anthropic", "gemini"]);
    assert_eq!(run.code(), 0);
    let short = cli.with("AI_GATEWAY_API_KEY", "abcd1234");
    let rows = short.run(&["keys", "status", "--json"]).await.json();
    assert_eq!(rows[0]["last4"], Value::Null, "too short to show a part of");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_set_into_memory_fails_because_the_process_ends() {
    let cli = Cli::new();
    let run = cli
        .run_with(&["keys", "set", "gateway", "--json"], KEY.as_bytes())
        .await;
    assert_eq!(run.end()["code"], "keyring_unavailable");
    assert_eq!(run.code(), 3);
    assert!(!run.text().contains(KEY) && !run.stderr.contains(KEY));
    let absent = Cli::new()
        .without("GATEHOUSE_KEYSTORE")
        .with("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    let run = absent
        .run_with(&["keys", "set", "gateway", "--json"], KEY.as_bytes())
        .await;
    assert_eq!(run.end()["code"], "keyring_unavailable");
    assert_eq!(run.code(), 3);
    let bad = cli.with("GATEHOUSE_KEYSTORE", "plaintext-file");
    let run = bad.run(&["keys", "status", "--json"]).await;
    assert_eq!(run.end()["code"], "config_invalid");
    assert_eq!(run.code(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_given_as_an_argument_is_refused_and_not_repeated() {
    for json in [&["--json"][..], &[]] {
        let arguments = [&["keys", "set", "gateway", KEY][..], json].concat();
        let run = Cli::new().run(&arguments).await;
        assert_eq!(run.code(), 2);
        let said = run.text().to_owned() + &run.stderr;
        assert!(said.contains("never an argument"), "{said}");
        assert!(!said.contains(KEY), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_model_that_looks_like_a_number_stays_a_text() {
    let cli = Cli::new();
    cli.run(&["settings", "set", "default.model", "12345"])
        .await;
    let run = cli
        .run(&["settings", "get", "default.model", "--json"])
        .await;
    assert_eq!(run.json(), json!({"default.model": "12345"}));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_are_shown_changed_checked_and_reset() {
    let cli = Cli::new();
    let all = cli.run(&["settings", "get", "--json"]).await.json();
    for (name, default) in [
        ("timeouts.connectMs", json!(10_000)),
        ("timeouts.firstByteMs", json!(120_000)),
        ("timeouts.idleMs", json!(120_000)),
        ("retries.max", json!(2)),
        ("default.connection", Value::Null),
        ("default.model", Value::Null),
    ] {
        assert_eq!(all[name], default, "{name}");
    }
    for (name, value, kept) in [
        ("timeouts.idleMs", "0", json!(0)),
        ("timeouts.connectMs", "2500", json!(2_500)),
        ("retries.max", "0", json!(0)),
        ("default.model", "some/model", json!("some/model")),
        ("default.connection", "local", json!("local")),
        ("limiter.perMinute", "10", json!(10)),
        ("cache.ttlSeconds", "60", json!(60)),
        ("budget.monthlyUsd", "7.5", json!("7.5")),
    ] {
        let run = cli.run(&["settings", "set", name, value, "--json"]).await;
        assert_eq!(run.code(), 0, "{}", run.text());
        let got = cli.run(&["settings", "get", name, "--json"]).await.json();
        assert_eq!(got, json!({ name: kept }));
        let plain = cli.run(&["settings", "get", name]).await;
        assert_eq!(plain.text(), format!("{value}\n"));
        let reset = cli.run(&["settings", "set", name, ""]).await;
        assert_eq!(reset.code(), 0, "{}", reset.stderr);
        let got = cli.run(&["settings", "get", name, "--json"]).await.json();
        assert_eq!(got[name], all[name], "{name}");
    }
    for (name, value) in [
        ("no.such", "1"),
        ("timeouts.idleMs", "soon"),
        ("timeouts.idleMs", "-1"),
        ("retries.max", "1000"),
        ("default.connection", "No such name"),
        ("default.connection", "nowhere"),
        ("signin.folder", "/no/such/folder"),
        ("limiter.perMinute", "often"),
        ("cache.ttlSeconds", "an hour"),
        ("budget.monthlyUsd", "-1"),
    ] {
        let run = cli.run(&["settings", "set", name, value, "--json"]).await;
        assert_eq!(run.end()["code"], "config_invalid", "{name} {value}");
        assert_eq!(run.code(), 2, "{name} {value}");
    }
    assert_eq!(cli.run(&["settings", "get", "--json"]).await.json(), all);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_gateway_prints_its_address_first_and_answers_with_the_key_it_gave() {
    let mut server = Cli::new().start(&["demo-gateway", "--json", "--scenario", "echo"]);
    let line = server.line().await.unwrap();
    assert_eq!(line.as_object().unwrap().len(), 2);
    let cli = Cli::new()
        .with("AI_GATEWAY_URL", line["url"].as_str().unwrap())
        .with("AI_GATEWAY_API_KEY", line["key"].as_str().unwrap());
    let run = cli.run(&["ask", "--json", "there?"]).await;
    assert_eq!(run.answer(), "there?");
    let wrong = cli.with("AI_GATEWAY_API_KEY", "something-else");
    assert_eq!(wrong.run(&["ask", "?"]).await.code(), 3);
    server.signal("INT");
    assert_eq!(server.end().await.code(), 0);
    let unknown = ["demo-gateway", "--scenario", "none", "--json"];
    assert_eq!(Cli::new().run(&unknown).await.code(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn help_and_version_go_to_standard_output_and_wrong_usage_to_standard_error() {
    let cli = Cli::new();
    for arguments in [&["--help"][..], &["--version"], &["ask", "--help"]] {
        let run = cli.run(arguments).await;
        assert_eq!((run.code(), run.stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(run.text().contains("gatehouse"), "{}", run.text());
    }
    for arguments in [&[][..], &["nonsense"], &["ask", "--nonsense"], &["keys"]] {
        let run = cli.run(arguments).await;
        assert_eq!((run.code(), run.text()), (2, ""), "{arguments:?}");
        assert!(!run.stderr.is_empty());
    }
    assert!(!cli.data().exists(), "help makes no folder");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_help_of_the_demo_gateway_tells_every_scenario_and_how_one_question_chooses() {
    let run = Cli::new().run(&["demo-gateway", "--help"]).await;
    assert!(run.text().contains("scenario:NAME"), "{}", run.text());
    // Long lines are broken.
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = words(run.text());
    for scenario in demo_gateway::Scenario::ALL {
        let line = words(&format!("{scenario} {}", scenario.description()));
        assert!(told.contains(&line), "{line} is missing in {told}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_of_several_words_without_quotes_is_told_to_want_them() {
    let cli = Cli::new();
    let run = cli.run(&["ask", "What", "is", "2+2"]).await;
    assert_eq!(run.code(), 2);
    assert!(run.stderr.contains("wants quotes"), "{}", run.stderr);
    let run = cli.run(&["ask", "--json", "What", "is", "2+2"]).await;
    assert_eq!(
        (run.code(), run.end()["code"].as_str()),
        (2, Some("config_invalid"))
    );
    // What is no word of a question is told as what it is.
    for line in [
        &["ask", "x", "--presets"][..],
        &["keys", "remove", "a", "b"],
    ] {
        let run = cli.run(line).await;
        assert_eq!(run.code(), 2);
        assert!(!run.stderr.contains("quotes"), "{}", run.stderr);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_filter_for_the_log_that_cannot_be_read_is_told_in_one_line() {
    for (filter, lines) in [("debug=[", 1), ("gatehouse=loud", 1), ("off", 0)] {
        let cli = Cli::new().with("GATEHOUSE_LOG", filter);
        let run = cli.run(&["connections", "list"]).await;
        assert_eq!(run.code(), 0);
        let told = run
            .stderr
            .lines()
            .filter(|line| line.contains("GATEHOUSE_LOG"));
        assert_eq!(told.count(), lines, "{filter}: {}", run.stderr);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_sends_nothing() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    for arguments in [
        &["keys", "status"][..],
        &["settings", "get"],
        &["settings", "set", "retries.max", "1"],
        &["history", "list"],
        &["--version"],
    ] {
        assert_eq!(cli.run(arguments).await.code(), 0, "{arguments:?}");
    }
    assert_eq!(gateway.requests().len(), 0);
}
