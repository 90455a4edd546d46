//! `presets` and `ask --preset`: made, asked with, carried to another computer.

use gatehouse_tests::cli::Cli;
use gatehouse_tests::world::gateway;
use serde_json::{Value, json};

async fn with_terse(cli: &Cli) -> Value {
    let set = [
        "presets",
        "set",
        "Terse",
        "-m",
        "scenario:echo",
        "-s",
        "Be terse.",
        "--temperature",
        "0.25",
        "--max-tokens",
        "200",
        "--json",
    ];
    cli.done(&set).await.json()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preset_is_made_shown_changed_asked_with_and_removed() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    let made = with_terse(&cli).await;
    assert_eq!(made["parameters"]["temperature"], 0.25);
    let run = cli
        .done(&["ask", "--preset", "Terse", "--json", "one"])
        .await;
    assert_eq!(run.lines()[0]["model"], "scenario:echo");
    let id = run.lines()[0]["conversation"].as_str().unwrap().to_owned();
    let body = gateway.requests().last().unwrap().body.clone();
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(
        body["messages"][0],
        json!({"role": "system", "content": "Be terse."})
    );
    assert_eq!(
        (&body["temperature"], &body["max_tokens"]),
        (&json!(0.25), &json!(200))
    );
    // A flag wins, and the chat goes on with its preset.
    let more = ["ask", "--conversation", &id, "--temperature", "1.5", "two"];
    cli.done(&more).await;
    let body = gateway.requests().last().unwrap().body.clone();
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(
        (&body["temperature"], &body["max_tokens"]),
        (&json!(1.5), &json!(200))
    );

    let change = [
        "presets",
        "set",
        "Terse",
        "--unset",
        "temperature",
        "--seed",
        "-3",
    ];
    cli.done(&change).await;
    cli.done(&["presets", "set", "Terse", "--rename", "Curt"])
        .await;
    let shown = cli
        .done(&["presets", "show", "Curt", "--json"])
        .await
        .json();
    let expected =
        json!({"maxTokens": 200, "temperature": null, "seed": -3, "stop": [], "reasoning": null});
    assert_eq!(shown["parameters"], expected);
    let text = cli.done(&["presets", "show", "Curt"]).await;
    assert!(text.text().contains("seed = -3") && text.text().contains("Be terse."));
    let listed = cli.done(&["presets", "list"]).await;
    assert_eq!(listed.text(), "Curt  scenario:echo\n");
    let row = cli.done(&["history", "list", "--json"]).await.json();
    assert_eq!(row[0]["preset"], "Curt");
    cli.done(&["presets", "remove", "Curt"]).await;
    assert_eq!(
        cli.done(&["presets", "list", "--json"]).await.json(),
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preset_that_is_not_there_is_wrong_usage_and_the_nearest_is_named() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    with_terse(&cli).await;
    for arguments in [
        &["ask", "--preset", "terse", "--json", "one"][..],
        &["presets", "show", "terse", "--json"],
        &["presets", "remove", "terse", "--json"],
    ] {
        let run = cli.run(arguments).await;
        let end = run.end();
        assert_eq!(
            (run.code(), end["code"].as_str()),
            (2, Some("config_invalid"))
        );
        assert!(
            end["action"].as_str().unwrap().contains("\"Terse\""),
            "{end}"
        );
    }
    assert!(gateway.requests().is_empty());
    for arguments in [
        &["presets", "set", "a", "--temperature", "3"][..],
        &["presets", "set", "a", "-c", "No such"],
        &["presets", "set", "a", "--rename", "b"],
        &["presets", "set", "a\nb"],
    ] {
        let run = cli.run(arguments).await;
        assert_eq!(run.code(), 2, "{arguments:?}: {}", run.stderr);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn presets_go_to_another_computer_in_one_file() {
    let gateway = gateway().await;
    let (here, there) = (Cli::at(&gateway), Cli::at(&gateway));
    with_terse(&here).await;
    here.done(&["presets", "export", "mine.json"]).await;
    let again = here.run(&["presets", "export", "mine.json"]).await;
    assert_eq!(again.code(), 2, "what is there stays");
    here.done(&["presets", "export", "mine.json", "--force"])
        .await;
    let file = here.folder().join("mine.json");
    let text = std::fs::read_to_string(&file).unwrap();
    let held: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&held["format"], &held["version"]),
        (&json!("gatehouse-presets"), &json!(1))
    );
    assert!(!text.contains("127.0.0.1") && !text.contains(gatehouse_tests::world::KEY));
    let file = file.to_str().unwrap();
    let dry = there
        .done(&["presets", "import", file, "--dry-run", "--json"])
        .await;
    let expected = json!({"dryRun": true, "presets": [{"name": "Terse", "outcome": "added"}], "templates": []});
    assert_eq!(dry.json(), expected);
    assert_eq!(
        there.done(&["presets", "list", "--json"]).await.json(),
        json!([])
    );
    let run = there.done(&["presets", "import", file]).await;
    assert_eq!(run.text(), "preset Terse: added\n");
    let both = ["presets", "show", "Terse", "--json"];
    assert_eq!(
        there.done(&both).await.json(),
        here.done(&both).await.json()
    );
    let same = there
        .done(&["presets", "import", file, "--json"])
        .await
        .json();
    assert_eq!(same["presets"][0]["outcome"], "unchanged");
    // Broken, it changes nothing.
    std::fs::write(file, &text[..text.len() / 2]).unwrap();
    assert_eq!(there.run(&["presets", "import", file]).await.code(), 2);
    assert_eq!(
        there
            .run(&["presets", "import", "nothing.json"])
            .await
            .code(),
        2
    );
}
