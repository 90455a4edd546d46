//! `doctor`: each layer by name, and the exit status of the first that fails.

use crate::canned::{Canned, not_found, response, stream};
use gatehouse_tests::cli::{Cli, Run};
use gatehouse_tests::world::gateway;
use serde_json::Value;

fn layers(connection: &Value) -> Vec<(String, bool)> {
    connection["layers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|layer| {
            (
                layer["layer"].as_str().unwrap().to_owned(),
                layer["ok"].as_bool().unwrap(),
            )
        })
        .collect()
}

fn check_shape(run: &Run) -> Value {
    let all = run.json();
    for row in all.as_array().unwrap() {
        assert_eq!(row.as_object().unwrap().len(), 3, "{row}");
        assert!(row["connection"].is_string());
        let mut ok = true;
        for layer in row["layers"].as_array().unwrap() {
            assert_eq!(layer.as_object().unwrap().len(), 5, "{layer}");
            assert!(layer["layer"].is_string() && layer["ms"].is_u64());
            assert!(layer["message"].is_string());
            assert_eq!(layer["ok"], layer["code"].is_null());
            ok &= layer["ok"] == true;
        }
        assert_eq!(row["ok"], ok);
    }
    all
}

fn names(expected: &[&str]) -> Vec<(String, bool)> {
    expected
        .iter()
        .map(|name| ((*name).to_owned(), true))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_layer_of_a_good_connection_holds_and_nothing_is_spent() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    for arguments in [
        &["doctor", "--json"][..],
        &["doctor", "--no-spend", "--json"],
    ] {
        let run = cli.run(arguments).await;
        let all = check_shape(&run);
        assert_eq!(run.code(), 0, "{all}");
        assert_eq!(all[0]["connection"], "gateway");
        assert_eq!(
            layers(&all[0]),
            names(&["config", "dns", "tcp", "http", "key"])
        );
    }
    assert!(
        gateway
            .requests()
            .iter()
            .all(|request| request.method == "GET"),
        "credits tell of the key; no answer is bought"
    );
    let rows = cli.run(&["history", "list", "--json"]).await.json();
    assert_eq!(rows.as_array().unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_failing_layer_is_named_and_decides_the_exit_status() {
    let gateway = gateway().await;
    let good = Cli::at(&gateway);
    for (cli, layer, code, status) in [
        (
            good.with("AI_GATEWAY_API_KEY", "wrong"),
            "key",
            "key_rejected",
            3,
        ),
        (
            good.with("AI_GATEWAY_URL", "http://127.0.0.1:1/v1"),
            "tcp",
            "connect",
            6,
        ),
        (
            good.with("AI_GATEWAY_URL", "https://nohost.invalid/v1"),
            "dns",
            "dns",
            6,
        ),
        (
            good.without("AI_GATEWAY_API_KEY"),
            "config",
            "key_missing",
            3,
        ),
        (
            good.with("AI_GATEWAY_URL", "http://name:word@127.0.0.1/v1"),
            "config",
            "config_invalid",
            2,
        ),
    ] {
        let run = cli.run(&["doctor", "--json"]).await;
        let all = check_shape(&run);
        let failing: Vec<_> = all
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|row| row["layers"].as_array().unwrap())
            .filter(|row| row["ok"] == false)
            .collect();
        assert_eq!(failing[0]["layer"], layer, "{all}");
        assert_eq!(failing[0]["code"], code, "{all}");
        assert_eq!(run.code(), status, "{all}");
        let plain = cli.run(&["doctor"]).await;
        assert_eq!(plain.code(), status);
        assert!(plain.text().contains("FAIL"), "{}", plain.text());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_web_page_instead_of_a_gateway_fails_the_http_layer() {
    let server = Canned::start(|_| response("200 OK", "text/html", "<html>sign in</html>")).await;
    let cli = Cli::new()
        .with("AI_GATEWAY_URL", &server.url)
        .with("AI_GATEWAY_API_KEY", "k-1234567890");
    let run = cli.run(&["doctor", "--json"]).await;
    let all = check_shape(&run);
    assert_eq!(layers(&all[0]).last().unwrap(), &("http".to_owned(), false));
    assert_eq!(run.code(), 5, "{all}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_credits_one_tiny_answer_tests_the_key_unless_nothing_may_be_spent() {
    let respond = |path: &str| match path {
        "/v1/models" => response("200 OK", "application/json", r#"{"data":[]}"#),
        "/v1/chat/completions" => stream(),
        _ => not_found(),
    };
    let server = Canned::start(respond).await;
    let cli = Cli::new()
        .with("AI_GATEWAY_URL", &server.url)
        .with("AI_GATEWAY_API_KEY", "k-1234567890");
    let run = cli.run(&["doctor", "--no-spend", "--json"]).await;
    check_shape(&run);
    assert_eq!(run.code(), 0);
    assert_eq!(server.paths(), ["/v1/models", "/v1/credits"]);
    let run = cli.run(&["doctor", "--json"]).await;
    let all = check_shape(&run);
    assert_eq!(run.code(), 0, "{all}");
    assert_eq!(
        layers(&all[0]).last().unwrap(),
        &("stream".to_owned(), true)
    );
    assert!(all.to_string().contains("fraction of a cent"), "{all}");
    assert_eq!(server.paths().last().unwrap(), "/v1/chat/completions");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_nothing_configured_the_demo_is_examined() {
    let run = Cli::new().run(&["doctor", "--json"]).await;
    let all = check_shape(&run);
    assert_eq!(all[0]["connection"], "demo");
    assert_eq!(run.code(), 0, "{all}");
}
