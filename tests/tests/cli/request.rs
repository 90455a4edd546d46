//! What may be asked of a model beside the question: sent as it was set, or said not to be.

use gatehouse_tests::cli::Cli;
use gatehouse_tests::world::{KEY, gateway};
use serde_json::{Value, json};

const ALL: [&str; 12] = [
    "ask",
    "--json",
    "--stop",
    "END",
    "--stop",
    "\n\nQ:",
    "--seed",
    "-7",
    "--reasoning",
    "high",
    "--schema",
    "schema.json",
];

fn with_schema(cli: &Cli) {
    let schema = r#"{"type":"object","properties":{"a":{"type":"number"}}}"#;
    std::fs::write(cli.folder().join("schema.json"), schema).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn options_are_sent_as_they_were_set() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    with_schema(&cli);
    let run = cli.run(&[&ALL[..], &["x"]].concat()).await;
    assert_eq!(run.code(), 0, "{} {}", run.text(), run.stderr);
    assert!(!run.stderr.contains("Not sent"), "{}", run.stderr);
    let body = gateway.requests().last().unwrap().json.clone().unwrap();
    assert_eq!(body["stop"], json!(["END", "\n\nQ:"]));
    assert_eq!(body["seed"], -7);
    assert_eq!(body["reasoning"], json!({"effort": "high"}));
    let schema = &body["response_format"]["json_schema"]["schema"];
    assert_eq!(schema["properties"]["a"]["type"], "number");
    // Nothing set, nothing sent.
    cli.run(&["ask", "y"]).await;
    let body = gateway.requests().last().unwrap().json.clone().unwrap();
    for name in ["stop", "seed", "reasoning", "response_format"] {
        assert_eq!(body.get(name), None, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_dialect_has_no_place_for_is_said_and_the_rest_is_sent() {
    let gateway = gateway().await;
    let base = gateway.chat_url().replace("/chat/completions", "");
    let cli = Cli::new()
        .with("OPENAI_BASE_URL", base)
        .with("OPENAI_API_KEY", KEY);
    with_schema(&cli);
    let line = ["-c", "openai-responses", "-m", "gpt-5", "x"];
    let run = cli.run(&[&ALL[..], &line].concat()).await;
    for option in ["texts at which an answer ends", "seed"] {
        let said = format!(
            "Not sent, as gpt-5 over openai-responses has no place for it: the {option}.\n"
        );
        assert!(run.stderr.contains(&said), "{}", run.stderr);
    }
    assert_eq!(run.stderr.matches("Not sent").count(), 2, "{}", run.stderr);
    let body = gateway.requests().last().unwrap().json.clone().unwrap();
    assert_eq!(body["reasoning"]["effort"], "high");
    assert_eq!(body["text"]["format"]["type"], "json_schema");
    assert_eq!((body.get("stop"), body.get("seed")), (None, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn options_that_do_not_fit_are_wrong_usage_and_send_nothing() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    std::fs::write(cli.folder().join("list.json"), "[]").unwrap();
    std::fs::write(cli.folder().join("long.json"), "x".repeat(300_000)).unwrap();
    for line in [
        "--stop a --stop b --stop c --stop d --stop e",
        "--reasoning much",
        "--reasoning -1",
        "--schema list.json",
        "--schema long.json",
        "--schema missing.json",
        "--seed 1.5",
    ] {
        let arguments: Vec<&str> = ["ask", "--json", "x"]
            .into_iter()
            .chain(line.split(' '))
            .collect();
        let run = cli.run(&arguments).await;
        assert_eq!(run.code(), 2, "{line}: {}", run.text());
        assert_eq!(run.end()["code"], "config_invalid", "{line}");
        assert_eq!(run.lines().len(), 1, "without start: {line}");
    }
    let run = cli.run(&["ask", "--json", "--stop", "", "x"]).await;
    assert_eq!(run.code(), 2);
    assert!(gateway.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gateway_options_are_settings_and_go_to_gateways_only() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    for (name, value) in [
        ("gateway.order", "bedrock, anthropic"),
        ("gateway.zeroDataRetention", "true"),
        ("gateway.tags", "a"),
    ] {
        let run = cli.run(&["settings", "set", name, value]).await;
        assert_eq!(run.code(), 0, "{}", run.stderr);
    }
    let set = cli.run(&["settings", "get", "gateway.order"]).await;
    assert_eq!(set.text(), "bedrock,anthropic\n");
    assert_eq!(
        cli.run(&["settings", "set", "gateway.tags", ""])
            .await
            .code(),
        0
    );
    let all = cli.run(&["settings", "get", "--json"]).await.json();
    assert_eq!(all["gateway.order"], "bedrock,anthropic");
    assert_eq!(all["gateway.zeroDataRetention"], "true");
    assert_eq!(all["gateway.tags"], Value::Null);
    assert!(all.get("retries.max").is_some());

    cli.run(&["ask", "x"]).await;
    let body = gateway.requests().last().unwrap().json.clone().unwrap();
    let options =
        json!({"gateway": {"order": ["bedrock", "anthropic"], "zeroDataRetention": true}});
    assert_eq!(body["providerOptions"], options);
    let base = gateway.chat_url().replace("/chat/completions", "");
    let local = cli.with("LOCAL_BASE_URL", base);
    local.run(&["ask", "-c", "local", "-m", "m", "x"]).await;
    let body = gateway.requests().last().unwrap().json.clone().unwrap();
    assert_eq!(body.get("providerOptions"), None);

    for (name, value) in [("gateway.sort", "speed"), ("gateway.nonsense", "x")] {
        let run = cli.run(&["settings", "set", "--json", name, value]).await;
        assert_eq!(
            (run.code(), &run.end()["code"]),
            (2, &json!("config_invalid")),
            "{name}"
        );
    }
}
