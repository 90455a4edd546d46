//! One run of the command line under `strace`, in a folder of its own.

use super::{Fault, Point, names};
use crate::cli::program;
use crate::world::KEY;
use serde_json::Value;
use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// Longer than any run may take, with everything that is waited for in it.
const AT_MOST: Duration = Duration::from_secs(40);

/// What is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// The first question of all: folder and history are made.
    First,
    /// One more question in a conversation that is there.
    Next,
    /// A question that finds a history of this older schema: it is copied and brought up to date.
    Older(u32),
    /// A question with an answer of many pages.
    Long,
}

impl Script {
    /// Every script.
    pub const ALL: [Self; 7] = [
        Self::First,
        Self::Next,
        Self::Older(1),
        Self::Older(2),
        Self::Older(3),
        Self::Older(4),
        Self::Long,
    ];

    /// The texts of the messages that are there before, in their order.
    pub fn before(self) -> &'static [&'static str] {
        match self {
            Self::First => &[],
            Self::Next | Self::Long => &["Before", "Before"],
            Self::Older(_) => &["Question", "Answer"],
        }
    }

    /// What is asked; the answer says the same.
    pub fn question(self) -> String {
        match self {
            Self::First | Self::Next | Self::Older(_) => "Word after word, ".repeat(20),
            Self::Long => "Page after page, é 日本. ".repeat(900),
        }
    }
}

/// A data folder as a script finds it.
#[derive(Debug)]
pub struct Sandbox {
    folder: TempDir,
    url: String,
}

/// The schemas of earlier releases.
const RELEASED: [&str; 4] = [
    include_str!(
        "../../../src-tauri/crates/chat-engine/src/store/migrations/0001_conversations.sql"
    ),
    include_str!("../../../src-tauri/crates/chat-engine/src/store/migrations/0002_money.sql"),
    include_str!("../../../src-tauri/crates/chat-engine/src/store/migrations/0003_receipts.sql"),
    include_str!("../../../src-tauri/crates/chat-engine/src/store/migrations/0004_attachments.sql"),
];
/// What they held.
const ROWS: [&str; 4] = [
    "PRAGMA application_id = 1196705875; PRAGMA journal_mode = WAL;
    INSERT INTO conversations (id, title, created_at_ms, updated_at_ms) VALUES ('c', 'Title', 1, 2);
    INSERT INTO messages (id, conversation, role, state, text, created_at_ms)
        VALUES ('q1', 1, 'user', 'done', 'Question', 1);
    INSERT INTO messages (id, conversation, parent, role, state, text, created_at_ms)
        VALUES ('a1', 1, 1, 'assistant', 'done', 'Answer', 1);
    INSERT INTO turns (id, conversation, question, answer, owner, connection, model, started_at_ms)
        VALUES ('t1', 1, 1, 2, 'me', 'gateway', 'scenario:echo', 1);
    UPDATE conversations SET head = 2;",
    "INSERT INTO ledger (at_ms, turn, attempt, connection, model_asked, counted_usd, total_ms,
                         outcome, cached)
        VALUES (1, 't1', 1, 'gateway', 'scenario:echo', '0', 1, 'stop', 0);",
    "UPDATE turns SET receipt = '{}';",
    "INSERT INTO attachments VALUES (1, 0, 'a.png', 'image/png', x'00');",
];

impl Sandbox {
    /// What a script begins with, in front of a gateway.
    pub fn before(script: Script, url: &str) -> Self {
        let sandbox = Self {
            folder: tempfile::tempdir().unwrap(),
            url: url.to_owned(),
        };
        match script {
            Script::First => {}
            Script::Next | Script::Long => {
                let asked = sandbox.gatehouse(&["ask", "-m", "scenario:echo", "Before"]);
                assert!(asked.status.success(), "{asked:?}");
            }
            Script::Older(version) => {
                std::fs::create_dir_all(sandbox.data()).unwrap();
                let steps = usize::try_from(version).unwrap();
                let mut sql = RELEASED[..steps].concat();
                sql.extend(ROWS[..steps].iter().copied());
                sql.extend(["PRAGMA user_version = ", &version.to_string()]);
                sqlite3(&sandbox.database(), &sql).unwrap();
            }
        }
        sandbox
    }

