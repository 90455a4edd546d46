//! `replay`: an answer again from the bytes that came, without any network.

use gatehouse_tests::cli::{Cli, Run};
use gatehouse_tests::world::{KEY, gateway};
use serde_json::Value;
use std::path::Path;

async fn asked(cli: &Cli, arguments: &[&str]) -> Run {
    let run = cli.run(&[&["ask", "--json"], arguments].concat()).await;
    assert!(!run.lines().is_empty(), "{}", run.stderr);
    run
}

fn of(run: &Run, name: &str) -> String {
    run.lines()[0][name].as_str().unwrap().to_owned()
}

fn text_and_reasoning(run: &Run) -> (String, String) {
    let all = |kind: &str| -> String {
        let lines = run.of_type(kind);
        lines
            .iter()
            .filter_map(|line| line["text"].as_str())
            .collect()
    };
    (all("text"), all("reasoning"))
}

/// Scenarios whose answers come in every way that counts.
const SCENARIOS: [&str; 21] = [
    "echo",
    "crlf",
    "cr-only",
    "split-utf8",
    "invalid-utf8",
    "cut-utf8",
    "bom",
    "multi-data-lines",
    "close-early",
    "missing-done",
    "data-after-done",
    "until-close",
    "reset-mid-event",
    "error-in-stream",
    "json-instead-of-sse",
    "think-tags",
    "reasoning",
    "content-parts",
    "odd-finish",
    "length",
    "refusal",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_plays_to_its_text_with_no_server_left() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    // More of them than the pace lets through in a minute.
    let paced = cli
        .run(&["settings", "set", "limiter.perMinute", "0"])
        .await;
    assert_eq!(paced.code(), 0, "{}", paced.stderr);
    let mut runs = Vec::new();
    for scenario in SCENARIOS {
        let model = format!("scenario:{scenario}");
        runs.push((scenario, asked(&cli, &["-m", &model, "What?"]).await));
    }
    let requests = gateway.requests().len();
    let away = cli.with("AI_GATEWAY_URL", "http://127.0.0.1:9/v1");
    for (scenario, run) in runs {
        let shown = text_and_reasoning(&run);
        let ids = match scenario {
            "echo" => &["turn", "message", "conversation"][..],
            _ => &["turn"],
        };
        for id in ids {
            let again = away
                .run(&["replay", &of(&run, id), "--instant", "--json"])
                .await;
            assert_eq!(
                again.code(),
                0,
                "{scenario}: {} {}",
                again.text(),
                again.stderr
            );
            assert_eq!(text_and_reasoning(&again), shown, "{scenario}");
            assert_eq!(again.end()["same"], true);
            assert_eq!(of(&again, "turn"), of(&run, "turn"));
        }
    }
    assert_eq!(gateway.requests().len(), requests);
}

/// Replies that are no answer.
const REFUSED: [&str; 18] = [
    "400",
    "401",
    "402",
    "402-quota",
    "403",
    "404-model",
    "413",
    "429-retry-after-long",
    "429",
    "500",
    "502",
    "529",
    "context-too-long",
    "flat-error",
    "huge-error-body",
    "html-page",
    "html-200",
    "redirect",
];

/// A report of a bug is about these most of all.
///
/// Mutations seen to fail: `refusal-unkept` and `refusal-headers` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_plays_to_the_same_failure_with_no_server_left() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    cli.done(&["settings", "set", "limiter.perMinute", "0"])
        .await;
    let mut runs = Vec::new();
    for scenario in REFUSED {
        let model = format!("scenario:{scenario}");
        let run = asked(&cli, &["--no-wait", "-m", &model, "What?"]).await;
        assert_eq!(run.end()["type"], "error", "{scenario}");
        runs.push((scenario, run));
    }
    let requests = gateway.requests().len();
    let away = cli.with("AI_GATEWAY_URL", "http://127.0.0.1:9/v1");
    let elsewhere = Cli::new();
    for (scenario, run) in runs {
        let id = of(&run, "turn");
        let again = away.run(&["replay", &id, "--json"]).await;
        assert_eq!(again.code(), 0, "{scenario}: {}", again.stderr);
        let (told, played) = (run.end(), again.end());
        assert_eq!(played["code"], told["code"], "{scenario}");
        assert_eq!(played["message"], told["message"], "{scenario}");
        assert_eq!(played["same"], true, "{scenario}");
        let plain = away.run(&["replay", &id]).await;
        assert_eq!(plain.code(), 0, "{scenario}: {}", plain.stderr);
        assert!(plain.text().is_empty(), "{scenario}");
        let said = told["message"].as_str().unwrap();
        assert!(plain.stderr.contains(said), "{scenario}: {}", plain.stderr);
        // By way of a file, where nothing is known of it.
        let file = format!("{scenario}.json");
        away.done(&["replay", &id, "--save", &file]).await;
        let path = cli.folder().join(&file);
        let path = path.to_str().unwrap();
        let played = elsewhere.done(&["replay", path, "--json"]).await;
        assert_eq!(played.end()["code"], told["code"], "{scenario}");
        assert_eq!(played.end()["message"], told["message"], "{scenario}");
    }
    assert_eq!(gateway.requests().len(), requests);
    // One that repeats the key is not kept: its bytes are as they came.
    let echoed = ["-m", "scenario:echo-key-in-error", "What?"];
    let echoed = asked(&cli, &echoed).await;
    let again = away.run(&["replay", &of(&echoed, "turn")]).await;
    assert_eq!(again.code(), 2, "{}", again.stderr);
}

