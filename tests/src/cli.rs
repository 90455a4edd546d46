//! The command line as its users see it: arguments, variables and standard input in, text and an
//! exit status out.

use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::world::KEY;
use demo_gateway::Gateway;

/// The program: the one that `GATEHOUSE_TEST_CLI` names, else a fresh build.
///
/// # Panics
/// When it can neither be found nor built.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        if let Some(named) = std::env::var_os("GATEHOUSE_TEST_CLI").map(PathBuf::from) {
            assert!(
                named.is_file(),
                "GATEHOUSE_TEST_CLI names no file: {}",
                named.display()
            );
            return named;
        }
        built()
    })
}

/// Cargo says itself where it put the program, whatever the target folder is.
fn built() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from(env!("CARGO")));
    let mut command = std::process::Command::new(cargo);
    // What cargo tells a test about its own package would make build scripts run anew.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if [
            "CARGO_PKG_",
            "CARGO_MANIFEST_",
            "CARGO_BIN_",
            "CARGO_CRATE_",
            "CARGO_PRIMARY_",
        ]
        .iter()
        .any(|prefix| text.starts_with(prefix))
        {
            command.env_remove(&name);
        }
    }
    let output = command
        .args(["build", "--package", "chat-cli", "--bin", "gatehouse"])
        .args(["--message-format", "json", "--quiet"])
        .current_dir(crate::sources::root())
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo could not be started");
    assert!(output.status.success(), "the command line does not build");
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .expect("cargo named no program")
}

/// Settings and folder for runs of the command line. Nothing of the person's own is seen.
#[derive(Debug, Clone)]
pub struct Cli {
    folder: Arc<TempDir>,
    variables: BTreeMap<String, OsString>,
}

impl Default for Cli {
    fn default() -> Self {
        Self::new()
    }
}

impl Cli {
    /// A folder of its own, keys in memory, nothing configured.
    pub fn new() -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let path = folder.path().as_os_str().to_owned();
        let variables = BTreeMap::from([
            ("HOME".to_owned(), path),
            ("GATEHOUSE_KEYSTORE".to_owned(), "memory".into()),
        ]);
        let cli = Self { folder, variables };
        let data = cli.data();
        cli.with("GATEHOUSE_DATA_DIR", data)
    }

    /// The gateway connection leads to this server, with the right key.
    pub fn at(gateway: &Gateway) -> Self {
        Self::new()
            .with("AI_GATEWAY_URL", gateway.chat_url())
            .with("AI_GATEWAY_API_KEY", KEY)
    }

    /// The same with a variable set.
    pub fn with(&self, name: &str, value: impl Into<OsString>) -> Self {
        let mut other = self.clone();
        other.variables.insert(name.to_owned(), value.into());
        other
    }

    /// The same without a variable.
    pub fn without(&self, name: &str) -> Self {
        let mut other = self.clone();
        other.variables.remove(name);
        other
    }

    /// The folder around everything.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(&self.variables)
            .current_dir(self.folder())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// Runs to the end, with nothing on standard input.
    pub async fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, b"").await
    }

    /// Runs with nothing on standard input, to a good end.
    ///
    /// # Panics
    /// When it ends otherwise.
    pub async fn done(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments).await;
        assert_eq!(
            run.code(),
            0,
            "{arguments:?}: {} {}",
            run.text(),
            run.stderr
        );
        run
    }

    /// Runs to the end with this on standard input.
    pub async fn run_with(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut command = self.command(program());
        command.args(arguments).stdin(Stdio::piped());
        finish(command, input, arguments).await
    }

    /// Runs to the end below a shell that first does something, such as setting a limit.
    pub async fn run_after(&self, preparation: &str, arguments: &[&str]) -> Run {
        let mut command = self.command(Path::new("/bin/sh"));
        command
            .args(["-c", &format!("{preparation}; exec \"$@\""), "sh"])
            .arg(program())
            .args(arguments)
            .stdin(Stdio::piped());
        finish(command, b"", arguments).await
    }

    /// Starts without waiting. Standard input is at its end.
    pub fn start(&self, arguments: &[&str]) -> Running {
        self.launch(arguments, Stdio::null())
    }

    /// Starts without waiting. Standard input stays open and silent.
    pub fn start_waiting(&self, arguments: &[&str]) -> Running {
        self.launch(arguments, Stdio::piped())
    }

    fn launch(&self, arguments: &[&str], input: Stdio) -> Running {
        let mut child = self
            .command(program())
            .args(arguments)
            .stdin(input)
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Running {
            // Kept apart, because waiting for a child closes what it still holds.
            _input: child.stdin.take(),
            child,
            output: Some(output),
        }
    }
}

