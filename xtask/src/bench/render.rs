//! `cargo xtask bench render`: what drawing a growing answer costs, in Rust, in WebKitGTK and in
//! Chromium, beside what others use; and what a conversation of 10,000 messages costs in the real
//! window.
//!
//! It prepares and starts; what is measured, and the goals, are in `chat-render/benches/render` and
//! `tests/benches/render`.

use std::path::PathBuf;

use crate::bundle;
use crate::chromium;
use crate::failure::Failure;
use crate::home::Home;
use crate::install::{self, Consent};
use crate::node::Node;
use crate::packages::Need;
use crate::process;
use crate::report;
use crate::session;
use crate::steps;
use crate::workspace::{Workspace, empty_folder, make_folder, write_file};

const HERE: &str = "tests/benches/render";
const USAGE: &str = "cargo xtask bench render [--yes] [--only rust|webkit|chromium|long] \
                     [--renderers A,B] [--runs N]";
const READ_ABOVE: &str = "Read the lines above.";
const RUST: [&str; 6] = [
    "bench",
    "--locked",
    "-p",
    "chat-render",
    "--bench",
    "render",
];
/// The answer and its patches are the same from an unoptimised build, which is there already.
const WRITE: [&str; 3] = ["--profile", "dev", "--"];

/// What is measured; each by itself with `--only`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The cost of a delta and the size of patches.
    Rust,
    /// One answer through every renderer in one engine.
    Page(&'static str),
    /// The long conversation.
    Long,
}

const PARTS: [(&str, Part); 4] = [
    ("rust", Part::Rust),
    ("webkit", Part::Page("webkit")),
    ("chromium", Part::Page("chromium")),
    ("long", Part::Long),
];

#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    yes: bool,
    only: Option<String>,
    /// For the page's part and the long conversation, as it was given.
    runs: Vec<String>,
    /// For the page's part alone.
    renderers: Vec<String>,
}

fn options(arguments: &[String]) -> Result<Options, Failure> {
    let mut options = Options::default();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .cloned()
                .ok_or_else(|| Failure::usage(&format!("{argument} wants a value."), USAGE))
        };
        match argument.as_str() {
            "--yes" | "-y" => options.yes = true,
            "--only" => options.only = Some(value()?),
            "--renderers" => options.renderers = vec![argument.clone(), value()?],
            "--runs" => options.runs = vec![argument.clone(), value()?],
            other => {
                let what = format!("`bench render` has no argument {other}.");
                return Err(Failure::usage(&what, USAGE));
            }
        }
    }
    match &options.only {
        Some(only) if PARTS.iter().all(|(name, _)| name != only) => Err(Failure::usage(
            &format!("There is no part `{only}`."),
            USAGE,
        )),
        Some(_) | None => Ok(options),
    }
}

/// The bench. All parts run, also after a miss.
///
/// # Errors
/// For wrong usage, when a part cannot be measured, or, with status 1, when a goal was missed.
pub(super) fn render(workspace: &Workspace, arguments: &[String]) -> Result<(), Failure> {
    let options = options(arguments)?;
    let wanted = |name: &str| options.only.as_ref().is_none_or(|only| only == name);
    let parts = || PARTS.iter().filter(|(name, _)| wanted(name));
    if parts().any(|(_, part)| *part != Part::Rust) {
        let needs = [
            Need::Window,
            Need::Python,
            Need::Browser,
            Need::Keyring,
            Need::RealWindow,
        ];
        install::ensure(&needs, Consent::from_flag(options.yes))?;
    }
    let mut missed = None;
    for (name, part) in parts() {
        report::heading(&format!("bench render: {name}"));
        let outcome = match part {
            Part::Rust => rust(workspace),
            Part::Page(engine) => page(workspace, engine, &options),
            Part::Long => long(workspace, &options.runs),
        };
        match outcome {
            Ok(()) => {}
            // What a part ends with on a miss, and on nothing else.
            Err(failure) if failure.status == Some(1) => missed = Some(failure),
            Err(failure) => return Err(failure),
        }
    }
    missed.map_or(Ok(()), Err)
}

fn rust(workspace: &Workspace) -> Result<(), Failure> {
    process::run(
        process::cargo(&RUST).current_dir(&workspace.root),
        READ_ABOVE,
    )
}

