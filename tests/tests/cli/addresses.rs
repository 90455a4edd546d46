//! The address forms of DESIGN §5.1, end to end: where the request really arrives.

use gatehouse_tests::canned::{Canned, response};
use gatehouse_tests::cli::Cli;
use gatehouse_tests::world::{KEY, gateway};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_form_of_an_address_leads_to_its_endpoint() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    cli.run(&["settings", "set", "limiter.perMinute", "0"])
        .await;
    for (written, path) in [
        ("", "/v1/chat/completions"),
        ("/", "/v1/chat/completions"),
        ("/v1", "/v1/chat/completions"),
        ("/v1/", "/v1/chat/completions"),
        ("/v1///", "/v1/chat/completions"),
        ("/v1/chat/completions", "/v1/chat/completions"),
        ("/v1/chat/completions/", "/v1/chat/completions"),
        ("/chat/completions", "/v1/chat/completions"),
        ("/v1/responses", "/v1/chat/completions"),
        ("/v1/messages", "/v1/chat/completions"),
        ("/p", "/p/v1/chat/completions"),
        ("/p/v1", "/p/v1/chat/completions"),
        ("/v2", "/v2/chat/completions"),
        ("/v1/openai", "/v1/openai/v1/chat/completions"),
        ("/v1beta/openai", "/v1beta/openai/chat/completions"),
    ] {
        gateway.clear();
        let cli = cli.with("AI_GATEWAY_URL", format!("{}{written}", gateway.url()));
        cli.run(&["ask", "--no-cache", "-m", "scenario:echo", "?"])
            .await;
        let requests = gateway.requests();
        assert_eq!(requests.len(), 1, "{written}");
        assert_eq!(requests[0].path, path, "{written}");
        assert_eq!(requests[0].method, "POST");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_would_be_unsafe_is_refused_before_any_packet() {
    let gateway = gateway().await;
    let (host, port) = ("127.0.0.1", gateway.port());
    for address in [
        format!("http://{host}:{port}/v1?key=1"),
        format!("http://{host}:{port}/v1#part"),
        format!("http://name:secret-word@{host}:{port}/v1"),
        format!("http://name@{host}:{port}/v1"),
        "http://gateway.invalid/v1".to_owned(),
        "http://192.0.2.1/v1".to_owned(),
        "http://0.0.0.0/v1".to_owned(),
        "http://localhost.example/v1".to_owned(),
        "ftp://127.0.0.1/v1".to_owned(),
        "file:///etc/passwd".to_owned(),
        "127.0.0.1".to_owned(),
        "http://".to_owned(),
        format!("http://{host}:{port}/v1/../x"),
        format!("http://{host}:99999/v1"),
    ] {
        let cli = Cli::new()
            .with("AI_GATEWAY_URL", &address)
            .with("AI_GATEWAY_API_KEY", KEY);
        let run = cli.run(&["ask", "--json", "?"]).await;
        let lines = run.lines();
        assert_eq!(lines.len(), 1, "{address}");
        assert_eq!(
            lines[0]["code"], "config_invalid",
            "{address}: {}",
            lines[0]
        );
        assert_eq!(run.code(), 2, "{address}");
        let said = lines[0].to_string();
        assert!(said.contains("AI_GATEWAY_URL"), "{address}: {said}");
        assert!(!said.contains("secret-word"), "{said}");
        assert!(!run.stderr.contains("secret-word"));
    }
    assert_eq!(gateway.requests().len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn this_machine_by_its_name_takes_a_key_and_is_never_asked_through_a_proxy() {
    let gateway = gateway().await;
    let proxy = Canned::start(|_| response("502 Bad Gateway", "text/plain", "proxied")).await;
    let mut cli = Cli::at(&gateway);
    for name in [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
    ] {
        cli = cli.with(name, &proxy.url);
    }
    for host in ["127.0.0.1", "localhost", "LOCALHOST", "127.1.2.3"] {
        // Only the first address of the loopback network has a server.
        let answers = host != "127.1.2.3";
        let cli = cli.with(
            "AI_GATEWAY_URL",
            format!("http://{host}:{}/v1", gateway.port()),
        );
        cli.run(&["settings", "set", "retries.max", "0"]).await;
        let run = cli
            .run(&["ask", "--json", "-m", "scenario:echo", "here"])
            .await;
        assert_eq!(run.code() == 0, answers, "{host}: {}", run.text());
        assert_eq!(run.answer() == "here", answers, "{host}");
    }
    assert_eq!(proxy.paths(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_machine_is_asked_through_the_proxy_that_is_set_and_a_refusal_is_told_as_such() {
    let proxy = Canned::start(|_| response("502 Bad Gateway", "text/plain", "no way")).await;
    let cli = Cli::new()
        .with("AI_GATEWAY_URL", "https://gateway.invalid/v1")
        .with("AI_GATEWAY_API_KEY", KEY)
        .with("HTTPS_PROXY", &proxy.url);
    let run = cli.run(&["ask", "--json", "?"]).await;
    assert_eq!(run.end()["code"], "proxy", "{}", run.text());
    assert_eq!(run.code(), 6);
    assert_eq!(
        proxy.paths(),
        ["gateway.invalid:443"],
        "one CONNECT, no key in it"
    );
    let around = cli.with("NO_PROXY", "gateway.invalid");
    around.run(&["settings", "set", "retries.max", "0"]).await;
    let run = around.run(&["ask", "--json", "?"]).await;
    assert_eq!(run.end()["code"], "dns", "{}", run.text());
    assert_eq!(proxy.paths().len(), 1);
}
