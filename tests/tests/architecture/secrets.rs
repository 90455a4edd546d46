//! No key has ever been committed by mistake.

use gatehouse_tests::sources::root;
use std::process::Command;

/// How keys of several makers begin, and private keys.
const KEY_MARKS: [&str; 12] = [
    "sk-ant-",
    "sk-proj-",
    "sk-or-",
    "sk-",
    "vck_",
    "ghp_",
    "github_pat_",
    "npm_",
    "AKIA",
    "AIza",
    "xoxb-",
    "eyJ",
];

/// Whether a word has the looks of a real key: long, and not typed by hand as an example
/// (`c2ln` is "sig", the signature of a made-up token).
fn looks_real(word: &str) -> bool {
    let lower = word.to_lowercase();
    word.len() >= 32
        && word.bytes().any(|b| b.is_ascii_digit())
        && word.bytes().any(|b| b.is_ascii_uppercase())
        && !["0123", "1234", "abcd", "planted", "example", "c2ln"]
            .iter()
            .any(|made_up| lower.contains(made_up))
}

#[test]
fn no_tracked_file_holds_what_looks_like_a_secret() {
    let tracked = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root())
        .output()
        .expect("git lists the files");
    assert!(tracked.status.success());
    let names = String::from_utf8(tracked.stdout).unwrap();
    let mut searched = 0;
    for name in names.split_terminator('\0') {
        let Ok(bytes) = std::fs::read(root().join(name)) else {
            // Deleted and not committed yet.
            continue;
        };
        searched += 1;
        let text = String::from_utf8_lossy(&bytes);
        let private = ["PRIVATE", "KEY-----"].join(" ");
        assert!(!text.contains(&private), "{name} holds a private key");
        for mark in KEY_MARKS {
            for (at, _) in text.match_indices(mark) {
                let word: &str = text[at..]
                    .split(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)))
                    .next()
                    .unwrap_or_default();
                let begins = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
                assert!(!(begins && looks_real(word)), "{name}: {mark}…");
            }
        }
    }
    assert!(searched > 100, "only {searched} files were searched");
}

#[test]
fn a_real_looking_key_would_be_found() {
    let made = ["vck", "_", "9fK2mQ7xT4bW8nR3vL6pZ5cJ1hD0sG"].concat();
    assert!(looks_real(&made));
    assert!(!looks_real("vck_0123456789abcdef0123456789ABCDEF"));
}