    /// The same folder again, as a copy.
    pub fn copied(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(self.folder.path(), folder.path());
        Self {
            folder,
            url: self.url.clone(),
        }
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The history.
    pub fn database(&self) -> PathBuf {
        self.data().join("gatehouse.sqlite3")
    }

    /// Runs the command line to its end.
    pub fn gatehouse(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(program());
        command.args(arguments);
        self.surround(&mut command);
        finish(command).0
    }

    fn surround(&self, command: &mut Command) {
        command
            .env_clear()
            .env("HOME", self.folder.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("GATEHOUSE_DATA_DIR", self.data())
            .env("GATEHOUSE_KEYSTORE", "memory")
            .env("AI_GATEWAY_URL", &self.url)
            .env("AI_GATEWAY_API_KEY", KEY)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
    }

    fn traced(&self, log: &Path, more: &[String]) -> Command {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o"]).arg(log);
        for end in ["", "-wal", "-shm", "-journal"] {
            let mut file = self.database().into_os_string();
            file.push(end);
            command.arg("-P").arg(file);
        }
        for folder in [self.data(), self.data().join("backups")] {
            command.arg("-P").arg(folder);
        }
        command.arg("-e").arg(format!("trace={}", names()));
        command.args(more);
        command.arg(program());
        self.surround(&mut command);
        command
    }

    /// Completes a command that runs others, so that it runs a script here.
    pub(crate) fn ask_under(&self, script: Script, command: &mut Command) {
        command.arg(program());
        self.surround(command);
        Self::ask(script, command);
    }

    fn ask(script: Script, command: &mut Command) {
        command.args(["ask", "--json", "--no-cache", "-m", "scenario:echo"]);
        match script {
            Script::First => {}
            Script::Next | Script::Older(_) | Script::Long => {
                command.arg("--continue");
            }
        }
        command.arg(script.question());
    }
}

/// How a run ended.
#[derive(Debug)]
pub struct Ran {
    /// What it printed, line by line; the last line may be cut.
    pub lines: Vec<Value>,
    /// Whether it ended by itself.
    pub ended: bool,
    /// What it wrote to standard error.
    pub stderr: String,
    /// Whether it had to be ended after much too long.
    pub hung: bool,
}

impl Ran {
    /// The first line of a kind.
    pub fn line(&self, kind: &str) -> Option<&Value> {
        self.lines.iter().find(|line| line["type"] == kind)
    }

    fn of(output: &Output, hung: bool) -> Self {
        let text = String::from_utf8_lossy(&output.stdout);
        Self {
            lines: text
                .lines()
                .filter_map(|line| serde_json::from_str(line).ok())
                .collect(),
            ended: output.status.code().is_some_and(|code| code < 128),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            hung,
        }
    }
}

/// How often each call is made in a run without a fault: the most of any thread, as each counts for
/// itself.
pub fn counts(script: Script, sandbox: &Sandbox) -> Vec<(String, usize)> {
    counted(sandbox, |command| Sandbox::ask(script, command))
}

/// The same of the command line with these arguments.
pub fn counts_of(arguments: &[&str], sandbox: &Sandbox) -> Vec<(String, usize)> {
    counted(sandbox, |command| {
        command.args(arguments);
    })
}

fn counted(sandbox: &Sandbox, complete: impl Fn(&mut Command)) -> Vec<(String, usize)> {
    let sandbox = sandbox.copied();
    let log = sandbox.folder.path().join("strace.log");
    let mut command = sandbox.traced(&log, &[]);
    complete(&mut command);
    let (output, _) = finish(command);
    assert!(output.status.success(), "{output:?}");
    let mut by_thread: HashMap<(String, String), usize> = HashMap::new();
    for line in std::fs::read_to_string(&log).unwrap().lines() {
        let mut words = line.splitn(2, ' ');
        let (Some(thread), Some(rest)) = (words.next(), words.next()) else {
            continue;
        };
        if let Some((call, _)) = rest.trim_start().split_once('(') {
            let key = (call.to_owned(), thread.to_owned());
            *by_thread.entry(key).or_default() += 1;
        }
    }
    let mut most: HashMap<String, usize> = HashMap::new();
    for ((call, _), times) in by_thread {
        let known = most.entry(call).or_default();
        *known = times.max(*known);
    }
    let mut most: Vec<_> = most.into_iter().collect();
    most.sort();
    most
}

/// Runs a script with a fault at a point.
pub fn run(point: Point, sandbox: &Sandbox) -> Ran {
    let log = sandbox.folder.path().join("strace.log");
    let mut command = sandbox.traced(&log, &["-e".to_owned(), point.inject()]);
    Sandbox::ask(point.script, &mut command);
    let (output, hung) = finish(command);
    Ran::of(&output, hung)
}

/// Runs the command line with these arguments and kills it at its nth call of a kind.
pub fn killed(arguments: &[&str], call: &str, nth: usize, sandbox: &Sandbox) -> Ran {
    let log = sandbox.folder.path().join("strace.log");
    let mut command = sandbox.traced(&log, &["-e".to_owned(), Fault::Kill.inject(call, nth)]);
    command.args(arguments);
    let (output, hung) = finish(command);
    Ran::of(&output, hung)
}

/// Runs a script and kills it after a while, wherever it is then.
pub fn random_kill(script: Script, sandbox: &Sandbox, after: Duration) -> Ran {
    let mut command = Command::new(program());
    sandbox.surround(&mut command);
    Sandbox::ask(script, &mut command);
    let mut child = command.spawn().unwrap();
    std::thread::sleep(after);
    child.kill().ok();
    let output = child.wait_with_output().unwrap();
    Ran::of(&output, false)
}

/// Waits for a run's end, but not for ever; whether it had to be ended.
fn finish(mut command: Command) -> (Output, bool) {
    let child = command.spawn().expect("the command could not be started");
    let id = child.id();
    let (done, ended) = std::sync::mpsc::channel::<()>();
    let watch = std::thread::spawn(move || {
        let hung = ended
            .recv_timeout(AT_MOST)
            .is_err_and(|error| matches!(error, std::sync::mpsc::RecvTimeoutError::Timeout));
        if hung {
            // strace passes it on to what it runs.
            Command::new("kill")
                .args(["-TERM", &id.to_string()])
                .status()
                .ok();
        }
        hung
    });
    let output = child.wait_with_output().unwrap();
    drop(done);
    (output, watch.join().unwrap())
}

/// Asks SQLite's own shell; what it says, or what it complains of.
pub(crate) fn sqlite3(database: &Path, sql: &str) -> Result<String, String> {
    let mut child = Command::new("sqlite3")
        .args(["-batch", "-bail"])
        .arg(database)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("sqlite3");
    let mut input = child.stdin.take().unwrap();
    // One that has stopped at a mistake says so itself.
    input.write_all(format!("{sql};\n").as_bytes()).ok();
    drop(input);
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() && wrong.is_empty() {
        Ok(said)
    } else {
        Err(format!("{said}{wrong}"))
    }
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
