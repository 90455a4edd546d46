//! `cargo xtask bundle`: release builds of the window and the command line, packed to install.
//!
//! What is packed beside the programs is named in `src-tauri/tauri.conf.json` and made by `carried`;
//! whether a package is right is asked in `deb`, `rpm` and `clean_root`.

mod carried;
mod clean_root;
mod deb;
mod rpm;
mod universal;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::failure::Failure;
use crate::install::{self, Consent};
use crate::node::Node;
use crate::packages::Need;
use crate::process;
use crate::python;
use crate::report;
use crate::system::System;
use crate::workspace::Workspace;

const USAGE: &str = "It takes --yes, --check, --universal (macOS), and --bundles with a \
                     comma-separated list out of deb, rpm, appimage, dmg, nsis, msi.";
const KINDS: [&str; 6] = ["deb", "rpm", "appimage", "dmg", "nsis", "msi"];
/// What checks a list of the parts, from `PyPI`: the library and what it reads schemas with.
const CYCLONEDX: [&str; 12] = [
    "cyclonedx-python-lib==11.12.0",
    "jsonschema==4.26.0",
    "jsonschema-specifications==2025.9.1",
    "referencing==0.37.0",
    "rpds-py==2026.9.1",
    "attrs==26.1.0",
    "license-expression==30.4.4",
    "boolean.py==5.0",
    "packageurl-python==0.17.6",
    "py-serializable==2.2.0",
    "sortedcontainers==2.4.0",
    "defusedxml==0.7.1",
];

#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    yes: bool,
    check: bool,
    universal: bool,
    kinds: Vec<&'static str>,
}

fn options(arguments: &[String], system: System) -> Result<Options, Failure> {
    let mut options = Options::default();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--yes" | "-y" => options.yes = true,
            "--check" => options.check = true,
            "--universal" if system == System::MacOs => options.universal = true,
            "--bundles" => {
                for word in rest
                    .next()
                    .map(String::as_str)
                    .unwrap_or_default()
                    .split(',')
                {
                    let kind = KINDS
                        .into_iter()
                        .find(|kind| *kind == word)
                        .ok_or_else(|| {
                            Failure::usage(&format!("There is no bundle `{word}`."), USAGE)
                        })?;
                    options.kinds.push(kind);
                }
            }
            other => {
                let what = format!("`cargo xtask bundle` does not know {other}.");
                return Err(Failure::usage(&what, USAGE));
            }
        }
    }
    if options.kinds.is_empty() {
        options.kinds.push(match system {
            System::MacOs => "dmg",
            System::Windows => "nsis",
            System::Fedora => "rpm",
            System::Debian | System::Ubuntu | System::Arch | System::OtherLinux => "deb",
        });
    }
    Ok(options)
}

/// The command.
///
/// # Errors
/// When a build, the packing or the check fails.
pub(crate) fn bundle(workspace: &Workspace, arguments: &[String]) -> Result<(), Failure> {
    let options = options(arguments, System::here())?;
    let mut needs = vec![Need::Window, Need::Python];
    if options.check {
        needs.extend([Need::RealWindow, Need::Journeys, Need::CleanRoot]);
    }
    install::ensure(&needs, Consent::from_flag(options.yes))?;
    let packages = if options.universal {
        universal::build(workspace, &options.kinds)?
    } else {
        build(workspace, &options.kinds)?
    };
    if options.check {
        check(workspace, &packages)
    } else {
        Ok(())
    }
}

/// The stage of the full run: both Linux packages, and all that can be asked of them here.
///
/// # Errors
/// When a build, the packing or a check fails.
pub(crate) fn stage(workspace: &Workspace) -> Result<(), Failure> {
    let mut icons = process::command("bash", &["src-tauri/icons/render.sh", "--check"]);
    process::run(
        icons.current_dir(&workspace.root),
        "Run src-tauri/icons/render.sh.",
    )?;
    parts_are_listed(workspace)?;
    let packages = build(workspace, &["deb", "rpm"])?;
    check(workspace, &packages)
}

