//! A planted key is found nowhere but in the header of the request to its own origin.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test that cannot go on should say so and stop"
)]

use chat_engine::{Face, new_turn_id};
use demo_gateway::{Gateway, Options, Pace, Recorded};
use gatehouse_tests::canned::{Canned, Sent, response};
use gatehouse_tests::cli::{Cli, Run};
use gatehouse_tests::forms;
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{engine, heard, question};
use serde_json::json;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// One that looks like a gateway's key, and one that looks like nothing.
fn planted() -> [String; 2] {
    [
        ["vck", "_", "PlantedKey0123456789abcdefghijABCD"].concat(),
        "plain-words.planted~here/and+there-77".to_owned(),
    ]
}

async fn server(key: &str) -> Gateway {
    demo_gateway::start(Options {
        key: Some(key.to_owned()),
        pace: Pace::None,
        ..Options::default()
    })
    .await
    .unwrap()
}

fn check(what: &str, bytes: &[u8], forms: &[String]) {
    if let Some(form) = forms::find(bytes, forms) {
        panic!("{what} holds the key as {form}");
    }
}

fn check_run(what: &str, run: &Run, forms: &[String]) {
    check(&format!("{what}: stdout"), &run.stdout, forms);
    check(&format!("{what}: stderr"), run.stderr.as_bytes(), forms);
}

/// Every file below a folder: the database, its journal, locks, logs, and their names.
fn check_folder(folder: &Path, forms: &[String]) -> usize {
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        let name = path.display().to_string();
        check(&format!("the name {name}"), name.as_bytes(), forms);
        if path.is_dir() {
            files += check_folder(&path, forms);
        } else {
            files += 1;
            check(&name, &std::fs::read(&path).unwrap(), forms);
        }
    }
    files
}

/// Everything of a request but the one header that carries the key.
fn check_request(request: &Recorded, forms: &[String]) {
    check("a URL", request.path.as_bytes(), forms);
    check("a body", &request.body, forms);
    for (name, value) in &request.headers {
        if !name.eq_ignore_ascii_case("authorization") {
            check(&format!("header {name}"), value.as_bytes(), forms);
        }
    }
}

