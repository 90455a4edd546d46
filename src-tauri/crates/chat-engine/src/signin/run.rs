//! Running the Vercel CLI: without a shell, with bounds on time and output.
//!
//! What the output means is not known here.

use std::ffi::OsString;
use std::fmt::{self, Debug};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::{ChildVariables, SignInError, find};

/// Most bytes that are kept of what the CLI prints, of each stream.
pub const MAX_OUTPUT: usize = 64 * 1024;

/// How long the end of the output is waited for once the CLI has ended: something that it left
/// running may hold the pipe open.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// One run.
#[derive(Debug, Clone)]
pub struct Run {
    /// The program that the person set; none: the first that is found.
    pub chosen: Option<PathBuf>,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// Where it runs.
    pub folder: PathBuf,
    /// After that long it is killed, with all that it started.
    pub limit: Duration,
}

/// What a run that ended left. It may hold a token, so `Debug` shows only how much there is.
#[derive(Clone, PartialEq, Eq)]
pub struct Ran {
    /// Its exit status; none where a signal ended it.
    pub code: Option<i32>,
    /// At most [`MAX_OUTPUT`] bytes.
    pub stdout: Vec<u8>,
    /// At most [`MAX_OUTPUT`] bytes.
    pub stderr: Vec<u8>,
}

impl Debug for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ran")
            .field("code", &self.code)
            .field("stdout", &self.stdout.len())
            .field("stderr", &self.stderr.len())
            .finish()
    }
}

/// The Vercel CLI, or something that plays it.
pub trait RunCli: Send + Sync + Debug {
    /// Runs it to its end. Dropping the future kills it.
    fn run(&self, run: Run) -> BoxFuture<'_, Result<Ran, SignInError>>;
}

/// The CLI of this machine.
#[derive(Debug)]
pub struct InstalledCli {
    variables: ChildVariables,
}

impl InstalledCli {
    /// One that is found, and runs, with these variables.
    pub fn new(variables: ChildVariables) -> Self {
        Self { variables }
    }

    async fn start(&self, run: &Run) -> Result<Child, SignInError> {
        let (variables, chosen) = (self.variables.clone(), run.chosen.clone());
        let found = tokio::task::spawn_blocking(move || {
            let program = find::find(&variables, chosen.as_deref())?;
            let path = find::path_beside(&program, &variables);
            Ok((program, path))
        });
        let (program, path) = found.await.map_err(|_| SignInError::CliUnusable)??;
        let mut command = Command::new(program);
        command
            .args(&run.arguments)
            .current_dir(&run.folder)
            .env_clear()
            .envs(self.variables.iter())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        if let Some(path) = path {
            command.env("PATH", path);
        }
        // A group of its own, so that what it starts can be ended with it.
        #[cfg(unix)]
        command.process_group(0);
        command.spawn().map_err(|_| SignInError::CliUnusable)
    }
}

impl RunCli for InstalledCli {
    fn run(&self, run: Run) -> BoxFuture<'_, Result<Ran, SignInError>> {
        Box::pin(async move {
            let mut child = self.start(&run).await?;
            // While it is not waited for, its number cannot belong to anybody else.
            let mut group = Group(child.id());
            let ran = timeout(run.limit, to_the_end(&mut child)).await;
            if let Ok(Ok(_)) = &ran {
                group.leave();
            }
            ran.map_err(|_| SignInError::TimedOut)?
        })
    }
}

/// Reads all that it prints, and waits for its end.
async fn to_the_end(child: &mut Child) -> Result<Ran, SignInError> {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let ended = {
        let reading =
            futures::future::try_join(bounded(out, &mut stdout), bounded(err, &mut stderr));
        tokio::pin!(reading);
        tokio::select! {
            biased;
            read = &mut reading => {
                read?;
                child.wait().await
            }
            ended = child.wait() => {
                // When this time is over, what was read is all there is.
                if let Ok(read) = timeout(LAST_WORDS, &mut reading).await {
                    read?;
                }
                ended
            }
        }
    };
    let status = ended.map_err(|_| SignInError::CliUnusable)?;
    Ok(Ran {
        code: status.code(),
        stdout,
        stderr,
    })
}

/// Reads to the end, or refuses more than [`MAX_OUTPUT`].
async fn bounded(
    from: Option<impl AsyncRead + Unpin>,
    into: &mut Vec<u8>,
) -> Result<(), SignInError> {
    let Some(from) = from else { return Ok(()) };
    let mut from = from.take(MAX_OUTPUT as u64 + 1);
    // A pipe that breaks is an end like any other.
    let _ = from.read_to_end(into).await;
    if into.len() > MAX_OUTPUT {
        return Err(SignInError::TooMuchOutput);
    }
    Ok(())
}

/// Kills a process with all that it started when dropped, unless it was left.
struct Group(Option<u32>);

impl Group {
    /// It ended by itself.
    fn leave(&mut self) {
        self.0 = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(id) = self.0 {
            kill(id);
        }
    }
}

#[cfg(unix)]
fn kill(id: u32) {
    use rustix::process::{Pid, Signal, kill_process_group};
    if let Some(group) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        // It may have ended this very moment.
        let _ = kill_process_group(group, Signal::KILL);
    }
}

/// `vercel.cmd` is a shell around Node: ending it alone would leave Node behind.
#[cfg(windows)]
fn kill(id: u32) {
    let _ = std::process::Command::new(r"C:\Windows\System32\taskkill.exe")
        .args(["/PID", &id.to_string(), "/T", "/F"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}
