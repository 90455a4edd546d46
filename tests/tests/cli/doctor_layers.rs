//! `doctor` past the key: credit, model and stream, and the connections that go to providers.

use gatehouse_tests::canned::{Canned, Respond, not_found, response, stream};
use gatehouse_tests::cli::Cli;
use serde_json::Value;

fn json(body: &str) -> String {
    response("200 OK", "application/json", body)
}

fn listed(_: &str) -> String {
    json(r#"{"data":[{"id":"anthropic/claude-sonnet-4.6"}]}"#)
}

fn last_layer(row: &Value) -> &Value {
    row["layers"].as_array().unwrap().last().unwrap()
}

fn layer<'a>(row: &'a Value, name: &str) -> &'a Value {
    let layers = row["layers"].as_array().unwrap();
    layers.iter().find(|layer| layer["layer"] == name).unwrap()
}

fn at(server: &Canned) -> Cli {
    Cli::new()
        .with("AI_GATEWAY_URL", &server.url)
        .with("AI_GATEWAY_API_KEY", "k-1234567890")
}

/// Mutation seen to fail: without the credit layer the answer is asked for and 0 is the status.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_credit_and_credit_that_the_answer_says_is_missing_are_the_credit_layer() {
    let empty: Respond = |path| match path {
        "/v1/models" => listed(path),
        "/v1/credits" => json(r#"{"balance":"0","total_used":"5.00"}"#),
        _ => stream(),
    };
    let told: Respond = |path| match path {
        "/v1/models" => listed(path),
        "/v1/credits" => not_found(),
        _ => response(
            "402 Payment Required",
            "application/json",
            r#"{"error":{"message":"Add credit.","type":"insufficient_funds"}}"#,
        ),
    };
    for (respond, answers_asked) in [(empty, 0), (told, 1)] {
        let server = Canned::start(respond).await;
        let run = at(&server).run(&["doctor", "--json"]).await;
        let all = run.json();
        assert_eq!(last_layer(&all[0])["layer"], "credit", "{all}");
        assert_eq!(last_layer(&all[0])["code"], "payment_required", "{all}");
        assert_eq!(run.code(), 4);
        let asked = server.paths();
        let asked = asked.iter().filter(|path| path.ends_with("completions"));
        assert_eq!(asked.count(), answers_asked);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unlisted_model_is_told_and_fails_only_where_the_server_says_so() {
    let lenient: Respond = |path| match path {
        "/v1/models" => listed(path),
        "/v1/chat/completions" => stream(),
        _ => not_found(),
    };
    let strict: Respond = |path| match path {
        "/v1/models" => listed(path),
        "/v1/chat/completions" => response(
            "404 Not Found",
            "application/json",
            r#"{"error":{"message":"No such model.","type":"model_not_found"}}"#,
        ),
        _ => not_found(),
    };
    let server = Canned::start(lenient).await;
    let run = at(&server).run(&["doctor", "--json"]).await;
    let all = run.json();
    let said = layer(&all[0], "model")["message"].as_str().unwrap();
    assert!(
        said.contains("not listed") && said.contains("anthropic/claude-sonnet-4.6"),
        "{said}"
    );
    assert_eq!(last_layer(&all[0])["layer"], "stream");
    assert_eq!(run.code(), 0, "{all}");

    let server = Canned::start(strict).await;
    let run = at(&server).run(&["doctor"]).await;
    assert_eq!(run.code(), 5);
    let line = run.text().lines().last().unwrap();
    assert!(line.contains("FAIL model"), "{line}");
    assert!(
        line.contains("Did you mean anthropic/claude-sonnet-4.6?"),
        "{line}"
    );
}

const ANTHROPIC: &str = "event: message_start\n\
data: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"c\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\n\
event: content_block_start\n\
data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"Hi\"}}\n\n\
event: message_delta\n\
data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":1}}\n\n\
event: message_stop\n\
data: {\"type\":\"message_stop\"}\n\n";
const RESPONSES: &str = "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\n\
data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"status\":\"completed\",\"output\":[]}}\n\n";
const GEMINI: &str = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]},\"finishReason\":\"STOP\"}]}\n\n";

fn events(body: &str) -> String {
    response("200 OK", "text/event-stream", body)
}

fn provider(path: &str) -> String {
    match path.split('?').next().unwrap() {
        "/v1/models" => json(
            r#"{"data":[{"id":"gpt-4o-mini"},{"id":"claude-sonnet-4-5"},{"id":"claude-sonnet-4-6"}]}"#,
        ),
        "/v1beta/models" => json(
            r#"{"models":[{"name":"models/gemini-2.5-flash","supportedGenerationMethods":["generateContent"]}]}"#,
        ),
        "/v1/chat/completions" => stream(),
        "/v1/messages" => events(ANTHROPIC),
        "/v1/responses" => events(RESPONSES),
        gemini if gemini.contains("generateContent") || gemini.contains("GenerateContent") => {
            events(GEMINI)
        }
        _ => not_found(),
    }
}

fn providers(url: &str) -> Cli {
    [
        ("OPENAI_BASE_URL", url),
        ("ANTHROPIC_BASE_URL", url),
        ("GEMINI_BASE_URL", url),
        ("OPENAI_API_KEY", "k-1234567890"),
        ("ANTHROPIC_API_KEY", "k-1234567890"),
        ("GEMINI_API_KEY", "k-1234567890"),
    ]
    .into_iter()
    .fold(Cli::new(), |cli, (name, value)| cli.with(name, value))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_dialect_has_its_layers_and_a_provider_tells_of_the_key_by_its_list() {
    let server = Canned::start(provider).await;
    let run = providers(&server.url).run(&["doctor", "--json"]).await;
    let all = run.json();
    assert_eq!(run.code(), 0, "{all}");
    let mut tested: Vec<_> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            assert_eq!(last_layer(row)["layer"], "stream", "{row}");
            let key = layer(row, "key")["message"].as_str().unwrap();
            assert!(key.contains("accepted"), "{key}");
            layer(row, "model");
            row["connection"].as_str().unwrap()
        })
        .collect();
    tested.sort_unstable();
    assert_eq!(
        tested,
        ["anthropic", "gemini", "openai", "openai-responses"]
    );
    assert!(!server.paths().iter().any(|path| path.contains("credits")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_refuses_its_list_to_a_key_fails_the_key_layer() {
    let server = Canned::start(|_| {
        response(
            "401 Unauthorized",
            "application/json",
            r#"{"error":{"message":"Incorrect key.","type":"invalid_request_error","code":"invalid_api_key"}}"#,
        )
    })
    .await;
    let run = providers(&server.url).run(&["doctor", "--json"]).await;
    let all = run.json();
    assert_eq!(run.code(), 3, "{all}");
    for row in all.as_array().unwrap() {
        assert_eq!(last_layer(row)["layer"], "key", "{row}");
        assert_eq!(last_layer(row)["code"], "key_rejected", "{row}");
    }
}
