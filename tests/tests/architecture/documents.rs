//! What the documents name is there: tests, files, codes.

use chat_core::failure::Code;
use gatehouse_tests::sources::{files, root};
use std::collections::BTreeSet;

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// The words between backticks.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Whether a word is the name of a test in Rust: nothing else here has so many underscores.
fn names_a_test(word: &str) -> bool {
    word.matches('_').count() >= 3
        && word
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[test]
fn every_test_that_the_security_page_names_exists() {
    let sources: String = ["tests", "src-tauri", "xtask"]
        .into_iter()
        .flat_map(|folder| files(folder, &[".rs"]))
        .map(|(_, text)| text)
        .collect();
    let page = text("SECURITY.md");
    let (_, table) = page.split_once("\n## Guarantees\n").unwrap();
    let (table, _) = table.split_once("\n## ").unwrap();
    let mut seen = 0;
    for row in table.lines().filter(|line| line.starts_with("| ")).skip(1) {
        let tests = row.trim_matches('|').rsplit('|').next().unwrap();
        let mut of_row = 0;
        for word in words(tests).filter(|word| names_a_test(word)) {
            assert!(sources.contains(&format!("fn {word}(")), "{word}");
            of_row += 1;
        }
        // In JavaScript a test has a sentence, behind its file.
        for (file, sentence) in tests
            .split('`')
            .skip(1)
            .step_by(2)
            .zip(tests.split('`').skip(2).step_by(2))
        {
            let Some(title) = sentence.strip_prefix(": \"") else {
                continue;
            };
            let title = title.split('"').next().unwrap();
            assert!(
                text(file).contains(&format!("test('{title}'")),
                "{file}: {title}"
            );
            of_row += 1;
        }
        assert!(of_row > 0, "no test holds: {row}");
        seen += of_row;
    }
    assert!(seen > 40, "{seen}");
    for word in words(&page).filter(|word| names_a_test(word)) {
        assert!(sources.contains(&format!("fn {word}(")), "{word}");
    }
}

#[test]
fn the_security_page_lists_what_quick_ask_may_call() {
    let page = text("SECURITY.md");
    let (_, table) = page.split_once("\n## What quick-ask may do\n").unwrap();
    let (table, _) = table.split_once("\n## ").unwrap();
    let listed: BTreeSet<String> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .flat_map(|line| {
            words(&format!("`{}", line.split('|').next().unwrap()))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    let capability: serde_json::Value =
        serde_json::from_str(&text("src-tauri/capabilities/quick.json")).unwrap();
    let granted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            one.as_str()
                .unwrap()
                .strip_prefix("allow-")
                .unwrap()
                .replace('-', "_")
        })
        .collect();
    assert_eq!(listed, granted);
}

#[test]
fn troubleshooting_has_a_section_for_every_code_with_its_exit_status() {
    let page = text("docs/troubleshooting.md");
    let written: Vec<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .map(str::to_owned)
        .collect();
    let meant: Vec<String> = Code::ALL
        .iter()
        .map(|code| format!("`{}` · exit status {}", code.as_str(), code.exit_status()))
        .collect();
    assert_eq!(written, meant);
    for section in page.split("\n### ").skip(1) {
        let about = section.lines().skip(1).collect::<String>();
        assert!(about.len() > 60, "{section}");
    }
}

#[test]
fn every_file_that_a_document_leads_to_is_there() {
    let mut pages = files("docs", &[".md"]);
    for page in [
        "README.md",
        "SECURITY.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
    ] {
        pages.push((page.to_owned(), text(page)));
    }
    let mut links = 0;
    for (page, text) in pages {
        let folder = root().join(&page);
        let folder = folder.parent().unwrap();
        for target in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let path = target.split('#').next().unwrap();
            // Half a link in an example has words behind it.
            let is_example = target.contains(char::is_whitespace);
            if path.is_empty() || target.contains("://") || is_example {
                continue;
            }
            assert!(folder.join(path).exists(), "{page} leads to {target}");
            links += 1;
        }
    }
    assert!(links > 30, "{links}");
}
