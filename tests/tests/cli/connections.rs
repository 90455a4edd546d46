//! `connections`: adding, changing and removing, and that questions go where they say.

use gatehouse_tests::cli::Cli;
use gatehouse_tests::world::{KEY, gateway};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_built_in_ones_are_listed_first_and_none_is_asked() {
    let run = Cli::new().run(&["connections", "list", "--json"]).await;
    let rows = run.json();
    let names: Vec<_> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "gateway",
            "openai",
            "openai-responses",
            "anthropic",
            "gemini",
            "local",
            "demo"
        ]
    );
    assert_eq!(rows[3]["dialect"], "anthropic-messages");
    assert_eq!(rows[3]["baseUrl"], "https://api.anthropic.com/v1");
    assert_eq!(
        rows[4]["baseUrl"],
        "https://generativelanguage.googleapis.com/v1beta"
    );
    assert_eq!(run.code(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_of_ones_own_is_added_asked_changed_and_removed() {
    let gateway = gateway().await;
    let cli = Cli::new();
    let add = [
        "connections",
        "add",
        "mine",
        "--dialect",
        "openai-chat",
        "--base-url",
        &gateway.url(),
        "--header",
        "X-Title: my app",
        "--idle-ms",
        "5000",
        "--no-key",
        "--json",
    ];
    let run = cli.run(&add).await;
    assert_eq!(run.code(), 0, "{}", run.stderr);
    assert_eq!(run.json()[0]["headers"]["X-Title"], "my app");
    let again = cli.run(&add).await;
    assert_eq!(
        (again.code(), again.end()["code"].as_str()),
        (2, Some("config_invalid"))
    );
    // Without a key the gateway refuses; the request came, with its header and without a key.
    let asked = cli
        .run(&["ask", "-c", "mine", "-m", "scenario:echo", "--json", "hi"])
        .await;
    assert_eq!(asked.end()["code"], "key_rejected");
    let sent = gateway.requests().last().unwrap().clone();
    assert_eq!(sent.header("x-title"), Some("my app"));
    assert_eq!(sent.header("authorization"), None);
    let set = cli
        .run(&[
            "connections",
            "set",
            "mine",
            "--with-key",
            "--header",
            "X-Title:",
            "--json",
        ])
        .await;
    assert_eq!(set.json()[0]["headers"], serde_json::json!({}));
    assert_eq!(set.json()[0]["idleMs"], 5000);
    let asked = cli.run(&["ask", "-c", "mine", "--json", "hi"]).await;
    assert_eq!(asked.end()["code"], "key_missing", "memory holds none");
    assert_eq!(cli.run(&["connections", "remove", "mine"]).await.code(), 0);
    let gone = cli.run(&["ask", "-c", "mine", "--json", "hi"]).await;
    assert_eq!(
        (gone.code(), gone.end()["code"].as_str()),
        (2, Some("config_invalid"))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stored_address_moves_a_built_in_connection_below_the_environment() {
    let gateway = gateway().await;
    let cli = Cli::new().with("AI_GATEWAY_API_KEY", KEY);
    let set = [
        "connections",
        "set",
        "gateway",
        "--base-url",
        &gateway.url(),
    ];
    assert_eq!(cli.run(&set).await.code(), 0);
    let asked = cli.run(&["ask", "-m", "scenario:echo", "moved"]).await;
    assert_eq!(asked.text(), "moved\n");
    let elsewhere = cli.with("AI_GATEWAY_URL", "http://127.0.0.1:1/v1");
    elsewhere
        .run(&["settings", "set", "retries.max", "0"])
        .await;
    let asked = elsewhere.run(&["ask", "--json", "x"]).await;
    assert_eq!(asked.end()["code"], "connect");
    // An empty value takes it away again.
    let unset = ["connections", "set", "gateway", "--base-url", "", "--json"];
    let row = cli.run(&unset).await.json()[0].clone();
    assert_eq!(row["baseUrl"], "https://ai-gateway.vercel.sh/v1");
}

/// Nothing may reach the network here, so the address that is kept is only resolved.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_guides_provider_addresses_get_no_key_before_the_choice() {
    let gateway = gateway().await;
    let cli = Cli::new()
        .with("ANTHROPIC_BASE_URL", "https://api.vercel.ai/v1/anthropic")
        .with("ANTHROPIC_API_KEY", KEY);
    for arguments in [
        &["ask", "--json", "hi"][..],
        &["ask", "-c", "anthropic", "--json", "hi"],
    ] {
        let run = cli.run(arguments).await;
        assert_eq!(run.code(), 2);
        let end = run.end();
        assert_eq!(end["code"], "config_invalid");
        let action = end["action"].as_str().unwrap();
        for choice in [
            "the provider's own address",
            "the gateway",
            "keep it",
            "connections set anthropic --base-url",
        ] {
            assert!(action.contains(choice), "{action}");
        }
        assert!(!end.to_string().contains(KEY));
    }
    let set = [
        "connections",
        "set",
        "anthropic",
        "--base-url",
        &gateway.url(),
        "--json",
    ];
    let row = cli.run(&set).await.json()[0].clone();
    assert!(row["problem"].is_null(), "{row}");
    let kept = [
        "connections",
        "set",
        "anthropic",
        "--base-url",
        "https://api.vercel.ai/v1/anthropic",
        "--json",
    ];
    let row = cli.run(&kept).await.json()[0].clone();
    assert_eq!(row["baseUrl"], "https://api.vercel.ai/v1/anthropic/v1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_a_connection_is_said_and_nothing_is_stored() {
    let cli = Cli::new();
    let secret = format!("Authorization: Bearer {KEY}");
    for arguments in [
        &[
            "add",
            "gateway",
            "--dialect",
            "openai-chat",
            "--base-url",
            "https://h",
        ][..],
        &[
            "add",
            "Mine",
            "--dialect",
            "openai-chat",
            "--base-url",
            "https://h",
        ],
        &[
            "add",
            "mine",
            "--dialect",
            "smoke-signals",
            "--base-url",
            "https://h",
        ],
        &["add", "mine", "--dialect", "openai-chat"],
        &[
            "add",
            "mine",
            "--dialect",
            "openai-chat",
            "--base-url",
            "http://lab.example",
        ],
        &[
            "add",
            "mine",
            "--dialect",
            "openai-chat",
            "--base-url",
            "https://u:p@h",
        ],
        &[
            "add",
            "mine",
            "--dialect",
            "openai-chat",
            "--base-url",
            "https://h",
            "--header",
            &secret,
        ],
        &[
            "add",
            "mine",
            "--dialect",
            "openai-chat",
            "--base-url",
            "https://h",
            "--header",
            KEY,
        ],
        &[
            "add",
            "mine",
            "--dialect",
            "openai-chat",
            "--base-url",
            "https://h",
            "--ca",
            "/dev/null",
        ],
        &[
            "add",
            "mine",
            "--dialect",
            "openai-chat",
            "--base-url",
            "https://h",
            "--proxy",
            "http://u:p@h:1",
        ],
        &["set", "mine", "--base-url", "https://h"],
        &["set", "demo", "--idle-ms", "1"],
        &["remove", "mine"],
    ] {
        let all = [&["connections", "--json"], arguments].concat();
        let run = cli.run(&all).await;
        assert_eq!(run.code(), 2, "{arguments:?} {}", run.text());
        let end = run.end();
        assert_eq!(end["code"], "config_invalid", "{arguments:?}");
        assert!(end["action"].is_string(), "{end}");
        assert!(!end.to_string().contains(KEY), "{end}");
    }
    let rows = cli.run(&["connections", "list", "--json"]).await.json();
    assert_eq!(rows.as_array().unwrap().len(), 7);
}
