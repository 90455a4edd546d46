//! Which connection, key and model a question uses (DESIGN §5.1).

use demo_gateway::{Gateway, Options, Pace, texts};
use gatehouse_tests::canned::{Canned, not_found, response, stream};
use gatehouse_tests::cli::{Cli, Run};
use gatehouse_tests::forms::base64;
use gatehouse_tests::world::{KEY, gateway};
use serde_json::json;

const DEMO_NOTE: &str = "Demo gateway: no model behind it.";

async fn open_gateway() -> Gateway {
    demo_gateway::start(Options {
        pace: Pace::None,
        ..Options::default()
    })
    .await
    .unwrap()
}

/// A run that was refused before a turn: one error line, no start, nothing stored.
async fn refused_early(cli: &Cli, arguments: &[&str], code: &str, status: i32) -> Run {
    let run = cli.run(arguments).await;
    let lines = run.lines();
    assert_eq!(lines.len(), 1, "{arguments:?}: {lines:?}");
    assert_eq!(lines[0]["type"], "error");
    assert_eq!(lines[0]["code"], code, "{arguments:?}: {}", lines[0]);
    assert_eq!(lines[0]["attempts"], json!([]));
    assert_eq!(lines[0]["partial"], false);
    assert_eq!(run.code(), status, "{arguments:?}");
    let rows = cli.run(&["history", "list", "--json"]).await.json();
    assert_eq!(rows, json!([]), "{arguments:?}: something was stored");
    run
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_key_wins_over_the_token_also_when_it_is_rejected() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway)
        .with("AI_GATEWAY_API_KEY", "not-the-right-key")
        .with("VERCEL_OIDC_TOKEN", KEY);
    let run = cli.run(&["ask", "--json", "?"]).await;
    assert_eq!(run.end()["code"], "key_rejected");
    assert_eq!(run.code(), 3);
    let requests = gateway.requests();
    assert_eq!(requests.len(), 1, "the token is no second try");
    assert_eq!(
        requests[0].header("authorization"),
        Some("Bearer not-the-right-key")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_blank_key_counts_as_unset_and_the_token_goes_as_bearer() {
    let gateway = gateway().await;
    for blank in ["", " ", "\t"] {
        let cli = Cli::at(&gateway)
            .with("AI_GATEWAY_API_KEY", blank)
            .with("VERCEL_OIDC_TOKEN", KEY);
        let run = cli
            .run(&["ask", "--json", "-m", "scenario:echo", "?"])
            .await;
        assert_eq!(run.code(), 0, "{}", run.stderr);
    }
    for request in gateway.requests() {
        let expected = format!("Bearer {KEY}");
        assert_eq!(request.header("authorization"), Some(expected.as_str()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_expired_token_is_sent_once_all_the_same_and_told_in_the_guides_words() {
    let gateway = gateway().await;
    let part = |value: serde_json::Value| {
        let text = base64(value.to_string().as_bytes());
        text.trim_end_matches('=')
            .replace('+', "-")
            .replace('/', "_")
    };
    let token = format!(
        "{}.{}.c2lnbmF0dXJl",
        part(json!({"alg": "RS256"})),
        part(json!({"exp": 1_600_000_000}))
    );
    let cli = Cli::at(&gateway)
        .without("AI_GATEWAY_API_KEY")
        .with("VERCEL_OIDC_TOKEN", token);
    let run = cli.run(&["ask", "--json", "?"]).await;
    assert_eq!(run.end()["code"], "key_expired");
    assert_eq!(run.end()["message"], "Token expired. Run: vercel env pull");
    assert_eq!(run.code(), 3);
    assert_eq!(gateway.requests().len(), 1);
    let rows = cli.run(&["keys", "status", "--json"]).await.json();
    assert_eq!(rows[0]["expiresAtMs"], 1_600_000_000_000_u64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_an_address_and_no_key_nothing_is_sent() {
    let gateway = open_gateway().await;
    for (address, url, connection) in [
        ("AI_GATEWAY_URL", gateway.chat_url(), "gateway"),
        ("OPENAI_BASE_URL", gateway.url(), "openai"),
    ] {
        let cli = Cli::new().with(address, &url);
        let run = refused_early(&cli, &["ask", "--json", "?"], "key_missing", 3).await;
        assert!(
            run.end()["message"].as_str().unwrap().contains(connection),
            "{}",
            run.end()
        );
    }
    // A local server beside a configured address without a key is no way out.
    let cli = Cli::new()
        .with("AI_GATEWAY_URL", gateway.chat_url())
        .with("LOCAL_BASE_URL", gateway.url());
    refused_early(&cli, &["ask", "--json", "?"], "key_missing", 3).await;
    for named in ["gateway", "openai"] {
        let arguments = ["ask", "--json", "-c", named, "?"];
        refused_early(&Cli::new(), &arguments, "key_missing", 3).await;
    }
    assert_eq!(gateway.requests().len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_nothing_configured_the_demo_answers_and_says_so_in_one_line() {
    for cli in [
        Cli::new(),
        // Variables of other programs are not read.
        Cli::new()
            .with("MISTRAL_API_KEY", "planted")
            .with("MISTRAL_BASE_URL", "http://127.0.0.1:9")
            .with("GOOGLE_API_KEY", "planted")
            .with("ANTHROPIC_AUTH_TOKEN", "planted"),
        Cli::new()
            .with("AI_GATEWAY_URL", " ")
            .with("OPENAI_API_KEY", ""),
    ] {
        let run = cli.run(&["ask", "--json", "What is 2+2?"]).await;
        assert_eq!(run.code(), 0, "{}", run.stderr);
        assert_eq!(run.stderr, format!("{DEMO_NOTE}\n"));
        assert_eq!(run.lines()[0]["connection"], "demo");
        assert_eq!(run.lines()[0]["model"], "demo");
        assert_eq!(run.answer(), texts::demo::answer(&["What is 2+2?"]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_absent_keyring_is_no_key_in_the_choice_and_an_error_for_a_named_connection() {
    let cli = Cli::new()
        .without("GATEHOUSE_KEYSTORE")
        .with("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    let run = cli.run(&["ask", "--json", "?"]).await;
    assert_eq!(run.lines()[0]["connection"], "demo", "{}", run.stderr);
    assert_eq!(run.code(), 0);
    let cli = Cli::new()
        .without("GATEHOUSE_KEYSTORE")
        .with("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    let named = ["ask", "--json", "-c", "gateway", "?"];
    refused_early(&cli, &named, "keyring_unavailable", 3).await;
    let rows = cli.run(&["keys", "status", "--json"]).await.json();
    assert_eq!(rows[0]["state"], "unavailable");
    assert_eq!(rows[0]["source"], "none");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_order_of_the_choice_is_named_then_stored_then_first_with_a_key() {
    let (one, two) = (gateway().await, open_gateway().await);
    let cli = Cli::at(&one)
        .with("OPENAI_BASE_URL", two.url())
        .with("OPENAI_API_KEY", "other-key")
        .with("LOCAL_BASE_URL", two.url());
    let chosen = async |cli: &Cli, arguments: &[&str]| {
        let all = [&["ask", "--json", "-m", "scenario:echo"], arguments, &["?"]].concat();
        let run = cli.run(&all).await;
        assert_eq!(run.code(), 0, "{}", run.text());
        run.lines()[0]["connection"].as_str().unwrap().to_owned()
    };
    assert_eq!(chosen(&cli, &[]).await, "gateway");
    assert_eq!(chosen(&cli, &["-c", "openai"]).await, "openai");
    assert_eq!(chosen(&cli, &["-c", "local"]).await, "local");
    assert_eq!(chosen(&cli, &["-c", "demo"]).await, "demo");
    let without = cli.without("AI_GATEWAY_API_KEY").without("AI_GATEWAY_URL");
    assert_eq!(chosen(&without, &[]).await, "openai");
    let local = Cli::new().with("LOCAL_BASE_URL", two.url());
    assert_eq!(chosen(&local, &[]).await, "local");
    let set = ["settings", "set", "default.connection", "local"];
    assert_eq!(cli.run(&set).await.code(), 0);
    assert_eq!(chosen(&cli, &[]).await, "local");
    assert_eq!(chosen(&cli, &["-c", "gateway"]).await, "gateway");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_direct_connection_drops_its_own_prefix_and_is_its_own_provider() {
    let server = open_gateway().await;
    let cli = Cli::new()
        .with("OPENAI_BASE_URL", server.url())
        .with("OPENAI_API_KEY", "other-key");
    for (asked, sent) in [
        (None, "gpt-4o-mini"),
        (Some("openai/gpt-4o"), "gpt-4o"),
        (Some("gpt-4o"), "gpt-4o"),
        (Some("anthropic/claude"), "anthropic/claude"),
    ] {
        let mut arguments = vec!["ask", "--json", "--no-cache", "-c", "openai", "?"];
        arguments.extend(asked.iter().flat_map(|model| ["-m", *model]));
        server.clear();
        let run = cli.run(&arguments).await;
        assert_eq!(run.code(), 0, "{}", run.text());
        assert_eq!(server.requests()[0].model(), Some(sent));
        assert_eq!(run.end()["provider"], "openai");
    }
    let cli = Cli::new()
        .with("AI_GATEWAY_URL", server.chat_url())
        .with("AI_GATEWAY_API_KEY", "k-1234567890");
    server.clear();
    cli.run(&["ask", "-m", "openai/gpt-4o", "?"]).await;
    assert_eq!(server.requests()[0].model(), Some("openai/gpt-4o"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_local_server_needs_an_address_and_gives_the_first_of_its_models() {
    let named = ["ask", "--json", "-c", "local", "?"];
    refused_early(&Cli::new(), &named, "config_invalid", 2).await;

    let server = Canned::start(|path| match path {
        "/v1/models" => response(
            "200 OK",
            "application/json",
            r#"{"object":"list","data":[{"id":"tiny-one"},{"id":"other"}]}"#,
        ),
        "/v1/chat/completions" => stream(),
        _ => not_found(),
    })
    .await;
    let cli = Cli::new().with("LOCAL_BASE_URL", &server.url);
    let run = cli.run(&["ask", "--json", "?"]).await;
    assert_eq!(run.lines()[0]["model"], "tiny-one", "{}", run.text());
    assert_eq!(run.end()["attempts"].as_array().unwrap().len(), 1);
    assert_eq!(run.stderr, "", "the demo's note is not for this");
    assert_eq!(server.paths(), ["/v1/models", "/v1/chat/completions"]);
    cli.run(&["ask", "-m", "named", "?"]).await;
    assert_eq!(server.paths().len(), 3, "a named model needs no list");

    for respond in [
        |_: &str| not_found(),
        |_: &str| response("200 OK", "application/json", r#"{"data":[]}"#),
    ] {
        let server = Canned::start(respond).await;
        let cli = Cli::new().with("LOCAL_BASE_URL", &server.url);
        let run = refused_early(&cli, &["ask", "--json", "?"], "config_invalid", 2).await;
        assert!(run.end()["action"].as_str().unwrap().contains("-m"));
    }
    // A list that fails is the error.
    let closed = Cli::new().with("LOCAL_BASE_URL", "http://127.0.0.1:1");
    refused_early(&closed, &["ask", "--json", "?"], "connect", 6).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_do_not_exist_are_wrong_usage() {
    for name in ["claude", "Gateway", "", "x"] {
        let arguments = ["ask", "--json", "-c", name, "?"];
        refused_early(&Cli::new(), &arguments, "config_invalid", 2).await;
    }
    for arguments in [
        &["ask", "--json", "--attach", "f", "?"][..],
        &["ask", "--json", "--preset", "p", "?"],
        &["replay", "x", "--json"],
        &["keys", "import", "f", "--json"],
        &["keys", "set", "gateway", "the-key", "--json"],
    ] {
        refused_early(&Cli::new(), arguments, "config_invalid", 2).await;
    }
}
