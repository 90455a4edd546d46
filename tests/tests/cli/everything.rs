//! `delete-everything`: asked for twice, done whole, and nothing of it by a slip.

use gatehouse_tests::cli::Cli;
use gatehouse_tests::world::gateway;
use std::path::Path;

/// What is in a folder, whatever it is.
fn entries(folder: &Path) -> Vec<String> {
    let Ok(read) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = read
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_goes_where_nobody_said_so_and_all_of_it_where_somebody_did() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    cli.done(&["ask", "Remember the amber vase."]).await;
    cli.done(&["presets", "set", "Terse", "-s", "Be terse."])
        .await;
    cli.done(&["history", "backup"]).await;
    std::fs::create_dir_all(cli.data().join("webview/storage")).unwrap();
    std::fs::write(cli.data().join("webview/storage/x"), b"x").unwrap();
    let before = entries(&cli.data());
    let unsure = cli.run(&["delete-everything", "--json"]).await;
    assert_eq!(unsure.code(), 2);
    assert!(unsure.end()["action"].as_str().unwrap().contains("--yes"));
    assert_eq!(entries(&cli.data()), before);

    let deleted = cli.done(&["delete-everything", "--yes", "--json"]).await;
    let deleted = deleted.json();
    assert_eq!(deleted["conversations"], 1);
    assert_eq!(deleted["left"].as_array().unwrap().len(), 0);
    assert!(deleted["files"].as_u64().unwrap() >= 3, "{deleted}");
    assert!(!cli.data().exists(), "{:?}", entries(&cli.data()));
    // It can be used as on the first day.
    let list = cli.done(&["history", "list", "--json"]).await;
    assert_eq!(list.json(), serde_json::json!([]));
    let presets = cli.done(&["presets", "list", "--json"]).await;
    assert_eq!(presets.json(), serde_json::json!([]));
}

/// A folder of the person's own may be the data folder: what is not ours stays, by whatever name.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_others_keep_in_the_same_folder_stays() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    cli.done(&["ask", "Hello"]).await;
    let theirs = ["notes.txt", "backups/photos.zip", "logs/other.log"];
    for name in theirs {
        let path = cli.data().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, b"theirs").unwrap();
    }
    cli.done(&["delete-everything", "--yes"]).await;
    for name in theirs {
        assert_eq!(std::fs::read(cli.data().join(name)).unwrap(), b"theirs");
    }
    assert_eq!(entries(&cli.data()), ["backups", "logs", "notes.txt"]);
}

/// An entry that starts a program whose data are gone would bring them back.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_starts_no_longer_with_the_session_and_another_folders_entry_stays() {
    let gateway = gateway().await;
    let cli = Cli::at(&gateway);
    cli.done(&["ask", "Hello"]).await;
    let paths = chat_engine::paths::Paths {
        data: cli.data(),
        config: cli.data().join("config"),
        log: cli.data().join("logs"),
    };
    let list = cli.folder().join(".config/autostart");
    std::fs::create_dir_all(&list).unwrap();
    let own = format!("{}.desktop", paths.instance());
    for name in [&own, "app.gatehouse.desktop.desktop"] {
        std::fs::write(list.join(name), "[Desktop Entry]\n").unwrap();
    }
    let deleted = cli.done(&["delete-everything", "--yes", "--json"]).await;
    assert_eq!(deleted.json()["left"], serde_json::json!([]));
    assert_eq!(entries(&list), ["app.gatehouse.desktop.desktop"]);
}
