//! The system's opener for an address: one program, one argument, no shell, and nothing of our
//! environment that holds a key.

use std::ffi::OsString;
use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use chat_engine::environment::HandedOn;
use tokio::process::Command;

/// How long a failure is waited for. Where no desktop runs, the opener itself becomes the browser
/// and does not end before it.
const FAILS_WITHIN: Duration = Duration::from_secs(2);

/// What an opening gives, later.
pub(crate) type Opening<'a> = Pin<Box<dyn Future<Output = io::Result<()>> + Send + 'a>>;

/// Opens an address outside of this program.
pub(crate) trait Opener: Send + Sync {
    /// Opens an address that was checked. Returns once the system has taken it.
    fn open<'a>(&'a self, href: &'a str) -> Opening<'a>;
}

/// What the desktop opens addresses with.
pub(crate) struct SystemOpener;

impl Opener for SystemOpener {
    fn open<'a>(&'a self, href: &'a str) -> Opening<'a> {
        Box::pin(async move { run(href, &HandedOn::of_process()).await })
    }
}

/// Runs the opener and waits a moment for its failure.
async fn run(href: &str, variables: &HandedOn) -> io::Result<()> {
    let (program, arguments) = opener(href, variables)
        .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "there is no opener"))?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env_clear()
        .envs(variables.pairs())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // What ends us by a key of the terminal does not end the browser.
    #[cfg(unix)]
    command.process_group(0);
    let mut child = command.spawn()?;
    // Dropped after that, it is reaped when it ends.
    match tokio::time::timeout(FAILS_WITHIN, child.wait()).await {
        Ok(ended) => ended.and_then(went_well),
        Err(_) => Ok(()),
    }
}

fn went_well(status: ExitStatus) -> io::Result<()> {
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!("the opener ended with {status}")))
    }
}

/// The program and its arguments. An address begins with its scheme, so it is never an option.
#[cfg(target_os = "linux")]
fn opener(href: &str, variables: &HandedOn) -> Option<(PathBuf, Vec<OsString>)> {
    Some((variables.find("xdg-open")?, vec![href.into()]))
}

#[cfg(target_os = "macos")]
fn opener(href: &str, _: &HandedOn) -> Option<(PathBuf, Vec<OsString>)> {
    Some((PathBuf::from("/usr/bin/open"), vec![href.into()]))
}

#[cfg(windows)]
fn opener(href: &str, variables: &HandedOn) -> Option<(PathBuf, Vec<OsString>)> {
    let root = PathBuf::from(variables.get("SystemRoot")?);
    let program = root.join("System32").join("rundll32.exe");
    let arguments = vec!["url.dll,FileProtocolHandler".into(), href.into()];
    Some((program, arguments))
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    fn fake(folder: &Path, script: &str) -> HandedOn {
        let program = folder.join("xdg-open");
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let path = format!("relative:{}:/usr/bin:/bin", folder.display());
        HandedOn::from_pairs([
            ("PATH".into(), path.into()),
            ("OUT".into(), folder.join("out").into()),
        ])
    }

    /// Mutation seen to fail: `opener-gets-ours` in `xtask/scripts/mutations_answer.py`.
    #[tokio::test]
    async fn the_opener_gets_the_address_as_one_argument_and_our_variables_only() {
        let folder = tempfile::tempdir().unwrap();
        let script = r#"printf '%s\n' "$#" "$1" > "$OUT"; env >> "$OUT""#;
        let variables = fake(folder.path(), script);
        let href = "https://example.org/?a=$(touch%20x);b&c='`";
        run(href, &variables).await.unwrap();
        let seen = std::fs::read_to_string(folder.path().join("out")).unwrap();
        let mut lines = seen.lines();
        assert_eq!((lines.next(), lines.next()), (Some("1"), Some(href)));
        // Cargo's own variables would be there if ours were handed on.
        assert!(!lines.any(|line| line.starts_with("CARGO")), "{seen}");
    }

    #[tokio::test]
    async fn a_failing_or_missing_opener_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let variables = fake(folder.path(), "exit 3");
        assert!(run("https://example.org/", &variables).await.is_err());
        let nowhere = HandedOn::from_pairs([("PATH".into(), "relative:/nonexistent".into())]);
        let error = run("https://example.org/", &nowhere).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}
