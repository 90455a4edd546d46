//! `cargo xtask bundle`: release builds of the window and the command line, packed to install.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::failure::Failure;
use crate::home::Home;
use crate::install::{self, Consent};
use crate::node::Node;
use crate::packages::{self, Need, Root};
use crate::process;
use crate::report;
use crate::session;
use crate::system::{self, System};
use crate::workspace::Workspace;

const USAGE: &str = "It takes --yes, --check, and --bundles with a comma-separated list out of \
                     deb, rpm, appimage, dmg, nsis, msi.";
const KINDS: [&str; 6] = ["deb", "rpm", "appimage", "dmg", "nsis", "msi"];

#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    yes: bool,
    check: bool,
    kinds: Vec<&'static str>,
}

fn options(arguments: &[String], system: System) -> Result<Options, Failure> {
    let mut options = Options::default();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--yes" | "-y" => options.yes = true,
            "--check" => options.check = true,
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
        needs.push(Need::RealWindow);
    }
    install::ensure(&needs, Consent::from_flag(options.yes))?;
    build(workspace, &options.kinds, options.check)
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
    let failed = "Read the compiler's lines above.";
    let release = ["build", "--locked", "--release", "-p"];
    // First the command line: the package carries it as target/release/gatehouse.
    let mut cli = process::cargo(&release);
    process::run(cli.arg("chat-cli").current_dir(&workspace.root), failed)?;
    let mut app = process::cargo(&release);
    app.args(["gatehouse-desktop", "--features", "custom-protocol"]);
    // What is installed says which source it came from; a build of one's own need not.
    if let Some(commit) = commit(workspace) {
        app.env("GATEHOUSE_COMMIT", commit);
    }
    process::run(app.current_dir(&workspace.root), failed)
}

/// Builds, packs and, when asked, installs and starts what was packed.
///
/// # Errors
/// When a build, the packing or the check fails.
pub(crate) fn build(workspace: &Workspace, kinds: &[&str], check: bool) -> Result<(), Failure> {
    let node = Node::ready(workspace)?;
    let begun = SystemTime::now();
    programs(workspace)?;

    let mut tauri = node.node(&[]);
    tauri
        .arg(workspace.root.join("node_modules/@tauri-apps/cli/tauri.js"))
        .args(["bundle", "--bundles", &kinds.join(",")])
        .args([
            "--config",
            &cli_place(&workspace.release.join("gatehouse").to_string_lossy()),
        ])
        .env("CI", "true")
        .current_dir(workspace.root.join("src-tauri"));
    process::run(&mut tauri, "Read the lines above.")?;

    let packages = packed(workspace, kinds, begun);
    if packages.is_empty() {
        return Err(Failure::new(
            "The bundler ended well, but no package was found.",
            "Look into target/release/bundle.",
        ));
    }
    for package in &packages {
        let size = package.metadata().map_or(0, |meta| meta.len());
        report::result(&format!("{}  {}", package.display(), megabytes(size)));
    }
    if check {
        self::check(workspace, &packages)
    } else {
        Ok(())
    }
}

/// Where the Linux packages find the command line, as JSON on top of `tauri.conf.json`: that file
/// names the usual place, and this one follows `CARGO_TARGET_DIR`.
fn cli_place(program: &str) -> String {
    let program = program.replace('\\', r"\\").replace('"', "\\\"");
    let files = format!(r#"{{"files":{{"/usr/bin/gatehouse":"{program}"}}}}"#);
    format!(r#"{{"bundle":{{"linux":{{"deb":{files},"rpm":{files}}}}}}}"#)
}

fn packed(workspace: &Workspace, kinds: &[&str], since: SystemTime) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = kinds
        .iter()
        .filter_map(|kind| {
            let folder = workspace.release.join("bundle").join(kind);
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

/// Installs the .deb as a person would, then starts both programs from where it put them.
fn check(workspace: &Workspace, packages: &[PathBuf]) -> Result<(), Failure> {
    let Some(deb) = packages
        .iter()
        .find(|path| path.to_string_lossy().ends_with(".deb"))
    else {
        return Err(Failure::new(
            "--check knows only .deb packages.",
            "Leave it out here.",
        ));
    };
    names_the_tray(deb)?;
    install_deb(deb)?;
    let version = process::output(&mut process::command("/usr/bin/gatehouse", &["--version"]))
        .ok_or_else(|| {
            Failure::new(
                "The installed command line does not start.",
                "Look at bundle.linux.deb.files in src-tauri/tauri.conf.json.",
            )
        })?;
    report::say(&format!("installed: {}", version.trim()));
    let home = Home::new()?;
    crate::workspace::make_folder(&workspace.artifacts)?;
    let mut window = session::in_window(workspace, &home)?;
    window
        .arg("bash")
        .arg(workspace.root.join("xtask/scripts/window-appears.sh"))
        .arg("/usr/bin/gatehouse-desktop")
        .arg(workspace.artifacts.join("installed-window.png"));
    process::run(&mut window, "Read the lines above.")
}

/// The tray's library is opened by name at run time, so no tool finds it among the needed ones; the
/// window dies at its start where it is missing.
fn names_the_tray(deb: &Path) -> Result<(), Failure> {
    let library = "libayatana-appindicator3-1";
    let mut question = process::command("dpkg-deb", &["--field"]);
    let depends = process::output(question.arg(deb).arg("Depends")).unwrap_or_default();
    if depends.contains(library) {
        return Ok(());
    }
    Err(Failure::new(
        format!("The package does not depend on {library}."),
        "Name it in bundle.linux.deb.depends of src-tauri/tauri.conf.json.",
    ))
}

fn install_deb(deb: &Path) -> Result<(), Failure> {
    let root = if system::is_root() {
        Root::Already
    } else {
        Root::Sudo
    };
    let [_, install] = packages::apt_commands(&["--reinstall", &deb.to_string_lossy()], root);
    let Some((program, arguments)) = install.split_first() else {
        return Ok(());
    };
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    process::run(
        &mut process::command(program, &arguments),
        "Read the lines above.",
    )
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
        for text in ["--bundles zip", "--bundles", "--fast"] {
            assert_eq!(parse(text, System::Debian).unwrap_err().exit, 2, "{text}");
        }
    }

    #[test]
    fn the_place_of_the_command_line_is_valid_json() {
        let files = r#"{"files":{"/usr/bin/gatehouse":"/a \"b\"\\c"}}"#;
        assert_eq!(
            cli_place(r#"/a "b"\c"#),
            format!(r#"{{"bundle":{{"linux":{{"deb":{files},"rpm":{files}}}}}}}"#)
        );
    }

    #[test]
    fn sizes_are_in_millions_of_bytes() {
        assert_eq!(megabytes(2_560_000), "2.5 MB");
        assert_eq!(megabytes(999), "0.0 MB");
    }
}
