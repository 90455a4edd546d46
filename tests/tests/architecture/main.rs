//! The shape of the whole: who may name whom, what every crate says of itself, names fixed for ever.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test that cannot go on should say so and stop"
)]

mod crates;
mod dependencies;
mod documents;
mod licences;
mod names;
mod packaging;
mod page;
mod secrets;
mod sources;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};
use gatehouse_tests::sources::{files, root};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::OnceLock;

const SHELL: &str = "gatehouse-desktop";
const ENGINE: &str = "chat-engine";
/// Runs when the window is built, and is no part of it.
const PACKER: &str = "page-pack";
/// The product's crates with, of ours, all that each may name.
const ARROWS: [(&str, &[&str]); 6] = [
    ("chat-core", &[]),
    ("chat-render", &["chat-core"]),
    (ENGINE, &["chat-core", "chat-render"]),
    ("chat-cli", &["chat-core", ENGINE, "demo-gateway"]),
    (SHELL, &["chat-core", ENGINE, "demo-gateway", PACKER]),
    ("demo-gateway", &[]),
];
/// Packages that only the engine may name: the network, the disk, the keyring.
const ENGINE_ONLY: [&str; 8] = [
    "reqwest",
    "rusqlite",
    "keyring",
    "keyring-core",
    "secret-service",
    "zbus-secret-service-keyring-store",
    "hyper",
    "hyper-util",
];

fn metadata() -> &'static Metadata {
    static METADATA: OnceLock<Metadata> = OnceLock::new();
    METADATA.get_or_init(|| {
        // For this system only, so that nothing is fetched that is not built anyway.
        let said = Command::new("rustc").arg("-vV").output().unwrap();
        let said = String::from_utf8(said.stdout).unwrap();
        let host = said.lines().find_map(|line| line.strip_prefix("host: "));
        MetadataCommand::new()
            .manifest_path(root().join("Cargo.toml"))
            .other_options([
                "--locked".to_owned(),
                "--filter-platform".to_owned(),
                host.unwrap().to_owned(),
            ])
            .exec()
            .unwrap()
    })
}

fn members() -> Vec<&'static Package> {
    metadata().workspace_packages()
}

fn member(name: &str) -> &'static Package {
    members()
        .into_iter()
        .find(|package| package.name.as_str() == name)
        .unwrap_or_else(|| panic!("there is no crate {name}"))
}

/// What a package's manifest names, for every system, tests apart.
fn named(package: &Package) -> BTreeSet<&str> {
    package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind != DependencyKind::Development)
        .map(|dependency| dependency.name.as_str())
        .collect()
}

/// The names of everything that is linked into a package on this system.
fn closure(name: &str) -> BTreeSet<String> {
    linked(name)
        .into_iter()
        .map(|id| metadata()[id].name.to_string())
        .collect()
}

/// Everything that is linked into a package on this system.
fn linked(name: &str) -> BTreeSet<&'static PackageId> {
    let resolve = metadata().resolve.as_ref().unwrap();
    let nodes: BTreeMap<&PackageId, _> =
        resolve.nodes.iter().map(|node| (&node.id, node)).collect();
    let mut seen = BTreeSet::new();
    let mut open = vec![&member(name).id];
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        open.extend(nodes[id].deps.iter().filter_map(|dependency| {
            let linked = dependency
                .dep_kinds
                .iter()
                .any(|kind| kind.kind == DependencyKind::Normal);
            linked.then_some(&dependency.pkg)
        }));
    }
    seen
}

fn is_tauri(name: &str) -> bool {
    name == "tauri" || name.starts_with("tauri-") || name == "wry" || name == "tao"
}

fn folder(package: &Package) -> String {
    let folder = package.manifest_path.parent().unwrap().as_std_path();
    let short = folder.strip_prefix(root()).unwrap();
    short.to_string_lossy().replace('\\', "/")
}

/// The Rust sources that go into a package's product: no tests, no benches.
fn product_sources(name: &str) -> Vec<(String, String)> {
    let folder = folder(member(name));
    let mut found = files(&format!("{folder}/src"), &[".rs"]);
    if let Ok(build) = std::fs::read_to_string(root().join(&folder).join("build.rs")) {
        found.push((format!("{folder}/build.rs"), build));
    }
    found
}

/// The code of a file: without comments, and without the tests at its end.
fn code(text: &str) -> String {
    let product = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    product
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}
