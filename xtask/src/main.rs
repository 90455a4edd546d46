//! `cargo xtask`: sets up what the machine lacks, then runs, tests or bundles Gatehouse.
//!
//! This file only reads the command line and picks a command. It knows nothing of packages,
//! stages or programs. The crate has no dependency, so that it builds in seconds on a machine
//! that has nothing yet.

mod bench;
mod bundle;
mod chromium;
mod failure;
mod faults;
mod home;
mod http;
mod install;
mod litellm;
mod live;
mod node;
mod packages;
mod peers;
mod process;
mod python;
mod report;
mod run;
mod session;
mod stages;
mod steps;
mod system;
mod test;
mod vercel;
mod workspace;

use std::process::ExitCode;

use failure::Failure;
use workspace::Workspace;

const USAGE: &str = "\
cargo xtask run [--yes] [-- ARGS]              install what is missing, build, open the window
cargo xtask test [--yes] [--full] [STAGE...]   install what the tests lack, run them all
cargo xtask test --list                        name the stages
cargo xtask bundle [--yes] [--check] [--bundles LIST]   build the installable packages
cargo xtask peers local-model | litellm | aimock | vercel-cli [--yes]
                                               start something real that is not ours, to talk to
cargo xtask live                               ask the real gateway, with a key from the environment
cargo xtask bench [NAME]                       list the benches, or run one
cargo xtask faults [--points N]                fail or kill a turn at every write and sync";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            report::warn(&format!("\n{failure}"));
            ExitCode::from(failure.exit)
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<(), Failure> {
    let Some((command, rest)) = arguments.split_first() else {
        return Err(Failure::usage("No command was given.", USAGE));
    };
    let workspace = Workspace::find()?;
    match command.as_str() {
        "run" => run::run(&workspace, rest),
        "test" => test::test(&workspace, rest),
        "bundle" => bundle::bundle(&workspace, rest),
        "peers" => peers::peers(&workspace, rest),
        "live" => live::live(&workspace, rest),
        "bench" => bench::bench(&workspace, rest),
        "faults" => faults::faults(&workspace, rest),
        "help" | "--help" | "-h" => {
            report::say(USAGE);
            Ok(())
        }
        other => Err(Failure::usage(
            &format!("There is no command `{other}`."),
            USAGE,
        )),
    }
}
