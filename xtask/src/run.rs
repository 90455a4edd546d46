//! `cargo xtask run`: install, build, open the window; without a display, the same in the terminal.

use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::install::{self, Consent};
use crate::packages::Need;
use crate::process;
use crate::report;
use crate::system::{self, System};
use crate::workspace::Workspace;

const BUILD_FAILED: &str = "Read the compiler's lines above.";
const FIRST_QUESTION: &str = "What is 2+2?";

#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    yes: bool,
    /// Given to the program that is started.
    arguments: Vec<String>,
}

fn options(arguments: &[String]) -> Result<Options, Failure> {
    let mut options = Options::default();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--yes" | "-y" => options.yes = true,
            "--" => options.arguments.extend(rest.by_ref().cloned()),
            other => {
                return Err(Failure::usage(
                    &format!("`cargo xtask run` does not know {other}."),
                    "It takes --yes, and arguments for the program after --.",
                ));
            }
        }
    }
    Ok(options)
}

/// The command.
///
/// # Errors
/// When something is missing and cannot be installed, or the build fails.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Failure> {
    let options = options(arguments)?;
    let consent = Consent::from_flag(options.yes);
    if system::has_display(System::here()) {
        in_window(workspace, consent, &options.arguments)
    } else {
        in_terminal(workspace, consent, &options.arguments)
    }
}

fn in_window(workspace: &Workspace, consent: Consent, arguments: &[String]) -> Result<(), Failure> {
    install::ensure(&[Need::Window], consent)?;
    build(workspace, "gatehouse-desktop")?;
    build(workspace, "chat-cli")?;
    report::say("Opening the window. Closing it may leave Gatehouse in the tray: Quit is there.");
    process::run(
        Command::new(workspace.app()).args(arguments),
        "Read the lines above; GATEHOUSE_LOG=debug tells more.",
    )
}

fn in_terminal(
    workspace: &Workspace,
    consent: Consent,
    arguments: &[String],
) -> Result<(), Failure> {
    report::say("There is no display here, so Gatehouse runs in this terminal.");
    install::ensure(&[Need::Cli], consent)?;
    build(workspace, "chat-cli")?;
    let cli = workspace.cli();
    let question = question();
    report::say(&format!("\nYou: {question}"));
    let mut ask = Command::new(&cli);
    // `--` keeps a question that begins with a dash a question.
    ask.arg("ask")
        .args(arguments)
        .arg("--")
        .arg(&question)
        .stdin(Stdio::null());
    let status = ask.status().map_err(|error| {
        Failure::new(
            format!("The command line did not start: {error}."),
            BUILD_FAILED,
        )
    })?;
    let cli = cli.display();
    if !status.success() {
        return Err(Failure::new(
            format!("The question was not answered ({status})."),
            format!("`{cli} doctor` looks for the reason."),
        ));
    }
    report::say(&format!(
        "\nGo on with:  {cli} ask --continue \"...\"\n\
         A new one:   {cli} ask \"...\"\n\
         Your key:    {cli} keys set gateway"
    ));
    Ok(())
}

/// What to ask: typed by the person, or a first question where nobody types.
fn question() -> String {
    if !report::can_ask() {
        return FIRST_QUESTION.to_owned();
    }
    report::ask_line(&format!("Ask anything (Enter asks \"{FIRST_QUESTION}\"): "))
        .filter(|line| !line.is_empty())
        .unwrap_or_else(|| FIRST_QUESTION.to_owned())
}

/// Builds one package as the stages of the tests do, so that both share what was built.
fn build(workspace: &Workspace, package: &str) -> Result<(), Failure> {
    let mut cargo = process::cargo(&["build", "--locked", "-p", package]);
    process::run(cargo.current_dir(&workspace.root), BUILD_FAILED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_dashes_belongs_to_the_program() {
        let words = |text: &str| {
            text.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        for (line, yes, rest) in [
            ("", false, ""),
            ("--yes", true, ""),
            ("-y -- -c demo", true, "-c demo"),
            ("-- --yes", false, "--yes"),
        ] {
            let expected = Options {
                yes,
                arguments: words(rest),
            };
            assert_eq!(options(&words(line)).unwrap(), expected, "{line:?}");
        }
        assert_eq!(options(&words("--no")).unwrap_err().exit, 2);
    }
}
