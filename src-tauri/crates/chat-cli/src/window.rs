//! `gatehouse ask --window`: shows quick-ask, of the program that runs or of one that is started for
//! it. Must not know how the window is shown.
//!
//! The text goes by way of quick-ask's draft: other users of the computer can read the arguments of a
//! program, and a long text is none.

use crate::args::AskArgs;
use crate::prompt;
use crate::report::Ended;
use chat_core::failure::{Code, Failure};
use chat_engine::Engine;
use chat_engine::environment::this_program;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::process::Command;

/// The window's program.
const NAME: &str = "gatehouse-desktop";
/// How long it may take until it has taken what is asked: a little more than it gives itself.
const WITHIN: Duration = Duration::from_secs(5);

pub(crate) async fn ask(engine: &Engine, args: AskArgs, json: bool) -> Result<Ended, Failure> {
    if json {
        return Err(Failure::new(
            Code::ConfigInvalid,
            "--window shows a window and prints nothing, so --json does not go with it.",
        )
        .with_action("Leave one of them out."));
    }
    let text = prompt::read_any(args.prompt).await?;
    let program = beside().or_else(in_path).ok_or_else(missing)?;
    let is_kept = !text.is_empty();
    if is_kept {
        engine.add_to_quick_draft(text).await?;
    }
    show(&program).await.map_err(|failure| {
        if is_kept {
            failure.with_action("Your text is kept, and stands in quick-ask's box when it opens.")
        } else {
            failure.with_action("Look whether Gatehouse still answers; end it if it does not.")
        }
    })?;
    Ok(Ended::Done)
}

/// Starts the program, and waits until it has said that it took the wish, or has ended because the one
/// that runs took it.
async fn show(program: &Path) -> Result<(), Failure> {
    let mut command = Command::new(program);
    command
        .args(["--tell", "ask"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    // It outlives this run, and what is typed at this terminal is not for it.
    #[cfg(unix)]
    command.process_group(0);
    let mut child = command.spawn().map_err(|error| not_started(&error))?;
    let mut said = child.stdout.take();
    let mut word = [0_u8; 1];
    let told = async {
        match &mut said {
            // Closed without a word: it ends.
            Some(said) => said.read(&mut word).await.unwrap_or(0) > 0,
            None => false,
        }
    };
    let taken = async {
        if told.await {
            return true;
        }
        child.wait().await.is_ok_and(|status| status.success())
    };
    let taken = tokio::time::timeout(WITHIN, taken).await;
    match taken {
        Ok(true) => Ok(()),
        Ok(false) => Err(not_taken()),
        Err(_) => {
            // What is left of it would hang for ever.
            let _ = child.start_kill();
            Err(not_taken())
        }
    }
}

/// The window's program as it is installed: beside this one.
fn beside() -> Option<PathBuf> {
    let folder = this_program().ok()?;
    is_program(folder.parent()?)
}

fn in_path() -> Option<PathBuf> {
    let folders = chat_engine::environment::program_folders();
    folders.iter().find_map(|folder| is_program(folder))
}

fn is_program(folder: &Path) -> Option<PathBuf> {
    let path = folder.join(chat_engine::environment::program_file(NAME));
    // A relative folder would be whatever lies in the folder where this is called.
    (path.is_absolute() && path.is_file()).then_some(path)
}

fn missing() -> Failure {
    Failure::new(
        Code::Internal,
        "The window's program, gatehouse-desktop, is neither beside this one nor in PATH.",
    )
    .with_action("Install it, or ask here: gatehouse ask \"…\".")
}

fn not_started(error: &std::io::Error) -> Failure {
    Failure::new(
        Code::Internal,
        format!("gatehouse-desktop could not be started: {}.", error.kind()),
    )
}

fn not_taken() -> Failure {
    Failure::new(
        Code::Internal,
        "Gatehouse's window did not take the question within five seconds.",
    )
}
