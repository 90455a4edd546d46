//! `keys import`: what an environment file may hold, and what becomes of it.

use gatehouse_tests::cli::Cli;

const SECRET: &str = "planted-in-a-file-0123456789";

/// Runs it on a file with this text, and holds that the file stays and no value is printed.
async fn import(cli: &Cli, text: &str) -> gatehouse_tests::cli::Run {
    let path = cli.folder().join("keys.env");
    std::fs::write(&path, text).unwrap();
    let run = cli.run(&["keys", "import", "--json", "keys.env"]).await;
    assert_eq!(std::fs::read(&path).unwrap(), text.as_bytes());
    assert!(!run.text().contains("planted") && !run.stderr.contains("planted"));
    run
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_not_kept_where_only_memory_keeps_them() {
    let cli = Cli::new();
    for text in [
        format!("AI_GATEWAY_API_KEY={SECRET}"),
        format!(
            "\u{feff}export OPENAI_API_KEY='{SECRET}' # mine\r\nOPENAI_BASE_URL=http://127.0.0.1:9/v1\r\n"
        ),
    ] {
        let run = import(&cli, &text).await;
        assert_eq!(run.end()["code"], "keyring_unavailable", "{}", run.text());
        assert_eq!(run.code(), 3);
    }
    // Nor is anything else of such a file.
    let run = cli.run(&["connections", "list", "--json"]).await;
    assert!(!run.text().contains("127.0.0.1:9"), "{}", run.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_used_is_named_and_nothing_is_kept() {
    let cli = Cli::new();
    for (text, said) in [
        (
            "ANTHROPIC_API_KEY=sk-ant-...",
            "ANTHROPIC_API_KEY: It is a placeholder.",
        ),
        (
            "VERCEL_OIDC_TOKEN=[from vercel env pull]",
            "VERCEL_OIDC_TOKEN: It is a placeholder.",
        ),
        (
            "OPENAI_API_KEY=$planted",
            "OPENAI_API_KEY: It refers to something else",
        ),
        (
            "OPENAI_API_KEY=$(cat planted)",
            "OPENAI_API_KEY: It refers to something else",
        ),
        (
            "OPENAI_BASE_URL=http://name:planted@h/v1",
            "OPENAI_BASE_URL: ",
        ),
        (
            "VERCEL_OIDC_TOKEN=planted-token-0123456789",
            "signin.folder",
        ),
        ("OTHER=planted", "AI_GATEWAY_API_KEY"),
        ("", "AI_GATEWAY_API_KEY"),
    ] {
        let run = import(&cli, text).await;
        assert_eq!(
            (run.code(), &run.end()["code"]),
            (2, &"config_invalid".into()),
            "{text}"
        );
        let action = run.end()["action"].as_str().unwrap().to_owned();
        assert!(action.contains(said), "{text}: {action}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_guides_addresses_wait_for_the_persons_choice() {
    let cli = Cli::new();
    let address = "https://api.vercel.ai/v1/anthropic";
    let text = format!("ANTHROPIC_BASE_URL={address}\nANTHROPIC_API_KEY={SECRET}");
    let run = import(&cli, &text).await;
    assert_eq!((run.code(), run.lines().len()), (2, 1), "{}", run.text());
    let asked = cli
        .with("ANTHROPIC_BASE_URL", address)
        .with("ANTHROPIC_API_KEY", SECRET)
        .run(&["ask", "--json", "-c", "anthropic", "?"])
        .await;
    assert_eq!(run.end()["message"], asked.end()["message"]);
    assert_eq!(run.end()["action"], asked.end()["action"]);
    // Once it is made, the question is over.
    cli.run(&[
        "connections",
        "set",
        "anthropic",
        "--base-url",
        "https://api.anthropic.com",
    ])
    .await;
    let run = import(&cli, &text).await;
    assert_eq!(run.end()["code"], "keyring_unavailable", "{}", run.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn addresses_are_stored_and_told_by_their_origin() {
    let cli = Cli::new();
    let run = import(&cli, "LOCAL_BASE_URL=http://127.0.0.1:9/v1\nGEMINI_BASE_URL=https://generativelanguage.googleapis.com\nX=1").await;
    assert_eq!(run.code(), 0, "{}", run.text());
    let said = run.json();
    assert_eq!(
        said["addresses"],
        serde_json::json!([{"connection": "local", "origin": "http://127.0.0.1:9"}])
    );
    assert_eq!(said["others"], 1);
    let listed = cli.run(&["connections", "list", "--json"]).await;
    assert!(
        listed.text().contains("http://127.0.0.1:9/v1"),
        "{}",
        listed.text()
    );
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_plain_file_of_text_within_a_mebibyte_is_read() {
    let cli = Cli::new();
    let folder = cli.folder().to_owned();
    std::fs::create_dir(folder.join("folder")).unwrap();
    std::fs::write(folder.join("nul"), b"OPENAI_API_KEY=a\0b").unwrap();
    std::fs::write(folder.join("latin1"), b"X=\xe9").unwrap();
    std::fs::File::create(folder.join("huge"))
        .unwrap()
        .set_len(1 << 30)
        .unwrap();
    let pipe = std::process::Command::new("mkfifo")
        .arg(folder.join("pipe"))
        .status()
        .unwrap();
    assert!(pipe.success());
    for (name, said) in [
        ("folder", "is no plain file"),
        ("pipe", "is no plain file"),
        ("/dev/zero", "is no plain file"),
        ("gone", "cannot be read"),
        ("huge", "larger than 1 MiB"),
        ("nul", "not UTF-8 text"),
        ("latin1", "not UTF-8 text"),
    ] {
        let run = cli.run(&["keys", "import", "--json", name]).await;
        assert_eq!(run.code(), 2, "{name}");
        let message = run.end()["message"].as_str().unwrap().to_owned();
        assert!(message.contains(said), "{name}: {message}");
    }
}