async fn finish(mut command: Command, input: &[u8], arguments: &[&str]) -> Run {
    let what = format!("gatehouse {}", arguments.join(" "));
    crate::soon(&what, async {
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let feed = async {
            // A program that refuses to read on is no fault of the test.
            let _ = stdin.write_all(input).await;
            drop(stdin);
        };
        let ((), output) = tokio::join!(feed, child.wait_with_output());
        let output = output.unwrap();
        Run {
            status: output.status,
            stdout: output.stdout,
            stderr: String::from_utf8(output.stderr).expect("standard error is not UTF-8"),
        }
    })
    .await
}

/// A finished run.
#[derive(Debug, Clone)]
pub struct Run {
    /// How it ended.
    pub status: ExitStatus,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: String,
}

impl Run {
    /// The exit status; -1 when a signal ended it.
    pub fn code(&self) -> i32 {
        self.status.code().unwrap_or(-1)
    }

    /// Standard output as text.
    ///
    /// # Panics
    /// When it is not UTF-8.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).expect("standard output is not UTF-8")
    }

    /// Standard output as one JSON document.
    ///
    /// # Panics
    /// When it is not.
    pub fn json(&self) -> Value {
        serde_json::from_str(self.text())
            .unwrap_or_else(|error| panic!("{error}: {:?} {}", self.text(), self.stderr))
    }

    /// Standard output as JSON lines.
    ///
    /// # Panics
    /// When a line is no object, or the last one is not ended.
    pub fn lines(&self) -> Vec<Value> {
        let text = self.text();
        assert!(
            text.is_empty() || text.ends_with('\n'),
            "the last line is not ended: {text:?}"
        );
        text.lines()
            .map(|line| {
                let value: Value = serde_json::from_str(line).expect("a line is not JSON");
                assert!(value.is_object(), "a line is no object: {line}");
                value
            })
            .collect()
    }

    /// The texts of the `text` lines, joined.
    pub fn answer(&self) -> String {
        self.of_type("text")
            .iter()
            .filter_map(|line| line["text"].as_str())
            .collect()
    }

    /// The lines of a type.
    pub fn of_type(&self, kind: &str) -> Vec<Value> {
        self.lines()
            .into_iter()
            .filter(|line| line["type"] == kind)
            .collect()
    }

    /// The last line: `finish` or `error`.
    ///
    /// # Panics
    /// When there is none.
    pub fn end(&self) -> Value {
        self.lines().pop().expect("nothing was printed")
    }
}

/// A run that goes on.
#[derive(Debug)]
pub struct Running {
    child: Child,
    _input: Option<ChildStdin>,
    output: Option<BufReader<ChildStdout>>,
}

impl Running {
    /// The process id.
    ///
    /// # Panics
    /// When it has ended.
    pub fn id(&self) -> u32 {
        self.child.id().expect("it has ended")
    }

    /// The next line of standard output; none at its end.
    pub async fn line(&mut self) -> Option<Value> {
        let output = self.output.as_mut().expect("standard output was closed");
        let mut line = String::new();
        let read = crate::soon("a line", output.read_line(&mut line)).await;
        (read.unwrap() > 0).then(|| serde_json::from_str(&line).unwrap())
    }

    /// Reads lines up to one of that type, and gives all of them.
    ///
    /// # Panics
    /// When there is none.
    pub async fn lines_to(&mut self, kind: &str) -> Vec<Value> {
        let mut lines = Vec::new();
        while let Some(line) = self.line().await {
            let found = line["type"] == kind;
            lines.push(line);
            if found {
                return lines;
            }
        }
        panic!("no line {kind:?} came: {lines:?}");
    }

    /// Waits until some of standard output was read, whatever it is.
    pub async fn some_bytes(&mut self) -> Vec<u8> {
        let output = self.output.as_mut().expect("standard output was closed");
        let bytes = crate::soon("some output", output.fill_buf()).await.unwrap();
        let bytes = bytes.to_vec();
        output.consume(bytes.len());
        bytes
    }

    /// Sends a signal by its name, such as `INT`.
    ///
    /// # Panics
    /// When there is no such process.
    pub fn signal(&self, name: &str) {
        let sent = std::process::Command::new("kill")
            .args([format!("-{name}"), self.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Closes the reading end of standard output.
    pub fn close_output(&mut self) {
        self.output = None;
    }

    /// Waits for the end; what was not read yet of standard output comes with it.
    pub async fn end(mut self) -> Run {
        let mut stdout = Vec::new();
        let mut stderr = String::new();
        let mut errors = self.child.stderr.take().unwrap();
        let status = crate::soon("the end of a process", async {
            let reading = async {
                if let Some(output) = &mut self.output {
                    output.read_to_end(&mut stdout).await.unwrap();
                }
            };
            let (status, (), read) = tokio::join!(
                self.child.wait(),
                reading,
                errors.read_to_string(&mut stderr)
            );
            read.unwrap();
            status.unwrap()
        })
        .await;
        Run {
            status,
            stdout,
            stderr,
        }
    }

    /// Whether it has ended within that time.
    pub async fn ends_within(&mut self, time: Duration) -> bool {
        tokio::time::timeout(time, self.child.wait()).await.is_ok()
    }
}
