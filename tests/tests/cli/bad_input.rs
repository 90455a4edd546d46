//! Bad keys, bad places, bad servers: a clear sentence, a status, and nothing lost.

use gatehouse_tests::canned::{Canned, Respond, response};
use gatehouse_tests::cli::{Cli, Run};
use gatehouse_tests::world::{KEY, gateway};
use std::path::PathBuf;

fn check(run: &Run, code: &str, status: i32) -> String {
    let end = run.end();
    assert_eq!(end["type"], "error", "{end}");
    assert_eq!(end["code"], code, "{end}");
    assert_eq!(run.code(), status, "{end}");
    let message = end["message"].as_str().unwrap().to_owned();
    assert!(
        message.ends_with(['.', '”']) || message.ends_with("gateway"),
        "no sentence: {message}"
    );
    assert!(!message.contains(['\n', '<']), "{message}");
    assert!(end["action"].is_string(), "{end}");
    message
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_cannot_be_one_is_named_by_its_variable_and_never_sent() {
    let gateway = gateway().await;
    for key in [
        "half\nrest-of-it",
        "\"quoted-1234\"",
        "two words",
        "[from vercel env pull]",
    ] {
        let cli = Cli::at(&gateway).with("AI_GATEWAY_API_KEY", key);
        let run = cli.run(&["ask", "--json", "?"]).await;
        let message = check(&run, "config_invalid", 2);
        assert!(message.contains("AI_GATEWAY_API_KEY"), "{message}");
        let said = run.text().to_owned() + &run.stderr;
        for part in ["rest-of-it", "quoted-1234", "two words"] {
            assert!(!said.contains(part), "{said}");
        }
        assert_eq!(run.lines().len(), 1, "no start");
    }
    assert_eq!(gateway.requests().len(), 0);
}

/// Mutation seen to fail: `dns` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_are_not_there_are_told_apart_and_the_question_is_kept() {
    for (address, code) in [
        ("http://127.0.0.1:1/v1", "connect"),
        ("https://nohost.invalid/v1", "dns"),
        ("https://127.0.0.1:1/v1", "connect"),
    ] {
        let cli = Cli::new()
            .with("AI_GATEWAY_URL", address)
            .with("AI_GATEWAY_API_KEY", KEY);
        let set = cli.run(&["settings", "set", "retries.max", "0"]).await;
        assert_eq!(set.code(), 0);
        let run = cli.run(&["ask", "--json", "not lost"]).await;
        let message = check(&run, code, 6);
        assert!(!message.contains(KEY));
        assert!(run.end()["status"].is_null(), "no response came");
        let id = run.lines()[0]["conversation"].as_str().unwrap().to_owned();
        let shown = cli.run(&["history", "show", &id, "--json"]).await.json();
        assert_eq!(shown["messages"][0]["text"], "not lost");
        assert_eq!(shown["messages"][1]["state"], "failed");
    }
}

/// Mutation seen to fail: `tls` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tls_spoken_to_a_plain_server_is_a_tls_failure_and_sends_no_key() {
    let gateway = gateway().await;
    let address = gateway.chat_url().replace("http://", "https://");
    let cli = Cli::at(&gateway).with("AI_GATEWAY_URL", address);
    let run = cli.run(&["ask", "--json", "?"]).await;
    check(&run, "tls", 6);
    assert_eq!(run.end()["attempts"].as_array().unwrap().len(), 1);
    assert_eq!(gateway.requests().len(), 0);
}

