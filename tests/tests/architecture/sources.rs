//! What the sources themselves must and must not hold.

use crate::{ARROWS, ENGINE, SHELL, code, members, product_sources};
use cargo_metadata::TargetKind;
use gatehouse_tests::sources::files;

#[test]
fn only_the_engine_reads_the_clock_and_the_environment() {
    let words = [
        "SystemTime",
        "Instant::now",
        "std::env",
        "env::var",
        "UNIX_EPOCH",
    ];
    for (name, _) in ARROWS {
        // The server stands for somebody else's machine: it has a clock of its own.
        if name == ENGINE || name == "demo-gateway" {
            continue;
        }
        for (path, text) in product_sources(name) {
            // A build is told by its environment where to write.
            if path.ends_with("/build.rs") {
                continue;
            }
            for line in code(&text).lines() {
                // Arguments are the command line's to read.
                let line = line.replace("std::env::args_os", "");
                for word in words {
                    assert!(!line.contains(word), "{path} reads {word}: {line}");
                }
            }
        }
    }
}

#[test]
fn within_the_engine_each_outside_thing_has_its_own_module() {
    for (path, text) in product_sources(ENGINE) {
        let code = code(&text);
        let place = path.rsplit_once("/src/").unwrap().1;
        if place != "clock.rs" {
            for word in ["SystemTime::now", "std::time::Instant::now"] {
                assert!(!code.contains(word), "{path} reads {word}");
            }
        }
        // On Linux the keyring's bus is found by the bus's own variable.
        if !["environment.rs", "paths.rs", "keys/os_linux.rs"].contains(&place) {
            assert!(!code.contains("env::var"), "{path} reads the environment");
        }
        if place != "transport.rs" && !place.starts_with("transport/") {
            assert!(!code.contains("reqwest::"), "{path} knows the HTTP client");
        }
        if place != "store.rs" && !place.starts_with("store/") {
            assert!(!code.contains("rusqlite::"), "{path} knows SQLite");
        }
    }
}

#[test]
fn every_headless_crate_forbids_unsafe_code() {
    for package in members() {
        // The workspace's lints deny it in the remaining two.
        if [SHELL, "xtask"].contains(&package.name.as_str()) {
            continue;
        }
        for target in &package.targets {
            let is_root = target.kind.iter().any(|kind| {
                matches!(
                    kind,
                    TargetKind::Lib | TargetKind::Bin | TargetKind::ProcMacro
                )
            });
            if is_root {
                let text = std::fs::read_to_string(&target.src_path).unwrap();
                assert!(
                    text.contains("\n#![forbid(unsafe_code)]\n"),
                    "{}",
                    target.src_path
                );
            }
        }
    }
    // The shell may expect it in one place, with a reason.
    for (path, text) in product_sources(SHELL) {
        let platform = path.ends_with("platform.rs");
        assert!(platform || !code(&text).contains("unsafe_code"), "{path}");
        assert!(platform || !code(&text).contains("unsafe {"), "{path}");
    }
}

#[test]
fn every_module_says_first_what_it_is_for() {
    for folder in ["src-tauri", "tests", "xtask"] {
        for (path, text) in files(folder, &[".rs"]) {
            // A module's own tests need no introduction of their own.
            assert!(
                text.starts_with("//! ") || path.ends_with("/tests.rs"),
                "{path} begins with {:?}",
                text.lines().next()
            );
        }
    }
}

#[test]
fn no_source_file_is_over_500_lines_without_a_reason_written_in_it() {
    let mut over = Vec::new();
    for folder in ["src-tauri", "tests", "xtask", "ui"] {
        for (path, text) in files(
            folder,
            &[".rs", ".js", ".mjs", ".css", ".py", ".sh", ".html"],
        ) {
            let lines = text.lines().count();
            let has_reason = text.lines().any(|line| {
                line.split_once("// Over 500 lines: ")
                    .or(line.split_once("/* Over 500 lines: "))
                    .is_some_and(|(_, reason)| reason.len() > 20)
            });
            if lines > 500 && !has_reason {
                over.push(format!("{path}: {lines} lines"));
            }
        }
    }
    assert!(over.is_empty(), "{}", over.join("\n"));
}

#[test]
fn no_type_is_named_for_being_somebody_who_does_things() {
    for folder in ["src-tauri", "tests", "xtask", "ui"] {
        for (path, text) in files(folder, &[".rs", ".js"]) {
            let words: Vec<&str> = text
                .split(|c: char| !(c.is_alphanumeric() || c == '_'))
                .filter(|word| !word.is_empty())
                .collect();
            for pair in words.windows(2) {
                let declares =
                    ["struct", "enum", "trait", "class", "type", "mod"].contains(&pair[0]);
                let lower = pair[1].to_lowercase();
                let forbidden = ["manager", "service", "helper", "helpers", "util", "utils"]
                    .iter()
                    .any(|end| lower == *end || (pair[1] != lower && lower.ends_with(end)));
                assert!(!(declares && forbidden), "{path}: {} {}", pair[0], pair[1]);
            }
        }
    }
}