/// What was tried before is no part of how the turn ended.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_several_attempts_the_last_is_played() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let run = asked(&cli, &["-m", "scenario:500-then-ok", "What?"]).await;
    assert_eq!(run.end()["attempts"].as_array().unwrap().len(), 2);
    let again = cli
        .done(&["replay", &of(&run, "turn"), "--instant", "--json"])
        .await;
    assert_eq!(text_and_reasoning(&again), text_and_reasoning(&run));
    assert_eq!(again.end()["code"], Value::Null);
}

/// Mutation seen to fail: `earlier-attempt` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_came_before_a_stop_is_not_played_as_the_end() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let mut running = cli.start(&["ask", "--json", "-m", "scenario:429-retry-after", "?"]);
    let start = running.lines_to("start").await.remove(0);
    running.lines_to("waiting").await;
    running.signal("INT");
    assert_eq!(running.end().await.code(), 130);
    let again = cli.run(&["replay", start["turn"].as_str().unwrap()]).await;
    assert_eq!(again.code(), 2, "{}", again.stderr);
    assert!(again.stderr.contains("not kept"), "{}", again.stderr);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_kept_is_told_and_off_leaves_nothing() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let unsaved = asked(
        &cli,
        &["--no-save", "-m", "scenario:echo", "planted-question-77"],
    )
    .await;
    let run = cli.run(&["replay", &of(&unsaved, "turn")]).await;
    assert_eq!(run.code(), 2, "{}", run.stderr);
    assert!(!holds(&cli.data(), b"planted-question-77"));
    let off = cli
        .run(&["settings", "set", "journal.megabytes", "0"])
        .await;
    assert_eq!(off.code(), 0, "{}", off.stderr);
    let kept = asked(&cli, &["-m", "scenario:echo", "another question"]).await;
    let run = cli.run(&["replay", &of(&kept, "turn")]).await;
    assert_eq!(run.code(), 2);
    assert!(run.stderr.contains("journal.megabytes"), "{}", run.stderr);
    for odd in ["no-such-id", "no/such/file", "."] {
        let run = cli.run(&["replay", odd]).await;
        assert_eq!(
            (run.code(), run.stderr.lines().count()),
            (2, 2),
            "{odd}: {}",
            run.stderr
        );
    }
}

/// It is there and can be read, so that it must not be said to be missing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conversation_from_elsewhere_is_told_to_have_nothing_to_play() {
    let gateway = gateway().await;
    let (here, there) = (Cli::at(&gateway), Cli::at(&gateway));
    let id = of(
        &asked(&here, &["-m", "scenario:echo", "x"]).await,
        "conversation",
    );
    let all = there.folder().join("all.json");
    here.done(&["history", "export", "-o", all.to_str().unwrap()])
        .await;
    let archive = "../src-tauri/crates/chat-core/tests/fixtures/archives/chatgpt.json";
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join(archive);
    for file in [all.as_path(), &archive] {
        there
            .done(&["history", "import", file.to_str().unwrap()])
            .await;
    }
    let rows = there.done(&["history", "list", "--json"]).await.json();
    assert_eq!(rows.as_array().unwrap().len(), 2, "{rows}");
    for row in rows.as_array().unwrap() {
        let run = there.run(&["replay", row["id"].as_str().unwrap()]).await;
        assert_eq!(run.code(), 2, "{}", run.stderr);
        assert!(run.stderr.contains("from elsewhere"), "{}", run.stderr);
    }
    assert!(rows.to_string().contains(&id));
}

