//! Files that go with a question, and pictures that come with an answer.

use gatehouse_tests::canned::{Canned, response};
use gatehouse_tests::cli::{Cli, Run};
use gatehouse_tests::world::gateway;
use serde_json::{Value, json};
use std::fmt::Write;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
const PNG_BASE64: &str = "iVBORw0KGgoAAAANSUhEUg==";
/// In the shipped catalogue it takes neither pictures nor PDFs.
const READS_TEXT_ONLY: &str = "alibaba/qwen-3-14b";

/// A PDF of one page that says this.
fn pdf(words: &str) -> Vec<u8> {
    let page = format!("BT /F1 12 Tf ({words}) Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[4 0 R]>>".to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>stream\n{page}\nendstream", page.len()),
    ];
    let (mut out, mut places) = ("%PDF-1.7\n".to_owned(), String::new());
    for (object, number) in objects.iter().zip(1..) {
        writeln!(places, "{:010} 00000 n ", out.len()).unwrap();
        write!(out, "{number} 0 obj\n{object}\nendobj\n").unwrap();
    }
    let start = out.len();
    write!(
        out,
        "xref\n0 6\n0000000000 65535 f \n{places}trailer\n<</Size 6/Root 1 0 R>>\n\
         startxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    out.into_bytes()
}

fn put(cli: &Cli, name: &str, bytes: &[u8]) {
    std::fs::write(cli.folder().join(name), bytes).unwrap();
}

async fn ask(cli: &Cli, line: &str, prompt: &str) -> Run {
    let arguments: Vec<&str> = ["ask", "--json"]
        .into_iter()
        .chain(line.split_whitespace())
        .chain([prompt])
        .collect();
    let run = cli.run(&arguments).await;
    assert_eq!(run.code(), 0, "{} {}", run.text(), run.stderr);
    run
}

fn contents(body: &Value) -> Vec<&Value> {
    let messages = body["messages"].as_array().unwrap();
    messages.iter().map(|message| &message["content"]).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_go_in_their_forms_and_again_with_what_follows() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    put(&cli, "a.png", PNG);
    put(&cli, "notes.py", b"x = 1");
    put(&cli, "report.pdf", &pdf("Rain"));
    let line = "-m scenario:crlf --attach a.png --attach notes.py --attach report.pdf";
    let first = ask(&cli, line, "What is it?").await;
    let body = gateway.requests().last().unwrap().json.clone().unwrap();
    let parts = contents(&body)[0].clone();
    let picture = json!({
        "type": "image_url",
        "image_url": {"url": format!("data:image/png;base64,{PNG_BASE64}")}
    });
    assert_eq!(parts[0], picture);
    assert_eq!(parts[1]["type"], "file");
    assert_eq!(parts[1]["file"]["filename"], "report.pdf");
    let question = "```python notes.py\nx = 1\n```\n\nWhat is it?";
    assert_eq!(parts[2], json!({"type": "text", "text": question}));

    // In a process of its own, after the files are gone.
    std::fs::remove_file(cli.folder().join("a.png")).unwrap();
    ask(&cli, "--continue", "And now?").await;
    let body = gateway.requests().last().unwrap().json.clone().unwrap();
    assert_eq!(*contents(&body)[0], parts);
    assert_eq!(*contents(&body)[2], json!("And now?"));

    let id = first.lines()[0]["conversation"]
        .as_str()
        .unwrap()
        .to_owned();
    let shown = cli.run(&["history", "show", &id, "--json"]).await.json();
    let message = &shown["messages"][0];
    assert_eq!(message["text"], question);
    assert_eq!(
        message["attachments"],
        json!([
            {"name": "a.png", "mediaType": "image/png", "bytes": PNG.len()},
            {"name": "report.pdf", "mediaType": "application/pdf", "bytes": pdf("Rain").len()}
        ])
    );
    assert_eq!(shown["messages"][2].get("attachments"), None);
    assert_eq!(shown["title"], "What is it?");
    let shown = cli.run(&["history", "show", &id]).await;
    assert!(shown.text().contains("[report.pdf]"), "{}", shown.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_file_is_another_question_to_the_cache() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    put(&cli, "a.png", PNG);
    put(&cli, "b.png", &[PNG, b"more"].concat());
    for (file, cached) in [("a.png", false), ("b.png", false), ("a.png", true)] {
        let run = ask(&cli, &format!("-m scenario:crlf --attach {file}"), "What?").await;
        assert_eq!(run.end()["cached"], cached, "{file}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_model_known_to_take_no_pdf_gets_its_text_and_that_is_said() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    put(&cli, "report.pdf", &pdf("Rain until noon"));
    put(&cli, "a.png", PNG);
    let line = format!("-m {READS_TEXT_ONLY} --attach report.pdf --attach a.png");
    let run = ask(&cli, &line, "Well?").await;
    let said = format!("report.pdf goes as its text only: {READS_TEXT_ONLY} takes no PDFs.");
    assert!(run.stderr.contains(&said), "{}", run.stderr);
    assert!(run.stderr.contains("a.png is sent, but"), "{}", run.stderr);
    let text = gateway
        .requests()
        .last()
        .unwrap()
        .last_text("user")
        .unwrap();
    assert!(
        text.contains("report.pdf (its text only)\nRain until noon\n```"),
        "{text}"
    );
    assert!(text.ends_with("\n\nWell?"), "{text}");
    // The PDF itself is kept, for a model that takes it.
    ask(&cli, "--continue -m scenario:crlf", "And?").await;
    let body = gateway.requests().last().unwrap().json.clone().unwrap();
    assert_eq!(contents(&body)[0][0]["file"]["filename"], "report.pdf");

    put(&cli, "empty.pdf", &pdf(""));
    let line = [
        "ask",
        "--json",
        "-m",
        READS_TEXT_ONLY,
        "--attach",
        "empty.pdf",
        "x",
    ];
    let refused = cli.run(&line).await;
    assert_eq!(refused.code(), 2);
    assert_eq!(refused.lines().len(), 1, "without start");
    let message = refused.end()["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with("empty.pdf holds no text"), "{message}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_cannot_go_is_wrong_usage_by_name_and_nothing_is_sent_or_stored() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    put(&cli, "empty.txt", b"");
    put(&cli, "a.zip", b"PK\x03\x04\x14\0");
    put(&cli, "odd.txt", b"caf\xe9 au lait");
    put(&cli, "good.txt", b"good");
    std::fs::create_dir(cli.folder().join("folder")).unwrap();
    let pipe = cli.folder().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let many = vec!["good.txt"; 21];
    for (files, message) in [
        (
            &["good.txt", "missing.txt"][..],
            "There is no file missing.txt.",
        ),
        (&["folder"], "folder is a folder."),
        (&["pipe"], "pipe is no file."),
        (&["/dev/zero"], "zero is no file."),
        (&["empty.txt"], "empty.txt is empty."),
        (&["a.zip"], "a.zip is an archive, which models do not take."),
        (
            &["odd.txt"],
            "odd.txt is text that is neither UTF-8 nor UTF-16.",
        ),
        (&many, "21 files are attached; 20 are the most."),
    ] {
        let mut arguments = vec!["ask", "--json"];
        arguments.extend(files.iter().flat_map(|file| ["--attach", file]));
        arguments.push("x");
        let run = cli.run(&arguments).await;
        assert_eq!(run.code(), 2, "{message} {}", run.text());
        let end = run.end();
        assert_eq!(run.lines().len(), 1, "without start: {message}");
        assert_eq!(
            (&end["code"], &end["message"]),
            (&json!("config_invalid"), &json!(message))
        );
        assert!(end["action"].is_string());
    }
    assert!(gateway.requests().is_empty());
    let list = cli.run(&["history", "list", "--json"]).await.json();
    assert_eq!(list, json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_too_large_says_so() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let large = [PNG, &vec![0; 5 * 1024 * 1024]].concat();
    put(&cli, "large.png", &large);
    let sparse = std::fs::File::create(cli.folder().join("huge.pdf")).unwrap();
    sparse.set_len(1 << 40).unwrap();
    for (files, message) in [
        (
            "--attach large.png",
            "large.png is a picture of 6.7 MB as it is sent; 5 MB is the most.",
        ),
        (
            "--attach huge.pdf --attach huge.pdf",
            "With huge.pdf the files are over 32 MB together.",
        ),
    ] {
        let mut arguments = vec!["ask", "--json", "x"];
        arguments.extend(files.split(' '));
        let run = cli.run(&arguments).await;
        assert_eq!(run.code(), 5, "{}", run.text());
        assert_eq!(run.end()["message"], message);
    }
    assert!(gateway.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_saving_no_file_is_kept_and_earlier_ones_are_sent() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    put(&cli, "a.png", &[PNG, b"kept"].concat());
    put(&cli, "b.png", &[PNG, b"unseen"].concat());
    ask(&cli, "-m scenario:crlf --attach a.png", "One").await;
    ask(&cli, "--continue --no-save --attach b.png", "Two").await;
    let body = gateway.requests().last().unwrap().json.clone().unwrap();
    let kinds: Vec<_> = contents(&body)
        .iter()
        .map(|c| c[0]["type"].clone())
        .collect();
    assert_eq!(kinds, [json!("image_url"), Value::Null, json!("image_url")]);
    let holds = |word: &[u8]| {
        std::fs::read_dir(cli.data())
            .unwrap()
            .flatten()
            .any(|entry| {
                let bytes = std::fs::read(entry.path()).unwrap_or_default();
                bytes.windows(word.len()).any(|window| window == word)
            })
    };
    assert!(holds(b"kept"));
    assert!(!holds(b"unseen"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_in_an_answer_are_kept_and_counted() {
    let server = Canned::start(|_| {
        let picture = format!("data:image/png;base64,{PNG_BASE64}");
        let images = json!([{"type": "image_url", "image_url": {"url": picture}}]);
        let choice = json!({"index": 0, "delta": {"images": images}, "finish_reason": "stop"});
        let chunk = json!({"choices": [choice]});
        response(
            "200 OK",
            "text/event-stream",
            &format!("data: {chunk}\n\ndata: [DONE]\n\n"),
        )
    })
    .await;
    let cli = Cli::new()
        .with("AI_GATEWAY_URL", format!("{}/v1", server.url))
        .with("AI_GATEWAY_API_KEY", "k-123456789");
    let pictures = json!([{"mediaType": "image/png", "bytes": PNG.len()}]);
    for _ in 0..2 {
        // It cannot come from the response cache, which keeps no pictures.
        let run = ask(&cli, "", "Draw").await;
        assert_eq!(run.end()["pictures"], pictures);
        assert_eq!(run.end()["cached"], false);
        assert!(
            run.stderr.contains("Pictures in the answer: 1"),
            "{}",
            run.stderr
        );
        let id = run.lines()[0]["conversation"].as_str().unwrap().to_owned();
        let shown = cli.run(&["history", "show", &id, "--json"]).await.json();
        assert_eq!(shown["messages"][1]["pictures"], pictures);
        assert_eq!(shown["messages"][1].get("attachments"), None);
        // They can be taken out, and nothing that is there is written over.
        let folder = cli.folder().join("pictures");
        let save = ["history", "show", &id, "--json", "--save-pictures"];
        let save = [&save[..], &[folder.to_str().unwrap()]].concat();
        let mut file = String::new();
        for _ in 0..2 {
            let shown = cli.run(&save).await.json();
            file = shown["messages"][1]["pictures"][0]["file"]
                .as_str()
                .unwrap()
                .to_owned();
            assert!(file.ends_with("-1.png"), "{file}");
            assert_eq!(std::fs::read(&file).unwrap(), PNG);
        }
        std::fs::write(&file, "mine").unwrap();
        let refused = cli.run(&save).await;
        assert_eq!(
            (refused.code(), &refused.end()["code"]),
            (1, &json!("storage"))
        );
        assert_eq!(std::fs::read(&file).unwrap(), b"mine");
    }
}