/// The commit that is built, where this is a checkout without changes.
fn commit(workspace: &Workspace) -> Option<String> {
    let git = |arguments: &[&str]| {
        let mut git = process::command("git", arguments);
        process::output(git.current_dir(&workspace.root))
    };
    let changes = git(&["status", "--porcelain"])?;
    let commit = git(&["rev-parse", "--short=12", "HEAD"])?;
    changes.trim().is_empty().then(|| commit.trim().to_owned())
}

/// The release builds of the command line and the window, as they are packed.
///
/// # Errors
/// When a build fails.
pub(crate) fn programs(workspace: &Workspace) -> Result<(), Failure> {
    programs_for(workspace, &[])
}

/// The same with more for cargo, such as another target.
fn programs_for(workspace: &Workspace, more: &[&str]) -> Result<(), Failure> {
    let failed = "Read the compiler's lines above.";
    let release = ["build", "--locked", "--release", "-p"];
    let mut cli = process::cargo(&release);
    cli.arg("chat-cli").args(more);
    process::run(cli.current_dir(&workspace.root), failed)?;
    window(workspace, more)
}

/// The release build of the window alone, with more for cargo.
///
/// # Errors
/// When the build fails.
pub(crate) fn window(workspace: &Workspace, more: &[&str]) -> Result<(), Failure> {
    let mut app = window_build(workspace);
    app.args(more);
    // What is installed says which source it came from; a build of one's own need not.
    if let Some(commit) = commit(workspace) {
        app.env("GATEHOUSE_COMMIT", commit);
    }
    process::run(&mut app, "Read the compiler's lines above.")
}

/// Builds something of the window's crate as it is released.
pub(crate) fn window_build(workspace: &Workspace) -> Command {
    let mut build = process::cargo(&["build", "--locked", "--release", "-p", "gatehouse-desktop"]);
    build.args(["--features", "custom-protocol"]);
    build.current_dir(&workspace.root);
    build
}

/// Builds and packs.
///
/// # Errors
/// When a build or the packing fails.
fn build(workspace: &Workspace, kinds: &[&str]) -> Result<Vec<PathBuf>, Failure> {
    programs(workspace)?;
    let target = carried::host()?;
    pack(workspace, kinds, &workspace.release, &target, &[])
}

/// Packs the programs of a folder, built for `target`; `more` is for the bundler.
fn pack(
    workspace: &Workspace,
    kinds: &[&str],
    programs: &Path,
    target: &str,
    more: &[&str],
) -> Result<Vec<PathBuf>, Failure> {
    let node = Node::ready(workspace)?;
    let begun = SystemTime::now();
    let config = carried::prepare(workspace, programs, target)?;
    let mut tauri = node.node(&[]);
    tauri
        .arg(workspace.root.join("node_modules/@tauri-apps/cli/tauri.js"))
        .args(["bundle", "--bundles", &kinds.join(",")])
        .args(more)
        .arg("--config")
        .arg(&config)
        .env("CI", "true")
        .current_dir(workspace.root.join("src-tauri"));
    process::run(&mut tauri, "Read the lines above.")?;

    let packages = packed(programs, kinds, begun);
    if packages.is_empty() {
        return Err(Failure::new(
            "The bundler ended well, but no package was found.",
            "Look into target/release/bundle.",
        ));
    }
    for package in &packages {
        if is(package, ".deb") {
            deb::pack_tighter(package)?;
        }
        report::result(&format!(
            "{}  {}",
            package.display(),
            megabytes(size(package))
        ));
    }
    Ok(packages)
}

