//! `docs/dependencies.md` lists what the shipped programs name themselves, each with its reason.

use crate::{ARROWS, PACKER, closure, member, named};
use gatehouse_tests::sources::root;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of the page: each package with its reason.
fn listed() -> BTreeMap<String, String> {
    let page = std::fs::read_to_string(root().join("docs/dependencies.md")).unwrap();
    page.lines()
        .filter(|line| line.starts_with("| `"))
        .flat_map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [packages, _users, reason] = cells[..] else {
                panic!("{line}");
            };
            let packages = packages.split('`').skip(1).step_by(2);
            packages
                .map(|package| (package.to_owned(), reason.to_owned()))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn every_direct_dependency_is_listed_with_its_reason() {
    let ours: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    let named: BTreeSet<String> = ARROWS
        .iter()
        .flat_map(|(name, _)| named(member(name)))
        .filter(|name| !ours.contains(name) && *name != PACKER)
        .map(str::to_owned)
        .collect();
    let listed = listed();
    let rows: BTreeSet<String> = listed.keys().cloned().collect();
    assert_eq!(rows, named, "docs/dependencies.md");
    for (package, reason) in listed {
        assert!(reason.len() > 15, "{package}: {reason}");
    }
}

/// Nothing looks for updates: see `SECURITY.md`.
#[test]
fn no_updater_is_linked() {
    for (name, _) in ARROWS {
        let linked = closure(name);
        let updater = linked.iter().find(|linked| linked.contains("updat"));
        assert_eq!(updater, None, "{name}");
    }
}