/// The answer in steps, and the patches that show it.
fn data(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let folder = workspace.debug.with_file_name("bench-render");
    let mut command = process::cargo(&RUST);
    command
        .args(WRITE)
        .arg("--write")
        .arg(&folder)
        .current_dir(&workspace.root);
    process::prepare(&mut command, READ_ABOVE)?;
    Ok(folder)
}

fn page(workspace: &Workspace, engine: &str, options: &Options) -> Result<(), Failure> {
    let node = Node::ready(workspace)?;
    let bundles = others(workspace, &node)?;
    let data = data(workspace)?;
    let chromium = chromium::ready(workspace, &node)?;
    let home = Home::new()?;
    let mut command = session::in_window(workspace, &home)?;
    command
        .arg(node.program())
        .arg(workspace.root.join(HERE).join("main.js"))
        .args(["--only", engine])
        .arg("--data")
        .arg(data)
        .arg("--others")
        .arg(bundles)
        .args(&options.renderers)
        .args(&options.runs)
        .env("GATEHOUSE_TEST_CHROMIUM", chromium);
    process::run(&mut command, READ_ABOVE)
}

fn long(workspace: &Workspace, runs: &[String]) -> Result<(), Failure> {
    let node = Node::ready(workspace)?;
    let data = data(workspace)?;
    let home = Home::new()?;
    let session = session::in_window(workspace, &home)?;
    let mut command = steps::window_tests(workspace, &node, session)?;
    // What a person runs: an unoptimised engine costs several times as much as the page does.
    bundle::programs(workspace)?;
    command
        .env("GATEHOUSE_TEST_CLI", workspace.release_cli())
        .env("GATEHOUSE_TEST_APP", workspace.release_app())
        .arg(workspace.root.join(HERE).join("long.js"))
        .arg("--data")
        .arg(data)
        .args(runs)
        .current_dir(&workspace.root);
    process::run(&mut command, READ_ABOVE)
}

/// Fetches what ours is compared with, of the pinned versions, and makes a module of each. They
/// live among the private tools, so that the checkout holds nothing of them.
fn others(workspace: &Workspace, node: &Node) -> Result<PathBuf, Failure> {
    let place = workspace.tools.join("render-bench");
    let modules = place.join("node_modules");
    make_folder(&place)?;
    let read = |path: PathBuf| {
        std::fs::read_to_string(&path).map_err(|error| {
            Failure::new(
                format!("{} could not be read: {error}.", path.display()),
                "Restore it with `git checkout`.",
            )
        })
    };
    let here = workspace.root.join(HERE);
    let lock = read(here.join("package-lock.json"))?;
    let stamp = modules.join(".gatehouse-lock");
    if !std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        write_file(
            &place.join("package.json"),
            &read(here.join("package.json"))?,
        )?;
        write_file(&place.join("package-lock.json"), &lock)?;
        // None of them needs a script to be run; none gets to run one.
        let mut install = node.npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        install.current_dir(&place);
        process::prepare(&mut install, "Check the network, then start this again.")?;
        write_file(&stamp, &lock)?;
    }
    let bundles = place.join("bundles");
    empty_folder(&bundles)?;
    let mut bundle = node.node(&[]);
    bundle
        .arg(modules.join("esbuild/bin/esbuild"))
        .args(workspace.files(&format!("{HERE}/others"), ".js"))
        .args([
            "--bundle",
            "--format=esm",
            "--minify",
            "--log-level=warning",
            "--define:process.env.NODE_ENV=\"production\"",
        ])
        .arg(format!("--outdir={}", bundles.display()))
        .env("NODE_PATH", &modules);
    process::prepare(&mut bundle, READ_ABOVE)?;
    Ok(bundles)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn a_part_can_be_chosen_and_the_page_gets_its_own_arguments() {
        let given = options(&words(
            "--only webkit --renderers floor,gatehouse --runs 1 -y",
        ));
        assert_eq!(
            given.unwrap(),
            Options {
                yes: true,
                only: Some("webkit".to_owned()),
                runs: words("--runs 1"),
                renderers: words("--renderers floor,gatehouse"),
            }
        );
        assert_eq!(options(&[]).unwrap(), Options::default());
    }

    #[test]
    fn an_unknown_part_or_flag_or_a_missing_value_is_wrong_usage() {
        for line in ["--only nothing", "--fast", "--only", "--runs"] {
            assert_eq!(options(&words(line)).unwrap_err().exit, 2, "{line}");
        }
    }
}