/// Runs of every kind of end, good and bad.
const RUNS: [&[&str]; 22] = [
    &["ask", "--json", "-m", "scenario:echo", "hello"],
    &["ask", "-m", "scenario:echo", "hello"],
    &["ask", "--json", "--continue", "again"],
    &["ask", "--json", "--no-save", "-m", "scenario:echo", "hello"],
    &[
        "ask",
        "--json",
        "--no-stream",
        "-m",
        "scenario:echo",
        "hello",
    ],
    &["ask", "--json", "-m", "scenario:echo-key-in-error", "?"],
    &["ask", "-m", "scenario:echo-key-in-error", "?"],
    &[
        "ask",
        "--json",
        "--no-stream",
        "-m",
        "scenario:echo-key-in-error",
        "?",
    ],
    &["ask", "--json", "-m", "scenario:401", "?"],
    &["ask", "--json", "-m", "scenario:429-then-ok", "?"],
    &["ask", "--json", "-m", "scenario:html-page", "?"],
    &["ask", "--json", "-m", "scenario:redirect", "?"],
    &["ask", "--json", "-m", "scenario:reset-mid-event", "?"],
    &["ask", "--json", "-m", "scenario:error-in-stream", "?"],
    &["ask", "--json", "-m", "scenario:no-such", "?"],
    &["keys", "status", "--json"],
    &["keys", "status"],
    &["settings", "get", "--json"],
    &["history", "list", "--json"],
    &["doctor", "--json"],
    &["doctor"],
    &["ask", "--json", "--nonsense"],
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_planted_key_is_in_no_file_output_log_or_request_of_the_command_line() {
    for key in planted() {
        let forms = forms::of(&key);
        let server = server(&key).await;
        let cli = Cli::new()
            .with("AI_GATEWAY_URL", server.chat_url())
            .with("AI_GATEWAY_API_KEY", &key)
            .with("GATEHOUSE_LOG", "trace")
            .with("RUST_LOG", "trace")
            .with("RUST_BACKTRACE", "full");
        // Many runs in a minute: our own pace would hold them back.
        cli.run(&["settings", "set", "limiter.perMinute", "0"])
            .await;
        for arguments in RUNS {
            let run = cli.run(arguments).await;
            check_run(&arguments.join(" "), &run, &forms);
        }
        // As a wrong key, and as a key for another variable.
        let wrong = cli
            .with("AI_GATEWAY_API_KEY", format!("{key}x"))
            .with("VERCEL_OIDC_TOKEN", &key)
            .with("OPENAI_API_KEY", &key);
        for arguments in RUNS {
            check_run(&arguments.join(" "), &wrong.run(arguments).await, &forms);
        }
        // Where it does not belong: in an address, a setting, an argument's place.
        let misplaced = [
            cli.with("AI_GATEWAY_URL", format!("http://{key}@127.0.0.1/v1")),
            cli.with("AI_GATEWAY_URL", format!("http://127.0.0.1/v1?key={key}")),
            cli.with("AI_GATEWAY_API_KEY", format!("{key}\nsecond line")),
            cli.with("AI_GATEWAY_API_KEY", format!("\"{key}\"")),
            cli.with("GATEHOUSE_KEYSTORE", &key),
        ];
        for cli in misplaced {
            for arguments in [RUNS[0], RUNS[1], RUNS[15], RUNS[19]] {
                check_run("misplaced", &cli.run(arguments).await, &forms);
            }
        }
        let run = cli
            .run_with(&["keys", "set", "gateway", "--json"], key.as_bytes())
            .await;
        check_run("keys set", &run, &forms);
        for entry in cli
            .run(&["history", "list", "--json"])
            .await
            .json()
            .as_array()
            .unwrap()
        {
            let id = entry["id"].as_str().unwrap();
            let shown = cli.run(&["history", "show", id, "--tree", "--json"]).await;
            check_run("history show", &shown, &forms);
            // Where the server repeated the key, its bytes are not kept.
            let played = cli.run(&["replay", id, "--save", "report.json"]).await;
            check_run("replay", &played, &forms);
        }
        for format in ["md", "html", "json"] {
            let all = ["history", "export", "--tree", "--format", format];
            check_run("history export", &cli.run(&all).await, &forms);
        }
        assert!(
            check_folder(cli.folder(), &forms) > 0,
            "no file was searched"
        );
        let requests = server.requests();
        assert!(requests.len() > 20);
        for request in &requests {
            check_request(request, &forms);
        }
        let bearer = format!("Bearer {key}");
        assert!(
            requests
                .iter()
                .any(|request| request.header("authorization") == Some(bearer.as_str())),
            "the key was used at all"
        );
        assert_eq!(server.followed_redirects().len(), 0);
    }
}

/// How a server fails that repeats the key in everything that it says: as it is, in base64 and
/// URL-encoded.
const FAILURES: [&str; 16] = [
    "400", "401", "402", "403", "404", "408", "413", "422", "429", "500", "503", "529", "redirect",
    "page", "object", "stream",
];

/// The connections and the dialect that each speaks.
const CONNECTIONS: [(&str, &str); 5] = [
    ("gateway", "AI_GATEWAY"),
    ("openai", "OPENAI"),
    ("openai-responses", "OPENAI"),
    ("anthropic", "ANTHROPIC"),
    ("gemini", "GEMINI"),
];

/// What a failing server says to a request that names the failure as its model.
fn failing(sent: &Sent, key: &str) -> String {
    let named = |failure: &&&str| {
        let word = format!("fails-{failure}-");
        let body = String::from_utf8_lossy(&sent.body);
        sent.path.contains(&word) || body.contains(&word)
    };
    let failure = FAILURES.iter().find(named).copied().unwrap_or("404");
    let bearer = format!("Bearer {key}");
    let (base64, inside) = (
        forms::base64(key.as_bytes()),
        forms::base64(bearer.as_bytes()),
    );
    let percent = forms::percent(key);
    let said = format!("The key {key} is no good, nor {base64}, nor {inside}, nor {percent}.");
    let error = json!({"error": {
        "message": said, "type": said, "code": said, "param": said, "status": said,
        "details": [{"@type": "ErrorInfo", "reason": said, "metadata": {"key": key}}],
    }, "request_id": key, "generationId": key});
    match failure {
        "redirect" => {
            format!("HTTP/1.1 307 Moved\r\nlocation: /else?key={key}\r\ncontent-length: 0\r\n\r\n")
        }
        "page" => response("200 OK", "text/html", &format!("<html>{said}</html>")),
        "object" => response("200 OK", "application/json", &error.to_string()),
        "stream" => response(
            "200 OK",
            "text/event-stream",
            &format!("event: error\ndata: {error}\n\n"),
        ),
        status => response(
            &format!("{status} {key}"),
            "application/json",
            &error.to_string(),
        )
        .replacen("\r\n", &format!("\r\nx-request-id: {key}\r\n"), 1),
    }
}

/// Mutation seen to fail: a failure whose request id is not masked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forty_failing_runs_of_every_dialect_write_no_key_anywhere() {
    for key in planted() {
        let forms = forms::of(&key);
        let mut cli = Cli::new()
            .with("GATEHOUSE_LOG", "trace")
            .with("RUST_LOG", "trace");
        let repeated = key.clone();
        let server = Canned::with(move |sent| failing(sent, &repeated)).await;
        for (_, variable) in CONNECTIONS {
            let address = match variable {
                "AI_GATEWAY" => format!("{variable}_URL"),
                _ => format!("{variable}_BASE_URL"),
            };
            cli = cli
                .with(&address, &server.url)
                .with(&format!("{variable}_API_KEY"), &key);
        }
        cli.run(&["settings", "set", "limiter.perMinute", "0"])
            .await;
        let (mut runs, mut reasons) = (0, BTreeSet::new());
        for (connection, _) in CONNECTIONS {
            for (n, failure) in FAILURES.iter().enumerate() {
                let model = format!("fails-{failure}-x");
                let ask = ["ask", "--no-wait", "-c", connection, "-m", &model, "?"];
                let json = if n % 4 == 3 { &[][..] } else { &["--json"][..] };
                let run = cli.run(&[&ask[..], json].concat()).await;
                let what = format!("{connection} {failure}");
                assert!(
                    (1..=6).contains(&run.code()),
                    "{what} failed with {}",
                    run.code()
                );
                check_run(&what, &run, &forms);
                if !json.is_empty() {
                    let end = run.end();
                    reasons.insert((end["code"].to_string(), end["status"].to_string()));
                }
                runs += 1;
            }
        }
        assert!(runs >= 40, "{runs} runs");
        assert!(
            reasons.len() >= 12,
            "they fail for different reasons: {reasons:?}"
        );
        // The chats that they left, as they are shown later.
        let list = cli.run(&["history", "list", "--json"]).await;
        check_run("history list", &list, &forms);
        let rows = list.json();
        assert_eq!(rows.as_array().unwrap().len(), runs);
        for row in rows.as_array().unwrap().iter().step_by(9) {
            let id = row["id"].as_str().unwrap();
            let shown = cli.run(&["history", "show", id, "--tree", "--json"]).await;
            check_run("history show", &shown, &forms);
        }
        for format in ["md", "html", "json"] {
            let all = ["history", "export", "--tree", "--format", format];
            check_run("history export", &cli.run(&all).await, &forms);
        }
        for format in [&["usage", "--json"][..], &["usage", "--csv"]] {
            check_run("usage", &cli.run(format).await, &forms);
        }
        assert!(check_folder(cli.folder(), &forms) > 0);
        let requests = server.requests();
        assert!(requests.len() >= runs);
        for sent in requests {
            check("an address", sent.path.as_bytes(), &forms);
            check("a body", &sent.body, &forms);
        }
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_planted_key_is_not_in_the_arguments_of_a_running_process() {
    let key = planted()[0].clone();
    let forms = forms::of(&key);
    let server = server(&key).await;
    let cli = Cli::new()
        .with("AI_GATEWAY_URL", server.chat_url())
        .with("AI_GATEWAY_API_KEY", &key);
    let mut running = cli.start(&["ask", "--json", "-m", "scenario:stall", "?"]);
    running.lines_to("text").await;
    let arguments = std::fs::read(format!("/proc/{}/cmdline", running.id())).unwrap();
    assert!(arguments.windows(3).any(|word| word == b"ask"));
    check("the arguments", &arguments, &forms);
    running.signal("INT");
    let run = running.end().await;
    check_run("a stopped run", &run, &forms);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_is_set_in_a_window_comes_back_in_no_event_snapshot_answer_or_debug_text() {
    for key in planted() {
        let forms = forms::of(&key);
        let server = server(&key).await;
        let folder = tempfile::tempdir().unwrap();
        let engine = engine(folder.path(), &[("AI_GATEWAY_URL", &server.chat_url())]);
        let window = Window::open(&engine).await;
        let rows = engine
            .set_key("gateway".to_owned(), key.clone())
            .await
            .unwrap();
        check(
            "set_key",
            serde_json::to_string(&rows).unwrap().as_bytes(),
            &forms,
        );
        for scenario in [
            "echo",
            "echo-key-in-error",
            "401",
            "redirect",
            "html-page",
            "close-early",
            "error-in-stream",
            "no-such",
        ] {
            let asked = engine
                .ask(Face::Chat, question(scenario, "?"))
                .await
                .unwrap();
            let (turn, id) = (
                asked.started.turn_id.clone(),
                asked.started.conversation.clone(),
            );
            let heard = heard(asked).await;
            check(scenario, format!("{heard:?}").as_bytes(), &forms);
            window.wait_for_end(&turn).await;
            let open = engine.open_conversation(id).await.unwrap();
            check(
                scenario,
                serde_json::to_string(&open).unwrap().as_bytes(),
                &forms,
            );
        }
        let chat = engine.chat("hello".to_owned()).await;
        check("chat", format!("{chat:?}").as_bytes(), &forms);
        let models = engine.list_models(None).await.unwrap();
        check(
            "models",
            serde_json::to_string(&models).unwrap().as_bytes(),
            &forms,
        );
        let diagnosis = engine.diagnose(true).await;
        check("doctor", format!("{diagnosis:?}").as_bytes(), &forms);
        check("Debug", format!("{engine:?}").as_bytes(), &forms);
        let late = Window::open(&engine).await;
        for window in [&window, &late] {
            let snapshot = serde_json::to_string(&window.snapshot).unwrap();
            check("a snapshot", snapshot.as_bytes(), &forms);
            let events = window.events();
            check(
                "events",
                serde_json::to_string(&events).unwrap().as_bytes(),
                &forms,
            );
        }
        assert!(window.events().len() > 8);
        engine.remove_key("gateway".to_owned()).await.unwrap();
        engine
            .ask(Face::Chat, chat_engine::Ask::new(new_turn_id(), "?"))
            .await
            .unwrap_err();
        engine.close().await;
        check_folder(folder.path(), &forms);
        for request in server.requests() {
            check_request(&request, &forms);
        }
    }
}

/// Everything that anything logs in this process, down to the last detail.
#[derive(Debug, Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_log_line_at_any_level_holds_a_key_a_question_or_an_answer() {
    use tracing_subscriber::layer::SubscriberExt;
    let log = Log::default();
    let writer = log.clone();
    let everything = tracing_subscriber::registry().with(
        tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(move || writer.clone()),
    );
    tracing::subscriber::set_global_default(everything).unwrap();
    for key in planted() {
        let server = server(&key).await;
        let folder = tempfile::tempdir().unwrap();
        let engine = engine(folder.path(), &[("AI_GATEWAY_URL", &server.chat_url())]);
        engine
            .set_key("gateway".to_owned(), key.clone())
            .await
            .unwrap();
        for scenario in [
            "crlf",
            "echo",
            "echo-key-in-error",
            "reset-mid-event",
            "500-then-ok",
        ] {
            let ask = question(scenario, "a-planted-question");
            heard(engine.ask(Face::Chat, ask).await.unwrap()).await;
        }
        engine.diagnose(true).await;
        engine.close().await;
    }
    let log = log.0.lock().unwrap().clone();
    for key in planted() {
        check("the log", &log, &forms::of(&key));
    }
    let lines = String::from_utf8_lossy(&log).into_owned();
    let ours: Vec<&str> = lines
        .lines()
        .filter(|line| line.contains("chat_"))
        .collect();
    assert!(
        !ours.is_empty(),
        "nothing was logged: {} lines in all",
        lines.lines().count()
    );
    for line in ours {
        assert!(!line.contains("a-planted-question"), "{line}");
        assert!(!line.contains("quick brown fox"), "{line}");
    }
}
