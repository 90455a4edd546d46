//! The live check: doctor, the guide's integration test, one stream and one Stop against whatever
//! gateway the environment names. `cargo xtask live` runs it; without that nothing runs here.
#![cfg(test)]
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a check that cannot go on should say so and stop; what it finds is printed"
)]

use gatehouse_tests::cli::Cli;
use serde_json::Value;

/// What the check is told by: only these are passed on.
const VARIABLES: [&str; 5] = [
    "AI_GATEWAY_API_KEY",
    "VERCEL_OIDC_TOKEN",
    "AI_GATEWAY_URL",
    "HTTPS_PROXY",
    "NO_PROXY",
];

fn cli() -> Cli {
    VARIABLES
        .into_iter()
        .filter_map(|name| Some((name, std::env::var_os(name)?)))
        .fold(Cli::new(), |cli, (name, value)| cli.with(name, value))
}

/// A fact of GATEWAY §7, or of the notes that rest on one third party, and what was seen of it.
fn fact(what: &str, seen: Option<bool>) {
    let verdict = match seen {
        Some(true) => "confirmed",
        Some(false) => "refuted",
        None => "not seen",
    };
    println!("  {verdict:<10} {what}");
}

fn check_billing(end: &Value) {
    let usage = end["usage"]["outputTokens"].as_u64();
    fact("a stream tells its usage", Some(usage.is_some()));
    let billed = end["cost"]["basis"].as_str().map(|basis| basis == "billed");
    fact(
        "an answer tells what it was billed",
        Some(billed == Some(true)),
    );
    let id = end["generationId"].as_str();
    fact(
        "the id of an answer begins with gen_",
        id.map(|id| id.starts_with("gen_")),
    );
}

async fn check_models(cli: &Cli) {
    let rows = cli.run(&["models", "--refresh", "--json"]).await.json();
    let rows = rows.as_array().unwrap();
    println!("  {} models are listed", rows.len());
    let sonnet = rows
        .iter()
        .find(|row| row["id"] == "anthropic/claude-sonnet-4.5");
    match sonnet.and_then(|row| row["contextWindow"].as_u64()) {
        Some(window) => println!("  confirmed  claude-sonnet-4.5 takes {window} tokens"),
        None => println!("  not seen   the context of claude-sonnet-4.5"),
    }
    let dashed = cli
        .run(&[
            "ask",
            "--json",
            "--no-save",
            "--max-tokens",
            "16",
            "-m",
            "anthropic/claude-sonnet-4-5",
            "Hi",
        ])
        .await;
    let end = dashed.end();
    let aliased = match (&end["type"], end["code"].as_str()) {
        (kind, _) if kind == "finish" => Some(true),
        (_, Some("model_not_found")) => Some(false),
        (_, _) => None,
    };
    fact("ids with dashes, as in the guide, are answered", aliased);
}

async fn check_stop(cli: &Cli) {
    let mut running = cli.start(&["ask", "--json", "--no-cache", "Count from 1 to 500."]);
    running.lines_to("text").await;
    running.signal("INT");
    let stopped = running.end().await;
    assert_eq!(stopped.code(), 130, "{}", stopped.stderr);
    assert_eq!(stopped.end()["reason"], "cancelled");
    println!("Stop ended a stream.");
}

#[tokio::test]
#[ignore = "asks a real gateway; `cargo xtask live` runs it"]
async fn the_guide_holds_against_the_gateway_that_the_environment_names() {
    let cli = cli();
    let doctor = cli.run(&["doctor"]).await;
    println!("{}", doctor.text());
    assert_eq!(doctor.code(), 0, "{}", doctor.stderr);

    let whole = cli
        .run(&["ask", "--json", "--no-stream", "What is 2+2?"])
        .await;
    assert!(whole.answer().contains('4'), "{}", whole.text());
    println!("\"What is 2+2?\" was answered with a 4.");

    let streamed = cli
        .run(&["ask", "--json", "Name three colours of the rainbow."])
        .await;
    assert_eq!(streamed.code(), 0, "{}", streamed.text());
    println!("{} pieces were streamed.", streamed.of_type("text").len());
    check_stop(&cli).await;

    println!("What the notes on the gateway call not verified:");
    check_billing(&streamed.end());
    check_models(&cli).await;
    fact("keep-alive comments; the body limit; upstream 529", None);
    let usage = cli.run(&["usage", "--json"]).await.json();
    println!(
        "It cost ${} in {} requests, as far as was told.",
        usage["total"]["usd"].as_str().unwrap_or("0"),
        usage["total"]["requests"]
    );
}
