//! The list of licences that the window shows is that of what is really linked into it.

use crate::{SHELL, linked, metadata};
use gatehouse_tests::sources::root;
use std::collections::BTreeSet;

fn listed() -> String {
    std::fs::read_to_string(root().join("ui/licences.txt")).unwrap()
}

#[test]
fn every_package_that_is_linked_in_is_listed_with_its_version_and_licence() {
    let text = listed();
    let lines: BTreeSet<&str> = text.lines().collect();
    let linked = [SHELL, "chat-cli"].into_iter().flat_map(linked);
    let missing: BTreeSet<String> = linked
        .map(|id| &metadata()[id])
        .filter(|package| package.source.is_some())
        .filter_map(|package| {
            let licence = package.license.as_deref().unwrap_or("see below");
            let line = format!("{} {} · {licence}", package.name, package.version);
            (!lines.contains(line.as_str())).then_some(line)
        })
        .collect();
    assert!(
        missing.is_empty(),
        "ui/licences.txt is stale, run xtask/scripts/licences.py: {missing:#?}"
    );
}

#[test]
fn each_listed_package_has_a_text_below() {
    let text = listed();
    let (list, texts) = text.split_once("====").unwrap();
    let packages: Vec<&str> = list
        .lines()
        .filter_map(|line| line.split_once(" · ").map(|(package, _)| package))
        .collect();
    assert!(packages.len() > 200, "{} packages", packages.len());
    let served: BTreeSet<&str> = texts
        .lines()
        .filter_map(|line| line.strip_prefix("For ")?.strip_suffix(':'))
        .flat_map(|line| line.split(", "))
        .collect();
    for package in packages {
        assert!(served.contains(package), "{package} has no text");
    }
}
