//! What becomes the question: the argument and standard input (DESIGN §5.2).

use gatehouse_tests::cli::Cli;
use gatehouse_tests::world::gateway;
use serde_json::json;

/// Requests are what is looked at here, so none is answered from the cache.
const ECHO: [&str; 5] = ["ask", "--json", "--no-cache", "-m", "scenario:echo"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn argument_and_standard_input_are_joined_as_written() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    for (argument, input, question) in [
        (Some("Explain:"), "code\n", "Explain:\n\ncode"),
        (Some("Explain:"), "", "Explain:"),
        (Some("Explain:"), " \n\t\n", "Explain:"),
        (None, "code\r\n", "code"),
        (None, "code\n\n", "code\n"),
        (None, "  code  ", "  code  "),
        (Some(""), "code", "code"),
        (Some("  "), "code", "code"),
        (Some(" a "), " b ", " a \n\n b "),
        (Some("--"), "x", "x"),
        (None, "größer 日本 🦊\n", "größer 日本 🦊"),
        (None, "a\0b", "a\0b"),
    ] {
        let mut arguments = ECHO.to_vec();
        arguments.extend(argument);
        let run = cli.run_with(&arguments, input.as_bytes()).await;
        assert_eq!(run.code(), 0, "{argument:?} {input:?}: {}", run.text());
        assert_eq!(run.answer(), question, "{argument:?} {input:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_question_is_refused_without_a_start_and_nothing_is_sent_or_stored() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let too_large = vec![b'x'; 16 * 1024 * 1024 + 1];
    for (argument, input, code, status) in [
        (None, &b""[..], "config_invalid", 2),
        (Some(""), b"", "config_invalid", 2),
        (Some(" \n"), b"\n\t ", "config_invalid", 2),
        (None, b"caf\xe9", "config_invalid", 2),
        (Some("x"), b"\xff", "config_invalid", 2),
        (None, &too_large, "too_large", 5),
    ] {
        let mut arguments = ECHO.to_vec();
        arguments.extend(argument);
        let run = cli.run_with(&arguments, input).await;
        let lines = run.lines();
        assert_eq!(lines.len(), 1, "{argument:?}");
        assert_eq!(lines[0]["code"], code, "{argument:?}");
        assert_eq!(run.code(), status, "{argument:?}");
    }
    assert_eq!(gateway.requests().len(), 0);
    let rows = cli.run(&["history", "list", "--json"]).await.json();
    assert_eq!(rows, json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_of_five_megabytes_arrives_whole_and_is_kept_whole() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let line = "A line of a long question, with größer and 日本 in it.\n";
    let question = line.repeat(5 * 1024 * 1024 / line.len());
    let mut arguments = ECHO.to_vec();
    arguments[4] = "scenario:crlf";
    let run = cli.run_with(&arguments, question.as_bytes()).await;
    assert_eq!(run.code(), 0, "{}", run.stderr);
    let requests = gateway.requests();
    assert!(requests[0].body_len > question.len());
    let id = run.lines()[0]["conversation"].as_str().unwrap().to_owned();
    let shown = cli.run(&["history", "show", &id, "--json"]).await.json();
    let kept = shown["messages"][0]["text"].as_str().unwrap();
    assert!(kept == question.strip_suffix('\n').unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_and_temperature_go_as_given_or_not_at_all() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    for (flags, max_tokens, temperature, stream) in [
        (&[][..], json!(null), json!(null), json!(true)),
        (
            &["--max-tokens", "7", "--temperature", "0.5"],
            json!(7),
            json!(0.5),
            json!(true),
        ),
        (&["--no-stream"], json!(null), json!(null), json!(null)),
        (
            &["--temperature", "0"],
            json!(null),
            json!(0.0),
            json!(true),
        ),
    ] {
        gateway.clear();
        let run = cli.run(&[&ECHO[..], flags, &["one two"]].concat()).await;
        assert_eq!(run.code(), 0, "{}", run.text());
        assert_eq!(run.answer(), "one two");
        let body = gateway.requests()[0].json.clone().unwrap();
        assert_eq!(body["max_tokens"], max_tokens, "{flags:?}");
        assert_eq!(body["temperature"], temperature, "{flags:?}");
        assert_eq!(body["stream"], stream, "{flags:?}");
    }
    for flags in [
        ["--max-tokens", "0"],
        ["--max-tokens", "many"],
        ["--temperature", "2.5"],
        ["--temperature", "-1"],
        ["--temperature", "NaN"],
    ] {
        let run = cli.run(&[&ECHO[..], &flags, &["?"]].concat()).await;
        assert_eq!(run.code(), 2, "{flags:?}");
        assert_eq!(run.end()["code"], "config_invalid", "{flags:?}");
    }
}