/// A 2xx status may stand in front of an answer that was paid for: it is not asked for again.
/// Mutation seen to fail: `no-http` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_http_is_said_once_and_not_repeated() {
    let cases: [Respond; 4] = [
        |_| "SSH-2.0-OpenSSH_9.2p1\r\n".to_owned(),
        |_| "<html>sign in</html>".to_owned(),
        |_| "HTTP/1.1 abc\r\n\r\n".to_owned(),
        |_| "HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabc".to_owned(),
    ];
    for respond in cases {
        let server = Canned::start(respond).await;
        let cli = Cli::new()
            .with("AI_GATEWAY_URL", &server.url)
            .with("AI_GATEWAY_API_KEY", KEY);
        let run = cli.run(&["ask", "--json", "?"]).await;
        let message = check(&run, "bad_response", 5);
        assert!(message.contains("HTTP"), "{message}");
        assert_eq!(server.paths().len(), 1, "{message}");
    }
}

/// Mutation seen to fail: `cut-json` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn json_cut_by_a_clean_close_has_broken_off() {
    let server = Canned::start(|_| {
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n\
         {\"choices\":[{\"message\":{\"content\":\"hel"
            .to_owned()
    })
    .await;
    let cli = Cli::new()
        .with("AI_GATEWAY_URL", &server.url)
        .with("AI_GATEWAY_API_KEY", KEY);
    let run = cli.run(&["ask", "--json", "?"]).await;
    check(&run, "interrupted", 5);
    assert_eq!(server.paths().len(), 1);
}

/// Mutation seen to fail: `no-answer` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_are_none_say_what_came_instead() {
    let cases: [(Respond, &str); 6] = [
        (
            |_| response("200 OK", "text/html", "<html><script>x</script></html>"),
            "web page",
        ),
        (
            |_| response("200 OK", "application/json", r#"{"hello":"world"}"#),
            "Invalid response format from gateway",
        ),
        (
            |_| response("200 OK", "application/json", "[]"),
            "Invalid response format from gateway",
        ),
        (
            |_| response("200 OK", "text/plain", "Welcome to my server"),
            "",
        ),
        (
            |_| {
                response(
                    "200 OK",
                    "text/event-stream",
                    "data: nonsense\n\ndata: more\n\n",
                )
            },
            "",
        ),
        (|_| response("404 Not Found", "text/plain", "no"), "404"),
    ];
    for (respond, said) in cases {
        let server = Canned::start(respond).await;
        let cli = Cli::new()
            .with("AI_GATEWAY_URL", &server.url)
            .with("AI_GATEWAY_API_KEY", KEY);
        let run = cli.run(&["ask", "--json", "?"]).await;
        let message = check(&run, "bad_response", 5);
        assert!(message.contains(said), "{message}");
        assert_eq!(server.paths().len(), 1, "not repeated: {message}");
    }
}

/// Mutation seen to fail: `unusable` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unusable_data_folder_sends_nothing_unless_nothing_is_to_be_saved() {
    let gateway = gateway().await;
    let holder = Cli::at(&gateway);
    let plain_file = holder.folder().join("a-file");
    std::fs::write(&plain_file, "mine").unwrap();
    let places: Vec<PathBuf> = vec![
        plain_file.clone(),
        plain_file.join("below"),
        // Nobody can write here, not even root.
        PathBuf::from("/proc/gatehouse"),
    ];
    for place in places {
        let cli = holder.with("GATEHOUSE_DATA_DIR", &place);
        gateway.clear();
        let run = cli
            .run(&["ask", "--json", "-m", "scenario:echo", "?"])
            .await;
        check(&run, "storage", 1);
        assert_eq!(run.lines().len(), 1, "no start");
        assert_eq!(gateway.requests().len(), 0, "{}", place.display());
        let run = cli
            .run(&["ask", "--json", "--no-save", "-m", "scenario:echo", "x"])
            .await;
        assert_eq!(
            (run.code(), run.answer().as_str()),
            (0, "x"),
            "{}",
            run.text()
        );
        let run = cli.run(&["history", "list", "--json"]).await;
        check(&run, "storage", 1);
    }
    assert_eq!(std::fs::read_to_string(plain_file).unwrap(), "mine");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_only_data_folder_sends_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let data = cli.data();
    std::fs::create_dir(&data).unwrap();
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o500)).unwrap();
    let root_may_write = std::fs::write(data.join("probe"), "").is_ok();
    let run = cli
        .run(&["ask", "--json", "-m", "scenario:echo", "x"])
        .await;
    if root_may_write {
        // Rights do not bind this user; then it simply works.
        assert_eq!(run.code(), 0, "{}", run.text());
    } else {
        check(&run, "storage", 1);
        assert_eq!(gateway.requests().len(), 0);
    }
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o700)).unwrap();
}

