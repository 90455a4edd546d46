//! What an answer was billed where the answer did not say so.

use gatehouse_tests::canned::{Canned, Respond, not_found, response};
use gatehouse_tests::cli::Cli;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How many answers were given; each has an id of its own.
static ANSWERS: AtomicU32 = AtomicU32::new(0);

/// An answer that breaks off before it says what it cost, and takes its time.
fn respond(path: &str) -> String {
    match path {
        "/v1/chat/completions" => {
            std::thread::sleep(Duration::from_millis(800));
            let id = 1 + ANSWERS.fetch_add(1, Ordering::Relaxed);
            let delta = r#""choices":[{"index":0,"delta":{"content":"Hi"}}]}"#;
            response(
                "200 OK",
                "text/event-stream",
                &format!("data: {{\"id\":\"gen_{id}\",{delta}\n\n"),
            )
        }
        "/v1/generation?id=gen_1" => response(
            "200 OK",
            "application/json",
            r#"{"data":{"id":"gen_1","total_cost":0.25,"tokens_prompt":7,"tokens_completion":2}}"#,
        ),
        _ => not_found(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bill_of_a_stream_that_broke_is_asked_for_beside_the_next_answer() {
    let server = Canned::start(respond as Respond).await;
    let cli = Cli::new()
        .with("AI_GATEWAY_URL", &server.url)
        .with("AI_GATEWAY_API_KEY", "k-1234567890");
    let broken = cli.run(&["ask", "--json", "x"]).await;
    assert_eq!(broken.end()["code"], "interrupted");
    assert_eq!(server.paths(), ["/v1/chat/completions"], "nobody waits");
    // A bill is known some seconds later; asking sooner is in vain.
    tokio::time::sleep(Duration::from_millis(5_500)).await;
    cli.run(&["ask", "--json", "y"]).await;
    let asked = server.paths();
    let bills = asked.iter().filter(|path| path.contains("generation"));
    assert_eq!(bills.count(), 1, "{asked:?}");
    let usage = cli.run(&["usage", "--json"]).await.json();
    assert_eq!(usage["total"]["usd"], "0.25", "{usage}");
    assert_eq!(usage["total"]["inputTokens"], 7, "{usage}");
}
