//! `cargo xtask bench start`: what starting the window and leaving it alone cost, beside an empty
//! window of the same Tauri, built in the same run.
//!
//! It prepares and starts; what is measured, and the goals, are in `tests/benches/start`.

use crate::bundle;
use crate::failure::Failure;
use crate::home::Home;
use crate::install::{self, Consent};
use crate::node::Node;
use crate::packages::Need;
use crate::process;
use crate::session;
use crate::workspace::Workspace;

const HERE: &str = "tests/benches/start";
const USAGE: &str = "cargo xtask bench start [--yes] [--runs N]";
const READ_ABOVE: &str = "Read the lines above.";

#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    yes: bool,
    /// For the measuring program, as it was given.
    runs: Vec<String>,
}

fn options(arguments: &[String]) -> Result<Options, Failure> {
    let mut options = Options::default();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--yes" | "-y" => options.yes = true,
            "--runs" => {
                let count = arguments.next().cloned();
                let count = count.ok_or_else(|| Failure::usage("--runs wants a value.", USAGE))?;
                options.runs = vec![argument.clone(), count];
            }
            other => {
                let what = format!("`bench start` has no argument {other}.");
                return Err(Failure::usage(&what, USAGE));
            }
        }
    }
    Ok(options)
}

/// The bench.
///
/// # Errors
/// For wrong usage, when it cannot be measured, or, with status 1, when a goal was missed.
pub(super) fn start(workspace: &Workspace, arguments: &[String]) -> Result<(), Failure> {
    let options = options(arguments)?;
    let needs = [Need::Window, Need::Python, Need::Keyring, Need::RealWindow];
    install::ensure(&needs, Consent::from_flag(options.yes))?;
    let node = Node::ready(workspace)?;
    bundle::window(workspace, &[])?;
    process::run(
        bundle::window_build(workspace).args(["--example", "empty"]),
        READ_ABOVE,
    )?;
    let home = Home::new()?;
    let mut command = session::in_window(workspace, &home)?;
    command
        .arg(node.program())
        .arg(workspace.root.join(HERE).join("main.js"))
        .args(&options.runs)
        .env("GATEHOUSE_BENCH_APP", workspace.release_app())
        .env("GATEHOUSE_BENCH_EMPTY", workspace.release_example("empty"));
    process::run(&mut command, READ_ABOVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_number_of_rounds_is_handed_on() {
        let given = options(&words("--runs 5 -y")).unwrap();
        assert!(given.yes);
        assert_eq!(given.runs, words("--runs 5"));
        assert_eq!(options(&[]).unwrap(), Options::default());
    }

    #[test]
    fn an_unknown_flag_or_a_missing_value_is_wrong_usage() {
        for line in ["--fast", "--runs"] {
            assert_eq!(options(&words(line)).unwrap_err().exit, 2, "{line}");
        }
    }
}