/// Asks of each package whether it is right.
fn check(workspace: &Workspace, packages: &[PathBuf]) -> Result<(), Failure> {
    for package in packages {
        if is(package, ".deb") {
            deb::check(package)?;
            clean_root::life(workspace, package)?;
        } else if is(package, ".rpm") {
            rpm::check(package)?;
        } else {
            return Err(Failure::new(
                "--check knows only .deb and .rpm packages.",
                "Leave it out here.",
            ));
        }
    }
    Ok(())
}

/// Writes the list of all parts, and has it checked by a library that is not ours.
fn parts_are_listed(workspace: &Workspace) -> Result<(), Failure> {
    let list = workspace.release.join("bundle/gatehouse.cdx.json");
    crate::workspace::make_folder(&workspace.release.join("bundle"))?;
    // Also what only the other systems link: its manifest has the licence.
    let mut fetch = process::cargo(&["fetch", "--locked"]);
    process::prepare(
        fetch.current_dir(&workspace.root),
        "Check the network, then start this again.",
    )?;
    let scripts = workspace.root.join("xtask/scripts");
    let mut write = process::command(python::program()?, &[]);
    write.arg(scripts.join("sbom.py")).arg(&list);
    process::run(write.current_dir(&workspace.root), "Read the lines above.")?;
    let library = python::unpack(workspace, "cyclonedx", &CYCLONEDX)?;
    let mut read = process::command(python::program()?, &[]);
    read.arg(scripts.join("sbom-check.py"))
        .arg(&list)
        .env("PYTHONPATH", library);
    process::run(read.current_dir(&workspace.root), "Read the lines above.")
}

fn is(package: &Path, ending: &str) -> bool {
    package.to_string_lossy().ends_with(ending)
}

fn size(package: &Path) -> u64 {
    package.metadata().map_or(0, |meta| meta.len())
}

fn packed(programs: &Path, kinds: &[&str], since: SystemTime) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = kinds
        .iter()
        .filter_map(|kind| {
            let folder = programs.join("bundle").join(kind);
            Some((std::fs::read_dir(folder).ok()?, file_ending(kind)))
        })
        .flat_map(|(files, ending)| {
            files
                .filter_map(Result::ok)
                .map(|file| file.path())
                .filter(move |path| {
                    path.to_string_lossy().ends_with(ending)
                        && path
                            .metadata()
                            .and_then(|m| m.modified())
                            .is_ok_and(|time| time >= since)
                })
        })
        .collect();
    found.sort();
    found
}

fn file_ending(kind: &str) -> &'static str {
    match kind {
        "deb" => ".deb",
        "rpm" => ".rpm",
        "appimage" => ".AppImage",
        "dmg" => ".dmg",
        "msi" => ".msi",
        _ => ".exe",
    }
}

/// `2.5 MB`, in millions of bytes.
fn megabytes(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, system: System) -> Result<Options, Failure> {
        options(
            &text
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
            system,
        )
    }

    #[test]
    fn each_system_packs_its_own_kind_unless_told() {
        for (text, system, kinds) in [
            ("", System::Debian, vec!["deb"]),
            ("", System::MacOs, vec!["dmg"]),
            ("", System::Windows, vec!["nsis"]),
            ("", System::Fedora, vec!["rpm"]),
            (
                "--bundles deb,rpm,appimage",
                System::Ubuntu,
                vec!["deb", "rpm", "appimage"],
            ),
        ] {
            assert_eq!(
                parse(text, system).unwrap().kinds,
                kinds,
                "{text} {system:?}"
            );
        }
    }

    #[test]
    fn an_unknown_kind_or_flag_is_wrong_usage() {
        for text in ["--bundles zip", "--bundles", "--fast", "--universal"] {
            assert_eq!(parse(text, System::Debian).unwrap_err().exit, 2, "{text}");
        }
    }

    #[test]
    fn sizes_are_in_millions_of_bytes() {
        assert_eq!(megabytes(2_560_000), "2.5 MB");
        assert_eq!(megabytes(999), "0.0 MB");
    }
}
