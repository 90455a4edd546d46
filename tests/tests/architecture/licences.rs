//! The list of licences that the window shows is that of what is really linked into it.

use crate::{SHELL, metadata};
use gatehouse_tests::sources::root;
use std::collections::BTreeSet;
use std::process::Command;

fn listed() -> String {
    std::fs::read_to_string(root().join("ui/licences.txt")).unwrap()
}

/// The names and versions of what is linked into what is shipped, on this system. By the tree and not
/// by the metadata: those mix in what only build scripts turn on.
fn shipped() -> BTreeSet<String> {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--edges", "normal"])
        .args(["--prefix", "none", "--format", "{p}"])
        .args(["--package", SHELL, "--package", "chat-cli"])
        .current_dir(root())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&tree.stderr);
    assert!(tree.status.success(), "{said}");
    let tree = String::from_utf8(tree.stdout).unwrap();
    tree.lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            let (name, version) = (words.next()?, words.next()?);
            Some(format!("{name} {}", version.trim_start_matches('v')))
        })
        .collect()
}

#[test]
fn every_package_that_is_linked_in_is_listed_with_its_version_and_licence() {
    let (shipped, text) = (shipped(), listed());
    let lines: BTreeSet<&str> = text.lines().collect();
    let packages = metadata().packages.iter();
    let linked: Vec<_> = packages
        .filter(|package| package.source.is_some())
        .filter(|package| shipped.contains(&format!("{} {}", package.name, package.version)))
        .collect();
    assert!(linked.len() > 200, "{} packages", linked.len());
    let missing: Vec<String> = linked
        .into_iter()
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
