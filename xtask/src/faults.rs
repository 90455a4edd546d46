//! `cargo xtask faults`: a fault at every write and sync of a turn, one after the other; then four
//! processes that do 10,000 things at once on one folder.
//!
//! What is tried and what must hold afterwards is a test (`tests/tests/durable/sweep.rs`).

use crate::failure::Failure;
use crate::install::{self, Consent};
use crate::packages::Need;
use crate::process;
use crate::workspace::Workspace;

/// Operations of each of four processes that work at once.
const EACH: u32 = 2_500;
const HOW: &str = "It has --points N, which tries only so many, and --yes.";

/// The command.
///
/// # Errors
/// For other arguments, and when something did not hold.
pub(crate) fn faults(workspace: &Workspace, arguments: &[String]) -> Result<(), Failure> {
    let (points, yes) = options(arguments)?;
    install::ensure(&[Need::Cli, Need::Journeys], Consent::from_flag(yes))?;
    let read = "Read the lines above.";
    let build = ["build", "--locked", "-p", "chat-cli"];
    process::run(process::cargo(&build).current_dir(&workspace.root), read)?;
    let mut sweep = process::cargo(&["test", "--locked", "-p", "gatehouse-tests"]);
    sweep
        .args(["--test", "durable", "--", "--ignored", "--nocapture"])
        .arg("at_every_write_of_a_turn")
        .current_dir(&workspace.root);
    if let Some(points) = points {
        sweep.env("GATEHOUSE_FAULT_POINTS", points.to_string());
    }
    process::run(&mut sweep, read)?;
    let mut crowd = process::cargo(&["test", "--locked", "-p", "chat-engine", "--test", "store"]);
    crowd
        .args(["crowd", "--", "--nocapture"])
        .env("GATEHOUSE_TEST_OPERATIONS", EACH.to_string())
        .current_dir(&workspace.root);
    process::run(&mut crowd, read)
}

/// How many points, and whether to go on without asking.
fn options(arguments: &[String]) -> Result<(Option<u32>, bool), Failure> {
    let (mut points, mut yes) = (None, false);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--yes" | "-y" => yes = true,
            "--points" => {
                let number = arguments.next().and_then(|number| number.parse().ok());
                let number = number.ok_or_else(|| Failure::usage("How many points?", HOW))?;
                points = Some(number);
            }
            other => {
                return Err(Failure::usage(&format!("`faults` has no {other}."), HOW));
            }
        }
    }
    Ok((points, yes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_points_is_read() {
        let read = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            options(&words).ok()
        };
        assert_eq!(read(&[]), Some((None, false)));
        assert_eq!(read(&["--points", "30", "--yes"]), Some((Some(30), true)));
        assert_eq!(read(&["--points"]), None);
        assert_eq!(read(&["--points", "many"]), None);
        assert_eq!(read(&["more"]), None);
    }
}
