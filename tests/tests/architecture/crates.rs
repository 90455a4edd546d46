//! Arrows between crates, what they link, and what each says of itself.

use crate::{ARROWS, ENGINE, ENGINE_ONLY, PACKER, SHELL};
use crate::{closure, code, is_tauri, member, members, metadata, named, product_sources};
use gatehouse_tests::sources::root;
use std::collections::BTreeSet;

#[test]
fn arrows_between_our_crates_go_one_way() {
    let ours: BTreeSet<&str> = members().iter().map(|p| p.name.as_str()).collect();
    for (name, may_name) in ARROWS {
        for other in named(member(name)).intersection(&ours) {
            assert!(may_name.contains(other), "{name} names {other}");
        }
    }
    // The server is an independent opinion about the protocol, in its tests, too.
    for dependency in &member("demo-gateway").dependencies {
        assert!(
            !ours.contains(dependency.name.as_str()),
            "{}",
            dependency.name
        );
    }
    for package in members() {
        let name = package.name.as_str();
        let known = ARROWS.iter().any(|(known, _)| *known == name);
        assert!(
            known || ["gatehouse-tests", PACKER, "xtask"].contains(&name),
            "{name}: say here what it may name"
        );
    }
}

#[test]
fn the_core_is_pure_and_only_the_shell_knows_tauri() {
    for pure in ["chat-core", "chat-render"] {
        let linked = closure(pure);
        for banned in ["tokio", "mio", "async-std", "hyper"]
            .iter()
            .chain(&ENGINE_ONLY)
        {
            assert!(!linked.contains(*banned), "{pure} links {banned}");
        }
    }
    for package in members() {
        let name = package.name.as_str();
        if name == SHELL {
            continue;
        }
        for dependency in &package.dependencies {
            assert!(
                !is_tauri(&dependency.name),
                "{name} names {}",
                dependency.name
            );
        }
        let linked = closure(name);
        assert!(
            !linked.iter().any(|linked| is_tauri(linked)),
            "{name} links Tauri"
        );
    }
}

#[test]
fn only_the_engine_names_the_network_the_disk_and_the_keyring() {
    for (name, _) in ARROWS {
        if name == ENGINE {
            continue;
        }
        for banned in ENGINE_ONLY {
            assert!(
                !named(member(name)).contains(banned),
                "{name} names {banned}"
            );
        }
    }
}

#[test]
fn every_package_of_the_card_is_named_directly_and_really_used() {
    for (card, users) in [
        ("tauri", &[SHELL][..]),
        ("tauri-build", &[SHELL]),
        ("tokio", &[ENGINE, "demo-gateway", "chat-cli", SHELL]),
        ("reqwest", &[ENGINE]),
        ("serde", &["chat-core", ENGINE, "chat-cli"]),
        ("keyring", &[ENGINE]),
        ("futures", &[ENGINE]),
    ] {
        for user in users {
            assert!(
                named(member(user)).contains(card),
                "{user} does not name {card}"
            );
            let path = format!("{}::", card.replace('-', "_"));
            let used = product_sources(user)
                .iter()
                .any(|(_, text)| code(text).contains(&path));
            assert!(used, "{user} names {card} and does not use it");
        }
    }
}

#[test]
fn every_dependency_has_its_version_in_one_place() {
    for package in members() {
        let manifest = std::fs::read_to_string(&package.manifest_path).unwrap();
        let name = &package.name;
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "{name}: lints"
        );
        for line in manifest.lines() {
            let is_versioned = line.contains("version = \"") || line.contains(" = \"");
            let is_own = ["name", "description", "path", "cfg("]
                .iter()
                .any(|own| line.starts_with(own) || line.contains("target.'"));
            assert!(!is_versioned || is_own, "{name}: {line}");
        }
    }
}

#[test]
fn no_package_can_be_published_and_each_says_its_licence() {
    for package in members() {
        let name = &package.name;
        assert_eq!(package.publish.as_deref(), Some(&[][..]), "{name}");
        assert_eq!(
            package.license.as_deref(),
            Some("MIT OR Apache-2.0"),
            "{name}"
        );
        assert_eq!(package.edition.as_str(), "2024", "{name}");
        assert_eq!(
            package.rust_version.as_ref().unwrap().to_string(),
            "1.95.0",
            "{name}"
        );
        assert!(package.description.is_some(), "{name}");
    }
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        assert!(root().join(licence).is_file(), "{licence}");
    }
}

#[test]
fn the_default_members_are_the_headless_crates() {
    let defaults: BTreeSet<&str> = metadata()
        .workspace_default_members
        .iter()
        .map(|id| metadata()[id].name.as_str())
        .collect();
    let headless: BTreeSet<&str> = ARROWS
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| *name != SHELL)
        .collect();
    assert_eq!(defaults, headless);
}
