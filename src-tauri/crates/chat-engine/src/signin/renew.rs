//! One renewal: which commands, in which order, within one minute.
//!
//! First `vercel project token`, which writes no file. Where the CLI is too old for it,
//! `vercel env pull` into a private folder of ours: it rewrites the whole file that it is given,
//! so it is never given the person's.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use tokio::io::AsyncReadExt as _;
use tokio::time::Instant;

use super::{Project, Ran, Run, RunCli, SignInError, verdict};

/// How long a renewal may take, whatever it has to try.
pub const LIMIT: Duration = Duration::from_mins(1);

/// What is needed to renew.
#[derive(Debug, Clone)]
pub(super) struct Needed {
    /// The CLI that the person set.
    pub(super) cli: Option<PathBuf>,
    /// Whose token.
    pub(super) project: Project,
    /// The linked folder; without one there is only the newer way.
    pub(super) folder: Option<PathBuf>,
}

/// A new token, unread.
pub(super) async fn renew(cli: &dyn RunCli, needed: &Needed) -> Result<SecretString, SignInError> {
    let end = Instant::now() + LIMIT;
    let first = match project_token(cli, needed, end).await {
        Ok(token) => return Ok(token),
        Err(error) => error,
    };
    let folder = match &needed.folder {
        Some(folder) if is_worth_another_try(&first) => folder,
        Some(_) | None => return Err(first),
    };
    let second = match env_pull(cli, needed, folder, end).await {
        Ok(token) => return Ok(token),
        Err(error) => error,
    };
    // The one that says more.
    Err(match (first, second) {
        (first, SignInError::Failed { .. }) if first != SignInError::CliTooOld => first,
        (_, second) => second,
    })
}

/// Whether the older way may do what the newer one could not. With a login that is over, the
/// newer one claims that the team cannot be reached; the older one knows.
fn is_worth_another_try(error: &SignInError) -> bool {
    match error {
        SignInError::CliTooOld
        | SignInError::NotLinked
        | SignInError::NoAccess
        | SignInError::OidcOff
        | SignInError::Unreadable
        | SignInError::TooMuchOutput
        | SignInError::Failed { .. } => true,
        SignInError::CliMissing
        | SignInError::CliUnusable
        | SignInError::NoProject
        | SignInError::BadLink
        | SignInError::NotLoggedIn
        | SignInError::Offline
        | SignInError::TimedOut
        | SignInError::AlreadyExpired
        | SignInError::NoFolder => false,
    }
}

/// `vercel project token ID --format=json [--scope TEAM]`
async fn project_token(
    cli: &dyn RunCli,
    needed: &Needed,
    end: Instant,
) -> Result<SecretString, SignInError> {
    let project = &needed.project;
    let mut arguments: Vec<OsString> = ["project", "token", project.id(), "--format=json"]
        .map(Into::into)
        .into();
    if let Some(team) = project.team() {
        arguments.extend(["--scope", team].map(Into::into));
    }
    // It needs no folder, but every program runs in one.
    let folder = needed.folder.clone().unwrap_or_else(std::env::temp_dir);
    let ran = run(cli, needed, arguments, folder, end).await?;
    verdict::project_token(&ran)
}

/// `vercel env pull FILE --yes`, and the file read and removed.
async fn env_pull(
    cli: &dyn RunCli,
    needed: &Needed,
    folder: &std::path::Path,
    end: Instant,
) -> Result<SecretString, SignInError> {
    // Removed with all that is in it when it goes out of scope, however this ends.
    let private = private_folder()?;
    let file = private.path().join("pulled.env");
    let arguments = ["env", "pull"].map(Into::into).into_iter();
    let arguments = arguments
        .chain([file.clone().into(), "--yes".into()])
        .collect();
    let ran = run(cli, needed, arguments, folder.to_path_buf(), end).await?;
    verdict::env_pull(&ran)?;
    let open = tokio::fs::File::open(&file).await;
    let mut bytes = Vec::new();
    let limit = chat_core::env_file::MAX_BYTES as u64 + 1;
    let read = match open {
        Ok(open) => open.take(limit).read_to_end(&mut bytes).await,
        Err(error) => Err(error),
    };
    read.map_err(|_| SignInError::Unreadable)?;
    verdict::pulled(&bytes)
}

async fn run(
    cli: &dyn RunCli,
    needed: &Needed,
    arguments: Vec<OsString>,
    folder: PathBuf,
    end: Instant,
) -> Result<Ran, SignInError> {
    let run = Run {
        chosen: needed.cli.clone(),
        arguments,
        folder,
        limit: end.saturating_duration_since(Instant::now()),
    };
    cli.run(run).await
}

/// A fresh folder that only this person can look into: the CLI makes the file readable for all.
fn private_folder() -> Result<tempfile::TempDir, SignInError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("gatehouse-");
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o700))
    };
    builder.tempdir().map_err(|_| SignInError::NoFolder)
}