/// Mutation seen to fail: `readable` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_history_that_cannot_be_written_to_can_still_be_read() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let asked = ["ask", "--json", "-m", "scenario:echo", "kept"];
    let id = cli.run(&asked).await.lines()[0]["conversation"].clone();
    cli.run(&["settings", "set", "retries.max", "1"]).await;
    // No process can say that it lives here, so none may write: root neither.
    let owners = cli.data().join("owners");
    std::fs::remove_dir(&owners).unwrap();
    std::fs::write(&owners, "").unwrap();
    check(&cli.run(&asked).await, "storage", 1);
    let rows = cli.run(&["history", "list", "--json"]).await.json();
    assert_eq!(rows[0]["id"], id);
    let retries = cli.run(&["settings", "get", "retries.max"]).await;
    assert_eq!(retries.text(), "1\n");
    for onto in [
        &["--conversation", id.as_str().unwrap()][..],
        &["--continue"],
    ] {
        let follow_up = [
            &["ask", "--no-save", "-m", "scenario:echo"],
            onto,
            &["more"],
        ]
        .concat();
        assert_eq!(cli.run(&follow_up).await.text(), "more\n");
        let sent = gateway.requests().last().unwrap().json.clone().unwrap();
        assert_eq!(sent["messages"].as_array().unwrap().len(), 3);
    }
}

/// Mutation seen to fail: `newer` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_history_of_a_newer_program_or_a_damaged_one_is_left_untouched() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let run = cli.run(&["ask", "-m", "scenario:echo", "kept"]).await;
    assert_eq!(run.code(), 0, "{}", run.stderr);
    let database = cli.data().join("gatehouse.sqlite3");
    let good = std::fs::read(&database).unwrap();
    // The schema's number stands at byte 60 of SQLite's header.
    let mut newer = good.clone();
    newer[60..64].copy_from_slice(&4_000_u32.to_be_bytes());
    let damaged = [b"This is no database at all. ".as_slice(); 200].concat();
    for (bytes, said) in [(&newer, "newer version"), (&damaged, "damaged")] {
        std::fs::write(&database, bytes).unwrap();
        gateway.clear();
        let run = cli
            .run(&["ask", "--json", "-m", "scenario:echo", "?"])
            .await;
        let message = check(&run, "storage", 1);
        assert!(message.contains(said), "{message}");
        assert_eq!(gateway.requests().len(), 0);
        assert!(
            std::fs::read(&database).unwrap() == **bytes,
            "it was changed"
        );
        let unsaved = ["ask", "--json", "--no-save", "-m", "scenario:echo", "x"];
        let run = cli.run(&unsaved).await;
        assert_eq!(run.code(), 0, "{}", run.text());
        // What a newer program made can be read, and it is said why that is all.
        let listed = cli.run(&["history", "list", "--json"]).await;
        if said == "newer version" {
            assert_eq!(listed.code(), 0, "{}", listed.stderr);
            assert_eq!(listed.json().as_array().unwrap().len(), 1);
            assert!(listed.stderr.contains(said), "{}", listed.stderr);
        } else {
            assert_eq!(listed.code(), 1);
        }
        assert!(
            std::fs::read(&database).unwrap() == **bytes,
            "it was changed"
        );
    }
    std::fs::write(&database, &good).unwrap();
    let rows = cli.run(&["history", "list", "--json"]).await.json();
    assert_eq!(rows.as_array().unwrap().len(), 1);
}