/// Whether a file below a folder holds these bytes.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    entries.map(|entry| entry.path()).any(|path| {
        if path.is_dir() {
            return holds(&path, bytes);
        }
        let all = std::fs::read(&path).unwrap();
        all.windows(bytes.len()).any(|window| window == bytes)
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_for_a_report_plays_anywhere_and_holds_no_key() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let run = asked(&cli, &["-m", "scenario:echo", "What is in it?"]).await;
    let saved = cli
        .run(&["replay", &of(&run, "turn"), "--save", "r.json"])
        .await;
    assert_eq!(saved.code(), 0, "{}", saved.stderr);
    assert!(saved.stderr.contains("the question"), "{}", saved.stderr);
    let text = std::fs::read_to_string(cli.folder().join("r.json")).unwrap();
    assert!(text.contains("What is in it?") && !text.contains(KEY));
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["format"], "gatehouse-replay");
    // A file that is there stays.
    let twice = cli
        .run(&["replay", &of(&run, "turn"), "--save", "r.json"])
        .await;
    assert_eq!(twice.code(), 2);
    let elsewhere = Cli::new();
    std::fs::copy(
        cli.folder().join("r.json"),
        elsewhere.folder().join("r.json"),
    )
    .unwrap();
    let played = elsewhere
        .run(&["replay", "r.json", "--speed", "1000", "--json"])
        .await;
    assert_eq!(played.code(), 0, "{}", played.stderr);
    assert_eq!(played.answer(), run.answer());
    // A changed one is told.
    let changed = text.replacen("\"storedText\": \"", "\"storedText\": \"x", 1);
    std::fs::write(elsewhere.folder().join("r.json"), changed).unwrap();
    let played = elsewhere.run(&["replay", "r.json", "--instant"]).await;
    assert_eq!(played.code(), 1, "{}", played.stderr);
}

/// What is packed is searched for as it stands in the file: no word of the text is in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_packed_bytes_of_what_is_erased_are_in_no_file() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let said = "A question of some length, so that there is something to pack: ";
    let run = asked(&cli, &["-m", "scenario:echo", &said.repeat(40)]).await;
    let refused = ["--no-wait", "-m", "scenario:huge-error-body", "What?"];
    let refused = asked(&cli, &refused).await;
    cli.done(&["history", "backup"]).await;
    let blobs = std::process::Command::new("sqlite3")
        .arg(cli.data().join("gatehouse.sqlite3"))
        .arg("SELECT hex(request), hex(body) FROM journal")
        .output()
        .unwrap();
    let blobs = String::from_utf8(blobs.stdout).unwrap();
    let byte = |pair: &[u8]| {
        let pair = std::str::from_utf8(pair).unwrap();
        u8::from_str_radix(pair, 16).unwrap()
    };
    let blobs: Vec<Vec<u8>> = blobs
        .split(['|', '\n'])
        .filter(|hex| !hex.is_empty())
        .map(|hex| hex.as_bytes().chunks(2).map(byte).collect())
        .collect();
    assert_eq!(blobs.len(), 4);
    // Behind the head that every one of them has.
    let pieces = blobs
        .iter()
        .flat_map(|blob| [&blob[12..28], &blob[blob.len() - 16..]]);
    let pieces: Vec<&[u8]> = pieces.collect();
    for piece in &pieces {
        assert!(holds(&cli.data(), piece), "it was there");
    }
    for run in [&run, &refused] {
        let id = of(run, "conversation");
        cli.done(&["history", "delete", &id, "--now", "--yes"])
            .await;
    }
    for piece in &pieces {
        assert!(!holds(&cli.data(), piece), "it is gone");
    }
}

/// The person pasted a key into the question.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_with_a_key_in_it_is_refused_and_redacted_when_asked() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let pasted = ["sk", "-", "proj-PlantedKey0123456789abcdefghij"].concat();
    let run = asked(
        &cli,
        &["-m", "scenario:echo", &format!("My key is {pasted}")],
    )
    .await;
    let refused = cli
        .run(&["replay", &of(&run, "turn"), "--save", "r.json"])
        .await;
    assert_eq!(refused.code(), 2);
    assert!(refused.stderr.contains("the request"), "{}", refused.stderr);
    assert!(refused.stderr.contains("--redact"), "{}", refused.stderr);
    assert!(!cli.folder().join("r.json").exists());
    let written = cli
        .run(&["replay", &of(&run, "turn"), "--save", "r.json", "--redact"])
        .await;
    assert_eq!(written.code(), 0, "{}", written.stderr);
    let text = std::fs::read_to_string(cli.folder().join("r.json")).unwrap();
    assert!(text.contains("***") && !text.contains(&pasted));
}
