//! Starting other programs: finding them, showing what is run, reading what they say.
//!
//! No shell is ever involved: a command is a program and a list of arguments.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::report;

/// The program of that name on `PATH`.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let endings: &[&str] = if cfg!(windows) {
        &[".exe", ".cmd", ".bat", ""]
    } else {
        &[""]
    };
    std::env::split_paths(&path)
        .flat_map(|folder| {
            endings
                .iter()
                .map(move |ending| folder.join(format!("{name}{ending}")))
        })
        .find(|candidate| is_program(candidate))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata()
        .is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// A command made of its words. The first one is the program.
pub(crate) fn command<S: AsRef<OsStr>>(program: S, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    command
}

/// The cargo that runs us, so that a toolchain chosen with `cargo +1.95` stays chosen.
///
/// What the outer cargo tells us of our own package is taken away: build scripts that look at it
/// would run anew whenever a build started here follows one that a person started, and back.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = command(program, arguments);
    for (name, _) in std::env::vars_os() {
        if is_of_a_package(&name.to_string_lossy()) {
            command.env_remove(name);
        }
    }
    command
}

/// Whether cargo sets this variable for the one package that it runs.
/// Source: the Cargo book, "Environment variables Cargo sets for crates".
fn is_of_a_package(name: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_EXE_"]
        .iter()
        .any(|start| name.starts_with(start))
        || [
            "CARGO_CRATE_NAME",
            "CARGO_BIN_NAME",
            "CARGO_PRIMARY_PACKAGE",
            "OUT_DIR",
        ]
        .contains(&name)
}

/// Shows the command, runs it on our terminal and waits for it.
///
/// # Errors
/// When it cannot be started or exits with anything but 0; `action` says what to do then.
pub(crate) fn run(command: &mut Command, action: &str) -> Result<(), Failure> {
    let shown = shown(command);
    report::say(&format!("$ {shown}"));
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure {
            status: status.code(),
            ..Failure::new(format!("`{}` failed ({status}).", short(&shown)), action)
        }),
        Err(error) => Err(Failure::new(
            format!("`{}` did not start: {error}.", short(&shown)),
            action,
        )),
    }
}

/// The same for a command that only prepares: what it prints goes to stderr, so that stdout
/// keeps to results.
///
/// # Errors
/// As [`run`].
pub(crate) fn prepare(command: &mut Command, action: &str) -> Result<(), Failure> {
    run(command.stdout(std::io::stderr()), action)
}

/// What the command prints when it exits with 0; its errors are not shown.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What the command prints, whatever its exit status.
pub(crate) fn said(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command as one could type it.
pub(crate) fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    // Rustup names cargo by a long path that says nothing to the reader.
    let is_cargo = program.file_stem().is_some_and(|stem| stem == "cargo");
    let program = if is_cargo {
        OsStr::new("cargo")
    } else {
        program.as_os_str()
    };
    std::iter::once(program)
        .chain(command.get_args())
        .map(|word| quoted(&word.to_string_lossy()))
        .collect::<Vec<_>>()
        .join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=+,@%*~\\".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// At most 80 characters of a long command, for a sentence.
fn short(shown: &str) -> String {
    if shown.chars().count() <= 80 {
        return shown.to_owned();
    }
    let mut cut: String = shown.chars().take(79).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shown_command_can_be_pasted_into_a_shell() {
        for (words, expected) in [
            (
                vec!["apt-get", "install", "-y", "file"],
                "apt-get install -y file",
            ),
            (vec!["say", "it's here"], r"say 'it'\''s here'"),
            (vec!["say", ""], "say ''"),
            (vec!["say", "$HOME;rm"], "say '$HOME;rm'"),
        ] {
            let (program, arguments) = words.split_first().unwrap();
            assert_eq!(shown(&command(program, arguments)), expected);
        }
    }

    #[test]
    fn a_long_command_is_cut_for_a_sentence() {
        assert_eq!(short(&"x".repeat(200)).chars().count(), 80);
        assert_eq!(short("short"), "short");
    }

    #[test]
    fn a_program_that_fails_gives_no_output_but_may_have_said_something() {
        let cargo = || cargo(&["no-such-verb"]);
        assert_eq!(output(&mut cargo()), None);
        assert!(said(&mut cargo()).is_some());
    }
}
